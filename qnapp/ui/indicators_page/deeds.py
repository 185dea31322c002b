"""What is done with the current indicator: dialogs, menus, the ways to Excel and back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt

from qnapp.db import targets
from qnapp.domain.concordance import may_speak_of
from qnapp.models.indicator_lines import IndicatorFilter
from qnapp.ui.frozen_note import year_note
from qnapp.ui.history_dialog import HistoryDialog
from qnapp.ui.indicators_page.filters import CHIPS
from qnapp.ui.indicators_page.listing import indicator_listing
from qnapp.ui.indicators_page.local_dialog import LocalIndicatorDialog
from qnapp.ui.indicators_page.paste import paste_clipboard
from qnapp.ui.indicators_page.row_menu import IndicatorMenu
from qnapp.ui.indicators_page.target_dialog import TargetDialog
from qnapp.ui.kit.signs import RETURNED
from qnapp.ui.list_export import ListExporter, which_words
from qnapp.ui.table_copy import add_copying

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QWidget

    from qnapp.domain.reporting import IndicatorRow
    from qnapp.ui.indicators_page.page import IndicatorsPage


class IndicatorDeeds(QObject):
    """The page says which indicator is the current one, and writes what is half typed before."""

    def __init__(self, page: IndicatorsPage) -> None:
        super().__init__(page)
        self._page, self._session = page, page.session
        self.menus = IndicatorMenu(page.session, page.table)
        self.exporter = ListExporter(page.session, page)
        self._connect()

    def _connect(self) -> None:
        page, detail, menus = self._page, self._page.detail, self.menus
        detail.history_wanted.connect(self.show_history)
        detail.menu_wanted.connect(self._open_menu_at)
        detail.follow_wanted.connect(self._follow)
        for source in (detail, menus):
            source.target_wanted.connect(self.set_target)
            source.paragraph_wanted.connect(self.show_paragraph)
        menus.history_wanted.connect(self.show_history)
        menus.files_wanted.connect(detail.strip.choose_files)
        menus.edit_wanted.connect(self.edit_indicator)
        page.table.paste_wanted.connect(self.paste)
        page.table.customContextMenuRequested.connect(self._open_menu)
        page.paste_button.clicked.connect(self.paste)
        page.add_button.clicked.connect(self.add_indicator)
        page.export_button.clicked.connect(self.export)

    @property
    def _row(self) -> IndicatorRow | None:
        return self._page.current_row()

    # ----------------------------------------------------------------------------- Excel

    def paste(self) -> None:
        """Lay what Excel copied against the rows and ask before anything is written."""
        page = self._page
        page.flush()
        row = self._row
        chosen = [one.uid for one in page.several.chosen()]
        start = chosen or [row.uid if row else ""]
        paste_clipboard(self._session, page.model, start, page.window())

    def export(self) -> None:
        """Write what the table shows as a workbook (Ctrl+E)."""
        self._page.flush()
        query = self._page.model.query
        returned = query.filter is IndicatorFilter.RETURNED
        words = RETURNED.first if returned else CHIPS[query.filter][0]
        which = which_words(words, query.needle)
        self.exporter.export_list(indicator_listing(self._page.model.all_shown(), which))

    # ----------------------------------------------------------------------------- dialogs

    def set_target(self) -> None:
        """Ask for the organisation's own target of the current indicator."""
        row, note = self._row, year_note(self._session.worksheet())
        text = TargetDialog.ask(row, self._page.window(), note=note) if row else None
        if row is not None and text is not None:
            action = partial(targets.set_own_target, self._session.store, row.uid, text)
            self._session.write(f"Mức của đơn vị, chỉ tiêu {row.short_code}", action)

    def _follow(self) -> None:
        if row := self._row:
            self.menus.follow(row)

    def add_indicator(self) -> None:
        """Ask for an indicator of the organisation's own."""
        dialog = LocalIndicatorDialog.open_for(self._session, parent=self._page.window())
        dialog.added.connect(self._page.show_item)

    def edit_indicator(self) -> None:
        """Change the words of an indicator of the organisation's own."""
        if row := self._row:
            LocalIndicatorDialog.open_for(self._session, row, self._page.window())

    def show_history(self, _field: str = "") -> None:
        """Show who changed the current indicator; of one field where the cursor is in it."""
        self._page.flush()
        if row := self._row:
            field = self._page.detail.focused() or None
            HistoryDialog.open_for(
                self._session,
                "measurement",
                row.uid,
                self._session.period_code,
                None if field == "kind" else field,
                title=f"chỉ tiêu {row.short_code}",
                parent=self._page.window(),
            )

    def show_paragraph(self) -> None:
        """Go to where the resolution speaks of the current indicator; the page leads back."""
        row = self._row
        if row is not None and may_speak_of(self._session.worksheet().plan, row.indicator):
            self._session.go("resolution", row.uid)

    # ----------------------------------------------------------------------------- menus

    def rows_menu(self) -> QMenu | None:
        """Make the menu of the chosen rows; it frees itself when closed."""
        row, page = self._row, self._page
        if row is None:
            return None
        menu = self.menus.make(row, several=page.bar if page.several.chosen() else None)
        add_copying(menu, page.table.copy)
        return menu

    def _open_menu(self, place: QPoint) -> None:
        if menu := self.rows_menu():
            menu.popup(self._page.table.viewport().mapToGlobal(place))

    def _open_menu_at(self, button: QWidget) -> None:
        if row := self._row:
            self.menus.make(row).popup(button.mapToGlobal(button.rect().bottomLeft()))

    def open_columns(self, _place: object = None) -> None:
        """Offer columns and orders below the button for them."""
        page = self._page
        page.table.flush()
        menu = page.columns.make_menu()
        page.ordering.add_menu(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        button = page.columns_button
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
