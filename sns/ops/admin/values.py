"""The company's values that words of thanks may name; thanks themselves are among the entries."""

from django.contrib import admin

from communities.models import CompanyValue
from sns.ops.admin.base import EngawaAdmin


@admin.register(CompanyValue)
class CompanyValueAdmin(EngawaAdmin):
    list_display = ["name", "order", "is_current"]
    list_filter = ["is_current"]
    search_fields = ["name__startswith"]
    ordering = ("order", "name")
    fields = ["name", "order", "is_current"]

    def has_delete_permission(self, request, obj=None) -> bool:
        return False  # older thanks name it: it is taken off the list by its box
