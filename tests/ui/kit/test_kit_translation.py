"""No standard button, menu or dialog of Qt says a word of English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QCalendarWidget,
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QTextEdit,
    QWizard,
)
from screen_audit import english, visible_words

from qnapp.assets import asset_json
from qnapp.text import nfc
from qnapp.ui.kit.dates import CalendarPopup

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

WORDS: dict[str, dict[str, str]] = asset_json("i18n", "qtbase_vi.json")


def standard_menu(widget: QLineEdit | QTextEdit | QPlainTextEdit) -> list[str]:
    widget.selectAll()
    menu = widget.createStandardContextMenu()
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    menu.deleteLater()
    return words


@pytest.mark.parametrize("kind", [QLineEdit, QTextEdit, QPlainTextEdit])
def test_context_menus(
    qtbot: QtBot, kind: type[QLineEdit] | type[QTextEdit] | type[QPlainTextEdit]
) -> None:
    field = kind()
    qtbot.addWidget(field)
    assert standard_menu(field) == [
        "Hoàn tác", "Làm lại", "Cắt", "Sao chép", "Dán", "Xóa", "Chọn tất cả",
    ]  # fmt: skip


def test_standard_buttons(qtbot: QtBot) -> None:
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    for button in QDialogButtonBox.StandardButton:
        if button != QDialogButtonBox.StandardButton.NoButton:
            box.addButton(button)
    words = visible_words(box)
    assert {"Đồng ý", "Hủy", "Không lưu", "Trả về mặc định", "Có cho tất cả"} <= set(words)
    assert english(words) == []


def test_message_box(qtbot: QtBot) -> None:
    buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
    box = QMessageBox(QMessageBox.Icon.Question, "QNApp", "Xóa?", buttons)
    box.setDetailedText("ô B7")
    qtbot.addWidget(box)
    assert {"Có", "Không", "Chi tiết..."} <= set(visible_words(box))
    assert english(visible_words(box)) == []


@pytest.mark.parametrize("mode", list(QFileDialog.FileMode))
def test_file_dialog(qtbot: QtBot, tmp_path: Path, mode: QFileDialog.FileMode) -> None:
    (tmp_path / "phương án.pdf").write_bytes(b"%PDF")
    dialog = QFileDialog(None, "Thêm tệp", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setNameFilter("Mọi tệp (*)")
    qtbot.addWidget(dialog)
    assert english(visible_words(dialog)) == []


def test_save_dialog(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = QFileDialog(None, "", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    qtbot.addWidget(dialog)
    assert "Lưu" in visible_words(dialog)
    assert english(visible_words(dialog)) == []


def test_print_dialogs(qtbot: QtBot, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "thu.pdf"))
    for dialog in (QPrintDialog(printer), QPrintPreviewDialog(printer)):
        qtbot.addWidget(dialog)
        words = visible_words(dialog)
        assert any(word in words for word in ("In", "Xem trước khi in"))
        assert english(words) == []


def test_other_dialogs(qtbot: QtBot) -> None:
    wizard = QWizard()
    wizard.setOptions(
        QWizard.WizardOption.HaveHelpButton | QWizard.WizardOption.HaveFinishButtonOnEarlyPages
    )
    for dialog in (wizard, QInputDialog(), QProgressDialog()):
        qtbot.addWidget(dialog)
        dialog.ensurePolished()
        assert english(visible_words(dialog)) == []
    wizard.restart()
    assert wizard.buttonText(QWizard.WizardButton.NextButton) == "Tiếp tục"
    assert wizard.buttonText(QWizard.WizardButton.CancelButton) == "Hủy"


def test_calendar(qtbot: QtBot) -> None:
    calendar = QCalendarWidget()
    calendar.setSelectedDate(calendar.selectedDate().fromString("2026-06-25", "yyyy-MM-dd"))
    popup = CalendarPopup(calendar)
    for widget in (calendar, popup):
        qtbot.addWidget(widget)
        assert english(visible_words(widget)) == []
    locale = popup.calendar.locale()
    assert locale.monthName(6).lower() == "tháng 6"
    assert locale.dayName(1, QLocale.FormatType.ShortFormat) == "Th 2"
    assert "Tháng 6" in visible_words(calendar)


def test_numbers_and_dates_follow_the_country(qtbot: QtBot) -> None:
    assert (QLocale().toString(1234567), QLocale().decimalPoint()) == ("1.234.567", ",")


def test_an_unknown_word_falls_back_to_itself(qtbot: QtBot) -> None:
    assert QCoreApplication.translate("QNobody", "Frobnicate") == "Frobnicate"
    assert QCoreApplication.translate("QMessageBox", "OK") == "Đồng ý"


@pytest.mark.parametrize("context", sorted(WORDS))
def test_the_words_themselves(context: str) -> None:
    for source, words in WORDS[context].items():
        assert words == nfc(words)
        assert not words.endswith("!")
        assert source.count("%1") == words.count("%1"), source
        assert not english([words]), source
        assert "&" not in words  # one letter after Alt would take a key from the program


def test_the_search_for_english_finds_some() -> None:
    assert english(["&Open", "Look in:", "Hủy"]) == ["Open", "Look in:"]
