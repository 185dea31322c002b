"""One piece of evidence in the list: what it is called, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.text import file_size, format_date
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.tasks_page.autosave import Autosave

if TYPE_CHECKING:
    from qnapp.domain.reporting import Evidence

Writer = Callable[[int, dict[str, Any]], bool]
"""Write fields of the evidence with this id; whether it was done."""


class EvidenceEntry(QWidget):
    """Name, size, and the three fields that tell what the document is."""

    open_wanted = Signal(int)
    remove_wanted = Signal(int)
    file_wanted = Signal(int)

    def __init__(
        self, item: Evidence, write: Writer, *, changeable: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.item = item
        self._write = write
        self._changeable = changeable
        self.autosave = Autosave(self._save, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._build_head())
        column.addLayout(self._build_fields())
        column.addSpacing(6)
        column.addWidget(Separator())
        self._show_item()
        self.autosave.load(_values(item))

    def _build_head(self) -> QHBoxLayout:
        self.name = Label(font="body_strong", lines=1)
        self.state = Label(font="small", color="text2")
        self.open = LinkButton("Mở", font="small")
        self.file = LinkButton("Gắn tệp…", font="small")
        self.remove = LinkButton("Bỏ", font="small")
        self.open.clicked.connect(self._want_open)
        self.file.clicked.connect(self._want_file)
        self.remove.clicked.connect(self._want_remove)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        for part in (self.state, self.open, self.file, self.remove):
            row.addWidget(part)
        return row

    def _build_fields(self) -> QHBoxLayout:
        self.number, self.day, self.title = LineEdit(), DateEdit(), LineEdit()
        row = QHBoxLayout()
        row.setSpacing(8)
        parts = (
            ("number", "Số, ký hiệu", self.number, 3),
            ("issued_on", "Ngày ban hành", self.day, 3),
            ("title", "Trích yếu", self.title, 6),
        )
        for name, label, field, share in parts:
            field.set_locked(not self._changeable)
            row.addWidget(FieldBox(label, field), share)
            self.autosave.bind(name, field)
        return row

    def show_item(self, item: Evidence) -> None:
        """Take over what changed; what is being typed stays."""
        self.item = item
        self._show_item()
        self.autosave.update(_values(item))

    def _show_item(self) -> None:
        item = self.item
        self.name.setText((item.title or "Văn bản chưa đặt tên") if item.deferred else item.name)
        words, color = _state_words(item)
        self.state.setText(words)
        self.state.set_color(color)
        self.open.setVisible(not item.deferred)
        self.file.setVisible(item.deferred and self._changeable)
        self.remove.setVisible(self._changeable)
        for button, verb in ((self.open, "Mở"), (self.file, "Gắn tệp"), (self.remove, "Bỏ")):
            button.setAccessibleName(f"{verb}: {self.name.text()}")

    def _save(self, values: dict[str, Any]) -> bool:
        return self._write(self.item.id, values)

    def _want_open(self) -> None:
        self.open_wanted.emit(self.item.id)

    def _want_file(self) -> None:
        self.file_wanted.emit(self.item.id)

    def _want_remove(self) -> None:
        self.remove_wanted.emit(self.item.id)


def _values(item: Evidence) -> dict[str, Any]:
    return {"number": item.number, "issued_on": item.issued_on, "title": item.title}


def _state_words(item: Evidence) -> tuple[str, str]:
    if item.deferred:
        return "nộp sau", "soon"
    if item.intact is False:
        return "tệp đã bị thay đổi hoặc mất", "bad"
    added = f" · thêm {format_date(item.added_on)}" if item.added_on else ""
    return file_size(item.size) + added, "text2"
