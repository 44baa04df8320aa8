from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from sns.discussion.models.comment import Comment
from sns.entries.models.search import Findable


class CommentText(Findable):
    """The search's row of a comment; ``at`` is null as well while the entry is not live."""

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="search_text")
    entry = models.ForeignKey("entries.Entry", models.CASCADE, related_name="+")

    class Meta:
        indexes = [  # the same roads as those of entries.SearchText
            models.Index(
                fields=["-at", "-comment"], include=["space", "author"], name="discussion_search_walk",
                condition=Q(at__isnull=False),
            ),
            GinIndex(
                fields=["lexemes"], name="discussion_search_lexemes", condition=Q(at__isnull=False), fastupdate=False
            ),
            models.Index(fields=["author", "-at"], name="discussion_search_author", condition=Q(at__isnull=False)),
            models.Index(fields=["space", "-at"], name="discussion_search_space", condition=Q(at__isnull=False)),
        ]  # fmt: skip

    def __str__(self):
        return self.folded[:60]
