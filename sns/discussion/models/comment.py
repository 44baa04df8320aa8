from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sns.spaces.queries import space_ids

COMMENT_MAX = 10_000


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Comments of live entries that the person may read (a removed one stays as a trace)."""
        return self.filter(
            entry__published_at__isnull=False,
            entry__withdrawn_at__isnull=True,
            entry__space_id__in=space_ids(user),
        )


class Comment(models.Model):
    """A comment or, when ``parent`` is set, a reply (two levels; a reply to a reply stays on the second).

    ``thread_root`` is the id of the first-level comment, its own for one: threads sort by (thread_root, id).
    """

    class Origin(models.TextChoices):
        TYPED = "typed", _("typed here")
        IMPORTED = "imported", _("imported")
        PINGBACK = "pingback", _("pingback from outside")
        TRACKBACK = "trackback", _("trackback from outside")

    entry = models.ForeignKey("entries.Entry", models.CASCADE, related_name="comments", verbose_name=_("entry"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments", verbose_name=_("author")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("reply to")
    )
    thread_root = models.BigIntegerField(null=True, editable=False)
    body = models.TextField(_("comment"), max_length=COMMENT_MAX)
    body_html = models.TextField(editable=False, blank=True)
    excerpt = models.CharField(max_length=300, editable=False, blank=True)
    version = models.PositiveIntegerField(default=1)
    submission = models.UUIDField(
        unique=True, null=True, editable=False, help_text=_("The form's one-time number: a double click saves once.")
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices, default=Origin.TYPED)
    source_url = models.URLField(max_length=500, blank=True)
    created_at = models.DateTimeField(_("written"))
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("removed by"),
    )  # fmt: skip
    removed_reason = models.CharField(_("reason of the removal"), max_length=300, blank=True)
    reaction_counts = models.JSONField(default=dict, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            # The threads of one entry, in order, page by page.
            models.Index(fields=["entry", "thread_root", "id"], name="discussion_threads"),
            # A person's comments, newest first.
            models.Index(fields=["author", "-id"], name="discussion_by_author"),
            # The administrators' list of removed comments.
            models.Index(fields=["-id"], name="discussion_removed", condition=models.Q(removed_at__isnull=False)),
        ]

    def __str__(self):
        return self.excerpt[:80] or f"#{self.pk}"

    def get_absolute_url(self):
        return f"/comments/{self.pk}/"
