"""The directory: search, order, pages, what might be something for me."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.models import Category
from communities.queries import directory
from communities.queries.directory import Wish, page_of_communities, suggested_communities
from sns.entries.actions import set_tag_follow
from sns.entries.models import Tag
from sns.entries.pinning import pin
from tests.communities.clubs import archive, found
from tests.factories import make_post


def names(user, **wish):
    return [community.name for community in page_of_communities(user, Wish(**wish), None)[0]]


def test_it_is_searched_by_name_purpose_and_tag(cast):
    found(cast.alice, name="夕方の勉強会", purpose="話す人が毎回ちがう。")
    found(cast.alice, name="山歩き", purpose="月に1度、低い山。", tags=["休日"])
    assert names(cast.carol, q="勉強") == ["夕方の勉強会"]
    assert names(cast.carol, q="低い 月") == ["山歩き"]
    assert names(cast.carol, q="#休日") == ["山歩き"]
    assert names(cast.carol, q="100%") == []


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("name", "あいう"), ("newest", "いあう"), ("members", "あいう"), ("activity", "ういあ")],
)  # fmt: skip
def test_it_is_sorted(cast, sort, expected):
    last = found(cast.alice, name="う")
    found(cast.alice, name="あ", members=[cast.bob, cast.carol])
    found(cast.alice, name="い", members=[cast.bob])
    make_post(cast.alice, space=last.space)
    assert names(cast.carol, sort=sort) == list(expected)


def test_pages_follow_each_other_in_every_order(cast, monkeypatch):
    monkeypatch.setattr(directory, "PAGE_SIZE", 2)
    everything = {found(cast.alice, name=f"会{n % 3}").pk for n in range(7)}
    for sort in directory.SORTS:
        seen, after = [], None
        while after != "":
            page, after = page_of_communities(cast.carol, Wish(sort=sort), after)
            seen += [community.pk for community in page]
        assert (len(seen), set(seen)) == (7, everything), sort


@pytest.mark.parametrize(
    "query", ["after=x", "after=99999999999999999999", "sort=x&category=x", "q=%00", "mine=x&category=9"]
)
def test_nonsense_in_the_address_asks_for_nothing(as_user, cast, query):
    assert as_user(cast.alice).get(f"/communities/?{query}").status_code == 200


def test_only_mine_and_one_category(as_user, cast):
    shelf = Category.objects.create(name="学ぶ")
    found(cast.alice, name="勉強会", category=shelf)
    found(cast.bob, name="山歩き", members=[cast.alice])
    found(cast.bob, name="よその会")
    assert set(names(cast.alice, mine=True)) == {"勉強会", "山歩き"}
    page = as_user(cast.carol).get(f"/communities/?category={shelf.pk}").content.decode()
    assert "勉強会" in page
    assert "よその会" not in page


def test_suggestions_say_why(cast):
    found(cast.bob, name="部の会")
    found(cast.erin, name="縁側の会", tags=["縁側"], access="closed")
    found(cast.bob, name="部の限定の会", access="closed")
    found(cast.erin, name="関係のない会")
    archive(cast.bob, found(cast.bob, name="昔の会"))
    set_tag_follow(user=cast.alice, tag=Tag.objects.get(name="縁側"), on=True)
    reasons = {item.community.name: item.reason for item in suggested_communities(cast.alice)}
    assert list(reasons) == ["縁側の会", "部の会"]
    assert "#縁側" in reasons["縁側の会"]
    assert "1" in reasons["部の会"]
    assert not suggested_communities(cast.erin)


def test_a_long_directory_costs_a_handful_of_queries(as_user, cast):
    for n in range(30):
        found(cast.bob, name=f"会{n}", tags=[f"タグ{n}", "共通"], access="closed" if n % 2 else "open")
    client = as_user(cast.alice)
    client.get("/communities/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/communities/")
    assert len(queries) <= 10, [query["sql"][:90] for query in queries]


@pytest.mark.parametrize("path", ["", "members/", "about/", "files/"])
def test_the_pages_of_a_community_cost_a_handful_of_queries(as_user, cast, path):
    community = found(cast.alice, members=[cast.bob, cast.carol, cast.erin], tags=["縁側"])
    for n in range(25):
        make_post(cast.bob, f"題{n}", space=community.space, tags=["縁側"])
    client = as_user(cast.bob)
    client.get(f"/communities/{community.pk}/{path}")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/communities/{community.pk}/{path}").status_code == 200
    assert len(queries) <= 10, [query["sql"][:90] for query in queries]


def test_what_is_pinned_stands_first_and_once(as_user, cast):
    community = found(cast.alice, members=[cast.bob])
    posts = [make_post(cast.bob, f"題{n}", space=community.space) for n in range(3)]
    pin(actor=cast.alice, entry=posts[0], place="space", until=timezone.now() + timedelta(days=3))
    page = as_user(cast.bob).get(community.get_absolute_url()).content.decode()
    assert page.count(f'id="entry-{posts[0].pk}"') == 1
    assert page.index("題0") < page.index("題2") < page.index("題1")
