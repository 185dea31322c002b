"""The one theme of the application: colours, fonts and sizes that can change while it runs.

Pages do not listen to ``changed``: a widget dressed by ``dress`` follows by itself, and what
paints itself asks ``theme()`` while it paints. A module-level accessor is right here, since paint
code has nothing else to be handed the colours by, and no data of the user passes through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from qnapp.ui.kit.fonts import FONT_ROLES, FontRole, line_height, make_font
from qnapp.ui.kit.sheet import make_sheet
from qnapp.ui.kit.tokens import Tokens, load_tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHeaderView

Choice = Literal["light", "dark", "system"]  # the words that mean something

_STYLE = "Fusion"
_STYLE_PROPERTY = "kit_style"
_FONT_PROPERTY = "kit_font"
_COLOUR_PROPERTY = "kit_colour"
_current: list[Theme] = []  # at most one


class Theme(QObject):
    """Colours, fonts and sizes in force."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice = "system"
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[FontRole, QFont] = {}
        self._lines: dict[FontRole, int] = {}
        self._busy = False
        self.font_percent = 100
        self.dark = False
        self.tokens: Tokens = load_tokens("light")
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    def apply(self, choice: str, font_percent: int) -> None:
        """Put a theme and a font size (percent) in force; emits ``changed``.

        ``choice`` is "light" or "dark"; "system", and any other word, follows the system.
        """
        self._choice, self.font_percent = choice, font_percent
        self._busy = True  # asking Windows for a dark title bar reports a change of its own
        self._app.styleHints().setColorScheme(_scheme(choice))
        self._busy = False
        self.dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        if choice in ("light", "dark"):  # a platform may not know schemes at all
            self.dark = choice == "dark"
        self._load()
        self._spread()
        self.changed.emit()

    def color(self, token: str) -> QColor:
        """Colour of a token; the caller's own copy. Raises KeyError for an unknown one."""
        if token not in self._colours:
            self._colours[token] = QColor(self.tokens.hex(token))
        return QColor(self._colours[token])

    def font(self, role: FontRole) -> QFont:
        """Font of a role; the caller's own copy."""
        return QFont(self._fonts[role])

    def line(self, role: FontRole) -> int:
        """Height of one line of a role's text in logical pixels."""
        return self._lines[role]

    def px(self, value: float) -> int:
        """Give a height of look section 4, or the side of an icon, grown with the font."""
        return round(value * self._lines["body"] / 20)

    def _load(self) -> None:
        self.tokens = load_tokens("dark" if self.dark else "light")
        self._colours = {}
        self._fonts = {role: make_font(role, self.font_percent) for role in FONT_ROLES}
        self._lines = {role: line_height(role, self.font_percent) for role in FONT_ROLES}

    def _spread(self) -> None:
        palette = make_palette(self.tokens)
        for widget in self._app.allWidgets():
            widget.ensurePolished()  # one that was never shown would keep the letters it got first
        self._app.setFont(self.font("body"))
        self._app.setPalette(palette)
        self._app.setStyleSheet(make_sheet(self.tokens, self.px))
        QToolTip.setFont(self.font("small"))
        QToolTip.setPalette(palette)
        for widget in self._app.allWidgets():
            _dress_again(widget)

    def _follow_system(self) -> None:
        if self._choice not in ("light", "dark") and not self._busy:
            self.apply(self._choice, self.font_percent)


def new_application(program: str) -> QApplication:
    """Make the application of a program (its path) in the style that ``apply_theme`` needs.

    Told so at its birth: to set a style later loads all words of QStyle, which no start needs.
    """
    app = QApplication([program, "-style", _STYLE])
    app.setProperty(_STYLE_PROPERTY, _STYLE)
    return app


def apply_theme(app: QApplication, name: str = "system", font_percent: int = 100) -> Theme:
    """Put the theme in force, at the start and again whenever a setting changes.

    ``name`` is "light", "dark" or "system".
    """
    if not _current:
        if app.property(_STYLE_PROPERTY) != _STYLE:
            app.setStyle(_STYLE)
        _current.append(Theme(app))
    _current[0].apply(name, font_percent)
    return _current[0]


def theme() -> Theme:
    """Return the theme in force. Raises RuntimeError before ``apply_theme`` was called."""
    if not _current:
        raise RuntimeError("apply_theme has not been called")
    return _current[0]


def dress(widget: QWidget, *, font: FontRole | None = None, color: str | None = None) -> None:
    """Give a widget a font role and a text colour (a token) that follow the theme from now on."""
    if font is not None:
        widget.setProperty(_FONT_PROPERTY, font)
    if color is not None:
        widget.setProperty(_COLOUR_PROPERTY, color)
    _dress_again(widget)


def make_palette(tokens: Tokens) -> QPalette:
    """Palette for the stock widgets and for text that nobody dressed."""
    role = QPalette.ColorRole
    pairs = {
        role.Window: tokens.canvas,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.canvas,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.text3,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.on_accent,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.Light: tokens.surface,
        role.Midlight: tokens.raised,
        role.Mid: tokens.border,
        role.Dark: tokens.field,
        role.Shadow: tokens.field,
    }
    palette = QPalette()
    for which, colour in pairs.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.text3))
    return palette


def _scheme(choice: str) -> Qt.ColorScheme:
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    return schemes.get(choice, Qt.ColorScheme.Unknown)


def _dress_again(widget: QWidget) -> None:
    font = widget.property(_FONT_PROPERTY)
    colour = widget.property(_COLOUR_PROPERTY)
    if font:
        widget.setFont(theme().font(cast("FontRole", font)))
        if widget.inherits("QHeaderView"):  # one with sections does not hand its font on
            cast("QHeaderView", widget).viewport().setFont(widget.font())
    if colour:
        palette = widget.palette()
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(role, theme().color(colour))
        widget.setPalette(palette)
