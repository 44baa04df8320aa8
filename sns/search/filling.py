"""Making the search's rows of texts that have none yet, or all of them again."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from sns.core import markup
from sns.discussion import searching as comments
from sns.discussion.models import Comment
from sns.entries import searching as entries
from sns.entries.models import Entry

BATCH = 500


def fill(*, again: bool = False) -> Iterator[int]:
    """Write the rows of texts that have none (``again``: of all), newest first, in batches; yields how many are done.

    After an upgrade old texts are found again from the newest to the oldest, while people work.
    """
    done = 0
    published = Entry.objects.filter(published_at__isnull=False)
    below = Comment.objects.select_related("entry").filter(entry__published_at__isnull=False)
    if not again:
        published, below = published.filter(search_text=None), below.filter(search_text=None)
    for rows, write in ((published, _write_entries), (below, _write_comments)):
        last = 2**63 - 1
        while batch := _write_batch(rows.filter(pk__lt=last), write):
            last = batch[-1].pk
            yield (done := done + len(batch))


def set_right() -> int:
    """Let rows that have lost touch with space or state of their text follow it again; returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SYNC)
        return cursor.rowcount + comments.sync_all_search_texts()


@transaction.atomic
def _write_batch(rows: QuerySet, write: Callable[[list], None]) -> list:
    """The next rows in falling order, held against an author who saves at this moment: the older text would win."""
    batch = list(rows.order_by("-pk").select_for_update(of=("self",))[:BATCH])
    if batch:
        write(batch)
    return batch


def _write_entries(batch: list[Entry]) -> None:
    entries.write_search_rows([entries.search_row(entry, _plain(entry.body)) for entry in batch])


def _write_comments(batch: list[Comment]) -> None:
    comments.write_search_rows([comments.search_row(comment, _plain(comment.body)) for comment in batch])


def _plain(body: str) -> str:
    return markup.parse(body, own_hosts=settings.ALLOWED_HOSTS).plain


_SYNC = """
UPDATE entries_searchtext t SET space_id = fresh.space_id, at = fresh.at FROM (
    SELECT id, space_id, CASE WHEN withdrawn_at IS NULL THEN published_at END AS at FROM entries_entry
) fresh
WHERE fresh.id = t.entry_id AND (t.space_id, t.at) IS DISTINCT FROM (fresh.space_id, fresh.at)
"""
