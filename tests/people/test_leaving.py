"""Leaving and coming back: what ends, what stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from sns.audit.models import AuditEvent
from sns.entries.models import Entry, FeedToken
from sns.people.actions import (
    LastAdministrator,
    add_guest,
    deactivate_person,
    end_role,
    give_role,
    post_to_unit,
    reactivate_person,
)
from sns.people.models import RoleTerm, User
from sns.spaces.actions import sync_unit_spaces
from sns.spaces.tasks import sync_memberships
from tests.factories import PASSWORD, make_person, make_post


@pytest.fixture(autouse=True)
def _empty_cache(db):
    cache.clear()


def leave(*, actor, user, reason=""):
    deactivate_person(actor=actor, user=user, reason=reason)
    sync_unit_spaces()


def logged_in(user):
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def test_open_sessions_end_at_once_and_stay_ended(cast):
    client = logged_in(cast.alice)
    assert client.get("/settings/").status_code == 200
    leave(actor=cast.frank, user=cast.alice)
    assert client.get("/settings/").status_code == 302
    reactivate_person(actor=cast.frank, user=cast.alice)
    assert client.get("/settings/").status_code == 302
    assert logged_in(cast.alice).get("/settings/").status_code == 200


def test_posts_end_today_and_later_ones_never_begin(cast):
    tomorrow = timezone.localdate() + timedelta(days=1)
    post_to_unit(actor=None, user=cast.alice, unit=cast.other_unit, primary=False, since=tomorrow)
    leave(actor=cast.frank, user=cast.alice)
    assert [posting.until for posting in cast.alice.postings.all()] == [timezone.localdate()]


def test_a_post_that_ended_before_keeps_its_last_day(cast):
    long_ago = timezone.localdate() - timedelta(days=100)
    cast.alice.postings.update(since=long_ago, until=long_ago)
    leave(actor=cast.frank, user=cast.alice)
    assert cast.alice.postings.get().until == long_ago


def test_roles_spaces_and_private_feeds_end(cast, client):
    FeedToken.objects.create(user=cast.erin, token="t" * 43)
    feed = f"/blogs/alice/feed.atom?token={'t' * 43}"
    make_post(cast.alice)
    assert client.get(feed).status_code == 200
    post_to_unit(actor=None, user=cast.erin, unit=cast.unit)
    sync_memberships(timestamp=0)
    assert cast.erin.spaces.exists()
    leave(actor=cast.frank, user=cast.erin)
    assert not RoleTerm.objects.current().filter(user=cast.erin).exists()
    assert not cast.erin.spaces.exists()
    assert client.get(feed).status_code != 200


def test_what_he_wrote_stays_under_his_name(cast):
    post = make_post(cast.alice, "残ります")
    leave(actor=cast.frank, user=cast.alice)
    assert Entry.objects.visible_to(User.objects.get(pk=cast.bob.pk)).get(pk=post.pk).author == cast.alice
    cast.alice.refresh_from_db()
    assert cast.alice.left_at


def test_leaving_and_coming_back_are_recorded_with_who_and_why(cast):
    leave(actor=cast.frank, user=cast.alice, reason="定年")
    reactivate_person(actor=cast.frank, user=cast.alice)
    events = AuditEvent.objects.filter(subject_id=str(cast.alice.pk), verb__in=["person.left", "person.returned"])
    assert [(event.verb, event.actor_name) for event in events] == [
        ("person.returned", "古川 蘭"),
        ("person.left", "古川 蘭"),
    ]
    assert events[1].data["reason"] == "定年"


def test_the_last_administrator_can_neither_leave_nor_lose_the_role(cast):
    with pytest.raises(LastAdministrator):
        leave(actor=cast.frank, user=cast.frank)
    with pytest.raises(LastAdministrator):
        end_role(actor=cast.frank, term=cast.frank.role_terms.get())
    cast.frank.refresh_from_db()
    assert cast.frank.is_active
    assert cast.frank.is_staff
    assert cast.frank.postings.filter(until=None).count() == cast.frank.postings.count()


def test_one_of_two_administrators_may_go(cast):
    make_person("grace", role=RoleTerm.Role.ADMINISTRATOR)
    leave(actor=cast.frank, user=cast.frank)
    cast.frank.refresh_from_db()
    assert (cast.frank.is_active, cast.frank.is_staff, cast.frank.is_superuser) == (False, False, False)
    with pytest.raises(LastAdministrator):
        deactivate_person(actor=None, user=User.objects.get(handle="grace"))


def test_a_role_ends_at_once(cast):
    give_role(actor=cast.frank, user=cast.alice, role=RoleTerm.Role.ADMINISTRATOR)
    end_role(actor=cast.frank, term=cast.alice.role_terms.get())
    cast.alice.refresh_from_db()
    assert not cast.alice.is_staff
    assert not cast.alice.has_role("administrator")


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_depose_each_other_at_the_same_time():
    pair = [make_person(f"admin{n}", role=RoleTerm.Role.ADMINISTRATOR) for n in range(2)]

    def let_go(user):
        try:
            deactivate_person(actor=None, user=user)
        except LastAdministrator:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(let_go, pair)) == [False, True]
    assert User.objects.filter(is_active=True, is_staff=True).count() == 1


def test_a_guest_of_an_archive_is_never_activated(cast):
    with pytest.raises(ValidationError):
        reactivate_person(actor=cast.frank, user=add_guest(name="Old Author"))


def test_the_daily_job_follows_roles_and_posts_that_begin_and_end(cast):
    today = timezone.localdate()
    RoleTerm.objects.create(user=cast.alice, role=RoleTerm.Role.ADMINISTRATOR, since=today)
    RoleTerm.objects.filter(user=cast.frank).update(since=today - timedelta(days=9), until=today - timedelta(days=1))
    cast.bob.postings.update(since=today - timedelta(days=9), until=today - timedelta(days=1))
    sync_memberships(timestamp=0)
    cast.alice.refresh_from_db()
    cast.frank.refresh_from_db()
    assert (cast.alice.is_staff, cast.frank.is_staff) == (True, False)
    assert not cast.bob.spaces.filter(unit=cast.unit).exists()


def test_an_administrator_made_on_the_command_line_survives_the_daily_job(cast):
    user = User.objects.create_superuser("root@example.com", "x", name="Root", handle="root")
    sync_memberships(timestamp=0)
    user.refresh_from_db()
    assert user.is_staff
