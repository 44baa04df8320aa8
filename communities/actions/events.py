"""Announcing, changing and cancelling events.

Whatever touches seats holds the lock on the event's row first; text and notifications come after it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communities.actions.event_seats import lock_event, move_up, taken_seats
from communities.event_permissions import can_announce_in, can_edit_event, can_run_event
from communities.models import Event
from communities.queries.events import INTERESTED
from sns import publishing
from sns.audit.actions import record
from sns.notifications.actions import notify
from sns.notifications.models import Verb
from sns.people.models import User
from sns.spaces.models import Space

_TIME = ("starts_at", "ends_at", "first_day", "last_day")
_PLACE = ("place", "link")


class TooFewSeatsError(ValueError):
    """More people come already than there would be seats; ``taken`` of them."""

    def __init__(self, taken: int) -> None:
        super().__init__(f"{taken} seats are taken")
        self.taken = taken


@dataclass(frozen=True)
class Details:
    """What an organiser says of an event. Times are moments; whole days have days as well (see ``Event``)."""

    title: str
    body: str = ""
    tags: list[str] = field(default_factory=list)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    time_zone: str = "Asia/Tokyo"
    place: str = ""
    link: str = ""
    capacity: int | None = None
    answer_until: datetime | None = None

    def put_into(self, event: Event) -> None:
        for name in ("title", "body", *_TIME, *_PLACE, "time_zone", "capacity", "answer_until"):
            setattr(event, name, getattr(self, name))


@transaction.atomic
def announce_event(
    *, actor: User, space: Space, details: Details, submission: UUID | None = None, at: datetime | None = None
) -> Event:
    """Publish an event in a community or to the whole company."""
    if not can_announce_in(actor, space):
        raise PermissionDenied
    event = Event(kind=Event.Kind.EVENT, author=actor, space=space, submission=submission)
    event.changed_at = at or timezone.now()
    details.put_into(event)
    publishing.publish(actor=actor, entry=event, tags=details.tags, at=at)
    return event


@transaction.atomic
def change_event(*, actor: User, event: Event, details: Details, base_version: int) -> Event:
    """Save a changed event; who is interested hears of another time or place, and new seats go to who waits.

    Raises TooFewSeatsError and publishing.EditConflict.
    """
    if not can_edit_event(actor, event) or event.is_cancelled:
        raise PermissionDenied
    before = lock_event(event)
    if details.capacity is not None and details.capacity < (taken := taken_seats(before)):
        raise TooFewSeatsError(taken)
    details.put_into(event)
    event.sequence, event.changed_at = before.sequence + 1, timezone.now()
    publishing.revise(actor=actor, entry=event, tags=details.tags, base_version=base_version)
    if _differ(before, event, _TIME):
        event.answers.update(day_reminded_at=None, hour_reminded_at=None)
    if _differ(before, event, _TIME + _PLACE):
        _tell(actor, event, _interested(event), f"{plain(before)} → {plain(event)}")
    move_up(event)
    return event


@transaction.atomic
def cancel_event(*, actor: User, event: Event, reason: str) -> None:
    """It does not take place: the page stays and says why, calendars are told, and so is who is interested."""
    if not can_run_event(actor, event):
        raise PermissionDenied
    stored = lock_event(event)
    if stored.is_cancelled:
        return
    event.cancelled_at = event.changed_at = timezone.now()
    event.cancelled_by, event.cancelled_reason, event.sequence = actor, reason, stored.sequence + 1
    event.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_reason", "changed_at", "sequence"])
    if actor.pk != event.author_id:
        record(actor=actor, verb="event.cancelled", subject=event, data={"reason": reason})
    for language, people in _by_language(_interested(event)).items():
        with translation.override(language):
            words = _("Cancelled: %(reason)s") % {"reason": reason}
        _tell(actor, event, people, words)


def _interested(event: Event) -> set[int]:
    """Everybody who comes, waits or may come, and the organiser (who is not told of what he does himself)."""
    return {*event.answers.filter(choice__in=INTERESTED).values_list("user_id", flat=True), event.author_id}


def _by_language(people: Iterable[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for pk, language in User.objects.filter(id__in=people).values_list("id", "language"):
        found.setdefault(language, []).append(pk)
    return found


def _tell(actor: User, event: Event, people: Iterable[int], words: str) -> None:
    notify(actor=actor, verb=Verb.EVENT, entry=event, to=people, path=event.get_absolute_url(), excerpt=words)


def plain(event: Event) -> str:
    """Time and place in figures that every reader understands, for lines that are stored."""
    if not event.is_fixed:
        return event.place
    if event.is_all_day:
        days = [f"{day:%Y-%m-%d}" for day in dict.fromkeys((event.first_day, event.last_day))]
        when = "–".join(days)
    else:
        begins, ends = event.starts_at.astimezone(event.zone), event.ends_at.astimezone(event.zone)
        last = f"{ends:%H:%M}" if begins.date() == ends.date() else f"{ends:%Y-%m-%d %H:%M}"
        when = f"{begins:%Y-%m-%d %H:%M}–{last} ({event.time_zone})"
    return " · ".join(part for part in (when, event.place) if part)


def _differ(one: Event, other: Event, names: tuple[str, ...]) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in names)
