"""Which font the screen uses, and its roles (look section 3)."""

from __future__ import annotations

import functools
from typing import Literal, get_args

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from qnapp.assets import asset
from qnapp.records import dataclass

FontRole = Literal[
    "page",
    "heading",
    "body",
    "body_strong",
    "body_small",
    "body_small_strong",
    "small",
    "small_strong",
    "least",
    "matrix",
]
FONT_ROLES: tuple[FontRole, ...] = get_args(FontRole)


@dataclass(frozen=True, slots=True)
class Face:
    """The families for regular and semibold text, and their size beside Segoe UI's."""

    regular: str
    semibold: str
    scale: float


# Role: points at 100 %, weight, height of a line in pixels at 100 %.
_ROLES: dict[FontRole, tuple[float, QFont.Weight, int]] = {
    "page": (15.0, QFont.Weight.DemiBold, 28),
    "heading": (12.0, QFont.Weight.DemiBold, 24),
    "body": (10.5, QFont.Weight.Normal, 20),
    "body_strong": (10.5, QFont.Weight.DemiBold, 20),
    "body_small": (10.0, QFont.Weight.Normal, 19),
    "body_small_strong": (10.0, QFont.Weight.DemiBold, 19),
    "small": (9.75, QFont.Weight.Normal, 18),
    "small_strong": (9.75, QFont.Weight.DemiBold, 18),
    "least": (9.5, QFont.Weight.Normal, 18),
    "matrix": (8.85, QFont.Weight.DemiBold, 17),  # codes over the matrix, and nothing else
}


@functools.cache
def find_face() -> Face:
    """Segoe UI where the system has it, else the bundled Open Sans. Needs a QGuiApplication."""
    families = set(QFontDatabase.families())
    if "Segoe UI" in families:
        # Windows' older font engine knows the semibold cut only as a family of its own.
        semibold = "Segoe UI Semibold" if "Segoe UI Semibold" in families else "Segoe UI"
        return Face("Segoe UI", semibold, 1.0)
    for cut in ("Regular", "Semibold", "Bold"):
        QFontDatabase.addApplicationFont(str(asset("fonts", f"OpenSans-{cut}.ttf")))
    return Face("Open Sans", "Open Sans", 0.955)  # as wide as Segoe UI at this size


@functools.cache
def make_font(role: FontRole, percent: int) -> QFont:
    """Font of a role at a size setting in percent, the same to all: copy it before changing it.

    Raises KeyError for an unknown role.
    """
    points, weight, _line = _ROLES[role]
    face = find_face()
    font = QFont(face.regular if weight == QFont.Weight.Normal else face.semibold)
    font.setPointSizeF(points * face.scale * percent / 100)
    font.setWeight(weight)
    return font


def line_height(role: FontRole, percent: int) -> int:
    """Height of one line of text in logical pixels: look's, or the font's own where it is more."""
    own = QFontMetricsF(make_font(role, percent)).lineSpacing()
    return max(round(_ROLES[role][2] * percent / 100), round(own))
