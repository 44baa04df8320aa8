"""A person's blog, its archive and the page of all blogs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blogs.models import Category
from sns.people.actions import add_guest, deactivate_person
from sns.spaces.models import Space
from tests.blogs.pages import soup
from tests.factories import make_post

BUDGET = 10


def titles(answer) -> list[str]:
    return [link.contents[-1].strip() for link in soup(answer).select("article.entry h2 a")]


def test_a_blog_shows_its_own_posts_newest_first(as_user, cast):
    for title in ("一", "二", "三"):
        make_post(cast.alice, title=title)
    make_post(cast.bob, title="他人")
    answer = as_user(cast.carol).get("/blogs/alice/")
    assert titles(answer) == ["三", "二", "一"]
    assert "有田 ありす" in answer.content.decode()


def test_the_blog_of_nobody_is_404(as_user, cast):
    for path in ("/blogs/nobody/", "/blogs/nobody/2026/1/", "/blogs/%E3%81%82/", "/blogs/nobody/categories/1/"):
        assert as_user(cast.alice).get(path).status_code == 404


def test_twenty_a_page_and_every_post_once(as_user, cast):
    start = timezone.now() - timedelta(days=5)
    for n in range(45):
        make_post(cast.alice, title=f"投稿{n}", at=start + timedelta(minutes=n // 2))
    client, path, seen = as_user(cast.carol), "/blogs/alice/", []
    while path:
        answer = client.get(path)
        seen.append(titles(answer))
        more = soup(answer).select_one(".more-row a")
        path = "/blogs/alice/" + more["href"] if more else None
    assert [len(page) for page in seen] == [20, 20, 5]
    assert len({title for page in seen for title in page}) == 45


def test_a_cursor_nobody_can_read_is_the_first_page(as_user, cast):
    make_post(cast.alice, title="一")
    for cursor in ("garbage", "A" * 22, "%00", "あ"):
        assert titles(as_user(cast.carol).get(f"/blogs/alice/?after={cursor}")) == ["一"] or cursor == "A" * 22


def test_a_blog_of_a_hundred_posts_costs_as_much_as_a_small_one(as_user, cast):
    for n in range(30):
        make_post(cast.alice, tags=[f"t{n}"])
    client = as_user(cast.carol)
    client.get("/blogs/alice/")
    for path in ("/blogs/alice/", "/blogs/", f"/blogs/alice/{timezone.localdate():%Y/%m}/"):
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        assert len(seen) <= BUDGET


def test_months_are_those_of_the_readers_calendar(as_user, cast):
    # New Year in Tokyo is still December in New York.
    make_post(cast.alice, title="元日", at=datetime(2025, 12, 31, 16, tzinfo=UTC))
    cast.carol.time_zone = "America/New_York"
    cast.carol.save()
    assert titles(as_user(cast.bob).get("/blogs/alice/2026/1/")) == ["元日"]
    assert titles(as_user(cast.bob).get("/blogs/alice/2025/12/")) == []
    assert titles(as_user(cast.carol).get("/blogs/alice/2025/12/")) == ["元日"]
    archive = soup(as_user(cast.carol).get("/blogs/alice/")).select(".months a")
    assert [link["href"] for link in archive] == ["/blogs/alice/2025/12/"]


@pytest.mark.parametrize("month", ["2026/0", "2026/13", "0/1", "9999/12", "99999999999/1", "2026/99999999999999999"])
def test_a_month_that_does_not_exist_is_404(as_user, cast, month):
    assert as_user(cast.alice).get(f"/blogs/alice/{month}/").status_code == 404


def test_counts_tell_only_of_what_the_reader_may_see(as_user, cast):
    make_post(cast.alice, tags=["公開"])
    make_post(cast.alice, tags=["部内"], space=Space.objects.get(unit=cast.unit))
    inside, outside = (soup(as_user(person).get("/blogs/alice/")) for person in (cast.bob, cast.carol))
    assert inside.select_one(".months .num").text == "2"
    assert outside.select_one(".months .num").text == "1"
    assert "#部内" not in outside.text
    assert "#部内" in inside.text


def test_a_category_page_lists_its_posts(as_user, cast):
    shelf = Category.objects.create(owner=cast.alice, name="読書")
    make_post(cast.alice, title="本の話").categories.add(shelf)
    make_post(cast.alice, title="他の話")
    answer = as_user(cast.carol).get(f"/blogs/alice/categories/{shelf.pk}/")
    assert titles(answer) == ["本の話"]
    assert as_user(cast.carol).get(f"/blogs/bob/categories/{shelf.pk}/").status_code == 404


def test_a_category_with_nothing_for_the_reader_does_not_tell_its_name(as_user, cast):
    shelf = Category.objects.create(owner=cast.alice, name="異動の噂")
    make_post(cast.alice, space=Space.objects.get(unit=cast.unit)).categories.add(shelf)
    path = f"/blogs/alice/categories/{shelf.pk}/"
    assert as_user(cast.carol).get(path).status_code == 404
    assert as_user(cast.bob).get(path).status_code == 200
    assert "異動の噂" not in as_user(cast.carol).get("/blogs/alice/").content.decode()


def test_what_a_leaver_wrote_stays(as_user, cast):
    make_post(cast.bob, title="残る話")
    deactivate_person(actor=cast.frank, user=cast.bob)
    answer = as_user(cast.carol).get("/blogs/bob/")
    assert titles(answer) == ["残る話"]
    assert "has left" in answer.content.decode()


def test_a_guest_of_an_archive_has_a_blog_without_follow_button(as_user, cast):
    guest = add_guest(name="旧ブログの人")
    answer = as_user(cast.carol).get(f"/blogs/{guest.handle}/")
    assert answer.status_code == 200
    assert not soup(answer).select_one('form[action$="/follow/"]')


def test_an_empty_blog_of_ones_own_helps_to_begin(as_user, cast):
    assert soup(as_user(cast.carol).get("/blogs/carol/")).select_one('.empty a[href="/posts/new/"]')


def test_the_page_of_all_blogs_shows_who_wrote_lately(as_user, cast):
    make_post(cast.alice, title="全社の話")
    make_post(cast.bob, title="部内の話", space=Space.objects.get(unit=cast.unit))
    answer = as_user(cast.carol).get("/blogs/")
    assert titles(answer) == ["全社の話"]
    lately = [link["href"] for link in soup(answer).select(".rail.right .rows a")]
    assert lately == ["/blogs/alice/"]
