"""One piece of evidence in the list: what it is called, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.evidence import doubt_of
from qnapp.text import file_size, format_date
from qnapp.ui.evidence.fields import EvidenceFields
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.labels import Label, Separator

if TYPE_CHECKING:
    from qnapp.domain.reporting import Evidence
    from qnapp.ui.session import Session


class EvidenceEntry(QWidget):
    """Name, size, and the three fields that tell what the document is."""

    open_wanted = Signal(int)
    remove_wanted = Signal(int)
    file_wanted = Signal(int)

    def __init__(
        self, session: Session, item: Evidence, *, changeable: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.item = item
        self._store = session.store
        self._changeable = changeable
        self.fields = EvidenceFields(session, across=True)
        self.fields.set_locked(not changeable)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._build_head())
        column.addWidget(self.fields)
        column.addSpacing(6)
        column.addWidget(Separator())
        self._show_item()
        self.fields.load(item)

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

    def show_item(self, item: Evidence) -> None:
        """Take over what changed; what is being typed stays."""
        self.item = item
        self._show_item()
        self.fields.update_item(item)

    def _show_item(self) -> None:
        item = self.item
        self.name.setText((item.title or "Văn bản chưa đặt tên") if item.deferred else item.name)
        words, color = _state_words(item, doubt_of(self._store, item))
        self.state.setText(words)
        self.state.set_color(color)
        self.open.setVisible(not item.deferred)
        self.file.setVisible(item.deferred and self._changeable)
        self.remove.setVisible(self._changeable)
        for button, verb in ((self.open, "Mở"), (self.file, "Gắn tệp"), (self.remove, "Bỏ")):
            button.setAccessibleName(f"{verb}: {self.name.text()}")

    def _want_open(self) -> None:
        self.open_wanted.emit(self.item.id)

    def _want_file(self) -> None:
        self.file_wanted.emit(self.item.id)

    def _want_remove(self) -> None:
        self.remove_wanted.emit(self.item.id)


def _state_words(item: Evidence, doubt: str) -> tuple[str, str]:
    if item.deferred:
        return "nộp sau", "soon"
    if item.intact is False:
        return "tệp đã bị thay đổi hoặc mất", "bad"
    if doubt:
        return f"{file_size(item.size)} · {doubt}", "soon"
    added = f" · thêm {format_date(item.added_on)}" if item.added_on else ""
    return file_size(item.size) + added, "text2"
