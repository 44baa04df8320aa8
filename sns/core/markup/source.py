"""What happens to Markdown source before it is parsed: cleaning, the size bound, quoting."""

import re

# Above this length the text is shown as plain paragraphs: the parser is linear, but 200,000 characters
# (a book of 400 pages) is where a save would begin to take seconds.
MAX_LENGTH = 200_000

_NEWLINES = re.compile(r"\r\n?")
# C0 and C1 controls except tab and newline, lone surrogates (not storable as UTF-8), noncharacters.
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class TooComplex(Exception):
    """The source costs more work than its length justifies; it is shown as plain text instead."""


def normalise(source: str) -> str:
    """Return `source` with Unix newlines and without characters that cannot be stored or shown."""
    text = _NEWLINES.sub("\n", source)
    return _UNSTORABLE.sub("", text).removeprefix("\ufeff")


def quote(source: str) -> str:
    """Return `source` as a Markdown block quote, without a trailing newline; empty for an empty source."""
    text = normalise(source).strip("\n")
    if not text.strip():
        return ""
    return "\n".join(f"> {line}" if line.strip() else ">" for line in text.split("\n"))
