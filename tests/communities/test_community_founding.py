"""Founding, describing, opening and closing, archiving."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection

from communities.actions.communities import CommunityConflict, Description, edit_community, found_community
from communities.actions.joining import ask_to_join, invite
from communities.models import Community, JoinRequest
from sns.audit.models import AuditEvent
from sns.discussion.actions import add_comment
from sns.entries.actions import drop_unused_tags
from sns.entries.models import Entry
from sns.notifications.models import Notification
from sns.publishing import publish, revise, withdraw
from sns.spaces.permissions import role_in
from tests.communities.clubs import FORM, PURPOSE, archive, change, described, found, reload
from tests.factories import draft_post, make_comment, make_post


def test_whoever_founds_owns_and_sees_the_page(as_user, cast):
    client = as_user(cast.alice)
    answer = client.post("/communities/new/", FORM | {"charter": "## 約束\n- **責めない**", "submission": str(uuid4())})
    community = Community.objects.select_related("space").get()
    assert answer.url == community.get_absolute_url()
    assert role_in(cast.alice, community.pk) == "owner"
    assert (community.space.is_open, community.member_count) == (True, 1)
    assert {tag.label for tag in community.tags.all()} == {"朝会", "改善"}
    page = client.get(answer.url).content.decode()
    assert PURPOSE in page
    assert "<strong>責めない</strong>" in client.get(f"{answer.url}about/").content.decode()


@pytest.mark.parametrize("field", ["name", "purpose"])
def test_a_community_has_a_name_and_a_purpose(as_user, cast, field):
    answer = as_user(cast.alice).post("/communities/new/", FORM | {field: "  ", "charter": "書いたもの"})
    assert answer.status_code == 422
    assert "書いたもの" in answer.content.decode()
    assert not Community.objects.exists()


def test_a_form_sent_twice_founds_once(as_user, cast):
    client, data = as_user(cast.alice), FORM | {"submission": str(uuid4())}
    first, second = client.post("/communities/new/", data), client.post("/communities/new/", data)
    assert first.url == second.url
    assert Community.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_found_once(cast):
    number = uuid4()

    def click(_n):
        try:
            return found_community(
                actor=cast.alice, description=Description(name="会", purpose=PURPOSE), submission=number
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(click, range(4)))) == 1
    assert Community.objects.count() == 1


def test_nobody_founds_without_end(as_user, cast):
    cache.clear()
    client = as_user(cast.alice)
    answers = [client.post("/communities/new/", FORM).status_code for _ in range(11)]
    assert answers[-2:] == [302, 429]
    cache.clear()


def test_the_second_of_two_editors_sees_both_texts_and_loses_nothing(as_user, cast):
    community = found(cast.alice, moderators=[cast.bob], charter="もとの約束")
    client = as_user(cast.bob)
    change(cast.alice, community, charter="ありすの約束")
    data = FORM | {"charter": "暮雄の約束", "version": "1"}
    answer = client.post(f"/communities/{community.pk}/edit/", data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "ありすの約束" in page
    assert "暮雄の約束" in page
    assert 'name="version" value="2"' in page
    assert client.post(f"/communities/{community.pk}/edit/", data | {"version": "2"}).status_code == 302
    assert reload(community).charter == "暮雄の約束"


def test_an_old_version_is_a_conflict(cast):
    community = found(cast.alice)
    change(cast.alice, community, name="新しい名前")
    with pytest.raises(CommunityConflict):
        edit_community(actor=cast.alice, community=community, description=described(community), base_version=1)


def test_moderators_describe_but_only_the_owner_opens_and_closes(as_user, cast):
    community = found(cast.alice, moderators=[cast.bob], members=[cast.carol])
    client = as_user(cast.bob)
    assert (
        client.post(f"/communities/{community.pk}/edit/", FORM | {"access": "secret", "version": "1"}).status_code
        == 302
    )
    assert (reload(community).name, reload(community).access) == ("朝の会", "open")
    with pytest.raises(PermissionDenied):
        change(cast.bob, community, access="secret")
    assert as_user(cast.carol).get(f"/communities/{community.pk}/edit/").status_code == 403


def test_closing_hides_what_is_in_it_and_its_titles_in_other_texts(cast):
    community = found(cast.alice, members=[cast.bob])
    inside = make_post(cast.alice, "部外秘の題", space=community.space)
    outside = make_post(cast.bob, body=f"/posts/{inside.pk}/ を読んで")
    comment = make_comment(outside, cast.bob, f"/posts/{inside.pk}/ のこと")
    assert "部外秘の題" in Entry.objects.get(pk=outside.pk).body_html
    change(cast.alice, community, access="closed")
    outside.refresh_from_db()
    comment.refresh_from_db()
    assert "部外秘の題" not in outside.body_html + comment.body_html
    assert inside.entry_ptr not in Entry.objects.visible_to(cast.carol)
    assert inside.entry_ptr in Entry.objects.visible_to(cast.bob)
    change(cast.alice, community, access="open")
    outside.refresh_from_db()
    assert "部外秘の題" in outside.body_html


def test_what_becomes_secret_settles_requests_and_leaves_the_bells_of_outsiders(cast):
    community = found(cast.alice, access="closed")
    ask_to_join(actor=cast.carol, community=community, message="入りたいです")
    invite(actor=cast.alice, community=community, users=[cast.erin])
    Notification.objects.create(
        user=cast.carol, space=community.space, verb="join_answer", actor=cast.alice, path="/", at=community.created_at
    )
    change(cast.alice, community, access="secret")
    assert JoinRequest.objects.get().answered_at
    told = set(Notification.objects.filter(space=community.space).values_list("user__handle", flat=True))
    assert told == {"alice", "erin"}  # the invited one still has to answer


def test_an_archived_community_is_read_but_not_written_in(as_user, cast):
    community = found(cast.alice, members=[cast.bob])
    post = make_post(cast.bob, "残すもの", space=community.space)
    comment = make_comment(post, cast.bob)
    community = archive(cast.alice, community)
    post = Entry.objects.select_related("space").get(pk=post.pk)
    with pytest.raises(PermissionDenied):
        publish(actor=cast.bob, entry=draft_post(cast.bob, space=community.space))
    with pytest.raises(PermissionDenied):
        add_comment(actor=cast.carol, entry=post, body="ひとこと")
    with pytest.raises(PermissionDenied):
        revise(actor=cast.bob, entry=post, tags=[], base_version=post.version)
    client = as_user(cast.bob)
    page = client.get(community.get_absolute_url()).content.decode()
    assert "残すもの" in page
    assert "topics/new/" not in page
    assert client.post(f"/comments/{comment.pk}/edit/", {"body": "変更", "version": "1"}).status_code == 403
    assert f'value="{community.pk}"' not in client.get("/posts/new/").content.decode()
    withdraw(actor=cast.bob, entry=post)  # what one wrote can still be taken back


def test_an_archived_community_is_found_only_by_who_looks_for_it_and_can_live_again(as_user, cast):
    community = archive(cast.alice, found(cast.alice, name="昔の委員会"))
    client = as_user(cast.carol)
    assert "昔の委員会" not in client.get("/communities/").content.decode()
    assert "昔の委員会" in client.get("/communities/?q=委員会").content.decode()
    client = as_user(cast.alice)
    client.post(f"/communities/{community.pk}/archive/", {"on": "0"})
    assert not reload(community).is_archived
    acts = AuditEvent.objects.filter(verb__startswith="community.").order_by("pk").values_list("verb", flat=True)
    assert list(acts) == ["community.founded", "community.archived", "community.unarchived"]


def test_a_tool_switched_off_has_no_tab_and_no_page(as_user, cast):
    community = found(cast.alice, tools=["files"])
    client = as_user(cast.alice)
    assert client.get(f"/communities/{community.pk}/files/").status_code == 200
    change(cast.alice, community, tools=[])
    assert client.get(f"/communities/{community.pk}/files/").status_code == 404
    assert "/files/" not in client.get(community.get_absolute_url()).content.decode()


def test_a_tag_that_only_a_community_carries_is_not_thrown_away(cast):
    community = found(cast.alice, tags=["縁側"])
    drop_unused_tags()
    assert [tag.label for tag in community.tags.all()] == ["縁側"]


def test_the_door_to_blog_posts_chooses_the_audience(as_user, cast):
    community, other = found(cast.alice), found(cast.bob, access="closed")
    client = as_user(cast.alice)
    page = client.get(f"/posts/new/?space={community.pk}").content.decode()
    assert f'<option value="{community.pk}" selected' in page
    assert f'value="{other.pk}"' not in client.get(f"/posts/new/?space={other.pk}").content.decode()
    assert client.get("/posts/new/?space=あ").status_code == 200
