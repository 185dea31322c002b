"""A plan as a workbook of its two annexes: written, and built from one without a programmer.

Next year's plan comes as annexes of a resolution, typed or pasted into Excel (design, section
3.10). What cannot be read is told by cell; what was joined to an older plan is told by row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.documents.files import write_atomically
from qnapp.errors import InputError
from qnapp.exchange.annex_indicators import read_indicators
from qnapp.exchange.annex_tables import read_annexes
from qnapp.exchange.annex_tasks import read_tasks
from qnapp.exchange.data_sheet import has_data_sheet
from qnapp.exchange.form_data import is_form
from qnapp.exchange.plan_building import PlanBuilder
from qnapp.exchange.plan_head import read_head
from qnapp.exchange.plan_writing import plan_bytes
from qnapp.exchange.safe_xlsx import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.domain.plan import Plan
    from qnapp.exchange.annex_tables import Remark
    from qnapp.exchange.cells import Book
    from qnapp.exchange.plan_head import PlanHead
    from qnapp.exchange.plan_joining import Link

_NO_TABLE = (
    "Tệp “{name}” không có bảng nhiệm vụ nào đọc được. Chưa có gì bị thay đổi. "
    "Thêm hàng tiêu đề vào bảng: TT, Nhiệm vụ, Cơ quan chủ trì, Cơ quan phối hợp, Thời hạn."
)
_OTHER_FILE = (
    "Đây là {what} (“{name}”), không phải phụ lục kế hoạch. Chưa có gì bị thay đổi. "
    "Chọn tệp Excel có các phụ lục của Nghị quyết."
)


@dataclass(frozen=True, slots=True)
class BuiltPlan:
    """A plan that was read, and what a person has to see before it is used."""

    plan: Plan
    unread: tuple[Remark, ...]  # cells that could not be read
    second_look: tuple[Remark, ...]  # cells that were read by a guess
    links: tuple[Link, ...]  # rows that are not plainly the older plan's


def export_plan_workbook(plan: Plan, target: Path) -> None:
    """Write the two annexes as they stand in the resolution; raises ``FileError``."""
    data = plan_bytes(plan)
    write_atomically(target, lambda file: file.write(data))


def build_plan(file: Path, against: Plan | None = None, head: PlanHead | None = None) -> BuiltPlan:
    """Build a plan from the annexes in a workbook.

    ``against`` is an older plan: of the same year and number, rows keep their uid, and what the
    annexes do not say (the text, the duties, the doubts) stays; of another year, its long tasks
    continue. ``head`` says what the workbook does not. Raises ``FileError`` for a file that is no
    workbook, ``InputError`` where it holds no annex, is a form or a report, or nothing tells the
    year.
    """
    return plan_of(read_workbook(file), against, head)


def plan_of(book: Book, against: Plan | None = None, head: PlanHead | None = None) -> BuiltPlan:
    """Build a plan from a workbook that was read already; see ``build_plan``."""
    _require_no_other_file(book)
    annexes = read_annexes(book)
    if not annexes.tasks:
        raise InputError(_NO_TABLE.format(name=book.name))
    told, about_head = read_head(book, annexes, against, head)
    tasks, indicators = read_tasks(annexes.tasks, told.year), read_indicators(annexes.indicators)
    builder = PlanBuilder(told, against)
    plan = builder.build(tasks, indicators)
    second_look = (*about_head, *tasks.second_look, *indicators.second_look, *builder.second_look)
    unread = (*annexes.unread, *tasks.unread, *indicators.unread)
    return BuiltPlan(plan, unread, second_look, tuple(builder.links))


def _require_no_other_file(book: Book) -> None:
    """Refuse what this program made for something else: its tables look like annexes."""
    what = ""
    if is_form(book):
        what = "biểu nhập kết quả"
    elif has_data_sheet(book):
        what = "báo cáo đã trình ký"
    if what:
        raise InputError(_OTHER_FILE.format(what=what, name=book.name))
