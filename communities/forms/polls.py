"""The form of a poll: question, options one per line, rules, end."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Poll
from communities.models.poll import OPTION_MAX, OPTIONS_MAX
from sns.entries.forms import TextForm

AHEAD = timedelta(days=366)
NAMED, ANONYMOUS = "named", "anonymous"


def _radio(label: str, choices: list, initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, initial=initial, widget=forms.RadioSelect)


class PollForm(TextForm):
    """``entry`` is a stored poll, with its options read; its rules are fixed once somebody has voted."""

    options = forms.CharField(
        label=gettext_lazy("Options"),
        help_text=gettext_lazy("One per line, 2 to 20."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=OPTIONS_MAX * (OPTION_MAX + 2),
        error_messages={"required": gettext_lazy("Please write at least two options.")},
    )
    choose = _radio(
        gettext_lazy("How many may be chosen"),
        [("one", gettext_lazy("One")), ("several", gettext_lazy("Several"))],
        "one",
    )
    names = _radio(
        gettext_lazy("Names"),
        [
            (NAMED, gettext_lazy("Everybody sees who chose what; votes can be changed until the end")),
            (ANONYMOUS, gettext_lazy("Anonymous: nobody can find out who chose what; a vote cannot be changed")),
        ],
        NAMED,
    )
    shown = _radio(
        gettext_lazy("The result is shown"),
        Poll.Shown.choices,
        Poll.Shown.VOTED,
    )
    closes_date = forms.DateField(
        label=gettext_lazy("Closes on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("Without a day it stays open until you close it."),
    )
    closes_time = forms.TimeField(
        label=gettext_lazy("Closes at"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )

    def __init__(self, *args, entry: Poll | None = None, **kwargs):
        super().__init__(*args, entry=entry, **kwargs)
        self.stored = entry
        self.is_started = bool(entry and entry.voter_count)
        self.fields["title"].label = _("Question")
        self.fields["title"].error_messages["required"] = _("Please write the question.")
        self.fields["body"].label = _("Explanation")
        self.fields["body"].widget.attrs |= {"rows": 3, "data-editor": "light"}
        if entry:
            self.initial = _stored(entry) | self.initial
        if self.is_started and not self.is_bound:  # what was typed and refused must stay editable
            for name in ("title", "options"):
                self.fields[name].widget.attrs["readonly"] = True

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_options(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["options"].splitlines()]
        options = [line for line in lines if line]
        if not 2 <= len(options) <= OPTIONS_MAX:
            raise ValidationError(
                _("Please write 2 to 20 options, one per line; there are %(n)s.") % {"n": len(options)}
            )
        if long := [option for option in options if len(option) > OPTION_MAX]:
            text = _("“%(option)s…” is longer than %(limit)s characters.")
            raise ValidationError(text % {"option": long[0][:30], "limit": OPTION_MAX})
        if len({option.casefold() for option in options}) < len(options):
            raise ValidationError(_("The same option stands there twice."))
        return options

    def clean(self) -> dict:
        cleaned = super().clean()
        cleaned["closes_at"] = self._end()
        if cleaned.get("names") == ANONYMOUS:
            cleaned["shown"] = Poll.Shown.CLOSED  # two results of different moments would tell who chose what
        return cleaned

    def _end(self) -> datetime | None:
        day, clock = self.cleaned_data.get("closes_date"), self.cleaned_data.get("closes_time")
        if day is None:
            if clock is not None and "closes_date" not in self.errors:
                self.add_error("closes_date", _("On which day should it close?"))
            return None
        today = timezone.localdate()
        if not today <= day <= today + AHEAD:  # before making a moment of it: year 1 has no UTC
            self.add_error("closes_date", _("Please choose a day within a year from now."))
            return None
        at = timezone.make_aware(datetime.combine(day, clock or time(23, 59)))
        if at <= timezone.now():
            self.add_error("closes_time", _("This time has passed. Please choose a later one."))
        return at

    def fill(self, poll: Poll) -> Poll:
        """Put what the form says into a poll; its options are ``cleaned_data["options"]``."""
        data = self.cleaned_data
        poll.title, poll.body, poll.closes_at = data["title"], data["body"], data["closes_at"]
        poll.multiple, poll.anonymous = data["choose"] == "several", data["names"] == ANONYMOUS
        poll.shown = data["shown"]
        return poll


def _stored(poll: Poll) -> dict:
    at = timezone.localtime(poll.closes_at) if poll.closes_at else None
    return {
        "options": "\n".join(poll.options.values_list("text", flat=True)),
        "choose": "several" if poll.multiple else "one",
        "names": ANONYMOUS if poll.anonymous else NAMED,
        "shown": poll.shown,
        "closes_date": at.date() if at else None,
        "closes_time": at.time() if at else None,
    }
