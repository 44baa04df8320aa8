"""Spaces and who is in them. Units' members follow the postings; nobody is put into a space from here."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sns.ops.admin.base import ReadOnlyAdmin, ReadOnlyInline, change_url, link, list_url
from sns.spaces.models import Space, SpaceMember

MEMBERS_SHOWN = 100


class MemberInline(ReadOnlyInline):
    model = SpaceMember
    fields = ["person", "role", "joined_at"]
    readonly_fields = fields
    verbose_name_plural = _("Members (the first hundred)")

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("user")
        space_id = request.resolver_match.kwargs.get("object_id")
        first = SpaceMember.objects.filter(space_id=space_id).order_by("id").values("pk")[:MEMBERS_SHOWN]
        return rows.filter(pk__in=first)

    @admin.display(description=_("person"))
    def person(self, member):
        return link(change_url("people.user", member.user_id), member.user)


@admin.register(Space)
class SpaceAdmin(ReadOnlyAdmin):
    """Personal spaces are left out: they hold what somebody wrote for himself."""

    list_display = ["name", "kind", "is_open", "unit", "people"]
    list_filter = ["kind", "is_open"]
    list_select_related = ["unit"]
    search_fields = ["name__istartswith"]
    search_help_text = _("Beginning of the name")
    fields = ["name", "kind", "is_open", "unit", "entries_link"]
    inlines = [MemberInline]

    def get_queryset(self, request):
        members = SpaceMember.objects.filter(space=OuterRef("pk")).order_by()
        number = Subquery(members.values("space").annotate(n=Count("*")).values("n"))
        shared = super().get_queryset(request).exclude(kind=Space.Kind.PERSONAL)
        return shared.annotate(number=Coalesce(number, 0))

    @admin.display(description=_("members"))
    def people(self, space):
        return space.number

    @admin.display(description=_("posts"))
    def entries_link(self, space):
        return link(list_url("entries.entry", f"space={space.pk}"), _("Posts of this space"))
