"""The parts that the cells of a workbook refer to: its sheets, strings and styles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from qnapp.exchange.cells import Style
from qnapp.exchange.xlsx_xml import PartHandler, TooMuch, relation, unescaped

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

MOST_SHEETS = 100
MOST_STRINGS = 500_000
MOST_CHARACTERS = 20_000_000  # of all strings together
MOST_STYLES = 70_000  # Excel itself ends at 65,490

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_LEGACY = re.compile(r"\.vn|vni[- ]", re.IGNORECASE)
_DECIMALS = re.compile(r"0\.(0+)")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    relation: str
    hidden: bool


class WorkbookPart(PartHandler):
    """``workbook.xml``: the sheets in their order, and from when days are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[SheetEntry] = []
        self.since_1904 = False

    def start(self, name: str, attrs: AttributesImpl) -> None:
        """See ``PartHandler``."""
        if name == "workbookPr":
            self.since_1904 = attrs.get("date1904", "0") in ("1", "true")
        elif name == "sheet":
            hidden = attrs.get("state", "visible") != "visible"
            self.sheets.append(SheetEntry(str(attrs["name"]), relation(attrs, "id"), hidden))
            if len(self.sheets) > MOST_SHEETS:
                raise TooMuch


class RelationsPart(PartHandler):
    """A part's relations: targets and kinds by id."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}
        self.kinds: dict[str, str] = {}  # last word of the kind: "worksheet"

    def start(self, name: str, attrs: AttributesImpl) -> None:
        """See ``PartHandler``."""
        if name == "Relationship" and attrs.get("TargetMode", "") != "External":
            self.targets[attrs["Id"]] = attrs["Target"]
            self.kinds[attrs["Id"]] = str(attrs["Type"]).rpartition("/")[2]

    def of_kind(self, kind: str) -> str:
        """Target of the first relation of a kind, "" for none."""
        return next((self.targets[key] for key, one in self.kinds.items() if one == kind), "")


class StringsPart(PartHandler):
    """``sharedStrings.xml``: texts by number; what is spoken beside them is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._inside = self._spoken = False
        self._length = 0

    def start(self, name: str, attrs: AttributesImpl) -> None:  # noqa: ARG002
        """See ``PartHandler``."""
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._spoken = True
        elif name == "t":
            self._inside = not self._spoken

    def characters(self, content: str) -> None:
        """See ``ContentHandler``."""
        if self._inside:
            self._parts.append(content)
            self._length += len(content)
            if self._length > MOST_CHARACTERS:
                raise TooMuch

    def end(self, name: str) -> None:
        """See ``PartHandler``."""
        if name == "t":
            self._inside = False
        elif name == "rPh":
            self._spoken = False
        elif name == "si":
            self.texts.append(unescaped("".join(self._parts)))
            if len(self.texts) > MOST_STRINGS:
                raise TooMuch


@dataclass
class _Format:
    numbers: dict[str, str] = field(default_factory=dict)  # codes of formats by id
    fonts: list[bool] = field(default_factory=list)  # whether each is of the old kind


class StylesPart(PartHandler):
    """``styles.xml``: what each style of a cell says of its value."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: list[Style] = []
        self._known = _Format()
        self._in_fonts = self._in_cells = False

    def start(self, name: str, attrs: AttributesImpl) -> None:
        """See ``PartHandler``."""
        if name == "numFmt":
            self._known.numbers[attrs["numFmtId"]] = attrs["formatCode"]
        elif name in ("fonts", "cellXfs"):
            self._in_fonts, self._in_cells = name == "fonts", name == "cellXfs"
        elif name == "font" and self._in_fonts:
            self._known.fonts.append(False)
        elif name == "name" and self._in_fonts and self._known.fonts:
            self._known.fonts[-1] = bool(_LEGACY.match(attrs.get("val", "")))
        elif name == "xf" and self._in_cells:
            self.styles.append(self._style(attrs))
        if max(len(self.styles), len(self._known.fonts), len(self._known.numbers)) > MOST_STYLES:
            raise TooMuch

    def end(self, name: str) -> None:
        """See ``PartHandler``."""
        if name in ("fonts", "cellXfs"):
            self._in_fonts = self._in_cells = False

    def _style(self, attrs: AttributesImpl) -> Style:
        number, font = attrs.get("numFmtId", "0"), int(attrs.get("fontId", "0"))
        code = self._known.numbers.get(number) or BUILTIN_FORMATS.get(int(number), "General")
        legacy = font < len(self._known.fonts) and self._known.fonts[font]
        return style_of(code, legacy_font=legacy)


def style_of(code: str, *, legacy_font: bool = False) -> Style:
    """What a number format such as "0.00%" or "mm/yyyy" says."""
    bare = _QUOTED.sub("", code).lower()
    is_date = bool(is_date_format(code))
    decimals = _DECIMALS.search(bare)
    return Style(
        is_date=is_date,
        has_day="d" in bare,
        percent="%" in bare and not is_date,
        decimals=len(decimals[1]) if decimals else 0,
        legacy_font=legacy_font,
    )
