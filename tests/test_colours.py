"""Every pair of ink and ground that is used can be read, in light and in dark."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[1] / "static" / "css" / "tokens.css").read_text()
PAIRS = [
    ("black-ink", "sheet-white", 7.0),
    ("ink", "paper", 7.0),
    ("ink", "sheet", 7.0),
    ("quiet", "paper", 7.0),
    ("on-marigold", "marigold", 7.0),
    ("on-water", "water", 7.0),
    ("water", "paper", 3.0),
    ("skills", "paper", 3.0),
    ("spaces", "paper", 3.0),
    ("tools", "paper", 3.0),
    ("connections", "paper", 3.0),
]


def themes() -> dict[str, dict[str, str]]:
    """Colours by theme: what stands first is light, what a dark block says again is dark."""
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for name, value in re.findall(r"--([a-z-]+):\s*(#[0-9A-Fa-f]{6})", TOKENS):
        if name not in light:
            light[name] = value
        elif value != light[name]:
            dark[name] = value
    return {"light": light, "dark": {**light, **dark}}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_it_can_be_read(theme: str, ink: str, ground: str, least: float) -> None:
    colours = themes()[theme]
    assert contrast(colours[ink], colours[ground]) >= least


def test_dark_is_really_another_set() -> None:
    both = themes()
    assert luminance(both["light"]["paper"]) > luminance(both["light"]["ink"])
    assert luminance(both["dark"]["paper"]) < luminance(both["dark"]["ink"])
