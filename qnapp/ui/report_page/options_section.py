"""What the clerk chooses for the paper: charts, doubts of the source, both sides, fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from qnapp.ui.kit.buttons import CheckBox
from qnapp.ui.report_page.folding import FoldingSection

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtWidgets import QWidget

    from qnapp.db.settings import Settings

TITLE = "Tùy chọn xuất"
# Names of settings.
CHARTS, DOUBTS, DUPLEX, FIELDS = "with_charts", "with_doubts", "duplex", "signature_fields"
_WORDS = {
    CHARTS: ("Kèm phụ lục biểu đồ", "kèm biểu đồ"),
    DOUBTS: ("In cả nội dung cần đối chiếu bản gốc", "có nội dung cần đối chiếu"),
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
        self._ticked: dict[str, bool] = {}
        for name, (words, _short) in _WORDS.items():
            box = self.boxes[name] = CheckBox(words)
            box.clicked.connect(self._choose)
            self.inside.addWidget(box)

    def show_settings(self, settings: Settings, offered: Collection[str]) -> None:
        """Show what is chosen; ``offered`` names the options that this form knows."""
        told = []
        for name, box in self.boxes.items():
            wanted = bool(getattr(settings, name))
            box.setVisible(name in offered)
            box.setChecked(wanted)
            self._ticked[name] = wanted
            if wanted and name in offered:
                told.append(_WORDS[name][1])
        self.head.show_state(TITLE, ", ".join(told) or PLAIN, lacking=False)

    def _choose(self) -> None:
        for name, box in self.boxes.items():
            if box.isChecked() != self._ticked.get(name, False):
                self.chosen.emit(name, box.isChecked())
