"""How people are found: by the beginning of any word of their name, reading or handle, however it is typed."""

import unicodedata

from django.db.models import BooleanField, Func, Value

KATAKANA = "".join(map(chr, range(0x30A1, 0x30F7)))
HIRAGANA = "".join(map(chr, range(0x3041, 0x3097)))
BETWEEN_WORDS = "・･.,_-=/()"
_FROM, _TO = KATAKANA + BETWEEN_WORDS, HIRAGANA + " " * len(BETWEEN_WORDS)
_FOLD = str.maketrans(_FROM, _TO)

# The index serves only queries with exactly this expression, so everything in it is a literal.
WORDS_SQL = (
    "array_to_tsvector(array_remove(string_to_array("
    f"translate(lower(normalize({{}}, NFKC)), '{_FROM}', '{_TO}'), ' '), ''))"
)


class NameWords(Func):
    """The folded words of a person's names as a tsvector, made without any parser or dictionary."""

    arity = 3
    arg_joiner = " || ' ' || "
    template = WORDS_SQL.format("%(expressions)s")


def fold_words(text: str) -> list[str]:
    """Words as the index has them: one width, small letters, hiragana."""
    return unicodedata.normalize("NFKC", text).lower().translate(_FOLD).split()


def words_query(text: str) -> str:
    """A tsquery: every word of ``text`` begins a word of the person. Empty for a text without words."""
    quoted = (word.replace("\\", "\\\\").replace("'", "''") for word in fold_words(text))
    return " & ".join(f"'{word}':*" for word in quoted)


def begins_words(query: str) -> Func:
    """The condition on people that a ``words_query`` makes; served by the index."""
    names = NameWords("name", "reading", "handle")
    return Func(
        names, Value(query), template="%(expressions)s::tsquery", arg_joiner=" @@ ", output_field=BooleanField()
    )
