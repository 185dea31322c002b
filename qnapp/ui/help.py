"""The help of a page (F1): short text that ships with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QFrame, QTextBrowser, QVBoxLayout

from qnapp.assets import asset
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.paint import text_width
from qnapp.ui.kit.surfaces import resize_on_screen
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_AFTER_SIGN = "\u00a0\u00a0"
KEYS_EVERYWHERE = """
## Phím tắt ở mọi trang

| phím | việc |
| --- | --- |
| Ctrl+1 … Ctrl+9 | mở các trang theo thứ tự |
| Ctrl+K | tìm trong mọi nhiệm vụ, chỉ tiêu, minh chứng |
| Ctrl+F | tìm trong trang đang mở |
| Alt+P | chọn kỳ báo cáo |
| Ctrl+O | mở tệp nhận được |
| Ctrl+Z, Ctrl+Y | hoàn tác, làm lại |
| F1 | trợ giúp |
"""


def help_text(key: str) -> str:
    """Markdown of a page's help, with the keys that work everywhere."""
    file = asset("help", f"{key}.md")
    words = file.read_text(encoding="utf-8") if file.is_file() else "# Trợ giúp\n"
    return words + KEYS_EVERYWHERE


class HelpDialog(QDialog):
    """Stays open beside the work; frees itself when closed."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Trợ giúp")
        self.setModal(False)
        self.browser = QTextBrowser()
        self.browser.setFrameShape(QFrame.Shape.NoFrame)
        self.browser.setFont(theme().font("body"))
        self.browser.document().setDocumentMargin(16)
        self.browser.document().setIndentWidth(24)  # of lists; Qt's own takes a line's best room
        self.browser.setAccessibleName("Nội dung trợ giúp")
        close = QuietButton("Đóng")
        close.clicked.connect(self.close)
        foot = foot_line(close)
        foot.setContentsMargins(16, 12, 16, 12)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        inset = QVBoxLayout()
        inset.setContentsMargins(8, 8, 8, 0)  # the ring of the focus is seen whole
        inset.addWidget(self.browser)
        box.addLayout(inset, 1)
        box.addLayout(foot)
        resize_on_screen(self, (theme().px(560), theme().px(560)))
        self.show_page(key)

    def show_page(self, key: str) -> None:
        """Show the help of another page."""
        self.browser.setMarkdown(help_text(key))
        self._dress_blocks()

    def _dress_blocks(self) -> None:
        """Markdown's own headings are twice the size of anything else in the program.

        Between the sign of a list and its words Qt leaves the width of one space, which is too
        little: the sign goes where the first line begins, so that one begins with spaces further
        to the left.
        """
        block = self.browser.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if level:
                cursor = QTextCursor(block)
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                words = QTextCharFormat()
                words.setFont(theme().font("page" if level == 1 else "heading"))
                cursor.setCharFormat(words)
            elif block.textList() is not None:
                cursor = QTextCursor(block)
                indent = QTextBlockFormat()
                indent.setTextIndent(-text_width(_AFTER_SIGN))
                cursor.mergeBlockFormat(indent)
                cursor.insertText(_AFTER_SIGN)
            block = block.next()
