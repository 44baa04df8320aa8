"""What a text mentions and links to, and its plain text."""

import re

import pytest

from sns.core.markup import parse, quote, tag_name

OWN = {"sns.example.jp"}
TOKEN = "Abc_-1234567890abcdefg"


@pytest.mark.parametrize(
    ("source", "handles"),
    [
        ("@taro さん、@Hanako.S と(@x-y_z)。@taro.", ("taro", "hanako.s", "x-y_z")),
        ("こんにちは@taroです", ("taro",)),
        ("**@taro** # @hanako", ("taro", "hanako")),
        ("a@taro.jp x.com/@taro @@taro @taro@example.com \\@taro `@taro`", ()),
        ("https://example.com/@taro [@taro](/x) ![@taro](/files/x/)", ()),
        ("> @taro\n\n@hanako", ("hanako",)),
        ("@\u017fam @\u212aelvin", ()),
    ],
)
def test_mentions(source, handles):
    assert parse(source).mentions == handles


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        ("#勉強会 と、#失敗談。「#飲み会」＃改善", ("勉強会", "失敗談", "飲み会", "改善")),
        ("#ＡＩ #ai #Ai-活用 #a_b", ("ai", "ai-活用", "a_b")),
        ("#1位 #2026年 #123 #2026-11 # #_ #-", ("1位", "2026年")),
        ("a#b 本日#勉強会 /posts/1/#c2 https://a.jp/#b &#x41; \\#esc `#code`", ()),
        ("(#a) **#b**\n#c　#d", ("a", "b", "c", "d")),
        ("#サーバー #ｻｰﾊﾞｰ #がく", ("サーバー", "がく")),
        ("#" + "あ" * 51, ()),
        ("> #引用", ()),
    ],
)
def test_tags(source, tags):
    assert parse(source).tags == tags


def test_a_tag_keeps_the_first_spelling():
    assert parse("#ＡＩ #ai").tag_labels == {"ai": "ＡＩ"}


def test_a_tag_name_has_one_form():
    assert tag_name("#ＡＩ活用") == tag_name("ai活用") == "ai活用"
    assert tag_name("ﷺ").isalpha()


@pytest.mark.parametrize(
    ("source", "ids"),
    [
        ("/posts/12/ と /entries/13/#c5、[x](/topics/14/)", (12, 13, 14)),
        ("https://sns.example.jp/meetings/15/ <https://SNS.example.jp/polls/16>", (15, 16)),
        ("> [x](https://sns.example.jp/posts/17/)", (17,)),
        ("https://example.com/posts/1/ a/posts/2/ /posts/3/edit/ /posts/x/ `/posts/4/` /people/5/", ()),
        ("[x](/posts/12/edit/) /posts/0/", ()),
        ("/posts/12/ /posts/12/", (12,)),
    ],
)
def test_entry_links(source, ids):
    assert parse(source, own_hosts=OWN).entry_ids == ids


def test_the_words_around_a_link():
    source = "前置き\n\n" + "あ" * 300 + "**ここ**の[前回](/posts/12/)を参照" + "い" * 300
    anchor = parse(source).link_anchors[12]
    assert "ここの前回を参照" in anchor
    assert anchor[0] == anchor[-1] == "…"
    assert len(anchor) == 160


def test_upload_tokens_of_pictures_and_links():
    other = "B" * 22
    source = f"![x](/files/{TOKEN}/) [y](https://sns.example.jp/files/{other}/480/) ![z](/files/short/)"
    assert parse(source, own_hosts=OWN).upload_tokens == (TOKEN, other)


def test_plain_text_has_the_words_and_no_markup():
    source = "# 題\n\n**太字**と`code`[^1]\n次の行\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    source += "- [x] 済\n\n```py\nx = 1\n```\n\n[^1]: 注"
    assert parse(source).plain == "題\n太字とcode\n次の行\na b\n1 2\n済\nx = 1\n注"


def test_an_excerpt_leaves_out_code_and_bare_entry_links():
    assert parse("前\n\n```\nnoise\n```\n\n/posts/1/ 後").excerpt() == "前 後"


@pytest.mark.parametrize(
    ("source", "limit", "excerpt"),
    [
        ("短い文。", 200, "短い文。"),
        ("最初の文です。次の文はとても長い文です。", 12, "最初の文です。"),
        ("区切りのない長い文が続いています", 8, "区切りのない長…"),
        ("One sentence here. Another that is long", 25, "One sentence here."),
        ("several english words without an end", 20, "several english…"),
        ("家族👨‍👩‍👧です", 5, "家族…"),
        ("", 10, ""),
        ("abc", 0, ""),
    ],
)
def test_an_excerpt_ends_sensibly(source, limit, excerpt):
    assert parse(source).excerpt(limit) == excerpt


@pytest.mark.parametrize(
    ("source", "minutes"), [("", 1), ("あ" * 1_000, 2), ("word " * 660, 3), ("あ" * 500 + " word" * 220, 2)]
)
def test_reading_minutes(source, minutes):
    assert parse(source).reading_minutes == minutes


def test_a_quote_is_a_block_quote_even_with_blank_lines():
    assert quote("一行目\r\n\r\n- 三行目\n") == "> 一行目\n>\n> - 三行目"
    assert quote(" \n") == ""
    assert parse(quote("# a\n\n```\nb\n```")).render(prefix="e1").startswith("<blockquote>\n<h2>a</h2>")


def test_unstorable_characters_are_dropped():
    assert parse("\ufeffa\x00b\x07c\ud800d\x85").plain == "abcd"


def test_a_text_beyond_the_bounds_is_shown_plain():
    document = parse("**a** <b>\n次\n\n" + "あ" * 250_000)
    assert document.is_plain
    assert document.render(prefix="e1").startswith("<p>**a** &lt;b&gt;<br>次</p>\n<p>あ")
    assert document.excerpt(12) == "**a** <b> 次…"
    assert (document.mentions, document.tags, document.entry_ids) == ((), (), ())


def test_headings_begin_at_the_second_level_and_leave_none_out():
    html = parse("## a\n\n#### b\n\n## c\n\n# d\n\n###### e").render(prefix="e1")
    assert re.findall(r"<h(\d)>(\w)", html) == [("2", "a"), ("3", "b"), ("2", "c"), ("2", "d"), ("3", "e")]


def test_an_excerpt_leaves_headings_out_unless_there_is_nothing_else():
    report = parse("# 日時\n\n昨日の17時半から。\n\n## 話したこと\n\n治具のこと。")
    assert report.excerpt() == "昨日の17時半から。治具のこと。"
    assert parse("# 題だけ").excerpt() == "題だけ"
