"""What is inside a ZIP container, listed without unpacking it: Office, OpenDocument, plain archives."""

import re
import struct
import zipfile
from typing import BinaryIO

from sns.core.refusals import FileRefused

MAX_DIRECTORY = 4_000_000  # bytes of central directory, about 40,000 files; the reader holds it all in memory
MAX_UNPACKED = 1_000_000_000
FREE_UNPACKED = 50_000_000  # below this no ratio is dangerous
MAX_RATIO = 100
MAX_PART = 1_000_000

END = b"PK\x05\x06"
END_64 = b"PK\x06\x07"
END_SIZE = 22
BROKEN = (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, struct.error)

PROGRAMS = re.compile(r"\.(exe|com|scr|pif|bat|cmd|msi|ps1|vbs|vbe|jse|wsf|wsh|hta|lnk|cpl|reg)[ .]*\Z", re.I)
OFFICE = {
    "docx": ("word/", b"wordprocessingml.document.main+xml"),
    "xlsx": ("xl/", b"spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/", b"presentationml.presentation.main+xml"),
}
OPEN_DOCUMENT = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}


def check(file: BinaryIO, extension: str) -> None:
    """Raise `FileRefused` unless this ZIP container is what its extension says and safe to hand on."""
    try:
        _check_directory(file, extension)
        with zipfile.ZipFile(file) as archive:
            _check_sizes(archive, file.seek(0, 2))
            _check_macros(archive, extension)
            if extension == "zip":
                _check_programs(archive)
            elif not _is_document(archive, extension):
                raise FileRefused("mismatch", extension=extension)
    except FileRefused:
        raise
    except BROKEN as error:
        raise FileRefused("mismatch", extension=extension) from error


def _check_directory(file: BinaryIO, extension: str) -> None:
    """Bound the directory before `ZipFile` reads it: 46 bytes of it become about a kilobyte of objects."""
    length = file.seek(0, 2)
    file.seek(max(0, length - END_SIZE - 65_535 - 20))
    tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < END_SIZE:
        raise FileRefused("mismatch", extension=extension)
    directory = struct.unpack_from("<I", tail, at + 12)[0]
    if directory > MAX_DIRECTORY or END_64 in tail[max(0, at - 20) : at]:
        raise FileRefused("archive_bomb")


def _check_sizes(archive: zipfile.ZipFile, packed: int) -> None:
    """Against the real size of the file: overlapping entries claim the same bytes many times."""
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MAX_UNPACKED or unpacked > max(FREE_UNPACKED, MAX_RATIO * packed):
        raise FileRefused("archive_bomb")


def _check_macros(archive: zipfile.ZipFile, extension: str) -> None:
    folders = ("Basic/", "Scripts/") if extension in OPEN_DOCUMENT else ()
    for name in archive.namelist():
        if name.lower().endswith("vbaproject.bin") or name.startswith(folders):
            raise FileRefused("macros")


def _check_programs(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if PROGRAMS.search(name):
            raise FileRefused("archive_program", name=name.rpartition("/")[2][:80])


def _is_document(archive: zipfile.ZipFile, extension: str) -> bool:
    names = archive.namelist()
    if extension in OPEN_DOCUMENT:
        return "content.xml" in names and _part(archive, "mimetype").strip() == OPEN_DOCUMENT[extension]
    folder, main_part = OFFICE[extension]
    types = _part(archive, "[Content_Types].xml")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise FileRefused("macros")
    return main_part in types and any(name.startswith(folder) for name in names)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One small part, read with a bound whatever its header claims."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        return part.read(MAX_PART)
