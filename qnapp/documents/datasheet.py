"""The same rows once more as a plain table, for filters and sums in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.documents.annexes import (
    assessment,
    evidence_words,
    indicator_note,
    milestone_words,
    target_words,
)
from qnapp.documents.figures import BIN_WORDS, NOT_OVERDUE, indicator_figures, task_figures
from qnapp.documents.groups import indicator_groups, task_groups
from qnapp.documents.report import Align, Cell, Column, Row, RowKind, Table
from qnapp.documents.words import ROLE_WORDS, counted_words, restricted_words, state_of
from qnapp.domain.check_rules import is_restricted
from qnapp.domain.reporting import Standing
from qnapp.text import upper_first

if TYPE_CHECKING:
    from qnapp.domain.reporting import IndicatorRow, TaskRow, Worksheet

_NUMBER = Align.RIGHT
COLUMNS = (
    Column("Loại", width=22),
    Column("Mã", width=18),
    Column("Nhóm", width=40),
    Column("Nội dung", width=80),
    Column("Đơn vị tính", width=20),
    Column("Mức năm", width=26),
    Column("Vai trò", width=20),
    Column("Người theo dõi", width=32),
    Column("Thời hạn", width=34),
    Column("Ngày đến hạn", _NUMBER, 24),
    Column("Gia hạn đến", _NUMBER, 24),
    Column("Mốc đã xong", width=40),
    Column("Tình trạng", width=36),
    Column("Tỉ lệ (%)", _NUMBER, 16),
    Column("Ngày hoàn thành", _NUMBER, 26),
    Column("Dự kiến xong", _NUMBER, 24),
    Column("Thực hiện kỳ", _NUMBER, 24),
    Column("Ước cả kỳ", _NUMBER, 24),
    Column("Lũy kế", _NUMBER, 24),
    Column("Cùng kỳ năm trước", _NUMBER, 28),
    Column("So với kế hoạch năm (%)", _NUMBER, 30),
    Column("Đánh giá", width=30),
    Column("Kết quả thực hiện", width=80),
    Column("Lý do chậm", width=50),
    Column("Khó khăn, vướng mắc", width=50),
    Column("Đề xuất, kiến nghị", width=50),
    Column("Việc tiếp theo", width=50),
    Column("Minh chứng", width=50),
)


FIGURE_COLUMNS = (Column("Nội dung"), Column("Số lượng", Align.RIGHT, 30))


def figure_table(sheet: Worksheet) -> Table:
    """List what is counted, every part of a whole below it, zeros too."""
    f = task_figures(sheet.own_tasks)
    bins = indicator_figures(sheet.followed_indicators)
    rows: list[tuple[RowKind, str, int]] = [
        (RowKind.HEADING, "Chỉ tiêu theo dõi", sum(bins.values())),
        *((RowKind.ROW, upper_first(BIN_WORDS[kind]), count) for kind, count in bins.items()),
        (RowKind.HEADING, "Nhiệm vụ theo dõi", f.taken),
        (RowKind.ROW, counted_words(Standing.DONE_ON_TIME), f.done_on_time),
        (RowKind.ROW, counted_words(Standing.DONE_LATE), f.done_late),
        (RowKind.ROW, counted_words(Standing.DONE), f.done),
        (RowKind.ROW, counted_words(Standing.IN_TIME), f.in_time),
        (RowKind.ROW, counted_words(Standing.OVERDUE), f.overdue),
        # An overdue row counts as such, whatever its status.
        (RowKind.ROW, f"{counted_words(Standing.NOT_STARTED)} ({NOT_OVERDUE})", f.not_started),
        (RowKind.ROW, f"{counted_words(Standing.ON_HOLD)} ({NOT_OVERDUE})", f.on_hold),
        (RowKind.ROW, counted_words(Standing.NO_DEADLINE), f.no_deadline),
        (RowKind.ROW, "Báo cáo theo đường riêng", f.apart),
    ]
    return Table(FIGURE_COLUMNS, tuple(Row(kind, (text, n)) for kind, text, n in rows))


def data_table(sheet: Worksheet) -> Table:
    """List indicators, then tasks, one a row, every value in a column of its own."""
    rows = [
        _row(_indicator(row, heading))
        for heading, members in indicator_groups(sheet)
        for row in members
    ]
    rows += [_row(_task(row, group.heading)) for group in task_groups(sheet) for row in group.rows]
    return Table(COLUMNS, tuple(rows))


def _row(values: dict[str, Cell]) -> Row:
    assert all(any(c.title == title for c in COLUMNS) for title in values)
    return Row(RowKind.ROW, tuple(values.get(column.title) for column in COLUMNS))


def _indicator(row: IndicatorRow, heading: str) -> dict[str, Cell]:
    m = row.measurement
    return {
        "Loại": "Chỉ tiêu",
        "Mã": row.short_code,
        "Nhóm": heading,
        "Nội dung": row.indicator.title,
        "Đơn vị tính": row.indicator.unit,
        "Mức năm": target_words(row),
        "Thực hiện kỳ": m.actual,
        "Ước cả kỳ": m.estimate,
        "Lũy kế": m.cumulative,
        "Cùng kỳ năm trước": m.same_period_last_year,
        "So với kế hoạch năm (%)": row.share,
        "Đánh giá": assessment(row),
        "Kết quả thực hiện": indicator_note(row),
        "Minh chứng": evidence_words(row),
    }


def _task(row: TaskRow, heading: str) -> dict[str, Cell]:
    common: dict[str, Cell] = {
        "Loại": "Nhiệm vụ",
        "Mã": row.code,
        "Nhóm": heading,
        "Nội dung": row.task.title,
        "Vai trò": ROLE_WORDS[row.role] if row.role is not None else "",
        "Người theo dõi": row.officer,
        "Thời hạn": row.deadline.text,
        "Ngày đến hạn": row.deadline.due,
        "Gia hạn đến": row.extension.due if row.extension and row.extension.granted else None,
    }
    progress = row.progress
    if is_restricted(row):
        told = restricted_words(progress.restricted_number, progress.restricted_on)
        return {**common, "Kết quả thực hiện": told}
    return {
        **common,
        "Mốc đã xong": milestone_words(row),
        "Tình trạng": state_of(row),
        "Tỉ lệ (%)": progress.percent,
        "Ngày hoàn thành": progress.ended_on,
        "Dự kiến xong": progress.still_expected_on,
        "Kết quả thực hiện": progress.result,
        "Lý do chậm": progress.delay_reason,
        "Khó khăn, vướng mắc": progress.difficulty,
        "Đề xuất, kiến nghị": progress.proposal,
        "Việc tiếp theo": progress.next_step,
        "Minh chứng": evidence_words(row),
    }
