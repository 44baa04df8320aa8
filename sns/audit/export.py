"""Audit events as CSV for a spreadsheet."""

import csv
import json
from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone

from sns.audit.models import AuditEvent

COLUMNS = ("at", "actor_id", "actor_name", "verb", "subject_type", "subject_id", "subject_label", "data")


class Echo:
    """A file whose write() gives the line back, for csv.writer."""

    def write(self, line: str) -> str:
        return line


def csv_answer(events: QuerySet[AuditEvent], name: str) -> StreamingHttpResponse:
    """The events in their order, streamed; the file is called ``<name>-<today>.csv``."""
    filename = f"{name}-{timezone.localdate().isoformat()}.csv"
    return StreamingHttpResponse(
        _lines(events),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


def _lines(events: QuerySet[AuditEvent]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)  # the mark tells Excel that it is UTF-8
    for event in events.iterator(chunk_size=1000):
        data = json.dumps(event.data, ensure_ascii=False) if event.data else ""
        row = [timezone.localtime(event.at).isoformat(timespec="seconds"), event.actor_id or ""]
        rest = (event.actor_name, event.verb, event.subject_type, event.subject_id, event.subject_label, data)
        yield writer.writerow([*row, *map(_harmless, rest)])


def _harmless(cell: str) -> str:
    """A spreadsheet takes a cell that begins like this for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
