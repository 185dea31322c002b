"""Lets the clerk choose the tasks whose results go into part II."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from qnapp.models.result_model import ResultColumn, ResultModel
from qnapp.ui.kit.buttons import LinkButton, PrimaryButton, QuietButton, paint_check
from qnapp.ui.kit.delegates import RowDelegate, cell_rect, is_selected, paint_row_background
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import lines_height, paint_lines, paint_text
from qnapp.ui.kit.surfaces import Card, resize_on_screen
from qnapp.ui.kit.tables import RowTable
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from qnapp.domain.reporting import TaskRow
    from qnapp.models.headed import Index

SIZE = (820, 480)
ROW = 50
_MOST = 10  # lines of a cell; the tooltip tells more
CODE_WIDTH = 104
TITLE_WIDTH = 330


class ResultsDialog(QDialog):
    """Gives the ticked rows; nothing is ticked at first."""

    def __init__(self, rows: Sequence[TaskRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Lấy kết quả từ nhiệm vụ")
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))
        self.model = ResultModel(rows, self)
        self.table = ResultTable(self.model)
        self._build()
        self.model.dataChanged.connect(self._count)
        self._count()

    @classmethod
    def ask(cls, rows: Sequence[TaskRow], parent: QWidget | None = None) -> list[TaskRow]:
        """Give the chosen rows in printed order; empty where nothing was decided."""
        dialog = cls(rows, parent)
        decided = dialog.exec() == QDialog.DialogCode.Accepted
        chosen = dialog.model.chosen()
        dialog.deleteLater()
        return chosen if decided else []

    def _build(self) -> None:
        words = "Kết quả được chọn sẽ thêm vào cuối phần đang viết, mỗi nhiệm vụ một đoạn."
        self.all = LinkButton("Chọn tất cả")
        self.none = LinkButton("Bỏ chọn")
        self.take = PrimaryButton("Thêm kết quả")
        self.cancel = QuietButton("Hủy")
        self.all.clicked.connect(self._tick_all)
        self.none.clicked.connect(self._tick_none)
        self.take.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(Label(words, color="text2", wrap=True))
        card = Card(padding=0)
        card.body.addWidget(self.table)
        column.addWidget(card, 1)
        column.addLayout(foot_line(self.cancel, self.take, left=(self.all, self.none)))

    def _tick_all(self) -> None:
        self.model.tick_all(ticked=True)

    def _tick_none(self) -> None:
        self.model.tick_all(ticked=False)

    def _count(self) -> None:
        count = len(self.model.chosen())
        self.take.setText(f"Thêm {count} kết quả" if count else "Thêm kết quả")
        self.take.setEnabled(count > 0)


class ResultTable(RowTable):
    """A click or Space anywhere in a row ticks it."""

    def __init__(self, model: ResultModel, parent: QWidget | None = None) -> None:
        super().__init__("Nhiệm vụ có kết quả kỳ này", ROW, parent)
        self.setModel(model)
        self.setItemDelegate(ResultDelegate(self))
        self.setColumnWidth(ResultColumn.CODE, theme().px(CODE_WIDTH))
        self.setColumnWidth(ResultColumn.TITLE, theme().px(TITLE_WIDTH))
        across = self.horizontalHeader()
        across.setSectionResizeMode(ResultColumn.RESULT, QHeaderView.ResizeMode.Stretch)
        # Taller rows bring a scroll bar, which takes width: once all is placed.
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._size_rows)
        across.sectionResized.connect(self._size_later)
        self.toggled.connect(model.toggle)
        self.selectRow(0)

    def _size_later(self) -> None:
        self._later.start()

    def _size_rows(self) -> None:
        """Let the rows be as high as title and result need: what is taken is read first."""
        for row in range(self.model().rowCount()):
            needed = theme().px(ROW)
            for column in (ResultColumn.TITLE, ResultColumn.RESULT):
                words = cell_words(self.model().index(row, column))
                room = self.columnWidth(column) - 16
                needed = max(needed, lines_height(words, room, max_lines=_MOST) + 10)
            self.setRowHeight(row, needed)


def cell_words(index: Index) -> str:
    """Words of a cell in one paragraph."""
    return " ".join(str(index.data()).split())


class ResultDelegate(RowDelegate):
    """Paints the tick before the code, title and result in the lines that they need."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = QRectF(cell_rect(option))
        column = ResultColumn(index.column())
        first = column is ResultColumn.CODE
        paint_row_background(painter, cell_rect(option), selected=is_selected(option), first=first)
        text = cell_words(index)
        if first:
            box = QRectF(cell.left() + 14, cell.center().y() - 9, 18, 18)
            paint_check(painter, box, Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)))
            paint_text(painter, cell.adjusted(40, 0, -4, 0), text, font="body_strong")
        else:
            color = "text" if column is ResultColumn.TITLE else "text2"
            room = cell.adjusted(8, 0, -8, 0)
            paint_lines(painter, room, text, color=color, max_lines=_MOST, centred=True)
