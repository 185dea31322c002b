"""The current cell of the matrix in words: a strip below, or a panel at the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from qnapp.domain.matrix import Gap
from qnapp.models.matrix_model import mark_words
from qnapp.ui.consolidation_page.cell_words import fact_lines, short_words
from qnapp.ui.consolidation_page.matrix_delegate import mark_sign
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.paint import RADIUS_PILL, paint_box, paint_text, text_width
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.signs import task_sign
from qnapp.ui.kit.surfaces import ScrollColumn
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from qnapp.domain.consolidated import Reporter
    from qnapp.domain.matrix import Mark
    from qnapp.domain.plan import Task
    from qnapp.domain.reporting import TaskRow
    from qnapp.ui.kit.signs import Sign

NOTHING = "Chọn một ô để xem đơn vị báo cáo gì. Bấm mã nhiệm vụ để sắp xếp theo cột."
_TINTED = frozenset({"ok", "late", "doing", "bad", "soon", "none"})


@dataclass(frozen=True, slots=True)
class CellFacts:
    """What is known of a cell; ``row`` is None where nothing was reported."""

    reporter: Reporter
    task: Task
    mark: Mark
    row: TaskRow | None

    @property
    def sign(self) -> Sign | None:
        """The cell's sign; that of a late task keeps the word of its status."""
        if self.mark is not Gap.APART and self.row is not None and self.row.standing is not None:
            return task_sign(self.row)
        return mark_sign(self.mark)

    @property
    def words(self) -> str:
        """One line of what was said, or why there is nothing."""
        if self.row is not None:
            return short_words(self.row)
        if self.mark is Gap.RIVALS:
            return "Xung đột: có hai bản khác nhau, chưa tính."
        if self.mark is Gap.NO_PACKAGE:
            return "Đơn vị chưa gửi gói kỳ này."
        if self.mark is Gap.SILENT:
            return "Kế hoạch giao cho đơn vị nhưng báo cáo không nêu nhiệm vụ này."
        return "Kế hoạch không giao nhiệm vụ này cho đơn vị."


class Pill(QWidget):
    """A sign with its words on its tint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign: Sign | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_sign(self, sign: Sign | None) -> None:
        """Show another sign; None shows nothing."""
        self._sign = sign
        self.setVisible(sign is not None)
        self.setAccessibleName(sign.phrase if sign is not None else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = self._sign.phrase if self._sign is not None else ""
        return QSize(round(text_width(words, "small_strong")) + 35, theme().px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._sign is None:
            return
        painter, sign = QPainter(self), self._sign
        color = sign.color if sign.color in _TINTED else "none"
        paint_box(painter, self.rect(), fill=f"{color}_t", radius=RADIUS_PILL)
        shape = QRectF(8, (self.height() - 15) / 2, 15, 15)
        paint_shape(painter, shape, sign.shape, sign.color)
        words = QRectF(28, 0, self.width() - 32, self.height())
        paint_text(painter, words, sign.phrase, font="small_strong", color=color)


class _CellView(QWidget):
    """What strip and panel share: the facts, and two buttons."""

    open_wanted = Signal()
    return_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit = Label("", font="body_strong", whole=True)
        self.code = Label("", font="body_strong", color="accent", whole=True)
        self.percent = Label("", font="body_strong")
        self.pill = Pill()
        self.open = QuietButton("Mở gói", "inbox", size="tool")
        self.send_back = QuietButton("Trả lại dòng này…", "return", size="tool")
        self.open.clicked.connect(self.open_wanted)
        self.send_back.clicked.connect(self.return_wanted)

    def _show_common(self, facts: CellFacts | None) -> None:
        for part in (self.unit, self.code, self.open, self.send_back):
            part.setVisible(facts is not None)
        self.pill.set_sign(facts.sign if facts is not None else None)
        told = facts is not None and facts.row is not None and facts.mark is not Gap.APART
        percent = facts.row.progress.percent if told and facts and facts.row else None
        self.percent.setText(f"{percent}%" if percent is not None else "")
        self.percent.setVisible(percent is not None)
        if facts is None:
            return
        self.unit.setText(facts.reporter.name)
        self.code.setText(facts.task.code)
        here = facts.reporter.received_at is not None
        self.open.setEnabled(here)
        self.open.setToolTip("" if here else "Đơn vị chưa gửi gói.")
        row = facts.row is not None
        self.send_back.setEnabled(row)
        self.send_back.setToolTip("" if row else "Không có dòng báo cáo để trả lại.")
        said = mark_words(facts.mark)
        self.setAccessibleName(f"{facts.reporter.name}, {facts.task.code}, {said}. {facts.words}")


class CellStrip(_CellView):
    """Two lines below the matrix; in little room one, without the title of the task."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label("", lines=1)
        self.words = Label("", color="text2", lines=1)
        for label in (self.title, self.words):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        first, second = QHBoxLayout(), QHBoxLayout()
        for line, parts, last in (
            (first, (self.unit, self.code), self.title),
            (second, (self.pill, self.percent), self.words),
        ):
            line.setSpacing(10)
            for part in parts:
                line.addWidget(part)
            line.addWidget(last, 1)
        self._texts = texts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        texts.setSpacing(2)
        texts.addLayout(first)
        texts.addLayout(second, 1)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 14, 8)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        row.addWidget(self.open)
        row.addWidget(self.send_back)
        self.show_cell(None)

    def set_tight(self, tight: bool) -> None:
        """Say whether there is room for one line only."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._texts.setDirection(across if tight else down)
        self._texts.setSpacing(10 if tight else 2)
        self._row.setContentsMargins(14, 3 if tight else 7, 14, 3 if tight else 8)
        self.title.setVisible(not tight)
        self.words.set_lines(2 if tight else 1)  # the buttons beside it are as high as two

    def show_cell(self, facts: CellFacts | None) -> None:
        """Explain a cell; None says how to choose one."""
        self._show_common(facts)
        self.title.setText(facts.task.title if facts is not None else "")
        self.words.setText(facts.words if facts is not None else NOTHING)


class CellPanel(_CellView):
    """A column at the right of a wide screen: everything that was said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label("", wrap=True)
        self.column = ScrollColumn(margins=(16, 4, 16, 12))
        self.column.body.addStretch(1)
        self._facts: list[_Fact] = []
        head = QHBoxLayout()
        head.addWidget(self.unit)
        head.addStretch(1)
        head.addWidget(self.code)
        state = QHBoxLayout()
        state.setSpacing(10)
        state.addWidget(self.pill)
        state.addWidget(self.percent)
        state.addStretch(1)
        top = QVBoxLayout()
        top.setContentsMargins(16, 14, 16, 8)
        top.setSpacing(8)
        top.addLayout(head)
        top.addWidget(self.title)
        top.addLayout(state)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.open)
        foot.addWidget(self.send_back)
        foot.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addWidget(self.column, 1)
        box.addWidget(Separator())
        box.addLayout(foot)
        self.show_cell(None)

    def show_cell(self, facts: CellFacts | None) -> None:
        """Explain a cell; None says how to choose one."""
        self._show_common(facts)
        self.title.setText(facts.task.title if facts is not None else NOTHING)
        lines: list[tuple[str, str]] = []
        if facts is not None:
            lines = [("", facts.words)] if facts.row is None else list(fact_lines(facts.row))
        while len(self._facts) < len(lines):
            self._facts.append(_Fact())
            self.column.body.insertWidget(len(self._facts) - 1, self._facts[-1])
        for at, fact in enumerate(self._facts):
            fact.setVisible(at < len(lines))
            if at < len(lines):
                fact.show_words(*lines[at])
        self.column.verticalScrollBar().setValue(0)


class _Fact(QWidget):
    """A label with what was said; kept from cell to cell."""

    def __init__(self) -> None:
        super().__init__()
        self._label = Label("", font="body_small_strong")
        self._words = Label("", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self._label)
        box.addWidget(self._words)

    def show_words(self, label: str, words: str) -> None:
        """Show other words; "" for the label leaves it out."""
        self._label.setText(label)
        self._label.setVisible(bool(label))
        self._words.setText(words)
