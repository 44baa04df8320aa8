"""From what a clock on the wall shows to a moment, in any time zone, also in the nights when clocks are changed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


class NoSuchTimeError(ValueError):
    """The clocks are put forward over this time: no clock ever shows it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """``at`` in UTC; ``is_twice`` when clocks show this time twice that night and the first of them is meant."""

    at: datetime
    is_twice: bool = False


def moment_of(day: date, clock: time, zone: ZoneInfo) -> Moment:
    """The moment at which clocks in ``zone`` show that day and time. Raises NoSuchTimeError."""
    first = datetime.combine(day, clock, zone)
    second = first.replace(fold=1)
    at = first.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise NoSuchTimeError(f"{day} {clock} in {zone.key}")
    return Moment(at, is_twice=first.utcoffset() != second.utcoffset())


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day, in UTC; where midnight does not exist, the first time that does."""
    at = datetime.combine(day, time(), zone)
    # In a gap Python answers with the offset from before it, which is just the moment when the day begins.
    return at.astimezone(UTC)


def day_after(day: date) -> date:
    return day + timedelta(days=1)
