"""What Markdown becomes on the page."""

import pytest

from sns.core.markup import Image, Person, parse

from .markup_tree import elements, text

OWN = {"sns.example.jp"}
TOKEN = "Abc_-1234567890abcdefg"
PHOTO = {TOKEN: Image(1600, 900, (480, 960))}


def render(source, **names):
    return parse(source, own_hosts=OWN).render(prefix="e12", **names)


@pytest.mark.parametrize(
    ("source", "strong"),
    [
        ("**「重要」**です", ["「重要」"]),
        ("これは**重要。**です", ["重要。"]),
        ("これは**「重要」**です", ["「重要」"]),
        ("会議は**10:00～11:00（予定）**から", ["10:00～11:00（予定）"]),
        ("彼は**“はい”**と言った", ["“はい”"]),
        ("**価格：**100円、**納期：**明日", ["価格：", "納期："]),
        ("**Note:** plain", ["Note:"]),
        ("한국어**(괄호)**는", ["(괄호)"]),
        ("2 ** 3 ** 4", []),
        ("** 空白 **", []),
    ],
)
def test_emphasis_works_beside_japanese_text(source, strong):
    assert [e.text for e in elements(render(source), "strong")] == strong


def test_strikethrough_and_underscores_in_words():
    html = render("~~「旧」~~です snake_case_name と変数_名_です _強調_")
    assert [e.text for e in elements(html, "s")] == ["「旧」"]
    assert [e.text for e in elements(html, "em")] == ["強調"]


def test_a_single_newline_is_a_break():
    assert render("一行目\n二行目") == "<p>一行目<br>\n二行目</p>\n"


def test_headings_begin_below_the_pages_own_and_skip_no_level():
    assert [e.tag for e in elements(render("# a\n\n### b\n\n###### c"))] == ["h2", "h3", "h4"]


@pytest.mark.parametrize(
    ("source", "href"),
    [
        ("https://example.com/を見て", "https://example.com/"),
        ("資料はhttps://example.com/a?b=1&c=2です", "https://example.com/a?b=1&c=2"),
        ("（https://example.com/a_(b)）", "https://example.com/a_(b)"),
        ("(https://example.com/a)", "https://example.com/a"),
        ("見た？https://example.com/a。", "https://example.com/a"),
        ("See https://example.com/a_b_c*.", "https://example.com/a_b_c"),
        ("HTTPS://Example.com", "HTTPS://Example.com"),
        ("<https://example.com/%E7%B8%81>", "https://example.com/%E7%B8%81"),
        ("[x](mailto:a@example.jp)", "mailto:a@example.jp"),
        ("[x](tel:03-1234-5678)", "tel:03-1234-5678"),
        ("[x](#e12-fn1)", "#e12-fn1"),
        ("[x](/people/)", "/people/"),
    ],
)
def test_an_address_becomes_a_link(source, href):
    assert [e.get("href") for e in elements(render(source), "a")] == [href]


def test_a_link_without_address_is_text_and_one_without_words_shows_its_address():
    html = render("[語]() [](/people/) ![図]()")
    assert [(e.text, e.get("href")) for e in elements(html, "a")] == [("/people/", "/people/")]
    assert text(html) == "語 /people/ 図\n"


def test_only_links_to_other_hosts_say_nofollow():
    html = render("https://example.com/ https://sns.example.jp/people/ [x](/people/) [y](mailto:a@b.jp)")
    assert [e.get("rel") for e in elements(html, "a")] == ["noopener noreferrer nofollow", None, None, None]
    assert all(e.get("target") is None for e in elements(html, "a"))


def test_a_known_handle_becomes_the_name_and_an_unknown_one_stays_text():
    html = render("@taro と@Taro、@hanako", people={"taro": Person("山田 太郎", "/people/taro/")})
    links = elements(html, "a")
    assert [(e.text, e.get("href"), e.get("class")) for e in links] == [("@山田 太郎", "/people/taro/", "mention")] * 2
    assert "@hanako" in text(html)


def test_a_tag_leads_to_its_page():
    (link,) = elements(render("「＃ＡＩ活用」"), "a")
    assert (link.text, link.get("href")) == ("#ＡＩ活用", "/tags/ai%E6%B4%BB%E7%94%A8/")


def test_nothing_is_linked_in_code_or_inside_another_link():
    html = render("`@taro #tag https://a.jp/` [@taro #tag https://a.jp/](/x)", people={"taro": Person("T", "/t/")})
    assert [e.get("href") for e in elements(html, "a")] == ["/x"]


@pytest.mark.parametrize(
    "source", ["/posts/12/", "https://sns.example.jp/posts/12/", "<https://sns.example.jp/posts/12/>"]
)
def test_a_bare_link_to_an_entry_shows_its_title_only_if_given(source):
    (link,) = elements(render(source, titles={12: "勉強会 <第3回>"}), "a")
    assert (link.text, link.get("href"), link.get("class")) == ("勉強会 <第3回>", "/posts/12/", "entry-link")
    assert elements(render(source), "a")[0].text == source.strip("<>")


def test_a_written_link_to_an_entry_keeps_its_words():
    (link,) = elements(render("[前回](https://sns.example.jp/posts/12/#c3)", titles={12: "T"}), "a")
    assert (link.text, link.get("href")) == ("前回", "/posts/12/#c3")


def test_a_picture_alone_is_a_figure_with_its_title_below():
    html = render(f'![会議室](/files/{TOKEN}/ "3階の会議室")', images=PHOTO)
    assert [e.tag for e in elements(html)] == ["figure", "a", "img", "figcaption"]
    image = elements(html, "img")[0]
    assert image.get("srcset") == f"/files/{TOKEN}/480/ 480w, /files/{TOKEN}/960/ 960w"
    assert (image.get("alt"), image.get("width"), image.get("loading")) == ("会議室", "1600", "lazy")
    assert elements(html, "a")[0].get("href") == f"/files/{TOKEN}/"


def test_a_picture_in_a_sentence_a_list_or_a_note_is_no_figure():
    html = render(
        f"文中![図](/files/{TOKEN}/)です\n\n- ![図](/files/{TOKEN}/)\n\n[^1]\n\n[^1]: ![図](/files/{TOKEN}/)",
        images=PHOTO,
    )
    assert elements(html, "figure") == []
    assert len(elements(html, "img")) == 3


def test_a_picture_without_words_is_not_a_nameless_link():
    assert elements(render(f"![](/files/{TOKEN}/)", images=PHOTO), "a") == []


def test_a_foreign_or_unknown_picture_becomes_a_link():
    html = render(f"![外](https://example.com/a.png) ![無](/files/{TOKEN}/)")
    assert elements(html, "img") == []
    assert [(e.text, e.get("href")) for e in elements(html, "a")] == [
        ("外", "https://example.com/a.png"),
        ("無", f"/files/{TOKEN}/"),
    ]


def test_a_linked_picture_has_one_link():
    html = render(f"[![図](/files/{TOKEN}/)](https://example.com/)", images=PHOTO)
    assert [e.get("href") for e in elements(html, "a")] == ["https://example.com/"]


def test_a_table_scrolls_in_a_region_named_after_its_columns():
    html = render("| 日付 | 人数 |\n|:--|--:|\n| 4月 | 20 |")
    region = elements(html, "div")[0]
    assert region.attrib == {
        "class": "table-scroll",
        "role": "region",
        "aria-label": "日付 / 人数",
        "tabindex": "0",
    }
    assert [e.get("class") for e in elements(html, "td")] == ["align-left", "align-right"]
    assert "style" not in html


def test_tasks_are_labelled_and_disabled():
    html = render("- [x] 会場を予約\n- [ ] 案内を出す\n- ふつう\n- [ ]  \n")
    labels = ["".join(e.itertext()).strip() for e in elements(html, "label")]
    assert labels == ["会場を予約", "案内を出す"]
    assert ["checked" in e.attrib for e in elements(html, "input")] == [True, False]
    assert all("disabled" in e.attrib for e in elements(html, "input"))
    assert elements(html, "ul")[0].get("class") == "tasks"


def test_code_is_coloured_by_classes():
    html = render('```Python title="x"\ndef f():\n    return "<b>"\n```')
    assert elements(html, "code")[0].get("class") == "language-python"
    assert {"hl-k", "hl-nf", "hl-s2"} <= {e.get("class") for e in elements(html, "span")}
    assert text(html) == 'def f():\n    return "<b>"\n\n'


def test_an_unknown_language_or_long_code_is_plain():
    assert elements(render("```klingon\nx = 1\n```"), "span") == []
    assert elements(render("```python\n" + "x = 1\n" * 2_000 + "```"), "span") == []


def test_footnotes_of_two_documents_never_share_an_id():
    document = parse("本文[^a]と[^a]、[^長い注]。\n\n[^a]: 一つ目\n[^長い注]: 二つ目")
    first, second = (document.render(prefix=prefix) for prefix in ("e12", "c34"))
    ids = [e.get("id") for html in (first, second) for e in elements(html) if e.get("id")]
    assert len(ids) == len(set(ids)) == 10
    targets = {e.get("href")[1:] for e in elements(first, "a")}
    assert targets == {e.get("id") for e in elements(first) if e.get("id")}


def test_a_wrong_prefix_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError):
        parse("x").render(prefix='"><script>')
