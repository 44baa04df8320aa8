"""Small real files to upload."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(name="写真.png", size=(640, 320), colour=(20, 90, 160)) -> SimpleUploadedFile:
    """A PNG that is no drawing of one colour, so that it has something to encode."""
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    image.paste(colour, (0, 0, size[0] // 2, size[1] // 2))
    data = io.BytesIO()
    image.save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue())


def text(name="議事録.txt", content="改善の記録\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


def archive(name="資料.zip", inside="手順.txt") -> SimpleUploadedFile:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as zipped:
        zipped.writestr(inside, "手順")
    return SimpleUploadedFile(name, data.getvalue())
