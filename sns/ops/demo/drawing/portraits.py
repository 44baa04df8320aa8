"""Portraits of the demo's people: flat drawings put together from the words in people.toml."""

import random

from PIL import Image

from sns.ops.demo.drawing.canvas import Canvas, arc, mix, smooth
from sns.ops.demo.drawing.clothes import CLOTHES, WEARS
from sns.ops.demo.drawing.hair import FRONTS, behind
from sns.ops.demo.drawing.sitter import HAIRS, INK, SKINS, Sitter, one_of

BACKGROUNDS = (
    ("#bfd3ec", "#d9e6f5"),
    ("#f2c5ad", "#f9dfd1"),
    ("#bcd8bf", "#d8eadA"),
    ("#ecd59c", "#f6e8c6"),
    ("#d9cdb8", "#ebe3d4"),
    ("#c9c6e0", "#e1dff0"),
)


def portrait(handle: str, words: str, *, size: int = 480) -> Image.Image:
    """A square portrait; the same handle and words always give the same picture."""
    s, light = _seat(random.Random(f"portrait {handle}"), set(words.split()), size)
    s.c.ellipse(50, 50, 36, 36, light)
    behind(s)
    _body(s)
    _head(s)
    _face(s)
    FRONTS[one_of(FRONTS, s.words, "short")](s)
    _extras(s)
    return s.c.finish()


def _seat(dice: random.Random, words: set[str], size: int) -> tuple[Sitter, str]:
    """The sitter on a fresh canvas, and the colour of the light behind."""
    skin = SKINS[one_of(SKINS, words, dice.choice(("light", "light", "warm")))]
    cloth = dice.choice(CLOTHES[one_of(CLOTHES, words, "shirt")])
    wide = dice.uniform(-0.7, 1.1)
    back, light = dice.choice(BACKGROUNDS)
    canvas = Canvas(size, size, units=82, paper=back, origin=(9, 8.5))
    hair = HAIRS[one_of(HAIRS, words, "black")]
    s = Sitter(words, dice, skin, hair, cloth, wide, canvas)
    if s.soft:
        s.wide -= 0.6
    return s, light


def _body(s: Sitter) -> None:
    if "hoodie" in s.words:
        s.c.blob([(27, 80), (34, 67), (50, 64), (66, 67), (73, 80), (50, 88)], mix(s.cloth, INK, 0.18))
    shoulders = [
        (4, 104),
        (9, 87),
        (22, 77.5),
        (37, 73),
        (50, 72),
        (63, 73),
        (78, 77.5),
        (91, 87),
        (96, 104),
    ]
    s.c.polygon(smooth(shoulders, closed=False), s.cloth)
    _neck(s)
    WEARS[one_of(CLOTHES, s.words, "shirt")](s)


def _neck(s: Sitter) -> None:
    shade = mix(s.skin, "#b5603c", 0.22)
    s.c.polygon([(43, 54), (57, 54), (57.5, 73), (50, 78), (42.5, 73)], shade)


def _head(s: Sitter) -> None:
    ear = mix(s.skin, "#d9825b", 0.18)
    for side in (-1, 1):
        s.c.ellipse(50 + side * (17.6 + s.wide), 48.5, 3.1, 4.2, s.skin)
        s.c.ellipse(50 + side * (17.8 + s.wide), 48.8, 1.5, 2.4, ear)
    w, jaw = s.wide, 1.4 if s.soft else 0
    right = [(50, 26), (62 + w, 29.5), (67.8 + w, 42), (66.4 + w - jaw, 54), (60 - jaw, 63.5)]
    left = [(100 - x, y) for x, y in reversed(right[1:])]
    s.c.blob([*right, (50, 67.4 - jaw / 2), *left], s.skin)


def _face(s: Sitter) -> None:
    _cheeks(s)
    _eyes(s)
    _brows(s)
    nose = mix(s.skin, "#a8502e", 0.38)
    s.c.line([(50.2, 50.5), (51.2, 53.2), (49.6, 53.8)], nose, 0.85, curve=True)
    _mouth(s)
    if s.words & {"grey", "white"}:
        for side in (-1, 1):
            s.c.line(arc(50 + side * 8.4, 54.6, 2.4, 3.4, 90 - side * 62, 90 - side * 118), nose, 0.5)


def _cheeks(s: Sitter) -> None:
    blush = (*mix(s.skin, "#e8704a", 0.55), 105)
    for side in (-1, 1):
        s.c.ellipse(50 + side * 10.8, 54.4, 3.3, 2.2, blush)
    if "freckles" in s.words:
        for dx, dy in ((-12, 52.6), (-10, 53.6), (-8.6, 52.4), (8.6, 52.6), (10.4, 53.6), (12, 52.5)):
            s.c.ellipse(50 + dx, dy, 0.45, 0.45, mix(s.skin, "#8a4522", 0.5))


def _eyes(s: Sitter) -> None:
    kind = s.dice.choice(("round", "round", "oval", "smile"))
    if "glasses" in s.words and kind == "smile":
        kind = "oval"
    for side in (-1, 1):
        x = 50 + side * 7.4
        if kind == "smile":
            s.c.line(arc(x, 49.4, 2.3, 2.2, 200, 340), INK, 1.1)
            continue
        rx, ry = (1.8, 2.05) if kind == "round" else (1.65, 2.35)
        s.c.ellipse(x, 48.6, rx, ry, INK)
        s.c.ellipse(x + 0.55, 47.7, 0.55, 0.6, "#ffffff")
        if s.soft:
            s.c.line(arc(x, 48.7, 2.3, 2.6, 205, 335), INK, 0.7)


def _brows(s: Sitter) -> None:
    colour = mix(s.hair, INK, 0.25 if "white" in s.words else 0.05)
    lift, thick = s.dice.uniform(-0.5, 0.8), 0.9 if s.soft else 1.35
    for side in (-1, 1):
        shape = ((4.8, 42.7 - lift), (7.4, 41.9 - lift), (10.2, 43.2 - lift / 2))
        s.c.line([(50 + side * x, y) for x, y in shape], colour, thick, curve=True)


def _mouth(s: Sitter) -> None:
    lip = mix(s.skin, "#9c2f1c", 0.62)
    if "beard" in s.words:
        _beard(s)
    style = s.dice.choice(("smile", "smile", "open", "side"))
    if style == "open" and not s.words & {"beard", "moustache"}:
        s.c.polygon([*arc(50, 57.4, 4.3, 4.1, 0, 180)], mix("#7c2b22", s.skin, 0.05))
        s.c.polygon([*arc(50, 57.4, 3.5, 1.3, 0, 180)], "#fffaf3")
    elif style == "side":
        s.c.line(arc(50.5, 55.6, 4.6, 3.6, 130, 20), lip, 1.05)
    else:
        s.c.line(arc(50, 56, 4.6, 3.4, 155, 25), lip, 1.05)
    if "moustache" in s.words:
        half = [(50, 55.4), (53, 54.9), (56.4, 57.2), (53.4, 57.3), (50, 56.6)]
        s.c.blob(half, s.hair)
        s.c.blob([(100 - x, y) for x, y in half], s.hair)


def _beard(s: Sitter) -> None:
    w = s.wide
    outer = [(67 + w, 49), (66 + w, 57), (60, 65.4), (50, 69), (40, 65.4), (34 - w, 57), (33 - w, 49)]
    inner = [(36.4 - w, 52), (40, 56.5), (45, 55.2), (50, 55.6), (55, 55.2), (60, 56.5), (63.6 + w, 52)]
    s.c.polygon([*smooth(outer, closed=False), *smooth(inner, closed=False)], mix(s.hair, s.skin, 0.15))
    s.c.blob(
        [(45.2, 58.2), (50, 57), (54.8, 58.2), (53, 60.8), (50, 61.4), (47, 60.8)],
        mix(s.skin, "#c96f4e", 0.2),
    )


# -- hair ------------------------------------------------------------------------------------------


def _extras(s: Sitter) -> None:
    if "glasses" in s.words:
        _glasses(s)
    if "cap" in s.words:
        _cap(s)


def _glasses(s: Sitter) -> None:
    colour = s.dice.choice(("#2f2d33", "#5c3b2a", "#2f4d75", "#6e2f2f"))
    for side in (-1, 1):
        x = 50 + side * 7.7
        s.c.ellipse(x, 48.8, 5.2, 4.7, (255, 255, 255, 46))
        if "side" in s.words:
            s.c.frame(x - 5.2, 44.6, 10.4, 8.4, colour, 0.85, 2.2)
        else:
            s.c.ring(x, 48.8, 5.3, 4.8, colour, 0.85)
        s.c.line([(50 + side * 12.9, 47.8), (50 + side * (17 + s.wide), 46.8)], colour, 0.8)
    s.c.line(arc(50, 49.2, 2.6, 1.6, 200, 340), colour, 0.85)


def _cap(s: Sitter) -> None:
    cloth = "#4d6d86"
    s.c.polygon([*arc(50, 36.5, 20.2 + s.wide, 16.5, 180, 360), (70, 37.5), (30, 37.5)], cloth)
    s.c.blob(
        [(30, 36.6), (50, 34.4), (70, 36.6), (72.5, 39.6), (50, 38.4), (27.5, 39.6)],
        mix(cloth, "#000000", 0.28),
    )
    s.c.rect(46, 26, 8, 4.6, "#c24d1f", 1)
