from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sns.entries.models import Entry


def company_today() -> date:
    """Today where the company is: the days of a notice are the same for every reader."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


class Notice(Entry):
    """Something that everybody of a space must have read: the company, a unit with what is below it, a community."""

    confirm_by = models.DateField(_("to be confirmed by"))
    expires_on = models.DateField(_("valid until"), help_text=_("The last day on which it waits for confirmation."))
    reminded_on = models.DateField(_("last reminder"), null=True, blank=True, editable=False)
    submission = models.UUIDField(
        _("form number"), unique=True, null=True, editable=False,
        help_text=_("The form's one-time number: a double click saves once."),
    )  # fmt: skip

    counters = Entry.counters | {"reminded_on"}

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                name="communities_notice_valid_till_confirmed",
                condition=Q(expires_on__gte=F("confirm_by")),
                violation_error_message=_("A notice is valid at least until the day it must be confirmed by."),
            ),
        ]
        # Notices still waiting for confirmation: the strip of the home page, the reminders of the day.
        indexes = [models.Index(fields=["expires_on"], name="communities_notice_valid")]

    @property
    def is_valid(self) -> bool:
        return self.is_live and self.expires_on >= company_today()


class Confirmation(models.Model):
    """A reader has said that he has read a notice."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="confirmations", verbose_name=_("notice"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    at = models.DateTimeField(_("confirmed"), default=timezone.now)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        constraints = [models.UniqueConstraint(name="communities_confirmation_once", fields=["notice", "user"])]

    def __str__(self):
        return f"{self.user_id} → {self.notice_id}"
