"""Who sits for a portrait: skin, hair and clothes drawn from words and a seed."""

import random
from dataclasses import dataclass

from sns.ops.demo.drawing.canvas import Canvas

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
INK = "#33302e"
SOFT_CUTS = {"bob", "shoulder", "long", "bun", "pony", "curly", "pixie"}


@dataclass
class Sitter:
    """One person and the canvas: the head is around (50, 46), ``wide`` is how much wider than usual."""

    words: set[str]
    dice: random.Random
    skin: str
    hair: str
    cloth: str
    wide: float
    c: Canvas

    @property
    def soft(self) -> bool:
        return bool(self.words & SOFT_CUTS)


def one_of(known: dict, words: set[str], otherwise: str) -> str:
    """The first key of ``known`` among the words."""
    return next((word for word in known if word in words), otherwise)
