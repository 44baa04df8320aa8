"""The Movable Type reader on small files, each written for the oddity it shows."""

import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from blogs.importers.movable_type import read_movable_type
from blogs.importers.records import ImportedEntry, Problem, UnreadableArchive

ARCHIVES = Path(__file__).parent / "archives"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "movable-type-sample.txt"
TOKYO = ZoneInfo("Asia/Tokyo")


def read(source: str | bytes | Path, tmp_path=None) -> tuple[list[ImportedEntry], list[Problem]]:
    if not isinstance(source, Path):
        path = tmp_path / "export.txt"
        path.write_bytes(source.encode() if isinstance(source, str) else source)
        source = path
    with translation.override("en"):
        items = list(read_movable_type(source))
    return [i for i in items if isinstance(i, ImportedEntry)], [i for i in items if isinstance(i, Problem)]


def one(head: str, rest: str, tmp_path) -> ImportedEntry:
    entries, _problems = read(f"TITLE: t\nDATE: 01/31/2002 03:31:05 PM\n{head}-----\n{rest}--------\n", tmp_path)
    assert len(entries) == 1
    return entries[0]


def test_an_ordinary_export_is_read_whole():
    entries, problems = read(ARCHIVES / "movable-type.txt")
    assert problems == []
    first, second = entries
    assert first.title == "朝の勉強会をはじめました"
    assert first.published_at == datetime(2009, 4, 13, 18, 5, tzinfo=TOKYO)
    assert first.categories == ["勉強会", "営業部"]
    assert first.tags == ["朝活", "学び, 合い", "営業"]
    assert first.body_markdown == "毎週火曜日の **朝8時** から。\nコーヒーがあります。\n\n\\- 持ち物は不要"
    assert first.extended_markdown == "続きです。"
    assert first.excerpt == "火曜の朝に集まります"
    assert first.old_urls == ["http://blog.example.jp/2009/04/asa.html"]
    assert first.extra == {"slug": "asa", "CF50_PLACE": "3階 会議室", "KEYWORDS": "朝活"}
    assert [(c.author, c.kind, c.at.hour) for c in first.comments] == [
        ("佐藤", "comment", 0),
        ("鈴木", "comment", 15),
        ("隣の部署のブログ", "trackback", 9),
    ]
    assert first.comments[1].url == "http://suzuki.example.jp/"
    assert second.status == "draft"
    assert second.comments == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_encoding_is_found_out(encoding, newline, tmp_path):
    text = (ARCHIVES / "movable-type.txt").read_text("utf-8")
    raw = text.replace("\n", newline).encode(encoding)
    entries, problems = read(raw, tmp_path)
    assert problems == []
    assert entries == read(ARCHIVES / "movable-type.txt")[0]


def test_characters_that_windows_put_into_euc_jp_are_read(tmp_path):
    raw = "TITLE: 会議の記録 ".encode("euc_jp") + b"\xad\xa1\xad\xea\xad\xfc" + b"\n-----\nBODY:\nx\n-----\n--------\n"
    assert read(raw, tmp_path)[0][0].title == "会議の記録 ①㈱∪"


def test_lines_that_cannot_be_read_are_kept_as_far_as_possible_and_reported(tmp_path):
    raw = "TITLE: 会議\n-----\nBODY:\n日本語 ".encode() + b"\xff\xfe" + "の文\n-----\n--------\n".encode()
    entries, problems = read(raw, tmp_path)
    assert entries[0].body_markdown == "日本語 \ufffd\ufffdの文"
    assert [problem.lost for problem in problems if "characters" in problem.reason] == [True]


@pytest.mark.parametrize(
    ("text", "hour"),
    [("12:05:00 AM", 0), ("12:05:00 PM", 12), ("03:05:00 PM", 15), ("15:05:00", 15), ("15:05:00 PM", 15)],
)
def test_dates_with_and_without_the_half_of_the_day(text, hour, tmp_path):
    entries, _problems = read(f"TITLE: t\nDATE: 01/31/2002 {text}\n-----\nBODY:\nx\n-----\n--------\n", tmp_path)
    assert entries[0].published_at == datetime(2002, 1, 31, hour, 5, tzinfo=TOKYO)


def test_a_date_that_is_none_is_reported(tmp_path):
    entries, problems = read("TITLE: t\nDATE: 31/01/2002 10:00:00\n-----\nBODY:\nx\n-----\n--------\n", tmp_path)
    assert entries[0].published_at is None
    assert "31/01/2002" in problems[0].reason


def test_hyphens_in_a_text_end_nothing(tmp_path):
    entry = one("", "BODY:\na\n-----\nb\n--------\nc\n-----\nEXTENDED BODY:\nd\n-----\n", tmp_path)
    assert entry.body_markdown == "a\n\\-----\nb\n\\--------\nc"
    assert entry.extended_markdown == "d"


def test_blank_lines_between_sections_mean_nothing(tmp_path):
    entry = one("\n", "\nBODY:\na\n-----\n\n\nCOMMENT:\nAUTHOR: b\n\nc\n-----\n\n", tmp_path)
    assert (entry.body_markdown, entry.comments[0].body_markdown) == ("a", "c")


def test_the_last_separators_may_be_missing(tmp_path):
    entries, _problems = read("TITLE: t\n-----\nBODY:\na", tmp_path)
    assert entries[0].body_markdown == "a"


@pytest.mark.parametrize(
    ("rule", "markdown"),
    [
        ("0", "a b"),
        ("richtext", "a b"),
        ("1", "a\nb"),
        ("__default__", "a\nb"),
        ("markdown", "a\nb"),
        ("textile_2", "a\nb"),
    ],
)
def test_the_rule_for_line_breaks_is_followed(rule, markdown, tmp_path):
    assert one(f"CONVERT BREAKS: {rule}\n", "BODY:\na\nb\n-----\n", tmp_path).body_markdown == markdown


def test_markdown_is_taken_as_it_is(tmp_path):
    assert one("CONVERT BREAKS: markdown\n", "BODY:\n* a *b*\n-----\n", tmp_path).body_markdown == "* a *b*"


def test_a_wrong_status_is_a_draft_and_reported(tmp_path):
    entries, problems = read("TITLE: t\nSTATUS: Pubished\n-----\nBODY:\nx\n-----\n--------\n", tmp_path)
    assert entries[0].status == "draft"
    assert any("Pubished" in problem.reason and not problem.lost for problem in problems)


def test_the_same_basename_twice_gives_two_keys_that_stay(tmp_path):
    entry = "TITLE: {}\nBASENAME: same\nDATE: 01/0{}/2002 10:00:00\n-----\nBODY:\nx\n-----\n--------\n"
    text = entry.format("a", 1) + entry.format("b", 2) + entry.format("c", 2)
    keys = [e.source_key for e in read(text, tmp_path)[0]]
    assert len(set(keys)) == 3
    assert keys == [e.source_key for e in read(text, tmp_path)[0]]


def test_a_link_in_place_of_an_address_is_unwrapped(tmp_path):
    entry = one("", 'COMMENT:\nAUTHOR: a\nURL: <a href="http://x.example/">x</a>\nb\n-----\n', tmp_path)
    assert entry.comments[0].url == "http://x.example/"


def test_an_entry_without_end_is_cut_and_reported(tmp_path):
    entries, problems = read("TITLE: t\n-----\nBODY:\n" + "0123456789\n" * 500_000, tmp_path)
    assert len(entries[0].body_markdown) < 5_000_000
    assert [problem.lost for problem in problems if "larger" in problem.reason] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "TITLE: t\n" + "more\n" * 200_000,
        "TITLE: t\n-----\nCOMMENT:\n" + "URL: x\n" * 200_000,
        "TITLE: t\n-----\nBODY:\n" + "-----\n\n" * 100_000,
        "TITLE: t\n-----\nBODY:\n" + "--------\nx\n" * 100_000,
        "TITLE: t\n" + "\n" * 300_000 + "-----\nBODY:\nx\n",
    ],
)
def test_hostile_files_cost_little(text, tmp_path):
    start = time.perf_counter()
    entries, _problems = read(text, tmp_path)
    assert entries[0].title.startswith("t")
    assert time.perf_counter() - start < 5


def test_text_that_is_no_export_is_refused(tmp_path):
    with pytest.raises(UnreadableArchive):
        read("Dear all,\nthis is a letter.\n", tmp_path)
    with pytest.raises(UnreadableArchive):
        read("", tmp_path)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared archives are not beside the repository")
def test_the_real_sample_is_read_whole():
    entries, problems = read(SHARED)
    assert problems == []
    assert [len(entry.comments) for entry in entries] == [3, 1]
    assert [comment.kind for comment in entries[0].comments] == ["comment", "comment", "trackback"]
    assert entries[0].extended_markdown.startswith("Here is some more text.")
