"""Once a week: copy everything to a stick, since the daily copies die with the PC."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qnapp.db.backup import days_without_whole
from qnapp.db.settings import get_settings, set_view_state, view_state
from qnapp.ui.kit.buttons import IconButton
from qnapp.ui.kit.notices import Notice

if TYPE_CHECKING:
    from qnapp.ui.session import Session

EVERY_DAYS = 7
BACK_UP = "Sao lưu toàn bộ ra tệp…"
_CLOSED = "backup_reminder"  # view state: the day on which it was closed
_WORDS = (
    "Đã {days} ngày chưa chép bản sao lưu toàn bộ ra USB. "
    "Bản sao lưu hằng ngày nằm cùng máy, mất máy là mất cả hai."
)


class BackupReminder(QWidget):
    """A band over every page, when a week has passed; closed, it comes back a week later."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.notice = Notice("soon", icon="folder", button=BACK_UP)
        self.cross = IconButton("close", "Nhắc lại sau một tuần")
        self.cross.clicked.connect(self._close)
        self.notice.row.addWidget(self.cross)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 0, 16, 6)
        box.addWidget(self.notice)
        session.changed.connect(self.tell)
        session.period_changed.connect(self.tell)
        self.tell()

    def tell(self) -> None:
        """Look whether it is time; training data needs no backup."""
        days = days_without_whole(self._session.store)
        training = get_settings(self._session.store).training
        due = days >= EVERY_DAYS and not training and not self._closed_lately()
        self.setVisible(due)
        if due:
            self.notice.set_text(_WORDS.format(days=days))

    def _closed_lately(self) -> bool:
        day = view_state(self._session.store, _CLOSED)
        return day is not None and self._session.today() < date.fromisoformat(day) + timedelta(
            days=EVERY_DAYS
        )

    def _close(self) -> None:
        set_view_state(self._session.store, _CLOSED, self._session.today().isoformat())
        self.tell()
