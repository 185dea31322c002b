"""The colours by name, light and dark, read from ``resources/style/tokens.json``.

What each is for, and which pairs may stand on each other, is look section 2.
"""

from __future__ import annotations

import functools
from dataclasses import fields
from typing import Literal

from qnapp.assets import asset_json
from qnapp.records import dataclass

Shade = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """One set of colours, each ``#RRGGBB``."""

    canvas: str
    surface: str
    raised: str
    hover: str
    sel: str
    border: str
    field: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_h: str
    on_accent: str
    ok: str
    ok_t: str
    late: str
    late_t: str
    doing: str
    doing_t: str
    bad: str
    bad_t: str
    soon: str
    soon_t: str
    none: str
    none_t: str
    mark: str
    paper: str
    ink: str

    def hex(self, token: str) -> str:
        """Colour of a token as ``#RRGGBB``. Raises KeyError for a name that is no token."""
        if token not in TOKEN_NAMES:
            raise KeyError(token)
        return str(getattr(self, token))


TOKEN_NAMES = frozenset(field.name for field in fields(Tokens))


@functools.cache
def load_tokens(shade: Shade) -> Tokens:
    """Read one set. Raises KeyError for an unknown set, TypeError when the file lacks a colour."""
    return Tokens(**asset_json("style", "tokens.json")[shade])


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two ``#RRGGBB`` colours, 1.0 to 21.0 (WCAG 2.2, section 1.4.3)."""
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
