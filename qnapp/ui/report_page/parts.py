"""What a document is made of as a list that folds, one open at a time; texts write themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from qnapp.documents.part_states import is_automatic, next_basis
from qnapp.ui.kit.labels import Separator
from qnapp.ui.kit.scrolling import ScrolledEdge
from qnapp.ui.report_page.part_section import PartSection
from qnapp.ui.tasks_page.autosave import Autosave

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from qnapp.documents.part_states import PartState
    from qnapp.ui.report_page.folding import FoldingSection


class PartsPanel(QScrollArea):
    """A section for each part, and others ``before`` and ``after`` them.

    ``names`` are those of the parts; ``write`` takes texts by them.
    """

    edited = Signal()
    opened = Signal(str)  # name of a section, "" when all are folded

    def __init__(
        self,
        names: Iterable[str],
        write: Callable[[dict[str, str]], bool],
        *,
        before: Sequence[FoldingSection] = (),
        after: Sequence[FoldingSection] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have it, and bring themselves in
        self._write = write
        self._drafts: dict[str, str] = {}
        self._bases: dict[str, str] = {}
        self.autosave = Autosave(self._save, self)
        self.sections = {name: PartSection(name) for name in names}
        every = (*before, *self.sections.values(), *after)
        self._folding: dict[str, FoldingSection] = {section.name: section for section in every}
        self._build()

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in self._folding.values():
            section.toggled.connect(self.toggle)
            column.addWidget(section)
        for name, part in self.sections.items():
            part.text.edited.connect(self.edited)
            self.autosave.bind(name, part.text)
        column.addWidget(Separator())
        column.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        self._edge = ScrolledEdge(self)

    # ----------------------------------------------------------------------------- content

    def show_states(
        self,
        states: Sequence[PartState],
        *,
        fresh: bool,
        locked: bool,
        has_results: bool,
        previous: Collection[str],
    ) -> None:
        """Show the parts; unless ``fresh``, what is being typed stays as it is.

        ``previous`` names the parts that the period before has a text for.
        """
        texts = {state.part: state.text for state in states}
        self._drafts = {state.part: state.draft for state in states}
        self._bases = {state.part: state.basis for state in states}
        if fresh:
            self.autosave.load(texts)
        else:
            self.autosave.update(texts)
        for state in states:
            self.sections[state.part].show_state(
                state,
                locked=locked,
                has_results=has_results,
                has_previous=state.part in previous,
            )

    def texts(self) -> dict[str, str]:
        """What the clerk wrote, as it stands in the fields; automatic parts are left out."""
        found = {name: section.text.value() for name, section in self.sections.items()}
        return {
            name: text
            for name, text in found.items()
            if not is_automatic(text, self._drafts.get(name, ""))
        }

    def draft(self, name: str) -> str:
        """What the program proposes for a part."""
        return self._drafts.get(name, "")

    def bases(self, texts: Mapping[str, str]) -> dict[str, str]:
        """The drafts that texts about to be written are compared with from now on."""
        return {
            name: next_basis(text, self._bases.get(name, ""), self.draft(name))
            for name, text in texts.items()
        }

    def _save(self, values: dict[str, Any]) -> bool:
        """Write changed texts; one that says no more than the draft goes back to automatic."""
        return self._write(
            {
                name: "" if is_automatic(text, self._drafts[name]) else text
                for name, text in values.items()
            }
        )

    # ----------------------------------------------------------------------------- folding

    def current(self) -> str:
        """Name of the open section, "" where all are folded."""
        return next((name for name, section in self._folding.items() if section.is_open), "")

    def open_part(self, name: str) -> None:
        """Open a section, and put the cursor into its text where it has one."""
        if not self._folding[name].is_open:
            self.toggle(name)
        if name in self.sections:
            self.sections[name].text.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle(self, name: str) -> None:
        """Open a section and fold the others, or fold it."""
        self._show_only("" if self._folding[name].is_open else name)

    def _show_only(self, name: str) -> None:
        self.autosave.flush()
        for own, section in self._folding.items():
            section.set_open(own == name)
        self._fit_texts()
        QTimer.singleShot(0, self, self._show_current)  # once the sections have their new height
        self.opened.emit(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_texts()

    def _fit_texts(self) -> None:
        """Let an open part fit the panel: its head, its text and the buttons below."""
        for section in self.sections.values():
            section.fit_text(self.viewport().height())

    def _show_current(self) -> None:
        name = self.current()
        if not name:
            return
        section = self._folding[name]
        if section.height() > self.viewport().height():
            self.verticalScrollBar().setValue(section.y())  # it is read from its head
        else:
            self.ensureWidgetVisible(section, 0, 8)
