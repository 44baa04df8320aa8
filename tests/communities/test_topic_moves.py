import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from sns.audit.models import AuditEvent
from sns.discussion.actions import set_reaction
from sns.entries.models import Entry, EntryTag, Pin
from sns.entries.pinning import pin, pinned_in_space
from sns.publishing import EditConflict, move, revise
from sns.spaces.models import Space
from sns.spaces.queries import company_space
from tests.communities.groups import make_group
from tests.communities.topic_factory import make_topic
from tests.factories import make_comment, make_post

LATER = timezone.now() + timezone.timedelta(days=3)


@pytest.fixture
def here(cast):
    return make_group(cast.alice, "品質の失敗学", members=[cast.bob])


@pytest.fixture
def there(cast):
    return make_group(cast.erin, "現場改善ひろば", "closed", members=[cast.alice, cast.bob])


def test_everything_on_it_stays(cast, here, there):
    topic = make_topic(cast.bob, here, "題", tags=["検査"])
    make_comment(topic, cast.alice)
    set_reaction(actor=cast.alice, entry=topic, kind="like", on=True)
    moved = move(actor=cast.bob, entry=topic, space=there.space)
    stored = Entry.objects.get(pk=topic.pk)
    assert (stored.space_id, stored.published_at) == (there.pk, topic.published_at)
    assert (stored.comment_count, stored.reaction_counts) == (1, {"like": 1})
    assert EntryTag.objects.get(entry=topic).space_id == there.pk
    assert moved.get_absolute_url() == f"/topics/{topic.pk}/"
    assert AuditEvent.objects.get(verb="entry.moved").data == {"from": here.pk, "to": there.pk}
    assert Space.objects.get(pk=here.pk).entry_count == 0
    assert Space.objects.get(pk=there.pk).entry_count == 1


def test_a_reader_of_the_old_place_no_longer_finds_it(as_user, cast, here, there):
    topic = make_topic(cast.bob, here)
    client = as_user(cast.carol)
    assert client.get(f"/topics/{topic.pk}/").status_code == 200
    move(actor=cast.bob, entry=topic, space=there.space)
    assert client.get(f"/topics/{topic.pk}/").status_code == 404


def test_texts_that_link_to_it_forget_its_title(cast, here, there):
    topic = make_topic(cast.bob, here, "ここだけの題")
    outside = make_post(cast.carol, body=f"/topics/{topic.pk}/")
    assert "ここだけの題" in Entry.objects.get(pk=outside.pk).body_html
    move(actor=cast.bob, entry=topic, space=there.space)
    assert "ここだけの題" not in Entry.objects.get(pk=outside.pk).body_html


def test_the_old_address_below_the_community_leads_to_it(as_user, cast, here, there):
    topic = make_topic(cast.bob, here)
    move(actor=cast.bob, entry=topic, space=there.space)
    answer = as_user(cast.alice).get(f"/communities/{here.pk}/topics/{topic.pk}/")
    assert answer["Location"] == f"/topics/{topic.pk}/"


def test_a_moderator_moves_what_others_wrote_but_only_to_where_he_may_write(cast, here, there):
    topic = make_topic(cast.bob, here)
    elsewhere = make_group(cast.erin, "役員室", "secret")
    with pytest.raises(PermissionDenied):
        move(actor=cast.alice, entry=topic, space=elsewhere.space)
    move(actor=cast.alice, entry=topic, space=there.space)
    assert Entry.objects.get(pk=topic.pk).space_id == there.pk


def test_a_mere_member_does_not_move_what_others_wrote(as_user, cast, here, there):
    topic = make_topic(cast.alice, here)
    assert as_user(cast.bob).get(f"/entries/{topic.pk}/move/").status_code == 403
    with pytest.raises(PermissionDenied):
        move(actor=cast.bob, entry=topic, space=there.space)


def test_no_place_is_named_that_the_person_does_not_belong_to(as_user, cast, here, there):
    make_group(cast.erin, "役員室", "secret")
    archived = make_group(cast.bob, "昔の会")
    Space.objects.filter(pk=archived.pk).update(is_archived=True)
    topic = make_topic(cast.bob, here)
    page = as_user(cast.bob).get(f"/entries/{topic.pk}/move/").text
    assert "現場改善ひろば" in page
    assert "役員室" not in page
    assert "昔の会" not in page
    assert "全社" not in page.split("<form", 1)[1]  # a topic stays in communities


def test_a_forged_target_is_refused(as_user, cast, here, there):
    hidden = make_group(cast.erin, "役員室", "secret")
    topic = make_topic(cast.bob, here)
    assert as_user(cast.bob).post(f"/entries/{topic.pk}/move/", {"space": hidden.pk}).status_code == 422
    assert Entry.objects.get(pk=topic.pk).space_id == here.pk


def test_a_post_moves_from_the_company_into_a_community_and_back(as_user, cast, here):
    post = make_post(cast.bob)
    client = as_user(cast.bob)
    client.post(f"/entries/{post.pk}/move/", {"space": here.pk})
    assert Entry.objects.get(pk=post.pk).space_id == here.pk
    client.post(f"/entries/{post.pk}/move/", {"space": company_space().pk})
    assert Entry.objects.get(pk=post.pk).space_id == company_space().pk


def test_its_pin_stays_behind(cast, here, there):
    topic = make_topic(cast.bob, here)
    pin(actor=cast.alice, entry=topic, place=Pin.Place.SPACE, until=LATER)
    assert pinned_in_space(cast.carol, here.pk) == [topic.pk]
    move(actor=cast.bob, entry=topic, space=there.space)
    assert pinned_in_space(cast.alice, here.pk) == pinned_in_space(cast.alice, there.pk) == []


def test_its_pin_stays_behind_also_when_the_author_changes_the_audience(cast, here, there):
    post = make_post(cast.bob, space=here.space)
    pin(actor=cast.alice, entry=post, place=Pin.Place.SPACE, until=LATER)
    post.space = there.space
    revise(actor=cast.bob, entry=post, tags=[], base_version=post.version)
    assert pinned_in_space(cast.alice, there.pk) == []


def test_an_editor_who_is_at_it_does_not_carry_it_back(cast, here, there):
    topic = make_topic(cast.bob, here)
    read = type(topic).objects.get(pk=topic.pk)
    move(actor=cast.alice, entry=topic, space=there.space)
    with pytest.raises(EditConflict):
        revise(actor=cast.bob, entry=read, tags=[], base_version=read.version)
