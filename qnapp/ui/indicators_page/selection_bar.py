"""What can be done with several chosen indicators: kind of figure, the one before, following."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from qnapp.models.indicator_several import KIND_WORDS
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.selection_bar import SelectionBar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

BEFORE = "Lấy số kỳ trước"


class IndicatorSelectionBar(SelectionBar):
    """``kind_wanted`` carries a field of ``Measurement``, ``follow_wanted`` whether to follow."""

    kind_wanted = Signal(str)
    before_wanted = Signal()
    follow_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.kind = QuietButton("Ghi là…", size="tool")
        self.before = QuietButton(BEFORE, size="tool")
        self.follow = QuietButton("Theo dõi…", size="tool")
        super().__init__("chỉ tiêu", self.kind, self.before, self.follow, parent=parent)
        self.before.setToolTip("Chỉ điền vào chỉ tiêu chưa có số liệu kỳ này")
        self.kind.clicked.connect(self.open_kinds)
        self.before.clicked.connect(self.before_wanted)
        self.follow.clicked.connect(self.open_following)

    def add_actions(self, menu: QMenu) -> None:
        """Put all that the bar can do into a menu of the rows."""
        self._add_kinds(menu)
        menu.addAction(BEFORE, self.before_wanted.emit)
        menu.addSeparator()
        self._add_following(menu)

    def kinds(self) -> QMenu:
        """Make the menu of the two kinds of figures."""
        menu = QMenu(self)
        self._add_kinds(menu)
        return menu

    def following(self) -> QMenu:
        """Make the menu of following and not following."""
        menu = QMenu(self)
        self._add_following(menu)
        return menu

    def open_kinds(self) -> None:
        """Open the menu of kinds over its button."""
        self.open_over(self.kind, self.kinds())

    def open_following(self) -> None:
        """Open the menu of following over its button."""
        self.open_over(self.follow, self.following())

    def _add_kinds(self, menu: QMenu) -> None:
        for kind, words in KIND_WORDS.items():
            menu.addAction(f"Ghi là {words}", partial(self.kind_wanted.emit, kind))

    def _add_following(self, menu: QMenu) -> None:
        menu.addAction("Theo dõi", partial(self.follow_wanted.emit, True))
        menu.addAction("Thôi theo dõi", partial(self.follow_wanted.emit, False))
