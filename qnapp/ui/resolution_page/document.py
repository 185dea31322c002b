"""The resolution as one text document: a block a paragraph, set as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from qnapp.domain.concordance import HEADING, LIST, SIGNATURE
from qnapp.models.heading_model import depth_of
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.plan import Paragraph
    from qnapp.ui.kit.fonts import FontRole

LINE = 26  # look, section 9
MARGIN = 34  # left of the text: the sign of a doubt and the bar of the current paragraph
_INDENT = 16
_HEADINGS: tuple[tuple[FontRole, int], ...] = (  # font and room above, by depth
    ("page", 8),
    ("heading", 24),
    ("body_strong", 20),
    ("body_strong", 14),
)


def fill_document(document: QTextDocument, paragraphs: Sequence[Paragraph]) -> None:
    """Write all paragraphs, block number n holds paragraph n."""
    document.setUndoRedoEnabled(False)
    document.clear()
    document.setDocumentMargin(0)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for number, paragraph in enumerate(paragraphs):
        if number:
            cursor.insertBlock()
        cursor.setBlockFormat(_block_format(paragraph))
        cursor.insertText(_one_block(paragraph.text), _char_format(paragraph))
    cursor.endEditBlock()


def _one_block(text: str) -> str:
    # A line feed would begin another block; the line separator stays inside of this one.
    return text.replace("\n", "\u2028")


def _block_format(paragraph: Paragraph) -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setLeftMargin(MARGIN + (_INDENT if paragraph.kind == LIST else 0))
    made.setRightMargin(16)
    if paragraph.kind == HEADING:
        made.setHeadingLevel(depth_of(paragraph) + 1)
        made.setTopMargin(_HEADINGS[depth_of(paragraph)][1])
        made.setBottomMargin(6)
        height = theme().line("page") if depth_of(paragraph) == 0 else theme().px(LINE)
    else:
        made.setBottomMargin(2 if paragraph.section == SIGNATURE else 10)
        height = theme().px(LINE)
    fixed = QTextBlockFormat.LineHeightTypes.FixedHeight
    made.setLineHeight(height, fixed.value)
    return made


def _char_format(paragraph: Paragraph) -> QTextCharFormat:
    made = QTextCharFormat()
    font: FontRole = _HEADINGS[depth_of(paragraph)][0] if paragraph.kind == HEADING else "body"
    made.setFont(theme().font(font))
    made.setForeground(theme().color("text"))
    return made
