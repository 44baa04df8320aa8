"""Finding a date together: candidates, everybody's ○ △ ×, and the day that is taken."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.actions.event_seats import lock_event
from communities.actions.events import Details, announce_event, plain
from communities.event_permissions import can_answer, can_run_event
from communities.models import Candidate, CandidateMark, Event, EventAnswer
from sns.core.spans import Span
from sns.notifications.actions import notify
from sns.notifications.models import Verb
from sns.people.models import User
from sns.spaces.models import Space

Choice, Mark = EventAnswer.Choice, CandidateMark.Mark


@transaction.atomic
def ask_for_dates(
    *,
    actor: User,
    space: Space,
    details: Details,
    spans: Iterable[Span],
    submission: UUID | None = None,
    at: datetime | None = None,
) -> Event:
    """Publish an event without a date; ``spans`` are the candidates."""
    event = announce_event(actor=actor, space=space, details=details, submission=submission, at=at)
    Candidate.objects.bulk_create(
        Candidate(
            event=event,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            first_day=span.first_day,
            last_day=span.last_day,
        )
        for span in spans
    )
    return event


@transaction.atomic
def set_marks(*, actor: User, event: Event, marks: Mapping[int, str]) -> None:
    """The person's answer to every candidate (ids); a candidate without a mark is one he has said nothing to."""
    if not can_answer(actor, event):
        raise PermissionDenied
    stored = lock_event(event)
    if stored.is_fixed or stored.is_cancelled:
        raise PermissionDenied
    known = set(stored.candidates.values_list("id", flat=True))
    marks = {pk: mark for pk, mark in marks.items() if pk in known and mark in Mark.values}
    CandidateMark.objects.filter(candidate__event_id=event.pk, user=actor).exclude(candidate_id__in=marks).delete()
    CandidateMark.objects.bulk_create(
        [CandidateMark(candidate_id=pk, user=actor, mark=mark, marked_at=timezone.now()) for pk, mark in marks.items()],
        update_conflicts=True,
        unique_fields=["candidate", "user"],
        update_fields=["mark", "marked_at"],
    )


@transaction.atomic
def fix_date(*, actor: User, event: Event, candidate: Candidate) -> Event:
    """Take one candidate: it becomes the date, and who said ○ to it comes, in the order in which they said so.

    Everybody who answered hears of it. Without a seat left the later ones wait.
    """
    if not can_run_event(actor, event):
        raise PermissionDenied
    stored = lock_event(event)
    if stored.is_fixed or stored.is_cancelled or candidate.event_id != event.pk:
        raise PermissionDenied
    for name in ("starts_at", "ends_at", "first_day", "last_day"):
        setattr(event, name, getattr(candidate, name))
    event.sequence, event.changed_at = stored.sequence + 1, timezone.now()
    event.save(update_fields=["starts_at", "ends_at", "first_day", "last_day", "sequence", "changed_at"])
    _seat(event, candidate)
    people = CandidateMark.objects.filter(candidate__event_id=event.pk).values_list("user_id", flat=True)
    told = {*people, event.author_id}
    path = event.get_absolute_url()
    notify(actor=actor, verb=Verb.EVENT, entry=event, to=told, path=path, excerpt=plain(event))
    return event


def _seat(event: Event, candidate: Candidate) -> None:
    good = candidate.marks.filter(mark=Mark.GOOD, user__is_active=True).order_by("marked_at", "id")
    seats = event.capacity
    EventAnswer.objects.bulk_create(
        EventAnswer(
            event=event,
            user_id=user_id,
            choice=Choice.YES if seats is None or turn <= seats else Choice.WAITING,
            turn=turn,
        )
        for turn, user_id in enumerate(good.values_list("user_id", flat=True), 1)
    )
