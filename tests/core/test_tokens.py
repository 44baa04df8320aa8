"""What is folded, what is cut into lexemes, and the way back to the text as it was written."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sns.core.tokens import (
    FoldedText,
    decides_alone,
    fold,
    lexeme_query,
    lexemes,
    lexemes_of,
    stem,
    vector,
)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("カイゼン", "かいぜん"),
        ("ｶｲｾﾞﾝ", "かいぜん"),
        ("ＡＰＩ　２０２４", "api 2024"),
        ("サーバー", "さーばー"),
        ("Straße", "strasse"),
        ("一\n二\t三\0四", "一 二 三 四"),
        ("㈱山田", "(株)山田"),
        ("か\u3099", "が"),
    ],
)
def test_spellings_of_one_word_meet(typed, folded):
    assert fold(typed) == folded


def test_japanese_becomes_pairs_and_the_last_character():
    assert lexemes("会議室") == {"会議", "議室", "室"}
    assert lexemes("会") == {"会"}


def test_mixed_words_are_cut_where_the_script_changes():
    assert lexemes("5s活動のapi_v2") == {"5s", "活動", "動の", "の", "api", "v2"}


def test_english_words_stand_beside_their_stems():
    assert lexemes("reviews reviewing") == {"reviews", "reviewing", "review"}
    assert stem("running") == "run"
    assert stem("v2") == "v2"


def test_titles_can_be_found_alone():
    assert lexemes_of("朝会", "議事") == sorted(["朝会", "会", "^朝会", "^会", "議事", "事"])


@pytest.mark.parametrize(
    ("word", "query"),
    [
        ("会議室", "'会議' & '議室'"),
        ("会", "'会':*"),
        ("api", "'api':*"),
        ("reviews", "('reviews':* | 'review')"),
        ("5s活動", "'5s' & '活動'"),
        ("(97件)", "'97' & '件'"),
        ("会議、改善", "'会議' & '議' & '改善'"),
        ("why?", "'why'"),
        ("x", "'x':*"),
        ("新api", "'新' & 'api':*"),
        ("!?", ""),
        ("ab'c", "'ab' & 'c':*"),
    ],
)
def test_what_is_asked_of_the_index(word, query):
    assert lexeme_query(word) == query


def test_only_one_lexeme_needs_no_look_at_the_text():
    assert decides_alone("reviews")
    assert decides_alone("会議")
    assert decides_alone("会")
    assert not decides_alone("会議室")
    assert not decides_alone("会、")
    assert not decides_alone("5s活動")
    assert not decides_alone("a-b")
    assert not decides_alone("!")


def test_a_vector_can_be_written_down():
    assert vector(["会議", "it's", "a\\b"]) == "'会議' 'it''s' 'a\\\\b'"


TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("会議室カイゼンｶﾞﾊﾟがは゛゜ﾞﾟ\u3099\u0301ﬁ㍿①ＡaÅIß\u1100\u1161\u11a8ㄱㅏﾡ😀👨\u200d👩\n　"),
    ),
    max_size=60,
)


@given(TEXTS)
@example("ｶﾞ" * 400)
@example("\u0345\u0301")
def test_folding_in_pieces_gives_what_folding_at_once_gives(text):
    assert FoldedText(text).folded == fold(text)


@given(TEXTS, st.data())
def test_the_way_back_leads_to_the_character_it_came_from(text, data):
    folded = FoldedText(text)
    places = [folded.source(place) for place in range(len(folded.folded))]
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)
    assert folded.source(len(folded.folded)) == len(text)
    if places:
        place = data.draw(st.integers(0, len(places) - 1))
        later = [p for p in places if p > places[place]] + [len(text)]
        assert folded.folded[place] in fold(text[places[place] : min(later)])


@given(st.text(max_size=40), st.text(max_size=200))
def test_every_text_with_a_japanese_word_has_its_lexemes(before, after):
    word = "標準化会議"
    pairs = {part.strip("'") for part in lexeme_query(word).split(" & ")}
    assert pairs <= lexemes(fold(before + " " + word + after))


@given(st.text(max_size=300))
def test_nothing_typed_breaks_a_lexeme_query(word):
    query = lexeme_query(fold(word))
    assert "\0" not in query
    assert query.count("'") % 2 == 0
