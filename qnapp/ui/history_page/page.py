"""Nhật ký: the whole history, read while it is scrolled, with the way back from every change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from qnapp.db.history_pages import clerks, restore_value, revert_all
from qnapp.db.periods import periods
from qnapp.models.journal_lines import JournalReader
from qnapp.models.journal_model import JournalModel
from qnapp.models.journal_words import Places
from qnapp.text import lower_first
from qnapp.ui.history_page.detail import CHOOSE, TAKE_BACK, ChangeDetail
from qnapp.ui.history_page.export import export_history
from qnapp.ui.history_page.table import JournalTable
from qnapp.ui.history_page.tools import Tools
from qnapp.ui.kit.surfaces import Card, EmptyState
from qnapp.ui.page import Page
from qnapp.ui.tasks_page.split import EditorSplit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPoint

    from qnapp.db.history import FieldChange
    from qnapp.models.journal_lines import JournalLine
    from qnapp.ui.session import Session

NOTHING = "Chưa có thay đổi nào được ghi."
NOT_FOUND = "Không có thay đổi nào khớp với lựa chọn này."
WITHOUT_WORD = "Không có thay đổi nào khớp “{needle}”."
LOOKING = "Đang tìm trong nhật ký…"
_DETAIL = (340, 460)


class HistoryPage(Page):
    """Table and detail; undo is shown here, where every change is seen."""

    key = "history"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._needle = ""
        self.model = JournalModel(self._may_read, self)
        self._build()
        self._connect()
        self._add_shortcuts()

    # -------------------------------------------------------------------------------- build

    def _build(self) -> None:
        self.tools = Tools(self.session.period.year)
        self.table = JournalTable(self.model)
        self.empty = EmptyState()
        self.detail = ChangeDetail(self.session)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tools)
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.split = EditorSplit(side, self.detail, widths=_DETAIL)
        card = Card(padding=0)
        card.body.addWidget(self.split)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 2, 16, 12)
        box.addWidget(card)

    def _connect(self) -> None:
        self.tools.changed.connect(self._narrowed)
        self.tools.row_left.connect(self._leave_row)
        self.tools.export.clicked.connect(self.export)
        self.model.grown.connect(self._show_stack)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.table.toggled.connect(self.model.toggle)
        self.table.opened.connect(self.go_to_cell)
        self.table.clicked.connect(self._open_detail)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.empty.clicked.connect(self._clear)
        self.detail.old_wanted.connect(partial(self._restore, old=True))
        self.detail.new_wanted.connect(partial(self._restore, old=False))
        self.detail.event_wanted.connect(self._revert_event)
        self.detail.cell_wanted.connect(self.go_to_cell)
        self.detail.row_wanted.connect(self._show_row)
        self.detail.closed.connect(self._close_detail)

    def _add_shortcuts(self) -> None:
        below = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, action in (
            ("Ctrl+E", self.export),
            ("Ctrl+G", self.go_to_cell),
            ("Esc", self._close_detail),
        ):
            QShortcut(QKeySequence(keys), self, context=below).activated.connect(action)

    def focus_first(self) -> QWidget:
        return self.table

    # ------------------------------------------------------------------------------ content

    def subtitle(self) -> str:
        return "Ai sửa gì, lúc nào"

    def reload(self) -> None:
        store = self.session.store
        self.tools.set_people(clerks(store))
        self.tools.set_periods([(p.period.code, p.period.name) for p in periods(store)])
        self._read()

    def reader(self) -> JournalReader:
        """A reader of what is chosen, from the newest change on."""
        store = self.session.store
        names = {one.period.code: one.period.short for one in periods(store)}
        places = Places(store, self.session.worksheet(), names)
        return JournalReader(store, places, self.tools.wanted(), self._needle)

    def _read(self) -> None:
        line = self.line
        key = line.key if line is not None else (0, False)
        self.model.set_reader(self.reader())
        row = max(self.model.row_of(key), 0)
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(row, 0))
        self._show_detail()

    def _show_detail(self) -> None:
        self.detail.show_line(self.line, one_row=bool(self.tools.uid))

    def _may_read(self) -> bool:
        return self.session.is_open

    def _show_stack(self) -> None:
        narrowed = bool(self._needle) or self.tools.narrowed()
        self.tools.leave_clearing(narrowed and self.model.done and not self.model.rowCount())
        self.detail.nothing.set_text(CHOOSE if self.model.rowCount() else "")
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.table)
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.model.index(0, 0))
            return
        if not self.model.done:
            self.empty.set_text(LOOKING)
        else:
            words = WITHOUT_WORD.format(needle=self._needle) if self._needle else NOT_FOUND
            self.empty.set_text(words if narrowed else NOTHING, "Bỏ lọc" * narrowed)
        self._stack.setCurrentWidget(self.empty)

    @property
    def line(self) -> JournalLine | None:
        """The current line."""
        return self.model.line(self.table.currentIndex().row())

    def find(self, text: str) -> None:  # type: ignore[override] # see Page.find
        self._needle = text
        self._read()

    def show_item(self, uid: str, field: str = "") -> None:
        """Show only the history of a task or indicator."""
        del field
        sheet = self.session.worksheet()
        codes = {row.uid: f"nhiệm vụ {row.code}" for row in sheet.tasks}
        codes |= {row.uid: f"chỉ tiêu {row.short_code}" for row in sheet.indicators}
        if uid in codes:
            self.tools.reset()
            self.tools.show_row(uid, f"Chỉ {codes[uid]}")
            self._read()

    def show_changes(self, changes: Sequence[FieldChange]) -> bool:
        del changes  # they are the newest lines already
        return True

    # ------------------------------------------------------------------------------- events

    def _narrowed(self) -> None:
        self._read()

    def _leave_row(self) -> None:
        self.tools.show_row("", "")
        self._read()

    def _clear(self) -> None:
        self._needle = ""
        self.tools.reset()
        self._read()

    def _row_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_detail()

    def _open_detail(self, _index: QModelIndex) -> None:
        self.split.set_open(True)

    def _close_detail(self) -> None:
        self.split.set_open(False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_menu(self, place: QPoint) -> None:
        if self.line is None:
            return
        menu = self.make_menu(self.line)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(self.table.viewport().mapToGlobal(place))

    def make_menu(self, line: JournalLine) -> QMenu:
        """Make the menu of a line; it frees itself when closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if line.may_come_back:
            menu.addAction("Hoàn tác cả lần này", self._revert_event)
        if line.is_event:
            return menu
        if line.where.page:
            menu.addAction("Đến ô này\tEnter", self.go_to_cell)
        if not self.detail.old.take.isHidden():
            menu.addAction(f"{TAKE_BACK}: trước khi sửa", partial(self._restore, old=True))
        if not self.detail.new.take.isHidden():
            menu.addAction(f"{TAKE_BACK}: sau khi sửa", partial(self._restore, old=False))
        if line.where.title and line.where.uid and not self.tools.uid:
            menu.addAction("Chỉ xem nhật ký của dòng này", self._show_row)
        return menu

    # ------------------------------------------------------------------------------ actions

    def go_to_cell(self) -> None:
        """Go to the cell of the change, in its period."""
        line = self.line
        if line is None or line.is_event or not line.where.page:
            return
        where, session = line.where, self.session
        known = {one.period.code for one in periods(session.store)}
        if line.entry.period in known and not session.set_period(line.entry.period):
            return
        session.go_to_field(where.page, where.uid, where.name)

    def _show_row(self) -> None:
        if (line := self.line) is not None:
            self.show_item(line.where.uid if line.where.page != "evidence" else "")

    def _restore(self, *, old: bool) -> None:
        line = self.line
        if line is not None and not line.is_event:
            value = line.entry.old if old else line.entry.new
            action = partial(restore_value, self.session.store, line.entry, value)
            self.session.write(f"Lấy lại {lower_first(line.where.field)}", action)

    def _revert_event(self) -> None:
        line = self.line
        if line is not None and line.is_event:
            action = partial(revert_all, self.session.store, list(line.entries))
            self.session.write(f"Hoàn tác {line.how}", action)

    def export(self) -> None:
        """Write what is chosen as a list (Ctrl+E)."""
        export_history(self, self.session, self.reader())
