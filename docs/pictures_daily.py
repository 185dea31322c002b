"""Pictures of a clerk's day: several rows, an order, a paste, refusals, the dialogs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qnapp.db.progress import set_progress
from qnapp.db.worksheet import find_task
from qnapp.models.paste_lines import cells_of
from qnapp.models.task_columns import Column
from qnapp.models.task_paste import block_of, lay_out_tasks
from qnapp.ui.history_dialog import HistoryDialog
from qnapp.ui.indicators_page.local_dialog import LocalIndicatorDialog
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.indicators_page.target_dialog import TargetDialog
from qnapp.ui.tasks_page.extension_dialog import ExtensionDialog
from qnapp.ui.tasks_page.local_dialog import LocalTaskDialog
from qnapp.ui.tasks_page.officer_dialog import OfficerDialog
from qnapp.ui.tasks_page.page import TasksPage
from qnapp.ui.tasks_page.paste import TaskPasteDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QDialog, QWidget

    from qnapp.db.store import Store
    from qnapp.domain.reporting import TaskRow
    from qnapp.models.paste_lines import Paste
    from qnapp.models.task_paste import Block
    from qnapp.ui.window import MainWindow

    Save = Callable[[QWidget, Path], None]
    SaveDialog = Callable[[QDialog, Path], None]

COPIED = (
    "Mã\tTình trạng\tTỉ lệ (%)\tKết quả thực hiện\n"
    "1.14\thoàn thành\t100\tĐã tổng kết thí điểm, có báo cáo gửi Ban Tổ chức Tỉnh ủy\n"
    "1.15\tđang triển khai\t140\tĐã sửa đổi 7/9 quy chế, quy định\n"
)


NEXT_STEPS = {
    "1.15": "Trình Ban Thường vụ thông qua 5 quy chế còn lại trong tháng 6.",
    "3.7": "Niêm yết thời gian giải quyết mới tại Trung tâm Phục vụ hành chính công.",
    "4.2": "Phối hợp tổ chức phiên giao dịch việc làm trong tháng 7.",
}


def record_a_morning(store: Store, period: str) -> None:
    """Write what the history begins with: a clerk's work, not the settings of a picture."""
    for code, words in NEXT_STEPS.items():
        set_progress(store, find_task(store, code).uid, period, next_step=words)


def draw_daily(
    window: MainWindow,
    target: Callable[[str], Path],
    save: Save,
    save_dialog: SaveDialog,
    settle: Callable[[], None],
) -> None:
    """Draw the daily pages at work; ``target`` gives the file of a name."""
    window.show_page("tasks")
    tasks = window.current_page
    assert isinstance(tasks, TasksPage)
    own = window.session.worksheet().own_tasks
    tasks.model.tick([own[1].uid, own[3].uid, own[8].uid], ticked=True)
    settle()
    save(window, target("tasks-several"))
    tasks.several.clear()
    tasks.ordering.sort_by(Column.DEADLINE)
    settle()
    save(window, target("tasks-ordered"))
    tasks.ordering.sort_by(Column.CODE)
    tasks.show_item("filter:plan")
    tasks.show_item("NQ05-2026/3.4.14")
    settle()
    save(window, target("tasks-plan"))
    tasks.show_item("filter:all")
    tasks.show_item(own[3].uid)
    _draw_task_dialogs(window, own, target, save_dialog)
    _draw_indicators(window, target, save, save_dialog, settle)


def _draw_task_dialogs(
    window: MainWindow,
    own: tuple[TaskRow, ...],
    target: Callable[[str], Path],
    save_dialog: SaveDialog,
) -> None:
    session, late = window.session, own[3]
    extension = ExtensionDialog(session, late, window)
    extension.show()
    extension.save()  # says below its fields what is missing
    save_dialog(extension, target("tasks-extension"))
    save_dialog(LocalTaskDialog(session, parent=window), target("tasks-own"))
    save_dialog(OfficerDialog(3, ["Đỗ Thị Hậu"], window), target("tasks-officer"))
    history = HistoryDialog(
        session, "progress", late.uid, session.period_code, title=f"nhiệm vụ {late.code}"
    )
    save_dialog(history, target("tasks-history"))
    read = partial(_laid, block_of(cells_of(COPIED)), own, session.worksheet().plan.year)
    save_dialog(TaskPasteDialog(read, "", session.period.name, window), target("tasks-paste"))


def _laid(block: Block, rows: tuple[TaskRow, ...], year: int, field: str) -> Paste:
    return lay_out_tasks(block, rows, 0, field, year)


def _draw_indicators(
    window: MainWindow,
    target: Callable[[str], Path],
    save: Save,
    save_dialog: SaveDialog,
    settle: Callable[[], None],
) -> None:
    window.show_page("indicators")
    page = window.current_page
    assert isinstance(page, IndicatorsPage)
    row = next(line.row for line in page.model.shown() if line.row is not None)
    page.model.type_value(row, "1.5")
    page.table.go_to(row.uid)
    settle()
    save(window, target("indicators-refused"))
    page.model.set_draft(row.uid, None)
    save_dialog(TargetDialog(row, window), target("indicators-target"))
    save_dialog(LocalIndicatorDialog(window.session, parent=window), target("indicators-own"))
