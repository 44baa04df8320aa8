"""Nothing that people write runs, leaks, breaks the page or keeps the server busy."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sns.core.markup import Image, Person, parse, sanitise
from sns.core.markup.highlight import LANGUAGES, code_html

from .hostile_markdown import CASES, DENSE, TIMED, TOKEN
from .markup_tree import assert_harmless, elements, text

OWN = {"sns.example.jp"}
NAMES = {
    "people": {
        "evil": Person('"><script>alert(1)</script>', "/people/evil/"),
        "quote": Person("' onclick='alert(1)", "/people/quote/"),
        "taro": Person("山田 太郎", "/people/taro/"),
    },
    "titles": {7: '</a><script>alert(1)</script>" onclick="'},
    "images": {TOKEN: Image(800, 600, (480,), alt='" onerror="alert(1)')},
}


def render(source, **names):
    return parse(source, own_hosts=OWN).render(prefix="e1", **names)


@pytest.mark.parametrize(("name", "source"), CASES, ids=[name for name, _ in CASES])
def test_a_hostile_text_leaves_only_harmless_elements(name, source):
    for names in ({}, NAMES):
        html = render(source, **names)
        assert_harmless(html)
        assert sanitise(html) == html


def test_raw_html_is_shown_as_written():
    assert text(render("<b onclick=x>太字</b>\n\n<script>\n1\n</script>")) == (
        "<b onclick=x>太字</b>\n<script>\n1\n</script>\n"
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JAVASCRIPT&colon;x", "data:text/html,x", "//evil.jp/"])
def test_a_refused_address_makes_no_link(address):
    assert elements(render(f"[押す]({address}) <{address}>"), "a") == []


@pytest.mark.parametrize("html", ["<script>1</script>", "<a href='javascript:1'>x</a>", "<p onclick=1>x</p>"])
def test_the_sanitiser_alone_would_stop_it(html):
    assert_harmless(sanitise(html).replace("<a>x</a>", ""))


def test_the_sanitiser_refuses_foreign_values_of_allowed_attributes():
    html = '<img src="https://evil.jp/a.png" alt="a"><div class="topbar" role="alert">x</div><p id="main">y</p>'
    assert sanitise(html) == '<img alt="a"><div>x</div><p>y</p>'


def test_an_unknown_title_or_name_is_never_shown():
    html = render("/posts/8/ https://sns.example.jp/posts/8/ @hanako", **NAMES)
    assert text(html).strip() == "/posts/8/ https://sns.example.jp/posts/8/ @hanako"


def test_another_host_is_never_taken_for_ours():
    for url in ("https://sns.example.jp@evil.jp/posts/7/", "https://sns.example.jp.evil.jp/posts/7/"):
        document = parse(f"{url} [x]({url})", own_hosts=OWN)
        assert document.entry_ids == ()
        assert all("nofollow" in a.get("rel") for a in elements(document.render(prefix="e1"), "a"))


def _seconds(source):
    start = time.process_time()
    document = parse(source, own_hosts=OWN)
    html = document.render(prefix="e1", **NAMES)
    document.excerpt(), document.plain, document.reading_minutes
    return time.process_time() - start, html


@pytest.mark.parametrize(("name", "source"), TIMED + DENSE, ids=[name for name, _ in TIMED + DENSE])
def test_a_huge_text_is_done_in_bounded_time(name, source):
    seconds, html = _seconds(source)
    # Measured 0.1–2 s on a quiet machine; what is meant is "does not grow with the square".
    assert seconds < 12
    assert "<script" not in html


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
@pytest.mark.parametrize("unit", ["a\n ", "a.", "\n", "<a _"])
def test_hostile_code_is_highlighted_in_bounded_time(language, unit):
    start = time.process_time()
    code_html((unit * 5_000)[:5_000], language)
    assert time.process_time() - start < 5


_PUNCTUATION = list("*_~`[]()!<>&#＃@|\\/:-+\"' \n\tx縁。「」")
_PIECES = ["**", "~~", "```", "![", "](", "1. ", "> ", "\n\n", "    ", "[^1]", "[^1]: ", "https://", "/posts/7/"]
_TRICKS = ["javascript:", "[x]: ", "|---|", "- [x] ", f"/files/{TOKEN}/", "<script>", "onerror=", "@taro", "```js\n"]
MARKS = st.sampled_from(_PUNCTUATION + _PIECES + _TRICKS)
SOURCES = st.one_of(st.lists(MARKS, max_size=60).map("".join), st.text(max_size=300))


def test_threads_share_the_parser():
    sources = [source for _, source in CASES[:200]]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(render, sources)) == [render(source) for source in sources]


@given(SOURCES)
@settings(max_examples=300, deadline=None)
@example("[^a]: x\n    [^b]: y\n\n[^a]")
@example("- [ ] ![x](/files/" + TOKEN + "/)\n")
def test_any_text_renders_to_harmless_html(source):
    document = parse(source, own_hosts=OWN)
    html = document.render(prefix="e1", **NAMES)
    assert_harmless(html)
    assert sanitise(html) == html
    assert len(document.excerpt(50)) <= 50
    assert all(len(anchor) <= 160 for anchor in document.link_anchors.values())


@given(st.text(alphabet=st.sampled_from("<>/=\"' abpscript:onmiehrfl&#;!-\n\x00"), max_size=200))
@settings(max_examples=300, deadline=None)
def test_sanitising_twice_changes_nothing(html):
    once = sanitise(html)
    assert sanitise(once) == once
