"""The strip below the parts: quiet ways out at the left, the one loud button at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.ui.kit.buttons import LinkButton, PrimaryButton, QuietButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.theme import theme
from qnapp.ui.outside import open_outside
from qnapp.ui.report_page.export import DOCX, PDF, XLSX
from qnapp.ui.report_page.flow import FlowRow
from qnapp.ui.report_page.printing import can_print

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPaintEvent, QResizeEvent


PRINT = "In…"
SIDE, GAP = 14, 8


class ExportedNotice(Notice):
    """What was exported, with the ways to the file and to its folder."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("ok", button="Mở tệp", parent=parent)
        self._target: Path | None = None
        self.folder = LinkButton("Mở thư mục")
        self.row.addWidget(self.folder, 0, Qt.AlignmentFlag.AlignVCenter)
        self.clicked.connect(self._open)
        self.folder.clicked.connect(self._open_folder)
        self.hide()

    def show_exported(self, target: Path, sentence: str) -> None:
        """Say it; the whole path is in the tooltip."""
        self._target = target
        self.set_text(sentence)
        self.setToolTip(str(target))
        self.show()

    def _open(self) -> None:
        if self._target is not None:
            open_outside(self._target)

    def _open_folder(self) -> None:
        if self._target is not None:
            open_outside(self._target.parent)


class Foot(QWidget):
    """Ways out of one document, on the window's ground."""

    wanted = Signal(str)  # ``export.PDF``, ``XLSX`` or ``DOCX``
    print_wanted = Signal()
    main_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.exported = ExportedNotice()
        self.note = Label(font="small", color="text2", wrap=True)
        self.note.hide()
        self.pdf, self.word, self.excel = (
            QuietButton("PDF"),
            QuietButton("Word"),
            QuietButton("Excel"),
        )
        self.print = QuietButton(PRINT, "print")
        self.main = PrimaryButton("")
        for button, kind in ((self.pdf, PDF), (self.word, DOCX), (self.excel, XLSX)):
            button.clicked.connect(partial(self.wanted.emit, kind))
        self.print.clicked.connect(self.print_wanted)
        self.main.clicked.connect(self.main_wanted)
        self.ways = FlowRow((self.pdf, self.word, self.excel, self.print))
        self._build()
        self.print.setVisible(can_print())  # not before it has its place: it would be a window
        self.print.setAccessibleName(PRINT)
        theme().changed.connect(self._fit)

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.ways, 1)
        buttons.addWidget(self.main, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, 10, SIDE, 10)
        column.setSpacing(8)
        column.addWidget(self.exported)
        column.addWidget(self.note)
        column.addLayout(buttons)

    def set_main(self, words: str, icon: str = "") -> None:
        """Change the loud button; "" takes it away."""
        self.main.setText(words)
        self.main.set_icon_name(icon)
        self.main.setVisible(bool(words))
        self._fit()

    def set_note(self, words: str) -> None:
        """Say something beside the buttons; "" takes it away."""
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out the icon, and then the word, that would send a button to a second line."""
        main = self.main.sizeHint().width() + GAP if self.main.text() else 0
        inside = self.width() - 2 * SIDE
        for words, icon in ((PRINT, "print"), (PRINT, ""), ("", "print")):
            self.print.setText(words)
            self.print.set_icon_name(icon)
            if self.ways.sizeHint().width() + main <= inside:
                break
        self.print.setToolTip("" if self.print.text() else PRINT)
        self.ways.arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("canvas"))
        painter.fillRect(0, 0, self.width(), 1, theme().color("border"))
