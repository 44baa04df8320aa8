import pytest

from sns.people.actions import add_guest, set_follow
from sns.people.models import Follow
from tests.factories import make_person


def press(client, handle, on="1", **fields):
    return client.post(f"/people/{handle}/follow/", {"on": on, **fields})


def test_a_colleague_is_followed_and_left(cast, as_user):
    client = as_user(cast.bob)
    assert press(client, "alice")["Location"] == "/people/alice/"
    press(client, "alice")
    assert Follow.objects.filter(follower=cast.bob, followee=cast.alice).count() == 1
    assert 'aria-pressed="true"' in client.get("/people/alice/").text
    press(client, "alice", on="0")
    assert not Follow.objects.exists()


def test_nobody_follows_himself_a_leaver_or_a_guest(cast, as_user):
    client = as_user(cast.bob)
    for handle in ("bob", "dave", add_guest(name="guest").handle):
        assert press(client, handle).status_code == 403
    assert not Follow.objects.exists()


def test_letting_go_of_a_leaver_is_possible(cast, as_user):
    Follow.objects.create(follower=cast.bob, followee=cast.dave)
    press(as_user(cast.bob), "dave", on="0")
    assert not Follow.objects.exists()


@pytest.mark.parametrize(
    ("wish", "goes_to"),
    [("/all/?x=1", "/all/?x=1"), ("https://evil.example/", "/people/alice/"), ("//evil.example", "/people/alice/"),
     ("javascript:alert(1)", "/people/alice/"), ("", "/people/alice/")],
)  # fmt: skip
def test_the_way_back_is_one_of_ours(cast, as_user, wish, goes_to):
    assert press(as_user(cast.bob), "alice", next=wish)["Location"] == goes_to


def test_it_takes_a_post_and_a_log_in(cast, as_user, client):
    assert press(client, "alice").status_code == 302
    assert as_user(cast.bob).get("/people/alice/follow/").status_code == 405
    assert press(client, "nobody").status_code == 404
    assert not Follow.objects.exists()


def test_both_lists_name_people_and_the_numbers_agree(cast, as_user):
    set_follow(actor=cast.bob, followee=cast.alice, on=True)
    set_follow(actor=cast.carol, followee=cast.alice, on=True)
    Follow.objects.create(follower=cast.dave, followee=cast.alice)
    client = as_user(cast.erin)
    followers = client.get("/people/alice/followers/").text
    assert followers.index("Carol Smith") < followers.index("坂東 暮雄")
    assert cast.dave.name not in followers
    assert "有田 ありす" in client.get("/people/bob/following/").text
    assert 'href="/people/alice/followers/">' in client.get("/people/alice/").text


def test_a_long_list_goes_on_within_ten_queries(cast, as_user, django_assert_max_num_queries):
    for _n in range(45):
        set_follow(actor=make_person(unit=cast.unit), followee=cast.alice, on=True)
    client = as_user(cast.bob)
    with django_assert_max_num_queries(10):
        page = client.get("/people/alice/followers/").text
    assert page.count('class="person"') == 40
    link = page.split('class="more-row"><a class="button quiet" href="')[1].split('"')[0]
    more = client.get(f"/people/alice/followers/{link}", headers={"HX-Request": "true"}).text
    assert more.count('class="person"') == 5
