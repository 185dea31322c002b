"""What a form would change, as lines of a difference (no Qt)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.errors import reason_of
from qnapp.exchange.form import Choice
from qnapp.exchange.form_fields import words
from qnapp.models.difference_lines import Line, LineKind, section

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping

    from qnapp.exchange.form import FormCell, FormChanges
    from qnapp.exchange.form_reading import FormProblem

HEADS = ("Kết quả", "Mã", "Ô", "Khi xuất biểu", "Đang có ở đây", "Trong biểu")
_CONFLICTS = "đã sửa ở cả hai nơi; không đánh dấu thì giữ giá trị đang có"


def form_lines(form: FormChanges, titles: Mapping[str, str]) -> list[Line]:
    """Conflicts first, then what changed in the form alone, then what cannot be read.

    ``titles`` of tasks and indicators by uid.
    """
    told = [_cell(cell, titles.get(cell.uid, "")) for cell in form.cells if cell.conflict]
    plain = [_cell(cell, titles.get(cell.uid, "")) for cell in form.cells if not cell.conflict]
    notes = [Line(LineKind.NOTE, what=note, note=note) for note in form.notes]
    return [
        *section("Xung đột", told, note=_CONFLICTS),
        *section("Thay đổi trong biểu", plain),
        *section("Ô chưa đúng", [_problem(one) for one in form.problems]),
        *section("Cần biết", notes),
    ]


def form_choices(form: FormChanges, taken: Collection[Hashable]) -> dict[tuple[str, str], Choice]:
    """The choice of every cell: those whose place is in ``taken`` are the form's."""
    return {
        cell.place: Choice.THEIRS if cell.place in taken else Choice.MINE for cell in form.cells
    }


def _cell(cell: FormCell, title: str) -> Line:
    old, mine, theirs = (words(cell.field, one) for one in (cell.old, cell.mine, cell.theirs))
    return Line(
        LineKind.CHOICE,
        code=cell.code,
        what=cell.field.title,
        old=old,
        mine=mine,
        theirs=theirs,
        title=title,
        key=cell.place,
        taken=not cell.conflict,
    )


def _problem(problem: FormProblem) -> Line:
    place = f"dòng {problem.ref}" if problem.ref.isdigit() else f"ô {problem.ref}"
    where = ", ".join(part for part in (problem.title, f"{problem.sheet} {place}") if part)
    return Line(
        LineKind.NOTE,
        code=problem.code,
        what=where,
        theirs=problem.typed,
        note=reason_of(problem.text),
        wrong=True,
    )
