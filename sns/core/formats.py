"""Dates, times and numbers in the reader's language and time zone.

These run 20 to 60 times a page, so the Babel patterns of a language are parsed once and kept. Functions whose
name ends in ``_text`` give plain text (mail, attributes, sentences); the ``_tag`` ones wrap it in ``<time>``.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import DateTimePattern, parse_pattern
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

JUST_NOW = timedelta(minutes=1)
MINUTES_AGO = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Patterns:
    """The parsed Babel patterns of one language."""

    locale: Locale
    group: str
    time: DateTimePattern
    date: DateTimePattern
    datetime: DateTimePattern
    day: DateTimePattern
    day_time: DateTimePattern
    month: DateTimePattern


@lru_cache(maxsize=16)
def _patterns(language: str) -> Patterns:
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    clock = locale.time_formats["short"].pattern
    full_date = locale.date_formats["long"].pattern
    skeletons = locale.datetime_skeletons
    day = skeletons["MMMd"].pattern
    joined = str(locale.datetime_formats["medium"])
    return Patterns(
        locale=locale,
        group=locale.number_symbols["latn"]["group"],
        time=parse_pattern(clock),
        date=parse_pattern(full_date),
        datetime=parse_pattern(joined.format(clock, full_date)),
        day=parse_pattern(day),
        day_time=parse_pattern(joined.format(clock, day)),
        month=parse_pattern(skeletons["yMMMM"].pattern),
    )


def _active() -> Patterns:
    return _patterns(get_language() or "en")


def _local(value: date | datetime) -> date | datetime:
    """A moment is turned into the reader's time zone; a plain date has none and stays."""
    return timezone.localtime(value) if isinstance(value, datetime) and value.tzinfo else value


def _apply(name: str, value: date | datetime) -> str:
    patterns = _active()
    return getattr(patterns, name).apply(_local(value), patterns.locale)


def datetime_text(value: datetime) -> str:
    """``2026年11月23日 12:08``."""
    return _apply("datetime", value)


def date_text(value: date | datetime) -> str:
    """``2026年11月23日``."""
    return _apply("date", value)


def time_text(value: datetime) -> str:
    """``12:08``."""
    return _apply("time", value)


def month_text(value: date | datetime) -> str:
    """``2026年11月``; takes the first day of the month or any moment in it."""
    return _apply("month", value)


def reltime_text(value: datetime, now: datetime | None = None) -> str:
    """How long ago, in the words people use: ``12分前``, ``今日 9:41``, ``昨日 18:22``, ``11月3日 9:00``."""
    now = now or timezone.now()
    age = now - value
    if timedelta(0) <= age < MINUTES_AGO:
        return _minutes_ago(age)
    moment, today = timezone.localtime(value), timezone.localtime(now)
    days = (today.date() - moment.date()).days
    if days in (-1, 0, 1):
        words = {-1: _("Tomorrow %(time)s"), 0: _("Today %(time)s"), 1: _("Yesterday %(time)s")}
        return words[days] % {"time": _apply("time", moment)}
    return _apply("day_time" if moment.year == today.year else "date", moment)


def _minutes_ago(age: timedelta) -> str:
    if age < JUST_NOW:
        return _("just now")
    minutes = int(age.total_seconds() // 60)
    return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}


def iso(value: date | datetime) -> str:
    """The form ``<time datetime>`` allows: UTC without microseconds, or a plain date."""
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None:
        return value.strftime("%Y-%m-%dT%H:%M:%S")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _tag(value: date | datetime | None, text: str, title: str = "") -> Markup:
    shown = Markup.escape(text)
    hover = f' title="{Markup.escape(title)}"' if title else ""
    return Markup(f'<time datetime="{iso(value)}"{hover}>{shown}</time>')


def datetime_tag(value: datetime | None) -> Markup:
    """Date and time to the minute; nothing for None."""
    return _tag(value, datetime_text(value)) if value else Markup()


def date_tag(value: date | datetime | None) -> Markup:
    """The day; nothing for None."""
    return _tag(value, date_text(value)) if value else Markup()


def reltime_tag(value: datetime | None) -> Markup:
    """How long ago, the exact time on hover; nothing for None."""
    if value is None:
        return Markup()
    now = timezone.now()
    age = now - value
    # The words change every minute in the first hour, once a day later.
    step = age // JUST_NOW if timedelta(0) <= age < MINUTES_AGO else timezone.localdate(now)
    return _reltime_tag(get_language(), timezone.get_current_timezone(), value, step)


@lru_cache(maxsize=8192)
def _reltime_tag(language: str | None, zone: tzinfo, value: datetime, step: int | date) -> Markup:
    """Kept because a page asks for dozens and the newest entries are on everybody's page."""
    return _tag(value, reltime_text(value), datetime_text(value))


def number_text(value: int | float | None) -> str:
    """``1,234`` grouped as the reader's language does."""
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value) if -1000 < value < 1000 else f"{value:,}".replace(",", _active().group)
    return format_decimal(value, locale=_active().locale)


def filesize_text(size: int) -> str:
    """``820 B``, ``1.2 MB`` (1 kB = 1000 bytes, as file managers show it)."""
    if size < 1000:
        return f"{size} B"
    amount, unit = size / 1000, "kB"
    for larger in ("MB", "GB", "TB"):
        if amount < 999.5:
            break
        amount, unit = amount / 1000, larger
    return f"{number_text(round(amount, 1) if amount < 10 else round(amount))} {unit}"
