"""Forms of events: when, where, how many. Times are typed as clocks in the event's time zone show them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.actions.events import Details
from communities.models import Event
from communities.models.event import CAPACITY_MAX, REASON_MAX
from sns.core.localtimes import NoSuchTimeError, day_after, moment_of, start_of
from sns.core.spans import Span, zone_text
from sns.entries.forms import TextForm
from sns.people.forms.settings import time_zones
from sns.people.models import User

EARLIEST = date(2000, 1, 1)
AHEAD = timedelta(days=5 * 366)
HELP_TWICE = gettext_lazy("The clocks are put back that night and show %(time)s twice. The first of the two is meant.")


def day_field(label, **options) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, **options)


def clock_field(label, **options) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, required=False, widget=widget, **options)


class PlaceForm(TextForm):
    """An event without its date; the whole form of one whose date is still being looked for."""

    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=200)
    link = forms.URLField(
        label=gettext_lazy("Link to take part from afar"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://", "autocomplete": "off"}),
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"),
        required=False,
        min_value=1,
        max_value=CAPACITY_MAX,
        help_text=gettext_lazy("Empty: no limit. When all are taken, a waiting list begins by itself."),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=time_zones)

    def __init__(self, data=None, *, user: User, entry: Event | None = None, **options):
        super().__init__(data, entry=entry, **options)
        self.notes: list[str] = []  # what the person should know although nothing is wrong
        if not self.is_bound:
            self.initial.setdefault("time_zone", user.time_zone)
            if entry:
                self.initial |= {name: getattr(entry, name) for name in ("place", "link", "capacity", "time_zone")}

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_link(self) -> str:
        link = self.cleaned_data["link"]
        if link and not link.startswith("https://"):
            raise ValidationError(_("Only addresses that begin with https:// can be used."))
        return link

    @property
    def zone(self) -> ZoneInfo | None:
        """The chosen time zone, if it is one."""
        name = self.cleaned_data.get("time_zone")
        return ZoneInfo(name) if name else None

    def moment(self, field: str, day: date, clock: time) -> datetime | None:
        """The moment meant, in UTC; a time that no clock shows is an error beside ``field``."""
        try:
            moment = moment_of(day, clock, self.zone)
        except NoSuchTimeError:
            self.add_error(
                field,
                _("In %(zone)s the clocks are put forward that night and never show %(time)s. Please choose another.")
                % {"zone": zone_text(self.zone.key), "time": clock.strftime("%H:%M")},
            )
            return None
        if moment.is_twice:
            self.notes.append(HELP_TWICE % {"time": clock.strftime("%H:%M")})
        return moment.at

    def is_possible(self, field: str, day: date) -> bool:
        """Neither long ago nor in the far future, where a year was mistyped."""
        if EARLIEST <= day <= timezone.localdate() + AHEAD:
            return True
        self.add_error(field, _("Please look at the year: within the next five years is possible."))
        return False

    def details(self, **times) -> Details:
        names = ("title", "body", "tags", "place", "link", "capacity", "time_zone")
        return Details(**{name: self.cleaned_data[name] for name in names}, **times)


class EventForm(PlaceForm):
    """``span`` and ``answer_until`` hold the moments once the form is valid."""

    all_day = forms.BooleanField(label=gettext_lazy("All day"), required=False)
    first_day = day_field(gettext_lazy("Day"))
    start_time = clock_field(gettext_lazy("Begins at"))
    end_time = clock_field(gettext_lazy("Ends at"))
    last_day = day_field(gettext_lazy("Last day"), help_text=gettext_lazy("Only when it ends on another day."))
    answer_day = day_field(gettext_lazy("Answers until"), help_text=gettext_lazy("Empty: until it begins."))
    answer_time = clock_field(gettext_lazy("Until this time"))

    def __init__(self, data=None, *, user: User, entry: Event | None = None, **options):
        super().__init__(data, user=user, entry=entry, **options)
        self.entry, self.span, self.answer_until = entry, None, None
        if entry and not self.is_bound:
            self.initial |= _times_of(entry)

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.zone is None or {"first_day", "last_day", "start_time", "end_time"} & set(self.errors):
            return cleaned
        first = cleaned["first_day"]
        if first is None:
            self.add_error("first_day", _("On which day is it?"))
            return cleaned
        last = cleaned["last_day"] or first
        if not (self.is_possible("first_day", first) and self.is_possible("last_day", last)):
            return cleaned
        if last < first:
            self.add_error("last_day", _("It cannot end before it begins."))
            return cleaned
        self.span = self._whole_days(first, last) if cleaned["all_day"] else self._times(first, last)
        if self.span:
            self._check_not_past()
            self._close_answers()
        return cleaned

    def _whole_days(self, first: date, last: date) -> Span:
        zone = self.zone
        return Span(start_of(first, zone), start_of(day_after(last), zone), first, last, zone.key)

    def _times(self, first: date, last: date) -> Span | None:
        start, end = self.cleaned_data["start_time"], self.cleaned_data["end_time"]
        if start is None:
            self.add_error("start_time", _("At what time does it begin?"))
        if end is None:
            self.add_error("end_time", _("At what time does it end?"))
        if start is None or end is None:
            return None
        begins, ends = self.moment("start_time", first, start), self.moment("end_time", last, end)
        if begins and ends and ends <= begins:
            self.add_error("end_time", _("It cannot end before it begins. Does it end on another day?"))
            return None
        return Span(begins, ends, zone=self.zone.key) if begins and ends else None

    def _check_not_past(self) -> None:
        unchanged = self.entry and (self.entry.starts_at, self.entry.ends_at) == (
            self.span.starts_at,
            self.span.ends_at,
        )
        if self.span.ends_at <= timezone.now() and not unchanged:
            self.add_error("first_day", _("This time has passed. Please choose a later one."))

    def _close_answers(self) -> None:
        day, clock = self.cleaned_data.get("answer_day"), self.cleaned_data.get("answer_time")
        if day is None and clock is not None:
            self.add_error("answer_day", _("On which day do answers end?"))
        if day is None or not self.is_possible("answer_day", day):
            return
        self.answer_until = self.moment("answer_time", day, clock or time(23, 59))
        if self.answer_until and self.answer_until > self.span.starts_at:
            # The day of the event without a time means: until it begins.
            if clock is None and day == self.cleaned_data["first_day"]:
                self.answer_until = None
            else:
                self.add_error("answer_day", _("Answers can only be given until it begins."))

    def details(self) -> Details:
        span = self.span
        return super().details(
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            first_day=span.first_day,
            last_day=span.last_day,
            answer_until=self.answer_until,
        )


def _times_of(event: Event) -> dict:
    """What the form shows of an event that is stored: clocks of its own time zone."""
    begins, ends = event.starts_at.astimezone(event.zone), event.ends_at.astimezone(event.zone)
    shown = {"all_day": event.is_all_day, "first_day": event.first_day or begins.date()}
    last = event.last_day or ends.date()
    shown["last_day"] = last if last != shown["first_day"] else None
    if not event.is_all_day:
        shown |= {"start_time": begins.time(), "end_time": ends.time()}
    if event.answer_until:
        until = event.answer_until.astimezone(event.zone)
        shown |= {"answer_day": until.date(), "answer_time": until.time()}
    return shown


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=REASON_MAX,
        help_text=gettext_lazy("Everybody who wanted to come is told."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please give a short reason: people had made plans.")},
    )
