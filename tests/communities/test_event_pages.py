"""Announcing, reading, changing and cancelling events, as people do it in the browser."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from communities.models import Event, EventAnswer
from communities.queries import event_page
from sns.notifications.models import Notification, Verb
from sns.spaces.models import Space
from tests.blogs.pages import fields, soup, wrong
from tests.communities.event_factory import fresh, hours, make_circle, make_event, make_past, say

DAY = (timezone.localdate() + timedelta(days=10)).isoformat()


def filled(client, path="/events/new/", **changes) -> dict:
    form = fields(client.get(path)) | {"title": "朝の会", "first_day": DAY, "start_time": "09:00", "end_time": "10:00"}
    return {name: value for name, value in (form | changes).items() if value is not None}


def announce(client, path="/events/new/", **changes):
    return client.post(path, filled(client, path, **changes))


def test_anybody_announces_to_the_whole_company_and_everybody_finds_it(as_user, cast):
    answer = announce(as_user(cast.bob), place="食堂", capacity="12", body="お菓子あり。", tags="勉強会")
    event = Event.objects.get()
    assert answer["Location"] == f"/events/{event.pk}/"
    assert (event.place, event.capacity, event.space.kind) == ("食堂", 12, Space.Kind.COMPANY)
    client = as_user(cast.carol)
    assert "朝の会" in client.get("/events/").content.decode()
    page = client.get(f"/events/{event.pk}/").content.decode()
    assert "食堂" in page
    assert "お菓子あり。" in page


def test_the_times_of_the_form_are_those_of_the_chosen_zone(as_user, cast):
    announce(
        as_user(cast.bob), time_zone="America/New_York", first_day="2027-07-05", start_time="09:00", end_time="10:30"
    )
    event = Event.objects.get()
    assert event.starts_at == datetime(2027, 7, 5, 13, 0, tzinfo=UTC)
    assert event.ends_at == datetime(2027, 7, 5, 14, 30, tzinfo=UTC)


def test_a_reader_elsewhere_sees_his_own_time_and_the_one_there(as_user, cast):
    cast.carol.time_zone = "America/New_York"
    cast.carol.save(update_fields=["time_zone"])
    at = datetime(2027, 7, 5, 0, 30, tzinfo=UTC)
    event = make_event(cast.alice, starts_at=at, time_zone="Asia/Tokyo")
    page = soup(as_user(cast.carol).get(f"/events/{event.pk}/")).select_one(".event-facts").text
    assert "Jul 4" in page
    assert "8:30" in page
    assert "Jul 5" in page  # in Tokyo it is the next morning
    assert "9:30" in page
    assert "Tokyo" in page
    assert "東京" not in soup(as_user(cast.bob).get(f"/events/{event.pk}/")).select_one(".event-facts").text


def test_a_whole_day_is_the_same_day_everywhere(as_user, cast):
    announce(as_user(cast.bob), all_day="on", first_day="2027-07-05", start_time="", end_time="")
    event = Event.objects.get()
    assert (event.first_day, event.last_day) == (datetime(2027, 7, 5).date(),) * 2
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        cast.carol.time_zone = zone
        cast.carol.save(update_fields=["time_zone"])
        facts = soup(as_user(cast.carol).get(f"/events/{event.pk}/")).select_one(".event-facts").text
        assert "Jul 5" in facts
        assert "Jul 4" not in facts
        assert "Jul 6" not in facts


def test_a_time_that_no_clock_shows_is_refused_beside_its_field(as_user, cast):
    client = as_user(cast.carol)
    zone = {"time_zone": "America/New_York", "first_day": "2027-03-14"}
    answer = announce(client, **zone, start_time="02:30", end_time="04:00")
    assert answer.status_code == 422
    assert wrong(answer) == {"start_time"}
    assert "02:30" in answer.content.decode()
    assert "朝の会" in answer.content.decode()
    assert not Event.objects.exists()
    assert announce(client, **zone, start_time="03:30", end_time="04:00").status_code == 302


def test_of_a_time_that_comes_twice_the_first_is_meant_and_the_person_is_told(as_user, cast):
    client = as_user(cast.carol)
    zone = {"time_zone": "America/New_York", "first_day": "2027-11-07"}
    answer = announce(client, **zone, start_time="01:30", end_time="03:00")
    assert Event.objects.get().starts_at == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)
    assert "twice" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"first_day": ""}, "first_day"),
        ({"first_day": "0001-01-01"}, "first_day"),
        ({"first_day": "9999-12-31"}, "first_day"),
        ({"first_day": "2020-01-01"}, "first_day"),
        ({"first_day": "nonsense"}, "first_day"),
        ({"start_time": ""}, "start_time"),
        ({"end_time": "08:00"}, "end_time"),
        ({"last_day": "2026-01-01"}, "last_day"),
        ({"link": "http://example.com"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "99999999999"}, "capacity"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"answer_day": "2040-01-01"}, "answer_day"),
        ({"answer_time": "10:00"}, "answer_day"),
        ({"tags": "a" * 60}, "tags"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(as_user, cast, changes, field):
    answer = announce(as_user(cast.bob), **({"body": "大事な本文"} | changes))
    assert answer.status_code == 422
    assert field in wrong(answer)
    assert "大事な本文" in answer.content.decode()
    assert not Event.objects.exists()


def test_a_form_sent_twice_announces_once(as_user, cast):
    client = as_user(cast.bob)
    form = filled(client)
    first, second = client.post("/events/new/", form), client.post("/events/new/", form)
    assert first["Location"] == second["Location"]
    assert Event.objects.count() == 1


def test_members_announce_in_their_community_and_others_do_not(as_user, cast):
    circle = make_circle(cast.alice, members=[cast.bob])
    path = f"/communities/{circle.pk}/events/new/"
    assert announce(as_user(cast.bob), path).status_code == 302
    assert Event.objects.get().space_id == circle.pk
    assert as_user(cast.carol).get(path).status_code == 403
    Space.objects.filter(pk=circle.pk).update(is_archived=True)
    assert as_user(cast.bob).get(path).status_code == 403


def test_a_community_without_the_tool_has_no_events(as_user, cast):
    circle = make_circle(cast.alice)
    circle.tools = []
    circle.save()
    for path in ("events/", "events/past/", "events/new/", "events/dates/new/"):
        assert as_user(cast.alice).get(f"/communities/{circle.pk}/{path}").status_code == 404


def test_who_answered_hears_of_another_time_and_his_reminders_begin_anew(as_user, cast):
    event = make_event(cast.alice)
    for person, choice in ((cast.bob, "yes"), (cast.carol, "maybe"), (cast.erin, "no")):
        say(person, event, choice)
    EventAnswer.objects.update(day_reminded_at=timezone.now())
    client = as_user(cast.alice)
    path = f"/events/{event.pk}/edit/"
    assert client.post(path, fields(client.get(path)) | {"first_day": DAY}).status_code == 302
    told = Notification.objects.filter(entry_id=event.pk, verb=Verb.EVENT)
    assert set(told.values_list("user_id", flat=True)) == {cast.bob.pk, cast.carol.pk}
    assert fresh(event).sequence == 1
    assert not EventAnswer.objects.exclude(day_reminded_at=None).exists()


def test_a_change_of_words_alone_tells_nobody(as_user, cast):
    event = make_event(cast.alice)
    say(cast.bob, event)
    client = as_user(cast.alice)
    path = f"/events/{event.pk}/edit/"
    form = fields(client.get(path)) | {"body": "持ち物:鉛筆"}
    assert client.post(path, form).status_code == 302
    assert not Notification.objects.exists()
    assert fresh(event).sequence == 1


def test_of_two_editors_the_second_gets_both_texts(as_user, cast):
    event = make_event(cast.alice, body="もとの文")
    client = as_user(cast.alice)
    path = f"/events/{event.pk}/edit/"
    form = fields(client.get(path))
    assert client.post(path, form | {"body": "先の文"}).status_code == 302
    answer = client.post(path, form | {"body": "後の文", "place": "屋上"})
    assert answer.status_code == 409
    assert fresh(event).body == "先の文"
    mine = fields(answer, "main form") | {"choice": "mine"}
    assert client.post(path, mine).status_code == 302
    assert (fresh(event).body, fresh(event).place) == ("後の文", "屋上")


def test_only_its_author_changes_an_event(as_user, cast):
    event = make_event(cast.alice)
    assert as_user(cast.bob).get(f"/events/{event.pk}/edit/").status_code == 403
    assert as_user(cast.frank).get(f"/events/{event.pk}/edit/").status_code == 403


def test_fewer_seats_than_people_who_come_are_refused(as_user, cast):
    event = make_event(cast.alice, capacity=3)
    say(cast.bob, event)
    say(cast.carol, event)
    client = as_user(cast.alice)
    path = f"/events/{event.pk}/edit/"
    answer = client.post(path, fields(client.get(path)) | {"capacity": "1"})
    assert answer.status_code == 422
    assert wrong(answer) == {"capacity"}
    assert fresh(event).capacity == 3


def test_a_cancelled_event_stays_says_why_and_takes_no_answers(as_user, cast):
    event = make_event(cast.alice)
    say(cast.bob, event)
    client = as_user(cast.alice)
    path = f"/events/{event.pk}/cancel/"
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "講師が風邪"}).status_code == 302
    note = Notification.objects.get(user=cast.bob)
    assert (note.verb, "講師が風邪" in note.excerpt) == (Verb.EVENT, True)
    client = as_user(cast.carol)
    assert "講師が風邪" in client.get(f"/events/{event.pk}/").content.decode()
    client.post(f"/events/{event.pk}/answer/", {"choice": "yes"})
    assert EventAnswer.objects.count() == 1
    assert soup(client.get("/events/")).select_one(".event-row.off")


def test_a_moderator_may_cancel_but_not_rewrite(as_user, cast):
    circle = make_circle(cast.alice, members=[cast.bob])
    event = make_event(cast.bob, space=circle.space)
    assert as_user(cast.alice).get(f"/events/{event.pk}/edit/").status_code == 403
    assert as_user(cast.alice).post(f"/events/{event.pk}/cancel/", {"reason": "部屋がない"}).status_code == 302
    assert fresh(event).cancelled_by == cast.alice
    assert Notification.objects.get(user=cast.bob).verb == Verb.EVENT


def test_lists_are_sorted_by_day_with_mine_first_and_the_past_apart(as_user, cast):
    make_event(cast.alice, "あとの会", starts_in=hours(96))
    make_event(cast.alice, "さきの会", starts_in=hours(48))
    mine = make_event(cast.alice, "わたしの会", starts_in=hours(120))
    make_past(make_event(cast.alice, "すんだ会"))
    say(cast.bob, mine)
    page = as_user(cast.bob).get("/events/").content.decode()
    order = [page.index(title) for title in ("わたしの会", "さきの会", "あとの会")]
    assert order == sorted(order)
    assert page.count("わたしの会") == 1
    assert "すんだ会" not in page
    assert "すんだ会" in as_user(cast.bob).get("/events/past/").content.decode()


def test_the_lists_are_paged_and_cost_a_fixed_number_of_queries(as_user, cast, django_assert_max_num_queries):
    for n in range(35):
        event = make_event(cast.alice, f"会{n:02}", starts_in=hours(48 + n))
        say(cast.bob, event, "maybe" if n < 3 else "no")
    for n in range(33):
        make_past(make_event(cast.alice, f"昔{n:02}"), hours(24 + n))
    client = as_user(cast.bob)
    for path, names in (("/events/", "会"), ("/events/past/", "昔")):
        client.get(path)
        with django_assert_max_num_queries(10):
            first = soup(client.get(path))
        second = soup(client.get(path + first.select_one(".more-row a")["href"]))
        shown = [a.text for page in (first, second) for a in page.select(".event-row h3 a")]
        assert len(shown) == len(set(shown)) == (35 if names == "会" else 33)


def test_the_list_of_a_community_costs_a_fixed_number_of_queries(as_user, cast, django_assert_max_num_queries):
    circle = make_circle(cast.alice, members=[cast.bob])
    for n in range(12):
        say(cast.bob, make_event(cast.alice, f"会{n}", space=circle.space, starts_in=hours(48 + n)))
    make_event(cast.alice, "よその会")
    client = as_user(cast.bob)
    client.get(f"/communities/{circle.pk}/events/")
    with django_assert_max_num_queries(10):
        page = client.get(f"/communities/{circle.pk}/events/").content.decode()
    assert "会11" in page
    assert "よその会" not in page


def test_everybody_who_comes_is_listed_page_by_page(as_user, cast, monkeypatch):
    monkeypatch.setattr(event_page, "PEOPLE_PAGE", 2)
    event = make_event(cast.alice)
    for person in (cast.bob, cast.carol, cast.erin):
        say(person, event)
    client = as_user(cast.frank)
    first = soup(client.get(f"/events/{event.pk}/people/"))
    second = soup(client.get(f"/events/{event.pk}/people/{first.select_one('.more-row a')['href']}"))
    names = [[a.text for a in page.select(".person a")] for page in (first, second)]
    assert names == [["坂東 暮雄", "Carol Smith"], ["江藤 凛"]]
    for odd in ("?answer=no", "?answer=x", "?after=zzz"):
        assert as_user(cast.frank).get(f"/events/{event.pk}/people/{odd}").status_code == 200
