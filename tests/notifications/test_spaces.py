"""Lines about a community itself: who gets them, and when they are no longer shown."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.actions.members import remove_member
from sns.notifications.actions import forget_space, notify, notify_about_space
from sns.notifications.models import Notification, Verb
from sns.spaces.actions import ensure_personal_space
from sns.spaces.models import Space
from tests.communities.books import make_community
from tests.factories import make_post


@pytest.fixture
def secret(cast):
    space = Space.objects.create(kind=Space.Kind.COMMUNITY, name="次の一手準備室")
    space.memberships.create(user=cast.alice, role="owner")
    return space


def tell(verb, space, actor, *people, **fields):
    return notify_about_space(
        actor=actor, verb=verb, space=space, to=[p.pk for p in people], path="/communities/", **fields
    )


def test_members_alone_are_told(cast, secret):
    assert tell(Verb.WELCOME, secret, cast.erin, cast.alice, cast.bob) == [cast.alice.pk]


def test_an_invitation_reaches_people_outside(cast, secret, as_user):
    assert tell(Verb.INVITATION, secret, cast.alice, cast.carol) == [cast.carol.pk]
    page = as_user(cast.carol).get("/notifications/").text
    assert "次の一手準備室" in page
    assert "invited you" in page


def test_a_member_who_was_removed_sees_the_name_no_more(cast, secret, as_user):
    tell(Verb.INVITATION, secret, cast.alice, cast.carol)
    membership = secret.memberships.create(user=cast.carol)
    tell(Verb.WELCOME, secret, cast.alice, cast.carol)
    client = as_user(cast.carol)
    assert client.get("/notifications/").text.count("次の一手準備室") == 2
    membership.delete()
    forget_space(space=secret, people=[cast.carol.pk])
    assert "次の一手準備室" not in client.get("/notifications/").text


def test_lines_of_members_hide_by_themselves(cast, secret, as_user):
    membership = secret.memberships.create(user=cast.carol)
    tell(Verb.WELCOME, secret, cast.alice, cast.carol)
    membership.delete()
    assert "次の一手準備室" not in as_user(cast.carol).get("/notifications/").text


def test_the_same_event_bumps_and_another_has_its_own_line(cast, secret):
    for person in (cast.bob, cast.carol, cast.erin):
        tell(Verb.JOIN_REQUEST, secret, person, cast.alice)
    tell(Verb.OWNERSHIP, secret, cast.bob, cast.alice)
    assert sorted(Notification.objects.values_list("verb", "others")) == [("join_request", 2), ("ownership", 0)]


def test_a_line_is_about_an_entry_or_a_space_never_both_or_none(cast, secret):
    line = {"user": cast.alice, "actor": cast.bob, "verb": Verb.WELCOME, "path": "/", "at": timezone.now()}
    for about in ({}, {"entry": make_post(cast.alice), "space": secret}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notification.objects.create(**line, **about)


def test_a_reminder_reaches_also_whoever_set_it(cast):
    post = make_post(cast.alice)
    people = {"actor": cast.alice, "entry": post, "to": [cast.alice.pk], "path": "/"}
    assert notify(verb=Verb.REMINDER, **people) == [cast.alice.pk]
    assert notify(verb=Verb.ENTRY, **people) == []


@pytest.mark.parametrize("verb", Verb)
def test_each_event_is_a_line_and_a_mail(cast, secret, as_user, verb, run_jobs, mailoutbox):
    secret.memberships.create(user=cast.carol)
    if verb in (Verb.JOIN_REQUEST, Verb.JOIN_ANSWER, Verb.INVITATION, Verb.WELCOME, Verb.OWNERSHIP):
        tell(verb, secret, cast.alice, cast.carol, excerpt="Because we need you.")
    else:
        post = make_post(cast.alice, "治具の話", space=secret)
        notify(actor=cast.alice, verb=verb, entry=post, to=[cast.carol.pk], path="/", excerpt="Because we need you.")
    assert "Because we need you." in as_user(cast.carol).get("/notifications/").text
    run_jobs()
    for message in mailoutbox:
        assert "\n" not in message.subject
        assert "Because we need you." in message.body


def test_private_thanks_do_not_name_the_readers_own_space(cast, as_user, run_jobs, mailoutbox):
    mine = ensure_personal_space(user=cast.alice)
    tell(Verb.THANKS, mine, cast.bob, cast.alice, excerpt="助かりました。")
    assert f'<div class="meta">{cast.alice.name}</div>' not in as_user(cast.alice).get("/notifications/").text
    run_jobs()
    assert cast.alice.name not in mailoutbox[0].subject
    assert "助かりました。" in mailoutbox[0].body


@pytest.mark.parametrize(("access", "named"), [("closed", True), ("secret", False)])
def test_who_is_parted_with_hears_why_and_the_name_of_no_secret_community(
    cast, as_user, run_jobs, mailoutbox, access, named
):
    community = make_community(cast.alice, cast.bob, name="次の一手準備室", access=access)
    remove_member(actor=cast.alice, community=community, user=cast.bob, reason="部署が変わったためです。")
    page = as_user(cast.bob).get("/notifications/").text
    run_jobs()
    told = [mail for mail in mailoutbox if mail.to == [cast.bob.email]]
    for text in (page, told[-1].body + told[-1].subject + told[-1].alternatives[0][0]):
        assert "部署が変わったためです。" in text
        assert ("次の一手準備室" in text) == named
