from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sns.discussion.models.comment import Comment


class Flag(models.Model):
    """Somebody reports an entry or a comment to those who look after the space, and to the administrators."""

    class Outcome(models.TextChoices):
        KEPT = "kept", _("It stays")
        REMOVED = "removed", _("It was removed")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="flags", verbose_name=_("reported by")
    )
    entry = models.ForeignKey("entries.Entry", models.CASCADE, related_name="flags", verbose_name=_("entry"))
    comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, blank=True, related_name="flags", verbose_name=_("comment")
    )
    reason = models.CharField(_("reason"), max_length=500)
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("settled by"),
    )  # fmt: skip
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                name="discussion_flag_once", fields=["user", "entry", "comment"], nulls_distinct=False,
                violation_error_message=_("You have already reported this."),
            ),
        ]  # fmt: skip
        indexes = [
            # The administrators' queue.
            models.Index(fields=["id"], name="discussion_flag_open", condition=models.Q(settled_at__isnull=True)),
        ]

    def __str__(self):
        return self.reason[:80]
