"""Elements of a WordPress export one at a time, in bounded memory, refusing what XML can do to a server."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from blogs.importers.records import Problem, UnreadableArchive

CHUNK = 64 * 1024
MAX_RESTARTS = 100
MAX_PROLOGUE = 1024 * 1024

_ENCODINGS = re.compile(r"utf-?8|us-ascii|iso-8859-\d+|windows-125\d|shift_?jis|windows-31j|euc-jp", re.IGNORECASE)
_DECLARATION = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_MISC = re.compile(rb"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_NAMESPACES = re.compile(rb"xmlns:(\w+)\s*=\s*[\"']([^\"'<>&]+)[\"']")
# Characters XML 1.0 forbids even as references; exports of old databases hold them and would end the reading.
_FORBIDDEN = bytes(set(range(32)) - {9, 10, 13})
_BLANKS = bytes.maketrans(_FORBIDDEN, b" " * len(_FORBIDDEN))


def elements(path: Path) -> Iterator[etree._Element | Problem]:
    """Children of the channel, cleared after use; broken places are reported and passed over.

    Raises ``UnreadableArchive`` for a document type, an unusual encoding or something that is no export.
    """
    start = _checked_start(path)
    position, restarts = 0, 0
    while True:
        broken = yield from _read(path, start, position)
        if broken is None:
            return
        line, reason = broken
        restarts += 1
        if restarts > MAX_RESTARTS:
            yield Problem(_("line %(line)d") % {"line": line}, _("Too many broken places; the rest was not read."))
            return
        position = _next_item(path, line)
        where = _("line %(line)d") % {"line": line}
        if not position:
            yield Problem(where, _("The XML is broken here and nothing after it could be read: %(reason)s") % reason)
            return
        values = {**reason, "next": position}
        yield Problem(where, _("The XML is broken here: %(reason)s. Reading went on in line %(next)d.") % values)


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


def _read(path: Path, start: bytes, position: int):
    """Yield elements from line ``position`` on (0: the whole file); return where and why the XML breaks."""
    parser, offset = _parser(), 0
    with path.open("rb") as file:
        try:
            if position:
                parser.feed(start)
                _skip_lines(file, position - 1)
                offset = position - 1
            while chunk := file.read(CHUNK):
                parser.feed(chunk.translate(_BLANKS))
                yield from _finished(parser, offset)
            parser.close()
            yield from _finished(parser, offset)
        except etree.XMLSyntaxError as error:
            # After lesser errors the parser has read on; what it made of that is read again, from a clean start.
            yield from _finished(parser, offset, until=error.lineno or 1)
            return offset + (error.lineno or 1), {"reason": re.sub(r", line \d+, column \d+.*", "", error.msg or "")}
    return None


def _finished(parser, offset: int, until: int | None = None) -> Iterator[etree._Element | Problem]:
    for _event, element in parser.read_events():
        parent = element.getparent()
        if until is not None and element.sourceline > until:
            return
        if parent is None or parent.tag != "channel":
            continue
        if next(element.iter(etree.Entity), None) is not None:
            where = _("line %(line)d") % {"line": element.sourceline + offset}
            yield Problem(where, _("This part uses an XML entity of its own; for safety it was left out."))
        else:
            element.set("engawa-line", str(element.sourceline + offset))
            yield element
        element.clear()
        while element.getprevious() is not None:
            del parent[0]


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
