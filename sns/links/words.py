"""The telling words of a text: runs of kanji, katakana words, Latin words. No dictionary; grammar is hiragana."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

from sns.core.tokens import stem

WORD_MAX = 40
WORDS_MAX = 16  # of one entry; its title's come first
COMPOUND = 4  # from this length on, a run of kanji is also looked at in halves: 図面管理 → 図面, 管理
_TEXT_MAX = 20_000

_KANJI = "\u3005\u3400-\u4dbf\u4e00-\u9fff"
_RUNS = re.compile(f"[{_KANJI}]{{2,}}|[\u30a1-\u30fa\u30fc]{{2,}}|[A-Za-z][A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_NOT_WORDS = re.compile(r"https?://\S+|/[a-z]+/[0-9]+/?|!?\]\([^)\s]*\)|@[a-z0-9._-]+", re.IGNORECASE)
_COUNTING = re.compile("[一二三四五六七八九十百千万数何年月週日時分回人名件個枚度目半第]+")

# Said in any text, so they tell nothing about it. The frequency of a word decides; these are for small companies,
# where everything is rare.
_COMMON = frozenset(Path(__file__).with_name("common_words.txt").read_text("utf-8").split())


def words_of(title: str, body: str) -> dict[str, str]:
    """Word → how the text spells it, the most telling first, at most ``WORDS_MAX``.

    Those of the title first, then by how often the text says them, longer before shorter.
    """
    in_title = _spelled(title)
    in_body = _spelled(_NOT_WORDS.sub(" ", body[:_TEXT_MAX]))
    spelling = dict([*in_body, *in_title])
    first = dict.fromkeys(word for word, _text in in_title)
    said = Counter(word for word, _text in in_body)
    rest = sorted(said.keys() - first.keys(), key=lambda word: (-said[word], -len(word), word))
    return {word: spelling[word] for word in [*first, *rest][:WORDS_MAX]}


def telling(words: list[str]) -> list[str]:
    """Without those that stand inside a longer one of the list: 図面管理 says 図面 as well."""
    return [word for word in words if not any(word != other and word in other for other in words)]


def _spelled(text: str) -> list[tuple[str, str]]:
    found = []
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text)):
        found += _latin(run) if run[0].isascii() else _japanese(run)
    return found


def _latin(run: str) -> list[tuple[str, str]]:
    folded = run.lower()
    is_name = run.isupper() or any(sign.isdigit() for sign in run)
    if folded in _COMMON or (len(run) < 4 and not is_name):
        return []
    return [(stem(folded)[:WORD_MAX], run if is_name else folded)]


def _japanese(run: str) -> list[tuple[str, str]]:
    words = [run] if len(run) <= 12 else []
    if len(run) >= COMPOUND and not "\u30a1" <= run[0] <= "\u30fe":
        words += [run[i : i + 2] for i in range(0, len(run) - 1, 2)]
    return [(word, word) for word in words if word not in _COMMON and not _COUNTING.fullmatch(word)]
