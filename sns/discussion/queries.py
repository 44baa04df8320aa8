"""What a list shows of an entry, for one reader: everything of a page in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import TextChoices
from django.urls import reverse

from sns.discussion.models import Reaction
from sns.entries.models import Entry, Tag
from sns.people.models import User
from sns.spaces.models import Space


@dataclass(slots=True)
class ReactionState:
    """One kind of reaction under a text: how many, whether the reader's own is among them, where a click goes."""

    kind: str
    label: str
    count: int
    mine: bool
    url: str


@dataclass(slots=True)
class CardAuthor:
    """What a by-line needs; looks like a User to the avatar macro."""

    id: int
    name: str
    handle: str
    avatar: str
    unit: str

    def avatar_url(self, size: int = 96) -> str:
        return reverse("avatar", args=[self.avatar, size]) if self.avatar else ""

    def get_absolute_url(self) -> str:
        return f"/people/{self.handle}/"


@dataclass(slots=True)
class Cover:
    src: str
    srcset: str
    width: int
    height: int


@dataclass(slots=True)
class Card:
    """An entry as lists show it."""

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
    tags: list[tuple[str, str]]  # label, address
    comment_count: int
    reader_count: int
    reactions: list[ReactionState]
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


def reaction_states(counts: dict[str, int], mine: Iterable[str], path: str) -> list[ReactionState]:
    """The four reactions in their fixed order; ``path`` is the entry's or comment's address ("/entries/12/")."""
    mine = set(mine or ())
    return [
        ReactionState(kind, str(label), counts.get(kind, 0), kind in mine, f"{path}reactions/{kind}/")
        for kind, label in Reaction.Kind.choices
    ]


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
        tags=[(label, Tag(name=name).get_absolute_url()) for name, label in tags or ()],
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
    e.reaction_counts, s.name, s.kind,
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
