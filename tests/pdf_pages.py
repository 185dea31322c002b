"""Reads finished PDFs back: lines of text with their place, size and weight, in points."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pdfplumber
import pypdfium2

MM = 72 / 25.4


@dataclass(frozen=True)
class Printed:
    """One line of text; ``baseline``, ``x0``, ``x1`` in pt from the page's top left corner."""

    text: str
    page: int
    x0: float
    x1: float
    baseline: float
    size: float
    font: str

    @property
    def look(self) -> tuple[float, bool, bool]:
        """Size, bold, italic."""
        return self.size, "Bold" in self.font, "Italic" in self.font

    @property
    def top(self) -> float:
        """Top of its capitals."""
        return self.baseline - 0.66 * self.size

    @property
    def middle(self) -> float:
        """Middle between its ends."""
        return (self.x0 + self.x1) / 2


def printed(data: bytes, pages: range | None = None) -> list[Printed]:
    """All lines, in the order in which they were drawn."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        chosen = [pdf.pages[n] for n in pages] if pages is not None else pdf.pages
        return [line for page in chosen for line in _lines(page)]


def _lines(page: Any) -> list[Printed]:
    """Join what one stroke of the pen wrote: same base line and font, no jump but at a space."""
    lines: list[list[Any]] = []
    for char in page.chars:
        if lines and _goes_on(lines[-1][-1], char):
            lines[-1].append(char)
        else:
            lines.append([char])
    return [_printed(page, chars) for chars in lines if any(c["text"].strip() for c in chars)]


def _goes_on(last: Any, char: Any) -> bool:
    same = all(last[name] == char[name] for name in ("fontname", "size"))
    level = abs(last["matrix"][5] - char["matrix"][5]) < 0.01
    spread = 30 if " " in (last["text"], char["text"]) else 1
    return same and level and -1 < char["x0"] - last["x1"] < spread


def _printed(page: Any, chars: list[Any]) -> Printed:
    solid = [c for c in chars if c["text"].strip()]
    first = solid[0]
    return Printed(
        "".join(c["text"] for c in chars).strip(),
        page.page_number,
        first["x0"],
        solid[-1]["x1"],
        float(page.height) - first["matrix"][5],
        round(first["size"], 3),
        first["fontname"],
    )


def page_texts(data: bytes) -> list[str]:
    """The text of every page, as a viewer's search finds it."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    finally:
        document.close()


def rules(data: bytes, page: int = 1) -> list[tuple[float, float, float]]:
    """Horizontal lines of a page: left end, right end, height from the top."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        found = pdf.pages[page - 1].lines
        return [(line["x0"], line["x1"], line["top"]) for line in found if line["width"] > 1]


def solid(text: str) -> str:
    """Text without spaces and line ends, for looking words up across lines."""
    return "".join(text.split())
