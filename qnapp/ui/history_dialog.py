"""Who changed a cell, when, from what to what, and the way back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from qnapp.db import history
from qnapp.db.history import FieldChange
from qnapp.models.history_model import HistoryColumn, HistoryModel
from qnapp.models.history_words import field_words, value_words
from qnapp.ui.kit.buttons import LinkButton, QuietButton
from qnapp.ui.kit.delegates import TextDelegate
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.surfaces import EmptyState, in_card, resize_on_screen
from qnapp.ui.kit.tables import dress_table
from qnapp.ui.kit.theme import dress, theme
from qnapp.ui.session_band import SessionBand

if TYPE_CHECKING:
    from qnapp.db.history import HistoryEntry
    from qnapp.db.store import Changes
    from qnapp.ui.session import Session

SIZE = (780, 480)
WIDTHS = {HistoryColumn.WHEN: 136, HistoryColumn.WHO: 150, HistoryColumn.FIELD: 150}
_QUOTED = 24  # letters of a value on its button; it stands in full beside
EMPTY = "Chưa có thay đổi nào được ghi trong kỳ này."


class HistoryDialog(QDialog):
    """History of one row, or of one field of it; "Lấy lại" writes an old value anew."""

    def __init__(
        self,
        session: Session,
        entity: str,
        key: str,
        period: str,
        field: str | None = None,
        *,
        title: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.session = session
        self._asked = (entity, key, period, field)
        name = f"Lịch sử {title}".strip()
        self.setWindowTitle(f"{name}: {field_words(entity, field)}" if field else name)
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))
        self._build()
        session.changed.connect(self._store_changed)
        self._fill()

    @classmethod
    def open_for(
        cls,
        session: Session,
        entity: str,
        key: str,
        period: str,
        field: str | None = None,
        *,
        title: str = "",
        parent: QWidget | None = None,
    ) -> HistoryDialog:
        """Show the history without blocking the caller; the dialog frees itself when closed.

        ``entity``, ``key``, ``period`` and ``field`` are those of ``db.history``; ``title`` is what
        the row is called ("nhiệm vụ 1.22").
        """
        dialog = cls(session, entity, key, period, field, title=title, parent=parent)
        dialog.open()
        return dialog

    # ----------------------------------------------------------------------------- build

    def _build(self) -> None:
        self.band = SessionBand(self.session)
        self.empty = EmptyState(EMPTY)
        self.model = HistoryModel(self)
        self.table = self._build_table()
        self.close_button = QuietButton("Đóng")
        self.close_button.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.band)
        column.addWidget(self.empty, 1)
        self._card = in_card(self.table)
        column.addWidget(self._card, 1)
        column.addWidget(self._build_values())
        column.addLayout(foot_line(self.close_button))

    def _build_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        dress_table(table, "Các lần thay đổi")
        table.setItemDelegate(TextDelegate(table))
        table.setWordWrap(False)
        table.verticalHeader().setDefaultSectionSize(theme().px(30))
        across = table.horizontalHeader()
        across.setSectionsClickable(False)
        for column, width in WIDTHS.items():
            table.setColumnWidth(column, theme().px(width))
        for column in (HistoryColumn.OLD, HistoryColumn.NEW):
            across.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        dress(across, font="small_strong", color="text2")
        table.selectionModel().currentRowChanged.connect(self._show_row)
        return table

    def _build_values(self) -> QWidget:
        """Build the place where both values of the chosen change stand in full."""
        self.values = QWidget()
        self.old, self.new = Label(wrap=True), Label(wrap=True)
        self.take_old, self.take_new = (LinkButton("") for _ in range(2))
        for take in (self.take_old, self.take_new):
            take.setFixedHeight(theme().line("body"))  # its words on the first line of the value
        self.take_old.clicked.connect(self._restore_old)
        self.take_new.clicked.connect(self._restore_new)
        grid = QGridLayout(self.values)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(12)
        rows = (
            ("Trước khi sửa", self.old, self.take_old),
            ("Sau khi sửa", self.new, self.take_new),
        )
        for place, (words, value, take) in enumerate(rows):
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(Label(words, color="text2"), place, 0, top)
            grid.addWidget(value, place, 1, top)
            grid.addWidget(take, place, 2, top)
        return self.values

    # ----------------------------------------------------------------------------- content

    def _fill(self) -> None:
        chosen = self._chosen()
        self.model.show(history.history_of(self.session.store, *self._asked))
        empty = self.model.rowCount() == 0
        self.empty.setVisible(empty)
        self._card.setVisible(not empty)
        self.values.setVisible(not empty)
        self.table.selectRow(self.model.place_of(chosen))

    def _store_changed(self, _changes: Changes) -> None:
        self._fill()

    def _show_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        entry = self.model.entry(current.row()) if current.isValid() else None
        if entry is None:
            return
        now = self.model.current_value(entry)
        self.old.setText(value_words(entry.entity, entry.field, entry.old))
        self.new.setText(value_words(entry.entity, entry.field, entry.new))
        for take, value in ((self.take_old, entry.old), (self.take_new, entry.new)):
            take.setVisible(value != now)
            words = " ".join(value_words(entry.entity, entry.field, value).split())
            short = words if len(words) <= _QUOTED else f"{words[:_QUOTED].rstrip()}…"
            take.setText(f"Lấy lại “{short}”" if value else "Lấy lại ô trống")

    def _chosen(self) -> HistoryEntry | None:
        return self.model.entry(self.table.currentIndex().row())

    # ----------------------------------------------------------------------------- the way back

    def _restore_old(self) -> None:
        if entry := self._chosen():
            self._restore(entry, entry.old)

    def _restore_new(self) -> None:
        if entry := self._chosen():
            self._restore(entry, entry.new)

    def _restore(self, entry: HistoryEntry, value: str) -> None:
        """Write a value anew: taking back an imagined change from it to what stands there now."""
        change = FieldChange(
            entity=entry.entity,
            key=entry.key,
            period=entry.period,
            field=entry.field,
            old=value,
            new=self.model.current_value(entry),
        )
        words = field_words(entry.entity, entry.field)
        action = partial(history.revert, self.session.store, [change])
        self.session.write(f"Lấy lại {words}", action)
