"""What a picture claims to be, read from its raw bytes before any decoder sees them.

Pillow and the libraries under it walk every marker, chunk and frame in a file, and some allocate the whole
canvas when a file is opened. Here each format is walked first, with a bound on everything that can be
repeated.
"""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

from sns.core.refusals import ImageRefused

MAX_FRAMES = 200
MAX_SCANS = 60  # progressive JPEG uses about ten; each costs a walk over all pixels
MAX_PARTS = 50_000  # markers or chunks; 20 MB of PNG in small IDAT chunks has about 5,000
MAX_EXTENSIONS = 2_000_000  # bytes of GIF comments and profiles; in blocks of one byte they take 40 times that
MAX_STRAY = 4096  # bytes between GIF blocks

AVIF_BRANDS = (b"avif", b"avis")
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")

JPEG_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
JPEG_ALONE = {0x01, 0xD8}


@dataclass(frozen=True, slots=True)
class Header:
    """Pillow's name of the format and the canvas in pixels (0 by 0 where only the decoder can tell)."""

    format: str
    width: int
    height: int


def read(data: bytes) -> Header:
    """Identify a picture and bound the work of decoding it; raises `ImageRefused`."""
    name = identify(data)
    try:
        width, height = READERS[name](data)
    except (struct.error, IndexError) as error:
        raise ImageRefused("broken") from error
    return Header(name, width, height)


def identify(head: bytes) -> str:
    """Pillow's name of the format that these first bytes announce; raises `ImageRefused`."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        return _identify_heif(head)
    raise ImageRefused("not_image")


def _identify_heif(head: bytes) -> str:
    """`mif1` may stand first in both kinds, so the compatible brands decide."""
    brands = {head[8:12], *(head[i : i + 4] for i in range(16, min(head[3], 128), 4))}
    if brands & set(AVIF_BRANDS):
        return "AVIF"
    raise ImageRefused("heic" if brands & set(HEIC_BRANDS) else "not_image")


def _jpeg(data: bytes) -> tuple[int, int]:
    size, scans, position = None, 0, 2
    for _part in range(MAX_PARTS):
        found = JPEG_MARKER.search(data, position)
        if not found:
            break  # a missing end is common and harmless; missing pixels are noticed by the decoder
        marker, position = data[found.end() - 1], found.end()
        if marker == 0xD9:
            break
        if marker in JPEG_ALONE:
            continue
        if marker in JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, position + 3)
            size = max(size or (0, 0), (width, height), key=lambda side: side[0] * side[1])
        scans += marker == 0xDA
        position += struct.unpack_from(">H", data, position)[0]
    else:
        raise ImageRefused("broken")
    if size is None or not 0 < scans <= MAX_SCANS:
        raise ImageRefused("broken")
    return size


def _png(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise ImageRefused("broken")
    position = 8
    for _part in range(MAX_PARTS):
        if data[position + 4 : position + 8] in (b"IEND", b""):
            return struct.unpack_from(">II", data, 16)
        position += 12 + struct.unpack_from(">I", data, position)[0]
    raise ImageRefused("broken")


def _gif(data: bytes) -> tuple[int, int]:
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    position, frames, extensions, stray = 13 + _gif_palette(flags), 0, 0, 0
    while position < len(data) and data[position] != 0x3B:
        if data[position] == 0x2C:
            left, top, wide, high, flags = struct.unpack_from("<4HB", data, position + 1)
            width, height = (
                max(width, left + wide),
                max(height, top + high),
            )  # Pillow lets a frame widen the canvas
            position = _gif_after_blocks(data, position + 11 + _gif_palette(flags))
            frames += 1
        elif data[position] == 0x21:
            start, position = position, _gif_after_blocks(data, position + 2)
            extensions += position - start
        else:
            position, stray = position + 1, stray + 1
        if frames > MAX_FRAMES:
            raise ImageRefused("frames", limit=MAX_FRAMES)
        if stray > MAX_STRAY or extensions > MAX_EXTENSIONS:
            raise ImageRefused("broken")
    return width, height


def _gif_palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _gif_after_blocks(data: bytes, position: int) -> int:
    while data[position]:
        position += data[position] + 1
    return position + 1


def _webp(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        wide, high = (int.from_bytes(data[i : i + 3], "little") + 1 for i in (24, 27))
    elif kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        wide, high = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        wide, high = (side & 0x3FFF for side in struct.unpack_from("<HH", data, 26))
    else:
        raise ImageRefused("broken")
    return wide, high


def _avif(data: bytes) -> tuple[int, int]:
    return 0, 0  # libavif parses without decoding, and the size is checked then


READERS: dict[str, Callable[[bytes], tuple[int, int]]] = {
    "JPEG": _jpeg,
    "PNG": _png,
    "GIF": _gif,
    "WEBP": _webp,
    "AVIF": _avif,
}
