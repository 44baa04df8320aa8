"""How text is made findable: folded to one spelling, cut into pairs of Japanese characters and into Latin words.

PostgreSQL knows no Japanese words, and a dictionary finds half of what people type (measured). So the index holds a
set of lexemes: every two neighbouring Japanese characters, the last one of each run alone, each Latin word and its
English stem. A word is found by its pairs, then compared with the folded text itself.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

import snowballstemmer

# Longer "words" are addresses and keys; a lexeme may not have more than 2046 bytes.
WORD_MAX = 60
# In front of the lexemes of a title, so that the same index finds titles alone.
TITLE = "^"
_CHUNK = 500

_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_ONE_BLANK = dict.fromkeys((0, *range(9, 14), *range(0x1C, 0x20), 0x85, 0xA0, 0x2028, 0x2029), " ")
_FOLD = _TO_HIRAGANA | _ONE_BLANK
_KANJI = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_JAPANESE = f"\u3041-\u3096\u309d\u309e\u30f7-\u30fa\u30fc-\u30ff{_KANJI}"
_RUNS = re.compile(f"([{_JAPANESE}]+)|([^\\W_{_JAPANESE}]+)")
# What may melt into the character before it: marks, voiced marks of half width, vowels and finals of Hangul.
_JOINS = re.compile("[\u1160-\u11ff\u3131-\u318e\uff9e-\uffdc\u3099\u309a]")


def fold(text: str) -> str:
    """One spelling for all: NFKC, small letters, hiragana for katakana, a blank for each kind of blank."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_FOLD)


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """(run, whether it is Japanese) of a folded text, in order."""
    for found in _RUNS.finditer(text):
        yield found[0], found[1] is not None


def lexemes(folded: str, mark: str = "") -> set[str]:
    """What the index holds of a folded text; ``mark`` stands before each lexeme."""
    found: set[str] = set()
    for run, japanese in pieces(folded):
        if japanese:
            found.update(mark + run[i : i + 2] for i in range(len(run) - 1))
            found.add(mark + run[-1])
        else:
            found.update((mark + run[:WORD_MAX], mark + stem(run)))
    return found


def lexemes_of(title: str, body: str) -> list[str]:
    """The lexemes of a titled text (both folded): all of it, and once more marked those of the title; sorted."""
    return sorted(lexemes(title) | lexemes(body) | lexemes(title, TITLE))


_english = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The English stem of a word; whatever is not plain ASCII stays as it is."""
    word = word[:WORD_MAX]
    return _english.stemWord(word) if word.isascii() and word.isalpha() else word


def lexeme_query(word: str, mark: str = "", *, prefix: bool = True) -> str:
    """The tsquery that every text with a folded word fulfils; empty for a word of signs only.

    Only what stands at the end of the word may go on in the text: a single Japanese character as the beginning of a
    pair, a Latin word with more letters (``prefix``). What is followed by something else is whole.
    """
    runs = list(pieces(word))
    terms: list[str] = []
    for index, (run, japanese) in enumerate(runs):
        goes_on = index == len(runs) - 1 and word.endswith(run)
        if japanese:
            terms.extend(_japanese_terms(run, mark, goes_on=goes_on))
        elif goes_on:
            terms.append(_latin_term(run, mark, prefix, alone=len(runs) == 1))
        else:
            terms.append(_quoted(mark + run[:WORD_MAX]))
    return " & ".join(dict.fromkeys(terms))


def lean_query(word: str, *, prefix: bool = True) -> str:
    """``lexeme_query`` for a word that is compared with the text itself as well.

    Without the beginning of one character that stands at the end of "176件": the index would read every pair that
    begins so, for next to nothing.
    """
    terms = lexeme_query(word, prefix=prefix).split(" & ")
    if len(terms) > 1 and not decides_alone(word) and len(terms[-1]) == len("'件':*"):
        terms.pop()
    return " & ".join(terms)


def _japanese_terms(run: str, mark: str, *, goes_on: bool) -> list[str]:
    pairs = [_quoted(mark + run[i : i + 2]) for i in range(len(run) - 1)]
    if not goes_on:
        return [*pairs, _quoted(mark + run[-1])]
    return pairs or [_quoted(mark + run) + ":*"]


def _latin_term(run: str, mark: str, prefix: bool, *, alone: bool) -> str:
    whole = _quoted(mark + run[:WORD_MAX]) + (":*" if prefix else "")
    if not alone or stem(run) == run:
        return whole
    return f"({whole} | {_quoted(mark + stem(run))})"


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def is_latin(word: str) -> bool:
    """Whether a folded word is one Latin word or number, to be found at the beginning of words and by its stem."""
    return [japanese for run, japanese in pieces(word) if run == word] == [False]


def decides_alone(word: str) -> bool:
    """Whether the lexemes of a folded word leave nothing to compare with the text: it is one lexeme."""
    return is_latin(word) or (len(word) <= 2 and [run for run, japanese in pieces(word) if japanese] == [word])


def vector(found: Iterable[str]) -> str:
    """Lexemes as PostgreSQL reads and writes a tsvector; for COPY."""
    return " ".join(map(_quoted, found))


class FoldedText:
    """A text and its folded form, with a way back from a place in the second to one in the first."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._ends: list[tuple[int, int]] = []  # ends of the chunks, in the folded text and in the text
        self._starts: dict[int, list[int]] = {}
        parts: list[str] = []
        begin = length = 0
        while begin < len(text):
            end = _boundary(text, begin + _CHUNK)
            parts.append(fold(text[begin:end]))
            length += len(parts[-1])
            self._ends.append((length, end))
            begin = end
        self.folded = "".join(parts)

    def source(self, place: int) -> int:
        """The index in the text of the character from which the folded one at ``place`` comes."""
        chunk = bisect_right(self._ends, place, key=lambda ends: ends[0])
        if chunk == len(self._ends):
            return len(self.text)
        from_folded, from_text = self._ends[chunk - 1] if chunk else (0, 0)
        if chunk not in self._starts:
            self._starts[chunk] = _starts(self.text[from_text : self._ends[chunk][1]])
        return from_text + self._starts[chunk][place - from_folded]


def _starts(chunk: str) -> list[int]:
    """For each character of the folded chunk the index of the one it comes from."""
    widths = list(map(_width, chunk))
    if 0 not in widths:
        return [index for index, width in enumerate(widths) for _n in range(width)]
    found: list[int] = []
    begin = 0
    while begin < len(chunk):
        end = _boundary(chunk, begin + 1)
        found += [begin] * len(fold(chunk[begin:end]))
        begin = end
    return found


@lru_cache(maxsize=20_000)
def _width(character: str) -> int:
    """How many characters it folds to; 0 for one that may melt into the character before it."""
    return 0 if _joins(character) else len(fold(character))


def _joins(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or _JOINS.match(character) is not None


def _boundary(text: str, place: int) -> int:
    """The first index from ``place`` on where the text can be cut without changing how its parts fold."""
    while place < len(text) and _joins(text[place]):
        place += 1
    return min(place, len(text))
