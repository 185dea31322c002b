"""Step 3: the tasks of the unit, proposed with the reason for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qnapp.db.builtin import builtin_plan
from qnapp.models.offer_lines import offers
from qnapp.ui.first_run.offer_list import OfferList
from qnapp.ui.kit.labels import Label

if TYPE_CHECKING:
    from qnapp.domain.plan import Organisation


class TasksStep(QWidget):
    """``list.changed`` after any tick."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown_for = ""
        self.list = OfferList(ground="surface")
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 24, 28, 12)
        box.setSpacing(8)
        box.addWidget(Label("Đơn vị theo dõi những nhiệm vụ nào?", font="page"))
        hint = "Nhiệm vụ ghi rõ tên đơn vị đã được chọn sẵn. Có thể thêm, bớt về sau."
        box.addWidget(Label(hint, font="body_small", color="text2", wrap=True))
        box.addWidget(self.list, 1)

    def show_for(self, organisation: Organisation) -> None:
        """Propose for an organisation; ticks stay while it is the same one."""
        if organisation.code != self._shown_for:
            self._shown_for = organisation.code
            self.list.set_offers(offers(builtin_plan(), organisation.code))
