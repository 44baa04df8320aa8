"""Communities, their categories, who asks to join. Here administrators know of the secret ones as well."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.actions.members import appoint_owner
from communities.models import Category, Community, JoinRequest
from sns.ops.admin.acts import Act, ActsMixin
from sns.ops.admin.base import EngawaAdmin, ReadOnlyAdmin, change_url, link
from sns.people.models import User
from sns.spaces.models import SpaceMember


class OwnerForm(forms.Form):
    handle = forms.CharField(label=_("Handle of the new owner"), max_length=40)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_handle(self) -> User:
        handle = self.cleaned_data["handle"].strip().lstrip("@").lower()
        user = User.objects.colleagues().filter(handle=handle).first()
        if user is None:
            raise ValidationError(_("Nobody has this handle."))
        return user


def _appoint(request, community, data) -> None:
    appoint_owner(actor=request.user, community=community, user=data["handle"], reason=data["reason"])


APPOINT = Act(
    name="appoint-owner",
    label=_("Appoint an owner"),
    explanation=_("For a community whose owner has left. The person is told, with the reason; owners until now stay."),
    done=_("The owner is appointed."),
    run=_appoint,
    fits=lambda request, community: True,
    form=OwnerForm,
)


@admin.register(Community)
class CommunityAdmin(ActsMixin, ReadOnlyAdmin):
    """Described by its own people; from here only an owner is appointed."""

    acts = (APPOINT,)
    list_display = ["name", "access", "category", "people", "entries", "last_activity", "is_archived"]
    list_filter = ["access", "category", "space__is_archived"]
    list_select_related = ["space", "category"]
    search_fields = ["space__name__icontains"]
    search_help_text = _("Part of the name")
    ordering = ("-space_id",)
    fields = [
        "name", "access", "category", "purpose", "tools", "owners", "people", "entries", "last_activity", "created_at",
        "archived_at", "archived_by", "space_link",
    ]  # fmt: skip

    @admin.display(description=_("name"))
    def name(self, community):
        return community.space.name

    @admin.display(description=_("members"))
    def people(self, community):
        return community.space.member_count

    @admin.display(description=_("entries"))
    def entries(self, community):
        return community.space.entry_count

    @admin.display(description=_("last activity"))
    def last_activity(self, community):
        return community.space.last_activity_at

    @admin.display(description=_("archived"), boolean=True)
    def is_archived(self, community):
        return community.space.is_archived

    @admin.display(description=_("Owner"))
    def owners(self, community):
        owners = SpaceMember.objects.filter(space_id=community.pk, role=SpaceMember.Role.OWNER).select_related("user")
        return ", ".join(owner.user.name for owner in owners) or None

    @admin.display(description=_("space"))
    def space_link(self, community):
        return link(change_url("spaces.space", community.pk), community.space.name)


@admin.register(Category)
class CommunityCategoryAdmin(EngawaAdmin):
    """The shelves of the directory; communities of one that goes stand on none."""

    list_display = ["name", "order"]
    ordering = ("order", "name")


@admin.register(JoinRequest)
class JoinRequestAdmin(ReadOnlyAdmin):
    """Answered by the moderators of the community."""

    list_display = ["person", "community_name", "created_at", "answered_at", "accepted"]
    list_filter = [("answered_at", admin.EmptyFieldListFilter), "accepted"]
    list_select_related = ["user", "community__space"]
    fields = ["person", "community_name", "message", "created_at", "answered_at", "answered_by", "accepted", "answer"]

    @admin.display(description=_("person"))
    def person(self, request):
        return link(change_url("people.user", request.user_id), request.user)

    @admin.display(description=_("community"))
    def community_name(self, request):
        return link(change_url("communities.community", request.community_id), request.community)
