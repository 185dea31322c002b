"""Below the list: the chosen organisation in words, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qnapp.domain.received import ReportState, Sender
from qnapp.models.inbox_lines import WAITING
from qnapp.text import format_date
from qnapp.ui.inbox_page.key_dialog import KeyDialog, KeyQuestion
from qnapp.ui.kit.buttons import KitButton, QuietButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtGui import QPaintEvent

    from qnapp.models.inbox_lines import InboxLine
    from qnapp.ui.session import Session

NOTHING = "Chọn một đơn vị để xem báo cáo của đơn vị đó."


class InboxFoot(QWidget):
    """One sentence and the deeds that fit what is chosen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lines: Sequence[InboxLine] = ()
        self.words = Label(NOTHING, lines=2)
        self.key = QuietButton("Đối chiếu khóa…", "key", size="tool")
        self.key.clicked.connect(self.compare_key)
        self._buttons: tuple[KitButton, ...] = (self.key,)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 12, 9)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        for button in self._buttons:
            row.addWidget(button)
        self.show_lines(())

    def show_lines(self, lines: Sequence[InboxLine]) -> None:
        """Say what the chosen organisations have sent."""
        self._lines = lines
        one = lines[0] if len(lines) == 1 else None
        self.words.setText(line_words(one) if one else _several(lines))
        package = one.package if one else None
        self.key.setVisible(package is not None and package.sender is Sender.UNCONFIRMED)

    def deeds(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """What can be done with what is chosen, for the menu of a row."""
        for button in self._buttons:
            if button.isVisibleTo(self):
                yield button.text(), button.click

    def compare_key(self) -> None:
        """Show the code of the key that signed the chosen report."""
        package = self._lines[0].package if self._lines else None
        if package is not None:
            question = KeyQuestion(package.organisation, package.name, package.key)
            KeyDialog.open_for(self._session, question, self.window())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("canvas"))
        painter.fillRect(0, 0, self.width(), 1, theme().color("border"))


def line_words(line: InboxLine) -> str:
    """Say in full what has come of one organisation."""
    if line.arrivals is None or line.package is None:
        late = f", quá hạn {line.days_late} ngày" if line.overdue else ""
        return f"{line.name}: chưa gửi báo cáo{late}."
    if line.state is ReportState.CONFLICT:
        count, revision = len(line.arrivals.rivals), line.package.revision
        return f"{line.name}: có {count} báo cáo cùng lần {revision} với số liệu khác nhau."
    found = line.package
    told = [f"{line.name}: lần {found.revision}, nhận {format_date(found.received_at.date())}"]
    told += [f"số {line.number_words}"] * bool(line.number_words)
    told += [line.gap_words] * bool(line.gap_words)
    told += [f"tệp {found.file_name}"]
    return ", ".join(told) + "."


def _several(lines: Sequence[InboxLine]) -> str:
    if not lines:
        return NOTHING
    waiting = sum(line.answer_words == WAITING for line in lines)
    return f"Đã chọn {len(lines)} đơn vị, {waiting} báo cáo chưa trả lời."
