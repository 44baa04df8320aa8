"""The audit record: to read, search and take out; nobody changes it."""

import json

from django.contrib import admin
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sns.audit.actions import record
from sns.audit.export import csv_answer
from sns.audit.models import AuditEvent
from sns.audit.verbs import VERBS
from sns.ops.admin.base import ReadOnlyAdmin, link
from sns.ops.admin.filters import VerbFilter


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
        return csv_answer(events, "audit")
