"""Taking files in, through the gate, and letting go of those nobody uses."""

import hashlib
from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Value
from django.db.models.fields.json import KT
from django.db.models.functions import StrIndex
from django.utils import timezone

from sns.core import filetypes, images
from sns.core.refusals import FileRefused
from sns.entries.models import EntryUpload, Upload, WorkingCopy
from sns.people.models import User

UNUSED_DAYS = 7


def store_upload(*, actor: User, file: File) -> Upload:
    """Check a file and keep it; the same one sent again by the same person is the same upload. Raises FileRefused."""
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise FileRefused("too_big", limit=settings.UPLOAD_MAX_BYTES // 1024**2)
    found = filetypes.detect(file, file.name)
    upload = Upload(owner=actor, name=filetypes.safe_name(file.name), content_type=found.mime, size=file.size)
    upload.sha256 = _sha256(file)
    if same := _same(upload, found.is_image):
        return same
    variants = _make_picture(upload, file) if found.is_image else {"file": file}
    return _keep(upload, variants)


def _same(upload: Upload, is_image: bool) -> Upload | None:
    rows = Upload.objects.filter(owner=upload.owner, sha256=upload.sha256)
    rows = rows.exclude(widths=[]) if is_image else rows.filter(widths=[], content_type=upload.content_type)
    # Young again: the nightly cleaning must not take away what has just been handed out.
    rows.update(created_at=timezone.now())
    return rows.order_by("id").first()


def _make_picture(upload: Upload, file: File) -> dict[str, File]:
    picture = images.process(file, max_bytes=settings.UPLOAD_MAX_BYTES)
    upload.content_type = "image/webp"
    upload.width, upload.height, upload.widths = picture.width, picture.height, sorted(picture.variants)
    upload.size = len(picture.variants[upload.widths[-1]])
    return {f"{width}.webp": ContentFile(data) for width, data in picture.variants.items()}


@transaction.atomic
def _keep(upload: Upload, variants: dict[str, File]) -> Upload:
    """The row first: when the disk is full it goes back, and no file is ever left without a row for long."""
    upload.save()
    for variant, content in variants.items():
        content.seek(0)
        default_storage.save(upload.path(variant), content)
    return upload


def _sha256(file: BinaryIO) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def purge_unused_uploads(*, now: datetime | None = None) -> int:
    """Delete files of more than a week ago that no text uses, not even one that somebody is still editing."""
    before = (now or timezone.now()) - timedelta(days=UNUSED_DAYS)
    old = list(_unused().filter(created_at__lt=before).values_list("pk", flat=True))
    return sum(_purge(pk) for pk in old)


@transaction.atomic
def _purge(pk: int) -> bool:
    """Asked once more under a lock, which waits for whoever is just putting the file into a text."""
    Upload.objects.select_for_update().filter(pk=pk).first()
    upload = _unused().filter(pk=pk).first()
    if upload is None:
        return False
    upload.delete()
    variants = [f"{width}.webp" for width in upload.widths] or ["file"]
    paths = [upload.path(variant) for variant in variants]
    transaction.on_commit(lambda: [default_storage.delete(path) for path in paths])
    return True


def _unused():
    # What is autosaved over a published text is recorded as used only when it is published in its turn.
    edited = WorkingCopy.objects.annotate(at=StrIndex(KT("fields__body"), OuterRef("token"))).filter(at__gt=Value(0))
    used = EntryUpload.objects.filter(upload=OuterRef("pk"))
    return Upload.objects.filter(~Exists(used), ~Exists(edited))
