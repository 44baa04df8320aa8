"""Photographs that were never taken, outdoors: factory, skyline, veranda, a dog at dawn."""

import random

from sns.ops.demo.drawing.canvas import Canvas, Colour, arc, mix, smooth
from sns.ops.demo.drawing.surfaces import steam


def hills(c: Canvas, dice: random.Random, y: float, height: float, colour: Colour) -> None:
    """A ridge across the whole picture."""
    points = [(x, y - dice.uniform(0, height)) for x in range(-10, 180, 14)]
    c.polygon([*smooth(points, closed=False), (175, 100), (-10, 100)], colour)


def factory_evening(c: Canvas, dice: random.Random) -> None:
    c.gradient(0, 46, "#2f4877", "#c77a5e")
    c.gradient(46, 70, "#c77a5e", "#f5c069")
    c.glow(118, 64, 32, "#ffdf94", 0.8)
    c.ellipse(118, 66, 7, 7, "#fff0c2")
    for x, y, w in ((22, 18, 26), (92, 12, 34), (60, 30, 30), (128, 26, 24)):
        c.blob([(x, y), (x + w * 0.3, y - 1.6), (x + w, y), (x + w * 0.6, y + 1.3)], (255, 205, 170, 110))
    hills(c, dice, 72, 5, "#6d5470")
    wall, roof = "#3d3648", "#2d2937"
    for i in range(5):
        x = 8 + i * 25
        c.polygon([(x, 62), (x, 44), (x + 25, 55), (x + 25, 62)], roof)
        c.polygon([(x + 0.8, 60), (x + 0.8, 46.4), (x + 5, 48.4), (x + 5, 60)], (255, 206, 120, 150))
    c.rect(8, 60, 125, 26, wall)
    c.rect(133, 48, 17, 38, mix(wall, "#000000", 0.12))
    for i in range(9):
        lit = i not in (2, 6)
        x = 13 + i * 13
        if lit:
            c.glow(x + 4, 70, 8, "#ffcf7a", 0.3)
        c.rect(x, 66, 8.4, 8, "#ffd88a" if lit else "#57506a", 0.4)
        c.line([(x + 4.2, 66), (x + 4.2, 74)], wall, 0.5)
        c.line([(x, 70), (x + 8.4, 70)], wall, 0.5)
    for y in (53, 60, 67):
        c.rect(137, y, 4, 4, "#ffd88a", 0.3)
    c.rect(136, 75, 8, 11, "#ffe3a6", 0.4)
    c.gradient(86, 100, "#4a4152", "#2c2733")
    c.polygon([(136, 86), (144, 86), (152, 100), (128, 100)], (255, 220, 150, 60))
    _poles(c)
    _bicycle(c, 112, 92)


def _poles(c: Canvas) -> None:
    for x, top in ((3, 20), (155, 14)):
        c.line([(x, 100), (x, top)], "#221e28", 1.2)
        c.line([(x - 4, top + 4), (x + 4, top + 4)], "#221e28", 0.7)
    for dy in (0, 4):
        c.line([(3, 24 + dy), (80, 33 + dy), (155, 18 + dy)], "#221e28", 0.35, curve=True)


def _bicycle(c: Canvas, x: float, y: float) -> None:
    ink = "#16131b"
    for dx in (0, 11):
        c.ring(x + dx, y, 3.7, 3.7, ink, 0.6)
    c.line([(x, y), (x + 4, y - 5), (x + 9, y - 5), (x + 5, y), (x, y)], ink, 0.6)
    c.line([(x + 11, y), (x + 8.6, y - 7), (x + 10.6, y - 7.4)], ink, 0.6)
    c.line([(x + 5, y), (x + 3.6, y - 6.6)], ink, 0.6)
    c.line([(x + 2.4, y - 6.8), (x + 5, y - 6.8)], ink, 0.9)


def osaka_skyline(c: Canvas, dice: random.Random) -> None:
    c.gradient(0, 40, "#33497c", "#a9708f")
    c.gradient(40, 66, "#a9708f", "#f6b879")
    c.glow(40, 62, 40, "#ffd79a", 0.7)
    c.ellipse(122, 14, 3, 3, "#fdf3da")
    for y, tone, tall, step in ((66, "#8a6c92", 26, 9), (68, "#5c5280", 34, 11), (70, "#343a5f", 28, 13)):
        x = -4.0
        while x < 164:
            width, height = dice.uniform(step * 0.7, step * 1.3), dice.uniform(0.3, 1) * tall
            _tower(c, dice, x, y, width, height, tone)
            x += width + dice.uniform(0, 2)
    c.gradient(70, 88, "#4a4f7c", "#27305a")
    for _ in range(70):
        x, y = dice.uniform(0, 160), dice.uniform(71, 87)
        c.line([(x, y), (x + dice.uniform(2, 7), y)], (255, 200, 130, dice.randint(40, 140)), 0.35)
    c.line(arc(96, 74, 46, 11, 180, 360), "#232a4c", 1.2)
    c.line([(40, 73), (160, 73)], "#232a4c", 1.6)
    for x in range(52, 142, 6):
        c.line([(x, 73), (x, 74 - 11 * max(0, 1 - ((x - 96) / 46) ** 2) ** 0.5)], "#232a4c", 0.4)
    c.rect(0, 87, 160, 13, "#1c2036")
    c.rect(0, 82, 160, 1.2, "#11142a")
    for x in range(2, 160, 6):
        c.line([(x, 82), (x, 90)], "#11142a", 0.6)


def _tower(c: Canvas, dice: random.Random, x: float, y: float, width: float, height: float, tone: Colour) -> None:
    c.rect(x, y - height, width, height + 4, tone)
    if height > 24:
        c.line([(x + width / 2, y - height), (x + width / 2, y - height - 5)], tone, 0.5)
    for row in range(int(height // 3)):
        for column in range(int(width // 2.2)):
            if dice.random() < 0.34:
                shade = mix("#ffd48a", "#fff2cf", dice.random())
                c.rect(x + 0.9 + column * 2.2, y - height + 1.4 + row * 3, 1.1, 1.5, shade)


def engawa_autumn(c: Canvas, dice: random.Random) -> None:
    c.gradient(0, 58, "#bcd9e8", "#f8ecd2")
    hills(c, dice, 48, 8, "#b9c3b4")
    hills(c, dice, 54, 6, "#c79a62")
    c.gradient(56, 74, "#8ea35f", "#6d8a4b", 0, 160)
    _garden(c, dice)
    _persimmon_tree(c, dice)
    c.polygon([(0, 74), (160, 70), (160, 100), (0, 100)], "#b07c48")
    for i in range(9):
        t, u = i / 8, (i + 1) / 8
        board = mix("#bd8a54", dice.choice(("#000000", "#ffffff")), dice.uniform(0.02, 0.08))
        edge = [
            (-20 + t * 200, 74 - t * 4),
            (-20 + u * 200, 74 - u * 4),
            (-70 + u * 300, 100),
            (-70 + t * 300, 100),
        ]
        c.polygon(edge, board)
        c.line([edge[1], edge[2]], "#6d4526", 0.5)
    c.polygon([(0, 72.6), (160, 68.6), (160, 71.4), (0, 75.4)], "#8a5a31")
    c.polygon([(70, 100), (100, 72), (150, 71), (160, 80), (160, 100)], (255, 226, 160, 70))
    _shoji(c)
    c.polygon([(0, 0), (160, 0), (160, 7), (0, 11)], "#5d3c24")
    c.polygon([(0, 11), (160, 7), (160, 9), (0, 13.4)], "#3d2615")
    for x in range(30, 160, 9):
        c.line([(x, 9.8), (x + 3, 0)], "#4b301c", 1.3)
    c.rect(148, 8, 6, 66, "#6b452a")
    c.rect(148, 8, 2, 66, "#80573a")
    for x, y, colour in ((97, 73, "#5f7a8c"), (113, 76, "#a2522f")):
        _yunomi(c, x, y, colour)
    c.shadow(66, 88, 17, 4, 0.35)
    c.blob([(48, 85), (56, 79.5), (76, 79.5), (84, 85), (76, 90), (56, 90)], "#35577f")
    c.blob([(52, 84), (58, 80.6), (74, 80.6), (80, 84), (74, 87), (58, 87)], "#456b97")
    c.ellipse(66, 83.8, 1, 0.7, "#e8d9a8")


def _garden(c: Canvas, dice: random.Random) -> None:
    for x, y, r in ((34, 62, 8), (48, 64, 6), (136, 61, 9), (124, 64, 6)):
        for _ in range(26):
            shade = mix("#5c7c3c", "#c7612f", dice.random() * 0.8)
            c.ellipse(x + dice.gauss(0, r / 2), y + dice.gauss(0, r / 3), 2.3, 2, shade)
    for x, w in ((58, 7), (72, 6), (86, 7.4)):
        c.ellipse(x, 69.6, w, 1.9, "#9a968c")
        c.ellipse(x, 69, w, 1.7, "#b6b2a7")
    for _ in range(46):
        c.ellipse(
            dice.uniform(26, 146),
            dice.uniform(63, 71),
            0.8,
            0.4,
            dice.choice(("#d9782d", "#c24d1f", "#e0a83c")),
        )


def _persimmon_tree(c: Canvas, dice: random.Random) -> None:
    bark = "#59402e"
    c.line([(100, 68), (101, 52), (98, 40), (103, 28)], bark, 2.6, curve=True)
    twigs = []
    for start, end in (
        ((99, 42), (80, 28)),
        ((101, 36), (122, 24)),
        ((101, 47), (123, 40)),
        ((99, 50), (82, 44)),
        ((103, 28), (98, 15)),
        ((103, 29), (113, 15)),
    ):
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 - 2.5)
        c.line([start, middle, end], bark, 1.1, curve=True)
        twigs += [middle, end]
    for _ in range(46):
        x, y = dice.choice(twigs)
        shade = dice.choice(("#b9642f", "#c98a3a", "#8a8f46", "#a8552c"))
        px, py = x + dice.gauss(0, 4.4), y + dice.gauss(0, 3.4)
        c.blob([(px - 2, py), (px, py - 1.2), (px + 2.2, py + 0.2), (px, py + 1.2)], shade)
    for _ in range(24):
        x, y = dice.choice(twigs)
        px, py = x + dice.gauss(0, 4), y + dice.gauss(0, 3) + 2
        c.ellipse(px, py, 2, 1.85, "#dd6b20")
        c.ellipse(px - 0.6, py - 0.6, 0.7, 0.6, "#f5a35c")
        c.line([(px - 0.9, py - 1.6), (px + 0.9, py - 1.6)], "#6b7a3a", 0.6)


def _shoji(c: Canvas) -> None:
    c.polygon([(0, 12), (26, 12), (26, 76), (0, 80)], "#7a5233")
    for x0, x1 in ((0, 11.4), (13.4, 24.6)):
        c.polygon([(x0, 14), (x1, 14), (x1, 74.5), (x0, 76)], "#fbf3df")
        for k in range(1, 6):
            y = 14 + k * 10.2
            c.line([(x0, y), (x1, y)], "#8d6442", 0.5)
        c.line([((x0 + x1) / 2, 14), ((x0 + x1) / 2, 75)], "#8d6442", 0.5)


def _yunomi(c: Canvas, x: float, y: float, colour: Colour) -> None:
    c.shadow(x + 1.5, y + 9, 6.4, 2, 0.5)
    c.blob(
        [
            (x - 4.6, y),
            (x + 4.6, y),
            (x + 4.4, y + 6.6),
            (x + 2.6, y + 9),
            (x - 2.6, y + 9),
            (x - 4.4, y + 6.6),
        ],
        colour,
    )
    c.line([(x - 2.6, y + 2), (x - 2.4, y + 6.4)], mix(colour, "#ffffff", 0.4), 0.9)
    c.ellipse(x, y, 4.7, 1.6, mix(colour, "#ffffff", 0.35))
    c.ellipse(x, y + 0.1, 3.9, 1.15, "#8fa04a")
    steam(c, x, y - 2, 11)


def dog_at_dawn(c: Canvas, dice: random.Random) -> None:
    c.gradient(0, 40, "#9db6d6", "#f3c9b0")
    c.gradient(40, 58, "#f3c9b0", "#fde7bd")
    c.glow(112, 52, 34, "#fff0c0", 0.9)
    c.ellipse(112, 53, 5.4, 5.4, "#fffaf0")
    hills(c, dice, 57, 6, "#a8a7b8")
    c.gradient(56, 70, "#e9d6c0", "#a9bccb")
    for _ in range(46):
        x, y = 112 + dice.gauss(0, 16), dice.uniform(57, 69)
        c.line([(x, y), (x + dice.uniform(2, 8), y)], (255, 250, 230, dice.randint(70, 190)), 0.4)
    c.polygon([*smooth([(-5, 72), (40, 68), (90, 70), (165, 67)], closed=False), (165, 100), (-5, 100)], "#7f9a5e")
    c.polygon([(48, 100), (88, 69.6), (102, 69.4), (138, 100)], "#d8c7a6")
    for _ in range(130):
        x, y = dice.uniform(0, 160), dice.uniform(74, 99)
        if not 50 + (100 - y) * 1.2 < x < 136 - (100 - y) * 1.05:
            c.line(
                [(x, y), (x + dice.uniform(-1, 1), y - dice.uniform(1.5, 4))],
                mix("#5f7d43", "#b2c07a", dice.random()),
                0.4,
            )
    _shiba(c, 92, 74)


def _shiba(c: Canvas, x: float, y: float) -> None:
    """A shiba from behind, sitting, not going anywhere."""
    fur, dark, cream = "#cf8645", "#a8642e", "#f6e3c6"
    c.shadow(x + 2, y + 10, 15, 3, 0.5)
    c.blob(
        [
            (x - 10, y + 9),
            (x - 11, y),
            (x - 7, y - 12),
            (x, y - 16),
            (x + 7, y - 12),
            (x + 11, y),
            (x + 10, y + 9),
            (x, y + 11),
        ],
        fur,
    )
    c.blob([(x - 10, y + 9), (x - 9.4, y + 3), (x - 5, y + 2), (x - 3, y + 10)], dark)
    c.blob([(x + 10, y + 9), (x + 9.4, y + 3), (x + 5, y + 2), (x + 3, y + 10)], dark)
    for side in (-1, 1):
        c.blob([(x + side * 9, y - 31), (x + side * 8.6, y - 24), (x + side * 2.4, y - 27)], fur)
        c.blob([(x + side * 8.2, y - 29), (x + side * 7.6, y - 25.4), (x + side * 4.4, y - 27)], dark)
    c.blob(
        [
            (x, y - 28),
            (x + 8, y - 25.4),
            (x + 9.8, y - 19),
            (x + 6.6, y - 13.4),
            (x, y - 12),
            (x - 6.6, y - 13.4),
            (x - 9.8, y - 19),
            (x - 8, y - 25.4),
        ],
        fur,
    )
    for side in (-1, 1):
        c.blob([(x + side * 9.6, y - 18), (x + side * 6.4, y - 16.4), (x + side * 6.6, y - 13.2)], cream)
    c.line(arc(x, y - 12.4, 6.4, 2.2, 10, 170), "#21508a", 1.7)
    c.line([(x + 5, y - 11), (x + 16, y - 4), (x + 30, y + 28)], "#21508a", 0.6, curve=True)
    c.ellipse(x + 1.4, y + 1, 5.4, 5.4, dark)
    c.ellipse(x + 1.4, y + 1, 4.5, 4.5, fur)
    c.ellipse(x + 2.2, y + 1.8, 2.9, 2.9, cream)
    c.ellipse(x + 2.6, y + 2.2, 1.2, 1.2, fur)
