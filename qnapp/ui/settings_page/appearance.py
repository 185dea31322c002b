"""Light or dark, size of the letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication

from qnapp.ui.kit.fields import FieldBox
from qnapp.ui.kit.segments import SegmentedControl
from qnapp.ui.kit.theme import apply_theme
from qnapp.ui.settings_page.section import Section

if TYPE_CHECKING:
    from qnapp.ui.kit.theme import Choice
    from qnapp.ui.session import Session

_THEMES = (("light", "Sáng", ""), ("dark", "Tối", ""), ("system", "Theo máy", ""))
_SIZES = (("100", "100%", ""), ("115", "115%", ""), ("130", "130%", ""))


class AppearanceSection(Section):
    """Both apply at once to the whole window."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "Giao diện")
        self.shade = SegmentedControl(_THEMES)
        self.letters = SegmentedControl(_SIZES)
        self.add_row(FieldBox("Màu", self.shade), FieldBox("Cỡ chữ", self.letters))
        self.shade.committed.connect(self._changed)
        self.letters.committed.connect(self._changed)

    def load(self) -> None:
        super().load()
        self.shade.set_value(self.setting("theme"))
        self.letters.set_value(str(self.setting("font_percent")))

    def _changed(self) -> None:
        chosen, percent = self.shade.value(), int(self.letters.value())
        if (chosen, percent) == (self.setting("theme"), self.setting("font_percent")):
            return
        if self.write_setting("giao diện", theme=chosen, font_percent=percent):
            app = QApplication.instance()
            if isinstance(app, QApplication):
                apply_theme(app, cast("Choice", chosen), percent)
