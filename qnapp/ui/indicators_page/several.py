"""What is done with several indicators at once: each act is one step of undo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qnapp.domain.plan import Origin
from qnapp.models.indicator_several import KIND_WORDS, from_before, other_kind, waits_for
from qnapp.ui.indicators_page import actions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from qnapp.domain.reporting import IndicatorRow
    from qnapp.models.indicator_model import IndicatorModel
    from qnapp.models.indicator_several import Fields
    from qnapp.ui.indicators_page.selection_bar import IndicatorSelectionBar
    from qnapp.ui.indicators_page.table import IndicatorTable
    from qnapp.ui.session import Session


class SeveralIndicators(QObject):
    """Follows the selection of the table, and writes what its bar asks for."""

    def __init__(
        self,
        session: Session,
        model: IndicatorModel,
        table: IndicatorTable,
        bar: IndicatorSelectionBar,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session, self._model, self._table, self._bar = session, model, table, bar
        table.selectionModel().selectionChanged.connect(self.tell)
        table.clear_wanted.connect(table.select_current)
        bar.kind_wanted.connect(self.set_kind)
        bar.before_wanted.connect(self.take_before)
        bar.follow_wanted.connect(self.set_followed)
        bar.clear_wanted.connect(table.select_current)

    def chosen(self) -> list[IndicatorRow]:
        """Indicators of the selected rows, where they are more than one."""
        lines = self._table.selected_lines()
        return [line.row for line in lines if line.row is not None] if len(lines) > 1 else []

    def tell(self) -> None:
        """Show the bar, or take it away."""
        self._bar.show_count(len(self.chosen()))

    def set_kind(self, kind: str) -> None:
        """Let the figures of the chosen rows be actual ones, or estimates.

        Where there is none yet, the next one that is typed is of that kind.
        """
        rows = self._open_rows()
        waiting = [row for row in rows if waits_for(row)]
        wanted = {row.uid: other_kind(row, kind) for row in rows}
        given = {uid: fields for uid, fields in wanted.items() if fields is not None}
        words = KIND_WORDS[kind]
        if self._write(f"Ghi là {words} {len(given)} chỉ tiêu", given):
            for row in waiting:
                self._model.choose_field(row.uid, kind)
            then = f" Số nhập tiếp vào {len(waiting)} chỉ tiêu còn trống là {words}."
            self._say(f"Đã ghi là {words} {len(given)} chỉ tiêu.", then if waiting else "")

    def take_before(self) -> None:
        """Fill the chosen rows that are empty with what the period before said."""
        rows = [row for row in self._open_rows() if self._model.draft(row.uid) is None]
        wanted = {row.uid: from_before(row, self._model.field_of(row)) for row in rows}
        given = {uid: fields for uid, fields in wanted.items() if fields is not None}
        left = len(self.chosen()) - len(given)
        if self._write(f"Lấy số kỳ trước cho {len(given)} chỉ tiêu", given):
            rest = f" {left} chỉ tiêu khác đã có số liệu, đang khóa, hoặc kỳ trước chưa có số liệu."
            self._say(f"Đã lấy số kỳ trước cho {len(given)} chỉ tiêu.", rest if left else "")

    def set_followed(self, followed: bool) -> None:
        """Report on the chosen rows from now on, or no longer; what was typed stays."""
        rows = [row for row in self.chosen() if row.followed != followed]
        own = [row for row in rows if row.indicator.origin is Origin.LOCAL and not followed]
        uids = [row.uid for row in rows if row not in own]
        words = "Theo dõi" if followed else "Thôi theo dõi"
        action = partial(actions.set_followed, self._session.store, uids, followed)
        if self._session.write(f"{words} {len(uids)} chỉ tiêu", action):
            kept = "" if followed or not uids else " Số liệu đã nhập vẫn giữ."
            rest = f" Bỏ qua {len(own)} chỉ tiêu của đơn vị, muốn bỏ thì xóa từng chỉ tiêu."
            done = f"Đã {words.lower()} {len(uids)} chỉ tiêu."
            self._say(done + kept, rest if own else "")

    def _open_rows(self) -> list[IndicatorRow]:
        return [row for row in self.chosen() if self._session.writable(row.uid)]

    def _write(self, label: str, given: Mapping[str, Fields]) -> bool:
        store, period = self._session.store, self._session.period_code
        return self._session.write(label, partial(actions.write_fields, store, period, given))

    def _say(self, done: str, rest: str) -> None:
        self._session.said.emit(done + rest)
