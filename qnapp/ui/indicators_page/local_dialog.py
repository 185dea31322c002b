"""An indicator of the organisation's own: add it, or change its words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.domain.plan import Nature
from qnapp.domain.target_words import explain_target
from qnapp.domain.targets import parse_target
from qnapp.text import clean
from qnapp.ui.frozen_note import year_note
from qnapp.ui.indicators_page import actions
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.growing import GrowsWithWords
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.required import all_given
from qnapp.ui.kit.segments import SegmentedControl
from qnapp.ui.kit.texts import GrowingTextEdit
from qnapp.ui.kit.theme import theme
from qnapp.ui.kit.typed_dialog import TypedDialog
from qnapp.ui.session_band import SessionBand

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.db.history import FieldChange
    from qnapp.domain.reporting import IndicatorRow
    from qnapp.ui.session import Session

WIDTH = 520
NATURES = {
    Nature.LEVEL: ("Tại thời điểm", "Số liệu là mức đạt được ở cuối kỳ, ví dụ một tỷ lệ."),
    Nature.FLOW: ("Cộng dồn", "Số liệu cộng dồn từ đầu năm, ví dụ số doanh nghiệp mới."),
    Nature.WORDS: ("Bằng lời", "Kết quả ghi bằng lời, người báo cáo tự đánh giá."),
}
EXAMPLE = "Ví dụ: Tỷ lệ hồ sơ giải quyết đúng hạn"
NO_TARGET = "Ghi mức để chỉ tiêu được đánh giá đạt hay chưa đạt."


class LocalIndicatorDialog(TypedDialog):
    """Words of a local indicator. What the target is understood as stands below it while typing."""

    added = Signal(str)  # uid of the new indicator

    def __init__(
        self, session: Session, row: IndicatorRow | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._row = row
        name = f"Sửa chỉ tiêu {row.short_code}" if row else "Thêm chỉ tiêu của đơn vị"
        self.setWindowTitle(name)
        self.setMinimumWidth(theme().px(WIDTH))
        self._build()
        GrowsWithWords(self)
        self._load()

    @classmethod
    def open_for(
        cls, session: Session, row: IndicatorRow | None = None, parent: QWidget | None = None
    ) -> LocalIndicatorDialog:
        """Show the words of a local indicator, or an empty form; it frees itself when closed."""
        dialog = cls(session, row, parent)
        dialog.open()
        return dialog

    def _build(self) -> None:
        self.band = SessionBand(self._session)
        self.title = GrowingTextEdit(EXAMPLE, max_lines=4, one_paragraph=True)
        self.unit = LineEdit("Ví dụ: %, hồ sơ, triệu đồng")
        self.target = LineEdit("Ví dụ: từ 98 trở lên")
        self.nature = SegmentedControl([(n.value, words, "") for n, (words, _) in NATURES.items()])
        self.nature_words, self.meaning = (Label(wrap=True, color="text2") for _ in range(2))
        self.nature_box = FieldBox("Loại số liệu", self.nature)
        pair = QHBoxLayout()
        pair.setSpacing(12)
        pair.addWidget(FieldBox("Đơn vị tính", self.unit), 2)
        pair.addWidget(FieldBox("Mức năm", self.target), 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.band)
        if told := year_note(self._session.worksheet()):
            column.addWidget(Label(told, color="text2", wrap=True))
        column.addWidget(FieldBox("Tên chỉ tiêu", self.title))
        column.addWidget(self.nature_box)
        column.addWidget(self.nature_words)
        column.addLayout(pair)
        column.addWidget(self.meaning)
        column.addLayout(self._foot())
        for field in (self.target, self.unit, self.nature):
            field.edited.connect(self._explain)

    def _foot(self) -> QHBoxLayout:
        self.save_button = PrimaryButton("Lưu sửa đổi" if self._row else "Thêm chỉ tiêu")
        self.cancel_button = QuietButton("Hủy")
        self.save_button.setDefault(True)  # Enter in any field
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.close)
        return foot_line(self.cancel_button, self.save_button)

    def _load(self) -> None:
        row = self._row
        self.nature.set_value((row.nature if row else Nature.LEVEL).value)
        self.nature_box.set_locked(row is not None)  # values already typed are of that kind
        if row is not None:
            self.title.set_value(row.indicator.title)
            self.unit.set_value(row.indicator.unit)
            self.target.set_value(row.target.text if row.target else "")
        self._explain()
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _explain(self) -> None:
        self.nature_words.setText(NATURES[Nature(self.nature.value())][1])
        words = clean(self.target.value())
        unit = clean(self.unit.value())
        meaning = f"Được hiểu là: {explain_target(parse_target(words), unit)}." if words else ""
        self.meaning.setText(meaning or NO_TARGET)

    def save(self) -> None:
        """Write the indicator and close; without a title, or where the store refuses, stay open."""
        needed = (self.title, "Nhập tên chỉ tiêu."), (self.target, "Nhập mức, ví dụ từ 98 trở lên.")
        if not all_given(*needed):
            return
        self.band.clear()
        words = (field.value() for field in (self.title, self.unit, self.target))
        if self._write(*map(clean, words)):
            self.accept()

    def _write(self, title: str, unit: str, target: str) -> bool:
        session, row = self._session, self._row
        if row is None:
            nature = Nature(self.nature.value())
            action = partial(actions.add_local, session.store, title, unit, nature, target)
            return self._add(action)
        change = partial(actions.edit_local, session.store, row.uid, title, unit, target)
        return session.write(f"Sửa chỉ tiêu {row.short_code}", change)

    def _add(self, action: Callable[[], list[FieldChange]]) -> bool:
        before = {row.uid for row in self._session.worksheet().indicators}
        if not self._session.write("Thêm chỉ tiêu của đơn vị", action):
            return False
        rows = self._session.worksheet().indicators
        self.added.emit(next((row.uid for row in rows if row.uid not in before), ""))
        return True
