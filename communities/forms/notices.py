"""The form of a notice."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Notice
from communities.models.notice import company_today
from communities.queries.notices import notice_spaces
from sns.entries.forms import TextForm
from sns.people.models import User
from sns.spaces.models import Space

AHEAD = timedelta(days=366)
CONFIRM_DAYS, VALID_DAYS = 7, 30


def _date_field(label: str, help_text: str) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class NoticeForm(TextForm):
    """``spaces`` are those the author may write for; a notice that is out stays where it is."""

    space = forms.ChoiceField(label=gettext_lazy("Who should read it"))
    confirm_by = _date_field(gettext_lazy("Please confirm by"), gettext_lazy("The day before, the rest are reminded."))
    expires_on = _date_field(
        gettext_lazy("Valid until"), gettext_lazy("Until then it also waits for those who join later.")
    )

    def __init__(self, *args, author: User, entry: Notice | None = None, **kwargs):
        super().__init__(*args, entry=entry, **kwargs)
        self.stored = entry
        self.spaces = {} if entry else {str(space.pk): space for space in notice_spaces(author)}
        if entry:
            del self.fields["space"]
        else:
            self.fields["space"].choices = [(pk, _name(space)) for pk, space in self.spaces.items()]
        self._suggest_days()

    def _suggest_days(self) -> None:
        today, stored = company_today(), self.stored
        days = {"confirm_by": today + timedelta(days=CONFIRM_DAYS), "expires_on": today + timedelta(days=VALID_DAYS)}
        if stored:
            days = {"confirm_by": stored.confirm_by, "expires_on": stored.expires_on}
        self.initial = days | self.initial

    def clean(self) -> dict:
        cleaned = super().clean()
        confirm_by, expires_on = cleaned.get("confirm_by"), cleaned.get("expires_on")
        for name in ("confirm_by", "expires_on"):
            self._check_day(name, cleaned.get(name))
        if confirm_by and expires_on and expires_on < confirm_by:
            self.add_error("expires_on", _("It should be valid at least until the day it is confirmed by."))
        return cleaned

    def _check_day(self, name: str, day) -> None:
        today = company_today()
        if not day or (self.stored and day == getattr(self.stored, name)):
            return
        if day < today:
            self.add_error(name, _("This day has passed. Please choose a later one."))
        elif day > today + AHEAD:
            self.add_error(name, _("Please choose a day within a year from now."))

    def chosen_space(self) -> Space:
        return self.spaces[self.cleaned_data["space"]]


def _name(space: Space) -> str:
    if space.kind == Space.Kind.COMPANY:
        return _("Whole company")
    if space.kind == Space.Kind.UNIT:
        return _("%(unit)s and what is below it") % {"unit": space.unit.label}
    return space.name
