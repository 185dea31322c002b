"""What can be done with a task, on the right mouse button and Shift+F10."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from qnapp.db import assignments
from qnapp.domain.concordance import may_speak_of
from qnapp.domain.plan import Channel
from qnapp.models.task_lines import is_local
from qnapp.ui.frozen_note import frozen_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.reporting import TaskRow
    from qnapp.ui.session import Session


class RowMenu(QObject):
    """Makes the menu of a row; what needs the editor or a dialog is asked for by signal."""

    entered = Signal()
    history_wanted = Signal()
    extension_wanted = Signal()
    paragraph_wanted = Signal()
    files_wanted = Signal()
    edit_wanted = Signal(str)  # uid of a local task

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._parent = parent

    def make(self, row: TaskRow) -> QMenu:
        """Make the menu; it frees itself when closed."""
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if row.taken and not row.heading:
            self._add_work(menu, row)
        if may_speak_of(self._session.worksheet().plan, row.task):
            menu.addAction("Xem đoạn trong Nghị quyết\tCtrl+G", self.paragraph_wanted.emit)
        if not row.heading:
            menu.addSeparator()
            self._add_taking(menu, row)
        return menu

    def make_for(self, rows: Sequence[TaskRow]) -> QMenu:
        """Make the menu of several rows at once."""
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        countable = [row for row in rows if not row.heading and not is_local(row)]
        new = [row.uid for row in countable if not row.taken]
        old = [row.uid for row in countable if row.taken]
        if new:
            menu.addAction(f"Nhận theo dõi {len(new)} nhiệm vụ", partial(self.take_on_all, new))
        if old:
            menu.addAction(f"Thôi theo dõi {len(old)} nhiệm vụ", partial(self.let_go_all, old))
        return menu

    def _add_work(self, menu: QMenu, row: TaskRow) -> None:
        menu.addAction("Ghi kết quả\tEnter", self.entered.emit)
        if row.task.channel is Channel.ORDINARY:
            menu.addAction("Thêm tệp minh chứng…\tCtrl+D", self.files_wanted.emit)
            menu.addAction("Gia hạn…", self.extension_wanted.emit)
        menu.addAction("Lịch sử\tCtrl+H", self.history_wanted.emit)

    def _add_taking(self, menu: QMenu, row: TaskRow) -> None:
        if is_local(row):
            menu.addAction("Sửa nhiệm vụ…", partial(self.edit_wanted.emit, row.uid))
            menu.addAction("Xóa nhiệm vụ…", partial(self.remove, row))
        elif row.taken:
            menu.addAction("Thôi theo dõi", partial(self.let_go_all, [row.uid]))
        else:
            menu.addAction("Nhận theo dõi", partial(self.take_on, row.uid))

    def take_on(self, uid: str) -> None:
        """Report on a task from now on."""
        self.take_on_all([uid])

    def take_on_all(self, uids: Sequence[str]) -> None:
        """Report on tasks from now on."""
        store = self._session.store
        if self._session.write("Nhận theo dõi", partial(assignments.take_on, store, uids)):
            self._session.said.emit(f"Đã nhận theo dõi thêm {len(uids)} nhiệm vụ.")

    def let_go_all(self, uids: Sequence[str]) -> None:
        """Report no longer on tasks; what was typed stays."""
        action = partial(assignments.let_go, self._session.store, uids)
        if self._session.write("Thôi theo dõi", action):
            self._session.said.emit(
                f"Đã thôi theo dõi {len(uids)} nhiệm vụ. Nội dung đã ghi vẫn giữ, "
                "nhận lại trong mục Toàn bộ."
            )

    def remove(self, row: TaskRow) -> None:
        """Take a local task out of the lists, after asking."""
        question = f"Xóa nhiệm vụ {row.code} của đơn vị? Nội dung đã ghi vẫn còn trong lịch sử."
        question += frozen_note(self._session.store, row.uid)
        if self._session.door.ask(question, "Xóa nhiệm vụ", loses=True):
            action = partial(assignments.remove_local_task, self._session.store, row.uid)
            if self._session.write(f"Xóa nhiệm vụ {row.code}", action):
                self._session.said.emit(f"Đã xóa nhiệm vụ {row.code}. Ctrl+Z để lấy lại.")
