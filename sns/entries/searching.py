"""Keeping the search's rows of entries: written with the text, following the entry's space and state."""

from collections.abc import Iterable

from sns.core.tokens import fold, lexemes_of
from sns.entries.models import Entry, SearchText

WRITTEN = ["space", "author", "at", "text", "folded", "lexemes", "kind"]


def search_row(entry: Entry, plain: str) -> SearchText:
    """The unsaved row of an entry; ``plain`` is its text without Markdown."""
    title, body = fold(entry.title), fold(plain)
    return SearchText(
        entry_id=entry.pk,
        space_id=entry.space_id,
        author_id=entry.author_id,
        kind=entry.kind,
        at=entry.published_at if entry.is_live else None,
        text=plain.replace("\0", ""),
        folded=f"{title}\n{body}",
        lexemes=lexemes_of(title, body),
    )


def write_search_rows(rows: Iterable[SearchText]) -> None:
    SearchText.objects.bulk_create(rows, update_conflicts=True, unique_fields=["entry"], update_fields=WRITTEN)


def write_search_text(*, entry: Entry, plain: str) -> None:
    """Let a published entry be found by its present text; drafts have no row."""
    if entry.published_at is not None:
        write_search_rows([search_row(entry, plain)])


def sync_search_text(*, entry: Entry) -> None:
    """Copy the entry's time and space to its row, without touching the text."""
    SearchText.objects.filter(entry=entry.pk).update(
        space_id=entry.space_id, at=entry.published_at if entry.is_live else None
    )
