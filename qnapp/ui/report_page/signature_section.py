"""Who signs, to whom it goes, who receives it; changed in Thiết lập but for the addressees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.texts import GrowingTextEdit
from qnapp.ui.kit.theme import theme
from qnapp.ui.report_page.folding import FoldingSection

if TYPE_CHECKING:
    from qnapp.documents.report import Report

NAME = "signature"  # what the marks of the drawn document call it
TITLE = "Ký và nơi nhận"
LINES = ("Kính gửi", "Người ký", "Nơi nhận")
FIELD = 34
NO_SIGNER = "chưa ghi người ký"


class SignatureSection(FoldingSection):
    """Shows the signature block and the recipients as they will print."""

    settings_wanted = Signal()
    addressed = Signal(str)  # addressees as typed, one a line

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(NAME, parent)
        self.addressees = GrowingTextEdit(min_lines=1, max_lines=4)
        self.addressees.setAccessibleName("Kính gửi")
        self._typed = False  # in the addressees, since they were last written
        self.addressees.edited.connect(self._type)
        self.addressees.committed.connect(self._address)
        self.addressed_to = Label(wrap=True)
        self.signature, self.recipients = Label(wrap=True), Label(wrap=True)
        self.change = LinkButton("Sửa người ký và nơi nhận trong Thiết lập")
        self.change.clicked.connect(self.settings_wanted)
        self.inside.addLayout(self._build_lines())
        self.inside.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)

    def _build_lines(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._labels = [Label(words, color="text2", whole=True) for words in LINES]
        top = Qt.AlignmentFlag.AlignTop
        for place, value in enumerate((self.addressed_to, self.signature, self.recipients)):
            grid.addWidget(self._labels[place], place, 0, top)
            grid.addWidget(value, place, 1, top)
        grid.addWidget(self.addressees, 0, 1, top)
        return grid

    def show_report(self, report: Report, addressees: str, *, locked: bool) -> None:
        """Show who signs this document; ``addressees`` as they were typed, locked as printed."""
        block = report.signature
        name = block.name.strip()
        self.head.show_state(TITLE, name or NO_SIGNER, lacking=not name)
        lines = (*block.authority, block.title, name or "(chưa ghi họ tên)")
        self.signature.setText("\n".join(line for line in lines if line))
        self.recipients.setText("\n".join(report.recipients))
        self.change.setVisible(not locked)
        self._show_addressees(report, addressees, locked=locked)

    def _show_addressees(self, report: Report, typed: str, *, locked: bool) -> None:
        shown = report.profile.addressee.shown
        self._labels[0].setVisible(shown)
        # As high as the field's first line, in whose middle it stands then.
        self._labels[0].setMinimumHeight(0 if locked else theme().px(FIELD))
        self.addressed_to.setVisible(shown and locked)
        self.addressed_to.setText("\n".join(report.addressees))
        self.addressees.setVisible(shown and not locked)
        self.addressees.setPlaceholderText(report.profile.addressee.default)
        if not (self.addressees.hasFocus() and self._typed):  # what is being typed stays
            self.addressees.set_value(typed)

    def _type(self) -> None:
        self._typed = True

    def _address(self) -> None:
        self._typed = False
        self.addressed.emit(self.addressees.value())
