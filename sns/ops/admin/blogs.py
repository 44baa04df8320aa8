"""What belongs to blogs alone; the posts themselves are among the entries."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from blogs.models import Category, ImportJob, OldUrl
from sns.ops.admin.base import ReadOnlyAdmin, change_url, link
from sns.ops.admin.searching import people_found


class OwnedAdmin(ReadOnlyAdmin):
    list_select_related = ["owner"]
    search_fields = ["id"]
    search_help_text = _("Owner: beginning of name, handle or address")

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        return queryset.filter(owner_id__in=people_found(search_term)), False

    @admin.display(description=_("owner"))
    def whose(self, row):
        return link(change_url("people.user", row.owner_id), row.owner)


@admin.register(Category)
class CategoryAdmin(OwnedAdmin):
    list_display = ["name", "whose"]
    fields = ["name", "whose"]


@admin.register(ImportJob)
class ImportAdmin(OwnedAdmin):
    list_display = ["name", "whose", "state", "seen", "created_at", "finished_at"]
    list_filter = ["state"]
    fields = ["name", "whose", "state", "seen", "reason", "created_at", "finished_at"]


@admin.register(OldUrl)
class OldUrlAdmin(ReadOnlyAdmin):
    list_display = ["path", "leads_to"]
    search_fields = ["path__startswith"]
    search_help_text = _("Beginning of the old address")
    fields = ["path", "leads_to"]

    @admin.display(description=_("leads to"))
    def leads_to(self, old):
        return link(f"/posts/{old.post_id}/", f"/posts/{old.post_id}/")
