"""What we write in the Movable Type format comes back equal, whatever the texts hold."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from blogs.exporters.movable_type import write_movable_type
from blogs.importers.movable_type import read_movable_type
from blogs.importers.records import STATUSES, ImportedComment, ImportedEntry, ImportedImage, clean_line, clean_text

TOKYO = ZoneInfo("Asia/Tokyo")
AWKWARD = [
    "-----", "--------", "-----  ", "--------\n-----", "BODY:", "COMMENT:", "TITLE: x", "URL: y", "ENGAWA: {}", "",
    "\n", " ", "会議 議題\nあと", "\u2028", "\x85", '"a, b"', "> - [x](y)",
]  # fmt: skip
pieces = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=12))
texts = st.lists(pieces, max_size=6).map(lambda parts: clean_text("\n".join(parts)))
line_texts = st.text(max_size=20).map(clean_line)
names = line_texts.filter(bool)
dates = st.one_of(
    st.none(),
    st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)).map(lambda d: d.replace(microsecond=0, tzinfo=TOKYO)),
)


@st.composite
def comments(draw):
    keys = draw(st.lists(names, max_size=4, unique=True))
    return [
        ImportedComment(
            key=key,
            author=draw(line_texts),
            email=draw(st.sampled_from(["", "a@b.example"])),
            url=draw(st.sampled_from(["", "http://a.example/?x=1"])),
            at=draw(dates),
            body_markdown=draw(texts),
            parent_key=draw(st.sampled_from([None, *keys[:number]])),
            kind=draw(st.sampled_from(["comment", "pingback", "trackback"])),
            approved=draw(st.booleans()),
            title=draw(line_texts),
        )
        for number, key in enumerate(keys)
    ]


entries = st.builds(
    ImportedEntry,
    source_key=names,
    title=line_texts,
    author=line_texts,
    author_email=line_texts,
    published_at=dates,
    status=st.sampled_from(STATUSES),
    body_markdown=texts,
    extended_markdown=texts,
    excerpt=texts,
    categories=st.lists(names, max_size=3, unique=True),
    tags=st.lists(names, max_size=3, unique=True),
    comments=comments(),
    images=st.lists(st.builds(ImportedImage, line_texts, line_texts, line_texts), max_size=2),
    old_urls=st.lists(names, max_size=2, unique=True),
    allow_comments=st.booleans(),
    extra=st.dictionaries(names, texts, max_size=2),
)


def read_back(records, path):
    path.write_text("".join(write_movable_type(records)), encoding="utf-8", newline="")
    return list(read_movable_type(path))


@settings(deadline=None, max_examples=300)
@given(records=st.lists(entries, min_size=1, max_size=3, unique_by=lambda entry: entry.source_key))
def test_every_record_comes_back_equal(tmp_path_factory, records):
    assert read_back(records, tmp_path_factory.mktemp("mt") / "export.txt") == records


def test_other_readers_see_the_ordinary_format():
    entry = ImportedEntry(
        "post:1", "会議", "田中", published_at=datetime(2026, 11, 23, 9, 5, tzinfo=TOKYO), tags=["朝活", "a, b"],
        categories=["勉強会", "営業部"], body_markdown="a\n-----\nb",
        comments=[ImportedComment("c1", "佐藤", body_markdown="URL: x")],
    )  # fmt: skip
    lines = next(write_movable_type([entry])).split("\n")
    assert lines[:9] == [
        "TITLE: 会議",
        "AUTHOR: 田中",
        "BASENAME: post:1",
        "DATE: 11/23/2026 09:05:00",
        "STATUS: Publish",
        "ALLOW COMMENTS: 1",
        "CONVERT BREAKS: markdown",
        "PRIMARY CATEGORY: 勉強会",
        "CATEGORY: 営業部",
    ]
    assert 'TAGS: 朝活,"a, b"' in lines
    # The only bare lines of hyphens are those that part something: head, body, comment.
    assert lines.count("-----") == 3
    assert lines.count("--------") == 1


def test_a_private_post_is_a_draft_to_other_readers():
    assert "STATUS: Draft" in next(write_movable_type([ImportedEntry("k", status="private")]))
