"""The period that every page shows: a button with its name, and the calendar behind it (Alt+P)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from qnapp.db import periods
from qnapp.domain.overview import short_date
from qnapp.text import format_date
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.icons import icon
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from qnapp.db.periods import StoredPeriod
    from qnapp.ui.kit.fonts import FontRole
    from qnapp.ui.session import Session


class PeriodButton(QuietButton):
    """Says the period; a locked one wears the padlock in place of the calendar."""

    role: FontRole = "body_strong"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("", "calendar", chevron=True, parent=parent)
        self._session = session
        self.setToolTip("Kỳ báo cáo (Alt+P)")
        self.clicked.connect(self.open_menu)
        session.changed.connect(self._tell)
        session.period_changed.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        stored = periods.stored_period(self._session.store, self._session.period_code)
        self.setText(stored.period.name)
        self.set_icon_name("lock" if stored.locked else "calendar")
        words = f"Kỳ báo cáo: {stored.period.name}"
        self.setAccessibleName(f"{words}, đang khóa" if stored.locked else words)

    def menu_for_periods(self) -> QMenu:
        """The calendar as a menu, the chosen period ticked."""
        from qnapp.ui.table_columns import tick  # not before somebody opens the menu

        menu = QMenu(self)
        group = QActionGroup(menu)
        for stored in periods.periods(self._session.store):
            action = menu.addAction(_words(stored))
            if stored.locked:
                action.setIcon(icon("lock"))
            tick(action, ticked=stored.period.code == self._session.period_code)
            action.setData(stored.period.code)
            group.addAction(action)
        menu.triggered.connect(self._chosen)
        return menu

    def open_menu(self) -> None:
        """Show the calendar under the button."""
        menu = self.menu_for_periods()
        menu.setMinimumWidth(max(self.width(), theme().px(178)))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        # The arrows go on from the period that is shown, not from the first one of the year.
        menu.setActiveAction(
            next(one for one in menu.actions() if one.data() == self._session.period_code)
        )

    def _chosen(self, action: QAction) -> None:
        self._session.set_period(str(action.data()))


def _words(stored: StoredPeriod) -> str:
    period = stored.period
    # The year's final account closes in the year after: there the day alone would mislead.
    told = short_date if period.cutoff.year == period.year else format_date
    more = "nhập bổ sung" if stored.backfilled else f"chốt {told(period.cutoff)}"
    more += ", đang khóa" * stored.locked  # where it is shown, the tick stands for the padlock
    return f"{period.name}  ({more})"
