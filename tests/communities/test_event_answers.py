"""Yes, maybe, no: seats, the waiting list, and when it is too late."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from communities.actions.event_answers import AnswersClosedError, settle_seats
from communities.models import Event, EventAnswer
from communities.queries.events import my_next_events, next_events
from sns.notifications.models import Notification, Verb
from sns.people.actions import deactivate_person
from sns.spaces.models import Space, SpaceMember
from tests.blogs.pages import fields, soup
from tests.communities.event_factory import fresh, hours, make_circle, make_event, make_past, say


def choices(event) -> dict[str, str]:
    return dict(event.answers.values_list("user__handle", "choice"))


def test_an_answer_is_one_row_that_changes(as_user, cast):
    event = make_event(cast.alice)
    client = as_user(cast.bob)
    for choice in ("yes", "maybe", "no", "yes"):
        assert client.post(f"/events/{event.pk}/answer/", {"choice": choice}).status_code == 302
        assert choices(event) == {"bob": choice}
    client.post(f"/events/{event.pk}/answer/", {"choice": ""})
    assert choices(event) == {}


def test_nonsense_changes_nothing(as_user, cast):
    event = make_event(cast.alice)
    say(cast.bob, event)
    client = as_user(cast.bob)
    for data in ({"choice": "waiting"}, {"choice": "x"}, {}):
        assert client.post(f"/events/{event.pk}/answer/", data).status_code == 400
    assert choices(event) == {"bob": "yes"}


def test_htmx_gets_the_answers_alone_with_the_pressed_button(as_user, cast):
    event = make_event(cast.alice)
    answer = as_user(cast.bob).post(f"/events/{event.pk}/answer/", {"choice": "yes"}, headers={"HX-Request": "true"})
    page = soup(answer)
    assert page.select_one("#answers")
    assert not page.select_one("html")
    assert page.select_one("[aria-pressed=true]")["value"] == "yes"


def test_who_finds_no_seat_waits_and_moves_up_with_word_and_mail(as_user, cast):
    event = make_event(cast.alice, capacity=1)
    assert [say(person, event) for person in (cast.bob, cast.carol, cast.erin)] == ["yes", "waiting", "waiting"]
    page = as_user(cast.erin).get(f"/events/{event.pk}/").content.decode()
    assert "2" in soup_note(page)
    say(cast.bob, event, "no")
    assert choices(event) == {"bob": "no", "carol": "yes", "erin": "waiting"}
    assert Notification.objects.get(user=cast.carol).verb == Verb.WAITING
    assert not Notification.objects.filter(user=cast.erin).exists()
    say(cast.carol, event, "")
    assert choices(event)["erin"] == "yes"


def soup_note(page: str) -> str:
    return page.split('class="answer-note"')[1].split("</p>")[0]


def test_a_second_yes_keeps_the_place_and_a_new_one_goes_to_the_end(cast):
    event = make_event(cast.alice, capacity=1)
    for person in (cast.bob, cast.carol, cast.erin):
        say(person, event)
    assert say(cast.carol, event) == "waiting"
    say(cast.carol, event, "maybe")
    say(cast.carol, event)
    say(cast.bob, event, "no")
    assert choices(event) == {"bob": "no", "erin": "yes", "carol": "waiting"}


def test_new_seats_go_to_who_waits_in_their_order(as_user, cast):
    event = make_event(cast.alice, capacity=1)
    for person in (cast.bob, cast.carol, cast.erin, cast.frank):
        say(person, event)
    client = as_user(cast.alice)
    path = f"/events/{event.pk}/edit/"
    client.post(path, fields(client.get(path)) | {"capacity": "3"})
    assert choices(event) == {"bob": "yes", "carol": "yes", "erin": "yes", "frank": "waiting"}
    client.post(path, fields(client.get(path)) | {"capacity": ""})
    assert choices(event)["frank"] == "yes"


def test_after_the_deadline_a_seat_can_only_be_given_back(as_user, cast):
    event = make_event(cast.alice, capacity=1)
    say(cast.bob, event)
    say(cast.carol, event)
    Event.objects.filter(pk=event.pk).update(answer_until=timezone.now() - timedelta(minutes=1))
    for choice in ("yes", "maybe"):
        with pytest.raises(AnswersClosedError):
            say(cast.erin, fresh(event), choice)
    client = as_user(cast.erin)
    assert client.post(f"/events/{event.pk}/answer/", {"choice": "yes"}, follow=True).status_code == 200
    assert "erin" not in choices(event)
    say(cast.bob, fresh(event), "no")
    assert choices(event) == {"bob": "no", "carol": "yes"}


def test_once_it_has_begun_nothing_changes_any_more(cast):
    event = make_past(make_event(cast.alice))
    for choice in ("yes", "maybe", "no", ""):
        with pytest.raises(AnswersClosedError):
            say(cast.bob, event, choice)


def test_an_archived_community_takes_no_answers(cast):
    circle = make_circle(cast.alice, members=[cast.bob])
    event = make_event(cast.alice, space=circle.space)
    Space.objects.filter(pk=circle.pk).update(is_archived=True)
    with pytest.raises(PermissionDenied):
        say(cast.bob, fresh(event))


def test_the_seat_of_somebody_who_left_goes_to_who_waits(cast):
    circle = make_circle(cast.alice, access="closed", members=[cast.bob, cast.carol, cast.erin])
    event = make_event(cast.alice, space=circle.space, capacity=1)
    for person in (cast.bob, cast.carol, cast.erin):
        say(person, event)
    deactivate_person(actor=cast.frank, user=cast.bob)
    SpaceMember.objects.filter(space=circle.space, user=cast.carol).delete()
    assert settle_seats() == 2
    assert choices(event) == {"erin": "yes"}
    assert settle_seats() == 0


def test_nobody_moves_up_who_may_no_longer_come(cast):
    circle = make_circle(cast.alice, access="closed", members=[cast.bob, cast.carol, cast.erin])
    event = make_event(cast.alice, space=circle.space, capacity=1)
    for person in (cast.bob, cast.carol, cast.erin):
        say(person, event)
    SpaceMember.objects.filter(space=circle.space, user=cast.carol).delete()
    say(cast.bob, event, "no")
    assert choices(event)["erin"] == "yes"
    assert not Notification.objects.filter(user=cast.carol).exists()


def test_too_many_answers_are_braked(as_user, cast):
    event = make_event(cast.alice)
    client = as_user(cast.bob)
    for n in range(60):
        client.post(f"/events/{event.pk}/answer/", {"choice": "yes" if n % 2 else "maybe"})
    client.post(f"/events/{event.pk}/answer/", {"choice": "no"})
    assert choices(event) == {"bob": "yes"}


def test_the_rail_shows_the_next_events_in_one_or_two_queries(cast, django_assert_num_queries):
    circle = make_circle(cast.alice, members=[cast.bob])
    for n in range(5):
        say(cast.bob, make_event(cast.alice, f"会{n}", space=circle.space, starts_in=hours(100 - n)))
    say(cast.bob, make_event(cast.alice, "断った会", starts_in=hours(2)), "no")
    bob = type(cast.bob).objects.get(pk=cast.bob.pk)
    my_next_events(bob)  # reads the spaces once
    with django_assert_num_queries(1):
        assert [row.title for row in my_next_events(bob)] == ["会4", "会3", "会2"]
    with django_assert_num_queries(2):
        assert [row.title for row in next_events(bob, [circle.pk], 2)] == ["会4", "会3"]
    assert EventAnswer.objects.filter(user=bob).count() == 6
