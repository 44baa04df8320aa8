from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from sns.entries.models.entry import Entry


class LexemeField(SearchVectorField):
    """A tsvector written from a list of lexemes as they are, past every parser and dictionary."""

    def get_placeholder(self, value, compiler, connection):
        return "array_to_tsvector(%s::text[])"


class Findable(models.Model):
    """What the search knows of one text: ``folded`` and ``lexemes`` (see core.tokens) and who may find it where.

    ``at`` is null while the text is not to be found (withdrawn, removed). Space and time are copies, as on tag rows:
    searching never touches the texts' own tables.
    """

    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(null=True)
    text = models.TextField()  # as people read it, without its title; for the lines shown with a result
    folded = models.TextField()  # a title comes first and ends with a line feed
    lexemes = LexemeField()

    class Meta:
        abstract = True


class SearchText(Findable):
    """The search's row of an entry."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="search_text")
    kind = models.CharField(max_length=12, choices=Entry.Kind.choices)

    class Meta:
        indexes = [
            # The newest rows, filtered by space and author from the index alone.
            models.Index(
                fields=["-at", "-entry"], include=["space", "author"], name="entries_search_walk",
                condition=Q(at__isnull=False),
            ),
            # Rare words. Without a pending list: reading it costs every search more than it spares a writer.
            GinIndex(
                fields=["lexemes"], name="entries_search_lexemes", condition=Q(at__isnull=False), fastupdate=False
            ),
            # "author:" and "in:" without a rare word.
            models.Index(fields=["author", "-at"], name="entries_search_author", condition=Q(at__isnull=False)),
            models.Index(fields=["space", "-at"], name="entries_search_space", condition=Q(at__isnull=False)),
        ]  # fmt: skip

    def __str__(self):
        return self.folded.partition("\n")[0] or f"#{self.pk}"
