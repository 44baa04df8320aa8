"""Mail that waits, and summaries that were due."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sns.notifications.models.lines import Verb


class PendingMail(models.Model):
    """One event that a person will be mailed about, together with what else has happened when its time comes.

    It is handed to a job (``claimed_at``), marked when the job begins to send (``sending_at``) and deleted when the
    mail is out: a process that dies in between leaves a marked row, which nobody sends a second time.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="pending_mails", verbose_name=_("person")
    )
    verb = models.CharField(_("what happened"), max_length=12, choices=Verb.choices)
    entry = models.ForeignKey("entries.Entry", models.CASCADE, null=True, related_name="+", verbose_name=_("entry"))
    space = models.ForeignKey("spaces.Space", models.CASCADE, null=True, related_name="+", verbose_name=_("community"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by whom"))
    path = models.CharField(_("address"), max_length=200)
    excerpt = models.CharField(_("excerpt"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("at"))
    due_at = models.DateTimeField(_("goes out"))
    claimed_at = models.DateTimeField(_("handed to a job"), null=True)
    sending_at = models.DateTimeField(_("being sent since"), null=True)

    class Meta:
        verbose_name = _("waiting mail")
        verbose_name_plural = _("waiting mails")
        constraints = [
            models.CheckConstraint(
                name="notifications_mail_about_one_thing", condition=Q(entry__isnull=True) ^ Q(space__isnull=True)
            ),
        ]
        indexes = [
            # What is due, asked every minute.
            models.Index(fields=["due_at"], name="notifications_mail_due", condition=Q(claimed_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.user_id}: {self.verb} {self.entry_id or self.space_id}"


class Digest(models.Model):
    """The summary of one person and day: made when it is due, so that none goes out twice."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        EMPTY = "empty", _("nothing to tell")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests", verbose_name=_("person"))
    day = models.DateField(_("day"))
    since = models.DateTimeField(_("tells what is new since"))
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING)
    done_at = models.DateTimeField(_("done"), null=True)

    class Meta:
        verbose_name = _("summary by mail")
        verbose_name_plural = _("summaries by mail")
        constraints = [models.UniqueConstraint(name="notifications_digest_once", fields=["user", "day"])]

    def __str__(self):
        return f"{self.user_id} {self.day}: {self.state}"
