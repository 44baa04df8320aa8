"""The Movable Type export format, as many systems wrote it, as records."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from blogs.importers import encodings
from blogs.importers.html_to_markdown import convert, html_to_markdown
from blogs.importers.movable_type_lines import OWN_KEY, Block, RawEntry, raw_entries
from blogs.importers.records import (
    COMMENT_KINDS,
    ImportedComment,
    ImportedEntry,
    ImportedImage,
    Problem,
    UnreadableArchive,
    clean_line,
    clean_text,
    plain_line,
    unique,
)
from blogs.importers.records import STATUSES as STATUS_NAMES

TOKYO = ZoneInfo("Asia/Tokyo")
available_zones = cache(available_timezones)
STATUSES = {
    "publish": "publish",
    "draft": "draft",
    "future": "future",
    "review": "draft",
    "unpublish": "draft",
}
# Values of CONVERT BREAKS under which the text is HTML and a newline means nothing.
_AS_HTML = frozenset(("0", "richtext", "none", "wysiwyg", "blockeditor", "block_editor"))
_AS_MARKDOWN = frozenset(("markdown", "markdown_with_smartypants"))
_LINE_BREAKS = frozenset(("", "1", "__default__"))
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?", re.IGNORECASE)
_TAG_WORD = re.compile(r'"([^"]*)"|([^,]+)')
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_HREF = re.compile(r"""href\s*=\s*["']?([^\s"'<>]+)""", re.IGNORECASE)
_KNOWN = frozenset(
    ("TITLE", "AUTHOR", "DATE", "STATUS", "CATEGORY", "PRIMARY CATEGORY", "TAGS", "BASENAME", "UNIQUE URL")
    + ("ALLOW COMMENTS", "CONVERT BREAKS", "AUTHOR EMAIL", OWN_KEY)
)


def read_movable_type(
    path: Path, *, tz: tzinfo = TOKYO, encoding: str | None = None
) -> Iterator[ImportedEntry | Problem]:
    """Entries and problems of a Movable Type export in the order of the file.

    ``tz`` is the zone of its dates; ``encoding`` is found out when not given. Raises ``UnreadableArchive``
    before the first record when the file is no such export.
    """
    path = Path(path)
    reader = _Reader(tz)
    found = False
    for item in raw_entries(encodings.lines(path, encoding or encodings.detect(path))):
        if isinstance(item, RawEntry):
            found = True
            yield from reader.entry(item)
        elif found:
            yield item
        else:
            raise UnreadableArchive(_("This is not a Movable Type export: it does not start with KEY: value."))
    if not found:
        raise UnreadableArchive(_("The file holds no entries."))


class _Reader:
    """Turns raw entries into records and remembers which keys were given away."""

    def __init__(self, tz: tzinfo):
        self.tz = tz
        self.seen: Counter[str] = Counter()

    def entry(self, raw: RawEntry) -> Iterator[ImportedEntry | Problem]:
        """The remarks about one entry, then its record."""
        title = raw.first("TITLE")
        where = _("line %(line)d (%(title)s)") % {"line": raw.line, "title": title or _("no title")}
        own = self._own(raw)
        if own is None:
            yield Problem(where, _("The line %(key)s was changed and cannot be read; left out.") % {"key": OWN_KEY})
            own = {}
        tz = _zone(own) or self.tz
        entry = ImportedEntry(
            source_key="",
            title=title if raw.is_own else plain_line(title),
            author=raw.first("AUTHOR"),
            line=raw.line,
        )
        entry.author_email = raw.first("AUTHOR EMAIL")
        yield from self._head(entry, raw, where, tz)
        yield from self._texts(entry, raw, where)
        yield from self._comments(entry, raw, where, tz)
        _apply_own(entry, own)
        self._key(entry, raw)
        yield entry

    def _own(self, raw: RawEntry) -> dict | None:
        text = raw.first(OWN_KEY)
        if not text:
            return {}
        try:
            values = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return values if isinstance(values, dict) else None

    def _head(self, entry: ImportedEntry, raw: RawEntry, where: str, tz: tzinfo) -> Iterator[Problem]:
        entry.published_at = _date(raw.first("DATE"), tz)
        if entry.published_at is None and not raw.is_own:
            reason = _("The date “%(text)s” is not a date.")
            yield Problem(where, reason % {"text": raw.first("DATE")[:60]}, lost=bool(raw.first("DATE")))
        status = raw.first("STATUS")
        entry.status = STATUSES.get(status.lower(), "draft") if status else "publish"
        if status and status.lower() not in STATUSES:
            values = {"status": status[:60]}
            yield Problem(where, _("Unknown status “%(status)s”; kept as a draft.") % values, lost=False)
        entry.categories = unique(raw.all("PRIMARY CATEGORY") + raw.all("CATEGORY"))
        entry.tags = unique(tag for line in raw.all("TAGS") for tag in _tags(line))
        entry.allow_comments = raw.first("ALLOW COMMENTS") not in ("0", "2")
        entry.old_urls = unique(url for url in raw.all("UNIQUE URL") if url.startswith(("http://", "https://", "/")))
        for key, value in raw.keys:
            if key not in _KNOWN and value:
                entry.extra[key] = f"{entry.extra[key]}\n{value}" if key in entry.extra else value

    def _texts(self, entry: ImportedEntry, raw: RawEntry, where: str) -> Iterator[Problem]:
        rule = raw.first("CONVERT BREAKS").lower()
        for name in ("BODY", "EXTENDED BODY"):
            text, images = _markdown(raw, name, rule)
            entry.images += images
            if name == "BODY":
                entry.body_markdown = text
            else:
                entry.extended_markdown = text
        excerpt = raw.text("EXCERPT")
        entry.excerpt = clean_text(excerpt) if raw.is_own else plain_line(excerpt)
        if raw.text("KEYWORDS").strip():
            entry.extra["KEYWORDS"] = clean_text(raw.text("KEYWORDS"))
        if rule not in _AS_HTML | _AS_MARKDOWN | _LINE_BREAKS:
            values = {"rule": rule[:40]}
            reason = _("The text filter “%(rule)s” is not known; the text was read as HTML with line breaks.")
            yield Problem(where, reason % values, lost=False)
        if raw.left_out:
            reason = _("The entry is larger than can be brought in; lines left out: %(count)d.")
            yield Problem(where, reason % {"count": raw.left_out})
        if raw.unreadable:
            values = {"count": raw.unreadable}
            yield Problem(where, _("Lines with characters that could not be read: %(count)d.") % values)

    def _comments(self, entry: ImportedEntry, raw: RawEntry, where: str, tz: tzinfo) -> Iterator[Problem]:
        for number, block in enumerate(raw.blocks):
            comment = self._comment(block, str(number + 1), raw.is_own, tz)
            entry.comments.append(comment)
            if comment.at is None and not raw.is_own:
                values = {"line": block.line, "text": block.first("DATE")[:60]}
                yield Problem(where, _("The comment in line %(line)d has no readable date (“%(text)s”).") % values)

    def _comment(self, block: Block, key: str, is_own: bool, tz: tzinfo) -> ImportedComment:
        body = "\n".join(block.body)
        is_ping = block.name == "PING"
        return ImportedComment(
            key=key,
            author=block.first("BLOG NAME") if is_ping else block.first("AUTHOR"),
            email=block.first("EMAIL"),
            url=block.first("URL") if is_own else _address(block.first("URL")),
            at=_date(block.first("DATE"), tz),
            body_markdown=clean_text(body) if is_own else html_to_markdown(body, line_breaks=True),
            kind="trackback" if is_ping else "comment",
            title=block.first("TITLE"),
            approved=block.first("SECRET") != "1",
        )

    def _key(self, entry: ImportedEntry, raw: RawEntry) -> None:
        if not entry.source_key:
            stamp = entry.published_at.strftime("%Y%m%d%H%M%S") if entry.published_at else ""
            basename = raw.first("BASENAME")
            name = basename or hashlib.sha256(f"{entry.title}\n{entry.body_markdown}".encode()).hexdigest()[:16]
            entry.source_key = f"mt:{name[:120]}:{stamp}"
        if raw.first("BASENAME") and not raw.is_own:
            entry.extra["slug"] = raw.first("BASENAME")
        self.seen[entry.source_key] += 1
        if self.seen[entry.source_key] > 1:
            entry.source_key += f":{self.seen[entry.source_key]}"


def _markdown(raw: RawEntry, name: str, rule: str) -> tuple[str, list[ImportedImage]]:
    text = clean_text(raw.text(name))
    if raw.is_own:
        return text, []
    if rule in _AS_MARKDOWN:
        return text.strip("\n"), []
    return convert(text, line_breaks=rule not in _AS_HTML)


def _apply_own(entry: ImportedEntry, own: dict) -> None:
    """What our own export says beyond the format; anything of the wrong shape is passed over."""
    for name in ("source_key", "author_email"):
        if isinstance(own.get(name), str):
            setattr(entry, name, clean_line(own[name]))
    if own.get("status") in STATUS_NAMES:
        entry.status = own["status"]
    if isinstance(own.get("extra"), dict):
        entry.extra = {clean_line(key): clean_text(str(value)) for key, value in own["extra"].items()}
    for name in ("old_urls", "tags"):
        if isinstance(own.get(name), list):
            setattr(entry, name, [clean_line(str(value)) for value in own[name]])
    if isinstance(own.get("images"), list):
        rows = [image for image in own["images"] if _is_row(image, 3)]
        entry.images = [ImportedImage(*(clean_line(str(part)) for part in image)) for image in rows]
    if not isinstance(own.get("comments"), list):
        return
    for comment, row in zip(entry.comments, own["comments"], strict=False):
        if _is_row(row, 4) and row[2] in COMMENT_KINDS:
            comment.key, comment.kind = clean_line(str(row[0])), row[2]
            comment.parent_key = None if row[1] is None else clean_line(str(row[1]))
            comment.approved = row[3] is True


def _zone(own: dict) -> tzinfo | None:
    """The zone of the dates, which our own export names."""
    name = own.get("zone")
    return ZoneInfo(name) if isinstance(name, str) and name in available_zones() else None


def _is_row(value: object, length: int) -> bool:
    return isinstance(value, list) and len(value) == length


def _date(text: str, tz: tzinfo) -> datetime | None:
    found = _DATE.match(text.strip())
    if not found:
        return None
    month, day, year, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    half = (found[7] or "").upper()
    # "15:47:06 PM" exists; the half of the day then says nothing new.
    if half == "PM" and hour < 12:
        hour += 12
    elif half == "AM" and hour == 12:
        hour = 0
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=tz)
    except ValueError:
        return None


def _tags(line: str) -> list[str]:
    return [clean_line(quoted or plain) for quoted, plain in _TAG_WORD.findall(line) if (quoted or plain).strip()]


def _address(text: str) -> str:
    """The address of a commenter; some systems wrote a whole link there."""
    found = _HREF.search(text)
    return found[1] if found else _TAG.sub("", text).strip()
