"""The row of totals under the matrix: it says of how many units, and scrolls with the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from qnapp.models.matrix_model import FIXED
from qnapp.ui.consolidation_page.matrix_delegate import LEFT
from qnapp.ui.kit.delegates import wrap_tip
from qnapp.ui.kit.paint import paint_text
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QTableView

    from qnapp.models.matrix_model import MatrixModel

HEIGHT = 32


class TotalsRow(QWidget):
    """For each task how many have done it, painted under its column of ``cells``."""

    def __init__(self, model: MatrixModel, cells: QTableView, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._cells = cells
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model.arranged.connect(self._tell)
        cells.horizontalHeader().sectionResized.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, theme().px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def words(self, column: int) -> str:
        """What the number under a task's column says."""
        task, total = self._model.task_at(column).task, self._model.totals()[column - FIXED]
        return f"{task.code}: {total.done} đơn vị đã hoàn thành trong {total.of} đơn vị báo cáo"

    def _tell(self) -> None:
        self.setAccessibleName(self._model.total_words())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("raised"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme().color("field"))
        left, right = self._cells.x(), self._cells.x() + self._cells.viewport().width()
        room = QRectF(LEFT, 0, left - LEFT - 4, self.height())
        paint_text(painter, room, self._model.total_words(), font="body_small_strong")
        painter.fillRect(left - 1, 0, 1, self.height(), theme().color("field"))
        painter.setClipRect(left, 0, right - left, self.height())
        for column, total in enumerate(self._model.totals(), start=FIXED):
            cell = self._cell(column)
            if cell.right() > left and cell.left() < right:
                middle = Qt.AlignmentFlag.AlignHCenter
                words = str(total.done) if total.of else ""
                paint_text(painter, cell, words, font="small", align=middle, elide=False)

    def _cell(self, column: int) -> QRectF:
        at = self._cells.x() + self._cells.columnViewportPosition(column)
        return QRectF(at, 0, self._cells.columnWidth(column), self.height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            column = self._cells.columnAt(event.pos().x() - self._cells.x())
            over = event.pos().x() >= self._cells.x() and column >= FIXED
            QToolTip.showText(event.globalPos(), wrap_tip(self.words(column)) if over else "", self)
            return True
        return super().event(event)
