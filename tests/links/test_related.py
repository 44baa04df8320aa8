"""Related entries: found when written, shown only to who may read them, and saying why."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from sns.entries.models import Entry
from sns.links.models import EntryWord, Related
from sns.links.queries import related_to
from sns.links.relating import KEPT, relate
from sns.links.tasks import relate_entry
from sns.links.words import words_of
from sns.publishing import restore, revise, save_draft, withdraw
from sns.spaces.models import Space
from tests.factories import draft_post, make_post


def run_jobs() -> None:
    """Run what waits in the queue, in its order, as the worker would."""
    for job in ProcrastinateJob.objects.filter(task_name=relate_entry.name, status="todo").order_by("id"):
        relate_entry(**job.args)


def titles(entry, user) -> list[str]:
    return [found.title for found in related_to(Entry.objects.get(pk=entry.pk), user)]


@pytest.fixture
def drawings(cast):
    """Two posts on one matter among others."""
    first = make_post(cast.alice, "図面の版管理", "古い図面で加工してしまいました。治具も作り直しです。")
    second = make_post(cast.bob, "版管理を始めました", "図面の右下に色を付けています。")
    for n, text in enumerate(["社食の新しい献立", "山歩きの写真", "英語の挨拶", "避難訓練の日程", "会議室の予約"]):
        make_post(cast.carol, text, f"{text}について。その{n}です。")
    run_jobs()
    return first, second


def test_telling_words_without_grammar_or_common_ones():
    found = words_of("図面の版管理", "今日は VPN と図面管理システムの話。Meetings about meeting rooms /posts/3/")
    assert list(found)[:2] == ["図面", "版管理"]
    assert {"vpn", "図面管理", "システム", "meet", "room"} <= set(found)
    assert not {"今日", "about", "posts"} & set(found)
    assert found["vpn"] == "VPN"


def test_posts_on_one_matter_find_each_other_and_say_why(cast, drawings):
    first, second = drawings
    (found,) = related_to(first, cast.carol)
    assert found.title == second.title
    assert set(found.words) == {"図面", "版管理"}
    assert titles(second, cast.carol) == [first.title]


def test_the_page_says_why(as_user, cast, drawings):
    html = as_user(cast.carol).get(f"/posts/{drawings[1].pk}/").content.decode()
    assert "図面の版管理" in html
    assert "same words: 図面, 版管理" in html or "same words: 版管理, 図面" in html


def test_links_come_before_tags_and_tags_before_nothing(cast):
    post = make_post(cast.alice, title="元", body="。", tags=["勉強会", "朝会"])
    both = make_post(cast.bob, title="二つ同じ", body="。", tags=["勉強会", "朝会"])
    one = make_post(cast.bob, title="一つ同じ", body="。", tags=["朝会"])
    linked = make_post(cast.carol, title="つながり", body=f"/posts/{post.pk}/")
    make_post(cast.carol, title="無関係", body="。", tags=["料理"])
    run_jobs()
    found = related_to(post, cast.carol)
    assert [r.title for r in found] == [linked.title, both.title, one.title]
    assert found[0].linked
    assert set(found[1].tags) == {"勉強会", "朝会"}


def test_what_a_reader_may_not_see_never_shows(cast, drawings):
    hidden = make_post(cast.bob, "部内だけの図面の版管理", "治具と加工の話", space=Space.objects.get(unit=cast.unit))
    run_jobs()
    assert hidden.title in titles(drawings[0], cast.alice)
    assert hidden.title not in titles(drawings[0], cast.carol)


def test_withdrawn_ones_disappear_at_once_and_come_back(cast, drawings):
    first, second = drawings
    withdraw(actor=cast.bob, entry=second)
    assert titles(first, cast.carol) == []
    restore(actor=cast.bob, entry=second)
    assert titles(first, cast.carol) == [second.title]


def test_moving_an_entry_takes_it_away_from_those_outside(cast, drawings):
    first, second = drawings
    second.space = Space.objects.get(unit=cast.unit)
    revise(actor=cast.bob, entry=second, tags=(), base_version=second.version)
    assert titles(first, cast.carol) == []
    assert titles(first, cast.alice) == [second.title]


def test_a_changed_text_is_no_longer_quoted_as_a_reason(cast, drawings):
    first, second = drawings
    second.title, second.body = "秘密にしたい話", "消しました。"
    revise(actor=cast.bob, entry=second, tags=(), base_version=second.version)
    run_jobs()
    assert titles(first, cast.carol) == []
    assert not Related.objects.filter(other=second).exists()


def test_drafts_are_not_looked_at(cast, drawings):
    draft = save_draft(actor=cast.alice, entry=draft_post(cast.alice, "図面の版管理について下書き"))
    relate([draft])
    assert not EntryWord.objects.filter(entry=draft).exists()
    assert not Related.objects.filter(entry=draft).exists()


def test_doing_it_twice_changes_nothing(cast, drawings):
    before = set(Related.objects.values_list("entry", "other"))
    run_jobs()
    assert set(Related.objects.values_list("entry", "other")) == before


def test_only_the_best_are_kept(cast):
    post = make_post(cast.alice, "図面", tags=["図面"])
    for n in range(KEPT + 5):
        make_post(cast.bob, f"図面 {n}", tags=["図面"])
    run_jobs()
    assert Related.objects.filter(entry=post).count() <= KEPT
    assert len(titles(post, cast.carol)) == 5


def test_rebuilding_finds_the_same(cast, drawings):
    before = set(Related.objects.values_list("entry", "other"))
    EntryWord.objects.all().delete()
    Related.objects.all().delete()
    call_command("rebuild", related=True, stdout=io.StringIO())
    assert set(Related.objects.values_list("entry", "other")) == before


def test_the_statement_is_one(cast, drawings):
    user = cast.carol
    related_to(drawings[0], user)
    with CaptureQueriesContext(connection) as seen:
        related_to(drawings[0], user)
    assert len(seen) == 1
