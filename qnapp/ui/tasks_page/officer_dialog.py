"""Who follows several tasks from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.fields import FieldBox
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.theme import theme
from qnapp.ui.kit.typed_dialog import TypedDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 420


class OfficerDialog(TypedDialog):
    """Asks for a name, those in use offered; an empty one takes the officer away."""

    chosen = Signal(str)

    def __init__(self, count: int, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Giao người theo dõi {count} nhiệm vụ")
        self.setMinimumWidth(theme().px(WIDTH))
        self.name = ComboBox(editable=True)
        self.name.set_choices([(name, name) for name in names])
        self.name.set_value("")
        self.assign = PrimaryButton(f"Giao {count} nhiệm vụ")
        self.cancel = QuietButton("Hủy")
        self.assign.setDefault(True)  # Enter after the name hands it out
        self.assign.clicked.connect(self.save)
        self.cancel.clicked.connect(self.close)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(16)
        box.addWidget(FieldBox("Người theo dõi (để trống là chưa giao ai)", self.name))
        box.addLayout(foot_line(self.cancel, self.assign))
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @classmethod
    def open_for(
        cls, count: int, names: Sequence[str], parent: QWidget | None = None
    ) -> OfficerDialog:
        """Show it without blocking the caller; it frees itself when closed."""
        dialog = cls(count, names, parent)
        dialog.open()
        return dialog

    def save(self) -> None:
        """Hand the name out and close."""
        self.chosen.emit(self.name.value().strip())
        self.accept()
