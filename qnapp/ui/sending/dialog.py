"""From a frozen report to packages and letters: what would be made first, then where it lies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qnapp.db.settings import get_settings, set_settings, set_view_state
from qnapp.exchange.packing_preview import preview_packing
from qnapp.exchange.submitting import send_report
from qnapp.ui import file_dialogs
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.door import detail_of
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import RETRY
from qnapp.ui.kit.surfaces import resize_on_screen
from qnapp.ui.kit.theme import theme
from qnapp.ui.sending.choices import ChoicesPanel
from qnapp.ui.sending.folder import SEND_FOLDER, proposed_folder
from qnapp.ui.sending.result import ResultPanel
from qnapp.ui.working_dialog import WorkingDialog

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport
    from qnapp.errors import UserError
    from qnapp.exchange.outbox import Exported
    from qnapp.exchange.packing_preview import PackingPreview
    from qnapp.exchange.submission import Submission
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

SIZE = (760, 560)
DEED = "Tạo gói và soạn thư"
LOOKING, PACKING = "Đang tính dung lượng", "Đang tạo gói"
CHOOSE = "Chọn thư mục để lưu gói và thư"


class SendDialog(WorkingDialog):
    """The choices, then the result; nothing is sent by the program itself."""

    stopped = "Đã dừng tạo gói. Chưa gửi đi đâu, dữ liệu vẫn còn nguyên."

    def __init__(
        self, session: Session, report: IssuedReport, period: str, parent: QWidget | None = None
    ) -> None:
        """``period``: its name, as in a sentence."""
        super().__init__(session, parent)
        self.setWindowTitle(f"Gửi báo cáo {period}, lần {report.revision}")
        self._report = report
        settings = get_settings(session.store)
        self.choices = ChoicesPanel(report, settings.mail_to, settings.mail_limit_mb)
        self.choices.show_folder(proposed_folder(session.store, period, report.revision))
        self.made = ResultPanel(session)
        self.stack = QStackedWidget()
        self.main, self.cancel = PrimaryButton(DEED, "send"), QuietButton("Hủy")
        self._build()
        self._connect()
        self._run(LOOKING, partial(_look, report.id), self._looked)

    def _build(self) -> None:
        self.stack.addWidget(self.choices)
        self.stack.addWidget(self.made)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addWidget(Label(self.windowTitle(), font="heading"))
        box.addWidget(self.band)
        box.addWidget(self.stack, 1)
        box.addLayout(foot_line(self.cancel, self.main, left=(self.jobs,)))
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))

    def _connect(self) -> None:
        self.main.clicked.connect(self.go_on)
        self.cancel.clicked.connect(self.reject)
        self.band.retried.connect(self.go_on)
        self.choices.folder_wanted.connect(self._choose_folder)
        self.choices.checks_wanted.connect(self._show_checks)
        self.made.changed.connect(self._tell)
        self.made.failed.connect(self._show_error)
        self.made.ended.connect(self.accept)

    @property
    def is_packed(self) -> bool:
        """Whether the packages are made and written out."""
        return self.stack.currentWidget() is self.made

    def go_on(self) -> None:
        """Do what the loud button says."""
        if self._job is not None:
            return
        self.band.clear()
        if self.is_packed:
            self.made.go_on()
        elif self.choices.preview is None:
            self._run(LOOKING, partial(_look, self._report.id), self._looked)
        else:
            self._pack()

    def _pack(self) -> None:
        field = self.choices.recipient
        field.commit()
        if field.fault():
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self._may_go_along():
            return
        if field.value() != get_settings(self._session.store).mail_to:
            set_settings(self._session.store, mail_to=field.value())
        folder, smaller = self.choices.folder, self.choices.smaller.isChecked()
        work = partial(_send, self._report.id, folder, smaller)
        self._run(PACKING, work, self._packed)

    def _may_go_along(self) -> bool:
        """Ask once more before a signed copy goes out that looks like a wrong file."""
        copy = self._report.signed_copy
        if copy is None or not copy.mistaken:
            return True
        question = f"Bản ký đang gắn là “{copy.name}”. {copy.sentences[0]} Vẫn gửi kèm tệp này?"
        return self._session.door.choose(question, ("Quay lại", "Vẫn gửi")) == 1  # Enter is safe

    def _tell(self) -> None:
        idle = self._job is None
        self.main.setText(self.made.deed() if self.is_packed else DEED)
        self.main.setVisible(bool(self.main.text()))
        self.main.setEnabled(idle and (self.is_packed or self.choices.preview is not None))
        self.choices.setEnabled(idle)
        self.cancel.setText("Đóng" if self.is_packed else "Hủy")

    # ----------------------------------------------------------------------------------- work

    def _looked(self, preview: PackingPreview) -> None:
        self.choices.show_preview(preview)
        self._tell()
        self.main.setFocus(Qt.FocusReason.OtherFocusReason)

    def _packed(self, made: tuple[Submission, Exported]) -> None:
        submission, exported = made
        self.stack.setCurrentWidget(self.made)
        self.made.show_result(submission, exported, self.choices.folder)
        self._session.said.emit(self.made.words())
        self.main.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_error(self, error: UserError) -> None:
        retry = "" if self.is_packed else RETRY  # there each thing has a button of its own
        self.band.show_error(str(error), detail_of(error), retry)

    # --------------------------------------------------------------------------------- events

    def _choose_folder(self) -> None:
        start = self.choices.folder
        while not start.is_dir() and start != start.parent:
            start = start.parent
        folder = file_dialogs.open_folder(self, CHOOSE, start)
        if folder is not None:
            set_view_state(self._session.store, SEND_FOLDER, str(folder))
            self.choices.show_folder(folder)

    def _show_checks(self) -> None:
        self.reject()
        self._session.go("checks")


def _look(report_id: int, store: Store, job: Job) -> PackingPreview:
    return preview_packing(store, report_id, cancelled=job.cancelled)


def _send(
    report_id: int, folder: Path, smaller: bool, store: Store, job: Job
) -> tuple[Submission, Exported]:
    return send_report(
        store,
        report_id,
        folder,
        smaller_photos=smaller,
        progress=job.report,
        cancelled=job.cancelled,
    )
