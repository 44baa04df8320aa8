"""Lines of results: marks on what was found, in the text as written, never as HTML."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sns.core.tokens import fold
from sns.search.query import parse
from sns.search.snippets import WIDTH, mark, pattern_of, snippet


def lines(text, typed):
    return str(snippet(text, pattern_of(parse(typed).wanted)))


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("朝の会議室です", "会議", "会議"),
        ("ｶｲｾﾞﾝを続ける", "改善 かいぜん", "ｶｲｾﾞﾝ"),
        ("㈱山田製作所", "株", "㈱"),
        ("Reviewing the code", "reviews", "Reviewing"),
        ("preview", "view", None),
        ("１２３番", "123", "１２３"),
        ("がんばる", "がんば", "がんば"),
    ],
)
def test_what_was_found_is_marked_as_written(text, typed, marked):
    found = re.findall("<mark>(.*?)</mark>", lines(text, typed))
    assert found == ([marked] if marked else [])


def test_the_place_with_most_words_is_shown():
    text = "会議。" + "あいうえお。" * 80 + "会議の議事録と予約。" + "かきくけこ。" * 80
    assert "議事録" in lines(text, "会議 議事録 予約")


def test_a_long_text_costs_little():
    text = "あ" * 99_990 + "会議室の予約"
    assert "<mark>会議室</mark>" in lines(text, "会議室")


def test_html_of_the_text_stays_text():
    assert lines("<script>会議</script>", "会議") == "&lt;script&gt;<mark>会議</mark>&lt;/script&gt;"
    assert str(mark("<b>会議", pattern_of(parse("b").wanted))) == "&lt;<mark>b</mark>&gt;会議"


@given(st.text(max_size=500), st.text(max_size=30))
def test_lines_are_a_piece_of_the_text(text, typed):
    shown = re.sub("</?mark>", "", lines(text, typed))
    plain = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"').replace("&#39;", "'")
    plain = plain.replace("&amp;", "&")
    whole = " ".join(text.split())
    assert plain.removeprefix("…").removesuffix("…") in whole or plain in whole
    assert len(plain) <= WIDTH + 2


@given(st.text(alphabet="会議カｶﾞガがａA①㈱ ", min_size=1, max_size=40), st.data())
def test_a_piece_of_a_text_is_marked_in_it(text, data):
    first = data.draw(st.integers(0, len(text) - 1))
    piece = text[first : first + 3].strip()
    pattern = pattern_of(parse(piece).wanted)
    folded = fold(" ".join(text.split()))
    if pattern and pattern.search(folded):
        assert "<mark>" in lines(text, piece)
