"""What a community's counters say is what a recount gives."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communities.actions.members import leave_community
from sns.entries.models import Entry
from sns.ops.rebuild import rebuild_counters
from sns.publishing import restore, revise, save_draft, withdraw
from sns.spaces.models import Space
from tests.communities.clubs import found
from tests.factories import draft_post, make_comment, make_post


def counters(community):
    return Space.objects.values_list("entry_count", "member_count").get(pk=community.pk)


@pytest.fixture
def two(cast):
    return found(cast.alice, members=[cast.bob, cast.carol]), found(cast.alice, members=[cast.bob])


def test_publishing_withdrawing_and_coming_back_count(cast, two):
    community = two[0]
    post = make_post(cast.bob, space=community.space)
    save_draft(actor=cast.bob, entry=draft_post(cast.bob, space=community.space))
    assert counters(community) == (1, 3)
    withdraw(actor=cast.bob, entry=post)
    withdraw(actor=cast.bob, entry=post)
    assert counters(community) == (0, 3)
    restore(actor=cast.bob, entry=post)
    leave_community(actor=cast.carol, community=community)
    assert counters(community) == (1, 2)
    assert rebuild_counters() == 0


def test_what_moves_is_counted_where_it_is(cast, two):
    post = make_post(cast.bob, space=two[0].space)
    make_comment(post, cast.alice)
    post.refresh_from_db()
    post.space = two[1].space
    revise(actor=cast.bob, entry=post, tags=[], base_version=post.version)
    assert [counters(community)[0] for community in two] == [0, 1]
    assert rebuild_counters() == 0


def test_a_comment_is_activity(cast, two):
    post = make_post(cast.bob, space=two[0].space, at=timezone.now() - timedelta(days=9))
    comment = make_comment(post, cast.carol)
    assert Space.objects.get(pk=two[0].pk).last_activity_at == comment.created_at
    assert rebuild_counters() == 0


def test_damaged_counters_are_made_good(cast, two):
    make_post(cast.bob, space=two[0].space)
    before = list(Space.objects.order_by("pk").values_list("entry_count", "member_count", "last_activity_at"))
    Space.objects.filter(kind="community").update(entry_count=7, member_count=9, last_activity_at=None)
    assert rebuild_counters() > 0
    assert list(Space.objects.order_by("pk").values_list("entry_count", "member_count", "last_activity_at")) == before


def test_the_company_space_is_nobody_s_hot_row(cast):
    post = make_post(cast.alice)
    make_comment(post, cast.bob)
    assert Space.objects.get(kind="company").entry_count == 0
    assert Entry.objects.get(pk=post.pk).comment_count == 1
