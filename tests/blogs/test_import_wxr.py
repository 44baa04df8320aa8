"""The WordPress reader on a small file, on broken and hostile ones, and on WordPress's own test export."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from blogs.importers.records import ImportedEntry, Problem, UnreadableArchive
from blogs.importers.wxr import read_wxr

ARCHIVES = Path(__file__).parent / "archives"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "wordpress-theme-unit-test.xml"
SMALL = (ARCHIVES / "wordpress.xml").read_bytes()


def read(source: bytes | Path, tmp_path=None) -> tuple[list[ImportedEntry], list[Problem]]:
    if isinstance(source, bytes):
        path = tmp_path / "export.xml"
        path.write_bytes(source)
        source = path
    with translation.override("en"):
        items = list(read_wxr(source))
    return [i for i in items if isinstance(i, ImportedEntry)], [i for i in items if isinstance(i, Problem)]


@pytest.fixture(scope="module")
def small():
    return read(ARCHIVES / "wordpress.xml")


def test_a_post_is_read_whole(small):
    post = small[0][0]
    assert post.title == "朝の 勉強会 & 朝食"
    assert (post.author, post.author_email) == ("田中 花子", "hanako@example.jp")
    assert post.published_at == datetime(2018, 11, 2, tzinfo=UTC)
    assert post.body_markdown == "一行目\n二行目"
    assert post.extended_markdown == (
        "続き\n\n![A](https://blog.example.jp/a.jpg)\n\n*写真です*\n\n---\n\n"
        '![写真](https://blog.example.jp/b.jpg)\n\n\\[unknown x="1"\\]'
    )
    assert (post.excerpt, post.categories, post.tags) == ("短い話", ["勉強会"], ["朝活"])
    assert post.old_urls == ["https://blog.example.jp/2018/11/asa/", "https://blog.example.jp/?p=1"]
    assert [image.url.rsplit("/", 1)[1] for image in post.images] == ["a.jpg", "b.jpg", "b.jpg"]
    assert post.extra == {
        "thumbnail": "https://blog.example.jp/b.jpg",
        "post_type": "post",
        "slug": "asa",
        "login": "hanako",
        "sticky": "1",
    }


def test_comments_keep_threads_kinds_and_approval(small):
    comments = small[0][0].comments
    assert [(c.key, c.parent_key, c.kind, c.approved) for c in comments] == [
        ("11", None, "comment", True),
        ("12", "11", "comment", True),
        ("13", None, "pingback", False),
    ]
    assert comments[1].body_markdown == "**ぜひ**"


def test_states_become_ours(small):
    entries, problems = small
    assert [(e.title, e.status) for e in entries[1:]] == [
        ("秘密", "private"),
        ("会社案内", "private"),
        ("承認待ち", "draft"),
        ("来年", "future"),
        ("変な状態", "draft"),
    ]
    assert {p.lost for p in problems} == {False}
    assert len(problems) == 4  # spam, password, unknown state, menu


def test_a_date_without_utc_is_local_and_the_block_editor_has_no_line_breaks(small):
    secret = small[0][1]
    assert secret.published_at == datetime(2018, 11, 3, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert secret.body_markdown == "一行目のつづき"
    assert not secret.allow_comments


def test_keys_stay_the_same_and_are_unique(small):
    keys = [entry.source_key for entry in small[0]]
    assert keys[0] == "wxr:blog.example.jp:1"
    assert len(set(keys)) == len(keys) == 6


def test_circles_of_parents_are_cut(tmp_path):
    broken = SMALL.replace(b"<wp:comment_parent>0<", b"<wp:comment_parent>12<")
    parents = [comment.parent_key for comment in read(broken, tmp_path)[0][0].comments]
    assert parents.count(None) == 2


def test_xml_that_breaks_keeps_what_came_before_and_goes_on_after(tmp_path):
    broken = SMALL.replace("会社案内</title>".encode(), b"oops</titel>")
    entries, problems = read(broken, tmp_path)
    assert [e.title for e in entries] == ["朝の 勉強会 & 朝食", "秘密", "承認待ち", "来年", "変な状態"]
    line = broken[: broken.index(b"oops")].count(b"\n") + 1
    assert [p.where for p in problems if p.lost] == [f"line {line}"]


def test_a_file_that_ends_early_keeps_its_whole_items(tmp_path):
    entries, problems = read(SMALL[: SMALL.index("承認待ち".encode())], tmp_path)
    assert [e.title for e in entries] == ["朝の 勉強会 & 朝食", "秘密", "会社案内"]
    assert any(p.lost for p in problems)


def test_control_characters_do_not_end_the_reading(tmp_path):
    entries, _problems = read(SMALL.replace("一行目\n二".encode(), b"\x0b\x08a\n\x00"), tmp_path)
    assert len(entries) == 6


LAUGHS = b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<rss'
OUTSIDE = b'<!DOCTYPE rss SYSTEM "http://evil.example/x.dtd">\n<rss'
FILE = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<rss'


@pytest.mark.parametrize("prologue", [LAUGHS, OUTSIDE, FILE])
def test_document_types_are_refused(prologue, tmp_path):
    with pytest.raises(UnreadableArchive, match="DOCTYPE"):
        read(SMALL.replace(b"<rss", prologue, 1), tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        SMALL.decode().encode("utf-16"),
        SMALL.replace(b'encoding="UTF-8"', b'encoding="UTF-7"'),
        b"<html><body>no</body></html>",
        b"TITLE: a\n-----\n",
        b"",
    ],
)
def test_files_of_another_sort_are_refused(content, tmp_path):
    with pytest.raises(UnreadableArchive):
        read(content, tmp_path)


def test_an_entity_nobody_declared_costs_only_its_place(tmp_path):
    entries, problems = read(SMALL.replace("会社案内".encode(), b"&secret;"), tmp_path)
    assert "会社案内" not in [e.title for e in entries]
    assert len(entries) == 5
    assert any(p.lost for p in problems)


def test_entities_of_html_are_read(tmp_path):
    entries, problems = read(SMALL.replace("会社案内".encode(), b"A&eacute;&nbsp;B &amp;amp;"), tmp_path)
    assert "Aé\xa0B &" in [e.title for e in entries]
    assert not [p for p in problems if p.lost]


def test_lines_are_told_right_in_a_long_file(tmp_path):
    broken = SMALL.replace(b"<item>", b"\n" * 70_000 + b"<item>", 2).replace("会社案内".encode(), b"<oops>")
    entries, problems = read(broken, tmp_path)
    line = broken[: broken.index(b"oops")].count(b"\n") + 1
    assert [p.where for p in problems if p.lost] == [f"line {line}"]
    assert [e.title for e in entries][-1] == "変な状態"


def test_elements_nested_without_end_are_reported_not_followed(tmp_path):
    entries, problems = read(SMALL.replace("会社案内".encode(), b"<a>" * 10_000), tmp_path)
    assert len(entries) == 5
    assert any(p.lost for p in problems)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared archives are not beside the repository")
def test_the_export_of_wordpress_itself_is_read_whole():
    entries, problems = read(SHARED)
    assert not [p for p in problems if p.lost]
    assert Counter((e.extra["post_type"], e.status) for e in entries) == {
        ("post", "publish"): 48,
        ("post", "private"): 1,  # protected by a password
        ("post", "future"): 1,
        ("post", "draft"): 1,
        ("page", "publish"): 21,
    }
    comments = [comment for entry in entries for comment in entry.comments]
    assert Counter(comment.kind for comment in comments) == {"comment": 28, "pingback": 2, "trackback": 2}
    assert sum(comment.parent_key is not None for comment in comments) == 10
    assert len({entry.source_key for entry in entries}) == 72
