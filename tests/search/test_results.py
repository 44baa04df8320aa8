"""What is found, in which order, and what the page says."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from sns.discussion.actions import edit_comment, remove_comment, restore_comment
from sns.people.actions import set_follow
from sns.publishing import restore, revise, save_draft, withdraw
from tests.factories import draft_post, make_comment, make_post


def titles(answer) -> list[str]:
    found = re.findall(r'<article class="hit">.*?<h2>.*?<a class="plain" href="[^"]*">(.*?)</a>', answer.text, re.S)
    return [re.sub("<[^>]+>", "", title) for title in found]


def ago(days):
    return timezone.now() - timedelta(days=days)


@pytest.mark.parametrize(
    "typed",
    ["会議", "会", "会議室", "かいぎしつ", "カイギシツ", "ｶｲｷﾞｼﾂ", "API", "ａｐｉ", "review", "reviews", "reviewing",
     "会議室 API", '"会議室の予約"', "5S活動", "５ｓ活動", "100%", "予約・調整", "rev"],
)  # fmt: skip
def test_words_are_found_however_they_are_typed(cast, find, typed):
    body = "会議室の予約・調整を見直しました。カイギシツは API で 100% 取れます。5S活動の code reviewing もしています。"
    make_post(cast.alice, "朝の話", body)
    make_post(cast.alice, "別の話", "何もありません。")
    assert titles(find(cast.carol, typed)) == ["朝の話"]


@pytest.mark.parametrize("typed", ["議会", "11月", "view", "会議室 昼", '"予約の会議室"', "会議 -予約", "review -API"])
def test_what_is_not_there_is_not_found(cast, find, typed):
    make_post(cast.alice, "朝の話", "会議室の予約は 1月 からです。API の code review もします。")
    assert titles(find(cast.carol, typed)) == []


def test_titles_count_as_text_and_are_marked(cast, find):
    make_post(cast.alice, "ｶｲｾﾞﾝの記録", "本文は短い。")
    answer = find(cast.carol, "かいぜん")
    assert titles(answer) == ["ｶｲｾﾞﾝの記録"]
    assert "<mark>ｶｲｾﾞﾝ</mark>の記録" in answer.text


def test_the_lines_show_the_text_as_written_with_marks_and_nothing_as_html(cast, find):
    make_post(cast.alice, "題", "はじめに。" * 60 + "<b>ここで</b>、ＣＮＣ旋盤の&話。" + "おわり。" * 60)
    text = find(cast.carol, "cnc旋盤").text
    assert "<mark>ＣＮＣ旋盤</mark>の&amp;話" in text
    assert "<b>ここで" not in text
    assert "…" in text


def test_comments_are_found_and_lead_to_their_place(cast, find):
    post = make_post(cast.alice, "治具の話")
    comment = make_comment(post, cast.bob, "磁石で固定しています。")
    answer = find(cast.carol, "磁石")
    assert titles(answer) == ["治具の話"]
    assert f'href="/comments/{comment.pk}/"' in answer.text
    assert "<mark>磁石</mark>で固定" in answer.text


def test_the_newest_come_first_when_asked(cast, find):
    make_post(cast.alice, "改善の古い話", at=ago(9))
    make_post(cast.alice, "新しい話", "改善です。", at=ago(1))
    assert titles(find(cast.carol, "改善", sort="newest")) == ["新しい話", "改善の古い話"]
    assert titles(find(cast.carol, "改善")) == ["改善の古い話", "新しい話"]


def test_freshness_decides_between_equals_and_old_loses_in_time(cast, find):
    make_post(cast.alice, "古い", "改善です。", at=ago(400))
    make_post(cast.alice, "新しい", "改善です。", at=ago(2))
    assert titles(find(cast.carol, "改善")) == ["新しい", "古い"]


def test_links_and_people_followed_lift_a_text(cast, find):
    linked = make_post(cast.alice, "参照される", "改善です。", at=ago(40))
    make_post(cast.alice, "ただの", "改善です。", at=ago(40))
    followed = make_post(cast.bob, "仲間の", "改善です。", at=ago(40))
    make_post(cast.erin, "紹介", f"読んで {linked.get_absolute_url()}")
    make_post(cast.erin, "紹介2", f"読んで {linked.get_absolute_url()}")
    set_follow(actor=cast.carol, followee=followed.author, on=True)
    assert titles(find(cast.carol, "改善")) == ["参照される", "仲間の", "ただの"]


def test_a_new_text_replaces_the_old_one(cast, find):
    post = make_post(cast.alice, "題", "旧版の話")
    post.body = "改訂の話"
    revise(actor=cast.alice, entry=post, tags=(), base_version=post.version)
    assert titles(find(cast.carol, "旧版")) == []
    assert titles(find(cast.carol, "改訂")) == ["題"]


def test_drafts_and_withdrawn_texts_are_found_by_nobody(cast, find):
    save_draft(actor=cast.alice, entry=draft_post(cast.alice, "下書き", "秘密の案"))
    post = make_post(cast.alice, "題", "秘密の案")
    make_comment(post, cast.bob, "その案は面白い")
    withdraw(actor=cast.alice, entry=post)
    assert titles(find(cast.alice, "案")) == []
    restore(actor=cast.alice, entry=post)
    assert len(titles(find(cast.alice, "案"))) == 2


def test_removed_comments_are_found_by_nobody(cast, find):
    comment = make_comment(make_post(cast.alice), cast.bob, "磁石です")
    remove_comment(actor=cast.bob, comment=comment)
    assert titles(find(cast.bob, "磁石")) == []
    comment.refresh_from_db()
    restore_comment(actor=cast.bob, comment=comment)
    assert len(titles(find(cast.bob, "磁石"))) == 1


def test_an_edited_comment_is_found_by_its_new_words(cast, find):
    comment = make_comment(make_post(cast.alice), cast.bob, "磁石です")
    edit_comment(actor=cast.bob, comment=comment, body="接着剤です", base_version=comment.version)
    assert titles(find(cast.bob, "磁石")) == []
    assert len(titles(find(cast.bob, "接着剤"))) == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("改善 author:bob", ["坂東の"]),
        ("改善 著者：坂東", ["坂東の"]),
        ("author:有田ありす 改善", []),
        ("改善 author:me", []),
        ("改善 tag:品質", ["札つき"]),
        ("改善 タグ：品質", ["札つき"]),
        ("改善 after:2024-02", ["坂東の", "札つき"]),
        ("改善 before:2024-02", ["昔の"]),
        ("改善 以前:2024年2月", ["昔の"]),
        ("改善 type:lesson", ["札つき"]),
        ("改善 in:開発部", ["部内"]),
        ("改善 type:comment", ["昔の"]),
        ("改善 type:event", []),
        ("author:bob", ["坂東の"]),
        ("tag:品質", ["札つき"]),
    ],
)
def test_fields_narrow_the_search(cast, find, typed, found):
    cast.viewer = cast.alice if "開発部" in typed else cast.carol
    old = make_post(
        cast.alice, "昔の", "改善です。", at=timezone.datetime(2024, 1, 15, tzinfo=timezone.get_current_timezone())
    )
    make_comment(
        old, cast.erin, "改善への一言", at=timezone.datetime(2024, 1, 16, tzinfo=timezone.get_current_timezone())
    )
    make_post(cast.bob, "坂東の", "改善です。")
    make_post(cast.erin, "札つき", "改善です。", tags=["品質"], flavour="lesson")
    make_post(cast.alice, "部内", "改善です。", space=cast.unit.space)
    answer = find(cast.viewer, typed)
    assert sorted(set(titles(answer))) == sorted(set(found))


def test_pages_follow_each_other_without_gap_or_double(cast, find):
    for n in range(23):
        post = make_post(cast.alice, f"改善{n}", "本文", at=ago(n))
        make_comment(post, cast.bob, f"改善の意見{n}", at=ago(n))
    for sort in ("newest", "best"):
        seen, address = [], {"sort": sort}
        while True:
            answer = find(cast.carol, "改善", **address)
            seen += re.findall(r'<h2>.*?<a class="plain" href="(/[^"]+)"', answer.text)
            following = re.search(r"after=([\w-]+)", answer.text)
            if not following:
                break
            address["after"] = following[1]
        hits = [one for one in seen if one.startswith(("/posts/", "/comments/"))]
        assert len(hits) == len(set(hits)) == 46


def test_filters_are_links_with_counts(cast, find):
    for n in range(3):
        make_comment(make_post(cast.alice, f"改善{n}"), cast.bob, "改善ですね")
    text = find(cast.carol, "改善").text
    assert re.search(r'type=post"[^>]*>ブログ記事|type=post"[^>]*>[^<]*<?.*?3', text)
    assert re.search(r'type=comment"[^>]*>[^<]*<span class="num meta">3</span>', text)
    assert re.search(r'author=bob"><span>坂東 暮雄</span> <span class="num meta">3</span>', text)


def test_no_more_than_twelve_queries_whatever_is_asked(cast, as_user, django_assert_max_num_queries):
    post = make_post(cast.alice, "改善の話", tags=["品質"], space=cast.unit.space)
    for _n in range(25):
        make_comment(post, cast.bob, "改善の意見")
    client = as_user(cast.alice)
    client.get("/search/", {"q": "改善"})  # settles caches of the process
    for address in ({}, {"sort": "newest"}, {"type": "comment"}, {"author": "bob"}, {"type": "people"}):
        with django_assert_max_num_queries(12):
            assert client.get("/search/", {"q": "改善", **address}).status_code == 200
    for typed in ("改善 tag:品質 author:bob in:開発部 after:2020", "そんなものはない", "tag:品質"):
        with django_assert_max_num_queries(12):
            assert client.get("/search/", {"q": typed}).status_code == 200
    with django_assert_max_num_queries(5):
        assert client.get("/search/").status_code == 200
    with django_assert_max_num_queries(5):
        assert client.get("/search/suggest/", {"q": "改善"}).status_code == 200


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\0", "会\0議", "'", "''", '"', '"""', "%", "_", "\\", "\\'", "':*", "& | !", "<->", "(", "a:b:c", "-",
     "--",     "author:", "author:\0", "in:'", "tag:%", "type:nonsense", "before:99999", "after:0001", "before:2026-13",
     "😀", "😀会",
     "x" * 10_000, "会" * 10_000, "会 " * 5000, '"会' * 3000, "-会", "author:- 会", "\u202e会", "ﾞ", "ー", "𠮷野家"],
)  # fmt: skip
@pytest.mark.parametrize("address", [{}, {"type": "people"}, {"sort": "newest", "after": "x"}])
def test_nothing_typed_is_an_error(cast, find, typed, address):
    make_post(cast.alice, "題", "会議です。")
    assert find(cast.carol, typed, **address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [{"type": "x"}, {"when": "x"}, {"author": "\0"}, {"author": "nobody"}, {"in": "999999999999999999999"},
     {"in": "-1"}, {"sort": "x"}, {"after": "A" * 22}, {"type": ["a", "b"]}],
)  # fmt: skip
def test_nonsense_in_the_address_is_passed_over(cast, find, address):
    make_post(cast.alice, "題", "会議です。")
    assert find(cast.carol, "会議", **address).status_code == 200


def test_rare_characters_are_found(cast, find):
    make_post(cast.alice, "昼", "𠮷野家で食べました。")
    assert titles(find(cast.carol, "𠮷野家")) == ["昼"]
    assert titles(find(cast.carol, "𠮷")) == ["昼"]
