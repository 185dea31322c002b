"""A column copied from a workbook, laid against the rows it would change (no Qt)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.errors import InputError
from qnapp.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from qnapp.domain.reporting import IndicatorRow


class PasteKind(StrEnum):
    """What would happen to a row."""

    CHANGE = "change"
    SAME = "same"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class PasteLine:
    """One row that a pasted cell falls on."""

    kind: PasteKind
    uid: str
    code: str
    title: str
    field: str
    old: str
    text: str  # as pasted
    value: Decimal | str | None = None
    fault: str = ""  # a sentence


@dataclass(frozen=True, slots=True)
class Paste:
    """All of it, and how many pasted cells found no row."""

    lines: tuple[PasteLine, ...]
    unused: int

    @property
    def changes(self) -> tuple[PasteLine, ...]:
        """What would be written."""
        return tuple(line for line in self.lines if line.kind is PasteKind.CHANGE)


@dataclass(frozen=True, slots=True)
class PasteTarget:
    """A row that can take a value: its field, and how a text is read into it."""

    row: IndicatorRow
    field: str
    old: str
    read: Callable[[str], Decimal | str | None]  # raises InputError


def cells_of(text: str) -> list[list[str]]:
    """Split what a workbook puts on the clipboard into rows and cells."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while rows and not rows[-1].strip():
        rows.pop()
    return [[clean(cell) for cell in row.split("\t")] for row in rows]


def lay_out(cells: Sequence[Sequence[str]], targets: Sequence[PasteTarget], start: int) -> Paste:
    """Lay pasted cells against rows: by code where the first column holds codes, else downwards.

    ``start`` is the place in ``targets`` from which a bare column runs down. An empty cell changes
    nothing.
    """
    by_code = {fold(target.row.code.removeprefix("CT-")): target for target in targets}
    if _holds_codes(cells, by_code):
        pairs = [(_by_code(row[0], by_code), _last(row)) for row in cells]
    else:
        below: list[PasteTarget | None] = list(targets[start:])
        below += [None] * max(len(cells) - len(below), 0)
        pairs = [(target, _last(row)) for target, row in zip(below, cells, strict=False)]
    lines = [_line(target, text) for target, text in pairs if target is not None and text]
    return Paste(tuple(lines), sum(target is None and bool(text) for target, text in pairs))


def _holds_codes(cells: Sequence[Sequence[str]], codes: Mapping[str, PasteTarget]) -> bool:
    """Whether a block of several columns begins with codes (a heading row may stand above)."""
    wide = [row for row in cells if len(row) > 1 and any(row)]
    known = [row for row in wide if _by_code(row[0], codes) is not None]
    return bool(known) and 2 * len(known) >= len(wide)


def _by_code(cell: str, codes: Mapping[str, PasteTarget]) -> PasteTarget | None:
    return codes.get(fold(cell).removeprefix("ct-").rstrip("."))


def _last(row: Sequence[str]) -> str:
    """The last filled cell: the value stands behind code and title."""
    return next((cell for cell in reversed(row) if cell), "")


def _line(target: PasteTarget, text: str) -> PasteLine:
    kind, value, fault = _judged(target, text)
    return PasteLine(
        kind=kind,
        uid=target.row.uid,
        code=target.row.code.removeprefix("CT-"),
        title=target.row.indicator.title,
        field=target.field,
        old=target.old,
        text=text,
        value=value,
        fault=fault,
    )


def _judged(target: PasteTarget, text: str) -> tuple[PasteKind, Decimal | str | None, str]:
    try:
        value = target.read(text)
    except InputError as error:
        return PasteKind.FAULT, None, str(error)
    same = value == getattr(target.row.measurement, target.field)
    return (PasteKind.SAME if same else PasteKind.CHANGE), value, ""


def summary(paste: Paste) -> str:
    """Say what would happen: "9 giá trị sẽ ghi, 2 như cũ, 1 không đọc được."."""
    counts = {kind: sum(line.kind is kind for line in paste.lines) for kind in PasteKind}
    parts = [f"{counts[PasteKind.CHANGE]} giá trị sẽ ghi"]
    if counts[PasteKind.SAME]:
        parts.append(f"{counts[PasteKind.SAME]} như cũ")
    if counts[PasteKind.FAULT]:
        parts.append(f"{counts[PasteKind.FAULT]} không đọc được")
    if paste.unused:
        parts.append(f"{paste.unused} không khớp dòng nào")
    return ", ".join(parts) + "."
