"""What people wear on their portraits."""

from sns.ops.demo.drawing.canvas import arc, mix
from sns.ops.demo.drawing.sitter import INK, Sitter

CLOTHES = {
    "suit": ("#33415c", "#2f3640", "#4a4f5e", "#5a4a52"),
    "work": ("#5d7d96", "#6c8577", "#5d7d96"),
    "shirt": ("#eef1f4", "#dbe7f2", "#f4e6dc", "#e3ecdf"),
    "knit": ("#21508a", "#3f7048", "#a2522f", "#6d5a80", "#8f6400"),
    "hoodie": ("#7d8896", "#3f6b66", "#b05f3c", "#4d5578"),
    "cardigan": ("#8a6d52", "#61795e", "#8d5a63", "#4f6484"),
}


def suit(s: Sitter) -> None:
    """White shirt, lapels, and a tie when the hair is short."""
    dark = mix(s.cloth, "#000000", 0.25)
    s.c.polygon([(42, 71.5), (50, 80), (58, 71.5), (61, 75), (52, 100), (48, 100), (39, 75)], "#f7f7f5")
    if s.soft:
        s.c.polygon(
            [(43.6, 71), (50, 79), (56.4, 71), (57, 74), (50, 83), (43, 74)],
            mix(s.skin, "#b5603c", 0.1),
        )
    else:
        tie = s.dice.choice(("#c24d1f", "#21508a", "#3f7048", "#8f6400"))
        s.c.polygon([(47.7, 79), (52.3, 79), (51.6, 82.2), (54, 100), (46, 100), (48.4, 82.2)], tie)
    s.c.polygon([(39.5, 73), (35, 81), (40, 85), (38, 87), (48.4, 100), (44, 88)], dark)
    s.c.polygon([(60.5, 73), (65, 81), (60, 85), (62, 87), (51.6, 100), (56, 88)], dark)


def work(s: Sitter) -> None:
    """The factory's jacket: stand-up collar, zip, a persimmon name tag."""
    dark, bright = mix(s.cloth, "#000000", 0.2), mix(s.cloth, "#ffffff", 0.25)
    s.c.polygon([(41, 70), (50, 81), (44, 86), (37, 74.5)], bright)
    s.c.polygon([(59, 70), (50, 81), (56, 86), (63, 74.5)], bright)
    s.c.line([(50, 81), (50, 98)], dark, 0.9)
    s.c.rect(61.5, 80.4, 12, 1.1, dark, 0.5)
    s.c.rect(64, 83, 7.4, 3.3, "#c24d1f", 0.8)


def shirt(s: Sitter) -> None:
    shade = mix(s.cloth, INK, 0.16)
    s.c.polygon([(42, 70.5), (50, 79.5), (45, 85), (38, 75)], "#ffffff")
    s.c.polygon([(58, 70.5), (50, 79.5), (55, 85), (62, 75)], "#ffffff")
    s.c.line([(45, 85), (50, 79.5), (55, 85)], shade, 0.6)
    s.c.line([(50, 80), (50, 98)], shade, 0.6)
    for y in (86, 92):
        s.c.ellipse(51.6, y, 0.7, 0.7, shade)


def knit(s: Sitter) -> None:
    band = mix(s.cloth, "#ffffff", 0.18)
    s.c.line(arc(50, 71.5, 8.6, 6.2, 175, 5), band, 2.4)


def hoodie(s: Sitter) -> None:
    string = mix(s.cloth, "#ffffff", 0.75)
    s.c.line(arc(50, 71.5, 9.2, 7, 178, 2), mix(s.cloth, INK, 0.25), 2.6)
    for x, y in ((45.5, 90), (54.5, 88)):
        s.c.line([(x, 78), (x - 0.4, y)], string, 0.9)


def cardigan(s: Sitter) -> None:
    inner = s.dice.choice(("#f7f4ec", "#f0dccf", "#dfe8f2"))
    s.c.polygon([(41, 71.5), (59, 71.5), (60, 75), (50, 100), (40, 75)], inner)
    s.c.polygon([(43, 71), (50, 76.5), (57, 71)], mix(s.skin, "#b5603c", 0.18))
    edge = mix(s.cloth, "#000000", 0.16)
    s.c.line([(40.3, 73), (49, 100)], edge, 1.6)
    s.c.line([(59.7, 73), (51, 100)], edge, 1.6)


WEARS = {
    "suit": suit,
    "work": work,
    "shirt": shirt,
    "knit": knit,
    "hoodie": hoodie,
    "cardigan": cardigan,
}
