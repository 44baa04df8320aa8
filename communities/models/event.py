"""What happens at a time: an event, who answers, who came, and what was written about it afterwards."""

import uuid
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sns.core.spans import Span
from sns.entries.models import Entry

REASON_MAX = 300
CAPACITY_MAX = 10_000


class Event(Entry):
    """A meeting of people in a community, or in the whole company.

    ``starts_at`` and ``ends_at`` are moments. One that lasts whole days also has ``first_day`` and ``last_day``, which
    are the truth about it: its moments are the midnights in its own time zone and only put it in order. While its
    date is still being looked for (it has candidates) all four are empty.
    """

    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Tokyo")
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link to take part from afar"), max_length=500, blank=True)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True, help_text=_("Empty: no limit."))
    answer_until = models.DateTimeField(_("answers until"), null=True, blank=True)
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text=_("Its name in calendars."))
    sequence = models.PositiveIntegerField(default=0, editable=False, help_text=_("Raised for calendar programs."))
    changed_at = models.DateTimeField(_("last change for calendars"), default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(_("called off"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("cancelled by"),
    )  # fmt: skip
    cancelled_reason = models.CharField(_("reason of the cancellation"), max_length=REASON_MAX, blank=True)
    attendance_noted_at = models.DateTimeField(_("attendance noted"), null=True, blank=True, editable=False)
    submission = models.UUIDField(
        _("form number"), unique=True, null=True, editable=False,
        help_text=_("The form's one-time number: a double click saves once."),
    )  # fmt: skip

    # Written by actions of their own: saving the text must not put old values back.
    counters = Entry.counters | {"cancelled_at", "cancelled_by", "cancelled_reason", "attendance_noted_at"}

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                name="communities_event_ends_after_start",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="communities_event_whole_days",
                condition=Q(first_day__isnull=True, last_day__isnull=True)
                | Q(starts_at__isnull=False, last_day__gte=F("first_day")),
            ),
            models.CheckConstraint(
                name="communities_event_has_a_seat", condition=Q(capacity__isnull=True) | Q(capacity__gte=1)
            ),
        ]
        indexes = [
            # What comes, and who is to be reminded: the few events that begin from now on.
            models.Index(fields=["starts_at"], name="communities_event_starts"),
            # What is over and what is not, page by page.
            models.Index(fields=["ends_at", "entry_ptr"], name="communities_event_ends"),
        ]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at, self.first_day, self.last_day, self.time_zone)

    @property
    def is_fixed(self) -> bool:
        """False while people still say on which day they could."""
        return self.starts_at is not None

    @property
    def is_all_day(self) -> bool:
        return self.first_day is not None

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at is not None and self.starts_at <= timezone.now()

    @property
    def takes_answers(self) -> bool:
        """May somebody still say that he comes?"""
        if self.has_begun or self.is_cancelled or not self.is_fixed:
            return False
        return self.answer_until is None or self.answer_until > timezone.now()

    @property
    def takes_refusals(self) -> bool:
        """To give a seat back is possible until it begins, so that somebody who waits can have it."""
        return self.is_fixed and not self.is_cancelled and not self.has_begun


class EventAnswer(models.Model):
    """What one person has said to an invitation. Seats are counted in these rows, under a lock on the event."""

    class Choice(models.TextChoices):
        YES = "yes", _("Coming")
        WAITING = "waiting", _("On the waiting list")
        MAYBE = "maybe", _("Maybe")
        NO = "no", _("Not coming")

    event = models.ForeignKey(Event, models.CASCADE, related_name="answers", verbose_name=_("event"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="event_answers", verbose_name=_("person")
    )
    choice = models.CharField(_("answer"), max_length=7, choices=Choice.choices)
    turn = models.PositiveIntegerField(default=0, help_text=_("Place in the order of those who said yes."))
    answered_at = models.DateTimeField(_("answered"), default=timezone.now)
    day_reminded_at = models.DateTimeField(null=True, editable=False)
    hour_reminded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("answer to an event")
        verbose_name_plural = _("answers to events")
        constraints = [
            # Also serves "my events".
            models.UniqueConstraint(name="communities_eventanswer_once", fields=["user", "event"]),
        ]
        indexes = [
            # Who comes and who waits, in order; how many seats are taken.
            models.Index(fields=["event", "choice", "turn", "id"], name="communities_eventanswer_order"),
        ]

    def __str__(self):
        return f"{self.user_id} → {self.event_id}: {self.choice}"


class Attendance(models.Model):
    """Somebody was there, as the organiser noted it; his name is shown only when he says so himself."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="attendances", verbose_name=_("event"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="attendances", verbose_name=_("person")
    )
    is_named = models.BooleanField(_("name may be shown"), default=False)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [models.UniqueConstraint(name="communities_attendance_once", fields=["event", "user"])]

    def __str__(self):
        return f"{self.user_id} at {self.event_id}"


class EventReport(models.Model):
    """A text about the event: what was learnt, or that nobody came."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="reports", verbose_name=_("event"))
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="reported_events", verbose_name=_("entry"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("added by"))
    created_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("report on an event")
        verbose_name_plural = _("reports on events")
        constraints = [models.UniqueConstraint(name="communities_eventreport_once", fields=["event", "entry"])]

    def __str__(self):
        return f"{self.event_id} ← {self.entry_id}"


class CalendarToken(models.Model):
    """A person's private key to his calendar: a calendar program cannot log in."""

    class Scope(models.TextChoices):
        MINE = "mine", _("Events I answered with yes or maybe")
        COMMUNITIES = "communities", _("All events of my communities and of the whole company")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_token")
    token = models.CharField(max_length=43, unique=True)
    scope = models.CharField(max_length=11, choices=Scope.choices, default=Scope.MINE)
    created_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"{self.user_id}"
