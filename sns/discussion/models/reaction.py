from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sns.discussion.models.comment import Comment


class Reaction(models.Model):
    class Kind(models.TextChoices):
        LIKE = "like", _("Like")
        INSIGHT = "insight", _("Insightful")
        THANKS = "thanks", _("Thank you")
        CHEER = "cheer", _("Go for it")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reactions")
    entry = models.ForeignKey("entries.Entry", models.CASCADE, related_name="reactions")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="reactions")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [
            # Also serves "who reacted" and "my reactions" of one entry.
            models.UniqueConstraint(
                name="discussion_reaction_once",
                fields=["entry", "comment", "user", "kind"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.user_id} {self.kind} {self.entry_id}"
