"""A post's page: who may see it, what stands around it, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blogs.queries.reach import reach
from sns.entries.actions import mark_read
from sns.links.models import EntryLink
from sns.people.actions import set_follow
from sns.publishing import publish, withdraw
from sns.spaces.models import Space
from tests.blogs.pages import soup
from tests.factories import draft_post, make_comment, make_person, make_post, make_unit

BUDGET = 10


def queries_of(client, path) -> int:
    client.get(path)  # the first visit fills caches of types and templates
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_a_post_with_many_comments_costs_ten_queries(as_user, cast):
    post = make_post(cast.alice, tags=["勉強会", "朝会"], body="#失敗 でした")
    for n in range(12):
        other = make_post(cast.bob, title=f"関連 {n}", tags=["勉強会"], body=f"/posts/{post.pk}/ を読んで")
        root = make_comment(post, cast.bob, body=f"コメント {n} @alice")
        make_comment(post, cast.carol, body="返信", parent=root)
    client = as_user(cast.carol)
    assert queries_of(client, f"/posts/{post.pk}/") <= BUDGET
    assert other.pk


def test_the_authors_own_view_stays_in_the_budget(as_user, cast):
    post = make_post(cast.alice, tags=["勉強会"])
    assert queries_of(as_user(cast.alice), f"/posts/{post.pk}/") <= BUDGET


def test_opening_counts_a_reader_once_and_never_the_author(as_user, cast):
    post = make_post(cast.alice)
    for reader in (cast.bob, cast.bob, cast.carol, cast.alice):
        as_user(reader).get(f"/posts/{post.pk}/")
    post.refresh_from_db()
    assert post.reader_count == 2


@pytest.mark.parametrize("header", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}])
def test_a_browser_fetching_ahead_is_no_reader(as_user, cast, header):
    post = make_post(cast.alice)
    as_user(cast.bob).get(f"/posts/{post.pk}/", headers=header)
    post.refresh_from_db()
    assert post.reader_count == 0


def test_an_outsider_gets_404_everywhere(as_user, cast):
    post = make_post(cast.alice, space=Space.objects.get(unit=cast.unit))
    client = as_user(cast.carol)
    for path in ("", "edit/", "delete/", "revisions/"):
        assert client.get(f"/posts/{post.pk}/{path}").status_code == 404
    assert client.get(f"/entries/{post.pk}/").status_code == 404
    assert client.post(f"/posts/{post.pk}/draft/", {"body": "x"}).status_code == 404


def test_the_lasting_address_leads_to_the_post(as_user, cast):
    post = make_post(cast.alice)
    assert as_user(cast.bob).get(f"/entries/{post.pk}/")["Location"] == f"/posts/{post.pk}/"


def test_mentions_show_the_relation_and_hide_what_the_reader_may_not_see(as_user, cast):
    post = make_post(cast.alice, title="元の記事")
    tried = make_post(cast.bob, title="うちでも試した", body=f"/posts/{post.pk}/ の席を真似ました。")
    make_post(cast.bob, title="部内だけの話", body=f"/posts/{post.pk}/", space=Space.objects.get(unit=cast.unit))
    EntryLink.objects.filter(source=tried).update(relation="tried")
    make_comment(make_post(cast.carol, title="別の話"), cast.carol, body=f"参考: /posts/{post.pk}/")
    html = as_user(cast.carol).get(f"/posts/{post.pk}/").content.decode()
    assert "うちでも試した" in html
    assert "の席を真似ました" in html
    assert "tried it too" in html
    assert "別の話" in html
    assert "部内だけの話" not in html


def test_previous_and_next_are_the_authors_visible_ones(as_user, cast):
    first = make_post(cast.alice, title="一番目")
    make_post(cast.alice, title="見えない", space=Space.objects.get(unit=cast.unit))
    second = make_post(cast.alice, title="二番目")
    third = make_post(cast.alice, title="三番目")
    page = soup(as_user(cast.carol).get(f"/posts/{second.pk}/"))
    assert page.select_one("a[rel=prev]")["href"] == f"/posts/{first.pk}/"
    assert page.select_one("a[rel=next]")["href"] == f"/posts/{third.pk}/"


def test_the_follow_button_knows_whether_one_follows(as_user, cast):
    post = make_post(cast.alice)
    set_follow(actor=cast.carol, followee=cast.alice, on=True)
    button = soup(as_user(cast.carol).get(f"/posts/{post.pk}/")).select_one('form[action$="/follow/"] button')
    assert button["aria-pressed"] == "true"


def test_only_the_author_sees_the_reach(as_user, cast):
    post = make_post(cast.alice)
    assert not soup(as_user(cast.carol).get(f"/posts/{post.pk}/")).select_one("#reach")
    assert soup(as_user(cast.alice).get(f"/posts/{post.pk}/")).select_one("#reach")


@pytest.fixture
def big_company(cast):
    """Six people in one unit, five in another, two in a third, all reading company-wide posts."""
    for name, size in (("営業部", 6), ("総務部", 5), ("広報室", 2)):
        unit = make_unit(name)
        for _n in range(size):
            make_person(unit=unit)
    return cast


def test_reach_counts_those_who_may_see_without_the_author_and_leavers(big_company):
    cast = big_company
    post = make_post(cast.alice)
    mark_read(user=cast.bob, entry=post)
    mark_read(user=cast.dave, entry=post)
    numbers = reach(post)
    assert (numbers.people, numbers.readers) == (17, 1)


def test_reach_of_a_unit_post_counts_the_unit(cast):
    for _n in range(5):
        make_person(unit=cast.unit)
    post = make_post(cast.alice, space=Space.objects.get(unit=cast.unit))
    assert reach(post).people == 6


def test_no_group_under_five_is_shown_nor_can_be_computed(big_company):
    groups = reach(make_post(big_company.alice)).groups
    assert all(group.people >= 5 for group in groups)
    assert sum(group.people for group in groups) == 17
    assert [group.name for group in groups] == ["営業部", "総務部", ""]


def test_a_tiny_rest_takes_the_smallest_unit_with_it(cast):
    for name, size in (("営業部", 6), ("総務部", 5)):
        unit = make_unit(name)
        for _n in range(size):
            make_person(unit=unit)
    post = make_post(cast.alice)
    # bob, carol, erin and frank are four: with 総務部 they are nine.
    assert [(group.name, group.people) for group in reach(post).groups] == [("営業部", 6), ("", 9)]


def test_a_small_audience_shows_no_percentage(cast):
    post = make_post(cast.alice, space=Space.objects.get(unit=cast.unit))
    assert reach(post).percent is None
    assert reach(post).groups == []


def test_a_withdrawn_post_is_gone_for_readers_and_leads_its_author_to_the_trash(as_user, cast):
    post = make_post(cast.alice)
    withdraw(actor=cast.alice, entry=post)
    assert as_user(cast.bob).get(f"/posts/{post.pk}/").status_code == 404
    assert as_user(cast.alice).get(f"/posts/{post.pk}/")["Location"] == "/trash/"


def test_an_untitled_imported_post_has_a_name_everywhere(as_user, cast):
    post = publish(actor=cast.alice, entry=draft_post(cast.alice, title="", body="一行だけ"))
    page = soup(as_user(cast.carol).get(f"/posts/{post.pk}/"))
    assert page.h1.text.strip() == "Untitled"
