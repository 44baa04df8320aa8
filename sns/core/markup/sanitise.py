"""The last gate: bleach with a closed list of tags, attributes and attribute values."""

import re
import threading

from bleach.sanitizer import Cleaner

from .addresses import SAFE_HREF
from .images import SIZES

TAGS = frozenset(
    {
        "a",
        "blockquote",
        "br",
        "code",
        "div",
        "em",
        "figcaption",
        "figure",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "input",
        "label",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "section",
        "span",
        "strong",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    }
)

_FILE = r"/files/[A-Za-z0-9_-]{22}/"
_ANY = re.compile(r"[^\x00-\x08\x0b-\x1f]*")
_ID = re.compile(r"[a-z][a-z0-9-]{0,31}-fn(?:ref)?[0-9]+(?:-[0-9]+)?")
_NUMBER = re.compile(r"[0-9]{1,9}")
_ZERO = re.compile("0")
_EMPTY = re.compile("")
_ALIGN = re.compile("align-(?:left|center|right)")
_COLUMN = {"class": _ALIGN}

# tag → attribute → pattern that the whole value must match
ATTRIBUTES: dict[str, dict[str, re.Pattern[str]]] = {
    "a": {
        "href": SAFE_HREF,
        "title": _ANY,
        "rel": re.compile("noopener noreferrer nofollow"),
        "class": re.compile("mention|tag|entry-link|image-link|footnote-back"),
        "id": _ID,
    },
    "code": {"class": re.compile(r"language-[a-z0-9.]{1,20}")},
    "div": {
        "class": re.compile("table-scroll"),
        "role": re.compile("region"),
        "tabindex": _ZERO,
        "aria-label": _ANY,
    },
    "img": {
        "src": re.compile(_FILE),
        "srcset": re.compile(rf"{_FILE}[0-9]{{1,5}}/ [0-9]{{1,5}}w(?:, {_FILE}[0-9]{{1,5}}/ [0-9]{{1,5}}w)*"),
        "sizes": re.compile(re.escape(SIZES)),
        "width": _NUMBER,
        "height": _NUMBER,
        "loading": re.compile("lazy"),
        "decoding": re.compile("async"),
        "alt": _ANY,
    },
    "input": {"type": re.compile("checkbox"), "checked": _EMPTY, "disabled": _EMPTY},
    "li": {"class": re.compile("task"), "id": _ID},
    "ol": {"start": _NUMBER},
    "pre": {"class": re.compile("code"), "tabindex": _ZERO},
    "section": {"class": re.compile("footnotes")},
    "span": {"class": re.compile(r"hl-[a-z0-9]{1,4}")},
    "sup": {"class": re.compile("footnote")},
    "td": _COLUMN,
    "th": {**_COLUMN, "scope": re.compile("col")},
    "ul": {"class": re.compile("tasks")},
}

_local = threading.local()


def sanitise(html: str) -> str:
    """Return `html` with everything outside the closed list escaped (tags) or removed (attributes)."""
    cleaner = getattr(_local, "cleaner", None)
    if cleaner is None:  # a Cleaner keeps state while it parses: one for each thread
        cleaner = _local.cleaner = Cleaner(
            tags=TAGS, attributes=_is_allowed, protocols=("http", "https", "mailto", "tel")
        )
    return cleaner.clean(html)


def _is_allowed(tag: str, name: str, value: str) -> bool:
    pattern = ATTRIBUTES.get(tag, {}).get(name)
    return pattern is not None and pattern.fullmatch(value) is not None
