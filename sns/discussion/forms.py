import uuid
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sns.discussion.models import COMMENT_MAX
from sns.entries.models import Pin

PIN_DAYS = 14  # proposed
PIN_DAYS_MAX = 366


class CommentForm(forms.Form):
    body = forms.CharField(
        label=_("Comment"),
        max_length=COMMENT_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "data-editor": "light"}),
        error_messages={"required": _("Please write something first.")},
    )
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, placeholder: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs["placeholder"] = placeholder or _("Write a comment (@ calls somebody)")
        if not self.is_bound:
            self.initial.setdefault("submission", uuid.uuid4())


class ReasonForm(forms.Form):
    """Why an administrator takes something away, or why somebody reports it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please give the reason: the person concerned will read it.")},
    )


class ClosureForm(forms.Form):
    """Why nobody comments any more."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody who reads the thread sees it, with your name."),
        error_messages={"required": _("Please give the reason: readers will see it.")},
    )


class PinForm(forms.Form):
    """Where an entry stands first, and the last day on which it does."""

    place = forms.ChoiceField(label=_("Where"), widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Until the end of"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args, places: list[Pin.Place], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(place.value, place.label) for place in places]
        self.fields["place"].initial = places[0].value
        if len(places) == 1:
            self.fields["place"].widget = forms.HiddenInput()
        self.fields["until"].initial = timezone.localdate() + timedelta(days=PIN_DAYS)

    def clean_until(self):
        day, today = self.cleaned_data["until"], timezone.localdate()
        if not today <= day <= today + timedelta(days=PIN_DAYS_MAX):
            raise ValidationError(_("Please choose a day from today on, at most a year ahead."))
        return day


class ReportForm(forms.Form):
    reason = forms.CharField(
        label=_("What is wrong?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only those who look after this place and the administrators read it. The author does not."),
        error_messages={"required": _("Please write in a few words what is wrong.")},
    )
