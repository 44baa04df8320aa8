"""Seats: who has one, who waits, and who gets the next. Everything here happens under the lock on the event."""

from django.db import connection
from django.db.models import Max, Q

from communities.models import Event, EventAnswer
from sns.notifications.actions import notify
from sns.notifications.models import Verb
from sns.spaces.models import SpaceMember

Choice = EventAnswer.Choice


def lock_event(event: Event) -> Event:
    """The event as it is now; nobody else changes its seats until this transaction ends."""
    return Event.objects.select_for_update(of=("self",)).select_related("space").get(pk=event.pk)


def taken_seats(event: Event) -> int:
    return EventAnswer.objects.filter(event_id=event.pk, choice=Choice.YES).count()


def has_room(event: Event) -> bool:
    return event.capacity is None or taken_seats(event) < event.capacity


def next_turn(event: Event) -> int:
    """The place behind everybody who has said yes so far."""
    answers = EventAnswer.objects.filter(event_id=event.pk)
    return (answers.aggregate(last=Max("turn"))["last"] or 0) + 1


def move_up(event: Event) -> list[int]:
    """Give free seats to those who wait, in their order, and tell them; returns whom."""
    if event.has_begun or event.is_cancelled or not event.is_live:
        return []
    waiting = EventAnswer.objects.filter(event_id=event.pk, choice=Choice.WAITING).order_by("turn", "id")
    waiting = waiting.filter(user__is_active=True)
    if not event.space.is_open:
        members = SpaceMember.objects.filter(space_id=event.space_id).values("user_id")
        waiting = waiting.filter(user_id__in=members)
    free = None if event.capacity is None else max(event.capacity - taken_seats(event), 0)
    moved = dict(waiting.values_list("id", "user_id")[:free])
    if moved:
        EventAnswer.objects.filter(id__in=moved).update(choice=Choice.YES)
        path = event.get_absolute_url()
        notify(actor=event.author, verb=Verb.WAITING, entry=event, to=moved.values(), path=path)
    return list(moved.values())


def release_seats(event: Event) -> int:
    """Take back the answers of people who have left the company or the community; returns how many."""
    gone = Q(user__is_active=False)
    if not event.space.is_open:
        members = SpaceMember.objects.filter(space_id=event.space_id).values("user_id")
        gone |= ~Q(user_id__in=members)
    ids = EventAnswer.objects.filter(gone, event_id=event.pk).values_list("id", flat=True)
    return EventAnswer.objects.filter(id__in=list(ids)).delete()[0]


def events_with_gone_people() -> list[int]:
    """Coming events that keep a seat or a place in the queue for somebody who can no longer come."""
    with connection.cursor() as cursor:
        cursor.execute(_GONE)
        return [row[0] for row in cursor.fetchall()]


_GONE = """
SELECT DISTINCT v.entry_ptr_id FROM communities_event v
JOIN entries_entry e ON e.id = v.entry_ptr_id
JOIN spaces_space s ON s.id = e.space_id
JOIN communities_eventanswer a ON a.event_id = v.entry_ptr_id
JOIN people_user p ON p.id = a.user_id
WHERE v.starts_at > now() AND v.cancelled_at IS NULL
  AND (NOT p.is_active OR NOT s.is_open AND NOT EXISTS (
       SELECT 1 FROM spaces_spacemember m WHERE m.space_id = s.id AND m.user_id = a.user_id))
"""
