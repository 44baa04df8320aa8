"""Atom 1.0 (RFC 4287) for a list of posts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

from sns.core.formats import iso
from sns.entries.models import Entry

ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ADDRESSES = re.compile(r'(?P<start>\s(?:href|src)=")(?P<path>/[^"]*)"')
_SRCSETS = re.compile(r'(?P<start>\ssrcset=")(?P<list>[^"]*)"')
# XML 1.0 has no way to write these.
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Feed:
    """The head of a feed; ``path`` is the page it belongs to, ``self_url`` the feed's own address."""

    title: str
    path: str
    self_url: str
    language: str
    base: str


def updated_at(entries: Iterable[Entry]) -> datetime:
    """When the newest change among the entries was."""
    return max((max(e.updated_at, e.published_at) for e in entries), default=_NEVER)


def build(feed: Feed, entries: Iterable[Entry]) -> bytes:
    """The document; the text of each post in full, with addresses that work outside of our pages."""
    entries = list(entries)
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {XML_LANG: feed.language})
    _text(root, "title", feed.title)
    _text(root, "id", urljoin(feed.base, feed.path))
    _text(root, "updated", iso(updated_at(entries)))
    _link(root, feed.self_url, rel="self", type="application/atom+xml")
    _link(root, urljoin(feed.base, feed.path), rel="alternate", type="text/html")
    _text(root, "generator", "Engawa")
    for entry in entries:
        _add(root, feed, entry)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _add(root: ET.Element, feed: Feed, entry: Entry) -> None:
    node = ET.SubElement(root, f"{{{ATOM}}}entry", {XML_LANG: entry.author.language})
    url = urljoin(feed.base, entry.get_absolute_url())
    _text(node, "title", entry.title or entry.excerpt[:60] or url)
    _text(node, "id", _tag_uri(feed.base, entry))
    _link(node, url, rel="alternate", type="text/html")
    _text(node, "published", iso(entry.published_at))
    _text(node, "updated", iso(max(entry.updated_at, entry.published_at)))
    author = ET.SubElement(node, f"{{{ATOM}}}author")
    _text(author, "name", entry.author.name)
    _text(author, "uri", urljoin(feed.base, f"/blogs/{entry.author.handle}/"))
    for tag in entry.entry_tags.all():
        ET.SubElement(node, f"{{{ATOM}}}category", term=_clean(tag.tag.name), label=_clean(tag.tag.label))
    content = _text(node, "content", absolute(entry.body_html, feed.base))
    content.set("type", "html")


def absolute(html: str, base: str) -> str:
    """Our own addresses in stored HTML made complete."""
    html = _ADDRESSES.sub(lambda found: f'{found["start"]}{urljoin(base, found["path"])}"', html)
    return _SRCSETS.sub(lambda found: f'{found["start"]}{_absolute_set(found["list"], base)}"', html)


def _absolute_set(sources: str, base: str) -> str:
    return ", ".join(urljoin(base, source.strip()) for source in sources.split(","))


def _tag_uri(base: str, entry: Entry) -> str:
    """A name that stays when the site moves to another path or gets https (RFC 4151)."""
    return f"tag:{urlsplit(base).hostname},{entry.created_at:%Y-%m-%d}:entries/{entry.pk}"


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    node = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    node.text = _clean(text)
    return node


def _link(parent: ET.Element, href: str, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", {"href": href} | attributes)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)
