"""The date field: typed as offices write it, or picked from a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout, QWidget

from qnapp.text import format_date, parse_date
from qnapp.ui.kit.buttons import IconButton
from qnapp.ui.kit.fields import TypedEdit
from qnapp.ui.kit.icons import icon
from qnapp.ui.kit.paint import paint_box, text_width
from qnapp.ui.kit.theme import theme

_VIETNAMESE = QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam)


class DateEdit(TypedEdit):
    """A day or nothing. Invalid text stays as typed, and ``value()`` stays the last valid."""

    def __init__(
        self, year: int | None = None, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        """``year`` completes "5/6"; without it the year must be typed."""
        super().__init__(placeholder, parent)
        self.year = year
        self._value: date | None = None
        self._button = IconButton("calendar", "Chọn ngày trên lịch (F4)", parent=self)
        self._button.icon_size = 16
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes from field to field
        self._button.clicked.connect(self.open_calendar)
        self._popup: CalendarPopup | None = None  # made when first needed
        self.setTextMargins(0, 0, 24, 0)

    def read(self, text: str) -> str:
        self._value = parse_date(text, year=self.year) if text.strip() else None
        return self._shown()

    def value(self) -> date | None:
        """Return the last valid day, None for an empty field."""
        return self._value

    def set_value(self, value: date | None) -> None:
        """Change the day without a signal."""
        self._value = value
        self.show_text(self._shown())

    def set_locked(self, locked: bool) -> None:
        super().set_locked(locked)
        self._button.setVisible(not locked)

    def open_calendar(self) -> None:
        """Show the calendar below the field, on the field's day."""
        self.commit()
        self.popup().open_at(self.mapToGlobal(QPoint(0, self.height() + 2)), self._value)

    def popup(self) -> CalendarPopup:
        """Return the calendar, hidden or shown."""
        if self._popup is None:
            self._popup = CalendarPopup(self)
            self._popup.picked.connect(self._on_picked)
        return self._popup

    def minimumSizeHint(self) -> QSize:
        widest = text_width("30/12/2026")
        return QSize(round(widest) + 2 * 11 + 26, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4 and not self.isReadOnly():
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = min(28, self.height() - 6)
        self._button.setGeometry(self.width() - side - 3, (self.height() - side) // 2, side, side)

    def _on_picked(self, day: QDate) -> None:
        # Through the same door as typing, so that the same signals follow.
        self.setText(format_date(date(day.year(), day.month(), day.day())))
        self.edited.emit()
        self.commit()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _shown(self) -> str:
        return "" if self._value is None else format_date(self._value)


class CalendarPopup(QFrame):
    """A month to pick a day from; weeks begin on Monday, as the country's calendars do."""

    picked = Signal(QDate)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(_VIETNAMESE)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        view = QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
        self.calendar.setVerticalHeaderFormat(view)
        names = QCalendarWidget.HorizontalHeaderFormat.ShortDayNames
        self.calendar.setHorizontalHeaderFormat(names)
        self.calendar.clicked.connect(self._on_day)
        self.calendar.activated.connect(self._on_day)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 6, 6, 6)
        box.addWidget(self.calendar)
        self.calendar.setMinimumSize(theme().px(288), theme().px(248))

    def open_at(self, place: QPoint, day: date | None) -> None:
        """Show with the upper left corner at ``place`` (global), on ``day`` or the present one."""
        self._tint()
        if day is not None:
            self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        screen = self.screen().availableGeometry()
        size = self.sizeHint()
        x = max(screen.left(), min(place.x(), screen.right() - size.width()))
        y = place.y() if place.y() + size.height() < screen.bottom() else place.y() - 40
        above = y != place.y()
        self.move(x, y - size.height() if above else y)
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_box(QPainter(self), self.rect(), fill="surface", edge="field", radius=0)

    def _on_day(self, day: QDate) -> None:
        self.hide()
        self.picked.emit(day)

    def _tint(self) -> None:
        for name, side in (("prevmonth", "left"), ("nextmonth", "right")):
            button = self.calendar.findChild(QToolButton, f"qt_calendar_{name}")
            if button is not None:
                button.setIcon(icon(f"chevron-{side}"))
        # Qt writes Saturday and Sunday in red, which here means late or wrong and nothing else.
        calm = QTextCharFormat()
        calm.setForeground(theme().color("text"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, calm)
        head = QTextCharFormat()
        head.setForeground(theme().color("text"))
        head.setBackground(theme().color("surface"))
        self.calendar.setHeaderTextFormat(head)
