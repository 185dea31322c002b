"""Cells copied from a workbook, laid against the rows they would change (no Qt)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qnapp.errors import InputError
from qnapp.text import clean, fold, short_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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
    over: bool = False  # it takes the place of what somebody wrote


@dataclass(frozen=True, slots=True)
class Paste:
    """All of it, and which pasted cells found no row: their codes, else their words."""

    lines: tuple[PasteLine, ...]
    unused: tuple[str, ...] = ()
    told: str = ""  # a sentence on which columns were taken, "" where there is no choice

    @property
    def overwriting(self) -> int:
        """How many of the changes take the place of another value."""
        return sum(line.over for line in self.changes)

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
    untouched: bool = False  # what stands there is what every row begins with


# Excel puts quotes around a cell that holds a line break or a tab, and doubles those inside.
_QUOTED = re.compile(r'"((?:[^"]|"")*[\n\t](?:[^"]|"")*)"(?=\t|\n|\Z)')
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,\s]*%?")
UNCLEAR = "Dòng có nhiều số, không rõ lấy số nào. Chép kèm tiêu đề cột, hoặc chỉ cột mã và cột số."
_LAST = "Lấy cột cuối, không dùng các cột khác; chép kèm dòng tiêu đề thì lấy theo tên cột."
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


def lay_out(
    cells: Sequence[Sequence[str]],
    targets: Sequence[PasteTarget],
    start: int,
    headings: Collection[str] = (),
    elsewhere: Collection[str] = (),
) -> Paste:
    """Lay pasted cells against rows: by code where the first column holds codes, else downwards.

    ``start`` is the place in ``targets`` from which a bare column runs down. An empty cell changes
    nothing. ``headings``: what the column of the values may be called, folded; where no heading
    says it, the value is a row's last cell, and a row with several numbers is refused.
    ``elsewhere``: what columns may be called, folded, whose values have fields but are not pasted.
    """
    by_code = {fold(target.code): target for target in targets}
    if not _holds_codes(cells, by_code):
        below: list[PasteTarget | None] = list(targets[start:])
        below += [None] * max(len(cells) - len(below), 0)
        pairs = [
            (_asked(one, row), _last(row), _last(row))
            for one, row in zip(below, cells, strict=False)
        ]
        return replace(judged(pairs), told=_LAST * _has_more(cells, 1))
    head, rows = _heading(cells, by_code)
    place = _place_of(head, headings)
    if place is None:
        pairs = [
            (_asked(_by_code(row[0], by_code), row[1:]), _last(row), row[0] or _last(row))
            for row in cells
            if row
        ]
        return replace(judged(pairs), told=_LAST * _has_more(cells, 2))
    pairs = [
        (_by_code(row[0], by_code), row[place] if place < len(row) else "", row[0])
        for row in rows
        if row
    ]
    return replace(judged(pairs), told=_columns_told(head, place, elsewhere))


def _columns_told(head: Sequence[str], taken: int, elsewhere: Collection[str]) -> str:
    """Say which column is taken, which are not, and what becomes of those that have fields."""
    told = f"Lấy cột “{short_line(head[taken], MOST_NAME)}”."
    others = [cell for at, cell in enumerate(head) if at and at != taken and cell]
    fields = [cell for cell in others if fold(cell) in elsewhere]
    rest = [cell for cell in others if cell not in fields]
    if fields:
        told += f" Chưa dán {_columns(fields)}: nhập ở phần chi tiết của từng chỉ tiêu."
    return told + (f" Không dùng {_columns(rest)}." if rest else "")


def _columns(names: Sequence[str]) -> str:
    return "cột " + ", ".join(f"“{short_line(name, MOST_NAME)}”" for name in names)


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


def _heading(
    cells: Sequence[Sequence[str]], codes: Mapping[str, PasteTarget]
) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """The row that names the columns, and those below it; no names where it begins with a code."""
    first = next((at for at, row in enumerate(cells) if any(row)), 0)
    if _by_code(cells[first][0], codes) is not None:
        return [], cells
    return cells[first], cells[first + 1 :]


def _place_of(head: Sequence[str], headings: Collection[str]) -> int | None:
    """The one column with such a name; None for none, and for several."""
    found = [at for at, cell in enumerate(head) if at and fold(cell) in headings]
    return found[0] if len(found) == 1 else None


def _asked(target: PasteTarget | None, cells: Sequence[str]) -> PasteTarget | None:
    """The target, which takes nothing where several numbers could be meant."""
    several = sum(bool(_NUMBER.fullmatch(cell)) for cell in cells) > 1
    return replace(target, read=_refuse) if target is not None and several else target


def _refuse(_text: str) -> Decimal | str | None:
    raise InputError(UNCLEAR)


def _has_more(cells: Sequence[Sequence[str]], columns: int) -> bool:
    return any(sum(map(bool, row)) > columns for row in cells)


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
        over=kind is PasteKind.CHANGE and bool(target.old) and not target.untouched,
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
    if paste.overwriting:
        parts[0] += f" ({paste.overwriting} ghi đè)"
    if counts[PasteKind.SAME]:
        parts.append(f"{counts[PasteKind.SAME]} như cũ")
    if counts[PasteKind.FAULT]:
        parts.append(f"{counts[PasteKind.FAULT]} không đọc được")
    if paste.unused:
        parts.append(f"{len(paste.unused)} không khớp dòng nào ({_named(paste.unused)})")
    return f"{paste.told} {', '.join(parts)}.".strip()


def _named(lost: Iterable[str]) -> str:
    """Name what found no row, the first few of many: "9, 1.99 và 3 ô khác"."""
    names = list(dict.fromkeys(lost))
    shown = [short_line(name, MOST_NAME) for name in names[:MOST_NAMED]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" và {more} ô khác" if more else "")
