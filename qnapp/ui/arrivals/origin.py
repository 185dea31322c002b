"""Whose file it is: that nothing in it was changed, and how far its sender is known.

A hash says that a package is whole, only the key says who made it; both are said apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qnapp.domain.packages import KeyStanding, key_words
from qnapp.ui.kit.buttons import CheckBox
from qnapp.ui.kit.labels import IconText
from qnapp.ui.kit.notices import Notice

if TYPE_CHECKING:
    from qnapp.domain.packages import Origin

WHOLE = "Gói nguyên vẹn: nội dung đúng như khi bên gửi tạo."
CONFIRMED = "Nguồn gửi: {name}, đúng khóa đã xác nhận ({key})."
NEW = (
    "Lần đầu nhận gói ký bằng khóa này của {name}. Mã khóa: {key}. "
    "Gọi cho bên gửi bằng số điện thoại đã biết, nghe đọc đủ 24 ký tự và so với mã này."
)
OTHER = (
    "Khóa này khác với khóa đã xác nhận của {name}. Mã khóa mới: {key}. "
    "Gọi cho bên gửi bằng số điện thoại đã biết để hỏi; không đúng thì không nhận."
)
COMPARED = "Đã đối chiếu mã khóa với bên gửi"


class OriginPanel(QWidget):
    """Lines of what was checked, and the box that says a key was compared."""

    changed = Signal()

    def __init__(
        self,
        origin: Origin | None,
        *,
        required: bool,
        unsigned: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``required``: nothing may happen before a key that is not known has been compared.

        ``unsigned``: what is said where no key signs the file.
        """
        super().__init__(parent)
        self._origin = origin
        self._required = required
        self.compared = CheckBox(COMPARED)
        self.compared.toggled.connect(self.changed)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        if origin is not None:
            self._add_line(WHOLE, "text", "tick")
            self._add_key(origin)
        elif unsigned:
            self._add_line(unsigned, "text2", "info")

    @property
    def is_compared(self) -> bool:
        """Whether a person says that the key was compared with its sender."""
        return self.compared.isChecked()

    @property
    def settled(self) -> bool:
        """Whether what has to be compared was."""
        unknown = self._origin is not None and self._origin.standing is not KeyStanding.CONFIRMED
        return self.is_compared or not (unknown and self._required)

    def _add_key(self, origin: Origin) -> None:
        told = {"name": origin.name, "key": key_words(origin.key)}
        if origin.standing is KeyStanding.CONFIRMED:
            self._add_line(CONFIRMED.format(**told), "text", "tick")
            return
        new = origin.standing is KeyStanding.NEW
        self._box.addWidget(Notice("soon", (NEW if new else OTHER).format(**told), icon="key"))
        self._box.addWidget(self.compared, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_line(self, words: str, color: str, icon: str) -> None:
        line = IconText(wrap=True)
        line.set_text(words, color, icon)
        self._box.addWidget(line)
