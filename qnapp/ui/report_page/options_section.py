"""What the clerk chooses for the paper: an annex with charts, both sides, fields for signing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from qnapp.ui.kit.buttons import CheckBox
from qnapp.ui.report_page.folding import FoldingSection

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtWidgets import QWidget

    from qnapp.db.settings import Settings

TITLE = "Tùy chọn xuất"
CHARTS, DUPLEX, FIELDS = "with_charts", "duplex", "signature_fields"  # names of settings
_WORDS = {
    CHARTS: ("Kèm phụ lục biểu đồ", "kèm biểu đồ"),
    DUPLEX: ("In hai mặt: trang chẵn đổi lề trái và lề phải", "in hai mặt"),
    FIELDS: ("Thêm ô ký số trống trong tệp PDF", "có ô ký số"),
}
PLAIN = "theo thể thức"


class OptionsSection(FoldingSection):
    """One tick box for each option; what is ticked stands in the head."""

    chosen = Signal(str, bool)  # name of a setting, whether it is wanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("options", parent)
        self.inside.setSpacing(2)
        self.boxes: dict[str, CheckBox] = {}
        for name, (words, _short) in _WORDS.items():
            box = self.boxes[name] = CheckBox(words)
            box.clicked.connect(partial(self.chosen.emit, name))
            self.inside.addWidget(box)

    def show_settings(self, settings: Settings, offered: Collection[str]) -> None:
        """Show what is chosen; ``offered`` names the options that this form knows."""
        told = []
        for name, box in self.boxes.items():
            wanted = bool(getattr(settings, name))
            box.setVisible(name in offered)
            box.setChecked(wanted)
            if wanted and name in offered:
                told.append(_WORDS[name][1])
        self.head.show_state(TITLE, ", ".join(told) or PLAIN, lacking=False)
