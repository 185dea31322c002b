"""The last part of the list: who signs, and who receives; changed in Thiết lập."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.report_page.part_section import INDENT, SIDE, PartHead

if TYPE_CHECKING:
    from qnapp.documents.report import Report

TITLE = "Ký và nơi nhận"
NO_SIGNER = "chưa ghi người ký"


class SignatureSection(QWidget):
    """Shows the signature block and the recipients as they will print."""

    toggled = Signal()
    settings_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = PartHead()
        self.head.clicked.connect(self.toggled)
        self.signature, self.recipients = Label(wrap=True), Label(wrap=True)
        self.change = LinkButton("Sửa người ký và nơi nhận trong Thiết lập")
        self.change.clicked.connect(self.settings_wanted)
        self.body = QWidget()
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(INDENT, 0, SIDE, 14)
        inside.addLayout(self._build_lines())
        inside.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.body)
        self.body.hide()

    def _build_lines(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for place, (name, value) in enumerate(
            (("Người ký", self.signature), ("Nơi nhận", self.recipients))
        ):
            grid.addWidget(Label(name, color="text2"), place, 0, top)
            grid.addWidget(value, place, 1, top)
        return grid

    def show_report(self, report: Report) -> None:
        """Show who signs this report."""
        block = report.signature
        name = block.name.strip()
        self.head.show_state(TITLE, name or NO_SIGNER, lacking=not name)
        lines = (*block.authority, block.title, name or "(chưa ghi họ tên)")
        self.signature.setText("\n".join(line for line in lines if line))
        self.recipients.setText("\n".join(report.recipients))

    @property
    def is_open(self) -> bool:
        """Whether the block is shown."""
        return not self.body.isHidden()

    def set_open(self, is_open: bool) -> None:
        """Show or hide the block."""
        self.body.setVisible(is_open)
        self.head.set_open(is_open)
