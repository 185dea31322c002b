"""The parts of the report as a list that folds, one open at a time; texts write themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from qnapp.documents.content import PartId
from qnapp.documents.part_states import is_automatic
from qnapp.ui.kit.labels import Separator
from qnapp.ui.report_page.part_section import PartSection
from qnapp.ui.report_page.signature_section import SignatureSection
from qnapp.ui.tasks_page.autosave import Autosave

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from qnapp.documents.part_states import PartState
    from qnapp.documents.report import Report

SIGNATURE = "signature"  # what the marks of the drawn document call it


class PartsPanel(QScrollArea):
    """Sections of the six parts and of the signature. ``write`` takes texts by name of part."""

    edited = Signal()
    opened = Signal(str)  # name of a part, SIGNATURE, or "" when all are folded

    def __init__(
        self, write: Callable[[dict[str, str]], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._write = write
        self._drafts: dict[str, str] = {}
        self.autosave = Autosave(self._save, self)
        self.sections = {part: PartSection(part) for part in PartId}
        self.signature = SignatureSection()
        self._build()

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part, section in self.sections.items():
            section.toggled.connect(self.toggle)
            section.text.edited.connect(self.edited)
            self.autosave.bind(part.value, section.text)
            column.addWidget(section)
        self.signature.toggled.connect(self._toggle_signature)
        column.addWidget(self.signature)
        column.addWidget(Separator())
        column.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)

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
        if fresh:
            self.autosave.load(texts)
        else:
            self.autosave.update(texts)
        for state in states:
            self.sections[PartId(state.part)].show_state(
                state,
                locked=locked,
                has_results=has_results,
                has_previous=state.part in previous,
            )

    def show_report(self, report: Report) -> None:
        """Show who signs."""
        self.signature.show_report(report)

    def texts(self) -> dict[str, str]:
        """What the clerk wrote, as it stands in the fields; automatic parts are left out."""
        found = {part.value: section.text.value() for part, section in self.sections.items()}
        return {
            name: text
            for name, text in found.items()
            if not is_automatic(text, self._drafts.get(name, ""))
        }

    def draft(self, part: PartId) -> str:
        """What the program proposes for a part."""
        return self._drafts.get(part.value, "")

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
        """Name of the open part, "" where all are folded."""
        if self.signature.is_open:
            return SIGNATURE
        return next((part.value for part, s in self.sections.items() if s.is_open), "")

    def open_part(self, part: PartId) -> None:
        """Open a part and put the cursor into its text."""
        if not self.sections[part].is_open:
            self.toggle(part)
        self.sections[part].text.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle(self, part: PartId) -> None:
        """Open a part and fold the others, or fold it."""
        self._show_only("" if self.sections[part].is_open else part.value)

    def _toggle_signature(self) -> None:
        self._show_only("" if self.signature.is_open else SIGNATURE)

    def _show_only(self, name: str) -> None:
        self.autosave.flush()
        for part, section in self.sections.items():
            section.set_open(part.value == name)
        self.signature.set_open(name == SIGNATURE)
        QTimer.singleShot(0, self, self._show_current)  # once the sections have their new height
        self.opened.emit(name)

    def _show_current(self) -> None:
        name = self.current()
        if name:
            part = self.signature if name == SIGNATURE else self.sections[PartId(name)]
            self.ensureWidgetVisible(part, 0, 8)
