from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from sns.entries.models import Pin
from sns.entries.pinning import PINS_MAX, TooManyPins, pin, pinned_in_space, pinned_on_blog, unpin
from sns.publishing import withdraw
from tests.communities.groups import make_group
from tests.communities.topic_factory import make_topic
from tests.factories import make_post

SPACE, BLOG = Pin.Place.SPACE, Pin.Place.BLOG


def in_days(n):
    return timezone.now() + timedelta(days=n)


@pytest.fixture
def group(cast):
    return make_group(cast.alice, "会", "closed", members=[cast.bob])


def test_a_moderator_lets_a_topic_stand_first_until_a_day(as_user, cast, group):
    topic = make_topic(cast.bob, group)
    day = timezone.localdate() + timedelta(days=3)
    answer = as_user(cast.alice).post(f"/entries/{topic.pk}/pin/", {"on": "1", "place": "space", "until": str(day)})
    assert answer.status_code == 302
    assert pinned_in_space(cast.bob, group.pk) == [topic.pk]
    assert timezone.localtime(Pin.objects.get().until).date() == day + timedelta(days=1)  # its midnight
    assert pinned_in_space(cast.carol, group.pk) == []


def test_it_comes_off_by_itself(cast, group):
    topic = make_topic(cast.bob, group)
    pin(actor=cast.alice, entry=topic, place=SPACE, until=in_days(1))
    Pin.objects.update(pinned_at=in_days(-3), until=in_days(-1))
    assert pinned_in_space(cast.alice, group.pk) == []


def test_what_is_withdrawn_does_not_stand_first(cast, group):
    topic = make_topic(cast.bob, group)
    pin(actor=cast.alice, entry=topic, place=SPACE, until=in_days(1))
    withdraw(actor=cast.bob, entry=topic)
    assert pinned_in_space(cast.alice, group.pk) == []


def test_members_do_not_pin_and_days_past_are_refused(as_user, cast, group):
    topic = make_topic(cast.bob, group)
    assert as_user(cast.bob).get(f"/entries/{topic.pk}/pin/").status_code == 403
    with pytest.raises(PermissionDenied):
        pin(actor=cast.bob, entry=topic, place=SPACE, until=in_days(1))
    data = {"on": "1", "place": "space", "until": "2001-01-01"}
    assert as_user(cast.alice).post(f"/entries/{topic.pk}/pin/", data).status_code == 422


def test_few_entries_stand_first(cast, group):
    topics = [make_topic(cast.bob, group) for _n in range(PINS_MAX + 1)]
    for topic in topics[:PINS_MAX]:
        pin(actor=cast.alice, entry=topic, place=SPACE, until=in_days(1))
    with pytest.raises(TooManyPins):
        pin(actor=cast.alice, entry=topics[-1], place=SPACE, until=in_days(1))
    unpin(actor=cast.alice, entry=topics[0], place=SPACE)
    pin(actor=cast.alice, entry=topics[-1], place=SPACE, until=in_days(1))


def test_an_author_pins_on_his_own_blog_for_those_who_may_read_it(cast):
    post = make_post(cast.alice, space=cast.unit.space)
    pin(actor=cast.alice, entry=post, place=BLOG, until=in_days(1))
    assert pinned_on_blog(cast.bob, cast.alice) == [post.pk]
    assert pinned_on_blog(cast.carol, cast.alice) == []
    with pytest.raises(PermissionDenied):
        pin(actor=cast.bob, entry=post, place=BLOG, until=in_days(1))
