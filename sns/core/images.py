"""Uploaded pictures: checked by content, turned upright, stripped of all but pixels, re-encoded to WebP.

Decisions: GIF and WebP animations stay animated, up to 200 frames, at most 960 wide and shrunk until all
frames together hold 40 million pixels; animated PNG and AVIF keep their first frame. HEIC is refused,
Pillow does not read it. Drawings with few colours (screenshots, diagrams) are stored losslessly,
photographs at quality 82.

Nothing here trusts the file: headers are bounded before decoding (`image_headers`), only the announced
decoder is tried, and at most two pictures are in work per process, so a burst of uploads cannot multiply
the memory for one.
"""

import hashlib
import io
import struct
import threading
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

from sns.core import image_headers
from sns.core.refusals import ImageRefused

WIDTHS = (480, 960, 1600)
MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
MAX_SIDE = 50_000  # scaling a line of millions of pixels takes gigabytes
GREEDY_FORMATS = ("WEBP", "AVIF")  # decoding takes three copies instead of one: half as many pixels allowed
WEBP_SIDE = 16_383  # the longest side WebP can hold
MAX_VARIANT_PIXELS = 8_000_000  # 1600 x 5000: a long screenshot stays legible, an endless one is scaled down
ROOMY_PIXELS = 16_000_000  # up to here one more copy in full size is affordable for sharper scaling
ANIMATION_WIDTH = 960
ANIMATION_PIXELS = 40_000_000  # of all frames together, stored; 4 bytes each while in work
ANIMATION_SOURCE_PIXELS = 300_000_000  # of all frames together, decoded one after the other
FEW_COLOURS = 1024
STRIP_PIXELS = 2_000_000

UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ORIENTATION = 0x0112
SRGB = ImageCms.createProfile("sRGB")

# What Pillow's readers are known to let through on damaged files
BROKEN = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    zlib.error,
)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)

_in_work = threading.BoundedSemaphore(2)

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ProcessedImage:
    """WebP files by width name, each `min(name, width)` wide; `width` and `height` are the largest one's."""

    width: int
    height: int
    variants: dict[int, bytes]
    sha256_of_source: str


def process(
    source: BinaryIO,
    *,
    widths: Iterable[int] = WIDTHS,
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
) -> ProcessedImage:
    """Make the WebP variants of a picture; never wider than the source. Raises `ImageRefused`."""
    data = _read(source, max_bytes)
    names = sorted(widths)
    with _in_work:
        frames, durations, loop = _decoded(data, names[-1], max_pixels)
        width, height = frames[0].size
        variants = {}
        for i, name in enumerate(names):
            if i == 0 or names[i - 1] < width:
                size = _scaled((width, height), min(1.0, name / width))
                variants[name] = _encoded([_resized(frame, size) for frame in frames], durations, loop)
    return ProcessedImage(width, height, variants, hashlib.sha256(data).hexdigest())


def avatar(
    source: BinaryIO,
    size: Iterable[int] = (96, 256),
    *,
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
) -> dict[int, bytes]:
    """Make square WebP portraits from the centre of a picture, by side; a small source is not enlarged."""
    sides = sorted(size)
    data = _read(source, max_bytes)
    with _in_work, _opened(data, max_pixels) as image:
        shorter = min(image.size)
        scale = min(1.0, sides[-1] / shorter)
        base = _picture(image, _scaled(_upright_size(image), scale))
        return {side: _encoded([_square(base, side)], [0], 1) for side in sides}


def _square(image: Image.Image, side: int) -> Image.Image:
    side = min(side, *image.size)
    return ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS)


def _read(source: BinaryIO, max_bytes: int) -> bytes:
    source.seek(0)
    data = source.read(max_bytes + 1)
    if not data:
        raise ImageRefused("empty")
    if len(data) > max_bytes:
        raise ImageRefused("too_big", limit=max_bytes // 1_000_000)
    return data


@contextmanager
def _opened(data: bytes, max_pixels: int) -> Iterator[Image.Image]:
    """The picture behind one decoder, its size checked; what decoding trips over becomes `ImageRefused`."""
    header = image_headers.read(data)
    max_pixels = max_pixels // 2 if header.format in GREEDY_FORMATS else max_pixels
    _check_pixels(header.width, header.height, max_pixels)
    try:
        with Image.open(io.BytesIO(data), formats=[header.format]) as image:
            _check_pixels(*image.size, max_pixels)
            yield image
    except ImageRefused:
        raise
    except BOMB as error:
        raise ImageRefused("pixels", megapixels="> 89", limit=max_pixels // 1_000_000) from error
    except BROKEN as error:
        raise ImageRefused("broken") from error


def _check_pixels(width: int, height: int, max_pixels: int) -> None:
    if width * height > max_pixels:
        megapixels = -(-width * height // 1_000_000)
        raise ImageRefused("pixels", megapixels=megapixels, limit=max_pixels // 1_000_000)
    if max(width, height) > MAX_SIDE:
        raise ImageRefused("side", limit=MAX_SIDE)


def _decoded(data: bytes, width: int, max_pixels: int) -> tuple[list[Image.Image], list[int], int]:
    """Frames, durations and number of loops; the full-size picture is free again when this returns."""
    with _opened(data, max_pixels) as image:
        frames, durations = _frames(image, width)
        return frames, durations, image.info.get("loop", 1)


def _frames(image: Image.Image, width: int) -> tuple[list[Image.Image], list[int]]:
    """All frames to keep, upright and in sRGB at the largest stored size, with their durations in ms."""
    count = getattr(image, "n_frames", 1) if image.format in ("GIF", "WEBP") else 1
    if count == 1:
        return [_picture(image, _stored_size(_upright_size(image), width))], [0]
    if count > image_headers.MAX_FRAMES:
        raise ImageRefused("frames", limit=image_headers.MAX_FRAMES)
    if count * image.width * image.height > ANIMATION_SOURCE_PIXELS:
        raise ImageRefused("animation_pixels")
    size = _stored_size(_upright_size(image), min(width, ANIMATION_WIDTH), ANIMATION_PIXELS // count)
    frames, durations = [], []
    for index in range(count):
        image.seek(index)
        frames.append(_picture(image, size))
        duration = round(image.info.get("duration", 0))
        durations.append(duration if duration > 10 else 100)  # as browsers do
    return frames, durations


def _stored_size(size: Size, width: int, pixels: int = MAX_VARIANT_PIXELS) -> Size:
    fits_pixels = (pixels / (size[0] * size[1])) ** 0.5
    return _scaled(size, min(1.0, width / size[0], WEBP_SIDE / size[1], fits_pixels))


def _scaled(size: Size, scale: float) -> Size:
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _upright_size(image: Image.Image) -> Size:
    width, height = image.size
    return (height, width) if _orientation(image) >= 5 else (width, height)


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except BROKEN:  # a damaged EXIF block is no reason to refuse good pixels
        return 1
    return value if value in UPRIGHT else 1


def _picture(image: Image.Image, size: Size) -> Image.Image:
    """The current frame as RGB or RGBA in sRGB, upright, at `size`, with nothing but pixels."""
    orientation = _orientation(image)
    lying = size[::-1] if orientation >= 5 else size
    if image.format in ("JPEG", "MPO"):
        image.draft(None, (lying[0] * 2, lying[1] * 2))  # decodes at 1/2, 1/4 or 1/8: little memory
    picture = _in_srgb(_reduced(image, lying), image.info.get("icc_profile"))
    picture = _without_full_alpha(_resized(picture, lying))
    if orientation in UPRIGHT:
        picture = picture.transpose(UPRIGHT[orientation])
    picture = picture.copy() if picture is image else picture  # the file moves on to its next frame
    picture.info = {}
    return picture


def _reduced(image: Image.Image, size: Size) -> Image.Image:
    """The frame shrunk by a whole factor to no less than `size`, in strips: no second full-size copy."""
    spare = 2 if image.width * image.height <= ROOMY_PIXELS else 1
    factor = max(1, int(min(image.width / size[0], image.height / size[1]) / spare))
    if factor == 1:
        return _blendable(image)
    rows = factor * max(1, STRIP_PIXELS // (image.width * factor))
    whole = None
    for top in range(0, image.height, rows):
        strip = _blendable(image.crop((0, top, image.width, min(top + rows, image.height)))).reduce(factor)
        if whole is None:
            whole = Image.new(strip.mode, (-(-image.width // factor), -(-image.height // factor)))
        whole.paste(strip, (0, top // factor))
    return whole


def _blendable(image: Image.Image) -> Image.Image:
    """Values that can be averaged, as L, RGB, RGBA or CMYK: palette, key colour, bits, 16 bit cannot."""
    if image.mode.startswith("I"):
        return image.point(lambda value: value * (1 / 257)).convert("L")
    if image.mode == "RGBA":
        return image
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, source, SRGB, outputMode=mode)
        except (ImageCms.PyCMSError, *BROKEN):
            pass  # damaged, or made for another mode
    return image if image.mode == mode else image.convert(mode)


def _resized(image: Image.Image, size: Size) -> Image.Image:
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def _without_full_alpha(image: Image.Image) -> Image.Image:
    opaque = image.mode == "RGBA" and image.getextrema()[3][0] == 255
    return image.convert("RGB") if opaque else image


def _encoded(frames: list[Image.Image], durations: list[int], loop: int) -> bytes:
    target = io.BytesIO()
    if len(frames) == 1:
        drawing = frames[0].getcolors(FEW_COLOURS) is not None
        frames[0].save(target, "WEBP", quality=82, method=4, lossless=drawing)
    else:
        frames[0].save(
            target,
            "WEBP",
            save_all=True,
            append_images=frames[1:],
            duration=durations,
            loop=loop,
            quality=75,
            method=2,
        )
    return target.getvalue()
