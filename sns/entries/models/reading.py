from django.conf import settings
from django.db import models


class Reading(models.Model):
    """One person has opened one entry: the unread mark, the read count and the reach come from here."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings")
    entry = models.ForeignKey("entries.Entry", models.CASCADE, related_name="readings")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Serves the unread mark: NOT EXISTS (user, entry).
            models.UniqueConstraint(name="entries_reading_once", fields=["user", "entry"]),
        ]

    def __str__(self):
        return f"{self.user_id} read {self.entry_id}"
