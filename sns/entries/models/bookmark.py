from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

FOLDER_NAME_MAX = 40
NOTE_MAX = 1000


class BookmarkFolder(models.Model):
    """A drawer of one person's bookmarks; nobody else sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmark_folders")
    name = models.CharField(_("name"), max_length=FOLDER_NAME_MAX)

    class Meta:
        constraints = [
            # Also serves "the folders of a person".
            models.UniqueConstraint("user", Lower("name"), name="entries_bookmarkfolder_once"),
        ]

    def __str__(self):
        return self.name


class Bookmark(models.Model):
    """An entry kept for later; ``note`` is for the person himself."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmarks")
    entry = models.ForeignKey("entries.Entry", models.CASCADE, related_name="bookmarks")
    folder = models.ForeignKey(BookmarkFolder, models.SET_NULL, null=True, related_name="bookmarks")
    note = models.TextField(max_length=NOTE_MAX, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="entries_bookmark_once", fields=["user", "entry"])]
        indexes = [models.Index(fields=["user", "-id"], name="entries_bookmark_newest")]  # "read later", newest first

    def __str__(self):
        return f"{self.user_id} keeps {self.entry_id}"
