"""What sending a report would make, and the few things that can be chosen of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.documents.signed_copy import Outcome
from qnapp.exchange.packing import by_usb
from qnapp.text import file_size
from qnapp.ui.address_edit import AddressEdit
from qnapp.ui.kit.buttons import CheckBox, QuietButton
from qnapp.ui.kit.fields import FieldBox
from qnapp.ui.kit.labels import IconText, Label
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.surfaces import ScrollColumn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.issued import IssuedReport
    from qnapp.exchange.packing_preview import PackingPreview, PartPreview

SIGNED = "Kèm bản đã ký: {name}."
NOT_MATCHED = "Kèm bản đã ký: {name}, chưa đối chiếu được với báo cáo này."
MISTAKEN = "Kèm bản ký {name}. {why}"
NOT_SIGNED = "Chưa có bản đã ký. Gói vẫn gửi được; ký xong, gắn bản ký rồi tạo lại gói."
NO_ADDRESS = "Để trống thì điền địa chỉ khi mở thư"
ERRORS = "Báo cáo được trình ký dù còn {found}. Tất cả được ghi kèm trong gói."
WARNINGS = "Báo cáo còn {found}, được ghi kèm trong gói."
CLEAN = "Không còn lỗi, cảnh báo nào."
COUNTING = "Đang tính dung lượng…"
SMALLER = "Thu nhỏ {count} ảnh khi gửi: {before} còn {after}. Ảnh gốc vẫn giữ."


class ChoicesPanel(ScrollColumn):
    """Checks, signed copy, recipient, packages with their sizes, photographs, folder."""

    folder_wanted = Signal()
    checks_wanted = Signal()

    def __init__(
        self, report: IssuedReport, mail_to: str, limit_mb: int, parent: QWidget | None = None
    ) -> None:
        """``limit_mb`` of one mail."""
        super().__init__(margins=(0, 0, 0, 0), parent=parent)
        self._limit = limit_mb
        self.preview: PackingPreview | None = None
        self.folder = Path()
        self.checks = Notice("none", COUNTING, icon="check")
        self.checks.clicked.connect(self.checks_wanted)
        self.recipient = AddressEdit(NO_ADDRESS)
        self.recipient.set_value(mail_to)
        self.parts = Label(wrap=True)
        self.smaller = CheckBox("")
        self.smaller.toggled.connect(self._show_parts)
        self.where = Label(lines=2)
        self.change = QuietButton("Chọn…", "folder", size="small")
        self.change.clicked.connect(self.folder_wanted)
        self._build(report)

    def _build(self, report: IssuedReport) -> None:
        copy, line = report.signed_copy, IconText(wrap=True)
        if copy is None:
            line.set_text(NOT_SIGNED, "soon", "sign")
        elif copy.mistaken:
            line.set_text(MISTAKEN.format(name=copy.name, why=copy.sentences[0]), "bad", "warning")
        elif copy.outcome == Outcome.NOT_MATCHED:
            line.set_text(NOT_MATCHED.format(name=copy.name), "soon", "sign")
        else:
            line.set_text(SIGNED.format(name=copy.name), "text", "tick")
        self.body.addWidget(self.checks)
        self.body.addWidget(line)
        self.body.addWidget(FieldBox("Người nhận", self.recipient))
        self.body.addWidget(_titled("Gói và thư", self.parts, self.smaller))
        row = QWidget()
        side = QHBoxLayout(row)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(12)
        side.addWidget(self.where, 1)
        side.addWidget(self.change, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(_titled("Lưu gói và thư vào", row))
        self.body.addStretch(1)
        self.smaller.hide()

    def show_folder(self, folder: Path) -> None:
        """Say where the files go."""
        self.folder = folder
        self.where.setText(str(folder))

    def show_preview(self, preview: PackingPreview) -> None:
        """Show what would be made."""
        self.preview = preview
        self._show_findings(len(preview.errors), len(preview.warnings))
        photos = preview.photos
        self.smaller.setText(
            SMALLER.format(
                count=photos.count, before=file_size(photos.before), after=file_size(photos.after)
            )
        )
        self.smaller.setVisible(photos.count > 0)
        self._show_parts()

    def _show_findings(self, errors: int, warnings: int) -> None:
        found = [f"{errors} lỗi"] * bool(errors) + [f"{warnings} cảnh báo"] * bool(warnings)
        told = (ERRORS if errors else WARNINGS).format(found=" và ".join(found)) if found else ""
        kind = "bad" if errors else "soon" if warnings else "ok"
        self.checks.set_kind(kind, "tick" if kind == "ok" else "warning")  # type: ignore[arg-type]  # one of three
        self.checks.set_text(told or CLEAN)
        self.checks.set_button(("Xem lỗi" if errors else "Xem cảnh báo") if told else "")

    def _show_parts(self) -> None:
        if self.preview is not None:
            parts = self.preview.smaller if self.smaller.isChecked() else self.preview.parts
            self.parts.setText("\n".join(part_lines(parts, self._limit)))


def part_lines(parts: Sequence[PartPreview], limit_mb: int) -> list[str]:
    """Say of each package what is in it, about how large it is and how it travels."""
    total = sum(part.size for part in parts)
    mails = sum(part.by_mail for part in parts)
    lines = [
        f"{len(parts)} gói, khoảng {file_size(total)}; {mails} thư, mỗi thư tối đa {limit_mb} MB."
    ]
    for number, part in enumerate(parts, 1):
        what = "báo cáo" if number == 1 else ""
        evidence = f"{part.files} minh chứng" if part.files else ""
        inside = " và ".join(word for word in (what, evidence) if word)
        way = "" if part.by_mail else f"; {by_usb(part.size)}"
        name = f"Gói {number}" if len(parts) > 1 else "Gói"
        lines.append(f"{name}: {inside}, khoảng {file_size(part.size)}{way}.")
    return lines


def _titled(title: str, *widgets: QWidget) -> QWidget:
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(4)
    box.addWidget(Label(title, font="body_small_strong"))
    for widget in widgets:
        box.addWidget(widget)
    return holder
