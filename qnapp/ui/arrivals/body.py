"""What the dialog of an arrived file asks of each kind of file, and the kinds themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.models.difference_lines import LineKind, choices
from qnapp.models.difference_model import DifferenceModel
from qnapp.ui.arrivals.table import DifferenceTable, FullText
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.surfaces import Card

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.models.difference_lines import Line
    from qnapp.ui.tasks import Job

_GAP = 8  # between sentence, table and the row in full
NOTHING = "Không có gì khác với dữ liệu hiện có."


@dataclass(frozen=True, slots=True)
class Named:
    """What a row is called."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was done, and where a person sees it."""

    sentence: str
    label: str = ""  # names it for undo
    changes: tuple[FieldChange, ...] = ()  # that undo takes back
    page: str = ""
    uid: str = ""
    period: str = ""  # that it belongs to, "" for none


class ArrivalBody(QWidget):
    """The middle of the dialog. Sub-classes say what the loud button does."""

    changed = Signal()  # what the button says, or whether it may be pressed

    key_required = False  # a key that is not known has to be compared first
    unsigned = ""  # what is said of a file that no key signs

    def summary(self) -> str:
        """Say in a sentence what is in the file."""
        raise NotImplementedError

    def deed(self) -> str:
        """Words of the loud button, "" where there is nothing to do."""
        raise NotImplementedError

    def work(self, *, key_compared: bool) -> Callable[[Store, Job], Accepted]:
        """Take the file in, whole or not at all; run on the worker."""
        raise NotImplementedError

    def first_field(self) -> QWidget | None:
        """What has the keyboard at first, None to leave it to the buttons."""
        return None


class DifferenceBody(ArrivalBody):
    """A kind that is told line by line."""

    def __init__(
        self, lines: Sequence[Line], heads: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model = DifferenceModel(lines, heads, self)
        self.words = Label(font="body_strong", wrap=True)
        self.all, self.none = LinkButton("Nhận tất cả"), LinkButton("Giữ tất cả")
        self.table = DifferenceTable(self.model)
        self.full = FullText(self.model, heads)
        self._build(has_choices=bool(choices(lines)))
        self.all.clicked.connect(self._take_all)
        self.none.clicked.connect(self._keep_all)
        self.model.dataChanged.connect(self._tell)
        self.table.fitted.connect(self._share)
        self.table.selectionModel().currentRowChanged.connect(self.full.show_row)
        self.full.show_row(self.table.currentIndex())

    def _build(self, *, has_choices: bool) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.words, 1)
        for link in (self.all, self.none):
            head.addWidget(link)
        card = Card(padding=0)
        card.body.addWidget(self.table)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(_GAP)
        box.addLayout(head)
        box.addWidget(card, 1)
        box.addWidget(self.full)
        for link in (self.all, self.none):
            link.setVisible(has_choices)
        any_line = self.model.rowCount() > 0
        for widget in (card, self.full):
            widget.setVisible(any_line)
        if not any_line:
            box.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        above = self.words.height() + 2 * _GAP + 2  # the edges of the table's card
        beside = above + self.table.whole_height()
        self.full.fit(self.height(), self.width(), beside)

    def first_field(self) -> QWidget | None:
        return self.table if self.model.rowCount() else None

    def show_summary(self) -> None:
        """Write the sentence anew."""
        self.words.setText(self.summary())

    def count(self, *, taken: bool) -> int:
        """How many lines happen, or how many choices are kept as they are here."""
        rows = range(self.model.rowCount())
        lines = ((self.model.line(row), self.model.is_taken(row)) for row in rows)
        kinds = (LineKind.CHANGE, LineKind.CHOICE)
        return sum(line.kind in kinds and is_taken is taken for line, is_taken in lines)

    def _take_all(self) -> None:
        self.model.choose_all(taken=True)

    def _keep_all(self) -> None:
        self.model.choose_all(taken=False)

    def _tell(self) -> None:
        self.show_summary()
        self.changed.emit()
