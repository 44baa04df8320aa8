"""Every picture of the demo company, drawn on the spot: nothing binary lives in the repository.

`python -m sns.ops.demo.pictures FOLDER` writes all of them as PNG files to look at.
"""

import random
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from sns.ops.demo import content
from sns.ops.demo.drawing import office, outdoors, table, workshop
from sns.ops.demo.drawing.canvas import Canvas
from sns.ops.demo.drawing.portraits import portrait

__all__ = ["SCENES", "portrait", "scene"]

Scene = Callable[[Canvas, random.Random], None]

SCENES: dict[str, Scene] = {
    "chai": table.chai,
    "dog-at-dawn": outdoors.dog_at_dawn,
    "engawa-autumn": outdoors.engawa_autumn,
    "factory-evening": outdoors.factory_evening,
    "graph-board": office.graph_board,
    "izakaya": table.izakaya,
    "jig-bench": workshop.jig_bench,
    "lunch-tray": table.lunch_tray,
    "osaka-skyline": outdoors.osaka_skyline,
    "split-pillar": workshop.split_pillar,
    "white-boards": workshop.white_boards,
    "whiteboard": office.whiteboard,
}


def scene(name: str) -> Image.Image:
    """The picture 1600 × 1000; the same name always gives the same picture."""
    canvas = Canvas(1600, 1000, units=160, paper="#f3eee4", finer=2)
    SCENES[name](canvas, random.Random(f"scene {name}"))
    return canvas.finish()


def main(folder: str) -> None:
    """Write everything to the folder."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name in SCENES:
        scene(name).save(target / f"{name}.png")
    for person in content.people():
        portrait(person.handle, person.portrait).save(target / f"person-{person.handle}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
