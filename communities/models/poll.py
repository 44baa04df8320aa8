from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sns.entries.models import Entry

OPTION_MAX = 200
OPTIONS_MAX = 20
# With fewer voters the result of an anonymous poll would tell who chose what.
ANONYMOUS_MIN = 5


class Poll(Entry):
    """A question with options. In an anonymous poll nothing joins a voter to his choice: no row, no order, no time.

    Its result is shown once, when the poll is closed: two results of different moments would tell what those chose
    who voted in between.
    """

    class Shown(models.TextChoices):
        VOTED = "voted", _("to everybody who has voted")
        CLOSED = "closed", _("when the poll is closed")

    multiple = models.BooleanField(_("several may be chosen"), default=False)
    anonymous = models.BooleanField(_("anonymous"), default=False)
    shown = models.CharField(_("results are shown"), max_length=6, choices=Shown.choices, default=Shown.VOTED)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed by hand"), null=True, blank=True, editable=False)
    told_at = models.DateTimeField(_("voters told of the end"), null=True, blank=True, editable=False)
    # Raised with each first vote; made again by `manage.py rebuild`.
    voter_count = models.PositiveIntegerField(_("voters"), default=0, editable=False)
    submission = models.UUIDField(
        _("form number"), unique=True, null=True, editable=False,
        help_text=_("The form's one-time number: a double click saves once."),
    )  # fmt: skip

    counters = Entry.counters | {"voter_count", "closed_at", "told_at"}

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        constraints = [
            models.CheckConstraint(
                name="communities_poll_anonymous_shown_once",
                condition=Q(anonymous=False) | Q(shown="closed"),
                violation_error_message=_("The result of an anonymous poll is shown when it is closed."),
            ),
        ]
        indexes = [
            # Polls that have ended and whose voters have not been told.
            models.Index(fields=["closes_at"], name="communities_poll_untold", condition=Q(told_at__isnull=True)),
        ]

    @property
    def is_closed(self) -> bool:
        return self.ended_at is not None

    @property
    def ended_at(self):
        """When it was closed, by hand or by its date; None while it is open."""
        ends = [at for at in (self.closed_at, self.closes_at) if at and at <= timezone.now()]
        return min(ends, default=None)


class PollOption(models.Model):
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options", verbose_name=_("poll"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("text"), max_length=OPTION_MAX)
    # In an anonymous poll all there is of the votes; in an open one made again by `manage.py rebuild`.
    votes = models.PositiveIntegerField(_("votes"), default=0, editable=False)

    class Meta:
        verbose_name = _("option of a poll")
        verbose_name_plural = _("options of polls")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(name="communities_polloption_number", fields=["poll", "number"])]

    def __str__(self):
        return self.text


class PollVoter(models.Model):
    """Somebody has voted. Deliberately without a number and without a time: they would give the order of votes."""

    pk = models.CompositePrimaryKey("poll_id", "user_id")
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="voters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    def __str__(self):
        return f"{self.user_id} → {self.poll_id}"


class Vote(models.Model):
    """Who chose what, in an open poll only."""

    option = models.ForeignKey(PollOption, models.CASCADE, related_name="chosen_by", verbose_name=_("option"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))

    class Meta:
        verbose_name = _("vote in a poll")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(name="communities_vote_once", fields=["option", "user"])]

    def __str__(self):
        return f"{self.user_id} → {self.option_id}"
