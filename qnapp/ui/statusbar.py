"""The line at the foot: what was saved or done last, what runs, how many days are left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from qnapp.domain.overview import short_date
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.icons import icon_pixmap
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QPaintEvent

    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

HEIGHT = 28
RUNNING_AFTER_MS = 1000  # look, section 10: "over 1 s a thin bar in the status bar"
LOCAL_WORDS = "Dữ liệu chỉ nằm trên máy này."


def days_words(what: str, day: date, today: date) -> str:
    """Say a date and its distance: "Chốt số liệu 14/6, còn 9 ngày"."""
    days = (day - today).days
    if days == 0:
        return f"{what} {short_date(day)}, hôm nay"
    distance = f"còn {days} ngày" if days > 0 else f"đã qua {-days} ngày"
    return f"{what} {short_date(day)}, {distance}"


class StatusBar(QWidget):
    """Small successes go here, not into boxes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._build()
        self._wait = QTimer(self, singleShot=True, interval=RUNNING_AFTER_MS)
        self._wait.timeout.connect(self._show_job)
        session.saved.connect(self._saved)
        session.said.connect(self.say)
        session.door.said.connect(self.say)
        session.changed.connect(self._tell_days)
        session.period_changed.connect(self._tell_days)
        session.tasks.started.connect(self._job_started)
        session.tasks.progressed.connect(self._job_progressed)
        session.tasks.ended.connect(self._job_ended)
        self._tell_days()

    def _build(self) -> None:
        self.text = Label(LOCAL_WORDS, font="small", color="text2", lines=1)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.days = Label("", font="small_strong", color="text2")
        self.running = QWidget()
        self._job_words = Label("", font="small", color="text2")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedSize(140, 6)
        self._cancel = LinkButton("Hủy", font="small")
        self._cancel.clicked.connect(self.cancel)
        row = QHBoxLayout(self.running)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._job_words, self._bar, self._cancel):
            row.addWidget(part)
        self.running.hide()
        box = QHBoxLayout(self)
        box.setContentsMargins(36, 1, 18, 0)
        box.setSpacing(16)
        box.addWidget(self.text, 1)
        box.addWidget(self.running)
        box.addWidget(self.days)
        self._measure()
        theme().changed.connect(self._measure)

    def _measure(self) -> None:
        self.setFixedHeight(theme().px(HEIGHT))

    # ------------------------------------------------------------------------------ sentences

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Show what was done."""
        self.text.setText(sentence)

    def _saved(self) -> None:
        now = self._session.store.clock()
        self.say(f"Đã lưu lúc {now:%H:%M}. {LOCAL_WORDS}")

    def _tell_days(self) -> None:
        period, today = self._session.period, self._session.today()
        self.days.setText(
            days_words("Chốt số liệu", period.cutoff, today)
            + "   ·   "
            + days_words("Gửi báo cáo", period.due, today)
        )

    # ----------------------------------------------------------------------------------- work

    @Slot(object)
    def _job_started(self, job: Job) -> None:
        if self._job is None:
            self._job = job
            self._bar.setRange(0, 0)
            self._job_words.setText(job.title)
            self._wait.start()

    @Slot(object, int, int)
    def _job_progressed(self, job: Job, step: int, of: int) -> None:
        if job is self._job:
            self._bar.setRange(0, of)
            self._bar.setValue(step)
            if 0 < of <= 10_000:  # more are bytes, which tell a person nothing
                self._job_words.setText(f"{job.title} ({step}/{of})")

    @Slot(object)
    def _job_ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._wait.stop()
            self.running.hide()

    def _show_job(self) -> None:
        self._cancel.setEnabled(True)
        self.running.show()

    @property
    def busy(self) -> bool:
        """Whether work is running that a person may be waiting for."""
        return self._job is not None

    def cancel(self) -> None:
        """Ask the running work to stop."""
        if self._job is not None:
            self._cancel.setEnabled(False)
            self._job.cancel()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("canvas"))
        painter.fillRect(0, 0, self.width(), 1, theme().color("border"))
        side = theme().px(16)
        mark = icon_pixmap("tick", "ok", side, self.devicePixelRatioF())
        painter.drawPixmap(16, (self.height() - side) // 2, mark)
