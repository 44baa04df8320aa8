"""What a list shows of an entry, for one reader: everything of a page in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import get_language

from sns.discussion.models import Comment, Reaction
from sns.entries.models import Entry
from sns.entries.models.tag import tag_path
from sns.people.models import User
from sns.people.models.user import avatar_path
from sns.spaces.models import Space

THREADS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ReactionState:
    """One kind of reaction under a text: how many, whether the reader's own is among them, where a click goes."""

    kind: str
    label: str
    count: int
    mine: bool
    url: str


@dataclass(frozen=True, slots=True)
class CardAuthor:
    """What a by-line needs; looks like a User to the avatar macro."""

    id: int
    name: str
    handle: str
    avatar: str
    unit: str

    def avatar_url(self, size: int = 96) -> str:
        return avatar_path(self.avatar, size)

    def get_absolute_url(self) -> str:
        return f"/people/{self.handle}/"


@dataclass(frozen=True, slots=True)
class Cover:
    src: str
    srcset: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Card:
    """An entry as lists show it to one reader; everything a card may say is a field (see core.fragments)."""

    pk: int
    url: str
    title: str
    excerpt: str
    flavour: str
    flavour_label: str
    published_at: datetime
    author: CardAuthor
    space_name: str
    space_kind: str
    cover: Cover | None
    tags: tuple[tuple[str, str], ...]  # label, address
    comment_count: int
    reader_count: int
    reactions: tuple[ReactionState, ...]
    unread: bool
    bookmarked: bool


def cards(user: User, ids: Iterable[int]) -> list[Card]:
    """The entries of ``ids`` in that order as ``user`` sees them: one statement for the whole page.

    The ids must come from a query that went through the visibility rule.
    """
    ids = list(ids)
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, {"ids": ids, "user": user.pk})
        rows = {row[0]: row for row in cursor.fetchall()}
    return [_card(rows[pk]) for pk in ids if pk in rows]


def reaction_states(counts: dict[str, int], mine: Iterable[str], path: str) -> tuple[ReactionState, ...]:
    """The four reactions in their fixed order; ``path`` is the entry's or comment's address ("/entries/12/")."""
    mine = set(mine or ())
    return tuple(
        ReactionState(kind, label, counts.get(kind, 0), kind in mine, f"{path}reactions/{kind}/")
        for kind, label in _reaction_labels(get_language())
    )


@lru_cache
def _reaction_labels(language: str | None) -> list[tuple[str, str]]:
    """The four kinds with their names in the active language, which a page asks for dozens of times."""
    return [(kind, str(label)) for kind, label in Reaction.Kind.choices]


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment as the thread shows it to one reader; replies hang below first-level comments."""

    pk: int
    is_reply: bool
    author: CardAuthor
    html: str
    created_at: datetime
    edited_at: datetime | None
    removed_at: datetime | None
    removed_by: str
    removed_reason: str
    origin: str
    source_url: str
    reactions: tuple[ReactionState, ...]
    mine: bool
    replies: list["CommentView"] = field(default_factory=list, compare=False)


@dataclass(slots=True)
class Thread:
    """One page of the comments under an entry; ``page`` counts from 1."""

    comments: list[CommentView]
    page: int
    has_next: bool


def thread(entry: Entry, user: User, page: int = 1) -> Thread:
    """The comments of an entry, oldest first, 50 first-level ones with all their replies a page; one statement."""
    statement = _THREAD.format(skip=(page - 1) * THREADS_PER_PAGE, limit=THREADS_PER_PAGE + 1)
    roots: dict[int, CommentView] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, {"entry": entry.pk, "user": user.pk})
        for root, *row in cursor.fetchall():
            comment = _comment(row, user)
            if comment.is_reply:
                roots[root].replies.append(comment)
            else:
                roots[root] = comment
    shown = list(roots.values())
    return Thread(shown[:THREADS_PER_PAGE], page, has_next=len(shown) > THREADS_PER_PAGE)


def page_of(comment: Comment) -> int:
    """The number of the page of its thread that holds a comment."""
    before = Comment.objects.filter(entry_id=comment.entry_id, parent=None, id__lt=comment.thread_root)
    return before.count() // THREADS_PER_PAGE + 1


def _comment(row: list, user: User) -> CommentView:
    pk, parent, author, html, created, edited, removed, remover, reason, origin, source, counts, mine = row
    return CommentView(
        pk=pk,
        is_reply=parent is not None,
        author=CardAuthor(*author),
        html=html,
        created_at=created,
        edited_at=edited,
        removed_at=removed,
        removed_by="" if remover == author[1] else remover or "",
        removed_reason=reason,
        origin=origin,
        source_url=source,
        reactions=reaction_states(counts, mine, f"/comments/{pk}/"),
        mine=author[0] == user.pk,
    )


_THREAD = """
WITH roots AS (
    SELECT id FROM discussion_comment WHERE entry_id = %(entry)s AND parent_id IS NULL
    ORDER BY id OFFSET {skip:d} LIMIT {limit:d}
)
SELECT c.thread_root, c.id, c.parent_id, json_build_array(a.id, a.name, a.handle, a.avatar, COALESCE((
        SELECT u.name FROM people_posting p JOIN people_orgunit u ON u.id = p.unit_id
        WHERE p.user_id = a.id AND p."primary" AND p.until IS NULL LIMIT 1), '')),
    CASE WHEN c.removed_at IS NULL THEN c.body_html ELSE '' END, c.created_at, c.edited_at, c.removed_at,
    (SELECT name FROM people_user r WHERE r.id = c.removed_by_id), c.removed_reason, c.origin, c.source_url,
    c.reaction_counts::json,
    ARRAY(SELECT r.kind FROM discussion_reaction r
        WHERE r.entry_id = c.entry_id AND r.comment_id = c.id AND r.user_id = %(user)s)
FROM roots JOIN discussion_comment c ON c.entry_id = %(entry)s AND c.thread_root = roots.id
JOIN people_user a ON a.id = c.author_id
ORDER BY c.thread_root, c.id
"""


def _card(row: tuple) -> Card:
    (pk, kind, flavour, title, excerpt, published_at, comments, readers, counts, space_name, space_kind,
     author, cover, tags, mine, unread, bookmarked) = row  # fmt: skip
    return Card(
        pk=pk,
        url=f"/{kind}s/{pk}/",
        title=title,
        excerpt=excerpt,
        flavour=flavour,
        flavour_label=_label(Entry.Flavour, flavour),
        published_at=published_at,
        author=CardAuthor(*author),
        space_name="" if space_kind == Space.Kind.COMPANY else space_name,
        space_kind=space_kind,
        cover=_cover(cover),
        tags=tuple((label, tag_path(name)) for name, label in tags or ()),
        comment_count=comments,
        reader_count=readers,
        reactions=reaction_states(counts, mine, f"/entries/{pk}/"),
        unread=unread,
        bookmarked=bookmarked,
    )


def _label(choices: type[TextChoices], value: str) -> str:
    return str(choices(value).label) if value else ""


def _cover(cover: list | None) -> Cover | None:
    if not cover:
        return None
    token, width, height, widths = cover
    path = f"/files/{token}/"
    srcset = ", ".join(f"{path}{w}/ {w}w" for w in widths)
    return Cover(src=f"{path}{widths[0]}/", srcset=srcset, width=width, height=height)


# to_json keeps author, picture and tags in one column each; psycopg hands them over as lists.
_CARDS = """
SELECT e.id, e.kind, e.flavour, e.title, e.excerpt, e.published_at, e.comment_count, e.reader_count,
    e.reaction_counts::json, s.name, s.kind,
    json_build_array(a.id, a.name, a.handle, a.avatar, COALESCE((
        SELECT u.name FROM people_posting p JOIN people_orgunit u ON u.id = p.unit_id
        WHERE p.user_id = a.id AND p."primary" AND p.until IS NULL LIMIT 1), '')),
    (SELECT json_build_array(f.token, f.width, f.height, f.widths) FROM entries_upload f WHERE f.id = e.cover_id),
    (SELECT json_agg(json_build_array(t.name, t.label) ORDER BY et.id)
        FROM entries_entrytag et JOIN entries_tag t ON t.id = et.tag_id WHERE et.entry_id = e.id),
    ARRAY(SELECT r.kind FROM discussion_reaction r
        WHERE r.entry_id = e.id AND r.comment_id IS NULL AND r.user_id = %(user)s),
    e.author_id <> %(user)s
        AND NOT EXISTS (SELECT 1 FROM entries_reading d WHERE d.user_id = %(user)s AND d.entry_id = e.id),
    EXISTS (SELECT 1 FROM entries_bookmark b WHERE b.user_id = %(user)s AND b.entry_id = e.id)
FROM entries_entry e
JOIN spaces_space s ON s.id = e.space_id
JOIN people_user a ON a.id = e.author_id
WHERE e.id = ANY(%(ids)s::bigint[])
"""
