"""People, with their posts in units and their roles."""

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from sns.entries.models import Entry
from sns.ops.admin.acts import Act, ActsMixin
from sns.ops.admin.base import EngawaAdmin, ReadOnlyAdmin, badge
from sns.ops.admin.filters import RoleFilter, UnitFilter
from sns.ops.admin.person_forms import AddPersonForm, LeaveForm, PostingInline, RoleInline
from sns.ops.admin.searching import people_found
from sns.people.actions import (
    add_person,
    deactivate_person,
    end_role,
    give_role,
    post_to_unit,
    reactivate_person,
    reset_second_factor,
)
from sns.people.changes import change_person, change_posting, limit_role, remove_posting
from sns.people.models import Invitation, Posting, Skill, User
from sns.people.permissions import owns_second_factor
from sns.spaces.actions import sync_unit_spaces


def _leave(request: HttpRequest, user: User, data: dict) -> None:
    deactivate_person(actor=request.user, user=user, reason=data["reason"], last_day=data["last_day"])
    sync_unit_spaces()


def _return(request: HttpRequest, user: User, data: dict) -> None:
    reactivate_person(actor=request.user, user=user)


def _reset(request: HttpRequest, user: User, data: dict) -> None:
    reset_second_factor(actor=request.user, user=user)


DEACTIVATE = Act(
    name="deactivate",
    label=_("Deactivate"),
    explanation=_("No log-in and no open session any more; postings and roles end. What the person wrote stays."),
    done=_("The person is deactivated."),
    run=_leave,
    fits=lambda request, user: user.is_active,
    form=LeaveForm,
    tone="danger",
)
REACTIVATE = Act(
    name="reactivate",
    label=_("Reactivate"),
    explanation=_("The person can log in again. Please give postings and roles anew afterwards."),
    done=_("The person can log in again."),
    run=_return,
    fits=lambda request, user: not user.is_active and not user.is_guest,
)
RESET_FACTOR = Act(
    name="second-factor",
    label=_("Reset the second factor"),
    explanation=_(
        "For somebody who has lost telephone and recovery codes. The person logs in with the password alone and"
        " sets it up anew. Please make sure that it is really this person who asks."
    ),
    done=_("The second factor is reset, and the person is logged out everywhere."),
    run=_reset,
    fits=lambda request, user: user.pk != request.user.pk and owns_second_factor(user),
    tone="danger",
)


_HERE = (pgettext_lazy("state", "active"), "moss")
_LEFT = (pgettext_lazy("state", "left"), "persimmon")


@admin.register(User)
class PersonAdmin(ActsMixin, EngawaAdmin):
    acts = (DEACTIVATE, REACTIVATE, RESET_FACTOR)
    actions = ["deactivate_all", "reactivate_all"]
    list_display = ["name", "reading", "email", "main_unit", "state", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "is_guest", UnitFilter, RoleFilter, "language"]
    sortable_by = ("email",)
    search_fields = ["name"]
    search_help_text = _("Beginning of name, reading, handle, e-mail address or employee number")
    autocomplete_fields = ["skills"]
    inlines = [PostingInline, RoleInline]
    readonly_fields = ["state", "second_factor", "date_joined", "left_at", "last_login", "writing"]
    fieldsets = [
        (None, {"fields": ["name", "reading", "email", "handle", "employee_number", "site", "skills"]}),
        (_("Language and time"), {"fields": ["language", "time_zone"]}),
        (_("State"), {"fields": ["state", "second_factor", "date_joined", "left_at", "last_login", "writing"]}),
    ]

    def get_queryset(self, request):
        current = Posting.objects.current().select_related("unit")
        return super().get_queryset(request).prefetch_related(Prefetch("postings", current, to_attr="posts_now"))

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else [(None, {"fields": AddPersonForm.Meta.fields})]

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change=change, **({} if obj else {"form": AddPersonForm}), **kwargs)

    def get_readonly_fields(self, request, obj=None):
        guest = ["email", "employee_number"] if obj and obj.is_guest else []
        return [*super().get_readonly_fields(request, obj), *guest]

    def has_delete_permission(self, request, obj=None):
        return False

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=people_found(search_term)), False

    @admin.display(description=_("main unit"))
    def main_unit(self, user):
        posts = user.posts_now
        return str(posts[0]) if posts else None

    @admin.display(description=_("state"))
    def state(self, user):
        if user.is_guest:
            return badge(pgettext_lazy("state", "guest"))
        return badge(*(_HERE if user.is_active else _LEFT))

    @admin.display(description=_("second factor"))
    def second_factor(self, user):
        kinds = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return ", ".join(str(kind.get_type_display()) for kind in kinds) or _("not set up")

    @admin.display(description=_("texts"))
    def writing(self, user):
        """Numbers only: drafts and what is meant for oneself are nobody else's business."""
        published = Entry.objects.filter(author=user, published_at__isnull=False).count()
        drafts = Entry.objects.drafts_of(user).count()
        numbers = {"published": published, "drafts": drafts}
        return _("%(published)s published, %(drafts)s drafts") % numbers

    def save_model(self, request, obj, form, change):
        if change:
            fields = {name: form.cleaned_data[name] for name in form.changed_data}
            change_person(actor=request.user, user=obj, fields=fields)
            return
        created = add_person(actor=request.user, **form.cleaned_data)
        obj.pk = created.pk
        obj._state.adding = False
        obj.refresh_from_db()

    def save_related(self, request, form, formsets, change):
        for formset in formsets:
            formset.save(commit=False)  # only sorts the rows into new, changed and struck out
            if formset.has_changed():
                save = self._save_postings if formset.model is Posting else self._save_roles
                save(request.user, formset)

    def _save_postings(self, actor, formset):
        for posting in formset.deleted_objects:
            remove_posting(actor=actor, posting=posting)
        for posting, _fields in formset.changed_objects:
            change_posting(actor=actor, posting=posting)
        for new in formset.new_objects:
            posting = post_to_unit(
                actor=actor, user=formset.instance, unit=new.unit, title=new.title, primary=new.primary, since=new.since
            )
            if new.until:
                posting.until = new.until
                change_posting(actor=actor, posting=posting)
        sync_unit_spaces()

    def _save_roles(self, actor, formset):
        # What is given comes first: who hands over to himself stays an administrator throughout.
        for new in formset.new_objects:
            term = give_role(actor=actor, user=formset.instance, role=new.role, unit=new.unit, since=new.since)
            if new.until:
                limit_role(actor=actor, term=term, until=new.until)
        for term, _fields in formset.changed_objects:
            limit_role(actor=actor, term=term, until=term.until)
        for term in formset.deleted_objects:
            end_role(actor=actor, term=term)

    def log_addition(self, request, obj, message):
        """The actions have written the record."""

    log_change = log_addition

    @admin.action(description=_("Deactivate"))
    def deactivate_all(self, request, queryset):
        return self._for_all(request, queryset, DEACTIVATE, "deactivate_all")

    @admin.action(description=_("Reactivate"))
    def reactivate_all(self, request, queryset):
        return self._for_all(request, queryset, REACTIVATE, "reactivate_all")

    def _for_all(self, request, queryset, act, name):
        people = [user for user in queryset if act.fits(request, user)]
        form = act.form(request.POST if "confirmed" in request.POST else None)
        if people and form.is_valid() and self._run_for_all(request, people, act, form):
            done = ngettext("%(count)s person: done.", "%(count)s people: done.", len(people))
            messages.success(request, done % {"count": len(people)})
            return None
        if not people:
            messages.info(request, _("There is nobody among the chosen people for whom this can be done."))
            return None
        hidden = {"action": [name], "confirmed": ["1"], ACTION_CHECKBOX_NAME: [user.pk for user in people]}
        return self.ask(request, act=act, form=form, subjects=people, hidden=hidden)

    def _run_for_all(self, request, people, act, form) -> bool:
        try:
            with transaction.atomic():
                for user in people:
                    act.run(request, user, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return False
        return True


@admin.register(Skill)
class SkillAdmin(EngawaAdmin):
    list_display = ["name"]
    search_fields = ["name__startswith"]
    ordering = ("name",)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["email", "name", "unit", "state", "sent_at", "expires_at", "invited_by"]
    list_select_related = ["unit", "invited_by"]
    search_fields = ["email__startswith"]
    search_help_text = _("Beginning of the e-mail address")
    fields = ["email", "name", "unit", "language", "invited_by", "state", "sent_at", "expires_at", "accepted_at"]
    change_list_template = "admin/linked_change_list.html"

    @admin.display(description=_("state"))
    def state(self, invitation):
        if invitation.accepted_at:
            return badge(_("accepted"), "moss")
        return badge(_("expired"), "persimmon") if invitation.is_expired else badge(_("waiting"), "gold")

    def changelist_view(self, request, extra_context=None):
        links = [{"url": reverse("invitations"), "label": _("Invite colleagues")}]
        return super().changelist_view(request, {"links": links, **(extra_context or {})})
