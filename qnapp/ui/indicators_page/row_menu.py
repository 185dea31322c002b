"""What can be done with an indicator, on the right mouse button, Shift+F10 and the detail's "…"."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from qnapp.db import targets
from qnapp.domain.concordance import may_speak_of
from qnapp.domain.plan import Origin
from qnapp.ui.frozen_note import frozen_note

if TYPE_CHECKING:
    from qnapp.domain.reporting import IndicatorRow
    from qnapp.ui.indicators_page.selection_bar import IndicatorSelectionBar
    from qnapp.ui.session import Session


class IndicatorMenu(QObject):
    """Makes the menu of a row; what needs the detail or a dialog is asked for by signal."""

    history_wanted = Signal()
    paragraph_wanted = Signal()
    files_wanted = Signal()
    target_wanted = Signal()
    edit_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._parent = parent

    def make(self, row: IndicatorRow, several: IndicatorSelectionBar | None = None) -> QMenu:
        """Make the menu of a row, or of several; it frees itself when closed."""
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if several is not None:
            several.add_actions(menu)
            return menu
        if row.followed:
            menu.addAction("Thêm tệp minh chứng…\tCtrl+D", self.files_wanted.emit)
            menu.addAction("Lịch sử\tCtrl+H", self.history_wanted.emit)
        if may_speak_of(self._session.worksheet().plan, row.indicator):
            menu.addAction("Xem đoạn trong Nghị quyết\tCtrl+G", self.paragraph_wanted.emit)
        menu.addSeparator()
        self._add_own(menu, row)
        return menu

    def _add_own(self, menu: QMenu, row: IndicatorRow) -> None:
        if row.indicator.origin is Origin.LOCAL:
            menu.addAction("Sửa chỉ tiêu…", self.edit_wanted.emit)
            menu.addAction("Xóa chỉ tiêu…", partial(self.remove, row))
            return
        words = "Sửa mức của đơn vị…" if row.target else "Đặt mức của đơn vị…"
        menu.addAction(words, self.target_wanted.emit)
        if row.followed:
            menu.addAction("Thôi theo dõi", partial(self.unfollow, row))
        else:
            menu.addAction("Theo dõi", partial(self.follow, row))

    def follow(self, row: IndicatorRow) -> None:
        """Report on an indicator from now on."""
        action = partial(targets.follow, self._session.store, row.uid)
        self._session.write(f"Theo dõi chỉ tiêu {row.short_code}", action)

    def unfollow(self, row: IndicatorRow) -> None:
        """Report no longer on an indicator; what was typed stays."""
        action = partial(targets.unfollow, self._session.store, row.uid)
        if self._session.write(f"Thôi theo dõi chỉ tiêu {row.short_code}", action):
            self._session.said.emit(
                f"Đã thôi theo dõi chỉ tiêu {row.short_code}. Số liệu đã nhập vẫn giữ, "
                "theo dõi lại trong mục Toàn bộ."
            )

    def remove(self, row: IndicatorRow) -> None:
        """Take a local indicator out of the lists, after asking."""
        question = (
            f"Xóa chỉ tiêu {row.short_code} của đơn vị? Số liệu đã nhập vẫn còn trong lịch sử."
        )
        question += frozen_note(self._session.store, row.uid)
        if self._session.door.ask(question, "Xóa chỉ tiêu", loses=True):
            action = partial(targets.remove_local_indicator, self._session.store, row.uid)
            self._session.write(f"Xóa chỉ tiêu {row.short_code}", action)
