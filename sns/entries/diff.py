"""What has changed between two texts, for people to read: lines first, then words; Japanese by small runs.

A plain character difference of Japanese shreds sentences into confetti: short accidental matches between
two changes are therefore given to the change.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW, SKIPPED = "same", "del", "ins", "skip"
CONTEXT_LINES = 2
# Above this the difference within one line costs more than it tells: the whole line is shown as changed.
FINE_MAX = 1200
FINE_RATIO = 0.3
ACCIDENT = 2
_PIECES = re.compile(r"[A-Za-z0-9_À-ɏ]+|\s+|[ァ-ヶー]+|.", re.DOTALL)
_SENTENCES = re.compile(r"[^。！？!?\n]*[。！？!?]?")


@dataclass(slots=True)
class Line:
    """One line of the comparison: ``kind`` of the whole line and its pieces as (changed?, text)."""

    kind: str
    parts: list[tuple[bool, str]]
    count: int = 0  # of the lines left out, when kind is SKIPPED


def compare(old: str, new: str) -> list[Line]:
    """The lines of both texts in order: same, gone, new; long unchanged stretches are left out."""
    before, after = _lines(old), _lines(new)
    lines: list[Line] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += _unchanged(before[i1:i2], first=i1 == 0, last=i2 == len(before))
        else:
            lines += _changed(before[i1:i2], after[j1:j2])
    return lines


def _lines(text: str) -> list[str]:
    """Lines; one too long to compare piece by piece is cut at its sentences."""
    lines = []
    for line in text.splitlines():
        lines += [line] if len(line) <= FINE_MAX else [part for part in _SENTENCES.findall(line) if part]
    return lines


def _unchanged(lines: list[str], *, first: bool, last: bool) -> list[Line]:
    head = 0 if first else CONTEXT_LINES
    tail = 0 if last else CONTEXT_LINES
    hidden = len(lines) - head - tail
    if hidden <= 1:
        return [_plain(SAME, line) for line in lines]
    kept_tail = lines[len(lines) - tail :]
    return [
        *[_plain(SAME, line) for line in lines[:head]],
        Line(SKIPPED, [], hidden),
        *[_plain(SAME, line) for line in kept_tail],
    ]


def _changed(gone: list[str], new: list[str]) -> list[Line]:
    """Lines that replace each other stand in pairs, with what differs inside marked."""
    lines: list[Line] = []
    for index in range(max(len(gone), len(new))):
        if index >= len(gone):
            lines.append(_plain(NEW, new[index]))
        elif index >= len(new):
            lines.append(_plain(GONE, gone[index]))
        else:
            lines += _fine(gone[index], new[index])
    return lines


def _fine(old: str, new: str) -> list[Line]:
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if len(old) > FINE_MAX or len(new) > FINE_MAX or matcher.ratio() < FINE_RATIO:
        return [_plain(GONE, old), _plain(NEW, new)]
    return [
        Line(GONE, [(changed, "".join(before[i1:i2])) for changed, i1, i2, _j1, _j2 in _runs(matcher) if i1 < i2]),
        Line(NEW, [(changed, "".join(after[j1:j2])) for changed, _i1, _i2, j1, j2 in _runs(matcher) if j1 < j2]),
    ]


def _runs(matcher: SequenceMatcher) -> list[tuple[bool, int, int, int, int]]:
    """Stretches (changed?, old from, to, new from, to); an accidental match between two changes joins them."""
    runs: list[tuple[bool, int, int, int, int]] = []
    codes = matcher.get_opcodes()
    for index, (tag, i1, i2, j1, j2) in enumerate(codes):
        inside = 0 < index < len(codes) - 1
        changed = tag != "equal" or (inside and i2 - i1 <= ACCIDENT)
        if runs and runs[-1][0] == changed:
            runs[-1] = (changed, runs[-1][1], i2, runs[-1][3], j2)
        else:
            runs.append((changed, i1, i2, j1, j2))
    return runs


def _plain(kind: str, text: str) -> Line:
    return Line(kind, [(False, text)])
