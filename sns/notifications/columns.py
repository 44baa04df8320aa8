"""Plain text of a mail in lines of a width that every program shows, Japanese characters counted as two columns."""

import unicodedata

WIDTH = 72


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def fold(text: str, width: int = WIDTH, indent: str = "") -> str:
    """The text in lines of at most ``width`` columns, each after ``indent``; English is broken between words.

    A word longer than a line (an address) stands on a line of its own.
    """
    lines, line = [], ""
    room = width - columns(indent)
    for part in _parts(" ".join(text.split())):
        if line and columns(line + part.rstrip()) > room and not _hangs(part):
            lines.append(line.rstrip())
            line = part.lstrip()
        else:
            line += part
    return "\n".join(indent + part for part in [*lines, line.rstrip()])


def _parts(text: str):
    """Where a line may break: after a space, and on both sides of a wide character."""
    word = ""
    for char in text:
        if unicodedata.east_asian_width(char) in "WF":
            if word:
                yield word
            yield char
            word = ""
        else:
            word += char
            if char == " ":
                yield word
                word = ""
    if word:
        yield word


def _hangs(part: str) -> bool:
    """Marks that never begin a Japanese line: closing brackets, commas, long and small sounds."""
    char = part.strip()
    if len(char) != 1 or char.isascii():
        return False
    return unicodedata.category(char) in {"Pe", "Pf", "Po", "Lm"} or "SMALL" in unicodedata.name(char, "")
