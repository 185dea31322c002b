"""Takes cells copied in Excel into tasks: shows what they change, writes them as one change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from qnapp.models.paste_lines import cells_of
from qnapp.models.task_paste import FIELDS, block_of, lay_out_tasks, likely_field
from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.fields import FieldBox
from qnapp.ui.paste_dialog import PasteDialog
from qnapp.ui.tasks_page.actions import write_pasted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from qnapp.domain.reporting import TaskRow
    from qnapp.models.paste_lines import Paste
    from qnapp.models.task_paste import Block
    from qnapp.ui.session import Session

NOTHING = (
    "Chưa có gì để dán. Trong Excel, chép một cột, hoặc vùng có dòng tiêu đề (Mã, Tình trạng, "
    "Kết quả thực hiện…), rồi chọn lại Dán từ Excel."
)
CLOSED = "Không có nhiệm vụ nào trong danh sách sửa được nên không dán được."


class TaskPasteDialog(PasteDialog):
    """Asks, of a bare column, into which field it goes."""

    def __init__(
        self,
        read: Callable[[str], Paste],
        field: str,
        period: str,
        parent: QWidget | None = None,
    ) -> None:
        """``read`` lays the cells out for a field; ``field`` "": the headings say it."""
        title = f"Dán kết quả từ Excel vào {period}"
        super().__init__(read(field), title, "Nhiệm vụ", parent)
        self._read = read
        self.field = ComboBox()
        self.field.set_choices([(one.name, one.title) for one in FIELDS])
        self.field.set_value(field)
        self.field.committed.connect(self._choose)
        if field:
            self.column.insertWidget(0, FieldBox("Cột vừa chép là", self.field))
        else:
            self.field.setParent(self)
            self.field.hide()

    def _choose(self) -> None:
        self.show_paste(self._read(self.field.value()))


def paste_tasks(session: Session, rows: Sequence[TaskRow], uid: str, parent: QWidget) -> None:
    """Lay the clipboard against ``rows``, a bare column from ``uid`` on, and ask before writing."""
    block = block_of(cells_of(QGuiApplication.clipboard().text()))
    if not rows or not block.rows:
        session.said.emit(NOTHING if rows else CLOSED)
        return
    year = session.worksheet().plan.year
    start = next((place for place, row in enumerate(rows) if row.uid == uid), 0)
    read = partial(_lay, block, tuple(rows), start, year)
    field = "" if block.speaks else likely_field(block, year)
    dialog = TaskPasteDialog(read, field, session.period.name, parent)
    decided = dialog.exec() == QDialog.DialogCode.Accepted
    changes = dialog.paste.changes
    dialog.deleteLater()
    action = partial(write_pasted, session.store, session.period_code, changes)
    if decided and session.write("Dán từ Excel", action):
        session.said.emit(f"Đã ghi {len(changes)} giá trị dán từ Excel.")


def _lay(block: Block, rows: Sequence[TaskRow], start: int, year: int, field: str) -> Paste:
    return lay_out_tasks(block, rows, start, field, year)
