"""From when to when, in words: "12月3日(木) 18:00–19:30", for a reader in any time zone."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import DateTimePattern, get_timezone_location, parse_pattern
from django.utils import timezone
from django.utils.translation import get_language

from sns.core.formats import time_text


@dataclass(frozen=True, slots=True)
class Span:
    """Two moments; or whole days (``first_day`` to ``last_day``), which are the same days everywhere."""

    starts_at: datetime
    ends_at: datetime
    first_day: date | None = None
    last_day: date | None = None
    zone: str = "UTC"

    @property
    def is_all_day(self) -> bool:
        return self.first_day is not None

    def day(self) -> date:
        """The day under which a reader in the active time zone finds it."""
        return self.first_day or timezone.localdate(self.starts_at)

    def text(self) -> str:
        """In the active time zone and language; whole days never shift."""
        if self.is_all_day:
            return _days(self.first_day, self.last_day)
        return _times(self.starts_at, self.ends_at, timezone.get_current_timezone())

    def clock(self) -> str:
        """The times alone, for a list that is already sorted by days; empty for whole days."""
        if self.is_all_day:
            return "" if self.first_day == self.last_day else _days(self.first_day, self.last_day)
        if timezone.localdate(self.starts_at) == timezone.localdate(self.ends_at):
            return f"{time_text(self.starts_at)}–{time_text(self.ends_at)}"
        return f"{time_text(self.starts_at)} – {_day(timezone.localdate(self.ends_at))} {time_text(self.ends_at)}"

    def text_there(self) -> str:
        """The same in the span's own time zone, after its name; empty where clocks show the same as the reader's."""
        there, here = ZoneInfo(self.zone), timezone.get_current_timezone()
        if self.is_all_day or all(_same_clock(at, there, here) for at in (self.starts_at, self.ends_at)):
            return ""
        return f"{zone_text(self.zone)} {_times(self.starts_at, self.ends_at, there)}"


def day_text(day: date) -> str:
    """``12月3日(木)``, with the year when it is not this one."""
    return _day(day)


def month_name(day: date) -> str:
    """``12月``, ``Dec``."""
    return _named("MMM").apply(day, _locale(get_language()))


def weekday_text(day: date) -> str:
    """``木``, ``Thu``."""
    return _named("EEE").apply(day, _locale(get_language()))


def zone_text(name: str) -> str:
    """A time zone by its city: ``ニューヨーク``."""
    return get_timezone_location(ZoneInfo(name), locale=_locale(get_language()), return_city=True) or name


def _same_clock(at: datetime, one: tzinfo, other: tzinfo) -> bool:
    return at.astimezone(one).utcoffset() == at.astimezone(other).utcoffset()


def _times(starts_at: datetime, ends_at: datetime, zone: tzinfo) -> str:
    first, last = starts_at.astimezone(zone), ends_at.astimezone(zone)
    with timezone.override(zone):
        begins, ends = time_text(starts_at), time_text(ends_at)
    if first.date() == last.date():
        return f"{_day(first.date())} {begins}–{ends}"
    return f"{_day(first.date())} {begins} – {_day(last.date())} {ends}"


def _days(first: date, last: date) -> str:
    return _day(first) if first == last else f"{_day(first)} – {_day(last)}"


def _day(day: date) -> str:
    this_year = day.year == timezone.localdate().year
    return _pattern(get_language(), "MMMEd" if this_year else "yMMMEd").apply(day, _locale(get_language()))


@lru_cache(maxsize=16)
def _named(pattern: str) -> DateTimePattern:
    return parse_pattern(pattern)


@lru_cache(maxsize=16)
def _pattern(language: str | None, skeleton: str) -> DateTimePattern:
    return parse_pattern(_locale(language).datetime_skeletons[skeleton].pattern)


@lru_cache(maxsize=16)
def _locale(language: str | None) -> Locale:
    return Locale.parse((language or "en").replace("-", "_"))
