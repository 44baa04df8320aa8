"""What an archive holds, whatever its format: the records between readers, writers and the database."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from urllib.parse import SplitResult, urlsplit

STATUSES = ("publish", "draft", "future", "private", "trash")
COMMENT_KINDS = ("comment", "pingback", "trackback")

# XML 1.0 and PostgreSQL both refuse these; archives made by hand or by old tools are full of them.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_BREAKS = re.compile(r"\r\n?")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_SPACES = re.compile(r"[ \t\r\n]+")


@dataclass(slots=True)
class ImportedComment:
    """One answer below an entry. ``key`` is unique within the entry, ``parent_key`` names another one."""

    key: str
    author: str = ""
    email: str = ""
    url: str = ""
    at: datetime | None = None
    body_markdown: str = ""
    parent_key: str | None = None
    kind: str = "comment"
    approved: bool = True
    title: str = ""


@dataclass(slots=True)
class ImportedImage:
    """A picture or file that belongs to an entry: where it was, and what it showed."""

    url: str
    alt: str = ""
    title: str = ""


@dataclass(slots=True)
class ImportedEntry:
    """One post as the archive tells it. ``source_key`` stays the same when the archive is made again."""

    source_key: str
    title: str = ""
    author: str = ""
    author_email: str = ""
    published_at: datetime | None = None
    status: str = "publish"
    body_markdown: str = ""
    extended_markdown: str = ""
    excerpt: str = ""
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    comments: list[ImportedComment] = field(default_factory=list)
    images: list[ImportedImage] = field(default_factory=list)
    old_urls: list[str] = field(default_factory=list)
    allow_comments: bool = True
    line: int = field(default=0, compare=False)
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def full_markdown(self) -> str:
        """Body and extended body as the one text that readers saw."""
        return "\n\n".join(part for part in (self.body_markdown, self.extended_markdown) if part.strip())


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not taken over as it stood. ``lost`` tells a loss from a mere remark."""

    where: str
    reason: str
    lost: bool = True

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}" if self.where else str(self.reason)


class UnreadableArchive(Exception):
    """The file as a whole is refused; the message is for the person who brought it."""


def clean_text(text: str) -> str:
    """Text of several lines without the characters that no database takes, with plain newlines."""
    return _BREAKS.sub("\n", _CONTROLS.sub("", text))


def clean_line(text: str) -> str:
    """The same for a text of one line: runs of white space become one space."""
    return _SPACES.sub(" ", _CONTROLS.sub("", text)).strip()


def plain_line(text: str) -> str:
    """Titles and excerpts are plain text with us: marks go, entities become characters."""
    return clean_line(unescape(_TAG.sub("", text)))


def parts_of(url: str) -> SplitResult:
    """The parts of an address; all empty when it is malformed."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def unique(items) -> list[str]:
    """The items without empty ones and repetitions, in order."""
    return list(dict.fromkeys(item for item in items if item))


def words(text: str) -> frozenset[str]:
    """The words of a text as a set: a long list of names, readable."""
    return frozenset(text.split())
