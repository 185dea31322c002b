"""The first run as one window: rail, steps, foot; ends with an open store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qnapp.db.archive import restore_full
from qnapp.db.settings import set_settings
from qnapp.db.setup import initialise
from qnapp.db.store import Store, local_now
from qnapp.errors import UserError
from qnapp.ui import file_dialogs
from qnapp.ui.first_run.clerk_step import ClerkStep
from qnapp.ui.first_run.organisation_step import OrganisationStep
from qnapp.ui.first_run.rail import Rail
from qnapp.ui.first_run.tasks_step import TasksStep
from qnapp.ui.job_line import JobLine
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.door import Door, detail_of
from qnapp.ui.kit.icons import app_icon
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.notices import ErrorBand
from qnapp.ui.kit.surfaces import ScrollColumn, resize_on_screen
from qnapp.ui.kit.theme import theme
from qnapp.ui.restoring import ask_restoring
from qnapp.ui.tasks import Tasks
from qnapp.ui.training import ask_role, make_training, training_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtGui import QPaintEvent

    from qnapp.domain.plan import Organisation
    from qnapp.ui.restoring import Restoring
    from qnapp.ui.tasks import Job

SIZE = (940, 592)
STAY = "Ở lại"
LEAVE = "Thoát khi chưa bắt đầu sử dụng? Những gì đã chọn và đã nhập không được giữ."
LOCAL_WORDS = "Dữ liệu chỉ nằm trên máy này, không gửi đi đâu."


class FirstRun(QDialog):
    """``store`` is the opened store once the dialog was accepted."""

    @classmethod
    def ask(
        cls,
        folder: Path,
        *,
        clock: Callable[[], datetime] = local_now,
        parent: QWidget | None = None,
    ) -> Store | None:
        """Make, restore or try out a store; None when the person left without one.

        ``folder`` is where the data will lie unless another place is chosen.
        """
        dialog = cls(folder, clock=clock, parent=parent)
        dialog.exec()
        store = dialog.store
        dialog.deleteLater()
        return store

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], datetime] = local_now,
        door: Door | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.store: Store | None = None
        self._clock = clock
        self._door = door or Door(self)
        self._tasks = Tasks(self)
        self._furthest = 0  # step that was shown: what was answered before it would be lost
        self._build(folder)
        self._connect()
        self._show_step(0)

    # ---------------------------------------------------------------------------------- build

    def _build(self, folder: Path) -> None:
        self.setWindowTitle("QNApp - Bắt đầu sử dụng")
        self.setWindowIcon(app_icon())
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self.rail = Rail()
        self.organisation_step = OrganisationStep()
        self.clerk_step = ClerkStep(folder, self._clock().date())
        self.tasks_step = TasksStep()
        self.steps = QStackedWidget()
        answers = ScrollColumn(margins=(0, 0, 0, 0))  # on a low screen in large letters
        answers.body.addWidget(self.clerk_step)
        for step in (self.organisation_step, answers, self.tasks_step):
            self.steps.addWidget(step)
        # Not as focus proxies of the steps: Tab would pass over what stands before one. In the
        # search field of the tasks Enter only searches.
        self._firsts = (
            self.organisation_step.search,
            self.clerk_step.clerk,
            self.tasks_step.list.view,
        )
        self.band = ErrorBand()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.band)
        right.addWidget(self.steps, 1)
        right.addWidget(Separator())
        right.addLayout(self._foot())
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.rail)
        box.addLayout(right, 1)
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))

    def _foot(self) -> QHBoxLayout:
        self.words = Label(LOCAL_WORDS, font="body_small", color="text2", lines=2)
        self.jobs = JobLine(self._tasks)
        self.back = QuietButton("")
        self.next = PrimaryButton("Tiếp tục", "arrow-right", trailing=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(28, 12, 20, 12)
        foot.setSpacing(8)
        foot.addWidget(self.words, 1)
        for part in (self.jobs, self.back, self.next):
            foot.addWidget(part)
        return foot

    def _connect(self) -> None:
        self.back.clicked.connect(self._go_back)
        self.next.clicked.connect(self._go_on)
        self.rail.restore.clicked.connect(self._restore)
        self.rail.training.clicked.connect(self._train)
        self.organisation_step.changed.connect(self._tell)
        self.clerk_step.changed.connect(self._tell)
        self.tasks_step.list.changed.connect(self._tell)

    # ---------------------------------------------------------------------------------- steps

    def _show_step(self, number: int) -> None:
        organisation = self.organisation_step.organisation()
        if number == 1 and organisation is not None:
            self.clerk_step.suit(organisation)
        if number == 2 and organisation is not None:
            self.tasks_step.show_for(organisation)
        self.band.clear()
        self._furthest = max(self._furthest, number)
        self.steps.setCurrentIndex(number)
        self.rail.set_current(number)
        self.back.setText("Thoát" if number == 0 else "Quay lại")
        last = number == self.steps.count() - 1
        self.next.setText("Bắt đầu sử dụng" if last else "Tiếp tục")
        self._tell()
        self._firsts[number].setFocus(Qt.FocusReason.OtherFocusReason)

    def _missing(self) -> str:
        """What keeps the present step from being left, "" for nothing."""
        number = self.steps.currentIndex()
        if number == 0:
            chosen = self.organisation_step.organisation()
            return "" if chosen is not None else self.organisation_step.missing()
        return self.clerk_step.missing() if number == 1 else ""

    def _tell(self) -> None:
        missing = self._missing()
        self.next.setEnabled(not missing and not self.jobs.busy)
        self.next.setToolTip(missing)
        words = missing or LOCAL_WORDS
        if self.steps.currentIndex() == 2:
            ticked = len(self.tasks_step.list.ticked())
            words = f"Đã chọn {ticked} nhiệm vụ." if ticked else "Chưa chọn nhiệm vụ nào."
        self.words.setText(words)

    def _go_back(self) -> None:
        number = self.steps.currentIndex()
        if number:
            self._show_step(number - 1)
        else:
            self.reject()

    def _go_on(self) -> None:
        if self._missing() or self.jobs.busy:
            return
        number = self.steps.currentIndex()
        if number + 1 < self.steps.count():
            self._show_step(number + 1)
        else:
            self._make()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # In the last step Enter in the search field only means: search. A key that is held
            # down must not run through all steps.
            if not (event.isAutoRepeat() or self.tasks_step.list.search.hasFocus()):
                self._go_on()
            return
        if event.key() == Qt.Key.Key_Escape:
            self._go_back()
            return
        super().keyPressEvent(event)

    # -------------------------------------------------------------------------------- the end

    def _make(self) -> None:
        organisation = self.organisation_step.organisation()
        if organisation is not None:
            self._finish(lambda: self._initialise(organisation))

    def _initialise(self, organisation: Organisation) -> Store:
        step = self.clerk_step
        store = initialise(
            step.folder,
            organisation=organisation,
            clerk=step.clerk.value(),
            letterhead=step.letterhead.value(),
            first_period=step.period.value(),
            taken=self.tasks_step.list.ticked(),
            signer=step.signer.value(),
            signer_title=step.title.value(),
            upper_office=step.receives.value() == "yes",
            clock=self._clock,
            purpose="window",
        )
        if step.deputy.isChecked():
            set_settings(store, signs_as_deputy=True)
        return store

    def _train(self) -> None:
        """Training data lies beside the real data, so that neither is taken for the other."""
        upper = ask_role(self._door)
        if upper is None:
            return
        folder = training_folder(self.clerk_step.folder, upper=upper)

        def make() -> Store:
            make_training(folder, upper=upper, clock=self._clock, parent=self)
            return Store.open(folder, clock=self._clock, purpose="window")

        self._finish(make)

    def _finish(self, make: Callable[[], Store]) -> None:
        self.band.clear()
        try:
            self.store = make()
        except UserError as error:
            self._show_error(error)
            return
        self.accept()

    def _restore(self) -> None:
        file = file_dialogs.open_file(self, "Chọn tệp sao lưu", file_dialogs.BACKUP_FILES)
        if file is None:
            return
        try:
            wanted = ask_restoring(self._door, file)
        except UserError as error:
            self._show_error(error)
            return
        if wanted is not None:
            self._run_restore(wanted)

    def _run_restore(self, wanted: Restoring) -> None:
        folder = self.clerk_step.folder

        def work(job: Job) -> None:
            restore_full(
                *(wanted.file, folder),
                password=wanted.password,
                progress=job.report,
                cancelled=job.cancelled,
            )

        self._tasks.run("Đang khôi phục", work, self._restored, self._restore_failed)
        self._tell()

    def _restored(self, _nothing: None) -> None:
        folder = self.clerk_step.folder
        self._finish(lambda: Store.open(folder, clock=self._clock, purpose="window"))

    def _restore_failed(self, error: Exception) -> None:
        self._tell()
        if not isinstance(error, UserError):
            raise error
        self._show_error(error)

    def _show_error(self, error: UserError) -> None:
        self.band.show_error(str(error), detail_of(error))

    def reject(self) -> None:
        """Leave without a store; what was answered is asked about first, and Enter stays."""
        answered = bool(self._furthest or self.organisation_step.typed.name.value())
        if not answered or self._door.choose(LEAVE, (STAY, "Thoát")) == 1:
            super().reject()

    def done(self, result: int) -> None:
        self.jobs.cancel()
        self._tasks.shutdown()
        super().done(result)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("surface"))
