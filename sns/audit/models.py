from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One administrator's or moderator's act, in plain text.

    No foreign keys: the record must outlive what it speaks of.
    """

    at = models.DateTimeField(_("at"), auto_now_add=True)
    actor_id = models.BigIntegerField(_("actor's number"), null=True)
    actor_name = models.CharField(_("actor"), max_length=150, blank=True)
    verb = models.CharField(_("act"), max_length=60)
    subject_type = models.CharField(_("kind of subject"), max_length=60)
    subject_id = models.CharField(_("subject's number"), max_length=60)
    subject_label = models.CharField(_("subject"), max_length=250)
    space_id = models.BigIntegerField(_("number of the space"), null=True)
    data = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit record")
        ordering = ["-id"]
        indexes = [
            # The audit list of one subject and of one actor, newest first.
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_subject"),
            models.Index(fields=["actor_id", "-id"], name="audit_actor"),
            # What happened in one community, newest first, for its owner.
            models.Index(fields=["space_id", "-id"], name="audit_space", condition=models.Q(space_id__isnull=False)),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.subject_label}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("An audit event is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("An audit event is never deleted")
