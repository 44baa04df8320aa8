"""Every picture is made here in code: what phones, tools and attackers send."""

import contextlib
import io
import struct
import subprocess
import sys
import zlib

import pytest
from django.utils import translation
from PIL import Image, ImageCms, PngImagePlugin

from sns.core import images
from sns.core.refusals import ImageRefused

# How a camera held that way stores an upright scene (EXIF 2.32, tag 0x0112)
LIES = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 180, 20), (20, 20, 220), (255, 255, 255)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def quadrants(size=(80, 40), mode="RGB"):
    """Red top left, green top right, blue bottom left, white bottom right."""
    image = Image.new("RGB", size, WHITE)
    width, height = size[0] // 2, size[1] // 2
    for colour, corner in ((RED, (0, 0)), (GREEN, (width, 0)), (BLUE, (0, height))):
        image.paste(colour, (*corner, corner[0] + width, corner[1] + height))
    return image.quantize(8) if mode == "P" else image.convert(mode)


def saved(image, kind="PNG", **options):
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def process(data, **options):
    return images.process(io.BytesIO(data), **options)


def variant(data, name=480):
    return Image.open(io.BytesIO(process(data).variants[name]))


def refusal(data, **options):
    with pytest.raises(ImageRefused) as caught:
        process(data, **options)
    return caught.value


def close(pixel, colour, tolerance=30):
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, colour, strict=False))


def corners(image):
    image, (width, height) = image.convert("RGB"), image.size
    spots = ((x * width // 4, y * height // 4) for y in (1, 3) for x in (1, 3))
    return [image.getpixel(spot) for spot in spots]


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, *chunks, depth=8, colour=2):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


def gif(width, height, frames, extent=None):
    """The smallest GIF frames there are: a lot of them in few bytes."""
    extent = extent or (0, 0, 1, 1)
    frame = b"," + struct.pack("<4HB", *extent, 0) + b"\x02\x02\x44\x01\x00"
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)
    return head + frame * frames + b";"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_phone_photo_comes_out_upright_without_its_place(orientation):
    lying = quadrants()
    if orientation in LIES:
        lying = lying.transpose(LIES[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 41.0, 22.0), 3: "E", 4: (139.0, 41.0, 30.0)})
    data = saved(lying, "JPEG", quality=95, exif=exif, comment=b"secret place")
    assert b"Exif" in data

    result = process(data)

    assert (result.width, result.height) == (80, 40)
    stored = Image.open(io.BytesIO(result.variants[480]))
    assert all(map(close, corners(stored), (RED, GREEN, BLUE, WHITE)))
    assert not stored.getexif()
    assert not any(trace in result.variants[480] for trace in (b"EXIF", b"Exif", b"secret"))


def test_a_large_photo_is_turned_after_being_shrunk():
    exif = Image.Exif()
    exif[0x0112] = 6
    data = saved(quadrants((4000, 3000)).transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)

    result = process(data)

    assert (result.width, result.height) == (1600, 1200)
    sizes = {name: Image.open(io.BytesIO(data)).size for name, data in result.variants.items()}
    assert sizes == {480: (480, 360), 960: (960, 720), 1600: (1600, 1200)}
    assert all(map(close, corners(Image.open(io.BytesIO(result.variants[960]))), (RED, GREEN, BLUE, WHITE)))


@pytest.mark.parametrize(
    ("width", "expected"),
    [(1, [480]), (480, [480]), (481, [480, 960]), (1200, [480, 960, 1600]), (3000, [480, 960, 1600])],
)
def test_there_is_one_variant_for_each_useful_width_and_none_is_enlarged(width, expected):
    result = process(saved(Image.new("RGB", (width, 10), RED)))

    assert list(result.variants) == expected
    assert result.width == min(width, 1600)
    for name, data in result.variants.items():
        assert Image.open(io.BytesIO(data)).width == min(name, width)


def test_metadata_of_every_kind_is_dropped():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>", zip=False)
    info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>secret</x:xmpmeta>")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved(quadrants(), pnginfo=info, icc_profile=profile) + b"<script>trailing</script>"

    stored = process(data).variants[480]

    assert not any(trace in stored for trace in (b"script", b"secret", b"ICCP", b"XMP"))


def test_a_gif_that_is_also_a_script_keeps_only_its_pixels():
    data = saved(quadrants(mode="P"), "GIF", comment=b"*/=1;alert(document.cookie);//")

    assert b"alert" not in process(data + b"*/;alert(1)").variants[480]


def test_a_wide_gamut_profile_is_applied_and_not_just_dropped():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert close(corners(variant(saved(quadrants(), icc_profile=lab)))[0], RED)  # not for RGB: ignored
    assert close(corners(variant(saved(quadrants(), icc_profile=b"rubbish")))[0], RED)

    swapped = swapped_profile()
    assert close(corners(variant(saved(quadrants(), icc_profile=swapped)))[0], GREEN, 60)


def swapped_profile():
    """sRGB with the red and green primaries exchanged: only a real conversion shows it."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red, green = profile.index(b"rXYZ", 128), profile.index(b"gXYZ", 128)
    changed = bytearray(profile)
    changed[red : red + 4], changed[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(changed)


@pytest.mark.parametrize(
    "data",
    [
        saved(quadrants(mode="CMYK"), "JPEG", quality=95),
        saved(quadrants(), "JPEG", quality=95, progressive=True),
        saved(quadrants(), "MPO", quality=95, save_all=True, append_images=[quadrants((20, 10))]),
        saved(quadrants(mode="P")),
        saved(quadrants(mode="P"), "GIF"),
        saved(quadrants(), "WEBP"),
        saved(quadrants(), "AVIF"),
        saved(quadrants(mode="RGBA"), "WEBP", lossless=True),
        saved(quadrants((8000, 400), mode="P")),
    ],
    ids=["cmyk", "progressive", "two in one", "palette", "gif", "webp", "avif", "rgba", "palette reduced"],
)
def test_colours_survive_every_mode(data):
    assert all(map(close, corners(variant(data)), (RED, GREEN, BLUE, WHITE)))


@pytest.mark.parametrize("wide", [1, 100])
def test_grey_of_one_eight_and_sixteen_bits_keeps_its_brightness(wide):
    size = (40 * wide, 40)
    sixteen = Image.new("I;16", size, 0x8080)
    for data in (
        saved(sixteen),
        saved(Image.new("L", size, 0x80)),
        saved(Image.new("LA", size, (0x80, 255))),
    ):
        assert close(corners(variant(data))[0], (0x80,) * 3, 4)
    assert close(corners(variant(saved(Image.new("1", size, 1))))[0], WHITE)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
@pytest.mark.parametrize("width", [40, 4000])
def test_transparency_is_kept(mode, width):
    image = Image.new("RGBA", (width, 40), (0, 0, 0, 0))
    image.paste((*RED, 255), (0, 0, width // 2, 40))
    image = image.quantize(4) if mode == "P" else image.convert(mode)

    stored = variant(saved(image)).convert("RGBA")

    assert stored.getpixel((5, 2))[3] == 255
    assert stored.getpixel((stored.width - 5, stored.height - 1))[3] == 0


def test_a_key_colour_becomes_transparent():
    stored = variant(saved(quadrants(), transparency=RED)).convert("RGBA")

    assert [stored.getpixel(spot)[3] for spot in ((10, 10), (70, 10))] == [0, 255]


def test_an_opaque_alpha_channel_is_not_stored():
    assert variant(saved(Image.new("RGBA", (50, 50), (*RED, 255)))).mode == "RGB"


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_an_animation_stays_one_with_its_times(kind):
    frames = [Image.new("RGB", (1200, 400), colour) for colour in (RED, GREEN, BLUE)]
    data = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=[200, 300, 500], loop=0)

    result = process(data)

    assert list(result.variants) == [480, 960]
    stored = Image.open(io.BytesIO(result.variants[480]))
    assert (stored.n_frames, stored.size, stored.info["loop"]) == (3, (480, 160), 0)
    seen = []
    for index in range(3):
        stored.seek(index)
        stored.load()
        seen.append((close(corners(stored)[0], (RED, GREEN, BLUE)[index]), stored.info["duration"]))
    assert seen == [(True, 200), (True, 300), (True, 500)]


def test_a_long_animation_is_made_smaller_until_it_fits_its_budget():
    frames = [Image.new("L", (1000, 700), index * 97 % 256) for index in range(120)]
    result = process(saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50))

    assert result.width * result.height * 120 <= images.ANIMATION_PIXELS * 1.01
    assert Image.open(io.BytesIO(result.variants[480])).n_frames == 120


def test_an_animated_png_keeps_its_first_frame():
    frames = [Image.new("RGB", (60, 60), colour) for colour in (RED, GREEN)]
    stored = variant(saved(frames[0], "PNG", save_all=True, append_images=frames[1:]))

    assert (getattr(stored, "n_frames", 1), close(corners(stored)[0], RED)) == (1, True)


def test_a_screenshot_is_stored_without_loss_and_an_endless_one_stays_within_webp():
    assert corners(variant(saved(quadrants()))) == [RED, GREEN, BLUE, WHITE]
    result = process(saved(Image.new("L", (1200, 30_000), 200)))

    assert result.height <= images.WEBP_SIDE
    assert result.width * result.height <= images.MAX_VARIANT_PIXELS * 1.01
    for name, data in result.variants.items():
        assert Image.open(io.BytesIO(data)).width == min(name, result.width)


def test_the_same_source_has_the_same_fingerprint_wherever_reading_stopped():
    source = io.BytesIO(saved(quadrants()))
    first = images.process(source)

    assert images.process(source) == first
    assert len(first.sha256_of_source) == 64


def test_avatars_are_square_from_the_centre():
    image = Image.new("RGB", (900, 300), RED)
    image.paste(GREEN, (300, 0, 600, 300))

    made = images.avatar(io.BytesIO(saved(image)))

    stored = {side: Image.open(io.BytesIO(data)) for side, data in made.items()}
    assert {side: image.size for side, image in stored.items()} == {96: (96, 96), 256: (256, 256)}
    assert all(close(pixel, GREEN) for pixel in corners(stored[256]))


def test_a_tiny_avatar_is_not_enlarged_and_a_turned_one_is_upright():
    exif = Image.Exif()
    exif[0x0112] = 3
    made = images.avatar(io.BytesIO(saved(quadrants((50, 50)), "JPEG", quality=95, exif=exif)))

    stored = Image.open(io.BytesIO(made[96]))
    assert stored.size == (50, 50)
    assert close(corners(stored)[3], RED)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not_image"),
        (b"%PDF-1.7", "not_image"),
        (b"BM" + bytes(100), "not_image"),
        (b"II*\0" + bytes(100), "not_image"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", "not_image"),
        (b"\xff\xd8\xff", "broken"),
        (b"\x89PNG\r\n\x1a\n", "broken"),
        (b"GIF89a", "broken"),
        (b"RIFF\0\0\0\0WEBP", "broken"),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", "broken"),
        (png(30_000, 30_000, chunk(b"IDAT", b"")), "pixels"),
        (png(2**31 - 1, 2**31 - 1), "pixels"),
        (png(1, 50_001, chunk(b"IDAT", b"")), "side"),
        (png(0, 0, chunk(b"IDAT", b"")), "broken"),
        (gif(65_535, 65_535, 1), "pixels"),
        (gif(10, 10, 1, extent=(0, 0, 65_535, 65_535)), "pixels"),
        (gif(10, 10, 100_000), "frames"),
        (gif(2000, 2000, 150), "animation_pixels"),
        (gif(10, 10, 0), "broken"),
        (gif(10, 10, 1)[:30] + b"!\xfe" + b"\xff" * 100, "broken"),
        (b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0" + b"\xff\x3f\0" * 2, "pixels"),
        (b"GIF89a\1\0\1\0\0\0\0!\xfe" + b"\1a" * 1_100_000 + b"\0" + gif(1, 1, 1)[19:], "broken"),
        (b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0" + b"\x87\x13\0" * 2, "broken"),
        (b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0" + b"\x88\x13\0" * 2, "pixels"),
        (saved(quadrants(), "JPEG")[:400], "broken"),
        (b"\xff\xd8" + b"\xff\xfe\0\x02" * 60_000 + saved(quadrants(), "JPEG")[2:], "broken"),
        (png(8, 8, *[chunk(b"tEXt", b"a\0b")] * 60_000), "broken"),
    ],
)
def test_what_is_no_harmless_picture_is_refused(data, code):
    error = refusal(data)

    assert error.code == code
    assert "%(" not in str(error)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_a_picture_cut_in_half_is_refused(kind):
    noise = Image.effect_noise((300, 300), 90)
    data = saved(noise, kind)

    assert refusal(data[: len(data) // 2]).code == "broken"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_damaged_bytes_end_in_a_picture_or_a_refusal_and_never_in_a_crash(kind):
    data = bytearray(saved(quadrants((64, 64), mode="P" if kind == "GIF" else "RGB"), kind))
    for position in range(0, min(len(data), 600), 3):
        for value in (0x00, 0xFF, 0x7F):
            changed = bytearray(data)
            changed[position] = value
            with contextlib.suppress(ImageRefused):
                assert process(bytes(changed)).variants


def test_the_limits_can_be_set_and_are_told_in_numbers():
    data = saved(Image.new("RGB", (2000, 1100), RED))

    assert process(data, max_pixels=2_200_000)
    error = refusal(data, max_pixels=2_000_000)
    assert str(error) == "This picture has 3 million pixels. Please make it smaller than 2 million."
    assert refusal(data, max_bytes=100).code == "too_big"


def test_a_bomb_in_a_text_chunk_or_a_profile_does_not_unpack():
    packed = zlib.compress(bytes(200_000_000))
    for kind, body in ((b"zTXt", b"a\0\0" + packed), (b"iCCP", b"a\0\0" + packed)):
        with_bomb = png(1, 1, chunk(kind, body), chunk(b"IDAT", zlib.compress(bytes(4))))
        with contextlib.suppress(ImageRefused):
            assert process(with_bomb).width == 1


MEMORY = """
import io, resource, struct, sys, zlib
from sns.core import images
def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
side = 7000
packer = zlib.compressobj(1)
packed = b"".join(packer.compress(bytes(side * 4 + 1)) for _ in range(side)) + packer.flush()
head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0))
data = b"\\x89PNG\\r\\n\\x1a\\n" + head + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
images.process(io.BytesIO(data))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_the_largest_picture_is_made_in_bounded_memory():
    """49 million RGBA pixels: one decoded copy (4 bytes each, 187 MB) and little more."""
    done = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True)

    assert int(done.stdout) < 300
