"""Danh bạ đơn vị: who is expected, addresses typed or from Excel, keys compared."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QRectF, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.reporters import remove_reporter, roster, update_reporter
from qnapp.db.roster import sender_keys
from qnapp.exchange.roster_sheet import read_roster, write_roster
from qnapp.models.roster_model import LineRole, RosterColumn, RosterLine, RosterModel
from qnapp.ui.file_dialogs import open_file, save_file
from qnapp.ui.inbox_page.listing import WORKBOOKS
from qnapp.ui.kit.buttons import QuietButton, paint_check
from qnapp.ui.kit.delegates import TextDelegate, cell_rect, is_hovered, is_selected
from qnapp.ui.kit.delegates import paint_row_background as paint_ground
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.list_table import TickTable
from qnapp.ui.kit.search import SearchField
from qnapp.ui.kit.surfaces import Card, resize_on_screen
from qnapp.ui.kit.theme import theme
from qnapp.ui.roster.add_dialog import AddDialog
from qnapp.ui.roster.entry import EntryForm
from qnapp.ui.roster.import_dialog import AddressesDialog
from qnapp.ui.session_band import SessionBand
from qnapp.ui.store_work import run_on_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qnapp.db.store import Changes, Store
    from qnapp.domain.packages import SenderKey
    from qnapp.exchange.roster_sheet import RosterFile
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

    Index = QModelIndex | QPersistentModelIndex

SIZE = (1300, 620)
FORM = 320
WIDTHS = {
    RosterColumn.EXPECTED: 84,
    RosterColumn.EMAIL: 256,
    RosterColumn.PHONE: 112,
    RosterColumn.KEY: 158,
}
_BOX = 18


class _Delegate(TextDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() != RosterColumn.EXPECTED:
            super().paint(painter, option, index)
            return
        rect, line = cell_rect(option), index.data(LineRole)
        paint_ground(
            painter, rect, selected=is_selected(option), hovered=is_hovered(option), first=True
        )
        box = QRectF(rect.left() + 16, rect.center().y() - _BOX / 2, _BOX, _BOX)
        state = Qt.CheckState.Checked if line.entry.expected else Qt.CheckState.Unchecked
        paint_check(painter, box, state)

    def color(self, index: Index) -> str:
        line: RosterLine = index.data(LineRole)
        waits = index.column() == RosterColumn.KEY and line.in_force is None
        return "text2" if waits or not line.entry.expected else "text"


class RosterTable(TickTable):
    """Knows organisations by their code."""

    def __init__(self, model: RosterModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "Danh bạ đơn vị", parent=parent)
        self._roster = model
        self.setItemDelegate(_Delegate(self))
        self.set_widths(WIDTHS, RosterColumn.NAME, drop=(RosterColumn.PHONE,))

    def current_code(self) -> str:
        """Code of the current row, "" for none."""
        index = self.currentIndex()
        return self._roster.item(index.row()).code if index.isValid() else ""

    def go_to(self, code: str) -> bool:
        """Make an organisation the current one; False where it is not shown."""
        row = self._roster.row_of(code)
        if row >= 0:
            self.setCurrentIndex(self._roster.index(row, RosterColumn.NAME))
            self.scrollTo(self.currentIndex())
        return row >= 0


class RosterDialog(QDialog):
    """Every change is written at once, stands in the history and can be undone in the window."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Danh bạ đơn vị gửi báo cáo")
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))
        self._session = session
        self.band = SessionBand(self._session)
        self.model = RosterModel(self)
        self.table = RosterTable(self.model)
        self.form = EntryForm(session)
        self.search = SearchField("Tìm đơn vị, địa chỉ")
        self.count = Label("", color="text2", lines=1)
        self.add = QuietButton("Thêm đơn vị…", "plus", size="tool")
        self.read_file = QuietButton("Nhập từ Excel…", "import", size="tool")
        self.write_file = QuietButton("Xuất Excel", "export", size="tool")
        self.close_button = QuietButton("Đóng")
        self._build()
        self._connect()
        self.reload()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    @classmethod
    def open_for(
        cls, session: Session, parent: QWidget | None = None, *, code: str = ""
    ) -> RosterDialog:
        """Show the roster over the window, at an organisation; it frees itself when closed."""
        dialog = cls(session, parent)
        dialog.table.go_to(code)
        dialog.open()
        return dialog

    def _build(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        self.search.setFixedWidth(theme().px(280))
        tools.addWidget(self.search)
        tools.addWidget(self.count, 1)
        for button in (self.add, self.read_file, self.write_file):
            tools.addWidget(button)
        card = Card(padding=0)
        card.body.addWidget(self.table)
        self.form.setFixedWidth(theme().px(FORM))
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(card, 1)
        middle.addWidget(self.form)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 12)
        box.setSpacing(10)
        box.addWidget(self.band)
        box.addLayout(tools)
        box.addLayout(middle, 1)
        box.addLayout(foot_line(self.close_button))

    def _connect(self) -> None:
        self.search.searched.connect(self._find)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self.table.tick_wanted.connect(self._switch)
        self.model.expected_wanted.connect(self._expect)
        self.form.remove_wanted.connect(self._remove)
        self.add.clicked.connect(self._ask_new)
        self.read_file.clicked.connect(self._choose_file)
        self.write_file.clicked.connect(self._choose_target)
        self.close_button.clicked.connect(self.close)
        self._session.changed.connect(self._store_changed)

    def reload(self) -> None:
        """Read the roster and its keys anew."""
        store = self._session.store
        keys: dict[str, list[SenderKey]] = {}
        for key in sender_keys(store):
            keys.setdefault(key.organisation, []).append(key)
        lines = [RosterLine(one, tuple(keys.get(one.code, ()))) for one in roster(store)]
        self.model.load(lines)
        sends = sum(line.entry.expected for line in lines)
        reached = sum(bool(line.entry.email) for line in lines if line.entry.expected)
        self.count.setText(f"{sends} đơn vị phải gửi, {reached} đơn vị có địa chỉ thư")
        if not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._show_row()

    def done(self, result: int) -> None:
        self.form.commit()
        super().done(result)

    def _store_changed(self, changes: Changes) -> None:
        if changes.settings or changes.report:
            self.reload()

    def _find(self, text: str) -> None:
        code = self.table.current_code()
        self.model.find(text)
        if not self.table.go_to(code):
            self.table.selectRow(0)
        self._show_row()

    def _show_row(self, *_: object) -> None:
        code = self.table.current_code()
        self.form.show_line(self.model.line(code) if code else None)

    # changes

    def _switch(self, row: int) -> None:
        line = self.model.item(row)
        self._expect(line.code, not line.entry.expected)

    def _expect(self, code: str, wanted: bool) -> None:
        write = partial(update_reporter, self._session.store, code, expected=wanted)
        self._session.write("Đơn vị phải gửi báo cáo", write)

    def _remove(self, code: str) -> None:
        line = self.model.line(code)
        if line is None:
            return
        question = f"Xóa {line.entry.name} khỏi danh bạ? Báo cáo đã nhận vẫn giữ. Hoàn tác được."
        if self._session.door.ask(question, "Xóa khỏi danh bạ", loses=True):
            self._session.write("Xóa đơn vị", partial(remove_reporter, self._session.store, code))

    def _ask_new(self) -> None:
        AddDialog.open_for(self._session, self).added.connect(self._added)

    def _added(self, code: str) -> None:
        self.search.clear_search()
        self.table.go_to(code)

    # Excel

    def _choose_file(self) -> None:
        path = open_file(self, "Chọn danh bạ", WORKBOOKS)
        if path is not None:
            self._run("Đang đọc danh bạ", partial(_read, path), self._show_file)

    def _run(
        self, title: str, work: Callable[[Store, Job], Any], done: Callable[[Any], None]
    ) -> None:
        run_on_store(self._session, title, work, done, self.band.show_failure, owner=self)

    def _show_file(self, found: RosterFile) -> None:
        AddressesDialog.open_for(self._session, found, self)

    def _choose_target(self) -> None:
        target = save_file(self, "Xuất danh bạ", "Danh bạ đơn vị.xlsx", WORKBOOKS)
        if target is not None:
            done = partial(RosterDialog._written, self, target)
            self._run("Đang xuất danh bạ", partial(_write, target), done)

    def _written(self, target: Path, _result: None) -> None:
        self._session.said.emit(f"Đã xuất {target.name}.")


def _read(path: Path, store: Store, _job: Job) -> RosterFile:
    return read_roster(store, path)


def _write(target: Path, store: Store, _job: Job) -> None:
    write_roster(store, target)
