"""How people wear their hair: what is behind the head, and one function per cut for what is in front."""

from sns.ops.demo.drawing.canvas import Point, arc, mix, smooth
from sns.ops.demo.drawing.sitter import Sitter, one_of


def behind(s: Sitter) -> None:
    cut = one_of(FRONTS, s.words, "short")
    w, dark = s.wide, mix(s.hair, "#000000", 0.16)
    if cut in ("bob", "shoulder", "long"):
        low = {"bob": 66, "shoulder": 79, "long": 96}[cut]
        out = {"bob": 22, "shoulder": 22, "long": 22.5}[cut] + w
        shape = [
            (50, 22),
            (50 + out * 0.8, 29),
            (50 + out, 46),
            (50 + out + 0.6, low - 6),
            (50 + out - 4, low),
        ]
        s.c.blob([*shape, (50, low - 3), *((100 - x, y) for x, y in reversed(shape[1:]))], dark)
    elif cut == "bun":
        s.c.ellipse(50, 19.5, 9, 8.2, dark)
    elif cut == "pony":
        s.c.blob([(60, 30), (73, 33), (78.5, 46), (77, 62), (71, 72), (68.5, 60), (68, 44)], dark)
    elif cut == "curly":
        for x, y, r in (
            (33, 33, 9),
            (67, 33, 9),
            (29, 45, 8),
            (71, 45, 8),
            (31, 56, 7),
            (69, 56, 7),
            (50, 27, 13),
        ):
            s.c.ellipse(x, y, r, r, dark)
    elif cut == "pixie":
        s.c.blob([(50, 23), (67, 29), (71, 46), (68, 59), (50, 60), (32, 59), (29, 46), (33, 29)], dark)


def _cap_of_hair(s: Sitter, fringe: list[Point], *, rx: float = 19.4, ry: float = 22, ends: float = 8) -> None:
    """Hair over the skull, open below along the fringe (given from right to left)."""
    over = arc(50, 45, rx + s.wide, ry, 180 - ends, 360 + ends)
    s.c.polygon([*over, *smooth(fringe, closed=False)], s.hair)


def _strand(s: Sitter, points: list[Point]) -> None:
    s.c.line(points, mix(s.hair, "#ffffff", 0.16), 0.8, curve=True)


def short(s: Sitter) -> None:
    _cap_of_hair(s, [(68, 49), (66.4, 40), (60, 34), (54, 36.6), (46, 33.8), (40, 37), (34.6, 39), (32, 49)])
    _strand(s, [(44, 27), (50, 25.6), (57, 27.6)])


def crop(s: Sitter) -> None:
    _cap_of_hair(s, [(67.6, 46), (66, 38), (61, 32.6), (50, 31.4), (39, 32.6), (34, 38), (32.4, 46)], ry=20.8)


def side(s: Sitter) -> None:
    _cap_of_hair(s, [(68, 48), (66.6, 39), (61, 34.6), (50, 33.4), (41.5, 28.6), (37, 34), (34, 39), (32, 48)])
    _strand(s, [(42, 28), (50, 29.6), (60, 31)])


def parted(s: Sitter) -> None:
    _cap_of_hair(s, [(68.4, 51), (66, 42), (58, 35), (50.5, 27.6), (42, 35), (34, 42), (31.6, 51)], ry=22.6)


def spiky(s: Sitter) -> None:
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
    s.c.polygon([*smooth(tips, closed=False), *smooth(fringe, closed=False)], s.hair)


def buzz(s: Sitter) -> None:
    kept, s.hair = s.hair, mix(s.hair, s.skin, 0.22)
    fringe = [(67.4, 45), (65.6, 37), (60, 32.4), (50, 31.2), (40, 32.4), (34.4, 37), (32.6, 45)]
    _cap_of_hair(s, fringe, rx=18.3, ry=20.2)
    s.hair = kept


def balding(s: Sitter) -> None:
    for side in (-1, 1):
        half = [(16.4, 38), (18.6, 36.4), (20.6, 42), (20.2, 50), (17.8, 52), (17, 45)]
        s.c.blob([(50 + side * (x + s.wide), y) for x, y in half], s.hair)
    s.c.line(arc(50, 45.4, 16, 18.2, 238, 300), mix(s.hair, s.skin, 0.35), 1.1)
    shine = (255, 255, 255, 70)
    s.c.ellipse(56, 31.6, 4, 1.7, shine)


def wavy(s: Sitter) -> None:
    for x, y, r in (
        (34, 34, 6.4),
        (39, 27.6, 7),
        (48, 24.6, 7.6),
        (58, 25.6, 7.4),
        (65.4, 32, 6.6),
        (68, 40, 4.6),
        (32, 40, 4.6),
    ):
        s.c.ellipse(x, y, r, r, s.hair)
    _cap_of_hair(s, [(68.4, 48), (66, 40), (61, 36.4), (56, 33), (50, 36), (44, 34), (38, 37.6), (34, 41), (31.6, 48)])


def bob(s: Sitter) -> None:
    _cap_of_hair(
        s,
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
    _strand(s, [(41, 27.5), (50, 25.4), (59, 27.5)])


def shoulder(s: Sitter) -> None:
    _cap_of_hair(
        s,
        [(70.4, 62), (66.2, 50), (63, 39), (54, 32.6), (44, 29.4), (38, 37), (33.8, 50), (29.6, 62)],
        rx=21.2,
        ends=30,
    )
    _locks(s, 76)
    _strand(s, [(46, 28), (56, 31), (63, 37)])


def _locks(s: Sitter, low: float) -> None:
    for side in (-1, 1):
        lock = [(15.8, 42), (19.6, 44), (21.8, 56), (20.6, low - 6), (17.4, low), (16.6, 60), (16.8, 52)]
        s.c.blob([(50 + side * (x + s.wide), y) for x, y in lock], s.hair)


def long(s: Sitter) -> None:
    _cap_of_hair(
        s,
        [(70.6, 66), (66, 52), (64, 41), (57, 33), (50, 27.6), (43, 33), (36, 41), (34, 52), (29.4, 66)],
        rx=21.2,
        ends=36,
    )
    _locks(s, 81)


def bun(s: Sitter) -> None:
    _cap_of_hair(s, [(68, 49), (66, 40), (58, 32.4), (50, 30.4), (42, 32.4), (34, 40), (32, 49)], ry=21.4)
    _strand(s, arc(50, 19.5, 5, 4.4, 200, 330))


def pony(s: Sitter) -> None:
    _cap_of_hair(s, [(68.4, 50), (66, 41), (60, 36.4), (52, 37.6), (45, 33), (38, 37), (34, 42), (31.6, 50)], ry=22.2)
    s.c.ellipse(68.6, 33.5, 2.2, 2.2, "#c24d1f")


def curly(s: Sitter) -> None:
    for x, y, r in (
        (36, 34, 6),
        (42, 29, 6.4),
        (50, 27.6, 6.6),
        (58, 29, 6.4),
        (64, 34, 6),
        (67.6, 41, 4.8),
        (32.4, 41, 4.8),
    ):
        s.c.ellipse(x, y, r, r, s.hair)


def pixie(s: Sitter) -> None:
    _cap_of_hair(
        s,
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
    _strand(s, [(47, 28), (55, 29), (62, 34)])


FRONTS = {
    "pixie": pixie,  # before "short", which it goes with
    "crop": crop,
    "side": side,
    "parted": parted,
    "spiky": spiky,
    "buzz": buzz,
    "balding": balding,
    "wavy": wavy,
    "bob": bob,
    "shoulder": shoulder,
    "long": long,
    "bun": bun,
    "pony": pony,
    "curly": curly,
    "short": short,
}
