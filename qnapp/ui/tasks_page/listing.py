"""The tasks that the table shows, as rows of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.documents.words import restricted_words
from qnapp.domain.check_rules import is_restricted
from qnapp.models.task_lines import LineKind
from qnapp.ui.kit.signs import STATUS_SIGNS, task_sign
from qnapp.ui.list_export import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qnapp.documents.report import Cell
    from qnapp.domain.reporting import TaskRow
    from qnapp.models.task_lines import TaskLine

COLUMNS: tuple[tuple[str, float], ...] = (
    ("Mã", 9),
    ("Nhiệm vụ", 46),
    ("Vai trò", 11),
    ("Chủ trì", 24),
    ("Thời hạn", 18),
    ("Hạn tính theo ngày", 13),
    ("Tình trạng", 16),
    ("So với thời hạn", 24),
    ("Tỉ lệ (%)", 8),
    ("Kết quả thực hiện", 46),
    ("Lý do chậm", 26),
    ("Khó khăn, vướng mắc", 26),
    ("Đề xuất, kiến nghị", 26),
    ("Việc tiếp theo", 26),
    ("Ngày hoàn thành", 13),
    ("Dự kiến xong", 13),
    ("Người theo dõi", 20),
    ("Minh chứng", 30),
)


def task_listing(lines: Iterable[TaskLine], which: str) -> Listing:
    """Give the tasks among ``lines`` in their order; ``which`` says what they have in common."""
    rows = [
        _cells(line, line.row)
        for line in lines
        if line.kind is LineKind.TASK and line.row is not None
    ]
    return Listing("Nhiệm vụ", which, COLUMNS, rows)


def _cells(line: TaskLine, row: TaskRow) -> list[Cell]:
    head: list[Cell] = [
        row.code, row.task.title, line.role, "; ".join(row.lead), row.deadline.text, row.due,
    ]  # fmt: skip
    if not line.own:
        return [*head, "Không theo dõi", *[None] * (len(COLUMNS) - len(head) - 1)]
    return [*head, *_progress(row), row.officer, "; ".join(item.name for item in row.evidence)]


def _progress(row: TaskRow) -> list[Cell]:
    """Give what the clerk says of a task; of a restricted one only how it was reported."""
    p = row.progress
    sign = task_sign(row)
    stands: list[Cell] = [STATUS_SIGNS[p.status].first, sign.phrase if sign else ""]
    if is_restricted(row):
        told = restricted_words(p.restricted_number, p.restricted_on)
        return [*stands, None, told, "", "", "", "", p.completed_on, None]
    texts: list[Cell] = [p.result, p.delay_reason, p.difficulty, p.proposal, p.next_step]
    return [*stands, p.percent, *texts, p.completed_on, p.expected_on]
