"""The colours of our style sheet, two by two: enough contrast to be read (WCAG AA: 4.5)."""

import re

import pytest

from api.rendering import STATIC

ENOUGH = 4.5
SHEET = (STATIC / "app.css").read_text("utf-8")
COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", SHEET))
BANDS = ("tres_adapte", "adapte", "a_verifier", "avec_levier", "eloigne")
PAIRS = [
    *((text, ground) for text in ("ink", "ink-soft") for ground in ("paper", "sheet", "mark")),
    ("primary", "sheet"),
    ("primary", "paper"),
    ("primary", "primary-pale"),
    ("ink", "primary-pale"),
    ("ink", "mark-strong"),
    ("demo-ink", "demo"),
    ("danger", "danger-pale"),
    ("ink", "danger-pale"),
    ("good", "good-pale"),
    ("focus", "sheet"),
    ("focus", "paper"),
    *((f"band-{band}", ground) for band in BANDS for ground in ("sheet", "paper")),
    *((f"band-{band}", f"band-{band}-pale") for band in BANDS),
]


def luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_words_can_be_read_on_their_ground(text: str, ground: str) -> None:
    assert contrast(COLOURS[text], COLOURS[ground]) >= ENOUGH


def test_the_measure_knows_black_from_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
