"""Plain text of mail: lines of a width that every program shows."""

from sns.notifications.columns import columns, fold


def test_japanese_counts_double_and_english_breaks_between_words():
    assert columns("Jのj-77") == 7
    assert fold("one two three four", width=9) == "one two\nthree\nfour"
    assert fold("図面の余白に書いておきました", width=12) == "図面の余白に\n書いておきま\nした"


def test_no_line_is_too_wide_and_nothing_is_lost():
    text = "English and 日本語 in one line, again and again. " * 8
    lines = fold(text, indent="> ").split("\n")
    assert max(columns(line) for line in lines) <= 74  # a mark may hang over
    assert all(line.startswith("> ") for line in lines)
    assert "".join(line.removeprefix("> ") for line in lines).replace(" ", "") == text.replace(" ", "")


def test_a_line_does_not_begin_with_a_comma_or_a_small_sound():
    assert fold("あいうえお、かきっくけこ", width=10) == "あいうえお、\nかきっくけ\nこ"
    assert fold("あいうえっと", width=8) == "あいうえっ\nと"


def test_a_long_address_stands_alone_and_breaks_become_spaces():
    address = "https://sns.example.co.jp/" + "x" * 90
    assert fold(f"See\r\n{address} please") == f"See\n{address}\nplease"
    assert fold("") == ""
