"""A secret community leaks through no channel of the search: texts, comments, counts, filters, names, guesses."""

import re

import pytest

from sns.discussion.models import CommentText
from sns.entries.models import Entry, SearchText
from sns.entries.storing import store_upload
from sns.search.asking import ask
from sns.search.facets import count
from sns.search.models import SearchTerm
from sns.spaces.models import SpaceMember
from tests.entries.files import text as text_file
from tests.factories import make_comment, make_post

WORDS = "極秘の統合計画"
OUTSIDERS = ("bob", "carol", "erin", "frank")


@pytest.fixture
def hidden(cast, secret):
    """A post with tag, comment and file in the secret community."""
    file = store_upload(actor=cast.alice, file=text_file(name="統合計画.txt", content="統合"))
    post = make_post(
        cast.alice, WORDS, f"{WORDS}の本文 [表]({file.get_absolute_url()})", space=secret.space, tags=["統合計画"]
    )
    make_comment(post, cast.alice, f"{WORDS}への意見")
    return post


def shown(answer) -> str:
    """The page without what the reader typed himself."""
    page = re.sub(r'value="[^"]*"|RFToken":"[^"]*"|<title>.*?</title>|href="[^"]*"', "", answer.text)
    return re.sub(r"“[^”]*”|「[^」]*」", "", page)


TYPED = (
    "極秘", "統合計画", "統", "次の一手", "次の一手準備室", "準備", "in:次の一手準備室", "in:次の一手準備室 統合",
    "tag:統合計画", "author:alice", "author:有田 統合", "type:comment 統合", "統合計画案",
)  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDERS)
@pytest.mark.parametrize("kind", ["", "comment", "communities", "tags", "files"])
def test_an_outsider_sees_nothing_of_it(cast, hidden, as_user, name, kind):
    client = as_user(getattr(cast, name))
    secrets = ("極秘", "統合計画", "次の一手", "<mark>", "/comments/")
    for typed in TYPED:
        answer = client.get("/search/", {"q": typed, "type": kind})
        assert [word for word in secrets if word in shown(answer)] == [], typed
        assert f"/posts/{hidden.pk}/" not in answer.text
        assert f"/communities/{hidden.space_id}/" not in answer.text


def test_the_member_sees_all_of_it(cast, hidden, find):
    page = find(cast.alice, "統合").text
    for word in ("極秘の", f"/posts/{hidden.pk}/", "/comments/", "次の一手準備室", "統合計画.txt", "/tags/"):
        assert word in page, word


def test_counts_and_filters_count_only_what_the_reader_may_see(cast, hidden, find):
    make_post(cast.bob, "公開の統合計画")
    facets = count(ask(cast.carol, {"q": "統合"}))
    assert {kind: one.number for kind, one in facets.types.items()} == {"post": 1}
    assert [one.value for one in facets.authors] == ["bob"]
    assert facets.spaces == []
    assert count(ask(cast.alice, {"q": "統合"})).types["comment"].number == 1


def test_a_space_number_in_the_address_says_no_more_than_one_that_does_not_exist(cast, hidden, find):
    there = find(cast.carol, "統合", **{"in": str(hidden.space_id)})
    nowhere = find(cast.carol, "統合", **{"in": "987654"})
    assert shown(there).replace(str(hidden.space_id), "") == shown(nowhere).replace("987654", "")


@pytest.mark.parametrize("typed", ["極秘", "統合", "次の一手", "次", "準備室"])
def test_suggestions_keep_it_too(cast, hidden, as_user, typed):
    page = shown(as_user(cast.carol).get("/search/suggest/", {"q": typed}))
    for word in ("極秘", "統合計画", "次の一手", f"/posts/{hidden.pk}"):
        assert word not in page.replace(typed, "", 1) or word == typed
    assert f"/posts/{hidden.pk}/" not in as_user(cast.carol).get("/search/suggest/", {"q": typed}).text


def test_guesses_after_an_empty_search_come_from_what_the_reader_may_see(cast, hidden, find):
    make_post(cast.bob, "統合の手引き")
    page = find(cast.carol, "統合の手順書").text
    assert "統合の手引き" in page
    assert "極秘" not in page
    assert "/tags/" not in page


def test_who_leaves_finds_no_more(cast, hidden, find):
    SpaceMember.objects.create(space=hidden.space, user=cast.bob)
    assert f"/posts/{hidden.pk}/" in find(cast.bob, "統合").text
    SpaceMember.objects.filter(space=hidden.space, user=cast.bob).delete()
    assert f"/posts/{hidden.pk}/" not in find(cast.bob, "統合").text


def test_a_row_that_has_lost_touch_shows_nothing(cast, hidden, find):
    """Even were the search's copy of the space wrong, the page asks the entry itself."""
    SearchText.objects.update(space=cast.unit.space)
    CommentText.objects.update(space=cast.unit.space)
    page = find(cast.bob, "統合").text
    assert f"/posts/{hidden.pk}/" not in page
    assert "<mark>" not in page


def test_a_personal_text_is_its_owners_alone(cast, find):
    from sns.spaces.actions import ensure_personal_space

    make_post(cast.alice, "覚え書きの統合メモ", space=ensure_personal_space(user=cast.alice))
    assert "覚え書きの" in shown(find(cast.alice, "統合"))
    assert "覚え書きの" not in shown(find(cast.frank, "統合"))


def test_visitors_are_sent_to_log_in(client, company):
    assert client.get("/search/?q=x").status_code == 302
    assert client.get("/search/suggest/?q=x").status_code == 302


def test_terms_are_counted_without_a_person(cast, hidden, find):
    find(cast.carol, "統合計画")
    row = SearchTerm.objects.get()
    assert (row.term, row.searches, row.in_vain) == ("統合計画", 1, 1)
    assert {field.name for field in SearchTerm._meta.fields} == {"id", "day", "term", "searches", "in_vain"}


def test_moving_takes_texts_and_comments_out_of_sight(cast, find):
    from sns.publishing import revise

    post = make_post(cast.alice, "移る統合計画", "本文")
    make_comment(post, cast.bob, "統合への意見")
    assert Entry.objects.count() == 1
    post.space = cast.unit.space
    revise(actor=cast.alice, entry=post, tags=(), base_version=post.version)
    assert "<mark>" not in find(cast.carol, "統合").text
    assert find(cast.bob, "統合").text.count("<mark>") == 2
