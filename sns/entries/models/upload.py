import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sns.spaces.queries import space_ids


def new_token() -> str:
    """22 URL-safe characters, 128 bits: a file's address says nothing about how many there are."""
    return secrets.token_urlsafe(16)


class UploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The person's own files and those used in a live entry of a space he may see."""
        used = EntryUpload.objects.filter(
            upload=models.OuterRef("pk"),
            entry__published_at__isnull=False,
            entry__withdrawn_at__isnull=True,
            entry__space_id__in=space_ids(user),
        )
        return self.filter(Q(owner_id=user.pk) | Q(models.Exists(used)))


class Upload(models.Model):
    """A file that passed the gate: pictures re-encoded to WebP in up to three widths, others kept as attachments.

    Files live in the storage under ``uploads/<token[:2]>/<token>/`` as ``<width>.webp`` or ``file``.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads", verbose_name=_("owner"))
    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    name = models.CharField(_("file name"), max_length=150)
    content_type = models.CharField(_("type"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    widths = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [
            # The same picture pasted twice by one person is one file.
            models.Index(fields=["owner", "sha256"], name="entries_upload_same"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/files/{self.token}/"

    @property
    def is_image(self) -> bool:
        return bool(self.widths)

    def path(self, variant: str) -> str:
        """Name in the storage of one variant: "480.webp" … for pictures, "file" for anything else."""
        return f"uploads/{self.token[:2]}/{self.token}/{variant}"


class EntryUpload(models.Model):
    """The file is used in the entry's text or in one of its comments: whoever may read it may see the file."""

    entry = models.ForeignKey("entries.Entry", models.CASCADE, related_name="entry_uploads")
    upload = models.ForeignKey(Upload, models.CASCADE, related_name="uses")

    class Meta:
        constraints = [models.UniqueConstraint(name="entries_entryupload_once", fields=["upload", "entry"])]

    def __str__(self):
        return f"{self.upload} in {self.entry_id}"
