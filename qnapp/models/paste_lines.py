"""Cells copied from a workbook, laid against the rows they would change (no Qt)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qnapp.errors import InputError
from qnapp.text import clean, fold, short_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal


MOST_NAMED, MOST_NAME = 6, 24  # of what found no row: how many, how long


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
    what: str = ""  # name of the field, where a row has several
    shown: str = ""  # the value in the words of ``old``, "" where it cannot be read


@dataclass(frozen=True, slots=True)
class Paste:
    """All of it, and which pasted cells found no row: their codes, else their words."""

    lines: tuple[PasteLine, ...]
    unused: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[PasteLine, ...]:
        """What would be written."""
        return tuple(line for line in self.lines if line.kind is PasteKind.CHANGE)


@dataclass(frozen=True, slots=True)
class PasteTarget:
    """A cell that can take a value: of which row, what stands there, how a text is read."""

    uid: str
    code: str
    title: str
    field: str
    old: str  # as shown
    current: Decimal | str | None
    read: Callable[[str], Decimal | str | None]  # raises InputError
    what: str = ""
    show: Callable[[Any], str] | None = None  # a value in the words of ``old``


# Excel puts quotes around a cell that holds a line break or a tab, and doubles those inside.
_QUOTED = re.compile(r'"((?:[^"]|"")*[\n\t](?:[^"]|"")*)"(?=\t|\n|\Z)')
_BARE = re.compile(r"[^\t\n]*")


def cells_of(text: str) -> list[list[str]]:
    """Split what a workbook puts on the clipboard into rows and cells; a cell may hold lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = [[]]
    place = 0
    while place <= len(text):
        found = _QUOTED.match(text, place) or _BARE.match(text, place)
        assert found is not None  # the second takes anything
        cell = found[1].replace('""', '"') if found.re is _QUOTED else found[0]
        rows[-1].append(clean(cell, multiline=True))
        place = found.end() + 1
        if text[found.end() : place] == "\n":
            rows.append([])
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def lay_out(cells: Sequence[Sequence[str]], targets: Sequence[PasteTarget], start: int) -> Paste:
    """Lay pasted cells against rows: by code where the first column holds codes, else downwards.

    ``start`` is the place in ``targets`` from which a bare column runs down. An empty cell changes
    nothing.
    """
    by_code = {fold(target.code): target for target in targets}
    if _holds_codes(cells, by_code):
        pairs = [
            (_by_code(row[0], by_code), _last(row), row[0] or _last(row)) for row in cells if row
        ]
    else:
        below: list[PasteTarget | None] = list(targets[start:])
        below += [None] * max(len(cells) - len(below), 0)
        pairs = [(one, _last(row), _last(row)) for one, row in zip(below, cells, strict=False)]
    return judged(pairs)


def judged(cells: Sequence[tuple[PasteTarget | None, str, str]]) -> Paste:
    """Say what each pasted text would do to its cell; an empty one does nothing.

    Behind target and text stands the name by which a cell without a target is told.
    """
    lines = [_line(target, text) for target, text, _ in cells if target is not None and text]
    lost = tuple(name for target, text, name in cells if target is None and text)
    return Paste(tuple(lines), lost)


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
        uid=target.uid,
        code=target.code,
        title=target.title,
        field=target.field,
        old=target.old,
        text=text,
        value=value,
        fault=fault,
        what=target.what,
        shown=target.show(value) if target.show and not fault else "",
    )


def _judged(target: PasteTarget, text: str) -> tuple[PasteKind, Decimal | str | None, str]:
    try:
        value = target.read(text)
    except InputError as error:
        return PasteKind.FAULT, None, str(error)
    same = value == target.current
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
        parts.append(f"{len(paste.unused)} không khớp dòng nào ({_named(paste.unused)})")
    return ", ".join(parts) + "."


def _named(lost: Iterable[str]) -> str:
    """Name what found no row, the first few of many: "9, 1.99 và 3 ô khác"."""
    names = list(dict.fromkeys(lost))
    shown = [short_line(name, MOST_NAME) for name in names[:MOST_NAMED]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" và {more} ô khác" if more else "")
