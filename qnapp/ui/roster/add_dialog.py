"""An organisation that is not built in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qnapp.db.reporters import add_reporter
from qnapp.errors import UserError
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.theme import theme
from qnapp.ui.kit.typed_dialog import TypedDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.db.history import FieldChange
    from qnapp.ui.session import Session

WIDTH = 480
ABOUT = (
    "Gõ đúng tên mà đơn vị đã nhập khi mở chương trình lần đầu. "
    "54 xã, phường, đặc khu và các cơ quan của tỉnh đã có sẵn."
)


class AddDialog(TypedDialog):
    """``added`` carries the code that the organisation has from then on."""

    added = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Thêm đơn vị vào danh bạ")
        self.setFixedWidth(theme().px(WIDTH))
        self._session = session
        self.name = LineEdit("Ví dụ: Trường Chính trị Nguyễn Văn Cừ")
        self.save, self.cancel = PrimaryButton("Thêm đơn vị"), QuietButton("Hủy")
        self.save.clicked.connect(self._save)
        self.name.returnPressed.connect(self._save)
        self.cancel.clicked.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addWidget(Label(ABOUT, color="text2", wrap=True))
        box.addWidget(FieldBox("Tên đơn vị", self.name))
        box.addLayout(foot_line(self.cancel, self.save))
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @classmethod
    def open_for(cls, session: Session, parent: QWidget | None = None) -> AddDialog:
        """Ask over the roster; the dialog frees itself when closed."""
        dialog = cls(session, parent)
        dialog.open()
        return dialog

    def _save(self) -> None:
        found: list[FieldChange] = []
        self._session.write("Thêm đơn vị", partial(self._add, found))
        if found:
            self.added.emit(found[0].key)
            self.accept()

    def _add(self, found: list[FieldChange]) -> Sequence[FieldChange]:
        """Add it; what is wrong with the name is said at the field, not above the page."""
        try:
            found += add_reporter(self._session.store, self.name.value())
        except UserError as error:
            self.name.set_fault(str(error))
        return found
