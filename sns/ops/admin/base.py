"""What all lists and forms of the administration have in common."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from sns.audit.actions import record
from sns.core.formats import number_text

COUNT_CAP = 10_000


class CappedPaginator(Paginator):
    """Counts up to a limit and no further: counting 100,000 rows takes longer than showing fifty of them."""

    @cached_property
    def count(self) -> int:
        return min(self._counted, COUNT_CAP)

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by()[: COUNT_CAP + 1].count()

    @property
    def is_capped(self) -> bool:
        return self._counted > COUNT_CAP


class CappedChangeList(ChangeList):
    @property
    def count_text(self) -> str:
        """How many there are, "10,000+" when there are more than we count."""
        count = self.result_count
        number = number_text(count) + ("+" if self.paginator.is_capped else "")
        return ngettext("%(number)s result", "%(number)s results", count) % {"number": number}


class EngawaAdmin(admin.ModelAdmin):
    """Lists whose cost does not grow with the table; every write is in the audit record.

    Columns are sortable only where an index gives the order (``sortable_by``), the default order is the primary
    key's, nothing is counted to the end, and searching goes by number, by beginnings or by indexed words.
    """

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 0
    ordering = ("-id",)
    sortable_by = ()
    actions = None
    save_on_top = False
    view_on_site = False

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return CappedChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": self.opts.verbose_name_plural, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        context = {"title": self.opts.verbose_name, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    # Django keeps a log of its own; ours is the one record of what administrators did.
    def log_addition(self, request: HttpRequest, obj: Model, message) -> None:
        self.record(request, "added", obj)

    def log_change(self, request: HttpRequest, obj: Model, message) -> None:
        self.record(request, "changed", obj, message)

    def log_deletions(self, request: HttpRequest, queryset) -> None:
        for obj in queryset:
            self.record(request, "deleted", obj)

    def record(self, request: HttpRequest, act: str, obj: Model, message=None) -> None:
        data = {"changes": message} if message else {}
        record(actor=request.user, verb=f"{self.opts.model_name}.{act}", subject=obj, data=data)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        subject = f"?subject_type={self.opts.label_lower}&subject_id={object_id}"
        return redirect(reverse("admin:audit_auditevent_changelist") + subject)


class ReadOnlyAdmin(EngawaAdmin):
    """To look at, not to change."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def link(url: str, text: object) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, text)


def badge(text: object, tone: str = "") -> SafeString:
    """A small coloured word; tones: moss, gold, persimmon, indigo."""
    return format_html('<span class="badge {}">{}</span>', tone, text)


def change_url(obj_label: str, pk: object) -> str:
    """Address of the page of one object: ``change_url("people.user", 3)``."""
    return reverse(f"admin:{obj_label.replace('.', '_')}_change", args=[pk])


def list_url(label: str, query: str = "") -> str:
    return reverse(f"admin:{label.replace('.', '_')}_changelist") + (f"?{query}" if query else "")
