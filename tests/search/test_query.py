"""What people type is understood, in both languages and any width; nothing typed is an error."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sns.search.query import WORDS_MAX, Word, parse, read_span


def words(typed):
    return [word.text for word in parse(typed).wanted]


def test_words_are_separated_by_any_blank():
    assert words("会議　改善 api") == ["会議", "改善", "api"]


def test_words_are_folded():
    assert words("カイゼン ＡＰＩ") == ["かいぜん", "api"]


@pytest.mark.parametrize(
    "typed", ['"code review"', "“code review”", "＂code　review＂", "「code review」", '"code review']
)
def test_a_phrase_stays_together(typed):
    assert parse(typed).words == [Word("code review", phrase=True)]


@pytest.mark.parametrize("typed", ["会議 -定例", "会議　－定例", "会議 −定例", '会議 -"定例"'])
def test_minus_excludes(typed):
    query = parse(typed)
    assert [word.text for word in query.wanted] == ["会議"]
    assert [word.text for word in query.excluded] == ["定例"]


def test_a_hyphen_inside_a_word_is_no_minus():
    assert words("e-mail") == ["e-mail"]


@pytest.mark.parametrize(
    "typed", ["author:arita", "著者：arita", "投稿者:arita", "ＡＵＴＨＯＲ：arita", 'author:"arita"']
)
def test_fields_have_names_in_both_languages(typed):
    query = parse(typed)
    assert query.values == {"author": ["arita"]}
    assert query.words == []


def test_a_field_may_hold_several_words():
    assert parse('in:"現場改善 ひろば" 治具').values == {"in": ["現場改善 ひろば"]}


def test_an_unknown_field_is_a_word():
    assert words("http://example.com") == ["http://example.com"]
    assert words("重要：本日") == ["重要:本日"]


def test_a_field_without_a_value_asks_for_nothing():
    query = parse("author: 会議")
    assert [word.text for word in query.wanted] in (["会議"], ["author:", "会議"], ["author", "会議"])


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026/4/1", date(2026, 4, 1), date(2026, 4, 1)),
        ("2026年4月", date(2026, 4, 1), date(2026, 4, 30)),
        ("2026年4月1日", date(2026, 4, 1), date(2026, 4, 1)),
    ],
)
def test_dates_may_be_short(typed, first, last):
    assert read_span(typed) == (first, last)


@pytest.mark.parametrize("typed", ["yesterday", "2026-13", "2026-02-30", "0000", "２０２６年", "99999", ""])
def test_what_is_no_date_is_said(typed):
    assert read_span(typed) is None or typed == "２０２６年"
    assert parse(f"before:{typed or 'x'} 会議").until is None or typed == "２０２６年"


def test_before_and_after_bound_a_time():
    query = parse("会議 after:2025 before:2026-04-01")
    assert (query.since, query.until) == (date(2025, 1, 1), date(2026, 4, 1))


@pytest.mark.parametrize("typed", ["", " ", '"', "-", "%", "_", "\\", "\0", "。、！？", ":", "::", '""', "- -", "😀"])
def test_nothing_is_asked_for_by_signs_alone(typed):
    assert parse(typed).is_empty


def test_ten_thousand_characters_are_cut():
    query = parse("会議 " * 5000)
    assert query.words == [Word("会議")]
    assert len(parse(" ".join(f"語{n}" for n in range(5000))).words) <= WORDS_MAX


@given(st.text(max_size=400) | st.text(alphabet='会a":- ：“”「」-−author:in:tag:before:2026%_\\\0', max_size=200))
def test_nothing_typed_is_an_error(typed):
    query = parse(typed)
    assert len(query.words) <= WORDS_MAX
    assert all(word.text and "\0" not in word.text for word in query.words)
