"""What a list shows of an entry, for one reader: everything of a page in one statement.

Cards and comments are kept: the same row in the same language is the same object, so a page makes only what has
changed since it was last shown, and core.fragments finds its HTML by identity. Columns are plain (JSON stays text)
so that a row can be looked up.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
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
KEPT = 8192  # cards and comments of about 1 KB each, in each process


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


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """An entry as lists show it to one reader; everything a card may say is a field (see core.fragments)."""

    pk: int
    kind: str
    kind_label: str
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
    is_solved: bool  # a question with an accepted answer


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
    language = get_language()
    return [_card(rows[pk], language) for pk in ids if pk in rows]


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


@dataclass(frozen=True, slots=True, eq=False)
class CommentView:
    """A comment as the thread shows it to one reader."""

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
    is_best: bool  # the answer that whoever asked has chosen


@dataclass(slots=True)
class Branch:
    """A first-level comment with its replies."""

    comment: CommentView
    replies: list[CommentView]


@dataclass(slots=True)
class Thread:
    """One page of the comments under an entry; ``page`` counts from 1."""

    branches: list[Branch]
    page: int
    has_next: bool


def thread(entry: Entry, user: User, page: int = 1) -> Thread:
    """The comments of an entry, oldest first, 50 first-level ones with all their replies a page; one statement."""
    statement = _THREAD.format(skip=(page - 1) * THREADS_PER_PAGE, limit=THREADS_PER_PAGE + 1)
    language = get_language()
    branches: dict[int, Branch] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, {"entry": entry.pk, "user": user.pk})
        for row in cursor.fetchall():
            comment = _comment(row, language)
            if comment.is_reply:
                branches[row[0]].replies.append(comment)
            else:
                branches[row[0]] = Branch(comment, [])
    shown = list(branches.values())
    return Thread(shown[:THREADS_PER_PAGE], page, has_next=len(shown) > THREADS_PER_PAGE)


def best_answer(entry: Entry, user: User) -> CommentView | None:
    """The comment that answered the question, as the reader sees it."""
    with connection.cursor() as cursor:
        cursor.execute(_BEST, {"entry": entry.pk, "user": user.pk})
        row = cursor.fetchone()
    return _comment(row, get_language()) if row else None


def page_of(comment: Comment) -> int:
    """The number of the page of its thread that holds a comment."""
    before = Comment.objects.filter(entry_id=comment.entry_id, parent=None, id__lt=comment.thread_root)
    return before.count() // THREADS_PER_PAGE + 1


@lru_cache(maxsize=KEPT)
def _comment(row: tuple, language: str | None) -> CommentView:
    """``language`` is that of the reactions' names: the active one."""
    (_root, pk, parent, *author, html, created, edited, removed, remover, reason, origin, source,
     counts, reacted, mine, is_best) = row  # fmt: skip
    by = CardAuthor(*author)
    return CommentView(
        pk=pk,
        is_reply=parent is not None,
        author=by,
        html=html,
        created_at=created,
        edited_at=edited,
        removed_at=removed,
        removed_by="" if remover == by.name else remover or "",
        removed_reason=reason,
        origin=origin,
        source_url=source,
        reactions=reaction_states(json.loads(counts), reacted.split(), f"/comments/{pk}/"),
        mine=mine,
        is_best=is_best,
    )


_COLUMNS = """
SELECT c.thread_root, c.id, c.parent_id, a.id, a.name, a.handle, a.avatar, COALESCE((
        SELECT u.name FROM people_posting p JOIN people_orgunit u ON u.id = p.unit_id
        WHERE p.user_id = a.id AND p."primary" AND p.until IS NULL LIMIT 1), ''),
    CASE WHEN c.removed_at IS NULL THEN c.body_html ELSE '' END, c.created_at, c.edited_at, c.removed_at,
    (SELECT name FROM people_user r WHERE r.id = c.removed_by_id), c.removed_reason, c.origin, c.source_url,
    c.reaction_counts::text,
    array_to_string(ARRAY(SELECT r.kind FROM discussion_reaction r
        WHERE r.entry_id = c.entry_id AND r.comment_id = c.id AND r.user_id = %(user)s), ' '),
    c.author_id = %(user)s,
    c.id IS NOT DISTINCT FROM (SELECT comment_id FROM discussion_bestanswer WHERE entry_id = %(entry)s)
"""
_THREAD = (
    """
WITH roots AS (
    SELECT id FROM discussion_comment WHERE entry_id = %(entry)s AND parent_id IS NULL
    ORDER BY id OFFSET {skip:d} LIMIT {limit:d}
)"""
    + _COLUMNS
    + """
FROM roots JOIN discussion_comment c ON c.entry_id = %(entry)s AND c.thread_root = roots.id
JOIN people_user a ON a.id = c.author_id
ORDER BY c.thread_root, c.id
"""
)
_BEST = (
    _COLUMNS
    + """
FROM discussion_bestanswer b JOIN discussion_comment c ON c.id = b.comment_id AND c.removed_at IS NULL
JOIN people_user a ON a.id = c.author_id
WHERE b.entry_id = %(entry)s
"""
)


@lru_cache(maxsize=KEPT)
def _card(row: tuple, language: str | None) -> Card:
    """``language`` is that of the names of reactions and flavours: the active one."""
    (pk, kind, flavour, title, excerpt, published_at, comments, readers, counts, space_name, space_kind,
     *author, cover, tags, reacted, unread, bookmarked, is_solved) = row  # fmt: skip
    return Card(
        pk=pk,
        kind=kind,
        kind_label=_label(Entry.Kind, kind),
        url=f"/{kind}s/{pk}/",
        title=title,
        excerpt=excerpt,
        flavour=flavour,
        flavour_label=_label(Entry.Flavour, flavour),
        published_at=published_at,
        author=CardAuthor(*author),
        space_name="" if space_kind == Space.Kind.COMPANY else space_name,
        space_kind=space_kind,
        cover=_cover(json.loads(cover)) if cover else None,
        tags=tuple((label, tag_path(name)) for name, label in json.loads(tags or "[]")),
        comment_count=comments,
        reader_count=readers,
        reactions=reaction_states(json.loads(counts), reacted.split(), f"/entries/{pk}/"),
        unread=unread,
        bookmarked=bookmarked,
        is_solved=is_solved,
    )


def _label(choices: type[TextChoices], value: str) -> str:
    return str(choices(value).label) if value else ""


def _cover(cover: list) -> Cover:
    token, width, height, widths = cover
    path = f"/files/{token}/"
    srcset = ", ".join(f"{path}{w}/ {w}w" for w in widths)
    return Cover(src=f"{path}{widths[0]}/", srcset=srcset, width=width, height=height)


_CARDS = """
SELECT e.id, e.kind, e.flavour, e.title, e.excerpt, e.published_at, e.comment_count, e.reader_count,
    e.reaction_counts::text, s.name, s.kind,
    a.id, a.name, a.handle, a.avatar, COALESCE((
        SELECT u.name FROM people_posting p JOIN people_orgunit u ON u.id = p.unit_id
        WHERE p.user_id = a.id AND p."primary" AND p.until IS NULL LIMIT 1), ''),
    (SELECT json_build_array(f.token, f.width, f.height, f.widths)::text FROM entries_upload f WHERE f.id = e.cover_id),
    (SELECT json_agg(json_build_array(t.name, t.label) ORDER BY et.id)::text
        FROM entries_entrytag et JOIN entries_tag t ON t.id = et.tag_id WHERE et.entry_id = e.id),
    array_to_string(ARRAY(SELECT r.kind FROM discussion_reaction r
        WHERE r.entry_id = e.id AND r.comment_id IS NULL AND r.user_id = %(user)s), ' '),
    e.author_id <> %(user)s
        AND NOT EXISTS (SELECT 1 FROM entries_reading d WHERE d.user_id = %(user)s AND d.entry_id = e.id),
    EXISTS (SELECT 1 FROM entries_bookmark b WHERE b.user_id = %(user)s AND b.entry_id = e.id),
    e.flavour = 'question' AND EXISTS (SELECT 1 FROM discussion_bestanswer q WHERE q.entry_id = e.id)
FROM entries_entry e
JOIN spaces_space s ON s.id = e.space_id
JOIN people_user a ON a.id = e.author_id
WHERE e.id = ANY(%(ids)s::bigint[])
"""
