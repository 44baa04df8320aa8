"""Rows of the search that are missing or wrong are made again."""

import io

from django.core.management import call_command

from sns.discussion.models import CommentText
from sns.entries.models import Entry, SearchText
from sns.publishing import save_draft, withdraw
from sns.search.filling import fill, set_right
from sns.search.tasks import fill_search, fill_search_soon
from tests.factories import draft_post, make_comment, make_post


def rows():
    entries = SearchText.objects.order_by("pk").values_list("pk", "space", "at", "kind", "text", "folded", "lexemes")
    below = CommentText.objects.order_by("pk").values_list("pk", "space", "at", "entry", "text", "folded", "lexemes")
    return [*entries, *below]


def a_company(cast):
    for n in range(3):
        post = make_post(
            cast.alice, f"改善 {n}", "**太字** と `code` と [リンク](https://example.com) です。\n\n- 一\n- 二"
        )
        make_comment(post, cast.bob, "> 引用\n\nカイゼンですね @alice")
    withdraw(actor=cast.alice, entry=post)
    save_draft(actor=cast.alice, entry=draft_post(cast.alice, "下書き", "まだ"))


def test_an_upgrade_finds_what_was_written_before_it(cast, find):
    a_company(cast)
    before = rows()
    SearchText.objects.all().delete()
    CommentText.objects.all().delete()
    assert "<mark>" not in find(cast.carol, "改善").text
    fill_search(0)
    assert rows() == before
    assert "<mark>" in find(cast.carol, "改善").text


def test_filling_takes_only_what_is_missing(cast):
    a_company(cast)
    assert list(fill()) == []
    SearchText.objects.filter(entry=Entry.objects.live().first()).delete()
    assert list(fill()) == [1]


def test_rows_that_lost_touch_are_set_right(cast):
    a_company(cast)
    before = rows()
    SearchText.objects.update(space=cast.unit.space, at=None)
    CommentText.objects.update(space=cast.unit.space, at=None)
    assert set_right() > 0
    assert rows() == before
    assert set_right() == 0


def test_rebuild_makes_all_rows_again(cast):
    a_company(cast)
    before = rows()
    SearchText.objects.update(folded="x", lexemes=["x"])
    CommentText.objects.filter(comment__author=cast.bob).delete()
    call_command("rebuild", texts=True, stdout=io.StringIO())
    assert rows() == before


def test_the_start_after_an_upgrade_asks_for_it_once(db):
    fill_search_soon()
    fill_search_soon()
