"""Which files may be uploaded: an allow-list decided by content, and names that are safe to show.

The name never decides alone: its extension must be on the list *and* the bytes must agree with it. What is
let in is still served as an attachment only; this keeps programs, pages and disguises out, it is no virus
scanner.

Decisions: legacy doc/xls/ppt are allowed (companies have decades of them) unless a VBA project is found or
a password hides the content; macros in a legacy .ppt are compressed and cannot be seen here. mp4, mov, m4a,
webm and mp3 are allowed. A zip may be encrypted, but not hold programs, macros or a decompression bomb. One
kind of picture under the name of another passes as what it is: chat tools mix them up daily, and pictures
are re-encoded.
"""

import codecs
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sns.core import archives, image_headers
from sns.core.refusals import FileRefused, ImageRefused

NAME_LENGTH = 120
CHUNK = 256 * 1024

ALIASES = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "markdown": "md", "log": "txt", "text": "txt"}
IMAGES = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
OFFICE_MIME = "application/vnd.openxmlformats-officedocument"
MIME = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "pdf": "application/pdf",
    "docx": f"{OFFICE_MIME}.wordprocessingml.document",
    "xlsx": f"{OFFICE_MIME}.spreadsheetml.sheet",
    "pptx": f"{OFFICE_MIME}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "zip": "application/zip",
    "txt": "text/plain",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "md": "text/markdown",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "m4a": "audio/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
}

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
OLE_STREAMS = {"doc": ("WordDocument",), "xls": ("Workbook", "Book"), "ppt": ("PowerPoint Document",)}
OLE_ENCRYPTED = "EncryptedPackage"
OLE_MACROS = "_VBA_PROJECT"
MPEG_4_BRANDS = {
    "mp4": (
        b"isom",
        b"iso2",
        b"iso4",
        b"iso5",
        b"iso6",
        b"mp41",
        b"mp42",
        b"avc1",
        b"M4V ",
        b"dash",
        b"mmp4",
        b"3gp",
    ),
    "mov": (b"qt  ",),
    "m4a": (b"M4A ", b"M4B "),
}

ENCODINGS = ("utf-8", "cp932", "euc_jp")
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
PROGRAM_TEXT = re.compile(
    rb"\A(\xef\xbb\xbf)?\s*(#!|<(!doctype\s+html|html|svg|\?xml|\?php|script|head|body)\b|<%)", re.I
)

UNPRINTABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
FORBIDDEN = re.compile(r'[<>:"|?*]')
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|\Z)", re.I)


@dataclass(frozen=True, slots=True)
class FileType:
    """What a file is: media type, usual extension (no dot), and whether `images.process` takes it."""

    mime: str
    extension: str
    is_image: bool


def detect(content: bytes | BinaryIO, name: str) -> FileType:
    """Say what an uploaded file is; raises `FileRefused` unless name and content are on the allow-list.

    `content` is a seekable file (left at its start) or *all* the bytes: a text is checked to its last one.
    """
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    shown = safe_name(name).rpartition(".")
    if not shown[1]:
        raise FileRefused("no_extension")
    written = shown[2].lower()
    extension = ALIASES.get(written, written)
    file.seek(0)
    head = file.read(CHUNK)
    if not head:
        raise FileRefused("empty")
    if extension in ("heic", "heif"):
        raise ImageRefused("heic")
    if extension not in MIME:
        raise FileRefused("type", extension=written)
    if not CHECKS[extension](file, head, extension):
        raise FileRefused("mismatch", extension=written)
    file.seek(0)
    is_image = extension in IMAGES.values()
    extension = IMAGES[image_headers.identify(head)] if is_image else extension
    return FileType(MIME[extension], extension, is_image)


def safe_name(name: str) -> str:
    """A name without path, control, invisible and direction characters, of at most 120 characters.

    For showing and for `Content-Disposition`; 120 characters may be 360 bytes: do not store files under it.
    """
    name = unicodedata.normalize("NFC", name)  # macOS sends が as か and a mark
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(" " if letter in "\t\n\r" else letter for letter in name)
    name = "".join(letter for letter in name if unicodedata.category(letter) not in UNPRINTABLE)
    name = " ".join(FORBIDDEN.sub("_", name).split()).strip(" .")
    if RESERVED.match(name):
        name = f"_{name}"
    return _shortened(name) or "file"


def _shortened(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    if len(name) <= NAME_LENGTH or not dot or len(extension) > 10:
        return name[:NAME_LENGTH].rstrip(" .")
    return stem[: NAME_LENGTH - len(extension) - 1].rstrip(" .") + dot + extension


def _is_image(file: BinaryIO, head: bytes, extension: str) -> bool:
    try:
        return bool(image_headers.identify(head))
    except ImageRefused as error:
        if error.code == "heic":
            raise
        return False


def _is_pdf(file: BinaryIO, head: bytes, extension: str) -> bool:
    return head.startswith(b"%PDF-")


def _is_zip(file: BinaryIO, head: bytes, extension: str) -> bool:
    if head.startswith(OLE):
        raise FileRefused("encrypted" if _ole_holds(file, OLE_ENCRYPTED) else "mismatch", extension=extension)
    if not head.startswith(b"PK\x03\x04"):
        return False
    archives.check(file, extension)
    return True


def _is_ole(file: BinaryIO, head: bytes, extension: str) -> bool:
    if not head.startswith(OLE):
        return False
    if _ole_holds(file, OLE_MACROS):
        raise FileRefused("macros")
    if _ole_holds(file, OLE_ENCRYPTED):
        raise FileRefused("encrypted")
    return _ole_holds(file, *OLE_STREAMS[extension])


def _ole_holds(file: BinaryIO, *names: str) -> bool:
    """Whether a stream of that name is in the directory: entries of 64 bytes of UTF-16, filled with zeros."""
    wanted = [f"{name}\0".encode("utf-16-le") for name in names]
    rest = b""
    for chunk in _chunks(file):
        if any(name in rest + chunk for name in wanted):
            return True
        rest = chunk[-64:]
    return False


def _is_mpeg_4(file: BinaryIO, head: bytes, extension: str) -> bool:
    return head[4:8] == b"ftyp" and head[8:12].startswith(MPEG_4_BRANDS[extension])


def _is_webm(file: BinaryIO, head: bytes, extension: str) -> bool:
    return head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head[:64]


def _is_mp3(file: BinaryIO, head: bytes, extension: str) -> bool:
    if head.startswith(b"ID3"):
        return True
    # Frame sync, MPEG 1/2/2.5, layer III, a bit rate and a sample rate that exist
    return len(head) > 4 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] >> 4 != 15 and head[2] & 12 != 12


def _is_text(file: BinaryIO, head: bytes, extension: str) -> bool:
    if PROGRAM_TEXT.match(head):
        return False
    return any(_reads_as(file, encoding) for encoding in ENCODINGS)


def _reads_as(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(file):
            if CONTROL.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


CHECKS: dict[str, Callable[[BinaryIO, bytes, str], bool]] = {
    **dict.fromkeys(IMAGES.values(), _is_image),
    **dict.fromkeys((*archives.OFFICE, *archives.OPEN_DOCUMENT, "zip"), _is_zip),
    **dict.fromkeys(OLE_STREAMS, _is_ole),
    **dict.fromkeys(MPEG_4_BRANDS, _is_mpeg_4),
    **dict.fromkeys(("txt", "csv", "tsv", "md"), _is_text),
    "pdf": _is_pdf,
    "webm": _is_webm,
    "mp3": _is_mp3,
}
