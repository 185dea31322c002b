"""Shows what a paste would change before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from qnapp.models.paste_lines import summary
from qnapp.models.paste_model import LEFT_OUT, OVER, SAME, PasteColumn, PasteModel
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.delegates import TextDelegate
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import lines_height
from qnapp.ui.kit.surfaces import in_card, resize_on_screen
from qnapp.ui.kit.theme import dress, theme

if TYPE_CHECKING:
    from qnapp.models.headed import Index
    from qnapp.models.paste_lines import Paste

SIZE = (820, 460)
TALLEST = 640  # pixels at 100 % before the table scrolls
WIDE = 980  # where a row has several fields, and values are words
WIDTHS = {
    PasteColumn.CODE: 64,
    PasteColumn.WHAT: 128,
    PasteColumn.OLD: 90,
    PasteColumn.NEW: 90,
    PasteColumn.NOTE: 240,
}
TEXT_WIDTH = 170  # of both values where they are words
MOST = 8  # lines of a value, and of the sentence why it cannot be read
UNREAD = "Giá trị không đọc được sẽ bị bỏ qua; ô của dòng đó giữ nguyên."


class PasteDialog(QDialog):
    """Asks whether a paste is to be written."""

    def __init__(self, paste: Paste, title: str, rows: str, parent: QWidget | None = None) -> None:
        """``rows``: what the rows are called, "Chỉ tiêu"."""
        super().__init__(parent)
        self._paste = paste
        self._rows = rows
        self.setWindowTitle(title)
        several = any(line.what for line in paste.lines)
        self.resize(theme().px(WIDE if several else SIZE[0]), theme().px(SIZE[1]))
        self._build()
        self.show_paste(paste)
        self._grow()
        (self.write if paste.changes else self.cancel).setFocus()

    @classmethod
    def ask(cls, paste: Paste, title: str, rows: str, parent: QWidget | None = None) -> bool:
        """Show the differences; whether they are to be written."""
        dialog = cls(paste, title, rows, parent)
        decided = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return decided

    @property
    def paste(self) -> Paste:
        """What is shown, and what is to be written where the answer was yes."""
        return self._paste

    def _build(self) -> None:
        self.words = Label(font="body_strong", wrap=True)
        self.table = self._build_table()
        self.unread = Label(UNREAD, color="text2", wrap=True)
        self.write = PrimaryButton("")
        self.cancel = QuietButton("Hủy")
        self.write.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 16, 16, 16)
        self.column.setSpacing(12)
        self.column.addWidget(self.words)
        self.column.addWidget(in_card(self.table), 1)
        self.column.addWidget(self.unread)
        self.column.addLayout(foot_line(self.cancel, self.write))

    def _build_table(self) -> QTableView:
        table = QTableView()
        self.model = PasteModel(self._paste.lines, self._rows, table)
        table.setModel(self.model)
        table.setAccessibleName("Các giá trị sẽ dán")
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(table.focusPolicy().NoFocus)
        table.setItemDelegate(PasteDelegate(table))
        table.setShowGrid(False)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        across = table.horizontalHeader()
        across.setSectionsClickable(False)
        across.setSectionResizeMode(PasteColumn.TITLE, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setDefaultSectionSize(theme().px(44))
        dress(across, font="small_strong", color="text2")
        return table

    def show_paste(self, paste: Paste) -> None:
        """Show what another reading of the same cells would change."""
        self._paste = paste
        self.model.show(paste.lines)
        self.words.setText(summary(paste))
        self.write.setText(f"Ghi {len(paste.changes)} giá trị")
        self.write.setEnabled(bool(paste.changes))
        faulty = any(line.fault for line in paste.lines)
        self.unread.setVisible(faulty)
        self._size_columns(several=any(line.what for line in paste.lines), faulty=faulty)

    def _size_columns(self, *, several: bool, faulty: bool) -> None:
        """Words need more room than numbers; a column that says nothing is left out."""
        for column, width in WIDTHS.items():
            words = several and column in (PasteColumn.OLD, PasteColumn.NEW)
            self.table.setColumnWidth(column, theme().px(TEXT_WIDTH if words else width))
        if several:
            self.table.setColumnWidth(PasteColumn.NOTE, theme().px(210 if faulty else 76))
        self.table.setColumnHidden(PasteColumn.WHAT, not several)
        for place in range(self.model.rowCount()):
            self.table.setRowHeight(place, self._row_height(place))

    def _row_height(self, row: int) -> int:
        """What stands there, what would, and why it cannot be read: each to its end."""
        needed = theme().px(44)
        for column in (PasteColumn.OLD, PasteColumn.NEW, PasteColumn.NOTE):
            words = str(self.model.index(row, column).data() or "")
            room = self.table.columnWidth(column) - 16
            needed = max(needed, lines_height(words, room, max_lines=MOST) + 8)
        return needed

    def _grow(self) -> None:
        """Be tall enough for the rows, as far as the screen has room: no bar for a few pixels."""
        across, down = self.table.horizontalHeader(), self.table.verticalHeader()
        rest = self.sizeHint().height() - self.table.sizeHint().height()
        needed = rest + across.sizeHint().height() + down.length() + 2 * self.table.frameWidth()
        tall = min(max(needed, theme().px(SIZE[1])), theme().px(TALLEST))
        resize_on_screen(self, (self.width(), tall))


class PasteDelegate(TextDelegate):
    """Says in colour which cells cannot be read; the sentence beside them says it in words."""

    def color(self, index: Index) -> str:
        if index.column() == PasteColumn.NOTE:
            return {SAME: "text2", OVER: "soon"}.get(str(index.data()), "bad")
        quiet = index.column() in (PasteColumn.OLD, PasteColumn.WHAT) or index.data() == LEFT_OUT
        return "text2" if quiet else "text"
