"""Gives an indicator the organisation's own target, with what the program reads in the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qnapp.domain.target_words import explain_target, target_with_unit
from qnapp.domain.targets import parse_target
from qnapp.text import clean
from qnapp.ui.kit.buttons import LinkButton, PrimaryButton, QuietButton
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.growing import GrowsWithWords
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.required import all_given
from qnapp.ui.kit.typed_dialog import TypedDialog

if TYPE_CHECKING:
    from qnapp.domain.reporting import IndicatorRow

WIDTH = 460
IN_WORDS = "Chỉ tiêu này báo cáo bằng lời: mức được in nguyên văn, không tự so với kết quả."
NOTHING = "Chưa ghi mức thì chỉ tiêu này không được đánh giá đạt hay chưa đạt."


class TargetDialog(TypedDialog):
    """Asks for the words of the target; "" takes the target away."""

    def __init__(self, row: IndicatorRow, parent: QWidget | None = None, *, note: str = "") -> None:
        """``note``: what is said of the change besides."""
        super().__init__(parent)
        self._note = note
        self._row = row
        self._text = row.target.text if row.target else ""
        self.setWindowTitle(f"Mức của đơn vị, chỉ tiêu {row.short_code}")
        self.setMinimumWidth(WIDTH)
        self._build()
        GrowsWithWords(self)
        self.field.set_value(self._text)
        self._explain()

    @classmethod
    def ask(cls, row: IndicatorRow, parent: QWidget | None = None, *, note: str = "") -> str | None:
        """Give the words, "" for no target; None where nothing was decided."""
        dialog = cls(row, parent, note=note)
        decided = dialog.exec() == QDialog.DialogCode.Accepted
        text = dialog.text()
        dialog.deleteLater()
        return text if decided else None

    def text(self) -> str:
        """Words of the target."""
        return self._text

    def _build(self) -> None:
        unit = self._row.indicator.unit
        province = target_with_unit(self._row.province_target, unit)
        self.field = LineEdit("Ví dụ: từ 90 trở lên; 3-3,5; ≥2.500")
        self.meaning = Label(wrap=True, color="text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(Label(self._row.indicator.title, font="body_strong", wrap=True))
        column.addWidget(Label(f"Mức của tỉnh: {province}", color="text2", wrap=True))
        if self._note:
            column.addWidget(Label(self._note, color="text2", wrap=True))
        box = FieldBox(f"Mức của đơn vị ({unit})" if unit else "Mức của đơn vị", self.field)
        column.addWidget(box)
        column.addWidget(self.meaning)
        column.addLayout(self._build_buttons())
        self.field.edited.connect(self._explain)

    def _build_buttons(self) -> QHBoxLayout:
        self.remove = LinkButton("Bỏ mức của đơn vị")
        self.remove.setVisible(self._row.target is not None)
        self.save = PrimaryButton("Ghi mức")
        self.save.setDefault(True)  # Enter in the field
        self.cancel = QuietButton("Hủy")
        self.remove.clicked.connect(self._remove)
        self.save.clicked.connect(self._take)
        self.cancel.clicked.connect(self.reject)
        return foot_line(self.cancel, self.save, left=(self.remove,))

    def _explain(self) -> None:
        words = clean(self.field.value())
        unit = self._row.indicator.unit
        meaning = explain_target(parse_target(words), unit) if words else ""
        told = f"Được hiểu là: {meaning}." if meaning else NOTHING
        self.meaning.setText(told if self._row.takes_numbers or not words else IN_WORDS)

    def _take(self) -> None:
        if all_given((self.field, "Nhập mức, ví dụ từ 90 trở lên.")):
            self._text = clean(self.field.value())
            self.accept()

    def _remove(self) -> None:
        self._text = ""
        self.accept()
