"""Reminders: the day before and an hour before, each person once, only who may still see the event."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from communities.actions.event_reminders import remind_all
from communities.actions.events import cancel_event
from communities.models import Event, EventAnswer
from communities.tasks import remind_of_events, settle_seats_of_events
from sns.core.localtimes import day_after, start_of
from sns.notifications.models import Notification, Verb
from sns.people.actions import deactivate_person
from sns.publishing import withdraw
from sns.spaces.models import SpaceMember
from tests.communities.event_factory import fresh, hours, make_circle, make_event, say


def reminded(event) -> set[str]:
    lines = Notification.objects.filter(entry_id=event.pk, verb=Verb.REMINDER)
    return set(lines.values_list("user__handle", flat=True))


def long_ago(event) -> None:
    """They answered days before."""
    EventAnswer.objects.filter(event=event).update(answered_at=timezone.now() - timedelta(days=9))


@pytest.fixture
def event(cast):
    event = make_event(cast.alice, starts_in=hours(23), place="食堂", capacity=2)
    for person, choice in ((cast.alice, "yes"), (cast.bob, "yes"), (cast.carol, "maybe"), (cast.erin, "no")):
        say(person, event, choice)
    say(cast.frank, event)  # waits
    long_ago(event)
    return event


def test_who_said_yes_or_maybe_is_reminded_the_day_before_the_organiser_too(event):
    assert remind_all() == 3
    assert reminded(event) == {"alice", "bob", "carol"}
    assert "食堂" in Notification.objects.filter(verb=Verb.REMINDER).first().excerpt


def test_each_person_once_however_often_it_runs_and_again_an_hour_before(event):
    assert remind_all() == 3
    assert remind_all() == 0
    soon = event.starts_at - timedelta(minutes=50)
    assert remind_all(now=soon) == 3
    assert remind_all(now=soon + timedelta(minutes=5)) == 0
    assert remind_all(now=event.starts_at + timedelta(minutes=1)) == 0


def test_too_early_nobody_hears_anything(cast):
    event = make_event(cast.alice, starts_in=hours(25))
    say(cast.bob, event)
    long_ago(event)
    assert remind_all() == 0


def test_who_said_yes_within_the_last_day_is_reminded_only_an_hour_before(cast):
    event = make_event(cast.alice, starts_in=hours(3))
    say(cast.bob, event)
    assert remind_all() == 0
    assert remind_all(now=event.starts_at - timedelta(minutes=55)) == 1


def test_a_whole_day_is_told_from_noon_of_the_day_before_and_once(cast):
    event = make_event(cast.alice)
    day = timezone.localdate() + timedelta(days=3)
    starts_at, ends_at = start_of(day, event.zone), start_of(day_after(day), event.zone)
    Event.objects.filter(pk=event.pk).update(first_day=day, last_day=day, starts_at=starts_at, ends_at=ends_at)
    say(cast.bob, event)
    long_ago(event)
    assert remind_all(now=starts_at - hours(13)) == 0
    assert remind_all(now=starts_at - hours(11.9)) == 1
    assert remind_all(now=starts_at - hours(0.5)) == 0


def test_nobody_is_reminded_of_what_is_cancelled_or_deleted(cast, event):
    cancel_event(actor=cast.alice, event=event, reason="雨")
    other = make_event(cast.alice, starts_in=hours(20))
    say(cast.bob, other)
    long_ago(other)
    withdraw(actor=cast.alice, entry=other)
    assert remind_all() == 0


def test_who_has_left_the_community_or_the_company_hears_nothing(cast):
    circle = make_circle(cast.alice, access="secret", members=[cast.bob, cast.carol, cast.erin])
    event = make_event(cast.alice, space=circle.space, starts_in=hours(20))
    for person in (cast.bob, cast.carol, cast.erin):
        say(person, event)
    long_ago(event)
    SpaceMember.objects.filter(space=circle.space, user=cast.carol).delete()
    deactivate_person(actor=cast.frank, user=cast.erin)
    remind_all()
    assert reminded(event) == {"bob"}


def test_the_periodic_jobs_run(event, django_capture_on_commit_callbacks):
    remind_of_events(0)
    settle_seats_of_events(0)
    assert reminded(event) == {"alice", "bob", "carol"}
    assert fresh(event).answers.count() == 5
    assert mail.outbox == []  # mail is for the jobs of notifications, in their hours
