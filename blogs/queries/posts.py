"""One post for one reader: who may get it, and everything its page shows, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.utils import timezone

from blogs.models import Post
from sns.core import markup
from sns.discussion.queries import ReactionState, reaction_states
from sns.entries.models import Entry, Tag
from sns.entries.models.entry import BODY_MAX
from sns.entries.models.tag import tag_path
from sns.entries.queries import tag_labels
from sns.links.models import EntryLink
from sns.people.models import RoleTerm, User
from sns.spaces.queries import space_ids


def get_visible_post(user: User, pk: int) -> Post:
    """The live post if the person may read it; 404 otherwise, also when it exists."""
    try:
        return Post.objects.visible_to(user).select_related("author", "space").get(pk=pk)
    except Post.DoesNotExist:
        raise Http404 from None


def get_editable_post(user: User, pk: int) -> Post:
    """The person's own post, draft or published: 403 for one he may only read, 404 for the rest and the trash."""
    post = Post.objects.select_related("author", "space").filter(pk=pk, withdrawn_at__isnull=True).first()
    if post is None:
        raise Http404
    if post.author_id == user.pk:
        return post
    if post.is_live and post.space_id in space_ids(user):
        raise PermissionDenied
    raise Http404


def get_trashed_post(user: User, pk: int) -> Post:
    """A post that the person has put into the trash himself, or 404."""
    post = Post.objects.trash_of(user).select_related("author", "space").filter(pk=pk).first()
    if post is None:
        raise Http404
    return post


def find_submission(user: User, submission: str | None) -> Post | None:
    """The person's post that a form with this one-time number has already made."""
    try:
        number = UUID(submission or "")
    except ValueError:
        return None
    found = Post.objects.select_related("author", "space")
    return found.filter(submission=number, author=user, withdrawn_at__isnull=True).first()


def same_text(entry: Entry, manuscript) -> bool:
    """Whether title, text and tags are already stored like that: then a second saving is no conflict."""
    if (entry.title, entry.body) != (manuscript.title, manuscript.body):
        return False
    wanted = {Tag.fold(name) for name in [*manuscript.tags, *markup.parse(manuscript.body).tags]}
    return wanted == {Tag.fold(label) for label in tag_labels(entry)}


def typed_tags(post: Post) -> list[str]:
    """The post's tags without those that its text makes by itself."""
    in_text = {Tag.fold(name) for name in markup.parse(post.body).tags}
    return [label for label in tag_labels(post) if Tag.fold(label) not in in_text]


def linked_entries(user: User, body: str, own_hosts) -> list[tuple[int, str]]:
    """(id, title) of the entries that a text links to and the writer may read, in the order of the text."""
    ids = markup.parse(body[:BODY_MAX], own_hosts=own_hosts).entry_ids[:LINKED_MAX]
    if not ids:
        return []
    titles = {entry.pk: str(entry) for entry in Entry.objects.visible_to(user).filter(pk__in=ids)}
    return [(pk, titles[pk]) for pk in ids if pk in titles]


def relations_of(post: Post) -> dict[int, str]:
    """How the post's text relates to each entry it links to."""
    links = EntryLink.objects.filter(source_id=post.pk, comment_id=None)
    return dict(links.values_list("target_id", "relation"))


LINKED_MAX = 20


@dataclass(slots=True)
class Neighbour:
    url: str
    title: str


@dataclass(slots=True)
class PostPage:
    """What stands around a post's text."""

    unit: str
    unit_url: str
    job: str
    roles: list[str]
    following: bool
    tags: list[tuple[str, str]]  # address, label
    categories: list[tuple[str, str]]  # address, name
    reactions: list[ReactionState]
    bookmarked: bool
    watching: bool
    previous: Neighbour | None
    next: Neighbour | None
    posts: int
    comments: int
    followers: int
    linked: list[tuple[int, str, str]]  # id, title and relation of what the text links to
    is_linked_to: bool  # somewhere, whether the reader may see it or not


def post_page(user: User, post: Post) -> PostPage:
    """One statement for everything small on the page."""
    parameters = {
        "entry": post.pk,
        "author": post.author_id,
        "user": user.pk,
        "visible": space_ids(user),
        "at": post.published_at,
        "today": timezone.localdate(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, parameters)
        row = cursor.fetchone()
    (unit, roles, following, tags, categories, mine, bookmarked, watching, before, after, numbers, followers,
     linked, is_linked_to) = row  # fmt: skip
    blog = f"/blogs/{post.author.handle}/"
    return PostPage(
        unit=unit[1] if unit else "",
        unit_url=f"/units/{unit[0]}/" if unit else "",
        job=unit[2] if unit else "",
        roles=[str(RoleTerm.Role(role).label) for role in roles if role != RoleTerm.Role.ADMINISTRATOR],
        following=following,
        tags=[(tag_path(name), label) for name, label in tags or ()],
        categories=[(f"{blog}categories/{pk}/", name) for pk, name in categories or ()],
        reactions=reaction_states(post.reaction_counts, mine, f"/entries/{post.pk}/"),
        bookmarked=bookmarked,
        watching=watching,
        previous=_neighbour(before),
        next=_neighbour(after),
        posts=numbers[0],
        comments=numbers[1],
        followers=followers,
        linked=[(pk, title or excerpt[:60], relation) for pk, title, excerpt, relation in linked or ()],
        is_linked_to=is_linked_to,
    )


def _neighbour(row: list | None) -> Neighbour | None:
    return Neighbour(f"/{row[0]}s/{row[1]}/", row[2] or row[3][:60]) if row else None


_MINE = """
e.author_id = %(author)s AND e.space_id = ANY(%(visible)s::bigint[])
AND e.published_at IS NOT NULL AND e.withdrawn_at IS NULL"""
_PAGE = f"""
SELECT
    (SELECT json_build_array(u.id, u.name, p.title) FROM people_posting p
        JOIN people_orgunit u ON u.id = p.unit_id
        WHERE p.user_id = %(author)s AND p.since <= %(today)s AND (p.until IS NULL OR p.until >= %(today)s)
        ORDER BY p."primary" DESC, p.id LIMIT 1),
    ARRAY(SELECT DISTINCT r.role FROM people_roleterm r
        WHERE r.user_id = %(author)s AND r.since <= %(today)s AND (r.until IS NULL OR r.until >= %(today)s)),
    EXISTS (SELECT 1 FROM people_follow WHERE follower_id = %(user)s AND followee_id = %(author)s),
    (SELECT json_agg(json_build_array(t.name, t.label) ORDER BY et.id)
        FROM entries_entrytag et JOIN entries_tag t ON t.id = et.tag_id WHERE et.entry_id = %(entry)s),
    (SELECT json_agg(json_build_array(c.id, c.name) ORDER BY c.name)
        FROM blogs_post_categories pc JOIN blogs_category c ON c.id = pc.category_id
        WHERE pc.post_id = %(entry)s),
    ARRAY(SELECT r.kind FROM discussion_reaction r
        WHERE r.entry_id = %(entry)s AND r.comment_id IS NULL AND r.user_id = %(user)s),
    EXISTS (SELECT 1 FROM entries_bookmark WHERE user_id = %(user)s AND entry_id = %(entry)s),
    EXISTS (SELECT 1 FROM notifications_watch
        WHERE user_id = %(user)s AND entry_id = %(entry)s AND NOT is_muted),
    (SELECT json_build_array(e.kind, e.id, e.title, e.excerpt) FROM entries_entry e
        WHERE {_MINE} AND (e.published_at, e.id) < (%(at)s, %(entry)s)
        ORDER BY e.published_at DESC, e.id DESC LIMIT 1),
    (SELECT json_build_array(e.kind, e.id, e.title, e.excerpt) FROM entries_entry e
        WHERE {_MINE} AND (e.published_at, e.id) > (%(at)s, %(entry)s)
        ORDER BY e.published_at, e.id LIMIT 1),
    (SELECT json_build_array(count(*), COALESCE(sum(e.comment_count), 0)) FROM entries_entry e WHERE {_MINE}),
    (SELECT count(*) FROM people_follow WHERE followee_id = %(author)s),
    (SELECT json_agg(json_build_array(e.id, e.title, e.excerpt, l.relation) ORDER BY l.id)
        FROM links_entrylink l JOIN entries_entry e ON e.id = l.target_id
        WHERE l.source_id = %(entry)s AND l.comment_id IS NULL AND e.space_id = ANY(%(visible)s::bigint[])
          AND e.published_at IS NOT NULL AND e.withdrawn_at IS NULL),
    EXISTS (SELECT 1 FROM links_entrylink WHERE target_id = %(entry)s)
"""


@dataclass(slots=True)
class Related:
    """A post that has to do with another one, and why."""

    url: str
    title: str
    author_name: str
    published_at: datetime
    tags: list[str]
    linked: bool


def related_posts(user: User, post: Post, limit: int = 5) -> list[Related]:
    """Entries that share links or tags with the post and that the person may read; rare tags weigh more.

    Only the newest ``_PER_TAG`` of each tag are looked at, so that a tag on everything costs no more than another.
    """
    parameters = {
        "entry": post.pk,
        "visible": space_ids(user),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RELATED.format(per_tag=_PER_TAG, limit=limit), parameters)
        rows = cursor.fetchall()
    return [
        Related(f"/{kind}s/{pk}/", title or excerpt[:60], author, at, tags or [], linked)
        for kind, pk, title, excerpt, author, at, tags, linked in rows
    ]


_PER_TAG = 60
_RELATED = """
WITH near AS (
    SELECT k.entry_id, et.tag_id, false AS linked, 1.0 / k.crowd AS weight
    FROM entries_entrytag et CROSS JOIN LATERAL (
        SELECT newest.entry_id, count(*) OVER () + 2 AS crowd FROM (
            SELECT t.entry_id FROM entries_entrytag t
            WHERE t.tag_id = et.tag_id AND t.published_at IS NOT NULL
              AND t.space_id = ANY(%(visible)s::bigint[]) AND t.entry_id <> %(entry)s
            ORDER BY t.published_at DESC, t.entry_id DESC LIMIT {per_tag:d}) newest) k
    WHERE et.entry_id = %(entry)s
    UNION ALL
    SELECT l.target_id, NULL, true, 1.0 FROM entries_entry me JOIN links_entrylink l ON l.source_id = me.id
    WHERE me.id = %(entry)s AND l.target_id <> %(entry)s
    UNION ALL
    SELECT l.source_id, NULL, true, 1.0 FROM links_entrylink l
    WHERE l.target_id = %(entry)s AND l.source_id <> %(entry)s
), best AS (
    SELECT n.entry_id, sum(n.weight) AS weight, bool_or(n.linked) AS linked,
           array_agg(DISTINCT n.tag_id) FILTER (WHERE n.tag_id IS NOT NULL) AS tag_ids
    FROM near n GROUP BY n.entry_id
)
SELECT e.kind, e.id, e.title, e.excerpt, a.name, e.published_at,
       (SELECT array_agg(t.label ORDER BY t.id) FROM entries_tag t WHERE t.id = ANY(b.tag_ids)), b.linked
FROM best b JOIN entries_entry e ON e.id = b.entry_id JOIN people_user a ON a.id = e.author_id
WHERE e.published_at IS NOT NULL AND e.withdrawn_at IS NULL AND e.space_id = ANY(%(visible)s::bigint[])
ORDER BY b.weight DESC, e.published_at DESC, e.id DESC LIMIT {limit:d}
"""


def drafts(user: User):
    """The person's unpublished posts: those with a time first, then the last written."""
    return Post.objects.drafts_of(user).select_related("space").order_by("publish_at", "-updated_at")


def trash(user: User):
    return Post.objects.trash_of(user).select_related("space").order_by("-withdrawn_at")


def may_publish_there(user: User, post: Post) -> bool:
    """Whether the author still belongs to the audience his draft was meant for."""
    return post.space_id in space_ids(user)
