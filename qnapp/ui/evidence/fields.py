"""The fields that tell what a piece of evidence is; what is typed writes itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from qnapp.db import evidence
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.keys import EnterGoesOn
from qnapp.ui.refused import PIECE, Piece, RefusedFields
from qnapp.ui.tasks_page.autosave import Autosave

if TYPE_CHECKING:
    from qnapp.domain.reporting import Evidence
    from qnapp.ui.session import Session


UNSAID = "chưa ghi"


class EvidenceFields(QWidget):
    """Number, day and title, and until when a document is promised that is still to come."""

    def __init__(
        self, session: Session, *, across: bool = False, parent: QWidget | None = None
    ) -> None:
        """``across``: beside each other, without the day of a promise."""
        super().__init__(parent)
        self._session = session
        self._id = 0
        self.autosave = Autosave(self._save, self)
        year = session.period.year
        self.number, self.title = LineEdit(), LineEdit()
        self.day, self.promised = DateEdit(year), DateEdit(year)
        way = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        box = QBoxLayout(way, self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        parts = (
            ("number", "Số, ký hiệu", self.number, 3),
            ("issued_on", "Ngày ban hành", self.day, 3),
            ("title", "Trích yếu", self.title, 6),
        )
        for name, label, field, share in parts:
            box.addWidget(FieldBox(label, field), share if across else 0)
            self.autosave.bind(name, field)
        self.promise = FieldBox("Hẹn nộp đến ngày", self.promised)
        box.addWidget(self.promise)
        self.promise.hide()
        self._across = across
        if not across:
            self.autosave.bind("promised_on", self.promised)
        self._refused = RefusedFields(session, self.autosave, "evidence", "evidence")
        self._enter = EnterGoesOn(self)
        for each in (self.number, self.day, self.title, self.promised):
            self._enter.watch(each)

    def load(self, item: Evidence) -> None:
        """Show another piece; what was typed of the one before must be flushed first."""
        self._id = item.id
        self._arrange(item)
        name = item.title or "văn bản nộp sau" if item.deferred else item.name
        piece = Piece(f"{PIECE}{item.id}", f"Minh chứng “{name}”")
        self._refused.load(piece, "", self._values(item))

    def focus(self, name: str) -> None:
        """Put the cursor into a field by its name; an unknown one leaves it where it is."""
        fields = {"number": self.number, "issued_on": self.day, "title": self.title}
        if not self.promise.isHidden():
            fields["promised_on"] = self.promised
        if name in fields:
            fields[name].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def update_item(self, item: Evidence) -> None:
        """Take over what changed; what is being typed stays."""
        self._arrange(item)
        self.autosave.update(self._values(item))

    def set_locked(self, locked: bool) -> None:
        """Show the words as plain text."""
        for field in (self.number, self.day, self.title, self.promised):
            field.set_locked(locked)
            field.setPlaceholderText(UNSAID if locked else "")

    def _arrange(self, item: Evidence) -> None:
        self.promise.setVisible(not self._across and (item.deferred or bool(item.promised_on)))

    def _values(self, item: Evidence) -> dict[str, Any]:
        values = {"number": item.number, "issued_on": item.issued_on, "title": item.title}
        return values if self._across else {**values, "promised_on": item.promised_on}

    def _save(self, values: dict[str, Any]) -> bool:
        # To the store None means "leave it"; of a field it means that it was emptied.
        given = {name: "" if value is None else value for name, value in values.items()}
        action = partial(evidence.update, self._session.store, self._id, **given)
        return self._session.write("Sửa minh chứng", action)
