"""Notices: publish, confirm, remind."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from communities.models import Confirmation, Notice
from communities.models.notice import company_today
from communities.permissions import can_notify
from communities.queries.notices import is_asked, unconfirmed
from communities.telling import tell_of_notice
from sns import publishing
from sns.notifications.actions import mark_seen, notify
from sns.notifications.models import Verb
from sns.people.models import User
from sns.spaces.queries import may_see

MORNING = 9


def can_see_readers(user: User, notice: Notice) -> bool:
    """Its author, and who could have written it."""
    return user.pk == notice.author_id or can_notify(user, notice.space)


@transaction.atomic
def publish_notice(
    *, actor: User, notice: Notice, tags: Iterable[str] = (), at: datetime | None = None, tell: bool = True
) -> Notice:
    """Bring a notice out; a job tells everybody it asks, however many they are (``tell=False``: nobody)."""
    if not can_notify(actor, notice.space):
        raise PermissionDenied
    publishing.publish(actor=actor, entry=notice, tags=tags, at=at)
    if tell:
        tell_of_notice.defer(notice_id=notice.pk)
    return notice


@transaction.atomic
def revise_notice(*, actor: User, notice: Notice, tags: Iterable[str], base_version: int) -> Notice:
    """Save a changed notice; confirmations stay. Raises publishing.EditConflict."""
    publishing.revise(actor=actor, entry=notice, tags=tags, base_version=base_version)
    return notice


@transaction.atomic
def confirm(*, actor: User, notice: Notice, at: datetime | None = None) -> None:
    """ "I have read it"; once said it stays said, and saying it again changes nothing."""
    if not may_see(actor, notice.space) or not is_asked(actor, notice):
        raise PermissionDenied
    row = Confirmation(notice=notice, user=actor, at=at or timezone.now())
    Confirmation.objects.bulk_create([row], ignore_conflicts=True)
    mark_seen(user=actor, entry=notice)


@transaction.atomic
def remind(*, actor: User | None, notice: Notice, today: date | None = None) -> int | None:
    """Ask those who have not confirmed once more, at most once a day; how many were told, None if today is done.

    ``actor`` None is the job that reminds by itself.
    """
    if actor is not None and not can_see_readers(actor, notice):
        raise PermissionDenied
    today = today or company_today()
    if not notice.is_live or notice.expires_on < today:
        return None
    rested = Q(reminded_on__isnull=True) | Q(reminded_on__lt=today)
    if not Notice.objects.filter(rested, pk=notice.pk).update(reminded_on=today):
        return None  # somebody else has just done it
    told = notify(
        actor=actor or notice.author,
        verb=Verb.REMINDER,
        entry=notice,
        to=unconfirmed(notice).values_list("pk", flat=True),
        path=notice.get_absolute_url(),
        excerpt=notice.excerpt,
    )
    return len(told)


def remind_due(*, today: date | None = None) -> int:
    """Remind of every notice that should be confirmed by tomorrow; safe to run often. Returns how many people.

    A day late when the jobs were down the day before; never on the day the notice came out.
    """
    today = today or company_today()
    soon = Notice.objects.live().filter(confirm_by__in=[today, today + timedelta(days=1)])
    not_yet = Q(reminded_on__isnull=True) | Q(reminded_on__lt=F("confirm_by") - timedelta(days=1))
    due = soon.filter(not_yet).select_related("author", "space")
    morning = timezone.make_aware(datetime.combine(today, datetime.min.time()), timezone.get_default_timezone())
    due = due.filter(published_at__lt=morning)
    return sum(remind(actor=None, notice=notice, today=today) or 0 for notice in due)


def remind_in_the_morning(*, now: datetime | None = None) -> int:
    """``remind_due`` as soon as it is nine o'clock where the company is: nobody is reminded at night."""
    local = timezone.localtime(now or timezone.now(), timezone.get_default_timezone())
    return remind_due(today=local.date()) if local.hour >= MORNING else 0
