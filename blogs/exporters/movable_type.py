"""Records in the Movable Type export format: any reader of it takes them, ours reads them back equal."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from blogs.importers.movable_type_lines import OWN_KEY, protected
from blogs.importers.records import ImportedComment, ImportedEntry, clean_line, clean_text

TOKYO = ZoneInfo("Asia/Tokyo")
_STATUS = {"publish": "Publish", "future": "Future"}


def write_movable_type(entries: Iterable[ImportedEntry], *, tz: tzinfo = TOKYO) -> Iterator[str]:
    """The export piece by piece, one string per entry. ``tz`` is the zone of the dates, which carry none."""
    for entry in entries:
        yield "\n".join([*_head(entry, tz), "-----", *_sections(entry, tz), "--------", ""])


def _head(entry: ImportedEntry, tz: tzinfo) -> Iterator[str]:
    yield f"TITLE: {clean_line(entry.title)}"
    yield f"AUTHOR: {clean_line(entry.author)}"
    yield f"BASENAME: {clean_line(entry.extra.get('slug') or entry.source_key)}"
    if entry.published_at:
        yield f"DATE: {_date(entry.published_at, tz)}"
    # Private and discarded posts are drafts to everybody but us.
    yield f"STATUS: {_STATUS.get(entry.status, 'Draft')}"
    yield f"ALLOW COMMENTS: {int(entry.allow_comments)}"
    yield "CONVERT BREAKS: markdown"
    for number, name in enumerate(entry.categories):
        yield f"{'CATEGORY' if number else 'PRIMARY CATEGORY'}: {clean_line(name)}"
    if entry.tags:
        yield f"TAGS: {','.join(map(_tag, entry.tags))}"
    yield f"{OWN_KEY}: {json.dumps(_beyond(entry, tz))}"


def _tag(name: str) -> str:
    name = clean_line(name).replace('"', "'")
    return f'"{name}"' if "," in name or " " in name else name


def _beyond(entry: ImportedEntry, tz: tzinfo) -> dict:
    """What the format has no place for."""
    beyond = {"tags": entry.tags} if any('"' in tag for tag in entry.tags) else {}
    return beyond | {
        "source_key": entry.source_key,
        "zone": str(tz),
        "status": entry.status,
        "author_email": entry.author_email,
        "old_urls": entry.old_urls,
        "extra": entry.extra,
        "images": [[image.url, image.alt, image.title] for image in entry.images],
        "comments": [[c.key, c.parent_key, c.kind, c.approved] for c in entry.comments],
    }


def _sections(entry: ImportedEntry, tz: tzinfo) -> Iterator[str]:
    texts = (
        ("BODY", entry.body_markdown),
        ("EXTENDED BODY", entry.extended_markdown),
        ("EXCERPT", entry.excerpt),
    )
    for name, text in texts:
        if text or name == "BODY":
            yield from (f"{name}:", _protected(text), "-----")
    for comment in entry.comments:
        yield from _comment(comment, tz)


def _comment(comment: ImportedComment, tz: tzinfo) -> Iterator[str]:
    is_ping = comment.kind != "comment"
    yield "PING:" if is_ping else "COMMENT:"
    if comment.title:
        yield f"TITLE: {clean_line(comment.title)}"
    yield f"{'BLOG NAME' if is_ping else 'AUTHOR'}: {clean_line(comment.author)}"
    if comment.email:
        yield f"EMAIL: {clean_line(comment.email)}"
    if comment.url:
        yield f"URL: {clean_line(comment.url)}"
    if comment.at:
        yield f"DATE: {_date(comment.at, tz)}"
    yield from ("", _protected(comment.body_markdown), "-----")


def _protected(text: str) -> str:
    return "\n".join(map(protected, clean_text(text).split("\n")))


def _date(moment: datetime, tz: tzinfo) -> str:
    # strftime leaves out leading zeros of years before 1000.
    local = moment.astimezone(tz)
    return f"{local:%m/%d}/{local.year:04d} {local:%H:%M:%S}"
