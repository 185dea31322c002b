"""One arrived file: what it is, from whom, what it would change, and taking it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.content import CancelledError
from qnapp.errors import UserError
from qnapp.ui.arrivals.origin import OriginPanel
from qnapp.ui.job_line import JobLine
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.door import detail_of
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import ErrorBand
from qnapp.ui.kit.theme import theme
from qnapp.ui.store_work import announce, store_work
from qnapp.ui.working_dialog import WorkingDialog

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.domain.packages import Origin
    from qnapp.ui.arrivals.body import ArrivalBody
    from qnapp.ui.session import Session
    from qnapp.ui.store_work import Done

SIZE = (1080, 640)
RETRY = "Thử lại"
COMPARE_FIRST = "Đối chiếu mã khóa với bên gửi trước khi nhận."
STOPPED = "Đã dừng. Dữ liệu hiện có vẫn giữ nguyên."


class Shown(Protocol):
    """What the dialog says of a file above its body."""

    @property
    def title(self) -> str: ...
    @property
    def origin(self) -> Origin | None: ...


class ArrivalDialog(WorkingDialog):
    """Nothing happens before the loud button; what fails is said here and can be tried again."""

    accepted_file = Signal(object)  # Accepted

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
        super().__init__(parent)
        self.setWindowTitle("Mở tệp nhận được" + f" ({place})" * bool(place))
        self._session = session
        self.body = body
        self.band = ErrorBand()
        self.origin = OriginPanel(
            arrival.origin, required=body.key_required, unsigned=body.unsigned
        )
        self.jobs = JobLine(session.tasks)
        self.take, self.cancel = PrimaryButton(""), QuietButton("Hủy")
        self._build(arrival.title, path)
        self._connect()
        self._tell()
        button = self.take if self.take.text() else self.cancel
        first = (self.body.first_field() or button) if self.origin.settled else self.origin.compared
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, title: str, path: Path) -> None:
        named = Label(title, font="heading", wrap=True)
        file = Label(path.name, font="small", color="text2")
        file.setToolTip(str(path))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(named, 1)
        head.addWidget(file)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        box.addLayout(head)
        for widget in (self.band, self.origin):
            box.addWidget(widget)
        box.addWidget(self.body, 1)
        box.addLayout(foot_line(self.cancel, self.take, left=(self.jobs,)))
        window = self.parentWidget()
        within = window.size() if window is not None else QSize(*SIZE)
        self.resize(QSize(theme().px(SIZE[0]), theme().px(SIZE[1])).boundedTo(within))
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
        on_worker = store_work(self._session.store, work)
        self._job = self._session.tasks.run("Đang nhận tệp", on_worker, self._done, self._failed)
        self.body.setEnabled(False)
        self._tell()

    def _done(self, done: Done) -> None:
        self._job = None
        announce(self._session, done)
        self.accept()
        self.accepted_file.emit(done.result)

    def _failed(self, error: Exception) -> None:
        self._job = None
        self.body.setEnabled(True)
        self._tell()
        if isinstance(error, CancelledError):
            self._session.said.emit(STOPPED)
        elif isinstance(error, UserError):
            self.band.show_error(str(error), detail_of(error), RETRY)
        else:
            raise error
