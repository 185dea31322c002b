"""The card at the top: the next thing with its button, and the seven steps of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from qnapp.domain.overview import current_step
from qnapp.ui.kit.buttons import PrimaryButton
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.steps import Step, StepBar
from qnapp.ui.kit.surfaces import Card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.next_step import NextStep
    from qnapp.domain.overview import StepState


class NextCard(Card):
    """``wanted`` is the page, row and field that the button or a step leads to."""

    wanted = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self._step: NextStep | None = None
        self._steps: Sequence[StepState] = ()
        self.sentence = Label("", font="heading", lines=2)
        self.after = Label("", color="text2", lines=2)
        self.button = PrimaryButton("", "arrow-right", trailing=True)
        self.button.clicked.connect(self._go_next)
        self.bar = StepBar()
        self.bar.chosen.connect(self._go_step)
        self.body.setSpacing(0)
        self.body.addLayout(self._words())
        self.body.addWidget(Separator())
        steps = QHBoxLayout()
        steps.setContentsMargins(12, 1, 12, 1)
        steps.addWidget(self.bar)
        self.body.addLayout(steps)

    def _words(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.sentence)
        self.after.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(self.after, 1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label("Việc tiếp theo", font="small_strong", color="accent"))
        words.addLayout(line)
        row = QHBoxLayout()
        row.setContentsMargins(16, 10, 16, 11)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def show_step(
        self, step: NextStep, steps: Sequence[StepState], current: int | None = None
    ) -> None:
        """Show the next thing and the state of the steps.

        ``current``: the step that it belongs to, None for the first that is not done.
        """
        self._step, self._steps = step, steps
        self.sentence.setText(step.sentence)
        self.after.setText(f"Sau đó: {step.after}" if step.after else "")
        self.button.setText(step.button)
        words = [
            Step(
                state.title,
                state.words,
                done=state.done,
                enabled=bool(state.page),
                lacking=state.lacking,
            )
            for state in steps
        ]
        self.bar.set_steps(words, current_step(steps) if current is None else current)

    def _go_next(self) -> None:
        if self._step is not None:
            self.wanted.emit(self._step.page, self._step.uid, self._step.field)

    def _go_step(self, number: int) -> None:
        state = self._steps[number]
        if state.page:
            self.wanted.emit(state.page, state.uid, "")
