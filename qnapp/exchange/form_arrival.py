"""A form among the files that arrive: told in lines; taken in, its conflicts stay as they are."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from qnapp.db.calendar import stored_period
from qnapp.exchange.form import apply_form, changes_of
from qnapp.exchange.form_data import is_form
from qnapp.exchange.form_fields import words
from qnapp.text import lower_first, short_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.db.store import Store
    from qnapp.exchange.arrivals import ArrivedFile
    from qnapp.exchange.form import FormCell, FormChanges
    from qnapp.exchange.form_reading import FormProblem


_NO_LINES = "Không có gì khác với dữ liệu hiện có."
_NOTHING = "{title}: không có gì khác với dữ liệu hiện có."
_TRIED = "{title}: đã thử, hợp lệ, chưa ghi gì."
_TAKEN = "{title}: đã nhận {count} ô."
_LEFT_OUT = " Bỏ qua {count} ô chưa đúng."
_KEPT = " Giữ giá trị đang có ở {count} ô xung đột."


class FormArrival:
    """See ``qnapp.exchange.arrivals.Arrival``."""

    def __init__(self, store: Store, changes: FormChanges) -> None:
        data = changes.data
        who = f", {data.officer}" if data.officer else ""
        self.title = f"Biểu nhập {lower_first(stored_period(store, data.period).period.name)}{who}"
        self.form = changes
        self.leave_out_bad = False  # take the rest where cells are wrong
        self.origin = None  # a workbook is signed by nobody: every cell is looked at instead

    @property
    def lines(self) -> list[str]:
        """See ``Arrival``."""
        lines = [*map(cell_line, self.form.cells), *self._others()]
        return lines or [_NO_LINES]

    @property
    def changes(self) -> int:
        """See ``Arrival``."""
        return len(self.form.cells) - len(self.form.conflicts)

    def accept(self, store: Store, *, dry_run: bool = False, key_compared: bool = False) -> str:
        """See ``Arrival``."""
        del key_compared  # a workbook has none
        with store.trial() if dry_run else contextlib.nullcontext():
            apply_form(store, self.form, leave_out_bad=self.leave_out_bad)
        kept, bad = len(self.form.conflicts), len(self.form.problems)
        told = self._told(dry_run, kept) + (_KEPT.format(count=kept) if kept else "")
        return told + (_LEFT_OUT.format(count=bad) if bad else "")

    def _told(self, dry_run: bool, kept: int) -> str:
        if dry_run:
            return _TRIED.format(title=self.title)
        if not self.changes and not kept:
            return _NOTHING.format(title=self.title)
        return _TAKEN.format(title=self.title, count=self.changes)

    def _others(self) -> Iterator[str]:
        yield from map(problem_line, self.form.problems)
        yield from self.form.notes


def matches(file: ArrivedFile) -> bool:
    """Whether a file is a form, of any version."""
    return file.book is not None and is_form(file.book)


def look(store: Store, file: ArrivedFile) -> FormArrival:
    """Compare a form with the store; raises as ``form.read_form`` does."""
    assert file.book is not None  # ``matches`` has said so
    return FormArrival(store, changes_of(store, file.book))


def cell_line(cell: FormCell) -> str:
    """A difference in a line: "3.2, Tỉ lệ (%): 40% → 70%"."""
    old, mine, theirs = (short_line(words(cell.field, text)) for text in _values(cell))
    name = f"{cell.code}, {cell.field.title}"
    if cell.conflict:
        return f"{name}: xung đột, khi xuất biểu {old}, ở đây {mine}, trong biểu {theirs}"
    return f"{name}: {mine} → {theirs}"


def problem_line(problem: FormProblem) -> str:
    """What is wrong in a line: "Nhiệm vụ, ô H9, mã 3.2, Tỉ lệ (%): …"."""
    place = f"ô {problem.ref}" if not problem.ref.isdigit() else f"dòng {problem.ref}"
    code = f"mã {problem.code}" if problem.code else ""
    where = ", ".join(part for part in (problem.sheet, place, code, problem.title) if part)
    return f"{where}: {problem.text}"


def _values(cell: FormCell) -> tuple[str, str, str]:
    return cell.old, cell.mine, cell.theirs
