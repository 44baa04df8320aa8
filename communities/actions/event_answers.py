"""Saying yes, maybe or no. One row for each person; the waiting list moves up by itself."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.actions.event_seats import (
    events_with_gone_people,
    has_room,
    lock_event,
    move_up,
    next_turn,
    release_seats,
)
from communities.event_permissions import can_answer
from communities.models import Event, EventAnswer
from sns.people.models import User

Choice = EventAnswer.Choice


class AnswersClosedError(ValueError):
    """It is too late for this answer, or the event is cancelled."""


@transaction.atomic
def set_answer(*, actor: User, event: Event, choice: str) -> str:
    """Store "yes", "maybe", "no" or "" (nothing said); returns what the person has now: "waiting" without a seat.

    Saying yes again keeps the seat or the place in the queue. Raises AnswersClosedError.
    """
    if not can_answer(actor, event):
        raise PermissionDenied
    event = lock_event(event)
    before = EventAnswer.objects.filter(event_id=event.pk, user=actor).first()
    _check_open(event, choice)
    if choice == Choice.YES and before and before.choice in (Choice.YES, Choice.WAITING):
        return before.choice
    if choice == Choice.YES:
        choice = Choice.YES if has_room(event) else Choice.WAITING
    _store(event, actor, choice)
    if before and before.choice == Choice.YES:
        move_up(event)
    return str(choice)


def _check_open(event: Event, choice: str) -> None:
    gives_back = choice in (Choice.NO, "")
    if not (event.takes_refusals if gives_back else event.takes_answers):
        raise AnswersClosedError


def _store(event: Event, actor: User, choice: str) -> None:
    if not choice:
        EventAnswer.objects.filter(event_id=event.pk, user=actor).delete()
        return
    turn = next_turn(event) if choice in (Choice.YES, Choice.WAITING) else 0
    row = {"choice": choice, "turn": turn, "answered_at": timezone.now()}
    EventAnswer.objects.update_or_create(event_id=event.pk, user=actor, defaults=row)


def settle_seats() -> int:
    """Free the seats of people who have left and give them to who waits; returns how many were freed."""
    return sum(_settle(pk) for pk in events_with_gone_people())


@transaction.atomic
def _settle(pk: int) -> int:
    event = lock_event(Event(pk=pk))
    freed = release_seats(event)
    move_up(event)
    return freed
