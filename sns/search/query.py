"""What people type into the search field, understood. Nothing typed is an error: what makes no sense is a word."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from sns.core.tokens import fold, lexeme_query

LENGTH_MAX = 200
WORDS_MAX = 10
VALUES_MAX = 5

# The fields as people may write them, in the two languages.
FIELDS = {
    "author": ("author", "by", "著者", "投稿者", "書いた人"),
    "in": ("in", "community", "場所", "コミュニティ", "部署"),
    "tag": ("tag", "タグ"),
    "type": ("type", "種類"),
    "before": ("before", "以前", "まで"),
    "after": ("after", "since", "以降", "から"),
}
_FIELD_OF = {fold(name): key for key, names in FIELDS.items() for name in names}
# One spelling of the signs of the language; NFKC has already made full width narrow.
_SIGNS = str.maketrans(dict.fromkeys("“”„‟〝〞〟「」『』", '"') | dict.fromkeys("−‐‑", "-") | {"\0": " "})
_PIECES = re.compile(r'(?P<minus>-)?(?:(?P<name>[^\s":-][^\s":]{0,20}):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?年?")


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word or phrase that a text must have (``excluded``: must not have)."""

    text: str
    phrase: bool = False
    excluded: bool = False


@dataclass(slots=True)
class Query:
    """A search as it was meant. ``values`` holds what stood behind each field, folded only where it is looked up."""

    words: list[Word] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    since: date | None = None  # included
    until: date | None = None  # excluded, as is the named day, month or year of "before:"
    unreadable: list[str] = field(default_factory=list)  # dates that are none

    @property
    def wanted(self) -> list[Word]:
        return [word for word in self.words if not word.excluded]

    @property
    def excluded(self) -> list[Word]:
        return [word for word in self.words if word.excluded]

    @property
    def text(self) -> str:
        """The words alone, as one folded text: what names are compared with, and the term that is counted."""
        return " ".join(word.text for word in self.wanted)

    @property
    def is_empty(self) -> bool:
        """Nothing that could be looked for: no words and no field."""
        return not (self.wanted or self.values or self.since or self.until)


def parse(typed: str) -> Query:
    """Read words, "phrases", -minus and field:value, in any width and either language."""
    query = Query()
    text = unicodedata.normalize("NFKC", typed[:LENGTH_MAX]).translate(_SIGNS)
    for piece in _PIECES.finditer(text):
        _add(query, piece)
    return query


def _add(query: Query, piece: re.Match) -> None:
    value = piece["phrase"] if piece["phrase"] is not None else piece["word"]
    name = piece["name"]
    key = _FIELD_OF.get(fold(name)) if name else None
    if key in ("before", "after") and not piece["minus"]:
        _add_date(query, key, value.strip())
    elif key and not piece["minus"]:
        values = query.values.setdefault(key, [])
        if value.strip() and len(values) < VALUES_MAX:
            values.append(value.strip())
    else:
        _add_word(query, f"{name}:{value}" if name else value, piece)


def _add_word(query: Query, text: str, piece: re.Match) -> None:
    word = Word(" ".join(fold(text).split()), piece["phrase"] is not None, bool(piece["minus"]))
    # Signs alone are in no index: they would find everything or nothing.
    if lexeme_query(word.text) and word not in query.words and len(query.words) < WORDS_MAX:
        query.words.append(word)


def _add_date(query: Query, key: str, typed: str) -> None:
    span = read_span(typed)
    if span is None:
        query.unreadable.append(typed)
    elif key == "before":
        query.until = min(query.until or span[0], span[0])
    else:
        query.since = max(query.since or span[0], span[0])


def read_span(typed: str) -> tuple[date, date] | None:
    """First and last day of a year, month or day as people write it: 2026, 2026-04, 2026/4/1, 2026年4月."""
    found = _DATE.fullmatch(typed)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except (ValueError, IndexError):
        return None
    return first, last
