"""Plain text of parsed Markdown: for search, lists, mails and the words around a link."""

import math
import re
from collections.abc import Iterable, Sequence

from markdown_it.token import Token

JAPANESE_PER_MINUTE = 500
ENGLISH_WORDS_PER_MINUTE = 220

_BLANKS = re.compile(r"\s+")
_AFTER_STOP = re.compile(r"(?<=[。！？]) ")
_SENTENCE_END = re.compile(r"[。！？][」』）]*|[.!?](?=\s)")
_JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003fffd]")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’-]*")
# Marks that belong to the character before them: cutting in front of one would change that character.
_CONTINUES = re.compile("[\u0300-\u036f\u3099\u309a\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]")

_BREAKS = {"softbreak", "hardbreak"}
_SHOWN = {"text", "code_inline", "mention", "tag"}


def inline_text(tokens: Iterable[Token] | None, *, own_addresses: bool = True) -> str:
    """Text of inline tokens; `own_addresses=False` leaves out bare links to entries (they show a title)."""
    return "".join(_piece(token, own_addresses) for token in tokens or ())


def _piece(token: Token, own_addresses: bool) -> str:
    if token.type in _SHOWN:
        return token.content
    if token.type in _BREAKS:
        return "\n"
    if token.type == "image":
        return inline_text(token.children, own_addresses=own_addresses)
    if token.type == "address":
        is_entry = token.meta["address"].entry_id is not None
        return "" if is_entry and not own_addresses else token.content
    return ""


def block_texts(
    tokens: Sequence[Token], *, code: bool = True, headings: bool = True, own_addresses: bool = True
) -> list[str]:
    """Text of each paragraph, (with `headings`) heading, table row and (with `code`) code block, in order."""
    texts: list[str] = []
    row: list[str] | None = None
    in_heading = False
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.type == "heading_open"
        if in_heading and not headings:
            continue
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            texts.append(" ".join(filter(None, row or ())))
            row = None
        elif token.type == "inline":
            (texts if row is None else row).append(inline_text(token.children, own_addresses=own_addresses))
        elif code and token.type in ("fence", "code_block"):
            texts.append(token.content.rstrip("\n"))
    return [text for text in texts if text.strip()]


def run_together(texts: Iterable[str]) -> str:
    """One line of several blocks; no blank follows a Japanese full stop."""
    return _AFTER_STOP.sub("", one_line(" ".join(texts)))


def one_line(text: str) -> str:
    """Collapse all blanks, ideographic ones included, to single spaces."""
    return _BLANKS.sub(" ", text).strip()


def cut(text: str, limit: int) -> str:
    """Shorten one line to at most `limit` characters: at a sentence end if one is in the later half."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, limit + 1) if found.end() <= limit]
    if ends and ends[-1] * 2 >= limit:
        return text[: ends[-1]]
    at = limit - 1
    while at and (_CONTINUES.match(text[at]) or text[at - 1] == "\u200d"):
        at -= 1
    return text[: _word_start(text, at)].rstrip() + "…"


def _word_start(text: str, at: int) -> int:
    """Move back to the blank before an English word that `at` would split, if it is near."""
    if not (text[at].isascii() and text[at].isalnum()):
        return at
    blank = text.rfind(" ", max(0, at - 20), at)
    return blank if blank > 0 and text[blank:at].isascii() else at


def around(text: str, start: int, limit: int) -> str:
    """At most `limit` characters of `text` with the position `start` inside them."""
    if len(text) <= limit:
        return text
    begin = max(0, min(start - limit // 3, len(text) - limit))
    end = min(len(text), begin + limit)
    head = "…" if begin else ""
    tail = "…" if end < len(text) else ""
    return head + text[begin + len(head) : end - len(tail)] + tail


def reading_minutes(text: str) -> int:
    """Minutes to read `text`: 500 Japanese characters or 220 English words a minute, at least 1."""
    japanese = len(_JAPANESE.findall(text)) / JAPANESE_PER_MINUTE
    english = len(_WORD.findall(text)) / ENGLISH_WORDS_PER_MINUTE
    return max(1, math.floor(japanese + english + 0.5))
