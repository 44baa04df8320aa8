from collections.abc import Mapping

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from sns.notifications.models import MailTimes, Verb
from sns.notifications.wishes import ALWAYS_IN_THE_BELL, Channels

# The grid's rows, by what they are about.
GROUPS = (
    (
        _("What I write"),
        (
            Verb.MENTION, Verb.COMMENT, Verb.REPLY, Verb.ANSWER, Verb.THANKS, Verb.REACTION, Verb.LINK, Verb.REMOVED,
        ),
    ),
    (_("What I follow"), (Verb.THREAD, Verb.ENTRY)),
    (_("Notices, events, polls"), (Verb.NOTICE, Verb.REMINDER, Verb.EVENT, Verb.WAITING, Verb.POLL)),
    (_("Joining communities"), (Verb.INVITATION, Verb.JOIN_ANSWER, Verb.WELCOME)),
    (_("Communities I look after"), (Verb.JOIN_REQUEST, Verb.REPORT, Verb.OWNERSHIP)),
)  # fmt: skip


def chosen_channels(data: Mapping[str, str]) -> dict[Verb, Channels]:
    """The grid as it was sent: a box per event and channel, "comment-mail"."""
    return {
        verb: Channels(bell=f"{verb}-bell" in data or verb in ALWAYS_IN_THE_BELL, mail=f"{verb}-mail" in data)
        for verb in Verb
    }


def _hours():
    return [(hour, f"{hour}:00") for hour in range(24)]


class TimesForm(forms.ModelForm):
    days = forms.TypedMultipleChoiceField(
        label=_("Working days"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    digest_hour = forms.TypedChoiceField(label=_("At"), choices=_hours, coerce=int)
    digest_weekday = forms.TypedChoiceField(
        label=_("Day of the weekly summary"), choices=list(WEEKDAYS.items()), coerce=int
    )

    class Meta:
        model = MailTimes
        fields = ["digest", "digest_hour", "digest_weekday", "is_quiet", "days", "begin", "end"]
        labels = {
            "digest": _("How often"),
            "is_quiet": _("Send mail about events only in my working hours"),
            "begin": _("From"),
            "end": _("Until"),
        }
        help_texts = {
            "is_quiet": _("What happens outside waits until they begin. The bell shows it at once."),
            "end": _("For a night shift: the morning after."),
        }
        widgets = {
            "digest": forms.RadioSelect,
            "begin": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "end": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def clean(self):
        data = super().clean()
        if data.get("is_quiet") and not data.get("days"):
            self.add_error("days", _("Choose at least one day, or let mail come at any time."))
        return data
