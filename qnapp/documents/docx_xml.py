"""The elements of WordprocessingML that the Word copy is made of. Lengths are pt.

Paragraphs and rows are built here directly: the library's own ones look up style and cell each
time, which a table of thousands of rows would feel.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from qnapp.text import fold, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement

    Node: TypeAlias = BaseOxmlElement

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What XML cannot hold, and the control characters that it can hold but nobody can see.
_UNPRINTABLE = re.compile("[^\n -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TWIPS = 20  # in a pt


def make(tag: str, *children: Node, **attributes: str | int) -> Node:
    """Make one element of the main namespace with its attributes and children."""
    values = {qn(f"w:{name}"): str(value) for name, value in attributes.items()}
    node = OxmlElement(f"w:{tag}", values)
    node.extend(children)
    return node


def twips(points: float) -> int:
    """Turn pt into the unit that Word counts lengths in."""
    return round(points * _TWIPS)


def printable(text: str) -> str:
    """Give text that XML can hold and Word can show: NFC, LF, no control characters.

    No-break spaces stay: in Word they are what holds a figure and its word together.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return nfc(_UNPRINTABLE.sub("", text))


def style_id(name: str) -> str:
    """Give the plain letters by which paragraphs refer to the style of this name."""
    return fold(name).title().replace(" ", "")


def run(text: str, *, style: str = "") -> Node:
    """Make a run; every LF is a line break inside its paragraph."""
    node = make("r")
    if style:
        node.append(make("rPr", make("rStyle", val=style_id(style))))
    for n, line in enumerate(printable(text).split("\n")):
        if n:
            node.append(make("br"))
        words = make("t")
        words.text = line
        words.set(qn("xml:space"), "preserve")
        node.append(words)
    return node


def paragraph(style: str, *content: str | Node, own: Iterable[Node] = ()) -> Node:
    """Make a paragraph of texts and runs; ``own`` are its properties beside those of its style."""
    properties = make("pPr", make("pStyle", val=style_id(style)), *own)
    runs = (run(part) if isinstance(part, str) else part for part in content if part != "")
    return make("p", properties, *runs)


def cell(
    width: float,
    content: Iterable[Node],
    *,
    span: int = 1,
    middle: bool = False,
    turned: bool = False,
) -> Node:
    """Make a table's cell; Word wants at least one paragraph in it. ``turned`` reads upward."""
    properties = make("tcPr", make("tcW", w=twips(width), type="dxa"))
    if span > 1:
        properties.append(make("gridSpan", val=span))
    if turned:
        properties.append(make("textDirection", val="btLr"))
    if middle:
        properties.append(make("vAlign", val="center"))
    return make("tc", properties, *content)


def row(
    cells: Iterable[Node], *, header: bool = False, whole: bool = True, height: float = 0
) -> Node:
    """Make a row; no page end parts a ``whole`` one, a header stands again on every page.

    ``height`` is the least, 0 for what its text takes.
    """
    properties = make("trPr")
    if whole:
        properties.append(make("cantSplit"))
    if height:
        properties.append(make("trHeight", val=twips(height), hRule="atLeast"))
    if header:
        properties.append(make("tblHeader"))
    return make("tr", properties, *cells)


def table(
    widths: Sequence[float],
    rows: Iterable[Node],
    *,
    line: float = 0,
    pad: tuple[float, float, float, float] = (0, 0, 0, 0),
) -> Node:
    """Make a table of fixed widths with rules of ``line`` pt, none for 0.

    ``pad`` is the room around each cell's text: top, left, bottom, right.
    """
    rule = {"val": "single", "sz": round(line * 8), "space": 0, "color": "auto"}
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    sides = ("top", "left", "bottom", "right")
    properties = make(
        "tblPr",
        make("tblW", w=sum(map(twips, widths)), type="dxa"),
        make("tblInd", w=0, type="dxa"),
        make("tblBorders", *(make(edge, **(rule if line else {"val": "nil"})) for edge in edges)),
        make("tblLayout", type="fixed"),
        make(
            "tblCellMar",
            *(make(s, w=twips(p), type="dxa") for s, p in zip(sides, pad, strict=True)),
        ),
    )
    grid = make("tblGrid", *(make("gridCol", w=twips(width)) for width in widths))
    return make("tbl", properties, grid, *rows)
