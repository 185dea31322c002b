"""Chooses whose forms are written, writes them, and opens the letters one after the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.settings import set_view_state
from qnapp.errors import UserError
from qnapp.exchange.form_sending import form_recipients, officer_addresses, send_forms
from qnapp.text import lower_first
from qnapp.ui import file_dialogs
from qnapp.ui.form_export.recipients import RecipientList
from qnapp.ui.kit.buttons import CheckBox, PrimaryButton, QuietButton
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.surfaces import resize_on_screen
from qnapp.ui.kit.theme import theme
from qnapp.ui.outside import open_outside
from qnapp.ui.report_page.export import FOLDER, last_folder
from qnapp.ui.sending.letters import NO_PROGRAM
from qnapp.ui.working_dialog import WorkingDialog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.exchange.form_sending import Recipient, SentForms
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

SIZE = (640, 520)
WORDS = (
    "Mỗi biểu là một tệp Excel có sẵn nhiệm vụ, chỉ tiêu để người theo dõi điền. "
    "Khi nhận lại, chọn “Mở tệp nhận được…” (Ctrl+O); mọi thay đổi được xem trước khi ghi."
)
LETTERS = "Soạn thư kèm biểu cho từng người"
CHOOSE = "Chọn thư mục để lưu biểu nhập"
OPEN = "Mở thư"


class FormExportDialog(WorkingDialog):
    """Whose forms, with letters or without, and where to."""

    stopped = "Đã dừng xuất biểu nhập."

    def __init__(
        self,
        session: Session,
        recipients: Sequence[Recipient],
        *,
        officer: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``officer``: whose form is ticked at first; "" for the one of all."""
        super().__init__(session, parent)
        self.setWindowTitle(f"Xuất biểu nhập {lower_first(session.period.name)}")
        self._period = session.period_code
        self._letters: list[Path] = []  # that are not opened yet
        self.folder = last_folder(session.store)
        self.told = Notice("ok", button="Mở thư mục")
        self.list = RecipientList(recipients, officer_addresses(session.store), officer)
        self.letters = CheckBox(LETTERS)
        self.where = Label(lines=2)
        self.change = QuietButton("Chọn…", "folder", size="small")
        self.main, self.cancel = PrimaryButton("", "export"), QuietButton("Hủy")
        self._build()
        self._connect()
        self._tell()
        self.main.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        place = QHBoxLayout()
        place.setSpacing(12)
        place.addWidget(Label("Lưu vào", font="body_small_strong", whole=True))
        place.addWidget(self.where, 1)
        place.addWidget(self.change)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        for widget in (self.band, self.told, Label(WORDS, color="text2", wrap=True)):
            box.addWidget(widget)
        box.addWidget(self.list, 1)
        box.addWidget(self.letters)
        box.addLayout(place)
        box.addLayout(foot_line(self.cancel, self.main, left=(self.jobs,)))
        self.told.hide()
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))

    def _connect(self) -> None:
        self.list.changed.connect(self._tell)
        self.letters.toggled.connect(self._with_letters)
        self.change.clicked.connect(self._choose_folder)
        self.told.clicked.connect(self._open_folder)
        self.main.clicked.connect(self.go_on)
        self.band.retried.connect(self.go_on)
        self.cancel.clicked.connect(self.reject)

    def _with_letters(self, wanted: bool) -> None:
        self.list.show_addresses(wanted)
        self._tell()

    def _tell(self) -> None:
        count = len(self.list.chosen())
        words = f"Xuất {count} biểu" + " và soạn thư" * self.letters.isChecked()
        self.main.setText(OPEN if self._letters else words)
        self.main.set_icon_name("send" if self._letters else "export")
        self.main.setEnabled(self._job is None and count > 0)
        self.list.setEnabled(self._job is None)
        self.where.setText(str(self.folder))

    # ----------------------------------------------------------------------------------- work

    def go_on(self) -> None:
        """Write the forms, or open the next letter."""
        self.band.clear()
        if self._letters:
            self._open_letter()
        elif self._job is None and self.list.is_valid():
            self._export()

    def _export(self) -> None:
        self._session.leaving.emit()
        addresses = self.list.addresses() if self.letters.isChecked() else None
        work = partial(_write, self._period, self.list.chosen(), self.folder, addresses)
        self._run("Đang xuất biểu nhập", work, self._exported)

    def _exported(self, sent: SentForms) -> None:
        self._letters = list(sent.letters)
        set_view_state(self._session.store, FOLDER, str(self.folder))
        letters = f" và {len(sent.letters)} thư" * bool(sent.letters)
        sentence = f"Đã xuất {len(sent.files)} biểu nhập{letters}."
        self.told.set_text(sentence)
        self.told.show()
        self._session.said.emit(sentence)
        self.cancel.setText("Đóng")

    # --------------------------------------------------------------------------------- events

    def _open_letter(self) -> None:
        if open_outside(self._letters[0]):
            self._letters.pop(0)
            self._tell()
        else:
            self.band.show_error(NO_PROGRAM)

    def _open_folder(self) -> None:
        open_outside(self.folder)

    def _choose_folder(self) -> None:
        folder = file_dialogs.open_folder(self, CHOOSE, self.folder)
        if folder is not None:
            self.folder = folder
            self._tell()


def _write(
    period: str,
    recipients: Sequence[Recipient],
    folder: Path,
    addresses: Mapping[str, str] | None,
    store: Store,
    job: Job,
) -> SentForms:
    return send_forms(
        store,
        period,
        recipients,
        folder,
        addresses=addresses,
        progress=job.report,
        cancelled=job.cancelled,
    )


def open_form_export(
    session: Session, parent: QWidget, officer: str = ""
) -> FormExportDialog | None:
    """Ask whose forms of the chosen period are to be written; None where that was refused."""
    session.leaving.emit()
    try:
        recipients = form_recipients(session.store, session.period_code)
    except UserError as error:
        session.failed.emit(error)
        return None
    dialog = FormExportDialog(session, recipients, officer=officer, parent=parent)
    dialog.open()
    return dialog
