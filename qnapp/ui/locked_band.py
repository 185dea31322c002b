"""The band over every page while the period is locked: the only place where that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qnapp.db import periods
from qnapp.db.moving import moved_at
from qnapp.db.outbox import last_sending
from qnapp.db.returned import open_rows
from qnapp.domain.overview import short_date
from qnapp.ui.kit.notices import Notice

if TYPE_CHECKING:
    from qnapp.db.periods import StoredPeriod
    from qnapp.ui.locked_dialogs import ReasonDialog
    from qnapp.ui.session import Session

# What opens a period again: locked by hand; sent for signature; packed, so that the receiver has to
# be told (design, section 3). Band, dialog and button say the same words.
UNLOCK, WITHDRAW, WITHDRAW_PACKED = "Mở khóa", "Thu hồi trình ký", "Thu hồi để sửa"
USE_HERE = "Dùng lại trên máy này"


def locked_words(stored: StoredPeriod, returned: int = 0) -> str:
    """Say since when and why a period is locked; so many ``returned`` rows of it are open."""
    day = f" ngày {short_date(stored.locked_at.date())}" if stored.locked_at is not None else ""
    if stored.revision:
        how = f"đã trình ký lần {stored.revision}{day}, đang khóa"
    else:
        why = f" ({stored.lock_reason})" if stored.lock_reason else ""
        how = f"đã khóa{day}{why}"
    left = (
        f"Chỉ sửa được {returned} dòng bị trả lại và lời báo cáo."
        if returned
        else "Nội dung của kỳ chỉ để xem."
    )
    return f"{stored.period.name} {how}. {left}"


class LockedBand(QWidget):
    """Shown only while the chosen period is locked; its button undoes what locked it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.dialog: ReasonDialog | None = None
        self._heeded = True
        self._looks_closer = False
        self.notice = Notice("none")
        self.notice.clicked.connect(self.ask)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 0, 16, 6)
        box.addWidget(self.notice)
        session.changed.connect(self.tell)
        session.period_changed.connect(self.tell)
        self.tell()

    def heed(self, heeded: bool) -> None:
        """Say whether the lock concerns what is shown; the band is put away where it does not."""
        if heeded != self._heeded:
            self._heeded = heeded
            self.tell()

    def tell(self) -> None:
        """Look whether the chosen period is locked, and by what."""
        stored = periods.stored_period(self._session.store, self._session.period_code)
        moved = moved_at(self._session.store)
        self.setVisible(stored.locked and (self._heeded or moved is not None))
        if moved is not None:
            self.notice.set_text(
                f"Dữ liệu này đã chuyển sang máy khác ngày {short_date(moved.date())}, "
                "ở đây chỉ để xem."
            )
            self.notice.set_button(f"{USE_HERE}…")
        elif stored.locked:
            opened = len(open_rows(self._session.store, stored.period.code))
            words = (locked_words(stored, opened), self._changed_words(stored))
            self.notice.set_text(" ".join(filter(None, words)))
            self.notice.set_button(f"{self._way_back(stored)}…")

    def look_closer(self) -> None:
        """From now on hold a signed report against the data, too: no start waits for it."""
        self._looks_closer = True
        self.tell()

    def _changed_words(self, stored: StoredPeriod) -> str:
        """Name what the pages of a signed period show otherwise than its report."""
        if not stored.revision or not self._looks_closer:
            return ""
        from qnapp.db.issued import report_in_force
        from qnapp.documents.since_signed import since_signed  # takes long to import

        report = report_in_force(self._session.store, stored.period.code)
        return since_signed(self._session.store, report.id) if report is not None else ""

    def _way_back(self, stored: StoredPeriod) -> str:
        if not stored.revision:
            return UNLOCK
        packages = last_sending(self._session.store, stored.period.code).packages
        packed = bool(packages) and packages[0].revision == stored.revision
        return WITHDRAW_PACKED if packed else WITHDRAW

    def ask(self) -> None:
        """Ask for the reason; the period opens only with one."""
        from qnapp.db.issued import report_in_force
        from qnapp.ui.locked_dialogs import ask_take_back, ask_unlock, ask_withdraw

        report = report_in_force(self._session.store, self._session.period_code)
        if self._session.store.moved:
            self.dialog = ask_take_back(self._session, self.window())
        elif report is None:
            self.dialog = ask_unlock(self._session, self.window())
        else:
            self.dialog = ask_withdraw(self._session, report, self.window())
        self.dialog.finished.connect(self._forget)

    def _forget(self) -> None:
        self.dialog = None
