"""Afterwards: who was there, who may be named, and what was written about it."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.actions.event_seats import lock_event
from communities.event_permissions import can_run_event
from communities.models import Attendance, Event, EventReport
from communities.queries.event_records import may_add_report
from sns.entries.models import Entry
from sns.people.models import User
from sns.spaces.queries import may_see


@transaction.atomic
def note_attendance(*, actor: User, event: Event, people: Iterable[int]) -> None:
    """Exactly these people (ids) were there, perhaps nobody; who stays on the list keeps his own choice of a name."""
    if not can_run_event(actor, event) or not event.has_begun:
        raise PermissionDenied
    lock_event(event)
    people = set(people)
    Attendance.objects.filter(event_id=event.pk).exclude(user_id__in=people).delete()
    rows = [Attendance(event_id=event.pk, user_id=pk) for pk in sorted(people)]
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)
    event.attendance_noted_at = timezone.now()
    event.save(update_fields=["attendance_noted_at"])


@transaction.atomic
def set_named(*, actor: User, event: Event, on: bool) -> None:
    """The person's own word on whether his name is shown among those who were there."""
    if not Attendance.objects.filter(event_id=event.pk, user=actor).update(is_named=on):
        raise PermissionDenied


@transaction.atomic
def add_report(*, actor: User, event: Event, entry: Entry) -> EventReport:
    """Show a text on the event's page; everybody sees it there who may read it."""
    if not may_add_report(actor, event) or not may_see(actor, entry.space) or entry.pk == event.pk:
        raise PermissionDenied
    report, _created = EventReport.objects.get_or_create(
        event_id=event.pk, entry_id=entry.pk, defaults={"added_by": actor}
    )
    return report


@transaction.atomic
def drop_report(*, actor: User, report: EventReport) -> None:
    """By who added it, who wrote the text, or who runs the event."""
    owners = (report.added_by_id, report.entry.author_id)
    if actor.pk not in owners and not can_run_event(actor, report.event):
        raise PermissionDenied
    report.delete()
