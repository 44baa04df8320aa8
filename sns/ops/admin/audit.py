"""The audit record: to read, search and take out; nobody changes it."""

import csv
import json
from collections.abc import Iterator

from django.contrib import admin
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sns.audit.actions import record
from sns.audit.models import AuditEvent
from sns.ops.admin.base import ReadOnlyAdmin, link
from sns.ops.admin.filters import VerbFilter
from sns.ops.admin.verbs import VERBS

COLUMNS = ("at", "actor_id", "actor_name", "verb", "subject_type", "subject_id", "subject_label", "data")


class Echo:
    """A file whose write() gives the line back, for csv.writer."""

    def write(self, line: str) -> str:
        return line


@admin.register(AuditEvent)
class AuditAdmin(ReadOnlyAdmin):
    list_display = ["at", "who", "what", "subject_label", "details"]
    list_display_links = ["at"]
    list_filter = [VerbFilter, "at"]
    search_fields = ["actor_name__startswith", "subject_label__startswith", "subject_id__exact"]
    search_help_text = _("Beginning of the actor's name or of the subject, or the subject's number")
    fields = ["at", "actor_name", "actor_id", "what", "subject_type", "subject_id", "subject_label", "details"]
    change_list_template = "admin/linked_change_list.html"

    def verb_name(self, verb: str) -> str:
        """The act in words; one without words is shown as it is."""
        return VERBS.get(verb, verb)

    @admin.display(description=_("act"), ordering="verb")
    def what(self, event):
        return self.verb_name(event.verb)

    @admin.display(description=_("actor"))
    def who(self, event):
        if not event.actor_id:
            return _("Engawa itself")
        return link(f"?actor_id={event.actor_id}", event.actor_name)

    @admin.display(description=_("details"))
    def details(self, event):
        text = json.dumps(event.data, ensure_ascii=False) if event.data else ""
        return format_html('<span class="details">{}</span>', text)

    def get_urls(self):
        return [
            path("export/", self.admin_site.admin_view(self.export), name="audit_auditevent_export"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        query = request.GET.urlencode()
        links = [{"url": "export/" + (f"?{query}" if query else ""), "label": _("Export as CSV")}]
        return super().changelist_view(request, {"links": links, **(extra_context or {})})

    def export(self, request: HttpRequest) -> StreamingHttpResponse:
        """What the list shows with its search and filters, oldest rows included, as CSV for a spreadsheet."""
        events = self.get_changelist_instance(request).get_queryset(request)
        record(actor=request.user, verb="audit.exported", subject=request.user, data={"query": request.GET.dict()})
        name = f"audit-{timezone.localdate().isoformat()}.csv"
        return StreamingHttpResponse(
            _lines(events),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _lines(events) -> Iterator[str]:
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
