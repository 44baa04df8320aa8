"""Whatever is broken in a file, the readers answer with records and problems, or refuse it as a whole."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blogs.importers.movable_type import read_movable_type
from blogs.importers.records import ImportedEntry, Problem, UnreadableArchive
from blogs.importers.wxr import read_wxr

ARCHIVES = Path(__file__).parent / "archives"
PIECES = [
    b"<", b">", b"&", b"]]>", b"<![CDATA[", b"-----\n", b"--------\n", b"\0", b"\xff", b"BODY:\n", b"COMMENT:\n",
    b"<item>", b"</item>", b"[caption]", b"[/gallery]", b"<table><tr><td>", b"<pre>", b"&nbsp;", b"&evil;", b"\r",
    b"<!--more-->", b"<ul>", b"</b>", b"\xe3\x81", b"DATE: 99/99/0000 00:00:00\n", b"http://[", b"ENGAWA: {\n",
]  # fmt: skip
damage = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 80), st.one_of(st.sampled_from(PIECES), st.binary(max_size=3))),
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize(("name", "read"), [("wordpress.xml", read_wxr), ("movable-type.txt", read_movable_type)])
@settings(deadline=None, max_examples=150)
@given(damage=damage)
def test_a_damaged_file_never_ends_in_an_error(tmp_path_factory, name, read, damage):
    content = bytearray((ARCHIVES / name).read_bytes())
    for place, removed, inserted in damage:
        start = int(place * len(content))
        content[start : start + removed] = inserted
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(content)
    with suppress(UnreadableArchive):
        assert all(isinstance(record, ImportedEntry | Problem) for record in read(path))
