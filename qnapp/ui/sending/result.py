"""What was made: letters to open one after the other, the folder, a copy on a stick."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.outbox import mark_all_sent
from qnapp.errors import UserError
from qnapp.text import file_size
from qnapp.ui.kit.buttons import LinkButton, QuietButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import Notice
from qnapp.ui.outside import open_outside
from qnapp.ui.report_page.stages import SENT
from qnapp.ui.sending.copying import STOPPED, copy_to_stick
from qnapp.ui.sending.letters import (
    NO_PROGRAM,
    OPEN,
    keep_waiting,
    no_longer_waiting,
)

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.domain.packages import OutgoingPackage
    from qnapp.exchange.outbox import Exported
    from qnapp.exchange.submission import Submission
    from qnapp.ui.session import Session

HOW = (
    "Thư mở trong chương trình thư của máy, có sẵn người nhận và tệp kèm. Xem lại rồi bấm gửi ở "
    "đó. Gửi xong thì ghi lại ở đây."
)
NO_MAIL = "Gửi các gói theo cách đang dùng, ví dụ chép bằng USB. Gửi xong thì ghi lại ở đây."
TOO_LARGE = "{names} lớn hơn giới hạn thư nên không có thư. Chép sang USB để chuyển."
MARK = "Ghi là đã gửi"


class ResultPanel(QWidget):
    """The second half of the dialog; its deed moves from letter to letter to "đã gửi"."""

    changed = Signal()  # what the loud button says
    failed = Signal(object)  # UserError
    ended = Signal()  # it was said that all was sent

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._packages: tuple[OutgoingPackage, ...] = ()
        self._letters: tuple[Path, ...] = ()
        self._folder: Path | None = None
        self._opened = 0
        self._carried = False  # on a stick, all of them
        self._links: list[LinkButton] = []  # one for each letter
        self.told = Notice("ok")
        self.large = Notice("soon")
        self.how = Label(wrap=True, color="text2")
        self.files = QVBoxLayout()
        self.open_folder = QuietButton("Mở thư mục", "folder")
        self.copy = QuietButton("Chép sang USB…", "export")
        self.mark = QuietButton(MARK)
        self._build()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.open_folder, self.copy, self.mark):
            buttons.addWidget(button)
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        for widget in (self.told, self.large, self.how):
            box.addWidget(widget)
        box.addLayout(self.files)
        box.addLayout(buttons)
        box.addStretch(1)
        self.files.setSpacing(2)
        self.open_folder.clicked.connect(self._show_folder)
        self.copy.clicked.connect(self._copy)
        self.mark.clicked.connect(self._mark)

    def show_result(self, submission: Submission, exported: Exported, folder: Path) -> None:
        """Show what was written."""
        self._packages, self._letters = submission.packages, exported.letters
        self._folder, self._opened, self._carried = folder, 0, False
        keep_waiting(self._session.store, self._letters)
        self.told.set_text(self.words())
        names = ", ".join(package.name for package in exported.too_large)
        self.large.set_text(TOO_LARGE.format(names=names))
        self.large.setVisible(bool(names))
        self.how.setText(HOW if self._letters else NO_MAIL)
        for package in self._packages:
            self.files.addWidget(Label(f"{package.name}, {file_size(package.size)}", color="text2"))
        for letter in self._letters:
            self.files.addWidget(self._letter_line(letter))
        self._tell()

    def _tell(self) -> None:
        """What the loud button says is not offered a second time."""
        done = self.deed() == MARK
        self.mark.setVisible(not done)
        for link in self._links:
            link.setVisible(done or len(self._links) > 1)
        self.changed.emit()

    def _letter_line(self, letter: Path) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        link = LinkButton(OPEN)
        link.setAccessibleName(f"{OPEN} {letter.name}")
        link.clicked.connect(partial(ResultPanel._open, self, letter))
        self._links.append(link)
        row.addWidget(Label(letter.name, color="text2"))
        row.addWidget(link)
        row.addStretch(1)
        return line

    def words(self) -> str:
        """Say what was made."""
        letters = f" và {len(self._letters)} thư" * bool(self._letters)
        return f"Đã tạo {len(self._packages)} gói{letters}. Chưa gửi đi đâu."

    def deed(self) -> str:
        """Words of the loud button: once all are open or carried, only the note is left."""
        total = len(self._letters)
        if self._carried or self._opened >= total:
            return MARK
        return OPEN if total == 1 else f"{OPEN} {self._opened + 1}/{total}"

    def go_on(self) -> None:
        """Open the next letter; once all are open, note that they were sent."""
        if self.deed() == MARK:
            self._mark()
        elif self._open(self._letters[self._opened]):
            self._opened += 1
            self._tell()

    def _open(self, letter: Path) -> bool:
        if open_outside(letter):
            no_longer_waiting(self._session.store, letter)
            return True
        self.failed.emit(UserError(NO_PROGRAM))
        return False

    def _show_folder(self) -> None:
        if self._folder is not None:
            open_outside(self._folder)

    def _mark(self) -> None:
        mark_all_sent(self._session.store, self._packages[0].first)
        self._session.saved.emit()
        self._session.said.emit(SENT)
        self.ended.emit()

    def _copy(self) -> None:
        copy_to_stick(self._session, self._packages, self, self._copied, self.failed.emit)

    def _copied(self, sentence: str) -> None:
        self.told.set_text(sentence)
        self._carried = sentence != STOPPED
        if self._carried:
            keep_waiting(self._session.store, ())
        self._tell()
