"""No dialog is larger than the screen beside its bars, however large the letters are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QDialog, QVBoxLayout

from qnapp.ui.kit.buttons import PrimaryButton
from qnapp.ui.kit.growing import GrowsWithWords
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.surfaces import resize_on_screen

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

SCREEN = QSize(1366, 728)  # 1366x768 less the task bar
TITLE_BAR = 40


@pytest.fixture(autouse=True)
def _small_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QScreen, "availableSize", lambda _self: SCREEN)
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _self: QRect(0, 0, 1366, 728))


@pytest.fixture
def dialog(qtbot: QtBot) -> QDialog:
    """A sentence above a button."""
    made = QDialog()
    qtbot.addWidget(made)
    box = QVBoxLayout(made)
    made.words = Label("Đã đọc.", wrap=True)  # type: ignore[attr-defined]
    made.button = PrimaryButton("Ghi nhận")  # type: ignore[attr-defined]
    box.addWidget(made.words)  # type: ignore[attr-defined]
    box.addWidget(made.button)  # type: ignore[attr-defined]
    return made


def test_a_dialog_asks_for_no_more_than_the_screen_has(dialog: QDialog) -> None:
    resize_on_screen(dialog, (1690, 806))
    assert dialog.size() == SCREEN - QSize(16, TITLE_BAR)
    resize_on_screen(dialog, (640, 400))
    assert dialog.size() == QSize(640, 400)


@pytest.mark.parametrize("sentences", [20, 50])
def test_what_grows_keeps_its_button_on_the_screen(
    dialog: QDialog, qtbot: QtBot, sentences: int
) -> None:
    GrowsWithWords(dialog)
    dialog.setGeometry(100, 560, 300, 140)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.words.setText("Tệp này không đọc được, chưa có gì bị thay đổi. " * sentences)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: dialog.height() > 300)
    assert dialog.height() <= SCREEN.height() - TITLE_BAR
    assert dialog.y() >= 0
    assert dialog.frameGeometry().bottom() < SCREEN.height()
