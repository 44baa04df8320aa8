"""What a result shows: one statement for a page, which asks once more whether the reader may see each text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _
from markupsafe import Markup

from sns.discussion.queries import CardAuthor
from sns.entries.models import Entry
from sns.search.asking import COMMENT, Asked
from sns.search.finding import Hit
from sns.search.snippets import mark, pattern_of, snippet
from sns.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Shown:
    """A result: an entry, or a comment with the title of its entry."""

    url: str
    is_comment: bool
    title: Markup
    lines: Markup
    badge: str
    author: CardAuthor
    at: datetime
    space_name: str
    space_kind: str
    comment_count: int


def show(asked: Asked, hits: Sequence[Hit]) -> list[Shown]:
    """The hits of a page in their order, with marked titles and lines."""
    if not hits:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_HYDRATE, {
            "entries": [hit.pk for hit in hits if hit.source != COMMENT],
            "comments": [hit.pk for hit in hits if hit.source == COMMENT],
            "visible": asked.visible,
        })  # fmt: skip
        rows = {row[:2]: row[2:] for row in cursor.fetchall()}
    pattern = pattern_of(asked.query.wanted)
    return [_shown(hit, rows[hit.source, hit.pk], pattern) for hit in hits if (hit.source, hit.pk) in rows]


def _shown(hit: Hit, row: tuple, pattern) -> Shown:
    kind, flavour, title, text, at, comments, space_name, space_kind, *author = row
    is_comment = hit.source == COMMENT
    return Shown(
        url=f"/comments/{hit.pk}/" if is_comment else f"/{kind}s/{hit.pk}/",
        is_comment=is_comment,
        title=mark(title or _("Untitled"), None if is_comment else pattern),
        lines=snippet(text, pattern),
        badge=_badge(kind, flavour),
        author=CardAuthor(*author, unit=""),
        at=at,
        space_name="" if space_kind in (Space.Kind.COMPANY, Space.Kind.PERSONAL) else space_name,
        space_kind=space_kind,
        comment_count=comments,
    )


def _badge(kind: str, flavour: str) -> str:
    if flavour:
        return str(Entry.Flavour(flavour).label)
    return "" if kind == Entry.Kind.POST else str(Entry.Kind(kind).label)


_LIVE = "e.published_at IS NOT NULL AND e.withdrawn_at IS NULL AND e.space_id = ANY(%(visible)s::bigint[])"
_AUTHOR = "a.id, a.name, a.handle, a.avatar"
_HYDRATE = f"""
SELECT 'entry', e.id, e.kind, e.flavour, e.title, t.text, e.published_at, e.comment_count, s.name, s.kind, {_AUTHOR}
FROM entries_entry e JOIN entries_searchtext t ON t.entry_id = e.id
JOIN spaces_space s ON s.id = e.space_id JOIN people_user a ON a.id = e.author_id
WHERE e.id = ANY(%(entries)s::bigint[]) AND {_LIVE}
UNION ALL
SELECT 'comment', c.id, e.kind, '', e.title, t.text, c.created_at, 0, s.name, s.kind, {_AUTHOR}
FROM discussion_comment c JOIN discussion_commenttext t ON t.comment_id = c.id
JOIN entries_entry e ON e.id = c.entry_id
JOIN spaces_space s ON s.id = e.space_id JOIN people_user a ON a.id = c.author_id
WHERE c.id = ANY(%(comments)s::bigint[]) AND c.removed_at IS NULL AND {_LIVE}
"""
