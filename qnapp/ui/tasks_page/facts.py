"""What the plan says of a task: the upper part of the editor, nothing of it typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from qnapp.domain.distances import DeadlineNote, Sign, deadline_note
from qnapp.models.task_lines import reported_apart
from qnapp.text import curled, format_date
from qnapp.ui.kit.buttons import IconButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.paint import paint_text, text_width
from qnapp.ui.kit.theme import theme
from qnapp.ui.tasks_page.delegate import ICON, NOTE_SIGNS, paint_note_sign
from qnapp.ui.tasks_page.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from qnapp.domain.plan import Repeat
    from qnapp.domain.reporting import Extension, TaskRow, Worksheet

LABELS = ("Thời hạn", "Gia hạn", "Chủ trì", "Phối hợp")
MORE, LESS = "Xem hết nội dung nhiệm vụ", "Thu gọn nội dung nhiệm vụ"
DOUBTED = "Cần đối chiếu bản gốc. Chọn để xem hết."
_FOLDED_LINES = 2  # of the title
_FOLDED_AWAY = ("Chủ trì", "Phối hợp")


class TaskFacts(QWidget):
    """Full title, deadline with its distance, who leads, doubts of the source, repeats."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        self._uid = ""
        self._low = self._open = False
        self._lines: list[tuple[str, str, DeadlineNote | None]] = []
        self._repeats: list[str] = []
        self._doubts: list[str] = []
        self._parent = Label(wrap=True, font="body_small", color="text2")
        self._title = Label(wrap=True)
        self.fold = IconButton("chevron-down", MORE)
        self.fold.clicked.connect(self._toggle)
        self.doubt = IconButton("note", DOUBTED, color="soon")  # of the folded notices
        self.doubt.clicked.connect(self._toggle)
        self._grid, self._notices, self._told = Stack(2), Stack(8), Stack(8)
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(self._parent)
        titles.addWidget(self._title)
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        upper = QHBoxLayout()
        upper.setSpacing(4)
        upper.addLayout(titles, 1)
        upper.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(upper)
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self._grid, 1, Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(self.doubt, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(below)
        box.addWidget(self._notices)
        box.addWidget(self._told)

    def middle_of_title(self) -> int:
        """How far below the upper edge the middle of the title is, in pixels."""
        return self._title.geometry().center().y()

    def show_row(self, row: TaskRow, sheet: Worksheet, extensions: Sequence[Extension]) -> None:
        """Show a task as it stands in the worksheet; what a save does not touch is not rebuilt."""
        lines = fact_lines(row, sheet, extensions)
        doubts, repeats = notices_of(row, sheet), repeats_of(row, sheet)
        shown = (row.uid, row.task, lines, doubts, repeats)
        if shown == self._shown:
            return
        self._shown = shown
        self._open = self._open and row.uid == self._uid
        self._uid, self._lines, self._repeats, self._doubts = row.uid, lines, repeats, doubts
        self._title.setText(row.task.title)
        self._parent.setText(f"{row.parent.code}  {row.parent.title}" if row.parent else "")
        self._arrange()

    def set_low(self, low: bool) -> None:
        """Fold what is read once where the fields below would have no room to be seen."""
        if low != self._low:
            self._low = low
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._offer_more()

    def _toggle(self) -> None:
        self._open = not self._open
        self._arrange()

    def _arrange(self) -> None:
        folded = self._low and not self._open
        self._box.setSpacing(2 if folded else 8)
        self._title.set_lines(_FOLDED_LINES if folded else 0)
        self._parent.setVisible(bool(self._parent.text()) and not folded)
        kept = [line for line in self._lines if not (folded and line[0] in _FOLDED_AWAY)]
        self._grid.fill((folded_line if folded else fact_line)(*line) for line in kept)
        said = [] if folded else self._doubts
        self._notices.fill(Notice("soon", text, icon="note") for text in said)
        self.doubt.setVisible(folded and bool(self._doubts))
        self._told.fill([] if folded else [repeated(words) for words in self._repeats])
        self.fold.set_icon_name("chevron-up" if self._open else "chevron-down")
        self.fold.set_tip(LESS if self._open else MORE)
        self._offer_more()

    def _offer_more(self) -> None:
        """Show the sign only where it has something to open."""
        away = bool(self._repeats or self._doubts or self._parent.text())
        away = away or any(name != LABELS[0] for name, _, _ in self._lines)
        self.fold.setVisible(self._low and (self._open or away or self._title.is_cut()))


def repeated(words: str) -> Notice:
    """Make the notice of a target that the prose repeats."""
    return Notice("none", words, icon="resolution")


def fact_lines(
    row: TaskRow, sheet: Worksheet, extensions: Sequence[Extension]
) -> list[tuple[str, str, DeadlineNote | None]]:
    """Give name, words and distance (None: no deadline) of each line of facts."""
    lines: list[tuple[str, str, DeadlineNote | None]] = []
    if not row.heading:
        counts = row.taken and not reported_apart(row)
        note = deadline_note(row, sheet.as_of) if counts else DeadlineNote("", Sign.PLAIN)
        lines.append(("Thời hạn", deadline_words(row, sheet.plan.year), note))
    lines += [("Gia hạn", extension_words(extension), None) for extension in extensions]
    lines += [("Chủ trì", "; ".join(row.lead), None)] if row.lead else []
    lines += [("Phối hợp", "; ".join(row.support), None)] if row.support else []
    return lines


def fact_line(name: str, words: str, note: DeadlineNote | None) -> QWidget:
    """Make a line of facts: its name at the left, its words wrapped at the right."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(FactName(name), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(words, wrap=True) if note is None else DeadlineValue(words, note), 1)
    return line


def folded_line(name: str, words: str, note: DeadlineNote | None) -> QWidget:
    """Make the same line as low as it can be: first comes the deadline, which needs no name."""
    if note is None:
        return Label(f"{name} {words}", lines=1)
    return DeadlineValue(words, note, lines=1)


class FactName(Label):
    """The name of a line of facts, as wide as the widest of them in the letters of the day."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, color="text2", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)

    def sizeHint(self) -> QSize:
        return QSize(int(max(text_width(word) for word in LABELS)) + 12, theme().line("body"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class DeadlineValue(QWidget):
    """Printed words, then how far away: on one line where both fit, else on two."""

    def __init__(
        self, words: str, note: DeadlineNote, lines: int = 0, parent: QWidget | None = None
    ) -> None:
        """``lines``: of the printed words at most, 0 for as many as they need."""
        super().__init__(parent)
        self._note = note
        self._words = Label(words or "(không ghi)", wrap=True, lines=lines, parent=self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(f"Thời hạn: {words}, {note.text}")

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        words = self._words.heightForWidth(width)
        return words if self._beside(width) or not self._note.text else words + self._line

    def sizeHint(self) -> QSize:
        width = int(self._words_width + self._note_width)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._line)

    def resizeEvent(self, _event: object) -> None:
        self._words.setGeometry(0, 0, self.width(), self._words.heightForWidth(self.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._note.text:
            return
        beside = self._beside(self.width())
        left = self._words_width + 8 if beside else 0
        top = 0 if beside else self._words.height()
        paint_note(QPainter(self), QRectF(left, top, self.width() - left, self._line), self._note)

    @property
    def _line(self) -> int:
        return theme().line("body")

    @property
    def _words_width(self) -> float:
        return text_width(self._words.text())

    @property
    def _note_width(self) -> float:
        return text_width(self._note.text, "body_strong") + ICON + 14

    def _beside(self, width: int) -> bool:
        return self._words_width + self._note_width <= width


def paint_note(painter: QPainter, line: QRectF, note: DeadlineNote) -> None:
    """Paint a distance with its sign on one line of body text."""
    if note.sign is Sign.PLAIN:
        paint_text(painter, line, note.text, color="text2")
        return
    paint_note_sign(painter, line, note.sign)
    color = NOTE_SIGNS[note.sign][1]
    paint_text(
        painter, line.adjusted(ICON + 6, 0, 0, 0), note.text, font="body_strong", color=color
    )


def deadline_words(row: TaskRow, year: int) -> str:
    """Give the printed words with the one date they mean: "Tháng 4/2026 (30/4)".

    ``year`` is the plan's; a date in another year says its own.
    """
    text = row.deadline.text
    points = row.deadline.milestones
    due = points[0].due if len(points) == 1 else None
    if due is None or format_date(due) in text:
        return text
    return f"{text} ({format_date(due).removesuffix(f'/{year}')})"


def extension_words(extension: Extension) -> str:
    """Say an extension in a line: "đến 30/9/2026, được đồng ý, Công văn số 12-CV/ĐU"."""
    state = "được đồng ý" if extension.granted else "đã đề nghị"
    return f"đến {format_date(extension.due)}, {state}, {extension.document}"


def notices_of(row: TaskRow, sheet: Worksheet) -> list[str]:
    """Say what is doubtful in the source, and what became of a withdrawn task."""
    doubts = [f"Cần đối chiếu bản gốc: {_sentence(curled(doubt))}" for doubt in row.task.doubts]
    if row.withdrawn:
        version = sheet.plan.number
        doubts.insert(0, f"Nhiệm vụ đã rút khỏi kế hoạch {version}. Nội dung đã ghi vẫn được giữ.")
    return doubts


def repeats_of(row: TaskRow, sheet: Worksheet) -> list[str]:
    """Give the targets of the prose that repeat this task: shown beside it, never typed twice."""
    return [repeat_words(r) for r in sheet.plan.repeats if r.code == row.code]


def repeat_words(repeat: Repeat) -> str:
    """Say one repeated target in a sentence."""
    return f"Nghị quyết cũng nêu: {repeat.title}, {_sentence(repeat.target_text)}"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "”", ")")) else f"{text}."
