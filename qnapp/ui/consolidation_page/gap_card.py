"""The card at the top: what is missing, by name, with the button that mends it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from qnapp.ui.kit.buttons import LinkButton, PrimaryButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.surfaces import Card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.next_gap import GapStep

ICONS = {"late": "send", "conflict": "inbox", "unconfirmed": "key", "complete": "report"}
_LINKS = 3


class GapCard(Card):
    """``wanted`` is the page and row that the button, or a link behind it, leads to."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self._step: GapStep | None = None
        self.sentence = Label("", font="heading", lines=2)
        self.names = Label("", color="text2", lines=1)
        self.button = PrimaryButton("")
        self.button.clicked.connect(self._go)
        self.links: list[LinkButton] = []
        self._after = QHBoxLayout()
        self._after.setSpacing(4)
        self._then = Label("Sau đó:", font="small", color="text2")
        self.names.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._build()

    def _build(self) -> None:
        self._first = QWidget()
        first = QHBoxLayout(self._first)
        first.setContentsMargins(0, 0, 0, 0)
        first.setSpacing(14)
        first.addWidget(Label("Việc tiếp theo", font="small_strong", color="accent"))
        first.addWidget(self._then)
        first.addLayout(self._after)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(14)
        second.addWidget(self.sentence)
        second.addWidget(self.names, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._first)
        words.addLayout(second)
        self._row = row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 10)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)

    def show_steps(self, steps: Sequence[GapStep]) -> None:
        """Show the most pressing hole, and links to those behind it."""
        step = self._step = steps[0]
        self.sentence.setText(step.sentence)
        self.names.setText(step.names)
        self.names.setVisible(bool(step.names) and step.names not in step.sentence)
        self.button.setText(step.button)
        self.button.set_icon_name(ICONS.get(step.key, "inbox"))
        self.button.setVisible(True)
        self._show_links(steps[1 : 1 + _LINKS])

    def set_tight(self, tight: bool) -> None:
        """In little room only the next thing to do stands here; the chips lead to the others."""
        self._first.setVisible(not tight)
        self._row.setContentsMargins(16, 6 if tight else 8, 16, 6 if tight else 10)

    def show_busy(self, sentence: str) -> None:
        """Say that nothing is known yet."""
        self._step = None
        self.sentence.setText(sentence)
        self.names.hide()
        self.button.hide()
        self._show_links(())

    def _show_links(self, steps: Sequence[GapStep]) -> None:
        for link in self.links:
            self._after.removeWidget(link)
            link.hide()  # it is freed later, and must not be painted until then
            link.deleteLater()
        self.links = []
        for step in steps:
            link = LinkButton(step.short, font="small")
            link.setToolTip(step.names)
            link.clicked.connect(partial(self.wanted.emit, step.page, step.uid))
            self._after.addWidget(link)
            self.links.append(link)
        self._then.setVisible(bool(steps))

    def _go(self) -> None:
        if self._step is not None:
            self.wanted.emit(self._step.page, self._step.uid)
