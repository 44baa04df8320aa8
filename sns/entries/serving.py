"""Answers with a stored file: never run by a browser, cached by the reader alone, in parts when asked for."""

import re
from typing import BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import content_disposition_header, parse_etags, quote_etag

from sns.entries.models import Upload

RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")
# A token names one content for ever, and only readers who passed the visibility rule get here.
CACHE = "private, max-age=31536000, immutable"


def stored_file(request: HttpRequest, upload: Upload, variant: str) -> HttpResponse:
    """The file, a part of it, or "not modified"; the caller has checked that the reader may see it."""
    etag = quote_etag(f"{upload.token}-{variant}")
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    elif settings.X_ACCEL:
        response = HttpResponse(headers={"X-Accel-Redirect": settings.X_ACCEL + upload.path(variant)})
    else:
        response = _from_storage(request, upload.path(variant))
    return _with_headers(response, upload, etag)


def _from_storage(request: HttpRequest, path: str) -> HttpResponse:
    try:
        file = default_storage.open(path)
    except FileNotFoundError:
        raise Http404 from None
    size = file.size
    part = _asked_part(request.headers.get("Range", ""), size)
    if part is None:
        return FileResponse(file, headers={"Content-Length": size})
    start, end = part
    if start >= size or start > end:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    file.seek(start)
    length = end - start + 1
    headers = {"Content-Range": f"bytes {start}-{end}/{size}", "Content-Length": length}
    return FileResponse(_Part(file, length), status=206, headers=headers)


class _Part:
    """A file that ends after so many bytes from where it stands."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self.file, self.left = file, length
        self.close = file.close

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        return data


def _asked_part(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a simple range; None means everything, also for several ranges and nonsense."""
    found = RANGE.match(header)
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _with_headers(response: HttpResponse, upload: Upload, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = CACHE
    response["Content-Type"] = upload.content_type
    response["Content-Disposition"] = content_disposition_header(not upload.is_image, _shown_name(upload))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Accept-Ranges"] = "bytes"
    return response


def _shown_name(upload: Upload) -> str:
    """Pictures are WebP whatever they were called when they came."""
    return f"{upload.name.rpartition('.')[0]}.webp" if upload.is_image else upload.name
