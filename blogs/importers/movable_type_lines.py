"""Lines of a Movable Type export as raw entries: where an entry, a section, a comment ends.

The format has no escapes. A line of hyphens ends something only when what follows can start something; in our
own exports, which carry a line of their own in the head, hyphens and keys inside texts are protected instead.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from blogs.importers.records import Problem, clean_line

OWN_KEY = "ENGAWA"
SECTIONS = ("BODY", "EXTENDED BODY", "EXCERPT", "KEYWORDS", "COMMENT", "PING")
COMMENT_KEYS = ("AUTHOR", "EMAIL", "IP", "URL", "DATE", "TITLE", "BLOG NAME", "SECRET", "PASS")
MAX_LOOK_AHEAD = 1_000
MAX_KEYS = 5_000
MAX_VALUE = 10_000
# One entry is held in memory as a whole; nobody wrote more than this by hand.
MAX_SECTION = 5_000_000
MAX_BLOCKS = 20_000

_SECTION = re.compile(rf"({'|'.join(SECTIONS)}):\s*$")
_KEY = re.compile(r"([A-Z][A-Za-z0-9_ ]{0,60}?)\s*:\s?(.*)$")
_COMMENT_KEY = re.compile(rf"({'|'.join(COMMENT_KEYS)}):\s?(.*)$")
_ENTRY_START = re.compile(r"(TITLE|AUTHOR|BASENAME|STATUS|DATE|ALLOW COMMENTS|CONVERT BREAKS|UNIQUE URL|CATEGORY):")
_PROTECTED = re.compile(r"(-{5}|-{8}) +$")

Line = tuple[int, str, bool]


@dataclass(slots=True)
class Block:
    """A section of several lines; comments and pings have keys of their own before the text."""

    name: str
    line: int
    keys: list[tuple[str, str]] = field(default_factory=list)
    body: list[str] = field(default_factory=list)

    def first(self, key: str) -> str:
        return next((value for name, value in self.keys if name == key), "")


@dataclass(slots=True)
class RawEntry:
    """One entry before its values are understood."""

    line: int
    keys: list[tuple[str, str]] = field(default_factory=list)
    sections: dict[str, list[str]] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    unreadable: int = 0
    left_out: int = 0
    is_own: bool = False

    def first(self, key: str) -> str:
        return next((value for name, value in self.keys if name == key), "")

    def all(self, key: str) -> list[str]:
        return [value for name, value in self.keys if name == key]

    def text(self, name: str) -> str:
        return "\n".join(self.sections.get(name, []))


class _Lines:
    """Lines with a bounded look ahead."""

    def __init__(self, source: Iterator[Line]):
        self.source = source
        self.ahead: deque[Line] = deque()

    def next(self) -> Line | None:
        return self.ahead.popleft() if self.ahead else next(self.source, None)

    def peek_text(self) -> str | None:
        """The next line that is not blank; None at the end of the file."""
        for position in range(MAX_LOOK_AHEAD):
            if position == len(self.ahead):
                line = next(self.source, None)
                if line is None:
                    return None
                self.ahead.append(line)
            if self.ahead[position][1].strip():
                return self.ahead[position][1]
        return ""


def raw_entries(source: Iterator[Line]) -> Iterator[RawEntry | Problem]:
    """Entries in the order of the file; lines that belong to none are reported."""
    lines = _Lines(source)
    while (text := lines.peek_text()) is not None:
        entry = _entry(lines)
        if entry.keys or entry.sections or entry.blocks:
            yield entry
        elif text.strip() not in ("-----", "--------", ""):
            where = _("line %(line)d") % {"line": entry.line}
            yield Problem(where, _("This part is not an entry of an export; left out: %(text)s") % {"text": text[:80]})


def _entry(lines: _Lines) -> RawEntry:
    entry = RawEntry(line=0)
    if not _head(lines, entry):
        return entry
    while True:
        text = lines.peek_text()
        if text is None:
            return entry
        if text.rstrip() == "--------":
            _skip_to(lines, text)
            return entry
        if text.rstrip() == "-----":
            _skip_to(lines, text)
        elif not _section(lines, entry):
            return entry


def _head(lines: _Lines, entry: RawEntry) -> bool:
    """The keys at the start; False when the entry ends with them."""
    while (line := lines.next()) is not None:
        number, text, readable = line
        text = text.rstrip()
        if not text:
            continue
        entry.line = entry.line or number
        entry.unreadable += not readable
        if text == "-----":
            return True
        if text == "--------":
            return False
        _add_key(entry, text)
        if len(entry.keys) > MAX_KEYS:
            return False
    return False


def _add_key(entry: RawEntry, text: str) -> None:
    found = _KEY.match(text)
    if found:
        is_own = found[1] == OWN_KEY
        entry.keys.append((clean_line(found[1]), found[2] if is_own else clean_line(found[2])))
        entry.is_own = entry.is_own or is_own
    elif entry.keys and len(entry.keys[-1][1]) < MAX_VALUE:
        # A value of several lines, as plug-ins wrote them into the head.
        key, value = entry.keys.pop()
        entry.keys.append((key, clean_line(f"{value} {text}")[:MAX_VALUE]))


def _skip_to(lines: _Lines, text: str) -> None:
    while (line := lines.next()) is not None and line[1] != text:
        pass


def _section(lines: _Lines, entry: RawEntry) -> bool:
    """One section with its name line; False when what follows is no section."""
    found = _SECTION.match(lines.peek_text() or "")
    if not found:
        _text_without_name(lines, entry)
        return True
    line = _name_line(lines)
    name = found[1]
    body = _body(lines, entry)
    if name in ("COMMENT", "PING") and len(entry.blocks) >= MAX_BLOCKS:
        entry.left_out += len(body)
    elif name in ("COMMENT", "PING"):
        entry.blocks.append(_block(name, line, body, entry.is_own))
    elif name in entry.sections:
        entry.sections[name] += ["", *body]
    else:
        entry.sections[name] = body
    return True


def _text_without_name(lines: _Lines, entry: RawEntry) -> None:
    """Text after a line of hyphens that turned out to belong to the body."""
    entry.sections.setdefault("BODY", []).extend(_body(lines, entry))


def _name_line(lines: _Lines) -> int:
    while (line := lines.next()) is not None:
        if line[1].strip():
            return line[0]
    return 0


def _body(lines: _Lines, entry: RawEntry) -> list[str]:
    body = []
    size = 0
    while (line := lines.next()) is not None:
        _number, text, readable = line
        entry.unreadable += not readable
        bare = text if entry.is_own else text.rstrip()
        if bare == "--------" and _entry_ends(lines, entry.is_own):
            lines.ahead.appendleft(line)
            break
        if bare == "-----" and _section_ends(lines, entry.is_own):
            break
        size += len(text) + 1
        if size <= MAX_SECTION:
            body.append(unprotected(text) if entry.is_own else text)
        else:
            entry.left_out += 1
    return body


def _section_ends(lines: _Lines, is_own: bool) -> bool:
    following = lines.peek_text()
    if is_own or following is None or following.rstrip() in ("-----", "--------"):
        return True
    return bool(_SECTION.match(following))


def _entry_ends(lines: _Lines, is_own: bool) -> bool:
    following = lines.peek_text()
    return is_own or following is None or bool(_ENTRY_START.match(following))


def _block(name: str, line: int, body: list[str], is_own: bool) -> Block:
    block = Block(name, line)
    start = 0
    while start < len(body) and (found := _COMMENT_KEY.match(body[start])):
        block.keys.append((found[1], clean_line(found[2])))
        start += 1
    # Our own export parts keys and text by one blank line, so that a text may begin with "URL:".
    block.body = body[start + 1 :] if is_own else body[start:]
    return block


def unprotected(text: str) -> str:
    """A line as it was before our own export protected it."""
    return text[:-1] if _PROTECTED.match(text) else text


def protected(text: str) -> str:
    """A line that cannot be taken for a separator: one more space behind hyphens, which shows nowhere."""
    return f"{text} " if re.match(r"(-{5}|-{8}) *$", text) else text
