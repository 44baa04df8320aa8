from datetime import timedelta

import pytest
from django.utils import timezone

from sns.discussion.queries import cards
from sns.entries.actions import mark_read, set_tag_follow
from sns.entries.models import Entry, Tag
from sns.home import queries
from sns.home.queries import count_newer, feed_keys, sources_for_me, sources_of_company
from sns.people.actions import set_follow
from sns.people.models import User
from sns.publishing import withdraw
from sns.spaces.actions import ensure_personal_space
from tests.factories import make_person, make_post


def fresh(user):
    return User.objects.get(pk=user.pk)


def titles(user, sources=None, **options):
    user = fresh(user)
    keys = feed_keys(sources or sources_for_me(user), **options)
    return [card.title for card in cards(user, [pk for _time, pk in keys])]


def ago(minutes):
    return timezone.now() - timedelta(minutes=minutes)


@pytest.fixture(params=["walk", "top-k"])
def every_shape(request, monkeypatch):
    """The same answers whichever way the planner of the feed goes."""
    monkeypatch.setattr(queries, "FEW_SOURCES", 0 if request.param == "walk" else 10_000)


def test_for_me_shows_people_i_follow_my_unit_and_myself(cast, every_shape):
    set_follow(actor=cast.bob, followee=cast.erin, on=True)
    make_post(cast.erin, "社長", at=ago(4))
    make_post(cast.carol, "知らない人", at=ago(3))
    make_post(cast.alice, "自部門", space=cast.unit.space, at=ago(2))
    make_post(cast.bob, "自分", at=ago(1))
    assert titles(cast.bob) == ["自分", "自部門", "社長"]


def test_a_followed_tag_brings_what_i_may_see_once(cast, every_shape):
    make_post(cast.carol, "公開", tags=["勉強会"], at=ago(2))
    make_post(cast.carol, "製造だけ", tags=["勉強会"], space=cast.other_unit.space, at=ago(1))
    set_tag_follow(user=cast.bob, tag=Tag.objects.get(), on=True)
    set_follow(actor=cast.bob, followee=cast.carol, on=True)
    assert titles(cast.bob) == ["公開"]


def test_nobody_finds_drafts_withdrawn_or_private_posts(cast, every_shape):
    set_follow(actor=cast.bob, followee=cast.alice, on=True)
    make_post(cast.alice, "日記", space=ensure_personal_space(user=cast.alice))
    withdraw(actor=cast.alice, entry=make_post(cast.alice, "ごみ箱"))
    assert titles(cast.bob) == []


def test_pages_follow_each_other_without_gap_or_repeat(cast, every_shape):
    for n in range(7):
        make_post(cast.alice, str(n), space=cast.unit.space, at=ago(100 - n // 2))  # pairs at the same instant
    user, seen, before = fresh(cast.bob), [], None
    while keys := feed_keys(sources_for_me(user), before=before, limit=3):
        seen += [pk for _time, pk in keys]
        before = keys[-1]
    assert len(seen) == 7
    assert seen == list(Entry.objects.newest_first().values_list("id", flat=True))


def test_the_walk_is_completed_by_rare_writers(cast, monkeypatch):
    monkeypatch.setattr(queries, "FEW_SOURCES", 0)
    monkeypatch.setattr(queries, "WALK_ROWS", 2)
    make_post(cast.alice, "昔の一本", space=cast.unit.space, at=ago(60))
    for n in range(3):
        make_post(cast.carol, str(n), at=ago(n))
    assert titles(cast.bob) == ["昔の一本"]


def test_new_posts_are_counted_up_to_a_cap(cast):
    first = make_post(cast.alice, at=ago(10))
    for n in range(3):
        make_post(cast.alice, at=ago(n))
    user = fresh(cast.bob)
    after = (first.published_at, first.pk)
    assert count_newer(sources_of_company(user), after) == 3
    assert count_newer(sources_of_company(user), after, cap=2) == 2


def test_unread_ends_with_reading_and_never_marks_my_own(cast):
    post = make_post(cast.alice)
    assert [c.unread for c in cards(cast.bob, [post.pk])] == [True]
    mark_read(user=cast.bob, entry=post)
    mark_read(user=cast.bob, entry=post)
    mark_read(user=cast.alice, entry=post)
    assert [c.unread for c in cards(cast.bob, [post.pk])] == [False]
    assert [c.unread for c in cards(cast.alice, [post.pk])] == [False]
    assert Entry.objects.get(pk=post.pk).reader_count == 1


class TestPages:
    @pytest.mark.parametrize("path", ["/", "/all/", "/unit/"])
    def test_a_full_page_takes_at_most_ten_queries(self, cast, as_user, path, django_assert_max_num_queries):
        for n in range(25):
            person = make_person(unit=cast.unit)
            set_follow(actor=cast.bob, followee=person, on=n > 1)
            make_post(person, tags=["勉強会", "改善"])
        set_tag_follow(user=cast.bob, tag=Tag.objects.first(), on=True)
        client = as_user(cast.bob)
        with django_assert_max_num_queries(10):
            answer = client.get(path)
        assert answer.text.count("<article") == 20
        assert len(answer.content) < 60_000

    def test_more_is_the_cards_alone_for_htmx(self, cast, as_user):
        for n in range(22):
            make_post(cast.alice, f"{n}本目", at=ago(100 - n))
        client = as_user(cast.bob)
        link = client.get("/all/").text.split('hx-get="?before=')[1].split('"')[0]
        answer = client.get(f"/all/?before={link}", headers={"HX-Request": "true"})
        assert answer.text.count("<article") == 2
        assert "<html" not in answer.text

    def test_the_new_line_appears_only_when_there_is_something_new(self, cast, as_user):
        make_post(cast.alice, at=ago(5))
        client = as_user(cast.bob)
        link = client.get("/all/").text.split("/new/all/?after=")[1].split('"')[0]
        assert client.get(f"/new/all/?after={link}").status_code == 204
        make_post(cast.alice)
        assert 'href="/all/"' in client.get(f"/new/all/?after={link}").text
        assert client.get("/new/all/?after=nonsense").status_code == 204

    def test_a_newcomer_is_shown_whom_to_follow_and_where_to_begin(self, cast, as_user):
        page = as_user(cast.bob).get("/").text
        assert cast.alice.name in page
        assert "/posts/new/" in page

    def test_questions_without_answer_wait_in_the_right_column(self, cast, as_user):
        make_post(cast.carol, "旧版の見積テンプレートはどこ?", flavour="question")
        make_post(cast.carol, "製造だけの質問", flavour="question", space=cast.other_unit.space)
        page = as_user(cast.bob).get("/").text
        assert "旧版の見積テンプレートはどこ?" in page
        assert "製造だけの質問" not in page

    def test_a_person_without_unit_gets_a_helpful_empty_page(self, cast, as_user):
        assert as_user(cast.erin).get("/unit/").status_code == 200

    def test_a_tag_page_shows_only_what_the_reader_may_see(self, cast, as_user):
        make_post(cast.alice, "開発の話", tags=["秘密"], space=cast.unit.space)
        assert "開発の話" in as_user(cast.bob).get("/tags/秘密/").text
        assert as_user(cast.carol).get("/tags/秘密/").status_code == 404
        assert as_user(cast.carol).get("/tags/そんなの/").status_code == 404

    def test_a_tag_is_followed_and_left(self, cast, as_user):
        make_post(cast.alice, tags=["勉強会"])
        client = as_user(cast.bob)
        client.post("/tags/勉強会/follow/", {"on": "1"})
        assert Tag.objects.get().followers.get().user == cast.bob
        client.post("/tags/勉強会/follow/", {"on": "0"})
        assert not Tag.objects.get().followers.exists()

    def test_a_bookmark_is_kept_listed_and_let_go(self, cast, as_user):
        post = make_post(cast.alice, "旋盤の調整")
        client = as_user(cast.bob)
        client.post(f"/entries/{post.pk}/bookmark/", {"on": "1"})
        assert "旋盤の調整" in client.get("/bookmarks/").text
        withdraw(actor=cast.alice, entry=post)
        assert "旋盤の調整" not in client.get("/bookmarks/").text
        assert client.post(f"/entries/{post.pk}/bookmark/", {"on": "0"}).status_code == 404
