from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryWord(models.Model):
    """A telling word of a published entry (see ``sns.links.words``): how entries on the same matter are found."""

    pk = models.CompositePrimaryKey("word", "entry_id")
    word = models.CharField(max_length=40)
    entry = models.ForeignKey("entries.Entry", models.CASCADE, related_name="words", db_index=True)

    class Meta:
        verbose_name = _("word of an entry")
        verbose_name_plural = _("words of entries")
        # The key (word, entry) serves "the newest entries with this word".

    def __str__(self):
        return self.word


class Related(models.Model):
    """Another entry that has to do with this one, and why: the best of both directions, worked out when written.

    Rows say nothing about who may see them: visibility is asked when they are read.
    """

    pk = models.CompositePrimaryKey("entry_id", "other_id")
    entry = models.ForeignKey("entries.Entry", models.CASCADE, related_name="related", db_index=False)
    other = models.ForeignKey("entries.Entry", models.CASCADE, related_name="+", db_index=True)
    score = models.FloatField()
    why = models.JSONField(default=dict)  # {"words": ["図面"], "tags": ["勉強会"], "linked": true}, what there is

    class Meta:
        verbose_name = _("related entry")
        verbose_name_plural = _("related entries")
        constraints = [
            models.CheckConstraint(name="links_related_not_itself", condition=~models.Q(entry=models.F("other"))),
        ]
        indexes = [
            # The five best that a reader may see, below an entry.
            models.Index(fields=["entry", "-score", "-other"], name="links_related_best"),
        ]

    def __str__(self):
        return f"{self.entry_id} ~ {self.other_id}"
