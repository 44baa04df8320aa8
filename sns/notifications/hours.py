"""When mail may go out: working hours and the days of a summary, in a person's own time zone.

Every moment is compared in UTC: two times of one zone would be compared by the clock on the wall, which jumps twice
a year. An hour that the clock leaves out counts as the hour after it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sns.notifications.models import MailTimes

DAY = timedelta(days=1)
DIGEST_LATE = timedelta(hours=6)


def next_opening(times: MailTimes, zone: str, now: datetime) -> datetime:
    """The first moment at or after ``now`` in the person's working hours; ``now`` itself when he has set none."""
    if not times.is_quiet:
        return now
    here = ZoneInfo(zone)
    today = now.astimezone(here).date()
    for opens, closes in _windows(times, here, today):
        if now < closes:
            return max(opens, now)
    return now  # no window within a week: nothing that a form lets through


def digest_due(times: MailTimes, zone: str, now: datetime) -> tuple[date, datetime] | None:
    """The person's own date and the moment of the summary that should be out by now; None when there is none.

    After a long standstill a summary of this morning is not sent in the evening: the next one tells it.
    """
    here = ZoneInfo(zone)
    today = now.astimezone(here).date()
    if not _has_digest(times, today):
        return None
    due = _at(today, time(times.digest_hour), here)
    return (today, due) if due <= now < due + DIGEST_LATE else None


def digest_length(times: MailTimes) -> timedelta:
    """How far back the first summary looks, later ones begin where the one before ended; also how far ahead."""
    days = {MailTimes.Frequency.WEEKLY: 7, MailTimes.Frequency.MONTHLY: 31}
    return timedelta(days=days.get(times.digest, 1))


def _windows(times: MailTimes, here: ZoneInfo, today: date) -> Iterator[tuple[datetime, datetime]]:
    # From yesterday on, because a night shift ends in the morning.
    for n in range(-1, 9):
        day = today + n * DAY
        if day.weekday() in times.days:
            until = day if times.begin < times.end else day + DAY
            yield _at(day, times.begin, here), _at(until, times.end, here)


def _has_digest(times: MailTimes, day: date) -> bool:
    if times.digest == MailTimes.Frequency.DAILY:
        return not times.is_quiet or day.weekday() in times.days
    if times.digest == MailTimes.Frequency.WEEKLY:
        return day.weekday() == times.digest_weekday
    return times.digest == MailTimes.Frequency.MONTHLY and day.day == 1


def _at(day: date, clock: time, here: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=here).astimezone(UTC)
