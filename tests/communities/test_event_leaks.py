"""A secret community's events are seen nowhere by anybody outside: each way to them is tried, and each act."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from communities.actions.calendar_tokens import renew_calendar_token
from communities.actions.event_records import add_report, note_attendance
from communities.actions.event_reminders import remind_all
from communities.actions.events import cancel_event
from communities.models import CalendarToken, Event, EventAnswer
from communities.queries.events import coming, looking_for_date, my_next_events, next_events
from sns.notifications.models import Notification
from sns.people.models import User
from sns.spaces.models import SpaceMember
from tests.communities.event_factory import hours, make_circle, make_dates, make_event, make_past, say
from tests.factories import make_post

SECRET = "極秘計画の下見"


@pytest.fixture
def cabal(cast):
    return make_circle(cast.alice, "極秘の準備室", access="secret", members=[cast.bob])


@pytest.fixture
def event(cast, cabal):
    event = make_event(cast.alice, SECRET, space=cabal.space, starts_in=hours(20), place="極秘の部屋", capacity=1)
    say(cast.bob, event)
    EventAnswer.objects.update(answered_at=timezone.now() - timedelta(days=5))
    return event


PAGES = ["", "people/", "edit/", "cancel/", "event.ics", "attendance/", "reports/"]
POSTS = ["answer/", "dates/", "attendance/me/", "attendance/", "reports/", "cancel/", "edit/", "reports/1/remove/"]


@pytest.mark.parametrize("who", ["carol", "erin", "frank"])
def test_every_address_answers_as_if_there_were_no_such_event(as_user, cast, event, who):
    client = as_user(getattr(cast, who))
    for page in PAGES:
        assert client.get(f"/events/{event.pk}/{page}").status_code == 404, page
    for page in POSTS:
        answer = client.post(f"/events/{event.pk}/{page}", {"choice": "yes", "reason": "x", "on": "1"})
        assert answer.status_code == 404, page
    assert EventAnswer.objects.count() == 1
    assert not Event.objects.get(pk=event.pk).is_cancelled


@pytest.mark.parametrize("page", ["", "past/", "new/", "dates/new/"])
def test_the_lists_of_the_community_do_not_exist_for_others(as_user, cast, cabal, page):
    for person in (cast.carol, cast.frank):
        assert as_user(person).get(f"/communities/{cabal.pk}/events/{page}").status_code == 404


def test_no_list_shows_it_and_none_counts_it(as_user, cast, cabal, event):
    make_past(make_event(cast.alice, SECRET, space=cabal.space))
    make_dates(cast.alice, SECRET, space=cabal.space)
    client = as_user(cast.carol)
    for path in ("/events/", "/events/past/", "/", "/all/"):
        assert "極秘" not in client.get(path).content.decode(), path
    carol = User.objects.get(pk=cast.carol.pk)
    assert not coming(carol).exists()
    assert looking_for_date(carol) == []
    assert next_events(carol, [cabal.pk]) == []
    assert SECRET in as_user(cast.bob).get("/events/").content.decode()


def test_who_has_left_sees_nothing_of_what_he_answered(as_user, cast, cabal, event):
    SpaceMember.objects.filter(space=cabal.space, user=cast.bob).delete()
    client = as_user(cast.bob)
    for path in ("/", "/events/"):
        assert "極秘" not in client.get(path).content.decode()
    assert my_next_events(User.objects.get(pk=cast.bob.pk)) == []
    assert client.post(f"/events/{event.pk}/answer/", {"choice": "no"}).status_code == 404


@pytest.mark.parametrize("scope", ["mine", "communities"])
def test_the_calendar_feed_forgets_it_the_moment_one_leaves(client, cast, cabal, event, scope):
    token = renew_calendar_token(actor=cast.bob).token
    CalendarToken.objects.update(scope=scope)
    path = f"/calendar/{token}.ics"
    assert SECRET in client.get(path).content.decode().replace("\r\n ", "")
    SpaceMember.objects.filter(space=cabal.space, user=cast.bob).delete()
    answer = client.get(path).content.decode().replace("\r\n ", "")
    assert "極秘" not in answer
    assert str(event.uid) not in answer


def test_no_reminder_change_or_free_seat_is_told_to_who_has_left(cast, cabal, event):
    SpaceMember.objects.filter(space=cabal.space, user=cast.bob).delete()
    remind_all()
    cancel_event(actor=cast.alice, event=event, reason="延期")
    assert not Notification.objects.filter(user=cast.bob).exists()
    assert mail.outbox == []


def test_a_report_inside_is_not_shown_on_an_open_event(as_user, cast, cabal):
    event = make_past(make_event(cast.alice, "公開の会"))
    report = make_post(cast.alice, "極秘の報告", space=cabal.space)
    add_report(actor=cast.alice, event=event, entry=report)
    assert "極秘" in as_user(cast.bob).get(f"/events/{event.pk}/").content.decode()
    assert "極秘" not in as_user(cast.carol).get(f"/events/{event.pk}/").content.decode()


def test_nobody_from_outside_can_be_noted_or_even_guessed_at(as_user, cast, cabal):
    event = make_past(make_event(cast.alice, SECRET, space=cabal.space))
    answer = as_user(cast.alice).post(f"/events/{event.pk}/attendance/", {"others": "carol"})
    assert answer.status_code == 422
    note_attendance(actor=cast.alice, event=event, people=[cast.bob.pk])
    assert as_user(cast.carol).get(f"/events/{event.pk}/").status_code == 404


def test_a_closed_communitys_events_are_refused_to_who_only_knows_of_it(as_user, cast):
    circle = make_circle(cast.alice, "閉じた会", access="closed", members=[cast.bob])
    event = make_event(cast.alice, "閉じた予定", space=circle.space)
    client = as_user(cast.carol)
    assert client.get(f"/communities/{circle.pk}/events/").status_code == 403
    assert client.get(f"/events/{event.pk}/").status_code == 404
    assert "閉じた予定" not in client.get("/events/").content.decode()
