"""Below the list: the chosen organisation in words, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qnapp.domain.received import ReportState, Sender
from qnapp.models.inbox_lines import WAITING
from qnapp.text import format_date
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtGui import QPaintEvent

    from qnapp.domain.received import ReceivedPackage
    from qnapp.models.inbox_lines import InboxLine

NOTHING = "Chọn một đơn vị để xem báo cáo của đơn vị đó."


class InboxFoot(QWidget):
    """One sentence and the deeds that fit what is chosen; the page does them."""

    key_wanted = Signal()
    open_wanted = Signal()
    return_wanted = Signal()
    accept_wanted = Signal()
    choose_wanted = Signal()
    letters_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Label(NOTHING, lines=2)
        self.key = PrimaryButton("Đối chiếu khóa…", "key")
        self.letters = QuietButton("Lưu phiếu, thư…", "send", size="tool")
        self.read = QuietButton("Xem báo cáo", "eye", size="tool")
        self.send_back = QuietButton("Trả lại…", "return", size="tool")
        self.again = QuietButton("Chọn lại…", "undo", size="tool")
        self.choose = PrimaryButton("So sánh và chọn…")
        self.accept = PrimaryButton("Tiếp nhận")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 12, 9)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        pairs = (
            (self.key, self.key_wanted),
            (self.letters, self.letters_wanted),
            (self.read, self.open_wanted),
            (self.send_back, self.return_wanted),
            (self.again, self.choose_wanted),
            (self.choose, self.choose_wanted),
            (self.accept, self.accept_wanted),
        )
        self._all = tuple(button for button, _ in pairs)
        for button, signal in pairs:
            button.clicked.connect(signal)
            row.addWidget(button)
        self.show_lines(())

    def show_lines(self, lines: Sequence[InboxLine]) -> None:
        """Say what the chosen organisations have sent, and offer what fits."""
        one = lines[0] if len(lines) == 1 else None
        package = one.package if one else None
        waiting = waiting_reports(lines)
        conflict = one is not None and one.state is ReportState.CONFLICT
        readable = one is not None and one.answerable
        self.words.setText(line_words(one) if one else _several(lines))
        doubted = package is not None and package.sender is Sender.UNCONFIRMED
        self.key.setVisible(doubted)
        self.key.set_loud(not conflict)  # whose report it is comes before what is answered
        self.accept.set_loud(not doubted)
        self.read.setVisible(readable)
        self.send_back.setVisible(readable)
        self.choose.setVisible(conflict)
        self.again.setVisible(bool(one and one.arrivals and one.arrivals.passed_over))
        self.letters.setVisible(bool(answered_reports(lines)))
        self.accept.setVisible(bool(waiting))
        self.accept.setText("Tiếp nhận" if one else f"Tiếp nhận {len(waiting)} báo cáo")

    def deeds(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """What can be done with what is chosen, for the menu of a row."""
        for button in self._all:
            if button.isVisibleTo(self):
                yield button.text(), button.click

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("canvas"))
        painter.fillRect(0, 0, self.width(), 1, theme().color("border"))


def waiting_reports(lines: Sequence[InboxLine]) -> list[ReceivedPackage]:
    """Reports in force that nobody has answered."""
    found = [line.package for line in lines if line.answer_words == WAITING]
    return [one for one in found if one is not None]


def answered_reports(lines: Sequence[InboxLine]) -> list[ReceivedPackage]:
    """Reports in force that have an answer."""
    found = [line.package for line in lines if line.answerable]
    return [one for one in found if one is not None and one.answer]


def line_words(line: InboxLine) -> str:
    """Say in full what has come of one organisation."""
    if line.arrivals is None or line.package is None:
        told = [f"{line.name}: chưa gửi báo cáo"]
        told += [f"quá hạn {line.days_late} ngày"] * line.overdue
        told += [line.reminded_sentence] * bool(line.reminded_sentence)
        entry = line.arrivals.entry if line.arrivals is not None else None
        told += [f"điện thoại {entry.phone}"] if entry is not None and entry.phone else []
        return ", ".join(told) + "."
    if line.state is ReportState.CONFLICT:
        count, revision = len(line.arrivals.rivals), line.package.revision
        return f"{line.name}: có {count} báo cáo cùng lần {revision} với số liệu khác nhau."
    found = line.package
    told = [f"{line.name}: lần {found.revision}, nhận {format_date(found.received_at.date())}"]
    told += [f"số {line.number_words}"] * bool(line.number_words)
    told += [line.gap_words] * bool(line.gap_words)
    told += ["đã chọn trong các báo cáo cùng lần"] * bool(line.arrivals.passed_over)
    return f"{', '.join(told)}.\nTệp {found.file_name}"  # a name is not parted between two lines


def _several(lines: Sequence[InboxLine]) -> str:
    if not lines:
        return NOTHING
    waiting = len(waiting_reports(lines))
    return f"Đã chọn {len(lines)} đơn vị, {waiting} báo cáo chưa trả lời."
