"""What can be done with several chosen tasks: a status for all, an officer for all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from qnapp.domain.reporting import Status
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.signs import STATUS_SIGNS
from qnapp.ui.selection_bar import SelectionBar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class TaskSelectionBar(SelectionBar):
    """``status_wanted`` carries a status, ``officer_wanted`` asks for a name."""

    status_wanted = Signal(str)
    officer_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.status = QuietButton("Ghi tình trạng…", size="tool")
        self.officer = QuietButton("Giao người theo dõi…", size="tool")
        super().__init__("nhiệm vụ", self.status, self.officer, parent=parent)
        self.status.clicked.connect(self.open_statuses)
        self.officer.clicked.connect(self.officer_wanted)

    def statuses(self, parent: QWidget) -> QMenu:
        """Make a menu of the four statuses."""
        menu = QMenu("Ghi tình trạng", parent)
        for status in Status:
            menu.addAction(STATUS_SIGNS[status].first, partial(self.status_wanted.emit, status))
        return menu

    def open_statuses(self) -> None:
        """Open that menu over its button."""
        self.open_over(self.status, self.statuses(self))
