"""A secret community leaks nowhere: not its name, nor its members, its number or that it exists."""

import pytest

from communities.actions.joining import invite
from communities.models import Category
from communities.queries.directory import Wish, page_of_communities, shelves, suggested_communities
from sns.entries.actions import set_tag_follow
from sns.entries.feeds import feed_token
from sns.entries.models import Tag
from sns.entries.storing import store_upload
from tests.communities.clubs import found
from tests.entries.files import text
from tests.factories import make_post

NAME = "次の一手準備室"
PAGES = (
    "", "about/", "members/", "members/add/", "members/export.csv", "files/", "edit/", "archive/", "ask/",
    "requests/", "invite/", "membership/", "ownership/", "ownership/answer/", "feed/",
)  # fmt: skip


@pytest.fixture
def secret(cast):
    shelf = Category.objects.create(name="隠れた棚")
    community = found(cast.alice, access="secret", name=NAME, members=[cast.bob], tags=["極秘"], category=shelf)
    file = store_upload(actor=cast.alice, file=text("計画.txt", "計画"))
    make_post(cast.alice, "秘密の題", f"[計画]({file.get_absolute_url()})", space=community.space)
    community.file = file
    return community


@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_it_exists_for_outsiders_and_administrators(as_user, cast, secret, path):
    for outsider in (cast.carol, cast.frank):
        client = as_user(outsider)
        assert client.get(f"/communities/{secret.pk}/{path}").status_code == 404
        assert client.post(f"/communities/{secret.pk}/{path}", {"on": "1"}).status_code in (404, 405)


def test_the_directory_knows_nothing_of_it(as_user, cast, secret):
    set_tag_follow(user=cast.carol, tag=Tag.objects.get(name="極秘"), on=True)
    for query in ("", "?q=準備室", "?q=極秘", f"?after={secret.pk}", f"?category={secret.category_id}", "?mine=on"):
        page = as_user(cast.carol).get(f"/communities/{query}").content.decode()
        assert NAME not in page, query
        assert f"/communities/{secret.pk}/" not in page
    assert not shelves(cast.carol)
    assert not suggested_communities(cast.carol)
    assert NAME in as_user(cast.bob).get("/communities/").content.decode()


def test_its_number_in_an_address_does_not_tell_that_it_exists(cast, secret):
    others = [found(cast.carol, name=f"会{n}").pk for n in range(3)]
    for sort in ("activity", "newest", "members", "name"):
        with_number = page_of_communities(cast.carol, Wish(sort=sort), str(secret.pk))
        assert with_number == page_of_communities(cast.carol, Wish(sort=sort), "999999")
        assert {community.pk for community in with_number[0]} == set(others)


def test_a_member_may_not_show_its_feed_to_others(client, cast, secret):
    address = f"/communities/{secret.pk}/feed.atom"
    inside = client.get(address, {"token": feed_token(actor=cast.bob).token})
    assert "秘密の題" in inside.content.decode()
    assert client.get(address, {"token": feed_token(actor=cast.carol).token}).status_code == 404
    assert client.get(address, {"token": feed_token(actor=cast.frank).token}).status_code == 404
    assert client.get(address).status_code == 404


def test_profiles_audiences_files_and_bells_of_others_do_not_name_it(as_user, cast, secret):
    invite(actor=cast.alice, community=secret, users=[cast.erin])
    client = as_user(cast.carol)
    for page in ("/people/alice/", "/posts/new/", f"/posts/new/?space={secret.pk}", "/notifications/", "/", "/all/"):
        content = client.get(page).content.decode()
        assert NAME not in content, page
        assert "秘密の題" not in content, page
    assert client.get(secret.file.get_absolute_url()).status_code == 404


def test_a_closed_community_is_known_but_not_read(as_user, cast):
    community = found(cast.alice, access="closed", name="リーダーの会", members=[cast.bob])
    make_post(cast.alice, "内輪の題", space=community.space)
    client = as_user(cast.carol)
    door = client.get(community.get_absolute_url()).content.decode()
    assert "リーダーの会" in door
    assert "内輪の題" not in door
    assert cast.bob.name not in door  # who belongs to it is its own affair; who looks after it is not
    assert cast.alice.name in door
    answers = [
        client.get(f"/communities/{community.pk}/{path}").status_code for path in ("about/", "members/", "files/")
    ]
    assert answers == [200, 403, 403]
    token = feed_token(actor=cast.carol).token
    assert client.get(f"/communities/{community.pk}/feed.atom", {"token": token}).status_code == 404
