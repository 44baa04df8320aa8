"""Forms of the page of a person: postings, roles, adding, leaving."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sns.ops.admin.acts import ReasonForm
from sns.people.actions import refuse_last_administrator
from sns.people.models import Posting, RoleTerm, User


class DatedForm(forms.ModelForm):
    """What has begun keeps its place and first day: a move is a new row, so that the past stays true."""

    fixed = ("unit", "since")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in self.fixed:
                self.fields[name].disabled = True


class PostingForm(DatedForm):
    def validate_constraints(self):
        """A new main post ends the old one, so the old one is no objection to it."""
        exclude = self._get_validation_exclusions()
        if self.instance._state.adding:
            exclude.add("user")
        try:
            self.instance.validate_constraints(exclude=exclude)
        except ValidationError as error:
            self._update_errors(error)


class LabelledInline(admin.TabularInline):
    """The column's heading is no label to a screen reader."""

    extra = 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs["aria-label"] = field.label
            # A unit is made and changed on its own page, not in passing.
            for button in ("can_add_related", "can_change_related", "can_view_related"):
                setattr(field.widget, button, False)
        return field


class PostingInline(LabelledInline):
    model = Posting
    form = PostingForm
    fields = ["unit", "title", "primary", "since", "until"]
    autocomplete_fields = ["unit"]
    verbose_name_plural = _("Postings (a new main post ends the old one)")


class RoleForm(DatedForm):
    fixed = ("role", "unit", "since")


class RoleFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        if not any(self.errors) and self.instance.is_staff and not self._stays_administrator():
            refuse_last_administrator(self.instance)

    def _stays_administrator(self) -> bool:
        today = timezone.localdate()
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        return any(
            row["role"] == RoleTerm.Role.ADMINISTRATOR
            and row["since"] <= today
            and (row["until"] is None or row["until"] >= today)
            for row in rows
        )


class RoleInline(LabelledInline):
    model = RoleTerm
    fk_name = "user"
    form = RoleForm
    formset = RoleFormSet
    fields = ["role", "unit", "since", "until"]
    autocomplete_fields = ["unit"]


class AddPersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "reading", "email", "handle", "employee_number", "site", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["handle"].required = False
        self.fields["handle"].help_text = _("Left empty, it is made from the e-mail address.")

    def _get_validation_exclusions(self):
        exclude = super()._get_validation_exclusions()
        return exclude if self.cleaned_data.get("handle") else {*exclude, "handle"}


class LeaveForm(ReasonForm):
    last_day = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Postings end on it. Left empty: today. Logging in is over at once."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Only for the audit record.")
    )
    field_order = ["last_day", "reason"]
