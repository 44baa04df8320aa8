from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sns.entries.models import Entry

NOTE_MAX = 300


class CompanyValue(models.Model):
    """Something the company holds dear, which thanks may speak of; the administrators keep the list."""

    name = models.CharField(_("name"), max_length=50, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_current = models.BooleanField(_("may be chosen"), default=True)

    class Meta:
        verbose_name = _("company value")
        verbose_name_plural = _("company values")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class Thank(Entry):
    """A short note of thanks that others may read: to a person, to a unit or to a community.

    Thanks to a community live in the community's own space and nowhere else: whoever may not know of it sees nothing.
    """

    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="thanks",
        verbose_name=_("to a person"),
    )  # fmt: skip
    team = models.ForeignKey(
        "spaces.Space", models.PROTECT, null=True, blank=True, related_name="thanks", verbose_name=_("to a team")
    )
    value = models.ForeignKey(
        CompanyValue, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("company value")
    )
    submission = models.UUIDField(
        _("form number"), unique=True, null=True, editable=False,
        help_text=_("The form's one-time number: a double click saves once."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")
        constraints = [
            models.CheckConstraint(
                name="communities_thank_one_receiver",
                condition=Q(receiver__isnull=False, team__isnull=True) | Q(receiver__isnull=True, team__isnull=False),
            ),
        ]


class PrivateThank(models.Model):
    """Thanks that only the receiver and the giver ever see.

    No entry on purpose: it cannot appear in a feed, a search, a count, an export of entries or the administration.
    """

    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="private_thanks_given", verbose_name=_("from")
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="private_thanks", verbose_name=_("to")
    )
    note = models.CharField(_("note"), max_length=NOTE_MAX)
    value = models.ForeignKey(
        CompanyValue, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("company value")
    )
    created_at = models.DateTimeField(_("given"))
    # Its receiver has put it away; it still counts for the giver's month.
    removed_at = models.DateTimeField(_("put away"), null=True, blank=True)
    submission = models.UUIDField(_("form number"), unique=True, null=True, editable=False)

    class Meta:
        verbose_name = _("private thanks")
        verbose_name_plural = _("private thanks")
        constraints = [
            models.CheckConstraint(name="communities_privatethank_not_oneself", condition=~Q(giver=F("receiver"))),
        ]
        indexes = [
            # What a person has got, and what he has given this month.
            models.Index(fields=["receiver", "-created_at", "-id"], name="communities_thank_received"),
            models.Index(fields=["giver", "-created_at", "-id"], name="communities_thank_given"),
        ]

    def __str__(self):
        return f"{self.giver_id} → {self.receiver_id}"
