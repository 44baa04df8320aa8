"""Calendar files (RFC 5545) that any calendar program reads; what they are about, the caller knows."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from sns.core.localtimes import day_after

CONTENT_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
_AROUND = timedelta(days=400)  # a time zone's changes are written for the year before and after as well
_STEP = timedelta(days=5)  # clocks are not changed there and back within so few days
_SECOND = timedelta(seconds=1)
_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"})


@dataclass(frozen=True, slots=True)
class Item:
    """One event of a calendar. Times are moments and are written in ``zone``; whole days are days and nothing else.

    ``sequence`` grows with each change that people should notice; ``changed_at`` is when that was.
    """

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    created_at: datetime
    zone: str
    sequence: int = 0
    first_day: date | None = None
    last_day: date | None = None
    place: str = ""
    text: str = ""
    url: str = ""
    organiser: str = ""
    categories: Sequence[str] = ()
    is_cancelled: bool = False
    is_tentative: bool = False


def host() -> str:
    """Our name in addresses."""
    return urlsplit(settings.PUBLIC_URL).hostname


def calendar_file(items: Iterable[Item], name: str = "") -> bytes:
    """The items as a calendar; with a ``name`` one that programs subscribe to and fetch again."""
    items = list(items)
    calendar = Calendar()
    calendar.add("prodid", "-//Engawa//Engawa//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("x-published-ttl", "PT1H")
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for zone in _zones(items):
        calendar.add_component(zone)
    for item in items:
        calendar.add_component(_component(item))
    return calendar.to_ical(sorted=False)


def calendar_response(
    request: HttpRequest, body: bytes, *, filename: str = "", changed_at: datetime | None = None
) -> HttpResponse:
    """The file, or "not changed"; ``changed_at`` only when everything in the file is at most as young.

    With a ``filename`` browsers store it or open it in the calendar program.
    """
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    modified = int(changed_at.timestamp()) if changed_at else None
    if modified:
        response["Last-Modified"] = http_date(modified)
    if filename:
        response["Content-Disposition"] = content_disposition_header(True, filename)
    return get_conditional_response(request, etag=etag, last_modified=modified, response=response)


def _component(item: Item) -> Event:
    event = Event()
    event.add("uid", item.uid)
    event.add("dtstamp", item.changed_at.astimezone(UTC))
    event.add("created", item.created_at.astimezone(UTC))
    event.add("last-modified", item.changed_at.astimezone(UTC))
    event.add("sequence", item.sequence)
    event.add("dtstart", item.first_day or _local(item.starts_at, item.zone))
    # The last day of RFC 5545 is the first that is no longer part of it.
    event.add("dtend", day_after(item.last_day) if item.last_day else _local(item.ends_at, item.zone))
    event.add("summary", item.title)
    event.add("status", "CANCELLED" if item.is_cancelled else "TENTATIVE" if item.is_tentative else "CONFIRMED")
    for key, value in (("location", item.place), ("description", item.text), ("url", item.url)):
        if value:
            event.add(key, value)
    if item.categories:
        event.add("categories", list(item.categories))
    if item.organiser:
        event.add("organizer", _organiser(item.organiser))
    if item.first_day:
        event.add("transp", "TRANSPARENT")  # a day of cleaning up is no reason to look busy all day
    return event


def _organiser(name: str) -> vCalAddress:
    """A published event must name one (RFC 5546); ours by name, with the address that our mail comes from."""
    address = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    address.params["CN"] = vText(name.replace('"', "'"))
    return address


def _local(at: datetime, zone: str) -> datetime:
    """In its own zone; in UTC where its clocks show the same twice, because a local time would mean the first."""
    if zone in _UTC_NAMES:
        return at.astimezone(UTC)
    local = at.astimezone(ZoneInfo(zone))
    return at.astimezone(UTC) if local.fold else local


def _zones(items: Sequence[Item]) -> list[Timezone]:
    """A definition of each zone that a time is written in, with its changes in the years that matter."""
    spans: dict[str, list[datetime]] = {}
    for item in items:
        if item.first_day is None and item.zone not in _UTC_NAMES:
            spans.setdefault(item.zone, []).extend((item.starts_at, item.ends_at))
    return [_zone(name, min(times), max(times)) for name, times in sorted(spans.items())]


def _zone(name: str, first: datetime, last: datetime) -> Timezone:
    """One observance for each change of the clocks, without rules: what every program reads the same way."""
    zone, until = ZoneInfo(name), last + _AROUND
    at = (first - _AROUND).replace(minute=0, second=0, microsecond=0).astimezone(UTC)
    definition = Timezone()
    definition.add("tzid", name)
    definition.add_component(_observance(at, zone, at.astimezone(zone).utcoffset()))
    while at < until:
        then = min(at + _STEP, until)
        if _clock(then, zone) != _clock(at, zone):
            then = _change_between(at, then, zone)
            before = (then - _SECOND).astimezone(zone).utcoffset()
            definition.add_component(_observance(then, zone, before))
        at = then
    return definition


def _observance(at: datetime, zone: ZoneInfo, offset_before: timedelta) -> TimezoneStandard | TimezoneDaylight:
    local = at.astimezone(zone)
    part = TimezoneDaylight() if local.dst() and local.dst() > timedelta(0) else TimezoneStandard()
    # When it begins, by the clocks from before the change.
    part.add("dtstart", (at + offset_before).replace(tzinfo=None))
    part.add("tzoffsetfrom", offset_before)
    part.add("tzoffsetto", local.utcoffset())
    part.add("tzname", local.tzname())
    return part


def _clock(at: datetime, zone: ZoneInfo) -> tuple[timedelta, str]:
    local = at.astimezone(zone)
    return local.utcoffset(), local.tzname()


def _change_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first second that is no longer like ``low``."""
    clock = _clock(low, zone)
    while high - low > _SECOND:
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if _clock(middle, zone) == clock else (low, middle)
    return high
