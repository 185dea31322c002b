"""Shows what a pasted column would change before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from qnapp.models.paste_lines import summary
from qnapp.models.paste_model import SAME, Index, PasteColumn, PasteModel
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.delegates import TextDelegate
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.theme import dress, theme

if TYPE_CHECKING:
    from qnapp.models.paste_lines import Paste

SIZE = (800, 460)
WIDTHS = {PasteColumn.CODE: 56, PasteColumn.OLD: 90, PasteColumn.NEW: 90, PasteColumn.NOTE: 240}
UNREAD = "Giá trị không đọc được sẽ bị bỏ qua; ô của dòng đó giữ nguyên."


class PasteDialog(QDialog):
    """Asks whether a paste is to be written."""

    def __init__(self, paste: Paste, period: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paste = paste
        self.setWindowTitle(f"Dán số liệu từ Excel vào {period}")
        self.resize(*SIZE)
        self._build()

    @classmethod
    def ask(cls, paste: Paste, period: str, parent: QWidget | None = None) -> bool:
        """Show the differences; whether they are to be written."""
        dialog = cls(paste, period, parent)
        decided = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return decided

    def _build(self) -> None:
        count = len(self._paste.changes)
        self.words = Label(summary(self._paste), font="body_strong", wrap=True)
        self.table = self._build_table()
        self.write = PrimaryButton(f"Ghi {count} giá trị")
        self.write.setEnabled(count > 0)
        self.cancel = QuietButton("Hủy")
        self.write.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.write)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        if any(line.fault for line in self._paste.lines):
            column.addWidget(Label(UNREAD, color="text2", wrap=True))
        column.addLayout(foot)
        (self.write if count else self.cancel).setFocus()

    def _build_table(self) -> QTableView:
        table = QTableView()
        table.setModel(PasteModel(self._paste.lines, table))
        table.setAccessibleName("Các giá trị sẽ dán")
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(table.focusPolicy().NoFocus)
        table.setItemDelegate(PasteDelegate(table))
        table.setShowGrid(False)
        table.verticalHeader().hide()
        across = table.horizontalHeader()
        across.setSectionsClickable(False)
        for column, width in WIDTHS.items():
            table.setColumnWidth(column, theme().px(width))
        across.setSectionResizeMode(PasteColumn.TITLE, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setDefaultSectionSize(theme().px(44))
        dress(across, font="small_strong", color="text2")
        return table


class PasteDelegate(TextDelegate):
    """Says in colour which cells cannot be read; the sentence beside them says it in words."""

    def color(self, index: Index) -> str:
        if index.column() == PasteColumn.NOTE:
            return "bad" if index.data() != SAME else "text2"
        return "text2" if index.column() == PasteColumn.OLD else "text"
