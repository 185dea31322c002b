"""What a person has to see before a plan goes out: settled one by one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from qnapp.errors import FileError
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.surfaces import EmptyState
from qnapp.ui.kit.whole_row import WholeRow
from qnapp.ui.outside import open_outside
from qnapp.ui.plan_page.lists import record_table, with_buttons
from qnapp.ui.plan_page.matters import HEADINGS, Matter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.ui.session import Session

NO_ANNEX = (
    "Không thấy tệp “{name}” ở chỗ cũ. Bản đang soạn vẫn giữ nguyên. Tìm lại tệp rồi mở bằng Excel."
)
NO_EXCEL = (
    "Máy này chưa có chương trình mở được tệp “{name}”. Bản đang soạn vẫn giữ nguyên. "
    "Mở tệp trên máy có Excel."
)
NO_DRAFT = (
    "Chưa có bản đang soạn. Khi lập kế hoạch từ Excel, ở đây có: ô không đọc được, "
    "dòng có thể là việc cũ, ô bị để trống, đơn vị không rõ, nhiệm vụ chưa giao."
)
NOTHING = (
    "Mọi ô đã đọc được; không có ô bị để trống, đơn vị không rõ hay nhiệm vụ chưa giao. "
    "Những gì các đơn vị sẽ thấy có ở “Thay đổi”."
)


class MattersTab(QWidget):
    """The list, and what can be done about the current one."""

    pair_wanted = Signal(str, str)  # uid of the older plan's row, uid of the new one
    part_wanted = Signal(str, str)  # the same: they are two things
    settle_wanted = Signal(object)  # remark: the cell goes out as it is
    row_wanted = Signal(str)  # uid of a task

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._matters: dict[str, Matter] = {}
        self._annex: Path | None = None
        self.model, self.table = record_table("Điều cần xem", HEADINGS)
        self.open_cell = QuietButton("Mở tệp phụ lục", "open", size="tool")
        self.settle = QuietButton("Giữ như trong ô", "check", size="tool")
        self.confirm = QuietButton("Xác nhận là một việc", "check", size="tool")
        self.apart = QuietButton("Hai việc khác nhau", "close", size="tool")
        self.show_row = QuietButton("Xem nhiệm vụ", "search", size="tool")
        self.place = Label("", color="text2", lines=1)
        self.empty = EmptyState(NO_DRAFT)
        self._stack = QStackedLayout(self)
        pair = (self.confirm, self.apart)
        buttons = (self.open_cell, self.settle, *pair, self.show_row)
        self.whole = WholeRow(self.table, self.model, (len(HEADINGS) - 1,))
        self._list = with_buttons(self.table, *buttons, self.place, whole=self.whole)
        self._stack.addWidget(self._list)
        self._stack.addWidget(self.empty)
        self.table.current_changed.connect(self._tell)
        self.table.opened.connect(self._open)
        self.open_cell.clicked.connect(self._open_annex)
        self.settle.clicked.connect(self._settle)
        self.confirm.clicked.connect(self._confirm)
        self.apart.clicked.connect(self._part)
        self.show_row.clicked.connect(self._show_row)

    @property
    def matters(self) -> list[Matter]:
        """What is listed."""
        return list(self._matters.values())

    def load(self, matters: Sequence[Matter], annex: str, *, draft: bool) -> None:
        """Show what there is to see of a draft; ``annex`` is the path of what was read."""
        kept = self.table.current_key()
        self._matters = {one.record.key: one for one in matters}
        self._annex = Path(annex) if annex else None
        self.model.load([one.record for one in matters])
        self.empty.set_text(NOTHING if draft else NO_DRAFT, good=draft)
        self._stack.setCurrentWidget(self._list if matters else self.empty)
        if not self.table.go_to(kept):
            self.table.selectRow(0)
        self._tell()

    def _current(self) -> Matter | None:
        return self._matters.get(self.table.current_key())

    def _tell(self, _key: str = "") -> None:
        one, annex = self._current(), self._annex
        self.open_cell.setVisible(annex is not None and one is not None and bool(one.place))
        self.settle.setVisible(one is not None and one.unread is not None)
        for button in (self.confirm, self.apart):
            button.setVisible(one is not None and one.asks)
        self.show_row.setVisible(one is not None and bool(one.uid))
        place = one.place if one is not None else ""
        self.place.setText(f"{place}, tệp {annex.name}" if place and annex is not None else "")

    def _open(self, _key: str = "") -> None:
        one = self._current()
        if one is not None and one.uid:
            self.row_wanted.emit(one.uid)
        else:
            self._open_annex()

    def _open_annex(self) -> None:
        one, annex = self._current(), self._annex
        if annex is None:
            return
        if not annex.is_file():
            self._session.failed.emit(FileError(NO_ANNEX.format(name=annex.name)))
            return
        if not open_outside(annex):
            self._session.failed.emit(FileError(NO_EXCEL.format(name=annex.name)))
            return
        where = one.place if one is not None and one.place else "các phụ lục"
        self._session.said.emit(f"Đã mở {annex.name}. Xem {where}.")

    def _settle(self) -> None:
        one = self._current()
        if one is not None and one.unread is not None:
            self.settle_wanted.emit(one.unread)

    def _confirm(self) -> None:
        one = self._current()
        if one is not None and one.pair is not None:
            self.pair_wanted.emit(one.pair.old, one.pair.new)

    def _part(self) -> None:
        one = self._current()
        if one is not None and one.pair is not None:
            self.part_wanted.emit(one.pair.old, one.pair.new)

    def _show_row(self) -> None:
        one = self._current()
        if one is not None and one.uid:
            self.row_wanted.emit(one.uid)
