"""Light or dark, size of the letters; and what this program is."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, cast

from PySide6 import __version__ as qt_version
from PySide6.QtWidgets import QApplication

from qnapp import __version__
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


class AboutSection(Section):
    """Version and the parts it is made of."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "Giới thiệu")
        self.add_text(
            f"QNApp {__version__}: theo dõi thực hiện Nghị quyết, hoạt động không cần mạng. "
            "Chương trình không gửi dữ liệu đi đâu."
        )
        self.add_text(
            f"Python {platform.python_version()}, Qt {qt_version} (LGPL-3.0), SQLite, openpyxl, "
            "ReportLab; phông chữ Open Sans (Apache-2.0), Liberation Serif (SIL OFL 1.1)."
        )
