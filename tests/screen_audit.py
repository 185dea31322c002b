"""What every screen must hold, whoever built it: words of one language, names for those who listen.

``Auditor`` looks at each dialog and page that any test shows; nobody has to list them.
"""

from __future__ import annotations

import re
import weakref
from collections import Counter
from typing import TYPE_CHECKING, ClassVar
from unittest.mock import patch

from cut_audit import cut_and_lost
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QDialog,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabWidget,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from qnapp.ui.kit.buttons import IconButton, KitButton, LinkButton
from qnapp.ui.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Words that stay as they are: measures, units, keys, numbers.
SAME = re.compile(r"^[\W\d_]*$|^(PDF|mm|Cicero \(CC\)|Didot \(DD\)|Alt\+\w+|%1( \w+)?)$")
ENGLISH = re.compile(
    r"\b(the|and|of|all|not|open|save|close|cancel|copy|cut|paste|undo|redo|delete|select|file|"
    r"files|name|type|look|back|forward|folder|directory|print|printer|page|pages|paper|options?|"
    r"show|hide|details|yes|no|help|apply|discard|abort|retry|ignore|reset|restore|size|color|"
    r"copies|zoom|fit|next|finish|month|year|today|monday|sunday|january|june|december)\b",
    re.IGNORECASE,
)
# In a sentence that is Vietnamese otherwise: what slips into one. "No" and "the" are words there.
_SLIPPED = re.compile(
    r"\b(file|files|folder|click|cancel|save|open|undo|redo|delete|error|update|import|export|"
    r"password|settings?|details|version|backup|browse|download|upload)\b",
    re.IGNORECASE,
)
_ACCENTED = re.compile(
    r"[àáảãạăắằẳẵặâấầẩẫậèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵđ]", re.I
)
_FIELDS = (QLineEdit, QTextEdit, QPlainTextEdit)
INTERACTIVE = (QAbstractButton, *_FIELDS, QComboBox, QAbstractSpinBox, QAbstractItemView)
_MAY_SCROLL = frozenset({"Cells", "MatrixTable", "PreviewView"})
_OFTEN_ENOUGH = 6  # times that one kind of screen is looked at in a run
_DRAWN_OFTEN_ENOUGH = 2


def visible_words(widget: QWidget) -> list[str]:
    """All words that a screen may show: titles, buttons, labels, tabs, placeholders, tooltips."""
    words = [widget.windowTitle()]
    for child in (widget, *widget.findChildren(QWidget)):
        words.append(child.toolTip())
        if isinstance(child, QAbstractButton | QLabel):
            words.append(child.text())
        elif isinstance(child, QGroupBox | QMenu):
            words.append(child.title())
        elif isinstance(child, QTabWidget):
            words += [child.tabText(at) for at in range(child.count())]
        elif isinstance(child, QComboBox):
            words += [child.itemText(at) for at in range(child.count())]
        elif isinstance(child, _FIELDS):
            words.append(child.placeholderText())
        words += [action.text() for action in child.actions()]
    return [word for word in words if word]


def english(words: list[str]) -> list[str]:
    """Return the words that are English; a shortcut behind a tab is none."""
    plain = [re.sub(r"<[^>]*>|\t.*|&", "", word).strip() for word in words]
    return [word for word in plain if not SAME.match(word) and _is_english(word)]


def _is_english(words: str) -> bool:
    asked = _SLIPPED if _ACCENTED.search(words) else ENGLISH
    # What a file is called is nobody's sentence: "report.pdf".
    return asked.search(re.sub(r"\S*[/\\]\S*|\S+\.\w{2,5}\b|Open Sans", "", words)) is not None


def own_words(screen: QWidget) -> list[str]:
    """Words that the program says itself: what comes from the data is quoted or typed."""
    return [re.sub(r"“[^”]*”", "“”", words) for words in visible_words(screen)]


def interactive(screen: QWidget) -> Iterator[QWidget]:
    """Widgets of a screen that a person uses, without the parts that they are made of."""
    for child in screen.findChildren(QWidget):
        if not isinstance(child, INTERACTIVE) or isinstance(child, QHeaderView):
            continue
        if not child.isVisibleTo(screen) or child.objectName().startswith("qt_"):
            continue
        if not _is_part(child, screen):
            yield child


def _is_part(child: QWidget, screen: QWidget) -> bool:
    """Whether it belongs to a combo box, a spin box, a calendar or the corner of a table."""
    parent = child.parentWidget()
    while parent is not None and parent is not screen:
        if isinstance(parent, QComboBox | QAbstractSpinBox | QCalendarWidget):
            return True
        parent = parent.parentWidget()
    return isinstance(child.parentWidget(), QAbstractItemView)


def nameless(screen: QWidget) -> list[str]:
    """Interactive widgets that a screen reader could only call "button" or nothing at all."""
    found = []
    for widget in interactive(screen):
        heard = QAccessible.queryAccessibleInterface(widget)
        name, role = heard.text(QAccessible.Text.Name), heard.role()
        if not name.strip() or role in (QAccessible.Role.NoRole, QAccessible.Role.Client):
            found.append(f"{type(widget).__name__} {described(widget)} role {role.name}")
    return found


def named(widget: QWidget) -> str:
    """Kind and words of a widget."""
    words = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return f"{type(widget).__name__} “{words or widget.accessibleName()}”"


def described(widget: QWidget) -> str:
    """Where a widget is, for whoever has to find it."""
    names: list[str] = []
    parent = widget.parentWidget()
    while parent is not None and len(names) < 3:
        names.append(type(parent).__name__)
        parent = parent.parentWidget()
    return "in " + " < ".join(names)


def too_narrow(screen: QWidget) -> list[str]:
    """What does not fit: children beyond their parent, buttons below their words, sideways."""
    found = []
    for child in screen.findChildren(QWidget):
        parent = child.parentWidget()
        if parent is None or not child.isVisible() or child.isWindow():
            continue
        if _scrolls_sideways(child):
            found.append(f"{type(child).__name__} scrolls sideways, {described(child)}")
        if _is_cut(child):
            found.append(f"{named(child)} is cut, {described(child)}")
        if _is_placed_freely(child, parent):
            continue
        room, box = parent.rect(), child.geometry()
        if box.right() > room.right() + 1 or box.left() < -1:
            found.append(f"{named(child)} beyond its parent, {described(child)}")
    return found


def _scrolls_sideways(child: QWidget) -> bool:
    """Whether something has to be scrolled that must not be: the matrix may, and printed pages."""
    if not isinstance(child, QAbstractScrollArea) or type(child).__name__ in _MAY_SCROLL:
        return False
    return child.horizontalScrollBar().maximum() > 0


def _is_cut(child: QWidget) -> bool:
    """Whether a button shows less than its words; links end in dots, icons have none."""
    if not isinstance(child, KitButton) or isinstance(child, LinkButton | IconButton):
        return False
    return child.width() < child.sizeHint().width() - 1


def _is_placed_freely(child: QWidget, parent: QWidget) -> bool:
    """What lies in a scroll area is where it is scrolled to."""
    grand = parent.parentWidget()
    return isinstance(grand, QAbstractScrollArea) or isinstance(parent, QAbstractScrollArea)


class Auditor(QObject):
    """Looks at dialogs and pages when they are shown; ``faults`` are what it found."""

    seen: ClassVar[Counter[type]] = Counter()
    draws = True  # a test of what is painted, and when, switches it off

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._waiting: list[weakref.ref[QWidget]] = []  # whoever is closed must be freed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QDialog):
            self.notice(watched)
        return False

    def notice(self, screen: QWidget) -> None:
        """Look at a screen as soon as what it was just doing is over."""
        kind = type(screen)
        if kind.__module__.startswith("qnapp.") and self.seen[kind] < _OFTEN_ENOUGH:
            self.seen[kind] += 1
            self._waiting.append(weakref.ref(screen))
            QTimer.singleShot(0, self, self.look)

    def look(self) -> None:
        """Look at what was shown since."""
        waiting, self._waiting = self._waiting, []
        for known in waiting:
            screen = known()
            if screen is not None and isValid(screen) and screen.isVisible():
                name = type(screen).__name__
                self.faults += [f"{name}: English: {words}" for words in english(own_words(screen))]
                self.faults += [f"{name}: no name: {widget}" for widget in nameless(screen)]
                self._look_for_lost(screen)

    def _look_for_lost(self, screen: QWidget) -> None:
        """Whether what is cut can be read: a screen is drawn for it, so not every time."""
        if self.draws and self.seen[type(screen)] <= _DRAWN_OFTEN_ENOUGH:
            self.faults += [f"{type(screen).__name__}: {fault}" for fault in cut_and_lost(screen)]

    def install(self) -> None:
        """Begin to look."""
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        self._patch = patch.object(Page, "ensure_fresh", _noticed(self, Page.ensure_fresh))
        self._patch.start()

    def leave(self) -> list[str]:
        """Stop looking; gives what was found."""
        self.look()
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        self._patch.stop()
        return list(dict.fromkeys(self.faults))


def _noticed(auditor: Auditor, fill: Callable[[Page], None]) -> Callable[[Page], None]:
    """A page is looked at once it has read its rows: before that it has no words."""

    def filled(page: Page) -> None:
        fill(page)
        auditor.notice(page)

    return filled
