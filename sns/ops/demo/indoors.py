"""Photographs that were never taken, indoors: canteen, bar, whiteboards, workbench, tea."""

import random

from sns.ops.demo.canvas import Canvas, Colour, arc, mix

WOOD, STEEL, INK = "#b98a5a", "#aeb6be", "#33302e"


def planks(c: Canvas, dice: random.Random, y0: float, y1: float, colour: Colour, rows: int) -> None:
    """A wooden surface of horizontal boards with some grain."""
    step = (y1 - y0) / rows
    for row in range(rows):
        top = y0 + row * step
        board = mix(colour, dice.choice(("#000000", "#ffffff")), dice.uniform(0.01, 0.07))
        c.rect(0, top, 160, step + 0.1, board)
        for _ in range(5):
            x, y = dice.uniform(-10, 150), top + dice.uniform(0.15, 0.85) * step
            length, wave = dice.uniform(15, 50), dice.uniform(-0.5, 0.5)
            points = [(x, y), (x + length / 2, y + wave), (x + length, y)]
            c.line(points, mix(board, "#3d2413", 0.16), 0.22, curve=True)
        c.line([(0, top), (160, top)], mix(colour, "#2b1708", 0.42), 0.3)


def steam(c: Canvas, x: float, y: float, height: float = 14) -> None:
    """Two curls of white over something hot."""
    for dx in (-1.6, 1.6):
        points = [
            (x + dx, y),
            (x + dx + 1.4, y - height / 3),
            (x + dx - 1.2, y - height / 1.6),
            (x + dx + 0.8, y - height),
        ]
        c.line(points, (255, 255, 255, 90), 0.8, curve=True)


def bowl(c: Canvas, x: float, y: float, r: float, outside: Colour, inside: Colour) -> None:
    """A bowl seen from above, with its shadow."""
    c.shadow(x + 0.8, y + 1.4, r * 1.1, r * 1.1, 0.4)
    c.ellipse(x, y, r, r, outside)
    c.ellipse(x, y, r * 0.9, r * 0.9, mix(outside, "#ffffff", 0.35))
    c.ellipse(x, y + 0.2, r * 0.82, r * 0.82, inside)


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
    _jig(c, 80, 68, 0.84)
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


def _jig(c: Canvas, x: float, y: float, s: float) -> None:
    """The workshop's pride: base plate, two posts, a toggle clamp with a red handle."""
    c.shadow(x, y + 14 * s, 27 * s, 6 * s, 0.6)
    c.polygon(
        [
            (x - 24 * s, y + 4 * s),
            (x + 18 * s, y + 4 * s),
            (x + 25 * s, y + 10 * s),
            (x - 20 * s, y + 10 * s),
        ],
        "#c7ced5",
    )
    c.polygon(
        [
            (x - 20 * s, y + 10 * s),
            (x + 25 * s, y + 10 * s),
            (x + 25 * s, y + 14 * s),
            (x - 20 * s, y + 14 * s),
        ],
        "#8b949d",
    )
    c.polygon(
        [
            (x - 24 * s, y + 4 * s),
            (x - 20 * s, y + 10 * s),
            (x - 20 * s, y + 14 * s),
            (x - 24 * s, y + 8 * s),
        ],
        "#727b85",
    )
    for dx in (-14, -4, 14):
        c.ellipse(x + dx * s, y + 7 * s, 2 * s, 1 * s, "#4e565f")
    c.gradient(y - 14 * s, y + 6 * s, "#dfe5ea", "#98a2ac", x - 16 * s, x - 8 * s)
    c.gradient(y - 8 * s, y + 6 * s, "#dfe5ea", "#98a2ac", x + 6 * s, x + 16 * s)
    c.rect(x - 12 * s, y - 5 * s, 23 * s, 6 * s, "#b07b2e", 1 * s)
    c.rect(x - 12 * s, y - 5 * s, 23 * s, 1.6 * s, "#d6a04c", 0.6 * s)
    c.line([(x + 10 * s, y - 8 * s), (x - 2 * s, y - 9 * s), (x - 2 * s, y - 5 * s)], "#3c434b", 2.2 * s)
    c.line([(x + 10 * s, y - 8 * s), (x + 20 * s, y - 18 * s)], "#3c434b", 2.4 * s)
    c.line([(x + 16 * s, y - 14 * s), (x + 22 * s, y - 20 * s)], "#c24d1f", 3.6 * s)


def jig_bench(c: Canvas, dice: random.Random) -> None:
    c.gradient(0, 52, "#c9d3d6", "#e3e5df")
    for x in range(4, 160, 6):
        for y in range(4, 48, 6):
            c.ellipse(x, y, 0.5, 0.5, (90, 100, 105, 90))
    _hanging_tools(c)
    c.rect(0, 49, 160, 3, "#8a6238")
    planks(c, dice, 51, 100, "#a9763f", 5)
    c.glow(40, 30, 50, "#fff3d0", 0.5)
    _jig(c, 72, 59, 1.15)
    _dial_gauge(c, 40, 45)
    _file(c, 98, 76)
    _cloth(c, 128, 64)
    for _ in range(40):
        c.ellipse(dice.uniform(20, 130), dice.uniform(76, 90), 0.25, 0.2, (230, 232, 235, 200))


def _hanging_tools(c: Canvas) -> None:
    shade = (60, 50, 40, 50)
    for dx, dy, colours in ((1, 1, (shade,) * 4), (0, 0, ("#4a525a", "#c24d1f", "#21508a", "#8f6400"))):
        steel, red, blue, gold = colours
        c.line([(100 + dx, 12 + dy), (100 + dx, 36 + dy)], steel, 2)
        c.ring(100 + dx, 9.5 + dy, 3.4, 3.4, steel, 1.5)
        c.rect(110 + dx, 8 + dy, 2, 18, steel, 0.6)
        c.rect(109 + dx, 25 + dy, 4, 14, red, 1.6)
        c.rect(119 + dx, 8 + dy, 1.6, 18, steel, 0.5)
        c.rect(117.8 + dx, 25 + dy, 4, 14, blue, 1.6)
        c.rect(128 + dx, 14 + dy, 3, 24, gold, 1)
        c.rect(123.5 + dx, 8 + dy, 12, 6, steel, 1)
        c.polygon(
            [
                (142 + dx, 9 + dy),
                (154 + dx, 9 + dy),
                (154 + dx, 12 + dy),
                (145 + dx, 12 + dy),
                (145 + dx, 34 + dy),
                (142 + dx, 34 + dy),
            ],
            steel,
        )


def _dial_gauge(c: Canvas, x: float, y: float) -> None:
    c.shadow(x - 9, y + 26, 11, 3, 0.5)
    c.rect(x - 17, y + 19, 17, 7, "#2f3b47", 1.4)
    c.line([(x - 10, y + 20), (x - 10, y - 14), (x, y - 8)], "#7e8790", 1.6)
    c.line([(x, y + 6), (x, y + 17)], "#9aa3ab", 1.4)
    c.ellipse(x, y, 8.2, 8.2, "#2f3b47")
    c.ellipse(x, y, 6.9, 6.9, "#fbfaf5")
    for start in range(0, 360, 30):
        mark = arc(x, y, 5.9, 5.9, start, start + 4, 2)
        c.line(mark, INK, 0.5)
    c.line([(x, y), (x + 3.4, y - 4)], "#c24d1f", 0.7)
    c.ellipse(x, y, 0.9, 0.9, INK)


def _file(c: Canvas, x: float, y: float) -> None:
    c.shadow(x + 8, y + 3, 30, 2.4, 0.5)
    c.polygon([(x - 18, y + 1), (x + 22, y - 2), (x + 22, y + 2.6), (x - 18, y + 4)], "#7b838b")
    for k in range(38):
        c.line([(x - 16 + k, y + 3.6 - k * 0.05), (x - 14.4 + k, y + 1 - k * 0.07)], "#565e66", 0.22)
    c.blob(
        [
            (x + 22, y - 2),
            (x + 27, y - 3.4),
            (x + 40, y - 3.2),
            (x + 43, y - 0.6),
            (x + 40, y + 2),
            (x + 27, y + 3.2),
            (x + 22, y + 2.6),
        ],
        "#c98f4d",
    )
    c.line([(x + 27, y - 2), (x + 39, y - 2)], "#e3b678", 0.7)


def _cloth(c: Canvas, x: float, y: float) -> None:
    c.shadow(x + 1, y + 8, 18, 5, 0.4)
    c.polygon([(x - 17, y + 4), (x + 9, y - 2), (x + 18, y + 6), (x - 8, y + 13)], "#d9cfbc")
    c.polygon([(x - 17, y + 2.6), (x + 9, y - 3.4), (x + 18, y + 4.4), (x - 8, y + 11.4)], "#f1eadb")
    c.polygon([(x - 4, y - 0.4), (x + 9, y - 3.4), (x + 18, y + 4.4), (x + 5, y + 7.8)], "#e2d9c7")
    c.line([(x - 15, y + 3.6), (x - 7, y + 10.4)], "#21508a", 0.8)
    c.line([(x - 13.6, y + 3.2), (x - 5.6, y + 10)], "#21508a", 0.4)


def _board(c: Canvas) -> None:
    c.gradient(0, 100, "#e9e4da", "#d8d0c2")
    c.shadow(81, 48, 68, 42, 0.25)
    c.rect(12, 8, 136, 76, "#a9b0b6", 1.6)
    c.rect(13.6, 9.6, 132.8, 72.8, "#fbfcfb", 0.8)
    c.glow(48, 30, 24, "#ffffff", 0.8)
    c.rect(30, 83, 100, 3, "#8d959c", 0.8)
    for x, colour in ((44, "#21508a"), (58, "#c24d1f"), (72, INK)):
        c.rect(x, 81.4, 11, 2, colour, 0.9)
        c.rect(x + 8.4, 81.4, 2.6, 2, "#f4f4f2", 0.5)
    c.rect(100, 79.8, 12, 3.6, "#4f6484", 0.8)


def whiteboard(c: Canvas, dice: random.Random) -> None:
    _board(c)
    blue, red, ink = "#2c63a8", "#c8502a", "#3b3f45"
    for r in (6, 12, 18):
        c.ring(48, 45, r, r * 0.98, blue, 0.8)
    for _ in range(10):
        c.ellipse(48 + dice.gauss(3, 3.4), 45 + dice.gauss(-2, 3.4), 0.95, 0.95, red)
    c.line([(66, 36), (78, 30), (84, 31)], ink, 0.7, curve=True)
    c.line([(81.5, 28.8), (84, 31), (80.8, 32.6)], ink, 0.7)
    c.frame(92, 18, 44, 54, ink, 0.7, 1)
    c.line([(136, 24), (136, 66)], blue, 1.6)
    for i in range(5):
        c.ring(98 + (i % 3) * 7, 26 + (i // 3) * 8, 2.2, 2.2, ink, 0.7)
    for i in range(9):
        c.ring(122 + (i % 2) * 7.4, 25 + (i // 2) * 9, 2.4, 2.4, blue, 0.9)
    c.line([(101, 48), (108, 55), (116, 52)], red, 0.8, curve=True)
    c.line([(104, 60), (110, 64)], red, 0.8)
    for i, w in enumerate((26, 20, 23)):
        c.line([(20, 68 + i * 4), (20 + w, 68 + i * 4 + dice.uniform(-0.4, 0.4))], ink, 0.6)
    for x, y, colour in ((20, 15, red), (88, 14, "#3f7048")):
        c.ellipse(x, y, 1.7, 1.7, colour)
    _chairs(c)


def _chairs(c: Canvas) -> None:
    for x in (14, 44, 74, 104, 134):
        c.rect(x, 90, 17, 14, "#5a6b7c", 3)
        c.rect(x + 1.4, 91.2, 14.2, 3, "#71849a", 1.4)


def graph_board(c: Canvas, dice: random.Random) -> None:
    _board(c)
    blue, red, ink = "#2c63a8", "#c8502a", "#3b3f45"
    steep = [(28, 26), (36, 30), (44, 33), (52, 46), (60, 55), (68, 62)]
    flat = [(98, 31), (106, 32.2), (114, 31.6), (122, 34), (130, 34.4), (136, 35.8)]
    for left, points in ((24, steep), (92, flat)):
        c.line([(left, 18), (left, 68), (left + 48, 68)], ink, 0.8)
        for y in (28, 38, 48, 58):
            c.line([(left - 1.4, y), (left, y)], ink, 0.5)
        c.line(points, red, 1)
        for x, y in points:
            c.ellipse(x, y, 1.1, 1.1, red)
            c.rect(x - 1.5, 71, 3, 1.2, (59, 63, 69, 150), 0.4)
    c.line([(20.6, 64.6), (27.4, 63.2)], ink, 0.7)
    c.line([(20.6, 66.2), (27.4, 64.8)], ink, 0.7)
    c.line([(74, 46), (80, 43), (86, 46)], blue, 0.9, curve=True)
    c.line([(83.4, 42.8), (86, 46), (82, 46.6)], blue, 0.9)
    c.ring(92, 68, 4, 4, blue, 0.8)
    _chairs(c)


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


def white_boards(c: Canvas, dice: random.Random) -> None:
    c.gradient(0, 70, "#efe0b8", "#f4e8c8")
    planks(c, dice, 70, 100, "#9b8265", 4)
    for i, (white, name) in enumerate(
        (("#f7f8f8", "#8d959c"), ("#eef3f6", "#21508a"), ("#fbf7ee", "#8f6400"), ("#f4efe0", "#c24d1f"))
    ):
        x = 14 + i * 35
        c.shadow(x + 15, 79, 16, 4, 0.45)
        c.polygon([(x, 78), (x + 2, 22), (x + 28, 22), (x + 28, 78)], mix(white, "#6b5b45", 0.25))
        c.polygon([(x + 1, 77), (x + 3, 23), (x + 27, 23), (x + 27, 77)], white)
        c.polygon([(x + 4, 24), (x + 12, 24), (x + 7, 76), (x + 3, 76)], (255, 255, 255, 130))
        c.rect(x + 9, 66, 12, 6, "#fffdf6", 0.6)
        c.line([(x + 11, 69), (x + 19, 69)], name, 0.9)
    c.glow(150, 10, 40, "#fff7df", 0.5)


def split_pillar(c: Canvas, dice: random.Random) -> None:
    c.gradient(0, 100, "#8e979d", "#b5bbbd")
    for x in (8, 138):
        c.gradient(0, 100, "#5e7f63", "#47664d", x, x + 14)
        for y in range(8, 100, 18):
            c.ellipse(x + 7, y, 1.8, 1.8, "#2f4635")
    c.rect(8, 2, 144, 12, "#4d6d54", 1)
    c.gradient(14, 100, "#e0bd84", "#d3a868", 58, 102)
    for _ in range(16):
        x = dice.uniform(60, 100)
        c.line(
            [(x, 14), (x + dice.uniform(-1.5, 1.5), 55), (x + dice.uniform(-2, 2), 100)],
            "#bf9152",
            0.35,
            curve=True,
        )
    for r in (4.6, 3, 1.5):
        c.ellipse(73, 52, r, r * 1.3, mix("#8d5a2b", "#4b2b13", 1 - r / 5))
    c.line([(74, 28), (71, 40), (76, 50), (71.5, 62), (75, 76), (72, 90)], "#3a2413", 1.3)
    c.line([(76, 50), (80, 58), (79, 68)], "#3a2413", 0.8)
    c.gradient(24, 84, "#dfe4e8", "#a7b0b8", 80, 95)
    c.frame(80, 24, 15, 60, "#78828b", 0.6, 0.6)
    for i in range(6):
        c.ellipse(84 + (i % 2) * 7, 31 + i * 9, 1.7, 1.7, "#5d666e")
        c.line([(83 + (i % 2) * 7, 30.4 + i * 9), (85 + (i % 2) * 7, 31.6 + i * 9)], "#2f363c", 0.4)
    c.rect(84, 84, 7, 16, "#6f7982", 1)
    c.rect(112, 34, 20, 13, "#2a2f35", 1.6)
    c.rect(114, 36, 16, 9, "#a9c7a2", 0.8)
    for i in range(3):
        c.rect(116 + i * 4.6, 38, 2.6, 5, "#2d4a36", 0.4)
