"""What a screen cuts is readable whole: on the same screen, or in a tooltip over the cut words.

``cut_and_lost`` draws every widget by itself, notices each text that was shortened while it was
drawn, and looks where a person could read the rest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unittest.mock import patch

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QFont, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QStyleOptionViewItem,
    QTextEdit,
    QWidget,
)

from qnapp.ui.kit import paint
from qnapp.ui.kit.delegates import RowDelegate
from qnapp.ui.kit.labels import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QModelIndex


_ROUNDS = 12  # of layouts that wait for one another


def cut_and_lost(screen: QWidget) -> list[str]:
    """Texts that a screen shows shortened and that stand whole nowhere on it."""
    return [
        f"“{words}” of {type(_owner(widget)).__name__} is cut and stands whole nowhere"
        for widget, words in cut_texts(screen)
        if not _is_read_elsewhere(widget, words)
    ]


def cut_texts(screen: QWidget) -> list[tuple[QWidget, str]]:
    """What a screen shows shortened and tells in no label or text, with the widget that cut it."""
    for _ in range(_ROUNDS):  # whoever waits for its place measures words, which is no drawing
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    told = _flat(" ".join(_whole_texts(screen)))
    found = []
    for widget in (screen, *screen.findChildren(QWidget)):
        if widget.isVisibleTo(screen) and (widget is screen or not widget.isWindow()):
            cut = dict.fromkeys(_shortened_in(widget))
            found += [(widget, words) for words in cut if _flat(words) not in told]
    return found


def _is_read_elsewhere(widget: QWidget, words: str) -> bool:
    """Whether a tooltip tells the words: a line of its own, or each part of an enumeration."""
    tips = [_flat(tip) for tip in _tips(widget)]
    parts = (_flat(part) for part in re.split(r"^[\w.]+\.  |: |, ", words) if part)
    return any(_flat(words) in tip for tip in tips) or all(
        any(part in tip for tip in tips) for part in parts
    )


def _flat(words: str) -> str:
    return " ".join(words.split())


def _shortened_in(widget: QWidget) -> list[str]:
    """Draw a widget without its children; the texts that did not fit."""
    cut: list[str] = []
    shorten = paint.shortened

    def noticed(text: str, font: QFont, width: float) -> str:
        short = shorten(text, font, width)
        if short != text:
            cut.append(text)
        return short

    if widget.size().isEmpty():
        return []
    paper = QPixmap(widget.size())
    _draw(widget, paper)  # rows that are seen for the first time are measured while they are drawn
    paint._break.cache_clear()
    with patch.object(paint, "shortened", noticed):
        _draw(widget, paper)
    return cut


def _draw(widget: QWidget, paper: QPixmap) -> None:
    widget.render(paper, QPoint(), renderFlags=QWidget.RenderFlag.DrawWindowBackground)


def _owner(widget: QWidget) -> QWidget:
    """The view or head to which a viewport belongs."""
    parent = widget.parentWidget()
    return parent if isinstance(parent, QAbstractItemView) else widget


def _tips(widget: QWidget) -> Iterator[str]:
    """Tooltips over a widget: of its cells, its own, those of what holds it."""
    owner = _owner(widget)
    if isinstance(owner, QHeaderView):
        model = owner.model()
        for at in range(owner.count()):
            yield str(model.headerData(at, owner.orientation(), Qt.ItemDataRole.ToolTipRole) or "")
    elif isinstance(owner, QAbstractItemView):
        yield from _tips_of_cells(owner)
    else:
        parent: QWidget | None = widget
        while parent is not None:
            yield parent.toolTip()
            parent = parent.parentWidget()


def _tips_of_cells(view: QAbstractItemView) -> Iterator[str]:
    for index in _cells(view):
        delegate = view.itemDelegateForIndex(index)
        option = QStyleOptionViewItem()
        view.initViewItemOption(option)
        option.rect = view.visualRect(index)  # type: ignore[attr-defined] # left out of the stubs
        if not isinstance(delegate, RowDelegate) or delegate.is_cut(option, index):
            yield str(index.data(Qt.ItemDataRole.ToolTipRole) or "")


def _cells(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model, room = view.model(), view.viewport().rect()
    if model is None:
        return
    columns = [0] if isinstance(view, QListView) else range(model.columnCount())
    for row in range(model.rowCount()):
        for column in columns:
            index = model.index(row, column)
            if view.visualRect(index).intersects(room):
                yield index


def _whole_texts(screen: QWidget) -> Iterator[str]:
    """What labels and texts of a screen tell in full."""
    for child in screen.findChildren(QWidget):
        if not child.isVisibleTo(screen):
            continue
        if isinstance(child, Label):
            if not child.is_cut():
                yield child.text()
        elif isinstance(child, QLabel):
            yield child.text()
        elif isinstance(child, QTextEdit | QPlainTextEdit):
            yield child.toPlainText()
        elif isinstance(child, QLineEdit):
            yield child.text()
