"""Photographs that were never taken: in the workshop."""

import random

from sns.ops.demo.drawing.canvas import Canvas, arc, mix
from sns.ops.demo.drawing.surfaces import planks

INK = "#33302e"


def jig(c: Canvas, x: float, y: float, s: float) -> None:
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
    jig(c, 72, 59, 1.15)
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
