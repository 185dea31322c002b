"""The page Nhiệm vụ: find a task on the left, say on the right how it goes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from qnapp.db.settings import get_settings, set_settings
from qnapp.models.task_columns import Column
from qnapp.models.task_lines import is_local
from qnapp.models.task_model import TaskModel
from qnapp.models.task_view import Query, TaskFilter
from qnapp.ui.evidence.jobs import add_files
from qnapp.ui.kit.buttons import IconButton
from qnapp.ui.kit.chips import ChipBar
from qnapp.ui.kit.signs import task_sign
from qnapp.ui.kit.surfaces import Card, EmptyState
from qnapp.ui.list_export import ListExporter, which_words
from qnapp.ui.page import Page
from qnapp.ui.table_copy import add_copying
from qnapp.ui.table_order import KeptView, Ordering
from qnapp.ui.tasks_page.columns import TaskColumns
from qnapp.ui.tasks_page.editor import CHOOSE, TaskEditor
from qnapp.ui.tasks_page.filters import (
    CHIPS,
    EMPTY,
    EMPTY_STANDING,
    GOOD_WHEN_EMPTY,
    LINKED_CHIPS,
    RETURNED_CHIP,
    chip_words,
)
from qnapp.ui.tasks_page.listing import task_listing
from qnapp.ui.tasks_page.local_dialog import LocalTaskDialog
from qnapp.ui.tasks_page.paste import paste_tasks
from qnapp.ui.tasks_page.row_menu import RowMenu
from qnapp.ui.tasks_page.selection_bar import TaskSelectionBar
from qnapp.ui.tasks_page.several import SeveralTasks
from qnapp.ui.tasks_page.split import EditorSplit
from qnapp.ui.tasks_page.table import TaskTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qnapp.db.store import Changes
    from qnapp.domain.reporting import TaskRow
    from qnapp.ui.session import Session

FILTER_PREFIX = "filter:"
VIEW = KeptView("tasks.view", Column, frozenset(CHIPS), TaskFilter.ALL)
LEAST = (536, 336)  # table with 150 for titles, and editor, at 100 % font


def standing_words(row: TaskRow) -> tuple[str, str, str]:
    """Give the two short words and the full phrase of how a task stands."""
    sign = task_sign(row)
    return (sign.first, sign.second, sign.phrase) if sign else ("", "", "")


class TasksPage(Page):
    """Table of tasks with filter chips, editor beside it."""

    key = "tasks"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._uid = ""
        self._wanted_field = ""
        self.model = TaskModel(standing_words, self)
        self._build()
        self._connect()
        self._add_shortcuts()
        self._ask(TaskFilter(self.ordering.restore()), needle="")

    # build

    def _build(self) -> None:
        self.table = TaskTable(self.model)
        self.editor = TaskEditor(self.session)
        self.ordering = Ordering(self.table.head, self.model, self.session.store, VIEW, self)
        self.columns = TaskColumns(self.table, self.session.store, self)
        self.empty = EmptyState()
        self.exporter = ListExporter(self.session, self)
        self.split = EditorSplit(self._build_list(), self.editor, least=LEAST)
        self.menus = RowMenu(self.session, self.table)
        self.several = SeveralTasks(self.session, self.model, self.table, self.bar, self)
        card = Card(padding=0)
        card.body.addWidget(self.split)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 2, 16, 10)
        box.addWidget(card)
        self.table.set_tall(get_settings(self.session.store).tall_rows)

    def _build_list(self) -> QWidget:
        self.chips = ChipBar()
        self.chips.setAccessibleName("Lọc nhiệm vụ")
        for wanted, (words, shape) in CHIPS.items():
            self.chips.add_chip(wanted, words, shape=shape, count=0)
        self.columns_button = IconButton("columns", "Chọn cột và sắp xếp", edge=True)
        self.add_button = IconButton("plus", "Thêm nhiệm vụ của đơn vị", edge=True)
        self.more_button = IconButton("more", "Việc khác với danh sách", edge=True)
        tools = QHBoxLayout()
        tools.setContentsMargins(14, 10, 8, 6)
        tools.setSpacing(8)
        tools.addWidget(self.chips, 1)
        tools.addWidget(self.columns_button)
        tools.addWidget(self.add_button)
        tools.addWidget(self.more_button)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.bar = TaskSelectionBar()
        column.addWidget(self.bar)
        return side

    def _connect(self) -> None:
        self.session.leaving.connect(self.flush)
        self.chips.chosen.connect(self._choose_filter)
        self.table.current_changed.connect(self._current_changed)
        self.table.heading_reached.connect(self._leave_task)
        self.table.entered.connect(self.enter_editor)
        self.table.clicked_task.connect(self._open_editor)
        self.table.fold_wanted.connect(self._fold)
        self.ordering.ordered.connect(self._choose_row)
        self.table.paste_wanted.connect(self.paste)
        self.table.clear_wanted.connect(self.several.clear)
        self.table.files_dropped.connect(self._files_dropped)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.empty.clicked.connect(self._clear_filter)
        self.columns_button.clicked.connect(self._open_columns)
        header = self.table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open_columns)
        self.add_button.clicked.connect(self.add_task)
        self.more_button.clicked.connect(self._open_more)
        self.columns.tall_wanted.connect(self._set_tall)
        self.split.wide_changed.connect(self._set_wide)
        self.editor.closed.connect(self.close_editor)
        self.editor.previous_wanted.connect(self.previous_task)
        self.editor.next_wanted.connect(self.next_task)
        self.editor.take_wanted.connect(self.menus.take_on)
        self.menus.edit_wanted.connect(self.edit_task)
        self.editor.edit_wanted.connect(self.edit_task)
        self.editor.remove_wanted.connect(self.menus.remove)
        self.menus.entered.connect(self.enter_editor)
        self.menus.extension_wanted.connect(self.editor.show_extensions)
        self.menus.history_wanted.connect(self.editor.show_history)
        self.menus.paragraph_wanted.connect(self.editor.show_paragraph)
        self.menus.files_wanted.connect(self.editor.strip.choose_files)

    def _add_shortcuts(self) -> None:
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+Return", self.next_task),
            ("Ctrl+Enter", self.next_task),
            ("Alt+Down", self.next_task),
            ("Alt+Up", self.previous_task),
            ("Ctrl+H", self.editor.show_history),
            ("Ctrl+G", self.editor.show_paragraph),
            ("Ctrl+D", self.editor.strip.choose_files),
            ("Ctrl+E", self.export),
        )
        for sequence, action in keys:
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)
        escape = QShortcut(QKeySequence("Esc"), self.editor)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.leave_editor)

    # the contract of a page

    def subtitle(self) -> str:
        own = self.model.counts().get(TaskFilter.ALL, 0)
        if self.model.query.needle:
            return f"{self.model.shown_tasks()} nhiệm vụ khớp “{self.model.query.needle}”"
        return f"{own} nhiệm vụ đơn vị theo dõi"

    def reload(self) -> None:
        self.model.ask(replace(self.model.query, kept=frozenset()))
        self._read()
        if self.session.worksheet().locked and self.chips.has_chip(TaskFilter.RETURNED):
            self._ask(TaskFilter.RETURNED, needle="")  # there is nothing else to work on
        self._choose_row()

    def refresh(self, changes: Changes) -> None:
        if changes.tasks or changes.around_rows:
            self._read()
        if changes.settings:
            self.table.set_tall(get_settings(self.session.store).tall_rows)

    def show_item(self, uid: str, field: str = "") -> None:
        if uid.startswith(FILTER_PREFIX):
            self._show_filter(uid.removeprefix(FILTER_PREFIX))
            return
        row = self.model.task(uid)
        if row is None:
            return
        if not self.table.go_to(uid):  # else filter and search stay: the row is there
            self._ask(self._filter_with(uid), needle="")
            self.model.fold(self.model.section_of(uid), folded=False)
            self.table.go_to(uid)
            self.model.keep(uid)
        self._open_editor()
        if not (field and self.editor.focused_field() == field):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if field:
            self.editor.focus_field(field)

    def _filter_with(self, uid: str) -> TaskFilter:
        """Give the chosen filter where it shows a task, else the narrowest that does."""
        asked = (self.model.query.filter, TaskFilter.ALL)
        return next((one for one in asked if self.model.passes(uid, one)), TaskFilter.PLAN)

    def find(self, text: str) -> None:  # type: ignore[override] # see Page
        self.model.ask(replace(self.model.query, needle=text, kept=frozenset()))
        self._show_empty()
        self._choose_row()
        self.count_changed.emit(self.subtitle())

    def focus_first(self) -> QWidget:
        return self.table  # whoever comes by Ctrl+2 goes on with the arrows

    def flush(self) -> None:
        self.editor.flush()
        self.columns.keep()
        self.ordering.keep(self.model.query.filter)

    # reading

    def _read(self) -> None:
        """Take the worksheet over: only changed rows are painted anew."""
        self.model.load(self.session.worksheet())
        self.model.set_changed(self.session.second_look().keys())
        self._count()
        self._show_empty()
        self.editor.show_row(self.model.task(self._uid))
        self._tell_ends()

    def _count(self) -> None:
        counts = self.model.counts()
        self._offer_returned(counts.get(TaskFilter.RETURNED, 0))
        for wanted, count in counts.items():
            if self.chips.has_chip(wanted):
                self.chips.set_count(wanted, count)

    def _offer_returned(self, count: int) -> None:
        """Put the chip of returned rows in front while there are some."""
        offered = self.chips.has_chip(TaskFilter.RETURNED)
        if count and not offered:
            words, shape = RETURNED_CHIP
            self.chips.add_chip(TaskFilter.RETURNED, words, shape=shape, count=count, in_front=True)
        elif offered and not count:
            self.chips.remove_chip(TaskFilter.RETURNED)
            if self.model.query.filter is TaskFilter.RETURNED:
                self._ask(TaskFilter.ALL, needle=self.model.query.needle)

    def _show_empty(self) -> None:
        nothing = self.model.rowCount() == 0
        self.table.setVisible(not nothing)
        self.empty.setVisible(nothing)
        self.editor.blank.set_text("" if nothing else CHOOSE)
        query = self.model.query
        if nothing and query.needle:
            self.empty.set_text(f"Không có nhiệm vụ nào khớp “{query.needle}”.", "Bỏ lọc")
        elif nothing:
            all_shown = query.filter in (TaskFilter.ALL, TaskFilter.PLAN)
            button = "Xem toàn bộ kế hoạch" if query.filter is TaskFilter.ALL else "Bỏ lọc"
            good = query.filter in GOOD_WHEN_EMPTY and not all_shown
            self.empty.set_text(EMPTY.get(query.filter, EMPTY_STANDING), button, good=good)

    # filters

    def _choose_filter(self, key: str) -> None:
        self._ask(TaskFilter(key), needle=self.model.query.needle)
        self._choose_row()

    def _ask(self, wanted: TaskFilter, *, needle: str) -> None:
        """Put a filter in force; what was kept in view by an earlier one goes."""
        for linked in LINKED_CHIPS:
            if linked is not wanted and self.chips.has_chip(linked):
                self.chips.remove_chip(linked)
        self.chips.set_current(wanted)
        folded = self.model.query.folded_sections
        self.model.ask(Query(wanted, needle, folded))
        self._show_empty()
        self._tell_ends()

    def _show_filter(self, name: str) -> None:
        if name not in set(TaskFilter):
            return
        wanted = TaskFilter(name)
        if wanted is TaskFilter.RETURNED and not self.chips.has_chip(wanted):
            return
        if wanted in LINKED_CHIPS and not self.chips.has_chip(wanted):
            words, shape = LINKED_CHIPS[wanted]
            self.chips.add_chip(wanted, words, shape=shape, count=self.model.counts()[wanted])
        self._ask(wanted, needle="")
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._choose_row()

    def _clear_filter(self) -> None:
        empty_list = self.model.query.filter is TaskFilter.ALL and not self.model.query.needle
        self._ask(TaskFilter.PLAN if empty_list else TaskFilter.ALL, needle="")
        self._choose_row()
        self.count_changed.emit(self.subtitle())

    def _fold(self, section: str, folded: bool) -> None:
        self.model.fold(section, folded)

    # current row

    def _choose_row(self) -> None:
        """Keep the current task where it is shown, else take the first one."""
        if self.table.go_to(self._uid):
            self.model.keep(self._uid)
        else:
            first = self.model.first_task()
            if first:
                self.table.go_to(first)
            else:
                self._current_changed("")

    def _current_changed(self, uid: str) -> None:
        if uid and uid != self._uid:
            self._uid = uid
            self.model.keep(uid)
            self.editor.show_row(self.model.task(uid))
        elif not uid and self.model.rowCount() == 0:
            self._uid = ""
            self.editor.show_row(None)
        self._tell_ends()

    def _leave_task(self) -> None:
        """On a heading nothing is worked on: no key may reach the task that was shown before."""
        self._uid = ""
        self.editor.show_row(None)
        self._tell_ends()

    def _tell_ends(self) -> None:
        first = not self._neighbour(-1)
        self.editor.foot.set_ends(first=first, last=not self._neighbour(1))

    def _neighbour(self, step: int) -> str:
        """The task after (1) or before (-1) the one that is shown, or the heading one is on."""
        line = None if self._uid else self.table.current_line()
        return self.model.neighbour(line.uid if line is not None else self._uid, step)

    def next_task(self) -> None:
        """Go to the next task, the cursor into the same field."""
        self._step(1)

    def previous_task(self) -> None:
        """Go to the task before, the cursor into the same field."""
        self._step(-1)

    def _step(self, step: int) -> None:
        uid = self._neighbour(step)
        if not uid:
            self.editor.flush()
            return
        field = self.editor.focused_field() or self._wanted_field
        where = self.window().focusWidget()
        inside = self.editor.isAncestorOf(where)
        self._wanted_field = field  # a row without that field must not lose it for the next
        self.table.go_to(uid)
        if inside:
            self.editor.focus_field(field or "result")

    # editor

    def enter_editor(self) -> None:
        """Go from the row into its first field."""
        self._open_editor()
        self.editor.focus_field("status")

    def leave_editor(self) -> None:
        """Esc: back to the table; over the table, the editor closes."""
        self.editor.flush()
        if self.split.covers:
            self.close_editor()
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_editor(self) -> None:
        """Give the whole width to the table."""
        self.editor.flush()
        self.split.set_open(False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_editor(self, _uid: str = "") -> None:
        self.split.set_open(True)

    def _set_wide(self, wide: bool) -> None:
        self.columns.set_wide(wide)
        self.editor.form.set_spacious(wide)

    # menus and dialogs

    def export(self) -> None:
        """Write what the table shows as a workbook (Ctrl+E); folded sections are written too."""
        self.flush()
        query = self.model.query
        which = which_words(chip_words(query.filter), query.needle)
        self.exporter.export_list(task_listing(self.model.all_shown(), which))

    def paste(self) -> None:
        """Lay what Excel copied against the tasks shown and ask before anything is written."""
        self.flush()
        shown = [line.row for line in self.model.all_shown() if line.own and line.row is not None]
        rows = [row for row in shown if not row.withdrawn and self.session.writable(row.uid)]
        paste_tasks(self.session, rows, self._uid, self.window())

    def _open_more(self) -> None:
        menu = self.more_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def more_menu(self) -> QMenu:
        """Make the menu of what can be done with the whole list."""
        menu = QMenu(self)
        menu.addAction("Xuất danh sách ra Excel…\tCtrl+E", self.export)
        menu.addAction("Dán từ Excel…\tCtrl+V", self.paste)
        menu.addSeparator()
        menu.addAction("Xuất biểu nhập cho cán bộ…", self.export_forms)
        menu.addAction("Nhập nhiệm vụ riêng từ Excel…", self.import_local_rows)
        return menu

    def export_forms(self) -> None:
        """Workbooks that officers fill in and send back."""
        from qnapp.ui.form_export.dialog import open_form_export  # takes long to import

        self.flush()
        open_form_export(self.session, self.window())

    def import_local_rows(self) -> None:
        """The unit's own tasks and targets from a workbook."""
        from qnapp.ui.local_rows.importing import open_local_rows

        open_local_rows(self.session, self.window())

    def _open_menu(self, place: QPoint) -> None:
        rows = [line.row for line in self.table.selected_lines() if line.row is not None]
        if rows:
            several = len(rows) > 1 or self.model.is_ticked(rows[0].uid)
            menu = self.menus.make_for(rows) if several else self.menus.make(rows[0])
            if self.several.chosen():
                menu.addSeparator()
                menu.addMenu(self.bar.statuses(menu))
                menu.addAction("Giao người theo dõi…", self.several.ask_officer)
            add_copying(menu, self.table.copy)
            menu.popup(self.table.viewport().mapToGlobal(place))

    def _open_columns(self, _place: object = None) -> None:
        menu: QMenu = self.columns.menu(tall=get_settings(self.session.store).tall_rows)
        self.ordering.add_menu(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        button = self.columns_button
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _set_tall(self, tall: bool) -> None:
        self.session.write("Dòng cao", partial(set_settings, self.session.store, tall_rows=tall))

    def add_task(self) -> None:
        """Ask for a task of the organisation's own."""
        dialog = LocalTaskDialog.open_for(self.session, parent=self.window())
        dialog.added.connect(self.show_item)

    def edit_task(self, uid: str) -> None:
        """Change the words of a task of the organisation's own."""
        row = self.model.task(uid)
        if row is not None and is_local(row):
            LocalTaskDialog.open_for(self.session, row, self.window())

    def _files_dropped(self, uid: str, files: list[Path]) -> None:
        add_files(self.session, files, uid)
