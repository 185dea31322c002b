"""Buttons side by side that go on to a next line where the room is short; none is ever cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

GAP = 8
LINE_GAP = 4


class FlowRow(QWidget):
    """Holds widgets at their natural size. Call ``arrange`` after showing or hiding one."""

    def __init__(self, widgets: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widgets = tuple(widgets)
        for widget in self._widgets:
            widget.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def arrange(self) -> None:
        """Place the widgets that are shown, those of one line centred on each other."""
        # A higher button beside them: all of a row stand on one middle.
        top = max((self.height() - self.heightForWidth(self.width())) // 2, 0)
        for line in self._lines(self.width()):
            left, height = 0, _height(line)
            for widget in line:
                size = widget.sizeHint()
                widget.move(left, top + (height - size.height()) // 2)
                widget.resize(size)
                left += size.width() + GAP
            top += height + LINE_GAP
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        heights = [_height(line) + LINE_GAP for line in self._lines(width)]
        return max(sum(heights) - LINE_GAP, 0)

    def sizeHint(self) -> QSize:
        width = sum(w.sizeHint().width() + GAP for w in self._shown()) - GAP
        return QSize(max(width, 0), self.heightForWidth(max(width, 1)))

    def minimumSizeHint(self) -> QSize:
        return QSize(max((w.sizeHint().width() for w in self._shown()), default=0), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def _shown(self) -> list[QWidget]:
        return [widget for widget in self._widgets if not widget.isHidden()]

    def _lines(self, width: int) -> list[list[QWidget]]:
        lines: list[list[QWidget]] = []
        left = 0
        for widget in self._shown():
            wide = widget.sizeHint().width()
            if not lines or left + wide > width:
                lines.append([])
                left = 0
            lines[-1].append(widget)
            left += wide + GAP
        return lines


def _height(line: Sequence[QWidget]) -> int:
    return max(widget.sizeHint().height() for widget in line)
