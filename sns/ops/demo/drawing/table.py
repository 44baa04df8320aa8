"""Photographs that were never taken: at the table."""

import random

from sns.ops.demo.drawing.canvas import Canvas, Colour, arc, mix
from sns.ops.demo.drawing.surfaces import bowl, planks, steam
from sns.ops.demo.drawing.workshop import jig


def lunch_tray(c: Canvas, dice: random.Random) -> None:
    planks(c, dice, 0, 100, "#d8b98c", 7)
    c.shadow(81, 53, 62, 40, 0.4)
    c.rect(20, 12, 120, 78, "#5b2f22", 5)
    c.rect(22, 14, 116, 74, "#7a4331", 4)
    c.rect(24.5, 16.5, 111, 69, "#703c2c", 3)
    _rice(c, dice, 47, 64)
    _soup(c, dice, 112, 64)
    _mackerel(c, 81, 37)
    _hijiki(c, dice, 40, 33)
    bowl(c, 121, 33, 10.4, "#e8e0cf", "#f4efe2")
    for dx, dy in ((-2.6, -1), (1, -2.2), (3, 1), (-1, 2.2)):
        c.ellipse(121 + dx, 33 + dy, 2.3, 2.1, "#e2c53f")
        c.ellipse(121 + dx, 33 + dy, 1.3, 1.2, "#efd966")
    for y, x in ((82.6, 52), (84.6, 51)):
        c.line([(x, y), (x + 56, y + 0.4)], "#2f1d16", 1)
        c.line([(x + 50, y + 0.35), (x + 56, y + 0.4)], "#c24d1f", 1)
    c.glow(30, 4, 40, "#fff4da", 0.35)


def _rice(c: Canvas, dice: random.Random, x: float, y: float) -> None:
    bowl(c, x, y, 16, "#31506f", "#f2eee4")
    for _ in range(240):
        angle, far = dice.uniform(0, 6.283), dice.uniform(0, 11.6) ** 0.5 * 3.4
        px, py = x + far * random.Random(angle).uniform(-1, 1), y + far * random.Random(-angle).uniform(-1, 1)
        if (px - x) ** 2 + (py - y) ** 2 < 136:
            c.ellipse(px, py, 0.95, 0.6, mix("#ffffff", "#d9d2bf", dice.random() * 0.7))
    steam(c, x, y - 4)


def _soup(c: Canvas, dice: random.Random, x: float, y: float) -> None:
    bowl(c, x, y, 15.6, "#3a1712", "#b8763a")
    c.ellipse(x, y, 10, 9.6, "#c58748")
    for dx, dy in ((-4, -3), (2, 1), (5, -4), (-5, 4), (0, 6)):
        c.rect(x + dx - 1.7, y + dy - 1.7, 3.4, 3.4, "#f5ecd4", 0.5)
    for _ in range(9):
        c.ring(x + dice.uniform(-7, 7), y + dice.uniform(-7, 7), 0.9, 0.9, "#7fae54", 0.4)
    c.blob([(x - 7, y - 1), (x - 3, y - 2.4), (x - 1, y), (x - 4, y + 1)], "#2d4a36")
    steam(c, x, y - 4)


def _mackerel(c: Canvas, x: float, y: float) -> None:
    c.shadow(x + 1, y + 2, 20, 12, 0.4)
    c.ellipse(x, y, 19.5, 12.5, "#e9e2d2")
    c.ellipse(x, y, 18, 11.2, "#f7f3e8")
    c.ellipse(x, y + 1, 15, 8.4, "#8a4f24")
    fish = [
        (x - 13, y + 1),
        (x - 7, y - 5.4),
        (x + 3, y - 6.2),
        (x + 12, y - 2.4),
        (x + 13, y + 2.6),
        (x + 3, y + 5.6),
        (x - 8, y + 5),
    ]
    c.blob(fish, "#6d4a30")
    c.blob([(px, py * 0.86 + (y - 1) * 0.14) for px, py in fish], "#8b6240")
    c.blob([(x - 10, y - 1), (x, y - 4.6), (x + 9, y - 2), (x, y - 1.6)], "#4d5660")
    for i in range(4):
        c.line([(x - 6 + i * 4, y - 4 + i * 0.2), (x - 5 + i * 4, y - 1.6)], "#2f363d", 0.5)
    for i in range(7):
        c.line([(x - 3 + i, y + 0.4), (x - 1.6 + i * 1.1, y + 3.4)], "#efd58d", 0.5)


def _hijiki(c: Canvas, dice: random.Random, x: float, y: float) -> None:
    bowl(c, x, y, 11.4, "#8fb3a4", "#3c3a2e")
    for _ in range(46):
        px, py = x + dice.uniform(-6, 6), y + dice.uniform(-6, 6)
        points = [(px, py), (px + dice.uniform(-2, 2), py + dice.uniform(-2, 2))]
        c.line(points, dice.choice(("#1f1d1a", "#2c2a24", "#1f1d1a", "#d9782d")), 0.55)


def izakaya(c: Canvas, dice: random.Random) -> None:
    c.gradient(0, 52, "#3a2015", "#6b3a20")
    for x in range(0, 160, 8):
        c.rect(x, 0, 0.6, 50, (25, 12, 6, 120))
    for i in range(9):
        c.rect(8 + i * 7.2, 15 + (i % 2) * 1.2, 4.6, 20, "#f0e0bd", 0.3)
        for k in range(4):
            c.rect(9.7 + i * 7.2, 17.5 + (i % 2) * 1.2 + k * 4, 1.2, 2.6, "#3b2a20", 0.3)
    for x, y in ((96, 18), (119, 15), (143, 19)):
        _lantern(c, x, y)
    planks(c, dice, 48, 100, "#8f5a31", 6)
    c.glow(118, 46, 60, "#ffca7a", 0.3)
    _edamame(c, dice, 33, 70)
    _skewers(c, 124, 71)
    jig(c, 80, 68, 0.84)
    for x, y, level in ((15, 59, 0.8), (55, 56, 0.55), (105, 56, 0.92), (148, 60, 0.35)):
        _mug(c, x, y, level)
    c.glow(80, 75, 22, "#ffe1ae", 0.22)


def _lantern(c: Canvas, x: float, y: float) -> None:
    c.glow(x, y, 20, "#ffb45e", 0.55)
    c.line([(x, 0), (x, y - 10)], "#1f110a", 0.5)
    c.ellipse(x, y, 8.2, 10.2, "#e2602c")
    c.ellipse(x - 1, y - 1, 5.2, 9.2, "#f08a45")
    for k in range(-3, 4):
        c.line(arc(x, y + k * 2.6, 8 * (1 - (k / 4.2) ** 2) ** 0.5, 1.1, 10, 170), (120, 38, 14, 130), 0.3)
    for dy in (-10, 9):
        c.rect(x - 3.6, y + dy - 0.4, 7.2, 2, "#221510", 0.5)


def _mug(c: Canvas, x: float, y: float, level: float) -> None:
    c.shadow(x + 1, y + 19.4, 8, 2.6, 0.6)
    c.ring(x + 7.4, y + 9.5, 4, 5.6, (235, 240, 245, 190), 1.5)
    c.rect(x - 7, y, 14, 20, (240, 245, 250, 80), 1.6)
    top = y + 18.4 - 15.5 * level
    c.gradient(top, y + 18.6, "#f6b73c", "#d98a1f", x - 5.9, x + 5.9)
    c.rect(x - 6.2, top - 2, 12.4, 3.4, "#fff7e6", 1.5)
    for dx in (-4, -1, 2.5, 4.4):
        c.ellipse(x + dx, top - 1.8, 2, 1.7, "#fffaf0")
    for dx in (-3.6, 0, 3.6):
        c.line([(x + dx, y + 4), (x + dx, y + 17)], (255, 255, 255, 70), 0.7)


def _edamame(c: Canvas, dice: random.Random, x: float, y: float) -> None:
    c.shadow(x, y + 4, 19, 7, 0.5)
    c.ellipse(x, y + 2, 18, 8, "#d9d2c3")
    c.ellipse(x, y + 1, 16.6, 7, "#f3eee2")
    for _ in range(26):
        px, py, tilt = x + dice.uniform(-11, 11), y + dice.uniform(-5, 3), dice.uniform(-1.6, 1.6)
        shade = mix("#6f9b3f", "#9cc161", dice.random())
        c.line([(px - 3, py - tilt), (px, py - 0.5), (px + 3, py + tilt)], shade, 2, curve=True)
        for k in (-1.7, 0.2, 1.9):
            c.ellipse(px + k, py + k * tilt / 3 - 0.3, 0.8, 0.7, mix(shade, "#ffffff", 0.22))


def _skewers(c: Canvas, x: float, y: float) -> None:
    c.shadow(x, y + 5, 22, 7, 0.5)
    c.rect(x - 20, y - 4, 40, 14, "#2f4257", 2)
    c.rect(x - 18.6, y - 2.8, 37.2, 11.4, "#3d556e", 1.6)
    for row in range(4):
        py = y - 0.6 + row * 2.5
        c.line([(x - 15, py), (x + 19, py + 0.5)], "#d8bb84", 0.5)
        for k in range(4):
            meat = "#6fa04c" if (row, k) in ((1, 1), (1, 3), (3, 2)) else "#8c4a20"
            c.rect(x - 14 + k * 5.4, py - 1.1, 4.6, 2.3, meat, 0.9)
            c.rect(x - 13.4 + k * 5.4, py - 0.8, 2.4, 0.7, mix(meat, "#ffffff", 0.3), 0.3)


def chai(c: Canvas, dice: random.Random) -> None:
    c.gradient(0, 60, "#f0e2c8", "#f6ecd8")
    c.rect(18, 0, 70, 48, "#9fb6c9")
    c.gradient(0, 48, "#bcd6e8", "#f7dfb4", 20, 86)
    c.rect(52, 0, 2, 48, "#c9b79a")
    for y in range(2, 22, 4):
        c.rect(18, y, 70, 2.6, "#e7dcc6", 0.4)
    c.polygon([(22, 52), (70, 52), (118, 100), (46, 100)], "#c79a63")
    planks(c, dice, 51, 100, "#b98450", 6)
    c.polygon([(24, 51), (60, 51), (116, 100), (58, 100)], (255, 232, 170, 95))
    _kettle(c, 108, 41)
    for x, y, colour in ((46, 64, "#21508a"), (70, 70, "#c24d1f"), (92, 73, "#3f7048")):
        _cup(c, x, y, colour)
    c.shadow(25, 76, 12, 3.4, 0.4)
    c.rect(14, 62, 22, 14, "#4f8a5b", 2)
    c.rect(16.5, 64.5, 17, 6, "#dfeede", 1)
    c.line([(19, 67.5), (31, 67.5)], "#2d4a36", 0.9)
    for i in range(3):
        c.ellipse(19 + i * 6, 73.3, 1, 1, "#d8ebda")


def _kettle(c: Canvas, x: float, y: float) -> None:
    c.shadow(x + 3, y + 26, 20, 4, 0.5)
    c.line(arc(x, y + 4, 12, 20, 190, 350), "#3a3f46", 2)
    c.blob(
        [
            (x - 15, y + 23),
            (x - 14, y + 8),
            (x - 7, y - 2),
            (x + 7, y - 2),
            (x + 14, y + 8),
            (x + 15, y + 23),
            (x, y + 26),
        ],
        "#c6ccd2",
    )
    c.blob([(x - 11, y + 20), (x - 10, y + 8), (x - 5, y + 1), (x - 3, y + 10), (x - 6, y + 21)], "#e6eaee")
    c.blob([(x - 14, y + 10), (x - 22, y + 3), (x - 25, y + 2), (x - 23, y + 6), (x - 15, y + 19)], "#b3bac1")
    c.ellipse(x, y - 2, 8, 2, "#9ba3ab")
    c.ellipse(x, y - 4.4, 1.8, 1.8, "#3a3f46")
    steam(c, x - 25, y - 1, 12)


def _cup(c: Canvas, x: float, y: float, colour: Colour) -> None:
    c.shadow(x + 0.8, y + 10.4, 8, 2.4, 0.45)
    c.ring(x + 7, y + 4, 3.2, 3.4, colour, 1.3)
    c.blob(
        [
            (x - 7, y - 1),
            (x + 7, y - 1),
            (x + 6, y + 8),
            (x + 3, y + 10.6),
            (x - 3, y + 10.6),
            (x - 6, y + 8),
        ],
        colour,
    )
    c.ellipse(x, y - 0.6, 7.2, 2.2, mix(colour, "#ffffff", 0.4))
    c.ellipse(x, y - 0.4, 6, 1.6, "#b9834a")
    steam(c, x, y - 3, 12)
