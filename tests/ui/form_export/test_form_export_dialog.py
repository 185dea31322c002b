"""Forms written from the window: whose, with letters, opened one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chosen_files import ChosenFiles
from dialog_hands import check_freed, check_hands
from hands import click, type_text
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QDesktopServices

from qnapp.db.assignments import set_officer
from qnapp.db.periods import lock_period
from qnapp.ui.form_export.dialog import FormExportDialog
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import text_width
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtCore import QUrl
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.window import MainWindow

PERIOD = "2026-Q2"


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    made = make_store(taken=["NQ05-2026/1.14", "NQ05-2026/1.15", "NQ05-2026/3.2"])
    set_officer(made, "NQ05-2026/1.14", "Lê Ánh")
    set_officer(made, "NQ05-2026/3.2", "Trần Đông")
    return made


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(TasksPage)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []

    def open_url(url: QUrl) -> bool:
        found.append(url.fileName())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return found


@pytest.fixture
def ask(window: MainWindow) -> Callable[[], FormExportDialog]:
    """Choose it in the menu of the list of tasks."""

    def run() -> FormExportDialog:
        page = window.page("tasks")
        assert isinstance(page, TasksPage)
        menu = page.more_menu()
        next(one for one in menu.actions() if one.text().startswith("Xuất biểu nhập")).trigger()
        menu.deleteLater()
        dialog = window.findChildren(FormExportDialog)[-1]
        assert isinstance(dialog, FormExportDialog)
        return dialog

    return run


def test_the_form_of_all_is_ticked_at_first_and_written(
    ask: Callable[[], FormExportDialog],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    dialog = ask()
    assert [line.tick.text() for line in dialog.list.lines] == [
        "Tất cả trong một biểu (3 dòng)",
        "Lê Ánh (1 dòng)",
        "Trần Đông (1 dòng)",
    ]
    labels = [one.text() for one in dialog.list.findChildren(Label)]
    assert "1 dòng chưa ghi người theo dõi chỉ có trong biểu chung." in labels
    assert dialog.main.text() == "Xuất 1 biểu"
    choose = ChosenFiles(monkeypatch)
    choose(tmp_path)
    click(dialog.change)
    click(dialog.main)
    qtbot.waitUntil(dialog.told.isVisible, timeout=30_000)
    assert dialog.told.words.text() == "Đã xuất 1 biểu nhập."
    assert [one.name for one in tmp_path.glob("*.xlsx")] == [
        "bieu-nhap-06652-6-thang-2026-tat-ca.xlsx"
    ]
    click(dialog.cancel)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("percent", [100, 130])
def test_an_address_is_read_whole(
    ask: Callable[[], FormExportDialog], dress_page: Callable[[str, int], None], percent: int
) -> None:
    dress_page("light", percent)
    dialog = ask()
    click(dialog.letters)
    fields = [line.address for line in dialog.list.lines if line.address.isVisible()]
    assert len(fields) == len(dialog.list.lines)
    assert len({(one.x(), one.width()) for one in fields}) == 1
    assert fields[0].width() >= text_width("phamthihuan@hatu.example.vn") + 24
    click(dialog.cancel)


def test_letters_go_to_addresses_that_are_kept(
    ask: Callable[[], FormExportDialog],
    opened: list[str],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    dialog = ask()
    dialog.folder = tmp_path
    everyone, first, second = dialog.list.lines
    for line in (everyone, first, second):
        click(line.tick)  # all off, the officers on
    assert dialog.main.text() == "Xuất 2 biểu"
    assert not first.address.isVisible()
    click(dialog.letters)
    type_text(first.address, "khong phai")
    type_text(second.address, "dong@xa.example")
    click(dialog.main)
    assert first.fault.isVisible()
    assert list(tmp_path.glob("*.xlsx")) == []
    first.address.selectAll()
    type_text(first.address, "anh@xa.example")
    click(dialog.main)
    qtbot.waitUntil(dialog.told.isVisible, timeout=30_000)
    assert dialog.told.words.text() == "Đã xuất 2 biểu nhập và 2 thư."
    click(dialog.main)
    click(dialog.main)
    assert opened == [
        "bieu-nhap-06652-6-thang-2026-le-anh.eml",
        "bieu-nhap-06652-6-thang-2026-tran-dong.eml",
    ]
    assert dialog.main.text() == "Xuất 2 biểu và soạn thư"
    click(dialog.cancel)
    again = ask()
    assert [line.address.value() for line in again.list.lines] == [
        "",
        "anh@xa.example",
        "dong@xa.example",
    ]
    click(again.cancel)


def test_nothing_ticked_writes_nothing(ask: Callable[[], FormExportDialog]) -> None:
    dialog = ask()
    click(dialog.list.lines[0].tick)
    assert not dialog.main.isEnabled()
    click(dialog.cancel)


def test_a_locked_period_is_refused_with_a_sentence(
    window: MainWindow, store: Store, qtbot: QtBot
) -> None:
    lock_period(store, PERIOD, "Hết hạn")
    page = window.page("tasks")
    assert isinstance(page, TasksPage)
    with qtbot.waitSignal(window.session.failed) as failed:
        page.export_forms()
    assert failed.args
    assert "khóa" in str(failed.args[0])


def test_everything_is_named_reached_by_tab_and_freed(
    ask: Callable[[], FormExportDialog], qtbot: QtBot
) -> None:
    dialog = ask()
    click(dialog.letters)
    check_hands(dialog, qtbot)
    dialog.reject()
    check_freed(ask)
