"""Which tasks the unit follows: how many, and the list to take on or let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.assignments import let_go, take_on
from qnapp.domain.plan import Origin
from qnapp.models.offer_lines import offers
from qnapp.ui.first_run.offer_list import OfferList
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.surfaces import resize_on_screen
from qnapp.ui.kit.theme import theme
from qnapp.ui.settings_page.section import Section

if TYPE_CHECKING:
    from qnapp.db.history import FieldChange
    from qnapp.domain.reporting import Worksheet
    from qnapp.ui.session import Session


def taken_uids(sheet: Worksheet) -> set[str]:
    """Tasks of the plan that the unit follows; its own ones are no matter of choice here."""
    return {row.uid for row in sheet.tasks if row.taken and row.origin is not Origin.LOCAL}


class FollowDialog(QDialog):
    """The list of the first run's third step, ticked as things are; ``ticked`` is the answer."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Nhiệm vụ đơn vị theo dõi")
        self.list = OfferList()
        sheet = session.worksheet()
        self._local = sum(row.origin is Origin.LOCAL for row in sheet.own_tasks)
        self.list.set_offers(offers(sheet.plan, sheet.organisation.code, taken_uids(sheet)))
        self.list.changed.connect(self._count)
        self.apply = PrimaryButton("Áp dụng")
        self.apply.clicked.connect(self.accept)
        cancel = QuietButton("Hủy")
        cancel.clicked.connect(self.reject)
        self._words = Label("", font="body_small", color="text2", lines=2)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._words, 1)
        foot.addWidget(cancel)
        foot.addWidget(self.apply)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 12)
        box.setSpacing(12)
        box.addWidget(self.list, 1)
        box.addLayout(foot)
        resize_on_screen(self, (theme().px(720), theme().px(560)))
        self._count()

    def _count(self) -> None:
        kept = "Nội dung đã ghi của nhiệm vụ thôi theo dõi không mất."
        chosen = f"Đã chọn {len(self.list.ticked())} nhiệm vụ"
        if self._local:
            chosen += f" (chưa kể {self._local} nhiệm vụ đơn vị tự thêm)"
        self._words.setText(f"{chosen}. {kept}")


class TasksSection(Section):
    """How many tasks the unit follows, and the button that opens the list."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "Nhiệm vụ đơn vị theo dõi")
        self._words = self.add_text("")
        self.choose = QuietButton("Chọn nhiệm vụ…")
        self.choose.clicked.connect(self.open_list)
        self.add_buttons(self.choose)
        self.dialog: FollowDialog | None = None

    def load(self) -> None:
        super().load()
        rows = self.session.worksheet().own_tasks
        local = sum(row.origin is Origin.LOCAL for row in rows)
        words = f"Đang theo dõi {len(rows)} nhiệm vụ"
        self._words.setText(
            f"{words}, trong đó {local} do đơn vị tự thêm." if local else f"{words}."
        )

    def open_list(self) -> None:
        """Open the list; what is ticked there is taken on, the rest let go."""
        self.dialog = FollowDialog(self.session, self.window())
        self.dialog.accepted.connect(self._apply)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _apply(self) -> None:
        if self.dialog is None:
            return
        wanted = set(self.dialog.list.ticked())
        before = taken_uids(self.session.worksheet())
        store = self.session.store

        def change() -> list[FieldChange]:
            with store.atomic():
                changes = list(take_on(store, sorted(wanted - before)))
                return changes + list(let_go(store, sorted(before - wanted)))

        if wanted != before and self.session.write("nhiệm vụ theo dõi", change):
            taken, gone = len(wanted - before), len(before - wanted)
            self.session.said.emit(f"Nhận thêm {taken}, thôi theo dõi {gone} nhiệm vụ.")

    def _forget(self) -> None:
        self.dialog = None
