"""The paragraph of the resolution that a task comes from, for reading only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.texts import GrowingTextEdit
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.plan import Indicator, Paragraph, Plan, Task

SIZE = (640, 460)


class ParagraphDialog(QDialog):
    """Where the resolution speaks of a task; what is doubtful in the source stands below."""

    def __init__(
        self, plan: Plan, code: str, paragraphs: Sequence[Paragraph], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Đoạn trong Nghị quyết: {code}")
        self.resize(theme().px(SIZE[0]), theme().px(SIZE[1]))
        inside = QWidget()
        self._box = QVBoxLayout(inside)
        self._box.setContentsMargins(0, 0, 8, 0)
        self._box.setSpacing(12)
        self._box.addWidget(Label(f"Nghị quyết số {plan.number}", font="heading"))
        for paragraph in paragraphs:
            self._add(paragraph)
        self._box.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 12, 16)
        box.addWidget(scroll, 1)
        box.addLayout(self._foot())

    @classmethod
    def open_for(
        cls, plan: Plan, task: Task | Indicator, parent: QWidget | None = None
    ) -> ParagraphDialog:
        """Show a task's paragraphs; the dialog frees itself when closed."""
        dialog = cls(plan, task.code, paragraphs_of(plan, task), parent)
        dialog.open()
        return dialog

    def _add(self, paragraph: Paragraph) -> None:
        self._box.addWidget(Label(f"Mục {paragraph.section}", font="body_strong"))
        text = GrowingTextEdit(max_lines=400)
        text.setAccessibleName(f"Mục {paragraph.section}")
        text.set_value(paragraph.text)
        text.set_locked(True)
        self._box.addWidget(text)
        for doubt in paragraph.doubts:
            self._box.addWidget(Notice("soon", f"Cần đối chiếu bản gốc: {doubt}", icon="note"))

    def _foot(self) -> QHBoxLayout:
        self.close_button = QuietButton("Đóng")
        self.close_button.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        return foot


def paragraphs_of(plan: Plan, task: Task | Indicator) -> tuple[Paragraph, ...]:
    """Give the paragraph that words a task, and those that repeat it; empty where none is known."""
    wanted = [task.paragraph, *(r.paragraph for r in plan.repeats if r.code == task.code)]
    return tuple(p for p in plan.paragraphs if p.id and p.id in wanted)
