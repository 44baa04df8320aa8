"""Everything the page of one post shows to one reader, in one statement."""

from dataclasses import dataclass

from django.db import connection
from django.http import Http404
from django.utils import timezone

from blogs.models import Post
from sns.discussion.queries import ReactionState, reaction_states
from sns.entries.actions import READ_AGAIN
from sns.entries.models.tag import tag_path
from sns.links.queries import LISTED, PINGS, RELATED, RelatedEntry, SentPing, related_rows, sent_pings
from sns.people.models import RoleTerm, User
from sns.spaces.models import Space
from sns.spaces.queries import space_ids


@dataclass(slots=True)
class Neighbour:
    url: str
    title: str


@dataclass(slots=True)
class PostPage:
    """A post with what stands around its text."""

    post: Post
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
    related: list[RelatedEntry]
    linked: list[tuple[int, str, str]]  # id, title and relation of what the text links to
    is_linked_to: bool  # somewhere, whether the reader may see it or not
    pings: list[SentPing]  # for the author: trackbacks to blogs outside
    anybody_listed: bool  # may anybody outside send us trackbacks
    just_read: bool  # by the reader, a short while ago


def post_page(user: User, pk: int) -> PostPage:
    """The live post if the person may read it; 404 otherwise, also when it exists."""
    parameters = {"entry": pk, "user": user.pk, "visible": space_ids(user), "today": timezone.localdate()}
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, parameters)
        row = cursor.fetchone()
    if row is None:
        raise Http404
    (unit, roles, following, tags, categories, mine, bookmarked, watching, before, after, near,
     linked, is_linked_to, just_read, pings, listed) = row[-16:]  # fmt: skip
    post = _post(row)
    blog = f"/blogs/{post.author.handle}/"
    return PostPage(
        post=post,
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
        related=related_rows(near),
        linked=[(pk, title or excerpt[:60], relation) for pk, title, excerpt, relation in linked or ()],
        is_linked_to=is_linked_to,
        just_read=just_read,
        pings=sent_pings(pings),
        anybody_listed=listed,
    )


def _post(row: tuple) -> Post:
    """A model instance from the first columns; what the page does not show stays deferred."""
    columns = iter(row)
    post, post.author, post.space = (
        model.from_db(None, names, [value for _name, value in zip(names, columns, strict=False)])
        for model, names in ((Post, _POST), (User, _AUTHOR), (Space, _SPACE))
    )
    return post


def _neighbour(row: list | None) -> Neighbour | None:
    return Neighbour(f"/{row[0]}s/{row[1]}/", row[2] or row[3][:60]) if row else None


# Fields of the three models in the models' own order, which from_db() relies on.
_POST = (
    "id", "kind", "flavour", "space_id", "author_id", "title", "updated_at", "published_at", "withdrawn_at",
    "body_html", "reading_minutes", "comment_count", "reaction_counts", "reader_count", "entry_ptr_id",
)  # fmt: skip
_AUTHOR = ("id", "handle", "name", "avatar", "is_guest")
_SPACE = ("id", "kind", "name", "is_open", "is_archived")
# Django turns psycopg's loader of jsonb off.
_EXPRESSIONS = {"entry_ptr_id": "id", "reaction_counts": "reaction_counts::json"}


def _columns(table: str, names: tuple[str, ...]) -> str:
    return ", ".join(f"{table}.{_EXPRESSIONS.get(name, name)}" for name in names)


_MINE = """
e.author_id = post.author_id AND e.space_id = ANY(%(visible)s::bigint[])
AND e.published_at IS NOT NULL AND e.withdrawn_at IS NULL"""
_PAGE = f"""
SELECT {_columns("post", _POST)}, {_columns("author", _AUTHOR)}, {_columns("space", _SPACE)},
    (SELECT json_build_array(u.id, u.name, p.title) FROM people_posting p
        JOIN people_orgunit u ON u.id = p.unit_id
        WHERE p.user_id = post.author_id AND p.since <= %(today)s AND (p.until IS NULL OR p.until >= %(today)s)
        ORDER BY p."primary" DESC, p.id LIMIT 1),
    ARRAY(SELECT DISTINCT r.role FROM people_roleterm r
        WHERE r.user_id = post.author_id AND r.since <= %(today)s AND (r.until IS NULL OR r.until >= %(today)s)),
    EXISTS (SELECT 1 FROM people_follow WHERE follower_id = %(user)s AND followee_id = post.author_id),
    (SELECT json_agg(json_build_array(t.name, t.label) ORDER BY et.id)
        FROM entries_entrytag et JOIN entries_tag t ON t.id = et.tag_id WHERE et.entry_id = post.id),
    (SELECT json_agg(json_build_array(c.id, c.name) ORDER BY c.name)
        FROM blogs_post_categories pc JOIN blogs_category c ON c.id = pc.category_id
        WHERE pc.post_id = post.id),
    ARRAY(SELECT r.kind FROM discussion_reaction r
        WHERE r.entry_id = post.id AND r.comment_id IS NULL AND r.user_id = %(user)s),
    EXISTS (SELECT 1 FROM entries_bookmark WHERE user_id = %(user)s AND entry_id = post.id),
    EXISTS (SELECT 1 FROM notifications_watch
        WHERE user_id = %(user)s AND entry_id = post.id AND NOT is_muted),
    (SELECT json_build_array(e.kind, e.id, e.title, e.excerpt) FROM entries_entry e
        WHERE {_MINE} AND (e.published_at, e.id) < (post.published_at, post.id)
        ORDER BY e.published_at DESC, e.id DESC LIMIT 1),
    (SELECT json_build_array(e.kind, e.id, e.title, e.excerpt) FROM entries_entry e
        WHERE {_MINE} AND (e.published_at, e.id) > (post.published_at, post.id)
        ORDER BY e.published_at, e.id LIMIT 1),
    ({RELATED}),
    (SELECT json_agg(json_build_array(e.id, e.title, e.excerpt, l.relation) ORDER BY l.id)
        FROM links_entrylink l JOIN entries_entry e ON e.id = l.target_id
        WHERE l.source_id = post.id AND l.comment_id IS NULL AND e.space_id = ANY(%(visible)s::bigint[])
          AND e.published_at IS NOT NULL AND e.withdrawn_at IS NULL),
    EXISTS (SELECT 1 FROM links_entrylink WHERE target_id = post.id),
    EXISTS (SELECT 1 FROM entries_reading WHERE user_id = %(user)s AND entry_id = post.id
        AND last_at > now() - interval '{READ_AGAIN}'),
    {PINGS}, {LISTED}
FROM entries_entry post
JOIN people_user author ON author.id = post.author_id
JOIN spaces_space space ON space.id = post.space_id
WHERE post.id = %(entry)s AND post.kind = 'post' AND post.space_id = ANY(%(visible)s::bigint[])
  AND post.published_at IS NOT NULL AND post.withdrawn_at IS NULL
"""
