"""What a workbook of addresses would change, before it is taken in: all or nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from qnapp.db.reporters import update_reporters
from qnapp.exchange.roster_sheet import FIELD_WORDS
from qnapp.models.compared_model import Compared
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.surfaces import resize_on_screen
from qnapp.ui.kit.theme import theme
from qnapp.ui.session_band import SessionBand
from qnapp.ui.submission.compared import ComparedView

if TYPE_CHECKING:
    from qnapp.exchange.roster_sheet import RosterFile
    from qnapp.ui.session import Session

SIZE = (900, 520)
NOTHING = "Tệp không có địa chỉ nào khác với danh bạ."
MOST_SHOWN = 5  # lines that could not be read; the others by number


class AddressesDialog(QDialog):
    """Old and new, cell by cell, and what could not be read."""

    def __init__(self, session: Session, found: RosterFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Nhập danh bạ từ Excel")
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))
        self._session, self._found = session, found
        self.band = SessionBand(session)
        self.unread = Notice("soon", unread_words(found))
        self.unread.setVisible(bool(found.unread))
        self.compared = ComparedView("Địa chỉ sẽ thay đổi")
        rows = [
            Compared("", one.code, f"{one.name}, {FIELD_WORDS[one.field].lower()}",
                     one.old or "(trống)", one.new)
            for one in found.changes
        ]  # fmt: skip
        self.compared.show_rows(rows, "Đang có", "Trong tệp", same=NOTHING)
        self.take = PrimaryButton(f"Nhận {len(rows)} thay đổi")
        self.take.setVisible(bool(rows))
        self.cancel = QuietButton("Hủy" if rows else "Đóng")
        self.take.clicked.connect(self._take)
        self.cancel.clicked.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 12)
        box.setSpacing(10)
        box.addWidget(self.band)
        box.addWidget(self.unread)
        box.addWidget(self.compared, 1)
        box.addLayout(foot_line(self.cancel, self.take))

    @classmethod
    def open_for(
        cls, session: Session, found: RosterFile, parent: QWidget | None = None
    ) -> AddressesDialog:
        """Show the changes over the roster; the dialog frees itself when closed."""
        dialog = cls(session, found, parent)
        dialog.open()
        return dialog

    def _take(self) -> None:
        write = partial(update_reporters, self._session.store, self._found.values)
        self.band.clear()
        if self._session.write("Nhập danh bạ", write):
            self._session.said.emit(f"Đã nhận {len(self._found.changes)} thay đổi của danh bạ.")
            self.accept()


def unread_words(found: RosterFile) -> str:
    """Say what could not be used, the first lines by name."""
    more = len(found.unread) - MOST_SHOWN
    lines = [*found.unread[:MOST_SHOWN], *([f"và {more} dòng khác."] if more > 0 else [])]
    return "\n".join(lines)
