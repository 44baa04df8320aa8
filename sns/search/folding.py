"""The folding of core.tokens in SQL, for short names that have no row of their own (spaces, tags, files)."""

from sns.people.models.words import HIRAGANA, KATAKANA


def folded_sql(expression: str) -> str:
    """As tokens.fold does, but for letters whose small form is longer than they are."""
    return f"translate(lower(normalize({expression}, NFKC)), '{KATAKANA}', '{HIRAGANA}')"
