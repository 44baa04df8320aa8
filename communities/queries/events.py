"""Lists of events for one reader: keys first, then one statement that hydrates the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from communities.event_permissions import can_edit_event, can_run_event
from communities.models import Event, EventAnswer
from sns.core.paging import Cursor, Slice, above, below, cut
from sns.core.spans import Span
from sns.people.models import User
from sns.spaces.models import Space
from sns.spaces.queries import space_ids

PAGE = 30
MINE_MAX = 20
OPEN_MAX = 10
INTERESTED = (EventAnswer.Choice.YES, EventAnswer.Choice.WAITING, EventAnswer.Choice.MAYBE)


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as lists show it to one reader; ``span`` None while its date is being looked for."""

    pk: int
    title: str
    span: Span | None
    place: str
    link: str
    capacity: int | None
    is_cancelled: bool
    space_id: int
    space_name: str
    author_name: str
    yes: int
    waiting: int
    voters: int  # people who have said something to the candidates
    mine: str

    @property
    def url(self) -> str:
        return f"/events/{self.pk}/"

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.yes >= self.capacity


@dataclass(frozen=True, slots=True)
class Day:
    """The events of one day in the reader's time zone."""

    day: date
    rows: list[EventRow]


def get_visible_event(user: User, pk: int) -> Event:
    """404 for an event that the person may not read, also when it exists."""
    try:
        return Event.objects.visible_to(user).select_related("author", "space", "cancelled_by").get(pk=pk)
    except Event.DoesNotExist:
        raise Http404 from None


def get_own_event(user: User, pk: int) -> Event:
    """An event the person may change: 403 for one he only reads."""
    event = get_visible_event(user, pk)
    if not can_edit_event(user, event):
        raise PermissionDenied
    return event


def get_run_event(user: User, pk: int) -> Event:
    """An event the person runs, as its organiser or a moderator: 403 for one he only reads."""
    event = get_visible_event(user, pk)
    if not can_run_event(user, event):
        raise PermissionDenied
    return event


def find_submission(user: User, submission: UUID | None) -> Event | None:
    """The person's event that a form with this one-time number has already made."""
    return Event.objects.live().filter(submission=submission, author=user).first() if submission else None


def coming(user: User, space: Space | None = None) -> QuerySet[Event]:
    """Not over yet, cancelled ones included: people should see that they are off."""
    return _visible(user, space).filter(ends_at__gt=timezone.now())


def coming_page(user: User, cursor: Cursor | None, space: Space | None = None) -> Slice:
    """(begins, id) of the next events, soonest first."""
    keys = above(coming(user, space), cursor, ("starts_at", "pk")).order_by("starts_at", "pk")
    return cut(list(keys.values_list("starts_at", "pk")[: PAGE + 1]), PAGE, tuple)


def past_page(user: User, cursor: Cursor | None, space: Space | None = None) -> Slice:
    """(ends, id) of the events that are over, latest first."""
    over = below(_visible(user, space).filter(ends_at__lte=timezone.now()), cursor, ("ends_at", "pk"))
    return cut(list(over.order_by("-ends_at", "-pk").values_list("ends_at", "pk")[: PAGE + 1]), PAGE, tuple)


def my_coming(user: User) -> list[int]:
    """Ids of the coming events to which the person said yes or maybe, or for which he waits."""
    mine = coming(user).filter(answers__user_id=user.pk, answers__choice__in=INTERESTED)
    return list(mine.order_by("starts_at", "pk").values_list("pk", flat=True)[:MINE_MAX])


def looking_for_date(user: User, space: Space | None = None) -> list[int]:
    """Ids of the events whose date is still open, newest first."""
    wanted = _visible(user, space).filter(starts_at__isnull=True, cancelled_at__isnull=True)
    return list(wanted.order_by("-published_at").values_list("pk", flat=True)[:OPEN_MAX])


def next_events(user: User, spaces: Iterable[int], limit: int = 3) -> list[EventRow]:
    """The next events of some spaces (ids) for a rail; two queries. Only what the person may see is found."""
    keys = coming(user).filter(space_id__in=list(spaces), cancelled_at__isnull=True)
    return event_rows(user, keys.order_by("starts_at", "pk").values_list("pk", flat=True)[:limit])


def my_next_events(user: User, limit: int = 3) -> list[EventRow]:
    """The next events to which the person said yes or maybe; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ROWS.format(which=_MY_NEXT.format(limit=limit)),
            {"user": user.pk, "visible": space_ids(user), "now": timezone.now()},
        )
        return sorted((_row(row) for row in cursor.fetchall()), key=lambda row: (row.span.starts_at, row.pk))


def event_rows(user: User, ids: Iterable[int]) -> list[EventRow]:
    """The events of ``ids`` in that order; they must come from a query that went through the visibility rule."""
    ids = list(ids)
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(which="SELECT unnest(%(ids)s::bigint[])"), {"ids": ids, "user": user.pk})
        rows = {row[0]: _row(row) for row in cursor.fetchall()}
    return [rows[pk] for pk in ids if pk in rows]


def by_day(rows: Sequence[EventRow]) -> list[Day]:
    """Rows in their order under the days of the reader's time zone; what has begun stands under its first day."""
    days: list[Day] = []
    for row in rows:
        if not days or days[-1].day != row.span.day():
            days.append(Day(row.span.day(), []))
        days[-1].rows.append(row)
    return days


def _visible(user: User, space: Space | None) -> QuerySet[Event]:
    events = Event.objects.visible_to(user)
    return events.filter(space_id=space.pk) if space else events


def _row(row: tuple) -> EventRow:
    (pk, title, starts_at, ends_at, first_day, last_day, zone, *rest) = row
    span = Span(starts_at, ends_at, first_day, last_day, zone) if starts_at else None
    return EventRow(pk, title, span, *rest)


_ROWS = """
SELECT e.id, e.title, v.starts_at, v.ends_at, v.first_day, v.last_day, v.time_zone, v.place, v.link, v.capacity,
    v.cancelled_at IS NOT NULL, s.id, CASE WHEN s.kind = 'company' THEN '' ELSE s.name END, p.name,
    (SELECT count(*) FROM communities_eventanswer a WHERE a.event_id = e.id AND a.choice = 'yes'),
    (SELECT count(*) FROM communities_eventanswer a WHERE a.event_id = e.id AND a.choice = 'waiting'),
    CASE WHEN v.starts_at IS NULL THEN (
        SELECT count(DISTINCT m.user_id) FROM communities_candidatemark m
        JOIN communities_candidate c ON c.id = m.candidate_id WHERE c.event_id = e.id) ELSE 0 END,
    COALESCE((SELECT a.choice FROM communities_eventanswer a WHERE a.user_id = %(user)s AND a.event_id = e.id), '')
FROM ({which}) wanted(id)
JOIN communities_event v ON v.entry_ptr_id = wanted.id
JOIN entries_entry e ON e.id = wanted.id
JOIN spaces_space s ON s.id = e.space_id
JOIN people_user p ON p.id = e.author_id
"""
_MY_NEXT = """
SELECT v.entry_ptr_id FROM communities_eventanswer a
JOIN communities_event v ON v.entry_ptr_id = a.event_id
JOIN entries_entry e ON e.id = v.entry_ptr_id
WHERE a.user_id = %(user)s AND a.choice IN ('yes', 'maybe') AND v.ends_at > %(now)s AND v.cancelled_at IS NULL
  AND e.published_at IS NOT NULL AND e.withdrawn_at IS NULL AND e.space_id = ANY(%(visible)s::bigint[])
ORDER BY v.starts_at, v.entry_ptr_id LIMIT {limit:d}
"""
