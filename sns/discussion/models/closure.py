from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ThreadClosure(models.Model):
    """Nobody comments on the entry any more; the row says who has closed it and why."""

    entry = models.OneToOneField(
        "entries.Entry", models.CASCADE, primary_key=True, related_name="closure", verbose_name=_("entry")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("closed by"))
    at = models.DateTimeField(_("closed"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("closed thread")
        verbose_name_plural = _("closed threads")

    def __str__(self):
        return f"{self.entry_id}: {self.reason[:60]}"
