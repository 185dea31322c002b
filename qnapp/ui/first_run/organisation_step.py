"""Step 1: the organisation, found by typing, or typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qnapp.db.builtin import builtin_organisations, builtin_plan
from qnapp.db.organisations import find_organisations, listed_organisation, typed_organisation
from qnapp.errors import InputError
from qnapp.models.offer_lines import count_groups, offers, promise
from qnapp.models.organisation_model import OrganisationModel
from qnapp.ui.first_run.organisation_list import OrganisationView
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.chips import ChipBar
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.search import SearchField
from qnapp.ui.kit.surfaces import EmptyState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex

    from qnapp.db.organisations import Match
    from qnapp.domain.plan import Organisation

UNITS, BODIES = "units", "bodies"
OTHER = "Đơn vị khác…"
HINT = "Gõ tên không cần dấu, hoặc gõ mã đơn vị."
ONLY_ALIKE = "Không có “{typed}” trong danh sách. Chọn Đơn vị khác… để tự nhập."
NOTHING = (
    "Không có đơn vị nào khớp “{typed}”. Gõ tên khác, gõ mã đơn vị, "
    "hoặc chọn Đơn vị khác… để tự nhập tên."
)
LISTED = (
    "{name} có trong danh sách. Chọn ở danh sách thì có sẵn các nhiệm vụ, chỉ tiêu giao đơn vị; "
    "tự nhập tên thì không."
)
CHOOSE_LISTED = "Chọn {name}"
CHOOSE_FIRST = "{name} có trong danh sách: bấm nút chọn để đi tiếp."
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


def is_unit(organisation: Organisation) -> bool:
    """Whether it is one of the xã, phường, đặc khu."""
    return organisation.code.isdigit()


class OrganisationStep(QWidget):
    """``changed`` when another organisation is chosen, or none."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = OrganisationModel(self)
        self.view = OrganisationView()
        self.view.setModel(self.model)
        self.view.selectionModel().currentChanged.connect(self._chosen)
        self.search = SearchField("Ví dụ: ha tu, 06652, ban to chuc")
        self.search.setMinimumHeight(40)
        self.search.textChanged.connect(self._find)  # the list is short: no pause needed
        self.search.installEventFilter(self)
        self.tabs = ChipBar()
        known = builtin_organisations()
        units = sum(is_unit(one) for one in known)
        self.tabs.add_chip(UNITS, "Xã, phường, đặc khu", count=units)
        self.tabs.add_chip(BODIES, "Cơ quan tỉnh", count=len(known) - units)
        self.tabs.chosen.connect(self._find)
        self.other = LinkButton(OTHER)
        self.other.clicked.connect(self._switch)
        self.typed = TypedForm()
        self.typed.changed.connect(self._tell)
        self.note = Notice("ok")
        self.note.clicked.connect(self._choose_listed)
        self._build()
        self._find()

    def _build(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(8)
        chips.addWidget(self.tabs, 1)
        found = QWidget()
        inside = QVBoxLayout(found)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.search)
        inside.addLayout(chips)
        inside.addWidget(self.view, 1)
        self.nothing = EmptyState()
        self.nothing.clicked.connect(self._switch)
        inside.addWidget(self.nothing, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(found)
        self.stack.addWidget(self.typed)
        head = QHBoxLayout()
        self._hint = Label(HINT, font="body_small", color="text2", wrap=True)
        head.addWidget(self._hint, 1)
        head.addWidget(self.other)
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 24, 28, 12)
        box.setSpacing(8)
        box.addWidget(Label("Bạn báo cáo cho đơn vị nào?", font="page"))
        box.addLayout(head)
        box.addWidget(self.stack, 1)
        box.addWidget(self.note)

    # --------------------------------------------------------------------------------- result

    def organisation(self) -> Organisation | None:
        """What was chosen or typed in, None for nothing yet."""
        if self._types():
            return None if self._listed() else self.typed.organisation()
        index = self.view.currentIndex()
        match = self.model.match_at(index.row()) if index.isValid() else None
        return match.organisation if match is not None else None

    def missing(self) -> str:
        """What has to be done where no organisation is chosen or typed in yet."""
        if not self._types():
            return "Chọn một đơn vị để đi tiếp."
        listed = self._listed()
        return CHOOSE_FIRST.format(name=listed.name) if listed else "Nhập tên đơn vị để đi tiếp."

    def _types(self) -> bool:
        return self.stack.currentWidget() is self.typed

    def _listed(self) -> Organisation | None:
        """Who is typed in although the list has it: there its tasks would be missing."""
        return listed_organisation(self.typed.name.value()) if self._types() else None

    # --------------------------------------------------------------------------------- events

    def _find(self) -> None:
        matches = find_organisations(self.search.value())
        if self.search.value().strip():
            self._follow_hits(matches)
        units = self.tabs.current() == UNITS
        shown = [match for match in matches if is_unit(match.organisation) == units]
        before = self.organisation()
        self.model.set_matches(shown)
        self.view.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        self.nothing.set_text(NOTHING.format(typed=self.search.value().strip()), OTHER)
        self._choose_again(shown, before)
        self._show_hint(matches)
        self._tell()

    def _show_hint(self, matches: Sequence[Match]) -> None:
        """Where only names that resemble it were found, say what else can be done."""
        typed = self.search.value().strip()
        alike = bool(matches) and all(match.look_alike for match in matches)
        self._hint.setText(ONLY_ALIKE.format(typed=typed) if typed and alike else HINT)

    def _follow_hits(self, matches: Sequence[Match]) -> None:
        """Change to the other tab where only that one has what was typed."""
        hits = [is_unit(match.organisation) for match in matches if not match.look_alike]
        if hits and (self.tabs.current() == UNITS) not in hits:
            self.tabs.set_current(BODIES if self.tabs.current() == UNITS else UNITS)

    def _choose_again(self, shown: Sequence[Match], before: Organisation | None) -> None:
        """The only hit is chosen by itself; of several look-alike names a person chooses."""
        hits = [match.organisation.code for match in shown if not match.look_alike]
        row = -1
        if self.search.value().strip() and len(hits) == 1:
            row = self.model.row_of(hits[0])
        elif before is not None and before.code in hits:
            row = self.model.row_of(before.code)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row))

    def _chosen(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._tell()

    def _tell(self) -> None:
        chosen, listed = self.organisation(), self._listed()
        self.note.setVisible(listed is not None or (chosen is not None and not self._types()))
        self.note.set_kind("soon" if listed else "ok")
        self.note.set_button(CHOOSE_LISTED.format(name=listed.name) if listed else "")
        if listed is not None:
            self.note.set_text(LISTED.format(name=listed.name))
        elif chosen is not None:
            counts = count_groups(offers(builtin_plan(), chosen.code))
            self.note.set_text(promise(chosen.name, counts))
        self.changed.emit()

    def _switch(self) -> None:
        """Between the list and typing an organisation in."""
        typing = not self._types()
        self.stack.setCurrentWidget(self.typed if typing else self.stack.widget(0))
        self.other.setText("Chọn trong danh sách" if typing else OTHER)
        self._hint.setText("Dùng khi đơn vị không có trong danh sách." if typing else HINT)
        if typing:
            self.typed.start(self.search.value())
        else:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def _choose_listed(self) -> None:
        """Back in the list, on what was typed in."""
        listed = self._listed()
        if listed is not None:
            self.typed.name.set_value("")
            self._switch()
            self.tabs.set_current(UNITS if is_unit(listed) else BODIES)
            self.search.set_value(listed.name)
            self._find()
            self.view.setCurrentIndex(self.model.index(self.model.row_of(listed.code)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down in the search field move in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _MOVES.get(Qt.Key(event.key()))
            if step is not None:
                row = self.model.next_row(self.view.currentIndex().row(), step)
                self.view.setCurrentIndex(self.model.index(row))
                return True
        return super().eventFilter(watched, event)


class TypedForm(QWidget):
    """An organisation that is not in the list: name, parent, symbol."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = LineEdit("Ví dụ: Đảng ủy Khu kinh tế Vân Đồn")
        self.above = LineEdit("Ví dụ: Đảng bộ tỉnh Quảng Ninh")
        self.symbol = LineEdit("Ví dụ: ĐU")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.setSpacing(12)
        for label, field in (
            ("Tên đơn vị, như ghi trên báo cáo", self.name),
            ("Cơ quan cấp trên trực tiếp, dòng trên tên đơn vị (có thể để trống)", self.above),
            ("Ký hiệu văn bản (có thể để trống)", self.symbol),
        ):
            box.addWidget(FieldBox(label, field))
            field.edited.connect(self.changed)
        box.addStretch(1)

    def start(self, typed: str) -> None:
        """Begin with what was searched for."""
        if not self.name.value():
            self.name.set_value(typed)
            self.name.end(False)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def organisation(self) -> Organisation | None:
        """What was typed in, None while the name is missing."""
        try:
            return typed_organisation(self.name.value(), self.above.value(), self.symbol.value())
        except InputError:
            return None
