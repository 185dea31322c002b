"""The band over every page while the period is locked, and the question before it is opened."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db import periods
from qnapp.domain.overview import short_date
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from qnapp.db.periods import StoredPeriod
    from qnapp.ui.session import Session


def locked_words(stored: StoredPeriod) -> str:
    """Say since when and why a period is locked."""
    day = f" ngày {short_date(stored.locked_at.date())}" if stored.locked_at is not None else ""
    why = f" ({stored.lock_reason})" if stored.lock_reason else ""
    return f"{stored.period.name} đã khóa{day}{why}, nội dung chỉ để xem."


class LockedBand(QWidget):
    """Shown only while the chosen period is locked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.dialog: UnlockDialog | None = None
        self.notice = Notice("none", button="Mở khóa…")
        self.notice.clicked.connect(self.ask)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 0, 16, 6)
        box.addWidget(self.notice)
        session.changed.connect(self.tell)
        session.period_changed.connect(self.tell)
        self.tell()

    def tell(self) -> None:
        """Look whether the chosen period is locked."""
        stored = periods.stored_period(self._session.store, self._session.period_code)
        self.setVisible(stored.locked)
        if stored.locked:
            self.notice.set_text(locked_words(stored))

    def ask(self) -> None:
        """Ask for the reason; the period opens only with one."""
        self.dialog = UnlockDialog(self._session.period.name, self.window())
        self.dialog.accepted.connect(self._unlock)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _unlock(self) -> None:
        if self.dialog is not None:
            reason, code = self.dialog.reason.value(), self._session.period_code
            unlock = functools.partial(periods.unlock_period, self._session.store, code, reason)
            self._session.write("mở khóa kỳ", unlock)

    def _forget(self) -> None:
        self.dialog = None


class UnlockDialog(QDialog):
    """Why a locked period is opened again; ``reason`` holds it."""

    def __init__(self, period: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Mở khóa kỳ báo cáo")
        self.reason = LineEdit("Ví dụ: bổ sung số liệu theo yêu cầu")
        self.reason.edited.connect(self._allow)
        self.reason.returnPressed.connect(self._accept)
        self.unlock = PrimaryButton("Mở khóa")
        self.unlock.setEnabled(False)
        self.unlock.clicked.connect(self._accept)
        cancel = QuietButton("Hủy")
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.unlock)
        words = f"Mở khóa {period} để sửa. Báo cáo đã gửi không thay đổi; sau khi sửa cần gửi lại."
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addWidget(Label(words, wrap=True))
        box.addWidget(FieldBox("Lý do mở khóa", self.reason))
        box.addLayout(foot)
        self.setFixedWidth(theme().px(460))
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _allow(self) -> None:
        self.unlock.setEnabled(bool(self.reason.value().strip()))

    def _accept(self) -> None:
        if self.reason.value().strip():
            self.accept()
