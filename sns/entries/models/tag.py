import unicodedata
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def tag_path(name: str) -> str:
    """Address of the page of a tag by its folded name."""
    return f"/tags/{quote(name)}/"


class Tag(models.Model):
    """A word that gathers entries. ``name`` is folded (NFKC, lower case); ``label`` is how it was first written."""

    name = models.CharField(_("name"), max_length=50, unique=True)
    label = models.CharField(_("label"), max_length=50)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return tag_path(self.name)

    @staticmethod
    def fold(name: str) -> str:
        """The form under which spellings of one tag meet: NFKC, lower case, no leading #; at most 50 characters."""
        folded = unicodedata.normalize("NFKC", name).strip().lstrip("#").casefold()
        return "".join(c for c in folded if c.isalnum() or c in "_-ー")[:50]


class EntryTag(models.Model):
    """A tag on an entry; carries the entry's time and space so that a tag's newest never touch the entry table.

    ``published_at`` is null while the entry is a draft or withdrawn.
    """

    entry = models.ForeignKey("entries.Entry", models.CASCADE, related_name="entry_tags")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="entry_tags")
    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="entries_entrytag_once", fields=["entry", "tag"])]
        indexes = [
            # The newest entries of one tag, for the tag page and the feed's top-k.
            models.Index(
                fields=["tag", "-published_at", "-entry"],
                include=["space"],
                name="entries_tag_newest",
                condition=Q(published_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"#{self.tag}"


class TagFollow(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tag_follows")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="followers")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="entries_tagfollow_once", fields=["user", "tag"])]

    def __str__(self):
        return f"{self.user} → #{self.tag}"
