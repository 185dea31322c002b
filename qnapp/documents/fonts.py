"""The fonts of printed documents, and how wide their words are.

Times New Roman of the PC where there is one, else the bundled Liberation Serif, whose letters are
exactly as wide (SIL OFL). reportlab sets one glyph for one code point, so all text must be NFC.
"""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from qnapp.assets import asset

if TYPE_CHECKING:
    from qnapp.documents.profiles import TextStyle

# regular, bold, italic, bold italic
_TIMES = ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")
_LIBERATION = tuple(
    f"LiberationSerif-{face}.ttf" for face in ("Regular", "Bold", "Italic", "BoldItalic")
)


# Of the font's size, the same in both families (their "win" metrics, which word processors use).
ASCENT, DESCENT, GAP = 0.891, 0.216, 0.042
SINGLE = ASCENT + DESCENT + GAP


@dataclass(frozen=True)
class Face:
    """One registered font file."""

    name: str
    _unit: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    def width(self, text: str, size: float) -> float:
        """Width of ``text`` in pt; words come back thousands of times and are kept."""
        unit = self._unit.get(text)
        if unit is None:
            unit = self._unit[text] = pdfmetrics.stringWidth(text, self.name, 1000) / 1000
        return unit * size


@dataclass(frozen=True)
class Fonts:
    """The four faces of one family."""

    family: str
    regular: Face
    bold: Face
    italic: Face
    bold_italic: Face

    @functools.cached_property
    def glyphs(self) -> frozenset[str]:
        """Signs that all four faces can draw, line ends and no-break spaces among them."""
        faces = (self.regular, self.bold, self.italic, self.bold_italic)
        fonts: list[Any] = [pdfmetrics.getFont(face.name) for face in faces]
        codes = set.intersection(*(set(font.face.charToGlyph) for font in fonts))
        return frozenset(map(chr, codes)) | {"\n", "\u00a0"}

    def of(self, style: TextStyle) -> Face:
        """Pick the face for a style."""
        if style.bold:
            return self.bold_italic if style.italic else self.bold
        return self.italic if style.italic else self.regular


@functools.cache
def load_fonts(folder: Path | None = None) -> Fonts:
    """Register the four faces once. ``folder`` holds Times New Roman, None asks Windows."""
    folder = folder or Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
    if all((folder / name).is_file() for name in _TIMES):
        try:
            return _family("Times New Roman", folder, _TIMES)
        except (TTFError, OSError):
            pass  # a damaged or protected copy on this PC: the bundled family prints the same
    return _family("Liberation Serif", asset("fonts"), _LIBERATION)


def _family(family: str, folder: Path, names: tuple[str, ...]) -> Fonts:
    faces = [_face(f"{family.replace(' ', '')}-{n}", folder / name) for n, name in enumerate(names)]
    return Fonts(family, *faces)


def _face(name: str, path: Path) -> Face:
    pdfmetrics.registerFont(TTFont(name, str(path)))
    return Face(name)
