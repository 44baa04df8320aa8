"""Reminding who comes: the day before and an hour before, each person once, however often this runs."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from communities.actions.events import plain
from communities.models import Event
from sns.notifications.actions import notify
from sns.notifications.models import Verb

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
NOON_BEFORE = timedelta(hours=12)  # a whole day begins at midnight: nobody wants to be told at midnight


def remind_all(*, now: datetime | None = None) -> int:
    """Send every reminder that is due; returns how many people were reminded."""
    now = now or timezone.now()
    coming = Event.objects.live().filter(starts_at__gt=now, starts_at__lte=now + DAY, cancelled_at__isnull=True)
    return sum(_remind(event, now) for event in coming.select_related("author", "space"))


@transaction.atomic
def _remind(event: Event, now: datetime) -> int:
    column, before = _which(event, now)
    if not column:
        return 0
    with connection.cursor() as cursor:
        # Who said yes later than the moment of the reminder does not need one.
        cursor.execute(_CLAIM.format(column=column), {"event": event.pk, "now": now, "until": event.starts_at - before})
        people = [row[0] for row in cursor.fetchall()]
    path = event.get_absolute_url()
    told = notify(
        actor=event.author, verb=Verb.REMINDER, entry=event, to=people, path=path, excerpt=plain(event), at=now
    )
    return len(told)


def _which(event: Event, now: datetime) -> tuple[str, timedelta]:
    """The column that notes the reminder due now, and how long before the start it is due; ("", …) for none."""
    left = event.starts_at - now
    if event.is_all_day:
        return ("day_reminded_at" if left <= NOON_BEFORE else ""), NOON_BEFORE
    if left <= HOUR:
        return "hour_reminded_at", HOUR
    return "day_reminded_at", DAY


_CLAIM = """
UPDATE communities_eventanswer SET {column} = %(now)s
WHERE event_id = %(event)s AND choice IN ('yes', 'maybe') AND {column} IS NULL AND answered_at <= %(until)s
RETURNING user_id
"""
