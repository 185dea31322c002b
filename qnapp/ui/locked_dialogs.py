"""Opening a locked period again: nothing of it happens without a reason."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qnapp.db import moving, periods
from qnapp.db.issued import withdraw
from qnapp.db.outbox import last_sending
from qnapp.text import lower_first
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.required import all_given
from qnapp.ui.kit.theme import theme
from qnapp.ui.kit.typed_dialog import TypedDialog
from qnapp.ui.locked_band import UNLOCK, USE_HERE, WITHDRAW, WITHDRAW_PACKED

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport
    from qnapp.ui.session import Session

WIDTH = 480
_UNLOCK = "Mở khóa {period} để sửa. Báo cáo đã gửi không thay đổi; sau khi sửa cần gửi lại."
_WITHDRAW = (
    "Thu hồi báo cáo {period} đã trình ký lần {revision}. Kỳ này được mở lại để sửa, sau đó trình "
    "ký lần {upcoming}.\nCác tệp đã xuất và bản ký lần {revision} vẫn được giữ để tra cứu, nhưng "
    "mã đối chiếu trên đó không còn giá trị."
)
_WITHDRAW_PACKED = (
    "Thu hồi báo cáo {period} lần {revision} đã tạo gói để gửi. Kỳ này được mở lại để sửa, sau đó "
    "trình ký và gửi lần {upcoming}.\nGói lần {revision} vẫn được giữ và ghi là đã thu hồi. "
    "Nếu gói đã gửi đi, báo cho cơ quan nhận; cơ quan nhận dùng lần {upcoming} khi nhận được."
)
_TAKE_BACK = (
    "Dữ liệu này đã chuyển sang máy khác. Chỉ dùng lại ở đây khi máy mới chưa dùng được; "
    "nếu cả hai máy cùng ghi, báo cáo của hai máy sẽ khác nhau."
)
_ISSUED = "\nBáo cáo này đã ban hành, số {number}."


@dataclass(frozen=True, slots=True)
class Question:
    """What a dialog says and asks."""

    title: str
    words: str
    label: str
    example: str
    deed: str  # on the button


class ReasonDialog(TypedDialog):
    """Asks why, and then does what it is for; it frees itself when it closes."""

    def __init__(
        self, question: Question, act: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        """``act`` gets the reason once the person has decided."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(question.title)
        self._act = act
        self.reason = LineEdit(question.example)
        self._missing = f"Ghi {lower_first(question.label)}."
        self.deed = PrimaryButton(question.deed)
        self.deed.setDefault(True)  # Enter in the field
        self.deed.clicked.connect(self._decide)
        self.cancel = QuietButton("Hủy")
        self.cancel.clicked.connect(self.reject)
        self._build(question)
        # After the box has shown or hidden its sentence: asked before, it would still count none.
        self.reason.fault_changed.connect(self._fit)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, question: Question) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addWidget(Label(question.words, wrap=True))
        box.addWidget(FieldBox(question.label, self.reason))
        box.addLayout(foot_line(self.cancel, self.deed))
        self._box = box
        self._fit()

    def _fit(self) -> None:
        # By hand: Qt would take the height that the words need at their own, greater width.
        self._box.activate()
        width = theme().px(WIDTH)
        self.setFixedSize(width, self._box.totalHeightForWidth(width))

    def _decide(self) -> None:
        if all_given((self.reason, self._missing)):
            self.accept()
            self._act(self.reason.value().strip())


def ask_unlock(session: Session, parent: QWidget) -> ReasonDialog:
    """Ask why the chosen period is to be opened again, and open it."""
    question = Question(
        title="Mở khóa kỳ báo cáo",
        words=_UNLOCK.format(period=_period_words(session, session.period_code)),
        label="Lý do mở khóa",
        example="Ví dụ: bổ sung số liệu theo yêu cầu",
        deed=UNLOCK,
    )
    return _ask(question, partial(_unlock, session, session.period_code), parent)


def ask_withdraw(session: Session, report: IssuedReport, parent: QWidget) -> ReasonDialog:
    """Ask why a report is to be taken back that was sent for signature, and take it back."""
    packed = last_sending(session.store, report.period, plan=report.plan).of(report.id).made
    words = (_WITHDRAW_PACKED if packed else _WITHDRAW).format(
        period=_period_words(session, report.period),
        revision=report.revision,
        upcoming=report.revision + 1,
    )
    deed = WITHDRAW_PACKED if packed else WITHDRAW
    question = Question(
        title=deed,
        words=words + _ISSUED.format(number=report.number) * bool(report.number),
        label="Lý do thu hồi",
        example="Ví dụ: lãnh đạo yêu cầu sửa phần II",
        deed=deed,
    )
    return _ask(question, partial(_withdraw, session, report.id), parent)


def ask_take_back(session: Session, parent: QWidget) -> ReasonDialog:
    """Ask why data that was moved to another PC is to be used here again, and let it be."""
    question = Question(
        title=USE_HERE,
        words=_TAKE_BACK,
        label="Lý do dùng lại",
        example="Ví dụ: máy mới không đọc được tệp",
        deed="Dùng lại",
    )
    return _ask(question, partial(_take_back, session), parent)


def _take_back(session: Session, reason: str) -> None:
    session.write_quietly(partial(moving.take_back, session.store, reason))
    session.said.emit("Dữ liệu lại được dùng trên máy này.")


def _ask(question: Question, act: Callable[[str], object], parent: QWidget) -> ReasonDialog:
    dialog = ReasonDialog(question, act, parent)
    dialog.open()
    return dialog


def _period_words(session: Session, code: str) -> str:
    name = periods.stored_period(session.store, code).period.name
    return lower_first(name)


def _unlock(session: Session, code: str, reason: str) -> None:
    session.write("mở khóa kỳ", partial(periods.unlock_period, session.store, code, reason))


def _withdraw(session: Session, report_id: int, reason: str) -> None:
    if session.write("thu hồi trình ký", partial(_taken_back, session.store, report_id, reason)):
        session.said.emit("Đã thu hồi trình ký. Kỳ này mở lại để sửa.")


def _taken_back(store: Store, report_id: int, reason: str) -> list[FieldChange]:
    """Withdraw; there is nothing to undo, since another trình ký is the way back."""
    withdraw(store, report_id, reason)
    return []
