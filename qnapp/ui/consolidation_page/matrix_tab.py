"""The matrix with what narrows it above, its legend, and the current cell in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from qnapp.domain.matrix import (
    ALL,
    REPORTED,
    UNIT_GROUPS,
    UNITS,
    Gap,
    MatrixQuery,
    fold_group,
    mark_of,
)
from qnapp.domain.received import ReportState
from qnapp.models.matrix_model import FIXED, MatrixModel
from qnapp.ui.consolidation_page.cell_strip import CellFacts, CellPanel, CellStrip
from qnapp.ui.consolidation_page.matrix_delegate import mark_sign
from qnapp.ui.consolidation_page.matrix_table import MatrixTable
from qnapp.ui.kit.chips import Chip
from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.keys import put_before
from qnapp.ui.kit.labels import Separator
from qnapp.ui.kit.paint import paint_text, text_width
from qnapp.ui.kit.search import SearchField
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.signs import STANDING_SIGNS
from qnapp.ui.kit.surfaces import EmptyState
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from qnapp.domain.consolidated import Consolidation
    from qnapp.domain.reporting import Standing, Worksheet
    from qnapp.ui.kit.signs import Sign

WIDE_FROM = 1600  # of the tab
PANEL = 420
MARKS: tuple[Standing | Gap, ...] = (
    *STANDING_SIGNS,
    Gap.APART,
    Gap.SILENT,
    Gap.RIVALS,
    Gap.NO_PACKAGE,
)
_EVERY_GROUP, _EVERY_MARK = "Mọi khối", "Mọi tình trạng"


class Legend(QWidget):
    """All shapes with their words, always above the matrix; lines as many as needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._blank = "Ô trống: không theo dõi"
        words = [sign.phrase for sign in self._signs()]
        self.setAccessibleName("; ".join([*words, self._blank]))

    @staticmethod
    def _signs() -> list[Sign]:
        return [sign for mark in MARKS if (sign := mark_sign(mark)) is not None]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = max((row for row, *_ in self._places(width)), default=0) + 1
        return rows * theme().px(22)

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(max(self.width(), 400)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, theme().px(22))

    def _places(self, width: int) -> Iterator[tuple[int, float, str, Sign | None]]:
        """Row, left edge, words and sign of each entry."""
        row, left = 0, 0.0
        entries: list[tuple[str, Sign | None]] = [(one.phrase, one) for one in self._signs()]
        for words, sign in [*entries, (self._blank, None)]:
            needed = text_width(words, "small") + (20 if sign is not None else 0)
            if left and left + needed > width:
                row, left = row + 1, 0.0
            yield row, left, words, sign
            left += needed + 14

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, height = QPainter(self), theme().px(22)
        for row, left, words, sign in self._places(self.width()):
            top, start = row * height, left
            if sign is not None:
                box = QRectF(left, top + (height - 14) / 2, 14, 14)
                paint_shape(painter, box, sign.shape, sign.color)
                start += 20
            room = QRectF(start, top, self.width() - start, height)
            paint_text(painter, room, words, font="small", color="text2")


class MatrixTab(QWidget):
    """Search, three choices, legend, matrix, and the cell in words."""

    package_wanted = Signal(str, str)  # organisation, uid of the task
    return_wanted = Signal(str, str)
    filter_cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets: Mapping[str, Worksheet] = {}
        self._facts: CellFacts | None = None
        self._tight = False
        self.model = MatrixModel(self)
        self.table = MatrixTable(self.model)
        self.search = SearchField("Lọc đơn vị, nhiệm vụ")
        self.tasks = ComboBox()
        self.group = ComboBox()
        self.mark = ComboBox()
        self.strip = CellStrip()
        self.panel = CellPanel()
        self.empty = EmptyState()
        self._tools = QHBoxLayout()
        self._build()
        self._connect()

    def _build(self) -> None:
        for widget, name in (
            (self.tasks, "Nhiệm vụ được xem"),
            (self.group, "Khối đơn vị"),
            (self.mark, "Tình trạng"),
        ):
            widget.setAccessibleName(name)
            widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.tasks.whole = REPORTED  # what stands there mostly; titles of sections are sentences
        self.group.whole = self.mark.whole = ""
        # What stands there until reports were read.
        self.tasks.set_choices([(REPORTED, "Nhiệm vụ có đơn vị theo dõi")])
        self.group.set_choices([("", _EVERY_GROUP)])
        self.mark.set_choices([("", _EVERY_MARK)])
        for choice, key in ((self.tasks, REPORTED), (self.group, ""), (self.mark, "")):
            choice.set_value(key)
        self._tools.setContentsMargins(14, 8, 14, 4)
        self._tools.setSpacing(8)
        self._tools.addWidget(self.search, 3)
        for choice in (self.tasks, self.group, self.mark):
            self._tools.addWidget(choice, 2)
        self.legend = Legend()
        self.explain = Chip("Chú giải")
        self.explain.setToolTip("Hiện, ẩn nghĩa của các hình trong bảng")
        self.explain.hide()
        self._tools.addWidget(self.explain)
        legend = QHBoxLayout()
        legend.setContentsMargins(14, 0, 14, 4)
        legend.addWidget(self.legend)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(self._tools)
        left.addLayout(legend)
        left.addWidget(Separator())
        left.addWidget(self.table, 1)
        left.addWidget(self.empty, 1)
        left.addWidget(self.strip)
        self._line = Separator(vertical=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self._line)
        row.addWidget(self.panel)
        self.empty.hide()
        self.panel.hide()
        self._line.hide()

    def _connect(self) -> None:
        self.search.searched.connect(self._ask)
        for choice in (self.tasks, self.group, self.mark):
            choice.committed.connect(self._ask)
        self.table.current_changed.connect(self._explain)
        self.table.fold_wanted.connect(self._fold)
        self.table.opened.connect(self._open)
        self.table.menu_wanted.connect(self._show_menu)
        self.empty.clicked.connect(self.clear_filter)
        self.explain.toggled.connect(self._show_legend)
        for view in (self.strip, self.panel):
            view.open_wanted.connect(self._open)
            view.return_wanted.connect(self._return)

    def set_tight(self, tight: bool) -> None:
        """In little room the legend waits behind a button, and rows are lower."""
        self._tight = tight
        self.explain.setVisible(tight)
        self.strip.set_tight(tight)
        self.table.set_tight(tight)
        self._show_legend()

    def _show_legend(self) -> None:
        self.legend.setVisible(not self._tight or self.explain.isChecked())

    def add_tools(self, *buttons: QWidget) -> None:
        """Put buttons at the right end of the tools."""
        for button in buttons:
            self._tools.addWidget(button)
            put_before(self.table.cells, button)

    # ------------------------------------------------------------------------------- content

    def load(self, found: Consolidation, sheets: Mapping[str, Worksheet], today: date) -> None:
        """Show a consolidation under the query that is in force."""
        self._sheets = sheets
        self._fill_choices(found)
        self.model.load(found, today)
        self._tell_reported()
        self._tell_empty()
        self._explain(*self.table.current())

    def _fill_choices(self, found: Consolidation) -> None:
        sections = {line.task.section for line in found.tasks}
        titles = [one for one in found.plan.task_sections if one.code in sections]
        self.tasks.set_choices(
            [
                (REPORTED, ""),
                (ALL, f"Tất cả nhiệm vụ ({len(found.tasks)})"),
                *((one.code, f"{one.code}. {one.title}") for one in titles),
            ]
        )
        groups = list(dict.fromkeys(one.group for one in found.reporters))
        known = [("", _EVERY_GROUP), *((one, one) for one in groups)]
        if sum(one in UNIT_GROUPS for one in groups) > 1:
            known.insert(1, (UNITS, "Xã, phường, đặc khu"))
        self.group.set_choices(known)
        signs = [(mark, mark_sign(mark)) for mark in MARKS]
        self.mark.set_choices(
            [
                ("", _EVERY_MARK),
                *((str(mark), sign.phrase) for mark, sign in signs if sign is not None),
            ]
        )
        query = self.model.query
        self._tell_reported()
        self.tasks.set_value(query.tasks)
        self.group.set_value(query.group)
        self.mark.set_value(query.mark)

    def show_state(self, state: ReportState | None) -> None:
        """Show only those whose report stands so, unfolded; None shows all."""
        query = replace(self.model.query, state=str(state) if state is not None else "")
        query = fold_group(query, ReportState.MISSING, folded=True)
        if state is not None:
            query = fold_group(query, state, folded=False)
        self._show(query)

    def narrow(self, text: str) -> None:
        """Narrow to a name or a task."""
        self.search.set_value(text)
        self._ask()

    def clear_filter(self) -> None:
        """Show everything again."""
        self.search.set_value("")
        old = self.model.query
        self._show(MatrixQuery(sort=old.sort, descending=old.descending))
        if self.model.found is not None:
            self._fill_choices(self.model.found)
        self.filter_cleared.emit()

    def _ask(self) -> None:
        query = replace(
            self.model.query,
            text=self.search.value(),
            tasks=self.tasks.value() or REPORTED,
            group=self.group.value(),
            mark=self.mark.value(),
        )
        self._show(query)

    def _show(self, query: MatrixQuery) -> None:
        self.model.ask(query)
        self._tell_reported()
        self._tell_empty()

    def _tell_reported(self) -> None:
        """Count the tasks that somebody follows; of whom is left in the list, if that is less."""
        found = self.model.found
        if found is None:
            return
        told = f"{sum(bool(line.cells or line.silent) for line in found.tasks)}"
        query = self.model.query
        if query.tasks == REPORTED and (query.group or query.state or query.mark or query.text):
            told = f"{self.model.columnCount() - FIXED}/{told}"
        self.tasks.setItemText(0, f"Nhiệm vụ có đơn vị theo dõi ({told})")
        self.tasks.updateGeometry()

    def _fold(self, state: ReportState, folded: bool) -> None:
        self.model.ask(fold_group(self.model.query, state, folded=folded))

    def _tell_empty(self) -> None:
        shown = self.model.rowCount() > 0 and self.model.columnCount() > FIXED
        self.table.setVisible(shown)
        self.empty.setVisible(not shown)
        if shown:
            return
        query = self.model.query
        if query == MatrixQuery(folded=query.folded, sort=query.sort, descending=query.descending):
            self.empty.set_text("Chưa có đơn vị nào được giao nhiệm vụ hoặc gửi báo cáo.")
        else:
            self.empty.set_text("Không có đơn vị, nhiệm vụ nào như đang lọc.", "Bỏ lọc")

    # -------------------------------------------------------------------------- current cell

    @property
    def cell(self) -> CellFacts | None:
        """What is known of the current cell."""
        return self._facts

    def _explain(self, code: str, uid: str) -> None:
        self._facts = self._facts_of(code, uid)
        self.strip.show_cell(self._facts)
        if self.panel.isVisibleTo(self):
            self.panel.show_cell(self._facts)

    def _facts_of(self, code: str, uid: str) -> CellFacts | None:
        found = self.model.found
        row, column = self.model.row_of(code), self.model.column_of(uid)
        if found is None or row < 0 or column < 0:
            return None
        line = self.model.task_at(column)
        reporter = next(one for one in found.reporters if one.code == code)
        sheet = self._sheets.get(code)
        rows = sheet.tasks if sheet is not None else ()
        said = next((one for one in rows if one.uid == uid), None)
        return CellFacts(reporter, line.task, mark_of(line, reporter), said)

    def _open(self) -> None:
        if self._facts is not None and self._facts.reporter.received_at is not None:
            self.package_wanted.emit(self._facts.reporter.code, self._facts.task.uid)

    def _return(self) -> None:
        if self._facts is not None and self._facts.row is not None:
            self.return_wanted.emit(self._facts.reporter.code, self._facts.task.uid)

    def _show_menu(self, place: QPoint) -> None:
        if self._facts is not None:
            menu = self.make_menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(place)

    def make_menu(self) -> QMenu:
        """Menu of the current cell."""
        menu = QMenu(self)
        facts = self._facts
        open_package = menu.addAction("Mở gói")
        open_package.setEnabled(facts is not None and facts.reporter.received_at is not None)
        open_package.triggered.connect(self._open)
        send_back = menu.addAction("Trả lại dòng này…")
        send_back.setEnabled(facts is not None and facts.row is not None)
        send_back.triggered.connect(self._return)
        menu.addSeparator()
        menu.addAction("Chép dòng này").triggered.connect(self.table.copy_line)
        return menu

    # ------------------------------------------------------------------------------ geometry

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE_FROM
        self.panel.setFixedWidth(theme().px(PANEL))
        self.panel.setVisible(wide)
        self._line.setVisible(wide)
        self.strip.setVisible(not wide)
        if wide:
            self.panel.show_cell(self._facts)
