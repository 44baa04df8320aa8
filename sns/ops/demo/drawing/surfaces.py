"""Boards, steam and bowls: what several pictures share."""

import random

from sns.ops.demo.drawing.canvas import Canvas, Colour, mix


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
