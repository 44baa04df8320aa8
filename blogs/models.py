from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sns.entries.models import Entry


class Category(models.Model):
    """A shelf of one person's blog."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="blog_categories", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="blogs_category_once", fields=["owner", "name"],
                violation_error_message=_("You already have a category of this name."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class Post(Entry):
    """An article of a person's blog."""

    categories = models.ManyToManyField(Category, blank=True, related_name="posts", verbose_name=_("categories"))
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    submission = models.UUIDField(
        _("form number"), unique=True, null=True, editable=False,
        help_text=_("The form's one-time number: a double click saves once."),
    )  # fmt: skip
    source_key = models.CharField(_("key in the imported archive"), max_length=250, blank=True, editable=False)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            # An archive imported twice adds nothing.
            models.UniqueConstraint(
                name="blogs_post_imported_once", fields=["source_key"], condition=~Q(source_key="")
            ),
        ]
        indexes = [
            # Posts whose time has come.
            models.Index(fields=["publish_at"], name="blogs_post_due", condition=Q(publish_at__isnull=False)),
        ]


class OldUrl(models.Model):
    """The address a post had in the system it came from; asked for here, it leads to the post."""

    path = models.CharField(_("old path"), max_length=500, unique=True)
    post = models.ForeignKey(Post, models.CASCADE, related_name="old_urls", verbose_name=_("post"))

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self):
        return self.path


class ImportJob(models.Model):
    """A file somebody brings along for his own blog: looked through first, brought in when he says so."""

    class State(models.TextChoices):
        CHECKING = "checking", _("being looked through")
        CHECKED = "checked", _("waiting for your word")
        RUNNING = "running", _("being brought in")
        DONE = "done", _("done")
        FAILED = "failed", _("not readable")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="import_jobs", verbose_name=_("owner")
    )
    name = models.CharField(_("file name"), max_length=150)
    file = models.FileField(upload_to="imports/", editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CHECKING)
    space = models.ForeignKey(
        "spaces.Space", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("audience")
    )
    authors = models.JSONField(default=list, blank=True, help_text=_("Names in the file whose posts are brought in."))
    seen = models.PositiveIntegerField(default=0, help_text=_("Entries done so far."))
    report = models.JSONField(default=dict, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, help_text=_("When the job last gave a sign of life."))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/archives/{self.pk}/"

    @property
    def is_working(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.RUNNING)
