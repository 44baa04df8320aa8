"""Filters at the right of the lists; their choices cost one small query or none."""

from django.contrib.admin import ChoicesFieldListFilter, SimpleListFilter
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sns.audit.models import AuditEvent
from sns.people.models import OrgUnit, Posting, RoleTerm

NO_UNIT = "none"
UNITS_MAX = 200


class UnitFilter(SimpleListFilter):
    """People posted today in a unit or below it, or nowhere."""

    title = _("unit")
    parameter_name = "unit"

    def lookups(self, request, model_admin):
        units = OrgUnit.objects.filter(closed_on=None).order_by("path")[:UNITS_MAX]
        indented = [(str(unit.pk), "　" * (unit.path.count("/") - 2) + unit.name) for unit in units]
        return [(NO_UNIT, _("without a unit")), *indented]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        current = Posting.objects.current().filter(user=OuterRef("pk"))
        if self.value() == NO_UNIT:
            return queryset.filter(~Exists(current), is_active=True, is_guest=False)
        unit = OrgUnit.objects.filter(pk=self.value()).first() if self.value().isdecimal() else None
        return queryset.filter(Exists(current.filter(unit__path__startswith=unit.path))) if unit else queryset.none()


class RoleFilter(SimpleListFilter):
    """People who hold a role today."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return RoleTerm.Role.choices

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(Exists(RoleTerm.objects.current().filter(user=OuterRef("pk"), role=self.value())))


class OpenFilter(SimpleListFilter):
    """Reports that wait for somebody, unless all are asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", pgettext_lazy("state", "open")), ("settled", pgettext_lazy("state", "settled"))]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(settled_at__isnull=self.value() == "open")


class EmptyFilter(SimpleListFilter):
    """Base of "is there a time in this column": withdrawn, removed."""

    field = ""
    yes = no = ""

    def lookups(self, request, model_admin):
        return [("yes", self.yes), ("no", self.no)]

    def queryset(self, request, queryset):
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(**{f"{self.field}__isnull": self.value() == "no"})


class WithdrawnFilter(EmptyFilter):
    title = _("state")
    parameter_name = "withdrawn"
    field = "withdrawn_at"
    yes, no = pgettext_lazy("state", "withdrawn"), pgettext_lazy("state", "to be seen")


class RemovedFilter(EmptyFilter):
    title = _("state")
    parameter_name = "removed"
    field = "removed_at"
    yes, no = pgettext_lazy("state", "removed"), pgettext_lazy("state", "to be seen")


class AudienceFilter(ChoicesFieldListFilter):
    """Kinds of space; the field itself is only called "kind"."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("audience")


class VerbFilter(SimpleListFilter):
    """Every act that has been recorded so far."""

    title = _("act")
    parameter_name = "verb"

    def lookups(self, request, model_admin):
        verbs = AuditEvent.objects.order_by("verb").values_list("verb", flat=True).distinct()
        return [(verb, model_admin.verb_name(verb)) for verb in verbs]

    def queryset(self, request, queryset):
        return queryset.filter(verb=self.value()) if self.value() else queryset
