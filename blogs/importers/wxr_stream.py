"""Elements of a WordPress export one at a time, in bounded memory, refusing what XML can do to a server."""

import re
from collections.abc import Iterator
from html.entities import name2codepoint
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from blogs.importers.records import Problem, UnreadableArchive

CHUNK = 64 * 1024
MAX_RESTARTS = 100
MAX_PROLOGUE = 1024 * 1024
LINE = "engawa-line"  # attribute that carries the line number

_ENCODINGS = re.compile(r"utf-?8|us-ascii|iso-8859-\d+|windows-125\d|shift_?jis|windows-31j|euc-jp", re.IGNORECASE)
_DECLARATION = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_MISC = re.compile(rb"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_NAMESPACES = re.compile(rb"xmlns:(\w+)\s*=\s*[\"']([^\"'<>&]+)[\"']")
# Characters XML 1.0 forbids even as references; exports of old databases hold them and would end the reading.
_FORBIDDEN = bytes(set(range(32)) - {9, 10, 13})
_BLANKS = bytes.maketrans(_FORBIDDEN, b" " * len(_FORBIDDEN))


def elements(path: Path) -> Iterator[etree._Element | Problem]:
    """Children of the channel, cleared after use; broken places are reported and passed over.

    Raises ``UnreadableArchive`` for a document type, an unusual encoding or something that is no export.
    """
    reading = _Reading(path, _checked_start(path))
    for _attempt in range(MAX_RESTARTS):
        yield from reading.run()
        if reading.is_complete:
            return
        yield from reading.pass_over()
        if reading.is_complete:
            return
    where = _("line %(line)d") % {"line": reading.line}
    yield Problem(where, _("Too many broken places; the rest was not read."))


def _checked_start(path: Path) -> bytes:
    """The start of the file when it is harmless: declaration and root element, to start again with."""
    with path.open("rb") as file:
        head = file.read(MAX_PROLOGUE)
    if b"\0" in head[:4] or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableArchive(_("The file is not in UTF-8. Please save it as UTF-8 and try again."))
    declared = _DECLARATION.match(head.removeprefix(b"\xef\xbb\xbf"))
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    if not _ENCODINGS.fullmatch(encoding):
        raise UnreadableArchive(_("The encoding %(name)s is not accepted.") % {"name": encoding})
    root = _root_position(head)
    if head[root : root + 2] == b"<!":
        raise UnreadableArchive(_("The file declares a document type (DOCTYPE). Such files are not read, for safety."))
    if not re.match(rb"<rss[\s>]", head[root:]):
        raise UnreadableArchive(_("This is not a WordPress export (WXR): it does not start with <rss>."))
    tag = head[root:].split(b">", 1)[0]
    names = b" ".join(b'xmlns:%s="%s"' % pair for pair in _NAMESPACES.findall(tag))
    return b'<?xml version="1.0" encoding="%s"?><rss %s><channel>' % (encoding.encode(), names)


def _root_position(head: bytes) -> int:
    position = 3 if head.startswith(b"\xef\xbb\xbf") else 0
    while found := _MISC.match(head, position):
        position = found.end()
    return position


def _parser() -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events=("end",),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )


class _Reading:
    """Reads from one line on until the end or a broken place, then from the next item."""

    def __init__(self, path: Path, start: bytes):
        self.path = path
        self.start = start
        self.line = 0  # where this run began; 0 is the start of the file
        self.last = 0  # the line of the last element that came out
        self.broken_at = 0
        self.reason = ""
        self.is_complete = False

    def run(self) -> Iterator[etree._Element | Problem]:
        """Elements until the XML ends or breaks."""
        parser, begun = _parser(), self.last
        try:
            for chunk in self._chunks():
                parser.feed(chunk)
                yield from self._finished(parser)
            parser.close()
            yield from self._finished(parser)
            self.is_complete = True
        except etree.XMLSyntaxError as error:
            # After lesser errors the parser has read on; what it made of that is read again, from a clean start.
            yield from self._finished(parser, until=error.lineno or 0)
            self.reason = re.sub(r", line \d+, column \d+.*", "", error.msg or "")
            self.broken_at = self._offset + error.lineno if error.lineno else 0
            if not error.lineno and self.last == begun:
                # lxml does not say where an unknown entity stands, but it is in the first item of this run.
                self.broken_at = max(self.line, 1)

    def pass_over(self) -> Iterator[Problem]:
        """Report the broken place and go on with the item after it."""
        following = _next_item(self.path, self.broken_at or self.last)
        where = _("line %(line)d") % {"line": self.broken_at}
        if not following:
            self.is_complete = True
            reason = _("The XML is broken here and nothing after it could be read: %(reason)s")
            yield Problem(where, reason % {"reason": self.reason})
        elif self.broken_at:
            reason = _("The XML is broken here: %(reason)s. Reading went on in line %(next)d.")
            yield Problem(where, reason % {"reason": self.reason, "next": following})
        self.line = following

    @property
    def _offset(self) -> int:
        return max(self.line - 1, 0)

    def _chunks(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            if self.line:
                yield self.start
                _skip_lines(file, self.line - 1)
            while chunk := file.read(CHUNK):
                # To the end of the line, so that no entity is cut in two.
                yield _ENTITY.sub(_as_number, (chunk + file.readline(CHUNK)).translate(_BLANKS))

    def _finished(self, parser, until: int | None = None) -> Iterator[etree._Element | Problem]:
        for _event, element in parser.read_events():
            parent = element.getparent()
            if parent is None or parent.tag != "channel":
                continue
            if until is not None and element.sourceline > until:
                return
            self.last = element.sourceline + self._offset
            element.set(LINE, str(self.last))
            yield element
            element.clear()
            while element.getprevious() is not None:
                del parent[0]


def _as_number(found: re.Match) -> bytes:
    """Entities of HTML, which files put together by hand hold; XML knows only their numbers."""
    code = name2codepoint.get(found[1].decode("ascii"))
    return found[0] if code is None or code < 128 else b"&#%d;" % code


def _skip_lines(file, count: int) -> None:
    for _number in range(count):
        file.readline()


def _next_item(path: Path, line: int) -> int:
    """The number of the first line after ``line`` that starts an item, or 0."""
    with path.open("rb") as file:
        _skip_lines(file, line)
        for number, text in enumerate(file, start=line + 1):
            if text.lstrip().startswith(b"<item"):
                return number
    return 0
