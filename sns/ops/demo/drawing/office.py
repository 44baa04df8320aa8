"""Photographs that were never taken: in the office."""

import random

from sns.ops.demo.drawing.canvas import Canvas


def _board(c: Canvas) -> None:
    c.gradient(0, 100, "#e9e4da", "#d8d0c2")
    c.shadow(81, 48, 68, 42, 0.25)
    c.rect(12, 8, 136, 76, "#a9b0b6", 1.6)
    c.rect(13.6, 9.6, 132.8, 72.8, "#fbfcfb", 0.8)
    c.glow(48, 30, 24, "#ffffff", 0.8)
    c.rect(30, 83, 100, 3, "#8d959c", 0.8)
    for x, colour in ((44, "#21508a"), (58, "#c24d1f"), (72, "#33302e")):
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
