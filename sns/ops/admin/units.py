"""Departments: the tree, who is in it."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _

from sns.ops.admin.base import EngawaAdmin, ReadOnlyAdmin, link, list_url
from sns.people.actions import add_unit
from sns.people.changes import change_unit
from sns.people.models import OrgUnit, Posting, RoleTerm
from sns.spaces.actions import sync_unit_spaces


class UnitForm(ModelForm):
    def clean_parent(self):
        parent, unit = self.cleaned_data["parent"], self.instance
        if parent and unit.pk and parent.path.startswith(unit.path):
            raise ValidationError(_("A unit cannot be placed below itself."))
        return parent


@admin.register(OrgUnit)
class UnitAdmin(EngawaAdmin):
    form = UnitForm
    list_display = ["name", "code", "parent", "position", "people", "closed_on"]
    list_select_related = ["parent"]
    list_filter = [("closed_on", admin.EmptyFieldListFilter)]
    search_fields = ["name__istartswith", "name_en__istartswith", "code__istartswith"]
    search_help_text = _("Beginning of name or code")
    autocomplete_fields = ["parent"]
    fields = ["name", "name_en", "code", "parent", "position", "closed_on"]
    ordering = ("path",)
    sortable_by = ("code",)

    def get_queryset(self, request):
        today = Posting.objects.current().values("pk")
        number = Count("postings", filter=Q(postings__in=today))
        return super().get_queryset(request).annotate(number=number)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("people"))
    def people(self, unit):
        return link(list_url("people.user", f"unit={unit.pk}"), unit.number)

    def save_model(self, request, obj, form, change):
        if change:
            fields = {name: form.cleaned_data[name] for name in form.changed_data}
            change_unit(actor=request.user, unit=obj, fields=fields)
        else:
            created = add_unit(actor=request.user, **form.cleaned_data)
            obj.pk = created.pk
            obj._state.adding = False
            obj.refresh_from_db()
        sync_unit_spaces()

    def log_addition(self, request, obj, message):
        """The actions have written the record."""

    log_change = log_addition


class OfPersonAdmin(ReadOnlyAdmin):
    """Changed on the person's page, where the whole career is in view."""

    list_select_related = ["user", "unit"]
    search_fields = ["user__handle__startswith", "user__email__startswith", "unit__code__istartswith"]
    search_help_text = _("Beginning of the person's handle or e-mail address, or of the unit's code")
    list_display_links = None

    @admin.display(description=_("person"))
    def person(self, row):
        return link(f"../user/{row.user_id}/change/", row.user)


@admin.register(Posting)
class PostingAdmin(OfPersonAdmin):
    list_display = ["person", "unit", "title", "primary", "since", "until"]
    list_filter = ["primary"]


@admin.register(RoleTerm)
class RoleTermAdmin(OfPersonAdmin):
    list_display = ["person", "role", "unit", "since", "until"]
    list_filter = ["role"]
