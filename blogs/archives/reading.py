"""Which reader a file needs."""

import re
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path

from blogs.importers.movable_type import read_movable_type
from blogs.importers.records import ImportedEntry, Problem
from blogs.importers.wxr import read_wxr

READERS = {"mt": read_movable_type, "wxr": read_wxr}
_XML = re.compile(rb"(\xef\xbb\xbf)?\s*<")


def format_of(path: Path) -> str:
    """ "wxr" when it begins like XML (also in UTF-16, which that reader refuses with a reason), else "mt"."""
    with path.open("rb") as file:
        head = file.read(1024)
    return "wxr" if _XML.match(head) or head[:4] in (b"\xff\xfe<\0", b"\xfe\xff\0<") else "mt"


def read_archive(path: Path, *, tz: tzinfo, kind: str = "") -> Iterator[ImportedEntry | Problem]:
    """Records of a file of either format. Raises UnreadableArchive when it is refused as a whole."""
    return READERS[kind or format_of(path)](path, tz=tz)
