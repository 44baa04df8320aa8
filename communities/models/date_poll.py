"""Looking for a date: an event without one has candidates, and everybody says which would do."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models.event import Event
from sns.core.spans import Span

CANDIDATES_MAX = 20


class Candidate(models.Model):
    """One date an event could have, as a time or as whole days, in the event's time zone."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="candidates", verbose_name=_("event"))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("candidate date")
        verbose_name_plural = _("candidate dates")
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(name="communities_candidate_once", fields=["event", "starts_at", "ends_at"]),
            models.CheckConstraint(name="communities_candidate_ends", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self):
        return f"{self.event_id}: {self.starts_at}"

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at, self.first_day, self.last_day, self.event.time_zone)


class CandidateMark(models.Model):
    """What one person says to one candidate: ○ △ ×."""

    class Mark(models.TextChoices):
        GOOD = "good", _("Fine")
        PERHAPS = "perhaps", pgettext_lazy("answer", "Perhaps")
        BAD = "bad", _("Not possible")

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="marks", verbose_name=_("candidate date"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="candidate_marks", verbose_name=_("person")
    )
    mark = models.CharField(_("answer"), max_length=7, choices=Mark.choices)
    marked_at = models.DateTimeField(_("answered"), auto_now=True)

    class Meta:
        verbose_name = _("answer to a candidate date")
        verbose_name_plural = _("answers to candidate dates")
        constraints = [
            models.UniqueConstraint(name="communities_candidatemark_once", fields=["candidate", "user"]),
        ]

    def __str__(self):
        return f"{self.user_id} → {self.candidate_id}: {self.mark}"
