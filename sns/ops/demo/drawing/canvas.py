"""A small flat-illustration canvas on Pillow: unit coordinates, smooth curves, drawn large and scaled down."""

import math
from collections.abc import Iterable, Sequence

from PIL import Image, ImageColor, ImageDraw, ImageFilter

Point = tuple[float, float]
Colour = str | tuple[int, int, int] | tuple[int, int, int, int]


def mix(one: Colour, other: Colour, share: float) -> tuple[int, int, int]:
    """`share` of `other` in `one`."""
    a, b = (ImageColor.getrgb(c)[:3] if isinstance(c, str) else c[:3] for c in (one, other))
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b, strict=True))


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 14) -> list[Point]:
    """The Catmull-Rom curve through the points."""
    count = len(points)
    at = (lambda i: points[i % count]) if closed else (lambda i: points[min(max(i, 0), count - 1)])
    curve = []
    for i in range(count if closed else count - 1):
        p0, p1, p2, p3 = at(i - 1), at(i), at(i + 1), at(i + 2)
        curve += [_between(p0, p1, p2, p3, step / steps) for step in range(steps)]
    return curve if closed else [*curve, points[-1]]


def _between(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    return tuple(
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
    )


def arc(cx: float, cy: float, rx: float, ry: float, start: float, end: float, steps: int = 40) -> list[Point]:
    """Points of an ellipse from `start` to `end` degrees; 0 is right, 90 is down."""
    angles = (math.radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return [(cx + rx * math.cos(a), cy + ry * math.sin(a)) for a in angles]


class Canvas:
    """The window starts at `origin` and is `units` wide; everything is drawn `finer` times larger."""

    def __init__(self, width: int, height: int, *, units: float, paper: Colour, origin: Point = (0, 0), finer: int = 4):
        self.size = (width, height)
        self.origin = origin
        self.scale = width / units * finer
        self.image = Image.new("RGB", (width * finer, height * finer), paper)
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def _px(self, points: Iterable[Point]) -> list[Point]:
        return [((x - self.origin[0]) * self.scale, (y - self.origin[1]) * self.scale) for x, y in points]

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> list[float]:
        (left, top), (right, bottom) = self._px([(x0, y0), (x1, y1)])
        return [left, top, right, bottom]

    def polygon(self, points: Iterable[Point], fill: Colour) -> None:
        self.draw.polygon(self._px(points), fill=fill)

    def blob(self, points: Sequence[Point], fill: Colour) -> None:
        self.polygon(smooth(points), fill)

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, fill: Colour) -> None:
        self.draw.ellipse(self._box(cx - rx, cy - ry, cx + rx, cy + ry), fill=fill)

    def ring(self, cx: float, cy: float, rx: float, ry: float, colour: Colour, width: float) -> None:
        self.draw.ellipse(
            self._box(cx - rx, cy - ry, cx + rx, cy + ry), outline=colour, width=round(width * self.scale)
        )

    def rect(self, x: float, y: float, w: float, h: float, fill: Colour, radius: float = 0) -> None:
        self.draw.rounded_rectangle(self._box(x, y, x + w, y + h), radius * self.scale, fill=fill)

    def frame(self, x: float, y: float, w: float, h: float, colour: Colour, width: float, radius: float) -> None:
        box, s = self._box(x, y, x + w, y + h), self.scale
        self.draw.rounded_rectangle(box, radius * s, outline=colour, width=round(width * s))

    def line(self, points: Sequence[Point], colour: Colour, width: float, *, curve: bool = False) -> None:
        """A stroke with round joints and ends."""
        pixels = self._px(smooth(points, closed=False) if curve else points)
        thick = width * self.scale
        self.draw.line(pixels, fill=colour, width=max(1, round(thick)), joint="curve")
        for x, y in (pixels[0], pixels[-1]):
            self.draw.ellipse([x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2], fill=colour)

    def gradient(self, y0: float, y1: float, top: Colour, bottom: Colour, x0: float = 0, x1: float = 1e6) -> None:
        """A vertical gradient between two heights."""
        first, last = round(y0 * self.scale), round(y1 * self.scale)
        left, right = round(x0 * self.scale), min(round(x1 * self.scale), self.image.width)
        for y in range(first, min(last, self.image.height)):
            colour = mix(top, bottom, (y - first) / max(1, last - first))
            self.draw.line([(left, y), (right, y)], fill=colour)

    def glow(self, cx: float, cy: float, radius: float, colour: Colour, strength: float) -> None:
        """Soft light around a point: `strength` (0 to 1) of the colour in the middle."""
        small = Image.new("L", (200, 200))
        ImageDraw.Draw(small).ellipse([50, 50, 150, 150], fill=round(255 * strength))
        side = round(radius * 4 * self.scale)
        mask = small.filter(ImageFilter.GaussianBlur(24)).resize((side, side), Image.Resampling.BICUBIC)
        at = (round(cx * self.scale - side / 2), round(cy * self.scale - side / 2))
        self.image.paste(Image.new("RGB", (side, side), colour), at, mask)

    def shadow(self, cx: float, cy: float, rx: float, ry: float, strength: float = 0.35) -> None:
        """A soft dark ellipse under something that stands."""
        w, h = round(rx * 4 * self.scale), round(ry * 4 * self.scale)
        small = Image.new("L", (128, 128))
        ImageDraw.Draw(small).ellipse([32, 32, 96, 96], fill=round(255 * strength))
        mask = small.filter(ImageFilter.GaussianBlur(9)).resize((w, h), Image.Resampling.BICUBIC)
        (x, y), *_ = self._px([(cx, cy)])
        self.image.paste(Image.new("RGB", (w, h), "#2a1d14"), (round(x - w / 2), round(y - h / 2)), mask)

    def finish(self) -> Image.Image:
        """The picture in its final size."""
        return self.image.resize(self.size, Image.Resampling.BOX)
