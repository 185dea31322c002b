"""One arrived file: what it is, from whom, what it would change, and taking it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qnapp.ui.arrivals.origin import OriginPanel
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.growing import LeastAtItsWidth
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.surfaces import resize_on_screen
from qnapp.ui.kit.theme import theme
from qnapp.ui.working_dialog import WorkingDialog

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.domain.packages import Origin
    from qnapp.ui.arrivals.body import ArrivalBody
    from qnapp.ui.session import Session

SIZE = (1080, 640)
COMPARE_FIRST = "Đối chiếu mã khóa với bên gửi trước khi nhận."


class Shown(Protocol):
    """What the dialog says of a file above its body."""

    @property
    def title(self) -> str: ...
    @property
    def origin(self) -> Origin | None: ...


class ArrivalDialog(WorkingDialog):
    """Nothing happens before the loud button; what fails is said here and can be tried again."""

    accepted_file = Signal(object)  # Accepted
    stopped = "Đã dừng. Dữ liệu hiện có vẫn giữ nguyên."

    def __init__(
        self,
        session: Session,
        path: Path,
        arrival: Shown,
        body: ArrivalBody,
        *,
        place: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``place``: which of several files it is, "2/5"."""
        super().__init__(session, parent)
        self.setWindowTitle("Mở tệp nhận được" + f" ({place})" * bool(place))
        self.body = body
        self.origin = OriginPanel(
            arrival.origin, required=body.key_required, unsigned=body.unsigned
        )
        self.take, self.cancel = PrimaryButton(""), QuietButton("Hủy")
        self._build(arrival.title, path)
        self._connect()
        self._tell()
        button = self.take if self.take.text() else self.cancel
        first = (self.body.first_field() or button) if self.origin.settled else self.origin.compared
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, title: str, path: Path) -> None:
        named = Label(title, font="heading", wrap=True)
        file = Label(path.name, font="small", color="text2", wrap=True)
        file.setToolTip(str(path))
        head = QVBoxLayout()  # beside the title a long name would be cut
        head.setSpacing(2)
        head.addWidget(named)
        head.addWidget(file)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        box.addLayout(head)
        for widget in (self.band, self.origin):
            box.addWidget(widget)
        box.addWidget(self.body, 1)
        box.addLayout(foot_line(self.cancel, self.take, left=(self.jobs,)))
        LeastAtItsWidth(self, box)
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))
        self.setAccessibleName(title)

    def _connect(self) -> None:
        self.take.clicked.connect(self.apply)
        self.cancel.clicked.connect(self.reject)
        self.band.retried.connect(self.apply)
        self.body.changed.connect(self._tell)
        self.origin.changed.connect(self._tell)

    def _tell(self) -> None:
        deed = self.body.deed()
        self.take.setText(deed)
        self.take.setVisible(bool(deed))
        self.body.setEnabled(self._job is None)
        self.take.setEnabled(self._job is None and self.origin.settled)
        self.take.setToolTip("" if self.origin.settled else COMPARE_FIRST)
        self.cancel.setText("Hủy" if deed else "Đóng")

    # ------------------------------------------------------------------------------- taking in

    def apply(self) -> None:
        """Take the file in on the worker; the dialog stays until that has ended."""
        if self._job is not None:
            return
        self.band.clear()
        work = self.body.work(key_compared=self.origin.is_compared)
        self._run("Đang nhận tệp", work, self._taken)

    def _taken(self, result: object) -> None:
        self.accept()
        self.accepted_file.emit(result)
