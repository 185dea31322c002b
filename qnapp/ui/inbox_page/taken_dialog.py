"""What became of each file of a round; what waits for a person can be settled from here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from qnapp.exchange.receiving import Taken, TakenFile
from qnapp.models.taken_model import TakenColumn, TakenModel, TakenRole, summary_words
from qnapp.ui.inbox_page import jobs
from qnapp.ui.inbox_page.key_dialog import KeyDialog, KeyQuestion
from qnapp.ui.kit.buttons import LinkButton, PrimaryButton, QuietButton
from qnapp.ui.kit.delegates import (
    TextDelegate,
    cell_rect,
    is_hovered,
    is_selected,
    paint_row_background,
)
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.list_table import ListTable
from qnapp.ui.kit.notices import Details
from qnapp.ui.kit.paint import paint_icon, paint_text
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.surfaces import in_card, resize_on_screen
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qnapp.ui.session import Session

    Index = QModelIndex | QPersistentModelIndex

SIZE = (900, 520)
WIDTHS = {TakenColumn.OUTCOME: 150, TakenColumn.FILE: 264}
COMPARE = "So sánh và chọn…"
_SHAPES = {
    Taken.TAKEN: ("circle_tick", "ok"),
    Taken.CONFLICT: ("triangle_mark", "bad"),
    Taken.OLDER: ("circle", "none"),
    Taken.AGAIN: ("circle", "none"),
    Taken.REFUSED: ("triangle_mark", "bad"),
    Taken.NOT_REACHED: ("circle_dashed", "none"),
}


class _TakenDelegate(TextDelegate):
    """The outcome wears its shape; everything else is text in two lines."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() == TakenColumn.FILE:
            self._paint_name(painter, option, index)
            return
        if index.column() != TakenColumn.OUTCOME:
            super().paint(painter, option, index)
            return
        rect, file = cell_rect(option), index.data(TakenRole)
        paint_row_background(
            painter, rect, selected=is_selected(option), hovered=is_hovered(option), first=True
        )
        square = QRectF(rect.left() + 14, rect.center().y() - 7.5, 16, 16)
        if file.outcome is Taken.OTHER_KEY:
            paint_icon(painter, "key", "soon", square)
        else:
            paint_shape(painter, square, *_SHAPES[file.outcome])
        paint_text(painter, QRectF(rect).adjusted(37, 0, -8, 0), str(index.data()))

    def _paint_name(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a file's name on one line: its end tells the period and the kind."""
        rect = cell_rect(option)
        paint_row_background(
            painter, rect, selected=is_selected(option), hovered=is_hovered(option)
        )
        cell = QRectF(rect).adjusted(8, 0, -8, 0)
        letters, middle = QFontMetricsF(theme().font("body")), Qt.TextElideMode.ElideMiddle
        name = letters.elidedText(str(index.data()), middle, cell.width())
        paint_text(painter, cell, name, elide=False)


class TakenDialog(QDialog):
    """Asks the page to show two reports side by side, and tells it what was settled."""

    conflict_wanted = Signal(str)  # code of the organisation
    settled = Signal(object)  # list of TakenFile: what became of the files since

    def __init__(
        self, session: Session, files: Sequence[TakenFile], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Kết quả tiếp nhận")
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))
        self._session = session
        self.model = TakenModel(files, self)
        self._build()
        self.table.selectRow(0)

    @classmethod
    def open_for(
        cls, session: Session, files: Sequence[TakenFile], parent: QWidget | None = None
    ) -> TakenDialog:
        """Show the list over the window; the dialog frees itself when closed."""
        dialog = cls(session, files, parent)
        dialog.open()
        return dialog

    def _build(self) -> None:
        self.summary = Label("", font="body_strong", wrap=True)
        self.table = ListTable(self.model, "Các tệp vừa nhận", row=52)
        self.table.setItemDelegate(_TakenDelegate(self.table))
        self.table.set_widths(WIDTHS, TakenColumn.SENTENCE)
        self.table.selectionModel().currentRowChanged.connect(self._show)
        self.sentence = Label("", wrap=True)
        self.details = Details()
        self.more = LinkButton("Chi tiết")
        self.more.clicked.connect(self._toggle)
        self.settle, self.close_button = PrimaryButton(""), QuietButton("Đóng")
        self.settle.clicked.connect(self._settle)
        self.close_button.clicked.connect(self.accept)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(12)
        box.addWidget(self.summary)
        box.addWidget(in_card(self.table), 1)
        box.addWidget(self.sentence)
        box.addWidget(self.details)
        box.addLayout(foot_line(self.close_button, self.settle, left=(self.more,)))
        self.details.hide()
        self._summarise()

    def _summarise(self) -> None:
        self.summary.setText(summary_words(self.model.files()))

    def _current(self) -> TakenFile | None:
        row = self.table.currentIndex().row()
        return self.model.file(row) if row >= 0 else None

    def _show(self, *_: object) -> None:
        file = self._current()
        if file is None:
            return
        self.sentence.setText(file.sentence)
        self.more.setVisible(bool(file.detail))
        self.details.set_text(file.detail)
        self.details.setVisible(False)
        words = self._deed(file)
        self.settle.setText(words)
        self.settle.setVisible(bool(words))

    @staticmethod
    def _deed(file: TakenFile) -> str:
        if file.outcome is Taken.CONFLICT:
            return COMPARE
        return "Đối chiếu khóa…" if file.outcome is Taken.OTHER_KEY or file.unconfirmed else ""

    def _toggle(self) -> None:
        self.details.setVisible(not self.details.isVisible())

    def _settle(self) -> None:
        file, row = self._current(), self.table.currentIndex().row()
        if file is None or file.package is None:
            return
        found = file.package
        if self._deed(file) == COMPARE:
            self.conflict_wanted.emit(found.organisation)
            self.accept()
            return
        held = file.path if file.outcome is Taken.OTHER_KEY else None
        question = KeyQuestion(found.organisation, found.name, found.key, file.known_key, held)
        dialog = KeyDialog.open_for(self._session, question, self)
        dialog.confirmed.connect(partial(TakenDialog._confirmed, self, row))

    def _confirmed(self, row: int, package: object) -> None:
        """The key is known now: other files that it signed are no longer in doubt, or come in."""
        file = self.model.file(row)
        self.model.settle(row, file.settled(package))  # type: ignore[arg-type]
        held = []
        for other, one in enumerate(self.model.files()):
            if other != row and one.same_key(file):
                if one.unconfirmed:
                    self.model.settle(other, one.settled(None))
                elif one.outcome is Taken.OTHER_KEY:
                    held.append(one.path)
        self._tell()
        if held:
            done = partial(TakenDialog._took_in, self)
            jobs.take_in_paths(self._session, held, done, owner=self)

    def _took_in(self, files: list[TakenFile]) -> None:
        rows = {one.path: row for row, one in enumerate(self.model.files())}
        for file in files:
            self.model.settle(rows[file.path], file)
        self._tell()

    def _tell(self) -> None:
        self._summarise()
        self._show()
        self.settled.emit(list(self.model.files()))
