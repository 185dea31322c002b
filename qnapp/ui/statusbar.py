"""The line at the foot: what was saved or done last, what runs, how many days are left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QTimer, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from qnapp.db.calendar import stored_period
from qnapp.db.settings import get_settings
from qnapp.domain.overview import short_date
from qnapp.ui.job_line import JobLine
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import paint_ground, paint_icon, shortened_middle, text_width
from qnapp.ui.kit.theme import theme
from qnapp.ui.refused import refused_words

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from qnapp.ui.session import Session

HEIGHT = 28
_LEFT, _GAP, _RIGHT = 36, 16, 18
LOCAL_WORDS = "Dữ liệu chỉ nằm trên máy này."
NOT_SAVED = "Lần sửa vừa rồi chưa lưu được."
BACKFILLED = "Kỳ nhập bổ sung, không tính chậm"  # its days have passed before it was begun


def days_words(what: str, day: date, today: date) -> str:
    """Say a date and its distance: "Chốt số liệu 14/6, còn 9 ngày"."""
    days = (day - today).days
    if days == 0:
        return f"{what} {short_date(day)}, hôm nay"
    distance = f"còn {days} ngày" if days > 0 else f"đã qua {-days} ngày"
    return f"{what} {short_date(day)}, {distance}"


class _Said(Label):
    """One line, cut in its middle: a sentence begins with what it is about and ends with what came.

    Cut at its end, it would lose the text that was refused or the number of rows.
    """

    def _broken(self, width: int) -> tuple[tuple[str, ...], bool]:
        line = shortened_middle(self.text(), theme().font(self._role), width)
        return (line,), line != self.text()


class StatusBar(QWidget):
    """Small successes go here, not into boxes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.text = _Said(LOCAL_WORDS, font="small", color="text2", lines=1)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.jobs = JobLine(session.tasks)
        self.days = Label("", font="small_strong", color="text2")
        box = QHBoxLayout(self)
        box.setContentsMargins(_LEFT, 1, _RIGHT, 0)
        box.setSpacing(_GAP)
        box.addWidget(self.text, 1)
        box.addWidget(self.jobs)
        box.addWidget(self.days)
        self._measure()
        theme().changed.connect(self._measure)
        self._days = ("", "")
        self._kept = LOCAL_WORDS  # the sentence for when nothing stands refused
        self._lost_disk = False  # what was written last did not reach it
        self._warns = False  # the sign is that of the sentence beside it
        self._just_said = QTimer(self, singleShot=True, interval=0)
        session.saved.connect(self._saved)
        session.failed.connect(self._failed)
        session.refused.changed.connect(self._tell_saved)
        session.said.connect(self.say)
        session.door.said.connect(self.say)
        session.changed.connect(self._tell_days)
        session.period_changed.connect(self._tell_days)
        session.period_changed.connect(self.leave)
        self._tell_days()
        self._tell_saved()

    def _measure(self) -> None:
        self.setFixedHeight(theme().px(HEIGHT))

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Show what was done, until something else is or until the page is left."""
        self._show(sentence, warns=False)

    def _show(self, sentence: str, *, warns: bool) -> None:
        self.text.setText(sentence)
        self._warns = warns
        self._just_said.start()
        self._fit_days()
        self.update()

    def leave(self) -> None:
        """Forget what was said on a page that is left; not what sends there in the same breath."""
        if not self._just_said.isActive():
            self._tell_saved()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_days()

    def _failed(self) -> None:
        if self._session.retry is not None:  # of all refusals only the disk's may be tried again
            self._lost_disk = True
            self._tell_saved()

    def _saved(self) -> None:
        self._lost_disk = False
        now = self._session.store.clock()
        self._kept = f"Đã lưu lúc {now:%H:%M}. {LOCAL_WORDS}"
        self._tell_saved()

    def _tell_saved(self) -> None:
        """Say that everything is saved only when nothing stands typed and refused."""
        found = self._session.refused.all()
        kept = NOT_SAVED if self._lost_disk else self._kept
        self._show(refused_words(found) if found else kept, warns=bool(found) or self._lost_disk)

    def _tell_days(self) -> None:
        period, today = self._session.period, self._session.today()
        if stored_period(self._session.store, period.code).backfilled:
            self._days = (BACKFILLED, BACKFILLED)
        else:
            cutoff = days_words("Chốt số liệu", period.cutoff, today)
            upper = get_settings(self._session.store).upper_office
            due = days_words("Hạn gửi" if upper else "Gửi báo cáo", period.due, today)
            next_day = cutoff if today <= period.cutoff else due
            self._days = (f"{cutoff}   ·   {due}", next_day)
        self._fit_days()

    def _fit_days(self) -> None:
        """Tell both days, or the next one alone where the sentence needs the room."""
        both, next_day = self._days
        taken = text_width(self.text.text(), "small") + text_width(both, "small_strong")
        roomy = taken + _LEFT + 2 * _GAP + _RIGHT <= self.width()
        self.days.setText(both if roomy else next_day)
        self.days.setToolTip("" if roomy else both)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_ground(painter, self.rect(), "canvas")
        paint_ground(painter, QRectF(0, 0, self.width(), 1), "border")
        sign, color = ("warning", "bad") if self._warns else ("tick", "ok")
        size = theme().px(16)
        mark = QRectF(_LEFT - 4 - size, (self.height() - size) / 2, size, size)
        paint_icon(painter, sign, color, mark)
