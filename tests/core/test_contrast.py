"""The colours of the style sheet against WCAG 2.2 AA, computed for every pair that is used, in both themes."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.BASE_DIR, "static/css/tokens.css").read_text()
PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
GROUNDS = ["paper", "surface", "sunken"]
WASHES = ["indigo-wash", "persimmon-wash", "moss-wash", "gold-wash"]

TEXT = (
    [("ink", ground) for ground in GROUNDS + WASHES]
    + [("soft", ground) for ground in GROUNDS]
    + [("muted", ground) for ground in GROUNDS + WASHES]
    + [(colour, ground) for colour in ("indigo", "persimmon", "moss", "gold") for ground in GROUNDS]
    + [(colour, f"{colour}-wash") for colour in ("indigo", "persimmon", "moss", "gold")]
    + [("indigo", wash) for wash in WASHES]  # links in messages and in the lesson card
    + [("on-indigo", "indigo"), ("on-persimmon", "persimmon"), ("paper", "ink")]
    + [(f"on-av{n}", f"av{n}") for n in range(12)]
)
EDGES = [("field", ground) for ground in GROUNDS] + [("indigo", ground) for ground in GROUNDS]


def palette(theme: str, more_contrast: bool = False) -> dict[str, str]:
    calm, strong = TOKENS.split("prefers-contrast: more")
    found = PAIR.findall(calm) + (PAIR.findall(strong) if more_contrast else [])
    colours = {name: (light if theme == "light" else dark) for name, light, dark in found}
    if more_contrast:
        colours["soft"] = colours["ink"]
    return colours


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_weak(pairs, theme: str, least: float, more_contrast: bool = False) -> list[str]:
    colours = palette(theme, more_contrast)
    measured = [(front, back, contrast(colours[front], colours[back])) for front, back in pairs]
    return [f"{front} on {back}: {ratio:.2f}" for front, back, ratio in measured if ratio < least]


def test_black_on_white_is_21_to_1():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_colour_reads_on_its_ground(theme):
    assert too_weak(TEXT, theme, 4.5) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_fields_and_the_focus_ring_stand_out(theme):
    assert too_weak(EDGES, theme, 3) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_reaches_7_to_1_for_readers_who_ask_for_more_contrast(theme):
    grounds = [(colour, ground) for colour in ("ink", "muted", "indigo") for ground in GROUNDS]
    assert too_weak(grounds, theme, 7, more_contrast=True) == []
