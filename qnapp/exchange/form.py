"""The form: a workbook that an officer fills in, and what comes of it (design, sections 3.3 and 8).

Three values meet in every cell: what was exported (old), what the store holds now (mine) and what
came back (theirs). Where both sides changed it, a person chooses; nothing is lost silently.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.db.calendar import stored_period
from qnapp.db.measurements import set_measurement
from qnapp.db.milestones import set_milestone
from qnapp.db.organisations import own_organisation
from qnapp.db.plans import current_plan
from qnapp.db.progress import set_progress
from qnapp.db.returned import require_some_open
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.files import write_atomically
from qnapp.errors import FileError, InputError, UserError
from qnapp.exchange.form_data import BaseRow, FormData, RowKind, form_data
from qnapp.exchange.form_fields import field_named, python_value, same, typed
from qnapp.exchange.form_reading import FormProblem, find_rows
from qnapp.exchange.form_rows import columns, form_rows, values_now
from qnapp.exchange.form_writing import form_bytes
from qnapp.exchange.safe_xlsx import read_workbook
from qnapp.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.exchange.cells import Book
    from qnapp.exchange.form_fields import FormField
    from qnapp.exchange.form_reading import FoundRow
    from qnapp.exchange.form_rows import FormRow

_KEPT = "Dữ liệu hiện có vẫn giữ nguyên."
_OTHER_UNIT = (
    f"Biểu nhập “{{name}}” là của {{theirs}}, dữ liệu này là của {{ours}} nên không nhận. {_KEPT} "
    "Kiểm tra lại tệp đã chọn."
)
_OTHER_PLAN = (
    f"Biểu nhập “{{name}}” thuộc kế hoạch số {{theirs}}, dữ liệu này theo kế hoạch số {{ours}} "
    f"nên không nhận. {_KEPT} Xuất lại biểu theo kế hoạch này."
)
_OTHER_VERSION = (
    f"Biểu nhập “{{name}}” lập theo phiên bản {{theirs}} của kế hoạch, nay là phiên bản {{ours}} "
    f"nên không nhận. {_KEPT} Xuất biểu mới rồi chép nội dung sang."
)
_OTHER_PERIOD = (
    f"Biểu nhập “{{name}}” là của kỳ {{theirs}}, không phải kỳ {{ours}}. {_KEPT} "
    "Chuyển sang đúng kỳ rồi nhận lại."
)
_CHANGED_SINCE = (
    f"Nhiệm vụ, chỉ tiêu {{code}} vừa được sửa sau khi mở biểu nên chưa nhận. {_KEPT} "
    "Mở lại biểu để xem giá trị mới."
)
_BAD_CELLS = (
    f"Biểu nhập có {{count}} ô chưa đúng nên chưa nhận. {_KEPT} "
    "Sửa các ô đã nêu trong biểu, hoặc thêm --skip-faulty để bỏ qua các ô đó."
)


class Choice(StrEnum):
    """Which of two values a person takes."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class FormCell:
    """A value that differs, as the store keeps it: exported, held now, and come back."""

    kind: RowKind
    uid: str
    code: str
    field: FormField
    old: str
    mine: str
    theirs: str
    sheet: str
    ref: str  # "F12", or the row's number where the cell was emptied

    @property
    def place(self) -> tuple[str, str]:
        """What names it among the differences of one form: uid and field."""
        return self.uid, self.field.name

    @property
    def conflict(self) -> bool:
        """Whether it was changed here too since the form was exported."""
        return not same(self.field, self.mine, self.old)


@dataclass(frozen=True, slots=True)
class FormChanges:
    """All that a form would change, before anything is."""

    data: FormData
    cells: tuple[FormCell, ...]
    problems: tuple[FormProblem, ...]
    notes: tuple[str, ...]
    unchanged: int  # cells that say what the store holds already, or what was exported

    @property
    def conflicts(self) -> tuple[FormCell, ...]:
        """Cells of which a person has to choose."""
        return tuple(cell for cell in self.cells if cell.conflict)


def export_form(store: Store, period_code: str, target: Path, officer: str | None = None) -> int:
    """Write the form of a period, of one officer's rows or all; gives the number of rows.

    Of a locked period with returned rows these alone. Raises ``LockedError`` for a period that is
    locked otherwise, ``NotFoundError`` for an officer who follows nothing, ``InputError`` where
    nothing is followed at all, ``FileError``.
    """
    only = require_some_open(store, period_code)
    sheet = load_worksheet(store, period_code)
    rows = form_rows(store, sheet, officer, only)
    data = FormData(
        id=secrets.token_hex(8),
        organisation=sheet.organisation.code,
        organisation_name=sheet.organisation.name,
        plan=sheet.plan.uid,
        plan_number=sheet.plan.number,
        version=sheet.plan.version,
        period=sheet.period.code,
        officer=clean(officer or ""),
        made_on=store.today(),
        rows=tuple(_base(row, columns(rows, row.kind)) for row in rows),
    )
    raw = form_bytes(data, rows, sheet.period.name, sheet.period.cutoff)
    write_atomically(target, lambda file: file.write(raw))
    return len(rows)


def _base(row: FormRow, fields: Sequence[FormField]) -> BaseRow:
    # What may not be filled in is not told either: a restricted row's text stays here.
    values = {one.name: row.values[one.name] if one.name in row.open else "" for one in fields}
    return BaseRow(row.uid, row.code, row.kind, values)


def read_form(store: Store, file: Path, period_code: str | None = None) -> FormChanges:
    """Read a form that came back and compare it with what was exported and with the store now.

    Every value is checked by the rules of typing; what they refuse is listed under ``problems``.
    Nothing is changed. Raises ``FileError`` for what is no form or another unit's, plan's,
    version's or period's (``period_code`` None: the form's own), ``LockedError``.
    """
    return changes_of(store, read_workbook(file), period_code)


def changes_of(store: Store, book: Book, period_code: str | None = None) -> FormChanges:
    """Compare a form whose workbook was read already; see ``read_form``."""
    data = form_data(book)
    _require_ours(store, book.name, data, period_code)
    require_some_open(store, data.period)
    found = find_rows(book, data)
    now = values_now(load_worksheet(store, data.period))
    comparing = _Comparing(int(data.period[:4]), now, found.problems)
    for row in found.rows.values():
        comparing.compare(row)
    cells = _acceptable(store, data.period, comparing)
    return FormChanges(
        data, tuple(cells), tuple(found.problems), tuple(found.notes), comparing.unchanged
    )


def apply_form(
    store: Store,
    changes: FormChanges,
    choices: Mapping[tuple[str, str], Choice] | None = None,
    *,
    leave_out_bad: bool = False,
) -> list[FieldChange]:
    """Take in a form, whole or not at all, as one event of the history; revert it to undo.

    ``choices`` by ``FormCell.place``; without one, a conflict keeps what the store holds and any
    other difference is taken. Raises ``InputError`` where cells are wrong (``leave_out_bad`` takes
    the rest) and where the store changed since ``changes`` were worked out; ``LockedError``.
    """
    if changes.problems and not leave_out_bad:
        raise InputError(_BAD_CELLS.format(count=len(changes.problems)))
    taken = [cell for cell in changes.cells if _choice(cell, choices or {}) is Choice.THEIRS]
    moment = f"{store.clock():%Y%m%dT%H%M%S}"
    event = f"import:form:{changes.data.id}:{moment}"
    with store.collected() as done, store.atomic():
        _require_unchanged(store, changes.data.period, taken)
        for uid in dict.fromkeys(cell.uid for cell in taken):
            own = [cell for cell in taken if cell.uid == uid]
            _write(store, changes.data.period, own, event)
    return list(done)


def _choice(cell: FormCell, choices: Mapping[tuple[str, str], Choice]) -> Choice:
    return choices.get(cell.place, Choice.MINE if cell.conflict else Choice.THEIRS)


def _require_ours(store: Store, name: str, data: FormData, period_code: str | None) -> None:
    own, plan = own_organisation(store), current_plan(store)
    if data.organisation != own.code:
        theirs = data.organisation_name
        raise FileError(_OTHER_UNIT.format(name=name, theirs=theirs, ours=own.name))
    if data.plan != plan.uid:
        theirs = data.plan_number
        raise FileError(_OTHER_PLAN.format(name=name, theirs=theirs, ours=plan.number))
    if data.version != plan.version:
        versions = {"theirs": data.version, "ours": plan.version}
        raise FileError(_OTHER_VERSION.format(name=name, **versions))
    if period_code is not None and data.period != period_code:
        theirs, ours = (stored_period(store, c).period.name for c in (data.period, period_code))
        raise FileError(_OTHER_PERIOD.format(name=name, theirs=theirs, ours=ours))


class _Comparing:
    """Sets cells that came back beside what was exported and what the store holds."""

    def __init__(
        self, year: int, now: Mapping[str, Mapping[str, str]], problems: list[FormProblem]
    ) -> None:
        self._year = year
        self._now = now
        self.problems = problems
        self.cells: list[FormCell] = []
        self.unchanged = 0

    def compare(self, row: FoundRow) -> None:
        """Compare one row, cell by cell."""
        for name, cell in row.cells.items():
            field, old = field_named(name), row.base.values.get(name, "")
            ref = cell.ref if cell else str(row.number)
            try:
                theirs = typed(field, cell, self._year)
            except InputError as error:
                shown = cell.line if cell else ""
                told = (row.sheet, ref, row.base.code, field.title, shown, str(error))
                self.problems.append(FormProblem(*told))
                continue
            mine = self._now.get(row.base.uid, {}).get(name, "")
            if same(field, theirs, old) or same(field, theirs, mine):
                self.unchanged += 1
                continue
            base = row.base
            place = (row.sheet, ref)
            self.cells.append(
                FormCell(base.kind, base.uid, base.code, field, old, mine, theirs, *place)
            )


def _acceptable(store: Store, period: str, comparing: _Comparing) -> list[FormCell]:
    """Cells that the rules of typing take; the others become problems."""
    accepted = []
    with store.trial():
        for cell in comparing.cells:
            try:
                with store.atomic():
                    _write(store, period, [cell], "import:form")
                accepted.append(cell)
            except UserError as error:
                told = (cell.sheet, cell.ref, cell.code, cell.field.title, cell.theirs, str(error))
                comparing.problems.append(FormProblem(*told))
    return accepted


def _require_unchanged(store: Store, period: str, cells: Iterable[FormCell]) -> None:
    now = values_now(load_worksheet(store, period))
    for cell in cells:
        if now.get(cell.uid, {}).get(cell.field.name, "") != cell.mine:
            raise InputError(_CHANGED_SINCE.format(code=cell.code))


def _write(store: Store, period: str, cells: Sequence[FormCell], event: str) -> None:
    """Write some cells of one row as if they were typed."""
    uid = cells[0].uid
    values = {
        cell.field.name: python_value(cell.field, cell.theirs)
        for cell in cells
        if not cell.field.milestone
    }
    if values and cells[0].kind is RowKind.TASK:
        set_progress(store, uid, period, event=event, **values)
    elif values:
        set_measurement(store, uid, period, event=event, **values)
    for cell in cells:
        if cell.field.milestone:
            set_milestone(store, uid, cell.field.milestone, cell.theirs or None, event=event)
