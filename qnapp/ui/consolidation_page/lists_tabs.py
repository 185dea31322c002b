"""Two lists over all reports: what units find hard or ask for, and what moved since last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.domain.consolidated import changes_between
from qnapp.domain.matrix import DONE
from qnapp.domain.reporting import Standing
from qnapp.models.record_model import Heading, Record, RecordModel
from qnapp.text import code_key, collation_key, lower_first
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.chips import ChipBar
from qnapp.ui.kit.records import RecordTable
from qnapp.ui.kit.search import SearchField
from qnapp.ui.kit.signs import STANDING_SIGNS
from qnapp.ui.kit.surfaces import EmptyState
from qnapp.ui.kit.whole_row import WholeRow
from qnapp.ui.list_export import Listing, which_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.consolidated import Change, Consolidation, Remark

EVERYTHING = "all"


class ListTab(QWidget):
    """Chips, a search, and records; Enter or a double click goes to the cell of the matrix."""

    cell_wanted = Signal(str, str)  # code of the organisation, uid of the task

    def __init__(
        self,
        name: str,
        headings: Sequence[Heading],
        chips: Sequence[tuple[str, str]],
        *,
        whole: Sequence[int],
        lines: int = 2,
        parent: QWidget | None = None,
    ) -> None:
        """``whole`` are the columns whose words stand in full below the list."""
        super().__init__(parent)
        self.model = RecordModel(headings)
        self.table = RecordTable(name, self.model, lines=lines)
        self.whole = WholeRow(self.table, self.model, whole)
        self.chips = ChipBar()
        for key, words in chips:
            self.chips.add_chip(key, words)
        self.search = SearchField("Lọc trong danh sách")
        self.empty = EmptyState()
        self._tools = QHBoxLayout()
        self._tools.setContentsMargins(14, 8, 14, 8)
        self._tools.setSpacing(8)
        self._tools.addWidget(self.chips, 3)
        self._tools.addWidget(self.search, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._tools)
        box.addWidget(self.table, 1)
        box.addWidget(self.whole)
        box.addWidget(self.empty, 1)
        self.search.searched.connect(self.narrow)
        self.chips.chosen.connect(self.show_records)
        self.table.opened.connect(self._open)
        self.empty.hide()

    def add_tool(self, button: QWidget) -> None:
        """Put a button at the right end."""
        self._tools.addWidget(button)

    def narrow(self, text: str) -> None:
        """Narrow the list."""
        if self.search.value() != text:
            self.search.set_value(text)
        self.model.narrow(text)
        self._tell_empty()

    def records(self, chosen: str) -> list[Record]:
        """Records of a chip."""
        raise NotImplementedError

    def nothing(self) -> str:
        """What is said where there is no record at all."""
        raise NotImplementedError

    def show_records(self) -> None:
        """Show what the chosen chip asks for."""
        self.model.load(self.records(self.chips.current()))
        self._tell_empty()

    def _tell_empty(self) -> None:
        shown = self.model.rowCount() > 0
        if shown and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self.table.setVisible(shown)
        self.empty.setVisible(not shown)
        filtered = self.model.total() > 0
        self.empty.set_text("Không có dòng nào như đang lọc." if filtered else self.nothing())

    def _open(self, key: str) -> None:
        code, _, uid = key.partition("|")
        self.cell_wanted.emit(code, uid.rsplit("#", 1)[0])


DIFFICULTIES, PROPOSALS = "difficulties", "proposals"
_CHIP_WORDS = {EVERYTHING: "Tất cả", DIFFICULTIES: "Khó khăn", PROPOSALS: "Kiến nghị"}
REMARK_HEADINGS = (
    Heading("Đơn vị", 170),
    Heading("Mã", 66),
    Heading("Nhiệm vụ"),
    Heading("Khó khăn, vướng mắc"),
    Heading("Đề xuất, kiến nghị"),
)


class RemarksTab(ListTab):
    """Difficulties and proposals with who has them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "Khó khăn, kiến nghị",
            REMARK_HEADINGS,
            tuple(_CHIP_WORDS.items()),
            whole=(2, 3, 4),
            lines=3,
            parent=parent,
        )  # fmt: skip
        self._remarks: tuple[Remark, ...] = ()
        self._read = False  # whether there is any report
        self._names: dict[str, str] = {}
        self._uids: dict[str, str] = {}
        self.excel = QuietButton("Excel", "export")
        self.excel.setToolTip("Xuất danh sách đang hiện ra Excel")
        self.add_tool(self.excel)

    def load(self, found: Consolidation) -> None:
        """Show the remarks of a consolidation."""
        self._remarks = found.remarks
        self._names = {one.code: one.name for one in found.reporters}
        self._uids = {line.task.code: line.task.uid for line in found.tasks}
        self._read = any(one.revision for one in found.reporters)
        self.chips.set_count(EVERYTHING, len(self._remarks))
        self.chips.set_count(DIFFICULTIES, sum(bool(one.difficulty) for one in self._remarks))
        self.chips.set_count(PROPOSALS, sum(bool(one.proposal) for one in self._remarks))
        self.show_records()

    def listing(self) -> Listing:
        """What is shown, for a workbook."""
        widths = (28.0, 9.0, 40.0, 45.0, 45.0)
        columns = zip((heading.title for heading in REMARK_HEADINGS), widths, strict=True)
        which = which_words(_CHIP_WORDS[self.chips.current()], self.search.value().strip())
        rows = [record.cells for record in self.model.shown()]
        return Listing("Khó khăn, kiến nghị", which, tuple(columns), rows)

    def nothing(self) -> str:
        if not self._read:
            return "Chưa có báo cáo nào. Khó khăn, kiến nghị của các đơn vị sẽ hiện ở đây."
        return "Các báo cáo không nêu khó khăn, kiến nghị nào."

    def records(self, chosen: str) -> list[Record]:
        wanted = [
            one
            for one in self._remarks
            if chosen == EVERYTHING
            or (chosen == DIFFICULTIES and one.difficulty)
            or (chosen == PROPOSALS and one.proposal)
        ]
        return [self._record(one, at) for at, one in enumerate(wanted)]

    def _record(self, one: Remark, at: int) -> Record:
        name = self._names[one.organisation]
        uid = self._uids.get(one.task_code, "")  # a unit's own task stands in no column
        texts = (one.task_title, one.difficulty, one.proposal)
        return Record(
            f"{one.organisation}|{uid}#{at}",
            (name, one.task_code, *texts),
            (collation_key(name), code_key(one.task_code), *map(collation_key, texts)),
        )


DONE_NOW, LATE_NOW, OTHER = "done", "late", "other"


class ChangesTab(ListTab):
    """What moved since the period before, of what both periods' reports hold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "Thay đổi so với kỳ trước",
            (Heading("Đơn vị", 178), Heading("Mã", 66), Heading("Nhiệm vụ"),
             Heading("Kỳ trước", 176), Heading("Kỳ này", 198, signed=True)),
            ((EVERYTHING, "Tất cả"), (DONE_NOW, "Mới hoàn thành"), (LATE_NOW, "Mới quá hạn"),
             (OTHER, "Thay đổi khác")),
            whole=(2,),
            parent=parent,
        )  # fmt: skip
        self._changes: list[Change] = []
        self._names: dict[str, str] = {}
        self._why = ""

    def show_waiting(self, sentence: str) -> None:
        """Say why there is nothing to compare with."""
        self._changes, self._why = [], sentence
        self._count()
        self.show_records()

    def load(self, before: Consolidation, now: Consolidation) -> None:
        """Compare two periods."""
        self._changes = changes_between(before, now)
        self._names = {one.code: one.name for one in now.reporters}
        told = any(one.received_at for one in now.reporters)
        period = lower_first(before.period.name)
        self._why = (
            f"Chưa có thay đổi nào so với {period}."
            if told
            else f"Chưa có báo cáo nào. Thay đổi so với {period} sẽ hiện ở đây."
        )
        self._count()
        self.show_records()

    def _count(self) -> None:
        for key in (EVERYTHING, DONE_NOW, LATE_NOW, OTHER):
            self.chips.set_count(key, sum(_is_kind(one, key) for one in self._changes))

    def nothing(self) -> str:
        return self._why

    def records(self, chosen: str) -> list[Record]:
        return [self._record(one) for one in self._changes if _is_kind(one, chosen)]

    def _record(self, one: Change) -> Record:
        name = self._names[one.organisation]
        signs = STANDING_SIGNS[one.before], STANDING_SIGNS[one.now]
        return Record(
            f"{one.organisation}|{one.task.uid}",
            (name, one.task.code, one.task.title, signs[0].phrase, signs[1].phrase),
            (collation_key(name), code_key(one.task.code), collation_key(one.task.title),
             signs[0].phrase, signs[1].phrase),
            sign=signs[1].shape,
        )  # fmt: skip


def _is_kind(one: Change, kind: str) -> bool:
    done = one.now in DONE
    late = one.now is Standing.OVERDUE
    kinds = {EVERYTHING: True, DONE_NOW: done, LATE_NOW: late, OTHER: not done and not late}
    return kinds[kind]
