"""The annexes of the unit's own plan: its indicators, its tasks, and both once more for filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.documents.drafts import INDICATOR_ANNEX, TASK_ANNEX
from qnapp.documents.groups import indicator_groups, with_parents
from qnapp.documents.report import Align, Annex, Cell, Column, Row, RowKind, Table
from qnapp.documents.unit_plan_drafts import APART, extension_words
from qnapp.documents.unit_plan_rows import province_words
from qnapp.documents.words import ROLE_WORDS, joined
from qnapp.domain.check_rules import is_restricted
from qnapp.domain.plan import Role
from qnapp.text import clean, upper_first

if TYPE_CHECKING:
    from qnapp.documents.unit_plan_rows import YearPlan
    from qnapp.domain.reporting import IndicatorRow, TaskRow

INDICATOR_COLUMNS = (
    Column("STT", Align.CENTER, 15),
    Column("Chỉ tiêu"),
    Column("ĐVT", Align.CENTER, 22),
    Column("Mức của đơn vị", Align.CENTER, 35),
    Column("Người theo dõi", Align.LEFT, 42),
    Column("Ghi chú", Align.LEFT, 48),
)
TASK_COLUMNS = (
    Column("Mã", Align.CENTER, 15.5),
    Column("Nhiệm vụ"),
    Column("Vai trò", Align.CENTER, 20),
    Column("Cơ quan chủ trì", Align.LEFT, 42),
    Column("Người theo dõi", Align.LEFT, 36),
    Column("Thời hạn", Align.LEFT, 33.5),  # "Trong Quý I/2026" on one line
    Column("Gia hạn, ghi chú", Align.LEFT, 34),
)
DATA_COLUMNS = (
    Column("Loại", width=22),
    Column("Mã", width=18),
    Column("Nhóm", width=40),
    Column("Nội dung", width=80),
    Column("Đơn vị tính", width=22),
    Column("Mức của đơn vị", width=30),
    Column("Mức của tỉnh", width=30),
    Column("Vai trò", width=20),
    Column("Cơ quan chủ trì", width=50),
    Column("Người theo dõi", width=36),
    Column("Thời hạn", width=34),
    Column("Ngày đến hạn", Align.RIGHT, 24),
    Column("Gia hạn đến", Align.RIGHT, 24),
    Column("Ghi chú", width=40),
)


def plan_annexes(year: YearPlan, note: str, own: str) -> tuple[Annex, Annex]:
    """Build both annexes; ``note`` is the line "(Kèm theo ...)", ``own`` who issues the plan."""
    return _indicator_annex(year, note), _task_annex(year, note, own)


def plan_data(year: YearPlan, own: str) -> Table:
    """List indicators, then tasks, one a row, every value in a column of its own.

    ``own`` names who issues the plan.
    """
    rows = [
        (heading, "Chỉ tiêu", _indicator_data(year, row))
        for heading, members in indicator_groups(year.sheet)
        for row in members
    ]
    rows += [
        (group.heading, "Nhiệm vụ", _task_data(row, own))
        for group in year.groups(year.tasks)
        for row in group.rows
    ]
    return Table(DATA_COLUMNS, tuple(_data_row(*row) for row in rows))


def _indicator_annex(year: YearPlan, note: str) -> Annex:
    rows = []
    for heading, members in indicator_groups(year.sheet):
        rows.append(Row(RowKind.GROUP, (heading,)))
        rows += [Row(RowKind.ROW, _indicator_cells(year, row)) for row in members]
    return Annex(
        INDICATOR_ANNEX,
        f"Chỉ tiêu năm {year.plan.year}".upper(),
        note,
        Table(INDICATOR_COLUMNS, tuple(rows)),
        "Đơn vị chưa theo dõi chỉ tiêu nào.",
    )


def _task_annex(year: YearPlan, note: str, own: str) -> Annex:
    """List tasks by section, parents without a deadline of their own as headings."""
    rows = []
    for group in year.groups(year.tasks):
        rows.append(Row(RowKind.GROUP, (group.heading,)))
        for parent, row in with_parents(group.rows):
            if parent is not None:
                rows.append(Row(RowKind.HEADING, (parent.code, parent.title)))
            rows.append(Row(RowKind.ROW, _task_cells(row, own)))
    return Annex(
        TASK_ANNEX,
        f"Nhiệm vụ năm {year.plan.year}".upper(),
        note,
        Table(TASK_COLUMNS, tuple(rows)),
        "Đơn vị chưa nhận nhiệm vụ nào.",
    )


def _indicator_cells(year: YearPlan, row: IndicatorRow) -> tuple[Cell, ...]:
    return (
        row.short_code,
        row.indicator.title,
        row.indicator.unit,
        _own_target(row),
        year.followers.get(row.uid, ""),
        _reference(row),
    )


def _own_target(row: IndicatorRow) -> str:
    return clean(row.target.text) if row.target is not None else ""


def _reference(row: IndicatorRow) -> str:
    """Tell the province's target beside the unit's."""
    words = province_words(row)
    if words:
        return f"Mức của tỉnh: {words}"
    return "Bằng mức của tỉnh" if row.indicator.target_text else ""


def _task_cells(row: TaskRow, own: str) -> tuple[Cell, ...]:
    return (
        row.code,
        row.task.title,
        _role(row),
        _lead(row, own),
        row.officer,
        upper_first(row.deadline.text),
        _remark(row),
    )


def _role(row: TaskRow) -> str:
    return ROLE_WORDS[row.role] if row.role is not None else ""


def _lead(row: TaskRow, own: str) -> str:
    """Name who leads, as the resolution does; of the unit's own tasks it is the unit."""
    return joined(row.lead) or (own if row.role is Role.LEAD else "")


def _remark(row: TaskRow) -> str:
    """Tell an extension; of a restricted task only that it is reported apart."""
    return upper_first(APART if is_restricted(row) else extension_words(row))


def _data_row(group: str, kind: str, values: dict[str, Cell]) -> Row:
    given: dict[str, Cell] = {"Loại": kind, "Nhóm": group, **values}
    assert given.keys() <= {column.title for column in DATA_COLUMNS}
    return Row(RowKind.ROW, tuple(given.get(column.title) for column in DATA_COLUMNS))


def _indicator_data(year: YearPlan, row: IndicatorRow) -> dict[str, Cell]:
    return {
        "Mã": row.short_code,
        "Nội dung": row.indicator.title,
        "Đơn vị tính": row.indicator.unit,
        "Mức của đơn vị": _own_target(row),
        "Mức của tỉnh": row.indicator.target_text,
        "Người theo dõi": year.followers.get(row.uid, ""),
    }


def _task_data(row: TaskRow, own: str) -> dict[str, Cell]:
    granted = row.extension is not None and row.extension.granted and not is_restricted(row)
    return {
        "Mã": row.code,
        "Nội dung": row.task.title,
        "Vai trò": _role(row),
        "Cơ quan chủ trì": _lead(row, own),
        "Người theo dõi": row.officer,
        "Thời hạn": row.deadline.text,
        "Ngày đến hạn": row.deadline.due,
        "Gia hạn đến": row.extension.due if row.extension and granted else None,
        "Ghi chú": _remark(row),
    }
