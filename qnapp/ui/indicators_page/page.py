"""The page Chỉ tiêu: one types down the column of the period, the detail stands beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.periods import periods
from qnapp.domain.periods import PeriodKind, previous
from qnapp.models.indicator_lines import IndicatorFilter
from qnapp.models.indicator_model import IndicatorModel
from qnapp.ui.indicators_page.actions import write_value
from qnapp.ui.indicators_page.cell_texts import CellTexts
from qnapp.ui.indicators_page.columns import LAYOUT, least_width
from qnapp.ui.indicators_page.deeds import IndicatorDeeds
from qnapp.ui.indicators_page.detail import CHOOSE, IndicatorDetail
from qnapp.ui.indicators_page.filters import (
    CHIPS,
    FIRST_FOLLOWED,
    NONE_FOLLOWED,
    VIEW,
    say_nothing_found,
)
from qnapp.ui.indicators_page.selection_bar import IndicatorSelectionBar
from qnapp.ui.indicators_page.several import SeveralIndicators
from qnapp.ui.indicators_page.steady import SteadyNotice
from qnapp.ui.indicators_page.table import IndicatorTable
from qnapp.ui.kit.buttons import IconButton, QuietButton
from qnapp.ui.kit.chips import ChipBar
from qnapp.ui.kit.signs import RETURNED, verdict_sign
from qnapp.ui.kit.surfaces import Card, EmptyState
from qnapp.ui.page import Page
from qnapp.ui.table_columns import TableColumns
from qnapp.ui.table_order import Ordering
from qnapp.ui.tasks_page.split import EditorSplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from PySide6.QtGui import QShowEvent

    from qnapp.db.store import Changes
    from qnapp.domain.reporting import IndicatorRow, Verdict, Worksheet
    from qnapp.models.indicator_lines import IndicatorLine
    from qnapp.ui.session import Session

FILTER_PREFIX = "filter:"
DETAIL = 322  # look, section 4
DETAIL_WIDE = 420
LEAST = (578, 279)  # table without the period before, and detail
LAST_PERIODS = (PeriodKind.Q4, PeriodKind.QT)


def verdict_words(verdict: Verdict) -> tuple[str, str, str]:
    """Give the two short words and the full phrase of a verdict."""
    sign = verdict_sign(verdict)
    return sign.first, sign.second, sign.phrase


class IndicatorsPage(Page):
    """Table of indicators with filter chips, detail beside it."""

    key = "indicators"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._uid = ""
        self._period = ""
        self.model = IndicatorModel(verdict_words, self._write_cell, self._may_write, self)
        self._build()
        self._connect()
        self._add_shortcuts()

    # ----------------------------------------------------------------------------- build

    def _build(self) -> None:
        self.table = IndicatorTable(self.model)
        self.detail = IndicatorDetail(self.session)
        self.split = EditorSplit(
            self._build_list(), self.detail, widths=(DETAIL, DETAIL_WIDE), least=LEAST
        )
        self.columns = TableColumns(self.table, self.session.store, LAYOUT, self, least=least_width)
        self.ordering = Ordering(self.table.head, self.model, self.session.store, VIEW, self)
        self.several = SeveralIndicators(self.session, self.model, self.table, self.bar, self)
        self.deeds = IndicatorDeeds(self)
        self.texts = CellTexts(self.session, self.model, self.table, self)
        card = Card(padding=0)
        card.body.addWidget(self.split)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 2, 16, 10)
        box.addWidget(card)

    def _build_list(self) -> QWidget:
        self.hint = SteadyNotice("doing")
        self.hint.hide()
        self.empty = EmptyState()
        around = QVBoxLayout()
        around.setContentsMargins(14, 0, 14, 6)
        around.addWidget(self.hint)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_tools())
        column.addLayout(around)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.bar = IndicatorSelectionBar()
        column.addWidget(self.bar)
        return side

    def _build_tools(self) -> QHBoxLayout:
        self.chips = ChipBar()
        self.chips.setAccessibleName("Lọc chỉ tiêu")
        for wanted, (words, shape) in CHIPS.items():
            self.chips.add_chip(wanted, words, shape=shape, count=0)
        self.paste_button = QuietButton("Dán từ Excel", size="small")
        self.columns_button = IconButton("columns", "Chọn cột và sắp xếp", edge=True)
        self.add_button = IconButton("plus", "Thêm chỉ tiêu của đơn vị", edge=True)
        tools = QHBoxLayout()
        tools.setContentsMargins(14, 10, 8, 6)
        tools.setSpacing(8)
        tools.addWidget(self.chips, 1)
        self.export_button = IconButton("export", "Xuất danh sách ra Excel (Ctrl+E)", edge=True)
        for button in (
            self.paste_button,
            self.columns_button,
            self.add_button,
            self.export_button,
        ):
            tools.addWidget(button)
        return tools

    def _connect(self) -> None:
        self.session.leaving.connect(self.flush)
        self.chips.chosen.connect(self._choose_filter)
        self.model.drafts_changed.connect(self._tell_fault)
        self.table.current_changed.connect(self._current_changed)
        self.table.heading_reached.connect(self._leave_indicator)
        self.table.detail_wanted.connect(self.enter_detail)
        self.table.row_clicked.connect(self._open_detail)
        self.ordering.ordered.connect(self._choose_row)
        self.empty.clicked.connect(self._clear_filter)
        self.columns_button.clicked.connect(self.deeds.open_columns)
        self.table.head.customContextMenuRequested.connect(self.deeds.open_columns)
        self.split.wide_changed.connect(self.columns.set_wide)
        self.detail.closed.connect(self.leave_detail)
        self.detail.kind_chosen.connect(self._choose_kind)

    def _add_shortcuts(self) -> None:
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+Return", partial(self.step, 1)),
            ("Ctrl+Enter", partial(self.step, 1)),
            ("Alt+Down", partial(self.step, 1)),
            ("Alt+Up", partial(self.step, -1)),
            ("Ctrl+H", self.deeds.show_history),
            ("Ctrl+G", self.deeds.show_paragraph),
            ("Ctrl+D", self.detail.strip.choose_files),
            ("Ctrl+E", self.deeds.export),
        )
        for sequence, action in keys:
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    # ----------------------------------------------------------------------------- contract

    def subtitle(self) -> str:
        if self.model.query.needle:
            shown = sum(line.row is not None for line in self.model.shown())
            return f"{shown} chỉ tiêu khớp “{self.model.query.needle}”"
        followed = self.session.worksheet().followed_indicators
        if not followed:
            return f"{len(self.session.worksheet().indicators)} chỉ tiêu của Nghị quyết"
        missing = self.model.counts()[IndicatorFilter.NO_VALUE]
        return f"{len(followed) - missing}/{len(followed)} đã có số liệu kỳ này"

    def reload(self) -> None:
        sheet = self.session.worksheet()
        calendar = [stored.period for stored in periods(self.session.store)]
        before = previous(calendar, sheet.period.code)
        first = not self._period
        self._period = sheet.period.code
        self.model.show(sheet, before.short if before else "")
        self.texts.restore()
        self._show_period(sheet)
        if first and not self._follows_any():
            self._ask(IndicatorFilter.ALL)
        elif first:
            self._ask(IndicatorFilter(self.ordering.restore()))
        self._enter()
        self._after_reading()
        if sheet.locked and self.chips.has_chip(IndicatorFilter.RETURNED):
            self._ask(IndicatorFilter.RETURNED)  # there is nothing else to work on
        self._choose_row()

    def refresh(self, changes: Changes) -> None:
        if self._period != self.session.period_code:
            self.reload()
        elif changes.indicators or changes.around_rows:
            sheet = self.session.worksheet()
            self._show_period(sheet)
            self.model.update(sheet)
            self._after_reading()
            if self.table.current_line() is None:
                self._choose_row()
            self._update_detail()

    def show_item(self, uid: str, field: str = "") -> None:
        if uid.startswith(FILTER_PREFIX):
            self._show_filter(uid.removeprefix(FILTER_PREFIX))
            return
        line = self._line(uid)
        if line is None or line.row is None:
            return
        wanted = IndicatorFilter.FOLLOWED if line.row.followed else IndicatorFilter.ALL
        if not self.table.go_to(uid):
            self._ask(self.model.query.filter if self._shows(uid) else wanted)
            self.model.fold_group(line.group, folded=False)
            self.table.go_to(uid)
        in_cell = field == self.model.field_of(line.row) and not self.detail.refuses(field)
        if field and not in_cell:
            self._open_detail()
            self.detail.focus(field)
        else:
            self.table.edit_current()

    def find(self, text: str) -> None:  # type: ignore[override] # see Page
        self.model.ask(needle=text)
        self._show_empty()
        self._choose_row()
        self.count_changed.emit(self.subtitle())

    def focus_first(self) -> QWidget:
        return self.table

    def flush(self) -> None:
        self.table.flush()
        self.detail.flush()
        self.columns.keep()
        self.ordering.keep(self.model.query.filter)

    # ----------------------------------------------------------------------------- reading

    def _show_period(self, sheet: Worksheet) -> None:
        self.table.set_period(last=sheet.period.kind in LAST_PERIODS)
        open_rows = any(self.session.writable(row.uid) for row in sheet.indicators)
        self.paste_button.setEnabled(open_rows)
        self.paste_button.setToolTip("" if open_rows else "Kỳ này đang khóa")

    def _after_reading(self) -> None:
        counts = self.model.counts()
        self._offer_returned(counts[IndicatorFilter.RETURNED])
        for wanted, count in counts.items():
            if self.chips.has_chip(wanted):
                self.chips.set_count(wanted, count)
        self.hint.go_on(FIRST_FOLLOWED if self._follows_any() else NONE_FOLLOWED)
        self._show_empty()

    def _enter(self) -> None:
        """Say at the entrance what to do where nothing is followed; while one types it stays."""
        self.hint.begin("" if self._follows_any() else NONE_FOLLOWED)

    def _follows_any(self) -> bool:
        return bool(self.session.worksheet().followed_indicators)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and self._period:
            self._enter()

    def _offer_returned(self, count: int) -> None:
        """Put the chip of returned rows in front while there are some."""
        offered = self.chips.has_chip(IndicatorFilter.RETURNED)
        if count and not offered:
            self.chips.add_chip(
                IndicatorFilter.RETURNED, RETURNED.first, shape=RETURNED.shape, in_front=True
            )
        elif offered and not count:
            self.chips.remove_chip(IndicatorFilter.RETURNED)
            if self.model.query.filter is IndicatorFilter.RETURNED:
                self._clear_filter()

    def _show_empty(self) -> None:
        nothing = self.model.rowCount() == 0
        self.table.setVisible(not nothing)
        self.empty.setVisible(nothing)
        self.detail.empty.set_text("" if nothing else CHOOSE)
        if nothing:
            say_nothing_found(self.empty, self.model.query)

    def _line(self, uid: str) -> IndicatorLine | None:
        return next((line for line in self.model.lines() if line.uid == uid), None)

    def current_row(self) -> IndicatorRow | None:
        """The indicator that the detail shows, None for none."""
        return self.model.row(self._uid)

    def _shows(self, uid: str) -> bool:
        return self.model.place_of(uid) >= 0

    # ----------------------------------------------------------------------------- filters

    def _choose_filter(self, key: str) -> None:
        self._ask(IndicatorFilter(key))
        self._choose_row()

    def _ask(self, wanted: IndicatorFilter) -> None:
        self.chips.set_current(wanted)
        self.model.ask(wanted)
        self._show_empty()

    def _show_filter(self, name: str) -> None:
        if self.chips.has_chip(name):
            self.model.ask(needle="")
            self._choose_filter(name)

    def _clear_filter(self) -> None:
        self.model.ask(needle="")
        followed, everything = IndicatorFilter.FOLLOWED, IndicatorFilter.ALL
        self._choose_filter(followed if self._follows_any() else everything)

    # ----------------------------------------------------------------------------- current row

    def _choose_row(self) -> None:
        """Keep the current indicator where it is shown, else take the first one."""
        if not self.table.go_to(self._uid):
            self.table.go_to(self.model.uid_at(self.model.next_item(-1, 1)))
        line = self.table.current_line()
        self._current_changed(line.uid if line is not None and line.row is not None else "")

    def _current_changed(self, uid: str) -> None:
        if uid == self._uid and self.detail.row is not None:
            self._update_detail()
            return
        if not uid and self.model.rowCount():
            return  # the row went with a filter: whoever changed that chooses another
        self._uid = uid
        row = self.current_row()
        self.detail.show_row(row, self.model.field_of(row) if row else "actual")
        self._tell_fault()

    def _leave_indicator(self) -> None:
        """On a heading nothing is worked on: no key may reach the row that was shown before."""
        self._uid = ""
        self.detail.show_row(None)
        self._tell_fault()

    def _update_detail(self) -> None:
        row = self.current_row()
        if row is not None and self.detail.row is not None:
            self.detail.update_row(row, self.model.field_of(row))
        else:
            self.detail.show_row(row)

    def step(self, by: int) -> None:
        """Go to the next or previous indicator, the cursor into the same field."""
        field = self.detail.focused()
        if not field:
            self.table.step(by)
            return
        place = self.model.next_item(self.model.place_of(self._uid), by)
        if self.table.go_to(self.model.uid_at(place)):
            self.detail.focus(field)

    def _tell_fault(self, _uid: str = "") -> None:
        draft = self.model.draft(self._uid)
        self.detail.show_fault(draft.fault if draft else "")

    def enter_detail(self) -> None:
        """Go from the row's cell into the detail."""
        self._open_detail()
        self.detail.focus()

    def _open_detail(self) -> None:
        self.detail.set_overlay(self.split.covers)
        self.split.set_open(True)

    def leave_detail(self) -> None:
        """Esc: back to the table; over the table, the detail closes."""
        self.detail.flush()
        if self.split.covers:
            self.split.set_open(False)
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ----------------------------------------------------------------------------- writing

    def _write_cell(self, uid: str, field: str, value: Decimal | str | None) -> bool:
        store, period = self.session.store, self.session.period_code
        action = partial(write_value, store, uid, period, field, value)
        row = self.model.row(uid)
        return self.session.write(f"Sửa số liệu chỉ tiêu {row.short_code if row else ''}", action)

    def _may_write(self, uid: str) -> bool:
        """Whether a row may be typed in; what is painted or measured late asks no closed store."""
        return self.session.is_open and self.session.writable(uid)

    def _choose_kind(self, uid: str, kind: str) -> None:
        self.model.choose_field(uid, kind)
