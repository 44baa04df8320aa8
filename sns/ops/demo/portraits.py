"""Portraits of the demo's people: flat drawings put together from the words in people.toml."""

import random

from PIL import Image

from sns.ops.demo.canvas import Canvas, Colour, Point, arc, mix, smooth

SKINS = {"fair": "#fbdcc6", "light": "#f6cfae", "warm": "#efc19b", "tan": "#dea878", "deep": "#b97c50"}
HAIRS = {
    "black": "#2b2a30",
    "brown": "#5b3f30",
    "auburn": "#7d4a30",
    "blond": "#d1a35c",
    "darkgrey": "#5d5b60",
    "grey": "#8d8b8c",
    "white": "#dcd9d3",
}
BACKGROUNDS = (
    ("#bfd3ec", "#d9e6f5"),
    ("#f2c5ad", "#f9dfd1"),
    ("#bcd8bf", "#d8eadA"),
    ("#ecd59c", "#f6e8c6"),
    ("#d9cdb8", "#ebe3d4"),
    ("#c9c6e0", "#e1dff0"),
)
CLOTHES = {
    "suit": ("#33415c", "#2f3640", "#4a4f5e", "#5a4a52"),
    "work": ("#5d7d96", "#6c8577", "#5d7d96"),
    "shirt": ("#eef1f4", "#dbe7f2", "#f4e6dc", "#e3ecdf"),
    "knit": ("#21508a", "#3f7048", "#a2522f", "#6d5a80", "#8f6400"),
    "hoodie": ("#7d8896", "#3f6b66", "#b05f3c", "#4d5578"),
    "cardigan": ("#8a6d52", "#61795e", "#8d5a63", "#4f6484"),
}
INK = "#33302e"
SOFT_CUTS = {"bob", "shoulder", "long", "bun", "pony", "curly", "girl"}

Words = set[str]


def portrait(handle: str, words: str, *, size: int = 480) -> Image.Image:
    """A square portrait; the same handle and words always give the same picture."""
    return _Sitter(handle, set(words.split())).paint(size)


class _Sitter:
    """One person and the canvas: 100 units wide, the head around (50, 46)."""

    def __init__(self, handle: str, words: Words):
        self.words = words
        self.dice = random.Random(f"portrait {handle}")
        self.soft = bool(words & SOFT_CUTS)
        self.skin = SKINS[self._one_of(SKINS, self.dice.choice(("light", "light", "warm")))]
        self.hair = HAIRS[self._one_of(HAIRS, "black")]
        self.wear = self._one_of(CLOTHES, "shirt")
        self.cloth = self.dice.choice(CLOTHES[self.wear])
        self.cut = self._one_of(FRONTS, "short")
        self.wide = self.dice.uniform(-0.7, 1.1) - (0.6 if self.soft else 0)

    def _one_of(self, known: dict, otherwise: str) -> str:
        return next((word for word in known if word in self.words), otherwise)

    def paint(self, size: int) -> Image.Image:
        back, light = self.dice.choice(BACKGROUNDS)
        self.c = Canvas(size, size, units=82, paper=back, origin=(9, 8.5))
        self.c.ellipse(50, 50, 36, 36, light)
        self._hair_behind()
        self._body()
        self._head()
        self._face()
        FRONTS[self.cut](self)
        self._extras()
        return self.c.finish()

    # -- body ------------------------------------------------------------------------------------------

    def _body(self) -> None:
        if self.wear == "hoodie":
            self.c.blob([(27, 80), (34, 67), (50, 64), (66, 67), (73, 80), (50, 88)], mix(self.cloth, INK, 0.18))
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
        self.c.polygon(smooth(shoulders, closed=False), self.cloth)
        self._neck()
        WEARS[self.wear](self)

    def _neck(self) -> None:
        shade = mix(self.skin, "#b5603c", 0.22)
        self.c.polygon([(43, 54), (57, 54), (57.5, 73), (50, 78), (42.5, 73)], shade)

    def suit(self) -> None:
        """White shirt, lapels, and a tie when the hair is short."""
        dark = mix(self.cloth, "#000000", 0.25)
        self.c.polygon([(42, 71.5), (50, 80), (58, 71.5), (61, 75), (52, 100), (48, 100), (39, 75)], "#f7f7f5")
        if self.soft:
            self.c.polygon(
                [(43.6, 71), (50, 79), (56.4, 71), (57, 74), (50, 83), (43, 74)],
                mix(self.skin, "#b5603c", 0.1),
            )
        else:
            tie = self.dice.choice(("#c24d1f", "#21508a", "#3f7048", "#8f6400"))
            self.c.polygon([(47.7, 79), (52.3, 79), (51.6, 82.2), (54, 100), (46, 100), (48.4, 82.2)], tie)
        self.c.polygon([(39.5, 73), (35, 81), (40, 85), (38, 87), (48.4, 100), (44, 88)], dark)
        self.c.polygon([(60.5, 73), (65, 81), (60, 85), (62, 87), (51.6, 100), (56, 88)], dark)

    def work(self) -> None:
        """The factory's jacket: stand-up collar, zip, a persimmon name tag."""
        dark, bright = mix(self.cloth, "#000000", 0.2), mix(self.cloth, "#ffffff", 0.25)
        self.c.polygon([(41, 70), (50, 81), (44, 86), (37, 74.5)], bright)
        self.c.polygon([(59, 70), (50, 81), (56, 86), (63, 74.5)], bright)
        self.c.line([(50, 81), (50, 98)], dark, 0.9)
        self.c.rect(61.5, 80.4, 12, 1.1, dark, 0.5)
        self.c.rect(64, 83, 7.4, 3.3, "#c24d1f", 0.8)

    def shirt(self) -> None:
        shade = mix(self.cloth, INK, 0.16)
        self.c.polygon([(42, 70.5), (50, 79.5), (45, 85), (38, 75)], "#ffffff")
        self.c.polygon([(58, 70.5), (50, 79.5), (55, 85), (62, 75)], "#ffffff")
        self.c.line([(45, 85), (50, 79.5), (55, 85)], shade, 0.6)
        self.c.line([(50, 80), (50, 98)], shade, 0.6)
        for y in (86, 92):
            self.c.ellipse(51.6, y, 0.7, 0.7, shade)

    def knit(self) -> None:
        band = mix(self.cloth, "#ffffff", 0.18)
        self.c.line(arc(50, 71.5, 8.6, 6.2, 175, 5), band, 2.4)

    def hoodie(self) -> None:
        string = mix(self.cloth, "#ffffff", 0.75)
        self.c.line(arc(50, 71.5, 9.2, 7, 178, 2), mix(self.cloth, INK, 0.25), 2.6)
        for x, y in ((45.5, 90), (54.5, 88)):
            self.c.line([(x, 78), (x - 0.4, y)], string, 0.9)

    def cardigan(self) -> None:
        inner = self.dice.choice(("#f7f4ec", "#f0dccf", "#dfe8f2"))
        self.c.polygon([(41, 71.5), (59, 71.5), (60, 75), (50, 100), (40, 75)], inner)
        self.c.polygon([(43, 71), (50, 76.5), (57, 71)], mix(self.skin, "#b5603c", 0.18))
        edge = mix(self.cloth, "#000000", 0.16)
        self.c.line([(40.3, 73), (49, 100)], edge, 1.6)
        self.c.line([(59.7, 73), (51, 100)], edge, 1.6)

    # -- head ------------------------------------------------------------------------------------------

    def _head(self) -> None:
        ear = mix(self.skin, "#d9825b", 0.18)
        for side in (-1, 1):
            self.c.ellipse(50 + side * (17.6 + self.wide), 48.5, 3.1, 4.2, self.skin)
            self.c.ellipse(50 + side * (17.8 + self.wide), 48.8, 1.5, 2.4, ear)
        w, jaw = self.wide, 1.4 if self.soft else 0
        right = [(50, 26), (62 + w, 29.5), (67.8 + w, 42), (66.4 + w - jaw, 54), (60 - jaw, 63.5)]
        left = [(100 - x, y) for x, y in reversed(right[1:])]
        self.c.blob([*right, (50, 67.4 - jaw / 2), *left], self.skin)

    def _face(self) -> None:
        self._cheeks()
        self._eyes()
        self._brows()
        nose = mix(self.skin, "#a8502e", 0.38)
        self.c.line([(50.2, 50.5), (51.2, 53.2), (49.6, 53.8)], nose, 0.85, curve=True)
        self._mouth()
        if self.words & {"grey", "white"}:
            for side in (-1, 1):
                self.c.line(arc(50 + side * 8.4, 54.6, 2.4, 3.4, 90 - side * 62, 90 - side * 118), nose, 0.5)

    def _cheeks(self) -> None:
        blush = (*mix(self.skin, "#e8704a", 0.55), 105)
        for side in (-1, 1):
            self.c.ellipse(50 + side * 10.8, 54.4, 3.3, 2.2, blush)
        if "freckles" in self.words:
            for dx, dy in ((-12, 52.6), (-10, 53.6), (-8.6, 52.4), (8.6, 52.6), (10.4, 53.6), (12, 52.5)):
                self.c.ellipse(50 + dx, dy, 0.45, 0.45, mix(self.skin, "#8a4522", 0.5))

    def _eyes(self) -> None:
        kind = self.dice.choice(("round", "round", "oval", "smile"))
        if "glasses" in self.words and kind == "smile":
            kind = "oval"
        for side in (-1, 1):
            x = 50 + side * 7.4
            if kind == "smile":
                self.c.line(arc(x, 49.4, 2.3, 2.2, 200, 340), INK, 1.1)
                continue
            rx, ry = (1.8, 2.05) if kind == "round" else (1.65, 2.35)
            self.c.ellipse(x, 48.6, rx, ry, INK)
            self.c.ellipse(x + 0.55, 47.7, 0.55, 0.6, "#ffffff")
            if self.soft:
                self.c.line(arc(x, 48.7, 2.3, 2.6, 205, 335), INK, 0.7)

    def _brows(self) -> None:
        colour = mix(self.hair, INK, 0.25 if "white" in self.words else 0.05)
        lift, thick = self.dice.uniform(-0.5, 0.8), 0.9 if self.soft else 1.35
        for side in (-1, 1):
            shape = ((4.8, 42.7 - lift), (7.4, 41.9 - lift), (10.2, 43.2 - lift / 2))
            self.c.line([(50 + side * x, y) for x, y in shape], colour, thick, curve=True)

    def _mouth(self) -> None:
        lip = mix(self.skin, "#9c2f1c", 0.62)
        if "beard" in self.words:
            self._beard()
        style = self.dice.choice(("smile", "smile", "open", "side"))
        if style == "open" and not self.words & {"beard", "moustache"}:
            self.c.polygon([*arc(50, 57.4, 4.3, 4.1, 0, 180)], mix("#7c2b22", self.skin, 0.05))
            self.c.polygon([*arc(50, 57.4, 3.5, 1.3, 0, 180)], "#fffaf3")
        elif style == "side":
            self.c.line(arc(50.5, 55.6, 4.6, 3.6, 130, 20), lip, 1.05)
        else:
            self.c.line(arc(50, 56, 4.6, 3.4, 155, 25), lip, 1.05)
        if "moustache" in self.words:
            half = [(50, 55.4), (53, 54.9), (56.4, 57.2), (53.4, 57.3), (50, 56.6)]
            self.c.blob(half, self.hair)
            self.c.blob([(100 - x, y) for x, y in half], self.hair)

    def _beard(self) -> None:
        w = self.wide
        outer = [(67 + w, 49), (66 + w, 57), (60, 65.4), (50, 69), (40, 65.4), (34 - w, 57), (33 - w, 49)]
        inner = [(36.4 - w, 52), (40, 56.5), (45, 55.2), (50, 55.6), (55, 55.2), (60, 56.5), (63.6 + w, 52)]
        self.c.polygon([*smooth(outer, closed=False), *smooth(inner, closed=False)], mix(self.hair, self.skin, 0.15))
        self.c.blob(
            [(45.2, 58.2), (50, 57), (54.8, 58.2), (53, 60.8), (50, 61.4), (47, 60.8)],
            mix(self.skin, "#c96f4e", 0.2),
        )

    # -- hair ------------------------------------------------------------------------------------------

    def _hair_behind(self) -> None:
        w, dark = self.wide, mix(self.hair, "#000000", 0.16)
        if self.cut in ("bob", "shoulder", "long"):
            low = {"bob": 66, "shoulder": 79, "long": 96}[self.cut]
            out = {"bob": 22, "shoulder": 22, "long": 22.5}[self.cut] + w
            shape = [
                (50, 22),
                (50 + out * 0.8, 29),
                (50 + out, 46),
                (50 + out + 0.6, low - 6),
                (50 + out - 4, low),
            ]
            self.c.blob([*shape, (50, low - 3), *((100 - x, y) for x, y in reversed(shape[1:]))], dark)
        elif self.cut == "bun":
            self.c.ellipse(50, 19.5, 9, 8.2, dark)
        elif self.cut == "pony":
            self.c.blob([(60, 30), (73, 33), (78.5, 46), (77, 62), (71, 72), (68.5, 60), (68, 44)], dark)
        elif self.cut == "curly":
            for x, y, r in (
                (33, 33, 9),
                (67, 33, 9),
                (29, 45, 8),
                (71, 45, 8),
                (31, 56, 7),
                (69, 56, 7),
                (50, 27, 13),
            ):
                self.c.ellipse(x, y, r, r, dark)
        elif self.cut == "girl":
            self.c.blob([(50, 23), (67, 29), (71, 46), (68, 59), (50, 60), (32, 59), (29, 46), (33, 29)], dark)

    def _cap_of_hair(self, fringe: list[Point], *, rx: float = 19.4, ry: float = 22, ends: float = 8) -> None:
        """Hair over the skull, open below along the fringe (given from right to left)."""
        over = arc(50, 45, rx + self.wide, ry, 180 - ends, 360 + ends)
        self.c.polygon([*over, *smooth(fringe, closed=False)], self.hair)

    def _strand(self, points: list[Point]) -> None:
        self.c.line(points, mix(self.hair, "#ffffff", 0.16), 0.8, curve=True)

    def short(self) -> None:
        self._cap_of_hair([(68, 49), (66.4, 40), (60, 34), (54, 36.6), (46, 33.8), (40, 37), (34.6, 39), (32, 49)])
        self._strand([(44, 27), (50, 25.6), (57, 27.6)])

    def crop(self) -> None:
        self._cap_of_hair([(67.6, 46), (66, 38), (61, 32.6), (50, 31.4), (39, 32.6), (34, 38), (32.4, 46)], ry=20.8)

    def side(self) -> None:
        self._cap_of_hair([(68, 48), (66.6, 39), (61, 34.6), (50, 33.4), (41.5, 28.6), (37, 34), (34, 39), (32, 48)])
        self._strand([(42, 28), (50, 29.6), (60, 31)])

    def parted(self) -> None:
        self._cap_of_hair([(68.4, 51), (66, 42), (58, 35), (50.5, 27.6), (42, 35), (34, 42), (31.6, 51)], ry=22.6)

    def spiky(self) -> None:
        tips = [
            (31, 47),
            (29.6, 40),
            (30.4, 32),
            (33.5, 27.6),
            (37.5, 27),
            (40, 21.8),
            (44, 23.6),
            (48.5, 18.8),
        ]
        tips += [(52.5, 22), (58, 19.6), (60.5, 24.4), (66, 24.6), (67.4, 30), (70, 36), (69, 47)]
        fringe = [
            (67.4, 47),
            (65.5, 39),
            (61, 35.6),
            (56, 37.4),
            (52, 34),
            (46.5, 37),
            (41.5, 34),
            (36.5, 38),
            (33, 47),
        ]
        self.c.polygon([*smooth(tips, closed=False), *smooth(fringe, closed=False)], self.hair)

    def buzz(self) -> None:
        self.hair_kept, self.hair = self.hair, mix(self.hair, self.skin, 0.22)
        fringe = [(67.4, 45), (65.6, 37), (60, 32.4), (50, 31.2), (40, 32.4), (34.4, 37), (32.6, 45)]
        self._cap_of_hair(fringe, rx=18.3, ry=20.2)
        self.hair = self.hair_kept

    def balding(self) -> None:
        for side in (-1, 1):
            half = [(16.4, 38), (18.6, 36.4), (20.6, 42), (20.2, 50), (17.8, 52), (17, 45)]
            self.c.blob([(50 + side * (x + self.wide), y) for x, y in half], self.hair)
        self.c.line(arc(50, 45.4, 16, 18.2, 238, 300), mix(self.hair, self.skin, 0.35), 1.1)
        shine = (255, 255, 255, 70)
        self.c.ellipse(56, 31.6, 4, 1.7, shine)

    def wavy(self) -> None:
        for x, y, r in (
            (34, 34, 6.4),
            (39, 27.6, 7),
            (48, 24.6, 7.6),
            (58, 25.6, 7.4),
            (65.4, 32, 6.6),
            (68, 40, 4.6),
            (32, 40, 4.6),
        ):
            self.c.ellipse(x, y, r, r, self.hair)
        self._cap_of_hair(
            [(68.4, 48), (66, 40), (61, 36.4), (56, 33), (50, 36), (44, 34), (38, 37.6), (34, 41), (31.6, 48)]
        )

    def bob(self) -> None:
        self._cap_of_hair(
            [
                (69.6, 60),
                (66.4, 50),
                (65, 40.6),
                (58, 38.6),
                (50, 39.4),
                (42, 38.6),
                (35, 40.6),
                (33.6, 50),
                (30.4, 60),
            ],
            rx=21,
            ends=26,
        )
        self._strand([(41, 27.5), (50, 25.4), (59, 27.5)])

    def shoulder(self) -> None:
        self._cap_of_hair(
            [(70.4, 62), (66.2, 50), (63, 39), (54, 32.6), (44, 29.4), (38, 37), (33.8, 50), (29.6, 62)],
            rx=21.2,
            ends=30,
        )
        self._locks(76)
        self._strand([(46, 28), (56, 31), (63, 37)])

    def _locks(self, low: float) -> None:
        for side in (-1, 1):
            lock = [(15.8, 42), (19.6, 44), (21.8, 56), (20.6, low - 6), (17.4, low), (16.6, 60), (16.8, 52)]
            self.c.blob([(50 + side * (x + self.wide), y) for x, y in lock], self.hair)

    def long(self) -> None:
        self._cap_of_hair(
            [(70.6, 66), (66, 52), (64, 41), (57, 33), (50, 27.6), (43, 33), (36, 41), (34, 52), (29.4, 66)],
            rx=21.2,
            ends=36,
        )
        self._locks(81)

    def bun(self) -> None:
        self._cap_of_hair([(68, 49), (66, 40), (58, 32.4), (50, 30.4), (42, 32.4), (34, 40), (32, 49)], ry=21.4)
        self._strand(arc(50, 19.5, 5, 4.4, 200, 330))

    def pony(self) -> None:
        self._cap_of_hair(
            [(68.4, 50), (66, 41), (60, 36.4), (52, 37.6), (45, 33), (38, 37), (34, 42), (31.6, 50)], ry=22.2
        )
        self.c.ellipse(68.6, 33.5, 2.2, 2.2, "#c24d1f")

    def curly(self) -> None:
        for x, y, r in (
            (36, 34, 6),
            (42, 29, 6.4),
            (50, 27.6, 6.6),
            (58, 29, 6.4),
            (64, 34, 6),
            (67.6, 41, 4.8),
            (32.4, 41, 4.8),
        ):
            self.c.ellipse(x, y, r, r, self.hair)

    def girl(self) -> None:
        self._cap_of_hair(
            [
                (69.6, 55),
                (66.6, 46),
                (64, 39),
                (57, 34),
                (47, 31),
                (40, 37),
                (35, 42),
                (33.4, 47),
                (30.4, 55),
            ],
            rx=20.4,
            ends=20,
        )
        self._strand([(47, 28), (55, 29), (62, 34)])

    # -- extras ----------------------------------------------------------------------------------------

    def _extras(self) -> None:
        if "glasses" in self.words:
            self._glasses()
        if "cap" in self.words:
            self._cap()

    def _glasses(self) -> None:
        colour = self.dice.choice(("#2f2d33", "#5c3b2a", "#2f4d75", "#6e2f2f"))
        for side in (-1, 1):
            x = 50 + side * 7.7
            self.c.ellipse(x, 48.8, 5.2, 4.7, (255, 255, 255, 46))
            if "side" in self.words:
                self.c.frame(x - 5.2, 44.6, 10.4, 8.4, colour, 0.85, 2.2)
            else:
                self.c.ring(x, 48.8, 5.3, 4.8, colour, 0.85)
            self.c.line([(50 + side * 12.9, 47.8), (50 + side * (17 + self.wide), 46.8)], colour, 0.8)
        self.c.line(arc(50, 49.2, 2.6, 1.6, 200, 340), colour, 0.85)

    def _cap(self) -> None:
        cloth = "#4d6d86"
        self.c.polygon([*arc(50, 36.5, 20.2 + self.wide, 16.5, 180, 360), (70, 37.5), (30, 37.5)], cloth)
        self.c.blob(
            [(30, 36.6), (50, 34.4), (70, 36.6), (72.5, 39.6), (50, 38.4), (27.5, 39.6)],
            mix(cloth, "#000000", 0.28),
        )
        self.c.rect(46, 26, 8, 4.6, "#c24d1f", 1)


FRONTS = {
    "girl": _Sitter.girl,  # before "short", which it goes with
    "crop": _Sitter.crop,
    "side": _Sitter.side,
    "parted": _Sitter.parted,
    "spiky": _Sitter.spiky,
    "buzz": _Sitter.buzz,
    "balding": _Sitter.balding,
    "wavy": _Sitter.wavy,
    "bob": _Sitter.bob,
    "shoulder": _Sitter.shoulder,
    "long": _Sitter.long,
    "bun": _Sitter.bun,
    "pony": _Sitter.pony,
    "curly": _Sitter.curly,
    "short": _Sitter.short,
}
WEARS = {name: getattr(_Sitter, name) for name in CLOTHES}

__all__ = ["Colour", "portrait"]
