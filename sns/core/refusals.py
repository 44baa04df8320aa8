"""Why an uploaded file is not taken, in words its owner can act on."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FileRefused(ValueError):
    """A file that is not taken; `code` for programs, `str(error)` for the person, in the active language.

    `ValidationError(error.message, code=error.code, params=error.params)` puts it into a form.
    """

    messages: ClassVar[dict[str, Promise]] = {
        "empty": _("This file is empty. Please choose another one."),
        "too_big": _("This file is larger than %(limit)s MB. Please make it smaller."),
        "type": _(
            "Files ending in “.%(extension)s” cannot be uploaded. You can upload pictures, PDF, Office "
            "documents, text, ZIP, sound and video."
        ),
        "no_extension": _("The name of this file has no ending such as “.pdf”, so its type is unclear. Please add it."),
        "mismatch": _(
            "The name of this file ends in “.%(extension)s”, but its content is something else or damaged. "
            "Please open it, save it again as “.%(extension)s” and upload that."
        ),
        "macros": _("This file contains macros. Please save a copy without macros and upload that."),
        "encrypted": _(
            "This document is protected with a password, so it cannot be checked. Please remove the password "
            "and upload it again."
        ),
        "archive_program": _("This ZIP file contains a program (%(name)s). Please take it out and upload it again."),
        "archive_bomb": _("This ZIP file unpacks to far too much data. Please upload the files in it one by one."),
        "heic": _(
            "This is an iPhone picture (HEIC), which many computers cannot show. Please save it as JPEG "
            "and upload that."
        ),
    }

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    @property
    def message(self) -> Promise:
        """The translatable sentence with its `%(name)s` still open."""
        return self.messages[self.code]

    def __str__(self) -> str:
        return str(self.message) % self.params


class ImageRefused(FileRefused):
    """A picture that is not taken."""

    messages: ClassVar[dict[str, Promise]] = FileRefused.messages | {
        "not_image": _("This is not a picture we can show. Please use JPEG, PNG, GIF, WebP or AVIF."),
        "broken": _("This picture is damaged or incomplete. Please open it, save it again and upload that."),
        "pixels": _("This picture has %(megapixels)s million pixels. Please make it smaller than %(limit)s million."),
        "side": _("This picture is more than %(limit)s pixels long. Please cut it into several shorter pictures."),
        "frames": _("This animation has more than %(limit)s frames. Please make it shorter, or upload it as a video."),
        "animation_pixels": _(
            "This animation is too large. Please make it shorter or smaller, or upload it as a video."
        ),
    }
