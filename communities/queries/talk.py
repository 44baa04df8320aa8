"""The keys of what is written in a community: what stands first for a while, then the newest."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery

from sns.core.paging import Cursor, below, cut
from sns.entries.models import Entry
from sns.entries.pinning import pins_of_space
from sns.people.models import User

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class TalkPage:
    pinned: list[int]
    ids: list[int]
    next: str


def talk_page(user: User, space_id: int, after: Cursor | None) -> TalkPage:
    """One page, its pins (of the first page, and not once more below) found in the same query."""
    entries = Entry.objects.visible_to(user).filter(space_id=space_id)
    entries = entries.annotate(first_ids=ArraySubquery(pins_of_space(space_id)))
    rows = below(entries, after).newest_first().values_list("published_at", "id", "first_ids")[: PAGE_SIZE + 1]
    page = cut(list(rows), PAGE_SIZE, key=lambda row: row[:2])
    pinned = page.rows[0][2] if page.rows and after is None else []
    return TalkPage(pinned, [pk for _at, pk, _pins in page.rows if pk not in pinned], page.next)
