"""Keeping the search's rows of comments, which follow both the comment and the entry it stands below."""

from collections.abc import Iterable

from django.db import connection

from sns.core.tokens import fold, lexemes
from sns.discussion.models import Comment, CommentText
from sns.entries.models import Entry

WRITTEN = ["space", "author", "at", "text", "folded", "lexemes", "entry"]


def search_row(comment: Comment, plain: str) -> CommentText:
    """The unsaved row of a comment; ``plain`` is its text without Markdown."""
    folded = fold(plain)
    entry = comment.entry
    found = entry.is_live and comment.removed_at is None
    return CommentText(
        comment_id=comment.pk,
        entry_id=entry.pk,
        space_id=entry.space_id,
        author_id=comment.author_id,
        at=comment.created_at if found else None,
        text=plain.replace("\0", ""),
        folded=folded,
        lexemes=sorted(lexemes(folded)),
    )


def write_search_rows(rows: Iterable[CommentText]) -> None:
    CommentText.objects.bulk_create(rows, update_conflicts=True, unique_fields=["comment"], update_fields=WRITTEN)


def write_search_text(*, comment: Comment, plain: str) -> None:
    """Let a comment be found by its present text."""
    write_search_rows([search_row(comment, plain)])


def sync_search_texts(*, entry: Entry) -> None:
    """Make the rows of all comments below an entry follow its space and state and their own; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SYNC.format("c.entry_id = %s"), [entry.pk])


# Here the truth is put together once more, in SQL: `manage.py rebuild` runs the same over everything.
_SYNC = """
UPDATE discussion_commenttext t SET space_id = fresh.space_id, at = fresh.at FROM (
    SELECT c.id, e.space_id, CASE WHEN c.removed_at IS NULL AND e.published_at IS NOT NULL
        AND e.withdrawn_at IS NULL THEN c.created_at END AS at
    FROM discussion_comment c JOIN entries_entry e ON e.id = c.entry_id WHERE {}
) fresh
WHERE fresh.id = t.comment_id AND (t.space_id, t.at) IS DISTINCT FROM (fresh.space_id, fresh.at)
"""


def sync_all_search_texts() -> int:
    """Set right whatever row does not agree with its comment; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_SYNC.format("TRUE"))
        return cursor.rowcount
