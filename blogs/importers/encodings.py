"""Which encoding a file of unknown origin is in, and its lines as text."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

CANDIDATES = ("utf-8", "euc_jp", "cp932")
_HALF_WIDTH_KATAKANA = re.compile("[\uff61-\uff9f]")


def _nec_characters(error: UnicodeError) -> tuple[str, int]:
    """Row 13 (①, ㈱, ℡), which Windows wrote into EUC-JP and Python's codec does not know."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    if len(pair) == 2 and pair[0] == 0xAD and pair[1] >= 0xA1:
        trail = pair[1] - 0x61 + (1 if pair[1] >= 0xE0 else 0)
        return bytes((0x87, trail)).decode("cp932", errors="replace"), error.start + 2
    return "\ufffd", error.start + 1


codecs.register_error("engawa-nec", _nec_characters)


def detect(path: Path) -> str:
    """The encoding in which the file makes most sense: nothing broken, no stray half-width katakana."""
    with path.open("rb") as file:
        head = file.read(4)
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        file.seek(0)
        costs = dict.fromkeys(CANDIDATES, 0)
        for line in file:
            if not line.isascii():
                for name in CANDIDATES:
                    costs[name] += _cost(line, name)
    return min(CANDIDATES, key=lambda name: costs[name])


def _cost(line: bytes, name: str) -> int:
    text = _decode(line, name)
    # Half-width katakana is what EUC-JP looks like when read as CP932.
    return 10 * text.count("\ufffd") + (len(_HALF_WIDTH_KATAKANA.findall(text)) if name == "cp932" else 0)


def lines(path: Path, encoding: str) -> Iterator[tuple[int, str, bool]]:
    """Number, text without its line end, and whether every character of it could be read."""
    if encoding == "utf-16":
        with path.open(encoding="utf-16", errors="replace", newline="") as file:
            yield from ((number, text.rstrip("\r\n"), True) for number, text in enumerate(file, start=1))
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if number == 1:
                line = line.removeprefix(codecs.BOM_UTF8)
            line = line.rstrip(b"\n").removesuffix(b"\r")
            text = _decode(line, encoding)
            yield number, text, "\ufffd" not in text or b"\xef\xbf\xbd" in line


def _decode(line: bytes, name: str) -> str:
    return line.decode(name, errors="engawa-nec" if name == "euc_jp" else "replace")
