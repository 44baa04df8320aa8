"""The lines shown with a result: a piece of the text as it was written, with what was found marked."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from sns.core.tokens import FoldedText, is_latin, stem
from sns.search.query import Word

WIDTH = 120
LEAD = 35  # characters shown before the first mark
HITS_MAX = 50
_BREAK = re.compile(r"[。！？\n]|[.!?]\s")
Span = tuple[int, int]


def pattern_of(words: Sequence[Word]) -> re.Pattern | None:
    """Where a folded text has any of the words; a Latin word (or its stem) from its beginning to its end."""
    parts = [_part(word) for word in sorted(words, key=lambda word: -len(word.text))]
    return re.compile("|".join(parts)) if parts else None


def _part(word: Word) -> str:
    if not is_latin(word.text) or word.phrase:
        return re.escape(word.text)
    return rf"(?<![^\W_])(?:{re.escape(word.text)}|{re.escape(stem(word.text))})[a-z0-9]*"


def mark(text: str, pattern: re.Pattern | None) -> Markup:
    """A short text, a title, with the words marked."""
    if pattern is None or not text:
        return escape(text)
    return _marked(text, _spans(FoldedText(text), pattern, len(text)), 0, len(text))


def snippet(text: str, pattern: re.Pattern | None) -> Markup:
    """About 120 characters of the text where most different words stand together; its beginning without words."""
    text = " ".join(text.split())
    spans = _spans(FoldedText(text), pattern, HITS_MAX) if pattern else []
    begin, end = _window(text, spans)
    shown = _marked(text, spans, begin, end)
    return Markup("{}{}{}").format("…" if begin else "", shown, "…" if end < len(text) else "")


def _spans(folded: FoldedText, pattern: re.Pattern, most: int) -> list[Span]:
    """The places of the words in the text itself."""
    spans: list[Span] = []
    for found in pattern.finditer(folded.folded):
        if found.end() > found.start():
            # To the end of the last character: what comes from one character of the text is marked with it.
            spans.append((folded.source(found.start()), _end(folded, found.end())))
        if len(spans) >= most:
            break
    return spans


def _end(folded: FoldedText, place: int) -> int:
    """The index behind the character from which the folded one before ``place`` comes."""
    last = folded.source(place - 1)
    while place < len(folded.folded) and folded.source(place) == last:
        place += 1
    return folded.source(place)


def _window(text: str, spans: list[Span]) -> Span:
    if not spans:
        return 0, min(len(text), WIDTH)
    begin, _end = max(spans, key=lambda span: (_different(text, spans, span[0]), -span[0]))
    start = max(0, min(begin - LEAD, len(text) - WIDTH))
    if sentence := [found.end() for found in _BREAK.finditer(text, start, begin)]:
        start = sentence[0] if len(text) - sentence[0] > WIDTH // 2 else start
    while start < len(text) and text[start] == " ":
        start += 1
    return start, min(len(text), start + WIDTH)


def _different(text: str, spans: list[Span], begin: int) -> int:
    return len({text[a:b] for a, b in spans if begin <= a and b <= begin + WIDTH - LEAD})


def _marked(text: str, spans: list[Span], begin: int, end: int) -> Markup:
    pieces, at = [], begin
    for first, last in spans:
        first, last = max(first, at), min(last, end)
        if first < last:
            pieces += [escape(text[at:first]), Markup("<mark>{}</mark>").format(text[first:last])]
            at = last
    return Markup("").join([*pieces, escape(text[at:end])])
