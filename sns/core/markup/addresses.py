"""Where a link leads: one of our entries, one of our files, elsewhere on our host, or outside."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

ENTRY_PLACES = (
    "entries",
    "posts",
    "topics",
    "events",
    "polls",
    "meetings",
    "initiatives",
    "surveys",
    "notices",
    "pages",
    "thanks",
)
_PLACES = "|".join(ENTRY_PLACES)
# Where a bare path in a text may stop: not in the middle of a longer path or word.
BARE_ENTRY_PATH = re.compile(rf"/(?:{_PLACES})/[1-9][0-9]{{0,17}}(?:/(?:#[A-Za-z0-9_-]{{1,64}})?)?(?![A-Za-z0-9_/#-])")

# A path starts with exactly one slash: browsers read `//host` and `/\host` as another host. Blanks and
# controls are refused because browsers drop them from an address before reading its scheme.
SAFE_HREF = re.compile(r"(?:https?://|mailto:|tel:|/(?![/\\])|\#)[^\x00-\x20\x7f-\x9f]*", re.IGNORECASE | re.ASCII)

ENTRY_PATH = re.compile(rf"/(?:{_PLACES})/([1-9][0-9]{{0,17}})/?(?:#[A-Za-z0-9_-]{{1,64}})?")
UPLOAD_PATH = re.compile(r"/files/([A-Za-z0-9_-]{22})/(?:[0-9]{1,5}/)?")


@dataclass(frozen=True, slots=True)
class Address:
    """A link target. `href` is relative for our own entries and files, so that a new host breaks nothing."""

    href: str
    entry_id: int | None = None
    upload_token: str | None = None
    outside: bool = False


def is_safe(href: str) -> bool:
    """Whether `href` may appear in a link at all (http, https, mailto, tel, `/path`, `#anchor`)."""
    return SAFE_HREF.fullmatch(href) is not None


def read_address(href: str, own_hosts: Collection[str]) -> Address:
    """Classify an `href` that `is_safe`; a URL on one of `own_hosts` counts like its path."""
    path = _own_path(href, own_hosts)
    if path is None:
        return Address(href, outside=href[:4].lower() == "http")
    if entry := ENTRY_PATH.fullmatch(path):
        return Address(path, entry_id=int(entry[1]))
    if upload := UPLOAD_PATH.fullmatch(path):
        return Address(path, upload_token=upload[1])
    return Address(href)


def _own_path(href: str, own_hosts: Collection[str]) -> str | None:
    if href.startswith("/"):
        return href
    if href[:4].lower() != "http":
        return None
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.netloc.casefold() not in own_hosts:
        return None
    path = parts.path or "/"
    return path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
