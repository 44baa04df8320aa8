from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryLink(models.Model):
    """A text links to an entry. ``comment_id`` tells which comment of the source holds the link (null: its body).

    The set of one text's links is rebuilt at each save. The comment is a number, not a foreign key: comments
    stand higher on the ladder.
    """

    class Relation(models.TextChoices):
        CITES = "cites", _("mentions this")
        CONTINUES = "continues", _("continues this")
        DISAGREES = "disagrees", _("sees it differently")
        TRIED = "tried", _("tried it too")
        FAILED = "failed", _("tried it too and failed")

    source = models.ForeignKey("entries.Entry", models.CASCADE, related_name="links_out")
    comment_id = models.BigIntegerField(null=True)
    target = models.ForeignKey("entries.Entry", models.CASCADE, related_name="links_in")
    relation = models.CharField(max_length=10, choices=Relation.choices, default=Relation.CITES)
    excerpt = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("link between entries")
        verbose_name_plural = _("links between entries")
        constraints = [
            models.UniqueConstraint(
                name="links_entrylink_once", fields=["source", "comment_id", "target"], nulls_distinct=False
            ),
            models.CheckConstraint(name="links_entrylink_not_itself", condition=~models.Q(source=models.F("target"))),
        ]
        indexes = [
            # "Mentions of this post", newest first.
            models.Index(fields=["target", "-id"], name="links_entrylink_target"),
        ]

    def __str__(self):
        return f"{self.source_id} → {self.target_id}"
