"""Several reports of the same revision side by side: a person chooses, the others stay kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.inbox import choose_received
from qnapp.domain.packages import key_words, short_code
from qnapp.domain.received import SENDER_WORDS
from qnapp.errors import UserError
from qnapp.exchange.differences import compare_received
from qnapp.models.compared_model import compared_rows
from qnapp.text import format_date
from qnapp.ui.kit.buttons import LinkButton, QuietButton
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import ErrorBand
from qnapp.ui.kit.surfaces import Card, resize_on_screen
from qnapp.ui.kit.theme import theme
from qnapp.ui.store_work import run_on_store
from qnapp.ui.submission.compared import ComparedView
from qnapp.ui.submission.dialog import SubmissionDialog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from qnapp.db.store import Store
    from qnapp.domain.received import ReceivedPackage
    from qnapp.exchange.differences import Differences
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

SIZE = (1180, 640)
ABOUT = (
    "Hai gói cùng lần, số liệu khác nhau, thường do làm trên hai máy. Hỏi đơn vị gói nào đúng rồi "
    "chọn. Gói không chọn vẫn được giữ; chọn lại được."
)
COMPARING = "Đang so sánh hai báo cáo."
SAME = "Hai báo cáo ghi các dòng như nhau."


class ConflictDialog(QDialog):
    """Who made which, when; below, what differs. ``chosen`` when a person has decided."""

    chosen = Signal()

    def __init__(
        self,
        session: Session,
        rivals: Sequence[ReceivedPackage],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = rivals[0]
        self.setWindowTitle(f"Chọn báo cáo lần {first.revision} của {first.name}")
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))
        self._session, self._rivals = session, tuple(rivals)
        self.band = ErrorBand()
        self.compared = ComparedView("Chỗ khác nhau giữa hai báo cáo")
        self.choose_buttons: list[QuietButton] = []
        self.close_button = QuietButton("Để sau")
        self.close_button.clicked.connect(self.reject)
        self._build()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)  # Enter must not choose
        self.compare(1)

    @classmethod
    def open_for(
        cls, session: Session, rivals: Sequence[ReceivedPackage], parent: QWidget | None = None
    ) -> ConflictDialog:
        """Show the reports over the window; the dialog frees itself when closed."""
        dialog = cls(session, rivals, parent)
        dialog.open()
        return dialog

    def _build(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for number in range(len(self._rivals)):
            cards.addWidget(self._card(number), 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 12)
        box.setSpacing(10)
        box.addWidget(self.band)
        box.addWidget(Label(ABOUT, color="text2", wrap=True))
        box.addLayout(cards)
        box.addWidget(self.compared, 1)
        box.addLayout(foot_line(self.close_button))

    def _card(self, number: int) -> QWidget:
        package = self._rivals[number]
        card = Card(title_of(number), padding=12)
        card.body.setSpacing(2)
        for words in _facts(package):
            card.body.addWidget(Label(words, font="body_small", color="text2", lines=1))
        choose = QuietButton("Chọn báo cáo này", "tick", size="small")
        choose.setAccessibleName(f"Chọn {title_of(number).lower()}")
        choose.clicked.connect(partial(ConflictDialog._choose, self, number))
        read = LinkButton("Xem báo cáo")
        read.clicked.connect(partial(ConflictDialog._read, self, number))
        self.choose_buttons.append(choose)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addWidget(read)
        if number > 1:
            compare = LinkButton("So với báo cáo thứ nhất")
            compare.clicked.connect(partial(ConflictDialog._compare, self, number))
            row.addWidget(compare)
        row.addStretch(1)
        card.body.addSpacing(6)
        card.body.addLayout(row)
        return card

    def compare(self, number: int) -> None:
        """Compare the first report with another one."""
        self.compared.show_nothing(COMPARING)
        work = partial(_compared, self._rivals[0], self._rivals[number])
        done = partial(ConflictDialog._show, self, number)
        run_on_store(
            self._session, "Đang so sánh hai báo cáo", work, done, self._failed, owner=self
        )

    def _compare(self, number: int, _checked: bool = False) -> None:
        self.compare(number)

    def _show(self, number: int, found: Differences) -> None:
        rows = compared_rows(found)
        self.compared.show_rows(rows, title_of(0), title_of(number), same=SAME)

    def _failed(self, error: UserError) -> None:
        self.band.show_error(str(error), error.detail)

    def _read(self, number: int, _checked: bool = False) -> None:
        SubmissionDialog.open_for(self._session, self._rivals[number], self, answerable=False)

    def _choose(self, number: int, _checked: bool = False) -> None:
        package = self._rivals[number]
        try:
            choose_received(self._session.store, package.digest)
        except UserError as error:
            self._failed(error)
            return
        told = f"Đã chọn báo cáo lần {package.revision} của {package.name}, gói kia vẫn được giữ."
        self._session.said.emit(told)
        self.chosen.emit()
        self.accept()


def title_of(number: int) -> str:
    """What a report is called here: they have the same revision and the same sender."""
    ordinals = ("thứ nhất", "thứ hai", "thứ ba", "thứ tư")
    ordinal = ordinals[number] if number < len(ordinals) else f"số {number + 1}"
    return f"Báo cáo {ordinal}"


def _facts(package: ReceivedPackage) -> Iterator[str]:
    yield f"Lập {_moment(package.made_at)}, nhận {_moment(package.received_at)}"
    yield f"Tệp {package.file_name}"
    yield f"Số báo cáo: {package.number or 'chưa ghi'}"
    if package.signed:
        yield f"Mã gói {short_code(package.digest)} (bên gửi cũng thấy mã này)"
        yield f"Mã khóa {key_words(package.key)} ({SENDER_WORDS[package.sender]})"
    else:
        yield "Tệp Excel, không có chữ ký nên không rõ ai gửi"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone():%H:%M} ngày {format_date(moment.astimezone().date())}"


def _compared(
    first: ReceivedPackage, second: ReceivedPackage, store: Store, _job: Job
) -> Differences:
    return compare_received(store, first, second)
