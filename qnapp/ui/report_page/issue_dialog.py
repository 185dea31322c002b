"""What the văn thư gave the signed report: number, date, who signed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.issued import check_issue, register_issue, same_number_words
from qnapp.domain.issued import completed_number
from qnapp.errors import UserError
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.growing import GrowsWithWords
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import ErrorBand
from qnapp.ui.kit.required import all_given
from qnapp.ui.kit.theme import theme
from qnapp.ui.kit.typed_dialog import TypedDialog

if TYPE_CHECKING:
    from qnapp.domain.issued import IssuedReport
    from qnapp.ui.session import Session

WIDTH = 520
MEND, MEND_NUMBER, KEEP = "Sửa ngày", "Sửa số", "Vẫn ghi"
_WORDS = "Ghi theo bản đã ký, đóng dấu và phát hành."


class IssueDialog(TypedDialog):
    """Four fields; what the store refuses is said here, and the typed text stays."""

    def __init__(
        self,
        session: Session,
        report: IssuedReport,
        *,
        signer: str,
        signer_title: str,
        example: str,
        parent: QWidget | None = None,
    ) -> None:
        """``signer`` and ``signer_title`` as printed; ``example`` of a number: "15-BC/ĐU"."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Số, ngày ban hành")
        self._session, self._report = session, report
        self.band = ErrorBand()
        self._example = example
        self.number = NumberEdit(example)
        self.issued_on = DateEdit(session.today().year, "Ví dụ: 18/6")
        self.signer, self.title = LineEdit("Họ và tên"), LineEdit()
        self.number.set_value(report.number)
        self.issued_on.set_value(report.issued_on)
        self.signer.set_value(report.signer or signer)
        self.title.set_value(report.signer_title or signer_title)
        self._build()
        self._connect()
        GrowsWithWords(self)
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.save, self.cancel = PrimaryButton("Ghi số, ngày"), QuietButton("Hủy")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addWidget(self.band)
        box.addWidget(Label(_WORDS, color="text2", wrap=True))
        box.addLayout(_row(FieldBox("Số, ký hiệu", self.number), FieldBox("Ngày", self.issued_on)))
        box.addLayout(_row(FieldBox("Người ký", self.signer), FieldBox("Chức vụ", self.title)))
        box.addLayout(foot_line(self.cancel, self.save))
        self.setFixedWidth(theme().px(WIDTH))

    def _connect(self) -> None:
        self.save.setDefault(True)  # Enter in any field
        self.save.clicked.connect(self._write)
        self.cancel.clicked.connect(self.reject)

    def _fields(self) -> tuple[NumberEdit, DateEdit, LineEdit, LineEdit]:
        return self.number, self.issued_on, self.signer, self.title

    def _is_meant(self) -> bool:
        """Ask where the date or number is hardly that of the report, unless it stood so already.

        Whoever would rather mend it finds the cursor there.
        """
        number, on, report = self.number.value(), self.issued_on.value(), self._report
        stood = (report.number, report.issued_on)
        day = report.odd_day_words(on, self._session.today()) if on != stood[1] else ""
        if day and not self._means(f"{day} Vẫn ghi ngày này?", MEND, self.issued_on):
            return False
        taken = ""
        if (number, on) != stood:
            taken = same_number_words(self._session.store, report, number, on)
        return not taken or self._means(f"{taken} Vẫn ghi số này?", MEND_NUMBER, self.number)

    def _means(self, question: str, mend: str, field: QWidget) -> bool:
        if self._session.door.choose(question, (mend, KEEP)) == 1:
            return True
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _write(self) -> None:
        for field in self._fields():
            field.commit()
        needed = (
            (self.number, f"Nhập số, ký hiệu, ví dụ {self._example}."),
            (self.issued_on, "Nhập ngày ban hành, ví dụ 18/6."),
            (self.signer, "Nhập họ tên người ký."),
        )
        if not all_given(*needed):
            return
        values: dict[str, Any] = {
            "number": self.number.value(),
            "issued_on": self.issued_on.value() or "",
            "signer": self.signer.value(),
            "signer_title": self.title.value(),
        }
        store, report = self._session.store, self._report
        try:
            check_issue(store, (report.plan, report.period), **values)
            if not self._is_meant():
                return
            register_issue(store, report.id, **values)
        except UserError as error:
            self.band.show_error(str(error), error.detail)
            return
        self._session.saved.emit()
        self.accept()


class NumberEdit(LineEdit):
    """Number and symbol of the report; of a bare number the symbol is the report's own."""

    def __init__(self, example: str, parent: QWidget | None = None) -> None:
        """``example``: what the report would be called: "15-BC/ĐU"."""
        super().__init__(f"Ví dụ: {example}", parent)
        self._example = example

    def read(self, text: str) -> str:
        return completed_number(text, self._example)


def _row(*boxes: FieldBox) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for box in boxes:
        row.addWidget(box, 1)
    return row
