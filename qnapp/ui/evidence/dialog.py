"""The list of a row's evidence: open, name, bring later, take away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qnapp.db import evidence
from qnapp.ui import file_dialogs
from qnapp.ui.evidence.entry import EvidenceEntry
from qnapp.ui.evidence.jobs import add_files, attach_file, evidence_of, open_evidence, promise
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.growing import GrowsWithWords
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.surfaces import EmptyState, beside_bar, resize_on_screen
from qnapp.ui.kit.theme import theme
from qnapp.ui.kit.typed_dialog import TypedDialog
from qnapp.ui.session_band import SessionBand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.db.store import Changes
    from qnapp.domain.reporting import Evidence
    from qnapp.ui.session import Session

SIZE = (680, 460)
_BAR = 8  # room beside the scroll bar
NONE = "Chưa có minh chứng."
EMPTY = f"{NONE} Chọn Thêm tệp, hoặc Nộp sau nếu văn bản chưa có."


class EvidenceDialog(TypedDialog):
    """Evidence of one task or indicator in the chosen period."""

    def __init__(
        self, session: Session, uid: str, *, changeable: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.session = session
        self._uid = uid
        self._changeable = changeable
        self._entries: dict[int, EvidenceEntry] = {}
        self.setWindowTitle(f"Minh chứng {_row_name(session, uid)}")
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))
        self._build()
        GrowsWithWords(self)
        session.changed.connect(self._store_changed)
        self._fill()

    @classmethod
    def open_for(
        cls, session: Session, uid: str, *, changeable: bool = True, parent: QWidget | None = None
    ) -> EvidenceDialog:
        """Show the list over the window; it frees itself when closed."""
        dialog = cls(session, uid, changeable=changeable, parent=parent)
        dialog.open()
        return dialog

    # ----------------------------------------------------------------------------- build

    def _build(self) -> None:
        self.band = SessionBand(self.session)
        self.removed = Notice("none", button="Lấy lại")
        self.removed.clicked.connect(self._take_back)
        self.removed.hide()
        self.empty = EmptyState(EMPTY if self._changeable else NONE)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, _BAR, 0)
        self._list.setSpacing(12)
        self._list.addStretch(1)
        above, below = beside_bar(_BAR), beside_bar(_BAR)
        above.addWidget(self.band)
        above.addWidget(self.removed)
        below.addWidget(self._build_later())
        below.addLayout(self._build_buttons())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16 - _BAR, 16)
        column.setSpacing(12)
        column.addLayout(above)
        column.addWidget(self.empty, 1)
        column.addWidget(self._build_scroll(), 1)
        column.addLayout(below)

    def _build_scroll(self) -> QScrollArea:
        inside = QWidget()
        inside.setLayout(self._list)
        self.view = QScrollArea()
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setWidgetResizable(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setWidget(inside)
        return self.view

    def _build_later(self) -> QWidget:
        """Build the line in which a document is named that will come later."""
        self.later = QWidget()
        self.later_title, self.later_day = LineEdit(), DateEdit(self.session.period.year)
        self.later_add = QuietButton("Ghi nộp sau")
        self.later_add.clicked.connect(self._defer)
        for field in (self.later_title, self.later_day):
            field.returnPressed.connect(self._defer)
        row = QHBoxLayout(self.later)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(FieldBox("Văn bản sẽ nộp sau", self.later_title), 1)
        row.addWidget(FieldBox("Hẹn nộp đến ngày", self.later_day))
        row.addWidget(self.later_add, 0, Qt.AlignmentFlag.AlignBottom)
        self.later.hide()
        return self.later

    def _build_buttons(self) -> QHBoxLayout:
        self.add = QuietButton("Thêm tệp", "plus")
        self.defer_button = QuietButton("Nộp sau…")
        self.close_button = QuietButton("Đóng")
        self.add.clicked.connect(self._choose_files)
        self.defer_button.clicked.connect(self._ask_later)
        self.close_button.clicked.connect(self.close)
        for button in (self.add, self.defer_button):
            button.setVisible(self._changeable)
        return foot_line(self.close_button, left=(self.add, self.defer_button))

    # ----------------------------------------------------------------------------- content

    def _fill(self) -> None:
        items = {item.id: item for item in evidence_of(self.session, self._uid)}
        for gone in self._entries.keys() - items.keys():
            self._entries.pop(gone).deleteLater()
        for item in items.values():
            if item.id in self._entries:
                self._entries[item.id].show_item(item)
            else:
                self._add_entry(item)
        self.empty.setVisible(not items)
        self.view.setVisible(bool(items))

    def _add_entry(self, item: Evidence) -> None:
        entry = EvidenceEntry(self.session, item, changeable=self._changeable)
        entry.open_wanted.connect(self._open)
        entry.remove_wanted.connect(self._remove)
        entry.file_wanted.connect(self._choose_later)
        self._entries[item.id] = entry
        self._list.insertWidget(self._list.count() - 1, entry)

    def _store_changed(self, changes: Changes) -> None:
        if changes.evidence:
            self._fill()

    # ----------------------------------------------------------------------------- actions

    def _open(self, number: int) -> None:
        open_evidence(self.session, self._entries[number].item)

    def _remove(self, number: int) -> None:
        name = self._entries[number].name.text()
        beside = _neighbour(list(self._entries), number)
        action = partial(
            evidence.remove,
            self.session.store,
            number,
            uid=self._uid,
            period_code=self.session.period_code,
        )
        if self.session.write(f"Bỏ minh chứng {name}", action):
            self.removed.set_text(f"Đã bỏ {name}. Tệp vẫn được giữ trong thùng rác.")
            self.removed.show()
            # Not onto the next "Bỏ": a second Enter would take that file away, too.
            entry = self._entries.get(beside)
            where = entry.fields.number if entry is not None else self.close_button
            where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_back(self) -> None:
        self.removed.hide()
        self.session.undo_stack.undo()

    def _choose_files(self) -> None:
        kinds = file_dialogs.EVIDENCE_FILES
        if files := file_dialogs.open_files(self, "Chọn tệp minh chứng", kinds):
            add_files(self.session, files, self._uid)

    def _choose_later(self, number: int) -> None:
        title, kinds = "Chọn tệp của văn bản nộp sau", file_dialogs.EVIDENCE_FILES
        if file := file_dialogs.open_file(self, title, kinds):
            attach_file(self.session, number, file)

    def _ask_later(self) -> None:
        self.later.show()
        self.defer_button.hide()  # one button for it: that of the line below
        self.empty.set_text(NONE)
        self.later_title.setFocus()

    def _defer(self) -> None:
        title = self.later_title.value()
        if not title.strip():
            self.later_title.set_fault("Ghi tên văn bản sẽ nộp sau.")
            return
        self.later_day.commit()
        if self.later_day.fault():
            return
        if promise(self.session, self._uid, title=title, promised_on=self.later_day.value()):
            self.later_title.set_value("")
            self.later_day.set_value(None)
            self.later.hide()
            self.defer_button.show()
            self.empty.set_text(EMPTY)
            self.defer_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def typed_fields(self) -> Sequence[LineEdit | DateEdit]:
        """All else is kept as it is typed."""
        return (self.later_title, self.later_day)

    def done(self, result: int) -> None:
        """Write what is half typed before the dialog goes."""
        for entry in self._entries.values():
            entry.fields.autosave.flush()
        super().done(result)


def _neighbour(numbers: Sequence[int], one: int) -> int:
    """What stands behind ``one``, or before it where it is the last; 0 where it is alone."""
    place = numbers.index(one)
    left = [*numbers[:place], *numbers[place + 1 :]]
    return left[min(place, len(left) - 1)] if left else 0


def _row_name(session: Session, uid: str) -> str:
    sheet = session.worksheet()
    for task in sheet.tasks:
        if task.uid == uid:
            return f"nhiệm vụ {task.code}"
    return next((f"chỉ tiêu {row.short_code}" for row in sheet.indicators if row.uid == uid), "")
