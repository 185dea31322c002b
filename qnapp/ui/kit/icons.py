"""Line icons, tinted from the tokens and drawn at the device's own pixels (look section 7)."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from qnapp.assets import asset
from qnapp.ui.kit.theme import theme

APP_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)  # what Windows asks for at 100 to 200 %


def icon(name: str, role: str = "text2", size: int = 18) -> QIcon:
    """Icon for a stock widget or action; ``role`` is a colour token, ``size`` logical pixels.

    Keeps the colour of the theme it was made in: ask again when the theme changed. The buttons
    of the kit do so by painting ``icon_pixmap``. Raises FileNotFoundError for an unknown name.
    """
    made = QIcon()
    for ratio in _ratios():
        made.addPixmap(icon_pixmap(name, role, size, ratio))
        made.addPixmap(icon_pixmap(name, "text3", size, ratio), QIcon.Mode.Disabled)
    return made


def icon_pixmap(name: str, role: str = "text2", size: int = 18, dpr: float = 1.0) -> QPixmap:
    """Return the icon in the present theme's colour, ``size`` logical pixels square."""
    return _draw(name, theme().tokens.hex(role), size, dpr)


def app_icon() -> QIcon:
    """Icon of the program and its windows."""
    made = QIcon()
    for size in APP_SIZES:
        made.addPixmap(_draw("app", "", size, 1.0))
    return made


@functools.lru_cache(maxsize=512)
def _draw(name: str, colour: str, size: int, dpr: float) -> QPixmap:
    # The colour is part of the key, so a change of theme needs no clearing.
    markup = _markup(name).replace("currentColor", colour)
    pixmap = QPixmap(round(size * dpr), round(size * dpr))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(markup.encode())).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(dpr)
    return pixmap


@functools.cache
def _markup(name: str) -> str:
    return asset("icons", f"{name}.svg").read_text(encoding="utf-8")


def _ratios() -> list[float]:
    screens = {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    return sorted(screens | {1.0, 2.0})
