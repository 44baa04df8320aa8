"""Calendar files, read by two libraries that know nothing of each other: icalendar and vobject."""

import io
import warnings
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import vobject
from dateutil.tz import tzical

from communities.actions.calendar_tokens import renew_calendar_token, set_calendar_scope
from communities.actions.events import Details, cancel_event, change_event
from communities.models import CalendarToken, Event
from sns.people.actions import deactivate_person
from sns.publishing import withdraw
from sns.spaces.models import SpaceMember
from tests.communities.event_factory import fresh, hours, make_circle, make_dates, make_event, make_past, say

TITLE = "題名、とても長い;題名, セミコロンと\\円記号と「かぎ」を含み、七十五オクテットを越えて折り返されるもの 🏔️"


def read(body: bytes) -> tuple[list, list]:
    """The events as (icalendar, vobject) read them; a warning of either fails."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        one = icalendar.Calendar.from_ical(body)
        assert not one.errors
        _know_zones_of(body.decode())
        other = vobject.readOne(body.decode())
    events = one.walk("VEVENT")
    assert not [error for event in events for error in event.errors]
    return events, list(other.contents.get("vevent", []))


def _know_zones_of(text: str) -> None:
    """Left alone, vobject keeps zones of earlier files, and guesses one whose standard time is UTC."""
    zones = tzical(io.StringIO(text)) if "VTIMEZONE" in text else None
    for name in zones.keys() if zones else ():
        vobject.icalendar.registerTzid(name, zones.get(name))


def file_of(client, event) -> bytes:
    answer = client.get(f"/events/{event.pk}/event.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar; charset=utf-8")
    return answer.content


def instant(value) -> datetime:
    return value.astimezone(UTC)


def at(event: Event, starts_at: datetime, zone: str, length=timedelta(hours=1)) -> None:
    Event.objects.filter(pk=event.pk).update(starts_at=starts_at, ends_at=starts_at + length, time_zone=zone)


def feed(client, person, **headers):
    token = CalendarToken.objects.filter(user=person).first() or renew_calendar_token(actor=person)
    return client.get(f"/calendar/{token.token}.ics", headers=headers)


def titles(answer) -> list[str]:
    events, others = read(answer.content)
    assert [str(e["SUMMARY"]) for e in events] == [e.summary.value for e in others]
    return [str(e["SUMMARY"]) for e in events]


@pytest.mark.parametrize(
    ("zone", "moments"),
    [
        ("Asia/Tokyo", ["2027-01-10T01:00", "2027-07-10T01:00"]),
        # before, just before, just after and long after the clocks change, in both directions
        ("America/New_York", ["2027-01-10T14:00", "2027-03-14T06:59", "2027-03-14T07:00", "2027-07-05T13:00"]),
        ("America/New_York", ["2027-11-07T05:30", "2027-11-07T06:30", "2027-11-07T07:00", "2027-12-01T14:00"]),
        ("Europe/London", ["2027-03-28T00:59", "2027-03-28T01:00", "2027-10-31T00:30", "2027-10-31T01:30"]),
        ("Australia/Lord_Howe", ["2027-04-03T14:30", "2027-10-02T15:30", "2027-12-24T00:00"]),
        ("Africa/Casablanca", ["2027-02-07T03:00", "2027-06-01T12:00"]),
        ("Asia/Kathmandu", ["2027-05-01T06:15"]),
        ("UTC", ["2027-05-01T06:15"]),
    ],
)
def test_both_libraries_read_the_very_same_instants(as_user, cast, zone, moments):
    event = make_event(cast.alice)
    client = as_user(cast.bob)
    for text in moments:
        starts_at = datetime.fromisoformat(text).replace(tzinfo=UTC)
        at(event, starts_at, zone)
        (one,), (other,) = read(file_of(client, event))
        for found in (one["DTSTART"].dt, other.dtstart.value):
            assert instant(found) == starts_at, (zone, text, found)
        for found in (one["DTEND"].dt, other.dtend.value):
            assert instant(found) == starts_at + timedelta(hours=1), (zone, text, found)


def test_the_definition_of_the_zone_alone_gives_the_same_instant(as_user, cast):
    """A program that trusts our VTIMEZONE instead of its own table: the offsets are read from it by hand."""
    event = make_event(cast.alice)
    client = as_user(cast.bob)
    for text, offset in (("2027-03-14T06:30", -5), ("2027-03-14T07:30", -4), ("2027-11-07T05:30", -4)):
        starts_at = datetime.fromisoformat(text).replace(tzinfo=UTC)
        at(event, starts_at, "America/New_York")
        calendar = icalendar.Calendar.from_ical(file_of(client, event))
        (zone,) = calendar.walk("VTIMEZONE")
        assert str(zone["TZID"]) == "America/New_York"
        (found,) = calendar.walk("VEVENT")
        assert found["DTSTART"].params["TZID"] == "America/New_York"
        local = found["DTSTART"].dt.replace(tzinfo=None)
        assert local - timedelta(hours=offset) == starts_at.replace(tzinfo=None)
        assert _offset(zone, local) == timedelta(hours=offset)


def _offset(zone, local: datetime) -> timedelta:
    """The offset of the latest observance that began at or before a local time."""
    parts = [*zone.walk("STANDARD"), *zone.walk("DAYLIGHT")]
    return max((part["DTSTART"].dt, part["TZOFFSETTO"].td) for part in parts if part["DTSTART"].dt <= local)[1]


def test_whole_days_are_dates_and_end_on_the_day_after(as_user, cast):
    event = make_event(
        cast.alice, first_day=date(2027, 3, 13), last_day=date(2027, 3, 14), time_zone="America/New_York"
    )
    body = file_of(as_user(cast.bob), event)
    (one,), (other,) = read(body)
    assert (one["DTSTART"].dt, one["DTEND"].dt) == (date(2027, 3, 13), date(2027, 3, 15))
    assert (other.dtstart.value, other.dtend.value) == (date(2027, 3, 13), date(2027, 3, 15))
    assert b"DTSTART;VALUE=DATE:20270313" in body
    assert b"VTIMEZONE" not in body


def test_the_words_come_through_escaped_and_folded(as_user, cast):
    text = "一行目、とても長い説明文で、折り返しの境目に漢字が来るようにしてあります。\n\n二行目; コンマ, 円\\記号"
    event = make_event(cast.alice, TITLE, body=text, place="会議室A; 3階, 奥")
    body = file_of(as_user(cast.bob), event)
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two
    assert b"\n" not in body.replace(b"\r\n", b"")
    (one,), (other,) = read(body)
    assert str(one["SUMMARY"]) == other.summary.value == TITLE
    assert str(one["LOCATION"]) == other.location.value == "会議室A; 3階, 奥"
    assert "二行目; コンマ, 円\\記号" in str(one["DESCRIPTION"])
    assert str(one["DESCRIPTION"]) == other.description.value


def test_the_file_has_what_the_standard_wants(as_user, cast, settings):
    settings.PUBLIC_URL = "https://sns.example.co.jp"
    event = make_event(cast.alice)
    calendar = icalendar.Calendar.from_ical(file_of(as_user(cast.bob), event))
    assert (str(calendar["VERSION"]), str(calendar["METHOD"])) == ("2.0", "PUBLISH")
    assert calendar["PRODID"]
    (found,) = calendar.walk("VEVENT")
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER", "SEQUENCE", "STATUS", "LAST-MODIFIED"):
        assert name in found, name
    assert str(found["URL"]) == f"https://sns.example.co.jp/events/{event.pk}/"
    assert str(found["STATUS"]) == "CONFIRMED"


def test_no_address_or_name_of_anybody_who_comes_is_in_it(as_user, cast):
    event = make_event(cast.alice, capacity=1)
    for person in (cast.bob, cast.carol):
        say(person, event)
    body = file_of(as_user(cast.bob), event).decode().replace("\r\n ", "")
    for person in (cast.alice, cast.bob, cast.carol):
        assert person.email not in body
    for person in (cast.bob, cast.carol):
        assert person.name not in body


def test_a_change_keeps_the_name_and_raises_the_sequence_and_a_cancellation_says_so(as_user, cast):
    event = make_event(cast.alice)
    client = as_user(cast.bob)
    seen = []
    for step in range(3):
        (one,), (other,) = read(file_of(client, event))
        seen.append((str(one["UID"]), int(one["SEQUENCE"]), str(one["STATUS"])))
        assert other.uid.value == str(one["UID"])
        current = fresh(event)
        if step == 0:
            details = Details(
                title="新しい題", starts_at=current.starts_at + hours(1), ends_at=current.ends_at + hours(1)
            )
            change_event(actor=cast.alice, event=current, details=details, base_version=current.version)
        elif step == 1:
            cancel_event(actor=cast.alice, event=current, reason="台風")
    uid = seen[0][0]
    assert seen == [(uid, 0, "CONFIRMED"), (uid, 1, "CONFIRMED"), (uid, 2, "CANCELLED")]
    assert "台風" in str(read(file_of(client, event))[0][0]["DESCRIPTION"])


def test_a_file_that_has_not_changed_is_not_sent_again(as_user, cast):
    event = make_event(cast.alice)
    client = as_user(cast.bob)
    first = client.get(f"/events/{event.pk}/event.ics")
    for header, value in (("If-None-Match", first["ETag"]), ("If-Modified-Since", first["Last-Modified"])):
        again = client.get(f"/events/{event.pk}/event.ics", headers={header: value})
        assert (again.status_code, again.content) == (304, b"")


def test_an_event_without_a_date_has_no_file(as_user, cast):
    assert as_user(cast.bob).get(f"/events/{make_dates(cast.alice).pk}/event.ics").status_code == 404


def test_the_feed_holds_what_i_answered_or_all_of_my_communities(client, cast):
    circle = make_circle(cast.alice, members=[cast.bob])
    make_event(cast.alice, "会の予定", space=circle.space, starts_in=hours(10))
    say(cast.bob, make_event(cast.alice, "行く", starts_in=hours(20)))
    say(cast.bob, make_event(cast.alice, "たぶん", starts_in=hours(30)), "maybe")
    say(cast.bob, make_event(cast.alice, "行かない", starts_in=hours(40)), "no")
    other = make_circle(cast.alice, "よその会")
    make_event(cast.alice, "よそ", space=other.space)
    assert titles(feed(client, cast.bob)) == ["行く", "たぶん"]
    set_calendar_scope(actor=cast.bob, scope="communities")
    assert titles(feed(client, cast.bob)) == ["会の予定", "行く", "たぶん", "行かない"]
    events, _others = read(feed(client, cast.bob).content)
    status = {str(e["SUMMARY"]): str(e["STATUS"]) for e in events}
    assert (status["行く"], status["たぶん"]) == ("CONFIRMED", "TENTATIVE")


def test_an_empty_feed_is_a_calendar_too(client, cast):
    assert titles(feed(client, cast.bob)) == []


def test_the_feed_shows_only_what_may_be_seen_at_that_moment(client, cast):
    circle = make_circle(cast.alice, "極秘の会", access="secret", members=[cast.bob])
    event = make_event(cast.alice, "極秘の予定", space=circle.space)
    say(cast.bob, event)
    assert titles(feed(client, cast.bob)) == ["極秘の予定"]
    SpaceMember.objects.filter(space=circle.space, user=cast.bob).delete()
    answer = feed(client, cast.bob)
    assert titles(answer) == []
    assert "極秘" not in answer.content.decode()


def test_a_deleted_event_leaves_the_feed_and_a_cancelled_one_says_so(client, cast):
    first, second = make_event(cast.alice, "消す"), make_event(cast.alice, "中止する")
    for event in (first, second):
        say(cast.bob, event)
    withdraw(actor=cast.alice, entry=first)
    cancel_event(actor=cast.alice, event=second, reason="雨")
    events, _others = read(feed(client, cast.bob).content)
    assert [(str(e["SUMMARY"]), str(e["STATUS"])) for e in events] == [("中止する", "CANCELLED")]


def test_the_feed_is_sent_again_exactly_when_it_has_changed(client, cast):
    event = make_event(cast.alice)
    say(cast.bob, event)
    first = feed(client, cast.bob)
    tag = {"If-None-Match": first["ETag"]}
    assert feed(client, cast.bob, **tag).status_code == 304
    say(cast.bob, event, "no")
    assert feed(client, cast.bob, **tag).status_code == 200
    assert "Last-Modified" not in first


def test_the_feed_is_two_queries_for_events_whatever_their_number(client, cast, django_assert_max_num_queries):
    for n in range(20):
        say(cast.bob, make_event(cast.alice, f"会{n}", starts_in=hours(24 + n)))
    make_past(make_event(cast.alice, "昔"))
    renew_calendar_token(actor=cast.bob)
    with django_assert_max_num_queries(6):  # the key twice (the test asks for it as well), the person's spaces
        assert len(titles(feed(client, cast.bob))) == 20


@pytest.mark.parametrize("token", ["x", "あ", "A" * 500, "%00"])
def test_without_a_valid_token_there_is_no_calendar(client, cast, token):
    assert client.get(f"/calendar/{token}.ics").status_code == 404


def test_the_token_of_somebody_who_has_left_is_dead(client, cast):
    assert feed(client, cast.bob).status_code == 200
    deactivate_person(actor=cast.frank, user=cast.bob)
    assert feed(client, cast.bob).status_code == 404


def test_the_address_is_made_shown_and_renewed_on_its_page(as_user, cast):
    client = as_user(cast.bob)
    assert client.get("/calendar/feed/").status_code == 200
    assert not CalendarToken.objects.exists()
    client.post("/calendar/feed/", {"scope": "communities"})
    key = CalendarToken.objects.get()
    assert key.scope == "communities"
    assert key.token in client.get("/calendar/feed/").content.decode()
    client.post("/calendar/feed/", {"scope": "mine"})
    assert CalendarToken.objects.get().token == key.token
    assert CalendarToken.objects.get().scope == "mine"
    client.post("/calendar/feed/", {"renew": "1"})
    assert CalendarToken.objects.get().token != key.token
    assert CalendarToken.objects.get().scope == "mine"
    assert client.get(f"/calendar/{key.token}.ics").status_code == 404


def test_two_events_in_two_zones_bring_both_definitions_once(client, cast):
    for n, zone in enumerate(("America/New_York", "Asia/Tokyo", "America/New_York")):
        say(cast.bob, make_event(cast.alice, f"会{n}", starts_in=hours(24 + n), time_zone=zone))
    calendar = icalendar.Calendar.from_ical(feed(client, cast.bob).content)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["America/New_York", "Asia/Tokyo"]
