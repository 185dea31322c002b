"""One part of a document in the list that folds: its text, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from qnapp.documents.content import PartId
from qnapp.documents.part_states import quoted_words
from qnapp.ui.kit.buttons import LinkButton, QuietButton
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.texts import GrowingTextEdit
from qnapp.ui.kit.theme import theme
from qnapp.ui.report_page.flow import FlowRow
from qnapp.ui.report_page.folding import INDENT, SIDE, FoldingSection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from qnapp.documents.part_states import PartState


def _old_words(phrases: Sequence[str], current: Sequence[str]) -> str:
    """Name what a text still says and the figures no longer do, and what to do."""
    named = quoted_words(phrases, current, most=_NAMED)
    return (
        f"Phần này ghi {named}, khác với số liệu hiện nay. "
        "Sửa lại các chỗ đó hoặc chọn Trở về bản tự động."
    )


_NAMED = 3  # beside the text; Kiểm tra names all
_LINES = (3, 11)  # of a part's text: beyond them it scrolls by itself
_FRAME = 14  # edge and padding of the field, above and below together


class PartSection(FoldingSection):
    """It knows no store: the page fills it and hears what is wanted, by the part's name."""

    results_wanted = Signal(str)
    previous_wanted = Signal(str)
    reset_wanted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.text = GrowingTextEdit(min_lines=_LINES[0], max_lines=_LINES[1])
        self.old = Notice("soon")
        self.old.hide()
        self.inside.addWidget(self.text)
        self.inside.addWidget(self.old)
        self.inside.addWidget(self._build_tools())

    def _build_tools(self) -> FlowRow:
        self.results = QuietButton("Lấy kết quả từ nhiệm vụ…", "tasks", size="small")
        self.previous = LinkButton("Lấy văn bản kỳ trước")
        self.reset = LinkButton("Trở về bản tự động…")
        self.results.clicked.connect(self._want_results)
        self.previous.clicked.connect(self._want_previous)
        self.reset.clicked.connect(self._want_reset)
        self.tools = FlowRow((self.results, self.previous, self.reset))
        return self.tools

    def show_state(
        self, state: PartState, *, locked: bool, has_results: bool, has_previous: bool
    ) -> None:
        """Say where the text comes from and what can be done with it; the text is left alone."""
        self.head.show_state(state.title, state.source, lacking=state.lacking)
        self.text.setAccessibleName(state.title)
        self.old.set_text(_old_words(state.outdated, state.current))
        self.old.setVisible(bool(state.outdated) and not locked)
        self.text.set_locked(locked)
        takes = self.name == PartId.TASKS and has_results
        self.results.setVisible(takes and not locked)
        self.previous.setVisible(has_previous and not locked)
        self.reset.setVisible(state.written and not locked)
        self.tools.arrange()

    def fit_text(self, room: int) -> None:
        """Make the field no higher than ``room`` pixels hold with what stands above and below."""
        width = self.width() - INDENT - SIDE
        beside = self.head.heightForWidth(self.width()) + self.inside.contentsMargins().bottom()
        shown = [self.tools] if not self.old.isVisible() else [self.old, self.tools]
        beside += sum(part.heightForWidth(width) + self.inside.spacing() for part in shown)
        least, most = _LINES
        lines = (room - beside - _FRAME) // theme().line("body")
        self.text.set_lines(least, min(max(lines, least), most))

    def append(self, text: str) -> None:
        """Put paragraphs below what stands there, as if they were typed."""
        cursor = self.text.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        cursor.insertText(f"\n{text}" if self.text.value().strip() else text)
        self.text.setTextCursor(cursor)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def replace(self, text: str) -> None:
        """Put another text in, as if it were typed: the field's own undo takes it back."""
        cursor = self.text.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)
        self.text.setTextCursor(cursor)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _want_results(self) -> None:
        self.results_wanted.emit(self.name)

    def _want_previous(self) -> None:
        self.previous_wanted.emit(self.name)

    def _want_reset(self) -> None:
        self.reset_wanted.emit(self.name)
