"""Tables whose rows are as high as their words need: few rows at once, many where they are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QAbstractTableModel, QModelIndex

    from qnapp.models.headed import Index

FEW = 500  # rows that are all sized at once, so that the scroll bar tells the truth
_LEAST = 24  # pixels of the lowest row at 100 %, to tell how many a view holds
_HELD_MS = 30


class FittedRows(QTableView):
    """Sub-classes say how high a row is. The rows on show never move by what is sized above them.

    Of more than ``FEW`` rows only those in view, and around where the view goes, are measured; the
    others have the usual height until then. Nothing grows while a button of the mouse is down:
    leaving a field by a click may make its row taller, and the click must reach what it was for.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: QAbstractTableModel | None = None
        self._fitting = False
        self._kept: tuple[QPersistentModelIndex, int] | None = None
        # Taller rows may bring a scroll bar, which makes the columns narrower: once all is placed.
        self._sizing = QTimer(self, singleShot=True, interval=0)
        self._sizing.timeout.connect(self.fit_rows)
        self._held = QTimer(self, singleShot=True, interval=_HELD_MS)
        self._held.timeout.connect(self._fit_changed)
        down = self.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(1)

    def fit_model(self, model: QAbstractTableModel) -> None:
        """Show a model, and follow it from now on."""
        self._rows = model
        self.setModel(model)
        for before in (
            model.rowsAboutToBeInserted,
            model.rowsAboutToBeRemoved,
            model.layoutAboutToBeChanged,
        ):
            before.connect(self._keep_top)
        model.rowsInserted.connect(self._fit_inserted)
        model.rowsRemoved.connect(self._go_back)
        model.layoutChanged.connect(self._go_back)
        model.modelReset.connect(self.fit_rows)
        model.dataChanged.connect(self._fit_changed)
        theme().changed.connect(self.fit_rows)

    # what sub-classes say

    def height_of_row(self, row: int) -> int:
        """Height of a row in pixels at the font in force."""
        raise NotImplementedError

    def usual_height(self) -> int:
        """Height of a row that was not looked at yet."""
        raise NotImplementedError

    # sizing

    def fit_rows(self) -> None:
        """Give the rows their height anew: letters or columns have another width."""
        top, offset = self._top()
        self.verticalHeader().setDefaultSectionSize(self.usual_height())
        if self._count() > FEW:
            self._fit_seen()
        else:
            self._fit(range(self._count()))
        self._put_back(top, offset)

    def fit_later(self) -> None:
        """Do ``fit_rows`` once everything is placed."""
        self._sizing.start()

    def _count(self) -> int:
        return self._rows.rowCount() if self._rows is not None else 0

    def _fit_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        if self._count() <= FEW:
            self._fit(range(first, last + 1))
        self._go_back()

    def _keep_top(self) -> None:
        """Rows come or go: those in view are to stay where they are."""
        top, offset = self._top()
        self._kept = (QPersistentModelIndex(self.model().index(top, 0)), offset) if top else None

    def _go_back(self) -> None:
        if self._kept is not None:
            index, offset = self._kept
            self._kept = None
            self._put_back(index.row(), offset)

    def _fit_changed(self, first: Index | None = None, last: Index | None = None) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._held.start()
        elif self._count() > FEW:
            self._fit_seen()
        elif first is None or last is None:
            self._fit(range(self._count()))
        else:
            self._fit(range(first.row(), last.row() + 1))

    def _around(self, first: int, last: int) -> range:
        """Rows from a view's height above the first to one below the last."""
        margin = self.viewport().height() // theme().px(_LEAST) + 1
        return range(max(first - margin, 0), min(last + margin + 1, self._count()))

    def _fit_seen(self, *, around: bool = True) -> None:
        if self._count() > FEW:
            first = max(self.rowAt(0), 0)
            last = max(self.rowAt(self.viewport().height() - 1), first)
            self._fit(self._around(first, last) if around else range(first, last + 1))

    def _fit(self, rows: Iterable[int]) -> None:
        """Size rows; the first one in view stays where it is."""
        if self._fitting:
            return
        self._fitting = True
        down, (top, offset) = self.verticalHeader(), self._top()
        for row in rows:
            height = self.height_of_row(row)
            if down.sectionSize(row) != height:
                down.resizeSection(row, height)
        self._put_back(top, offset)
        self._fitting = False

    def _top(self) -> tuple[int, int]:
        """The first row in view, and how far its upper edge is from that of the view."""
        top = self.rowAt(0)
        return (top, self.rowViewportPosition(top)) if top > 0 else (0, 0)

    def _put_back(self, top: int, offset: int) -> None:
        if top > 0 and (moved := self.rowViewportPosition(top) - offset):
            super().updateGeometries()  # the scroll bar must know its new end
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved)

    # what the view does

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if self._count() > FEW and index.isValid():
            self._fit(self._around(index.row(), index.row()))
        super().scrollTo(index, hint)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dy:
            self._fit_seen()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._fit_seen(around=False)  # once for each stretch of rows that comes or goes

    def settle(self) -> None:
        """Do at once what waits for its turn: the store may close now."""
        if self._sizing.isActive() or self._held.isActive():
            self._sizing.stop()
            self._held.stop()
            self.fit_rows()
