"""What stands around an indicator's fields: menu, paste, files, history, the list as a workbook."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from dialog_hands import check_freed
from dialogs_met import meet
from hands import click, drop_files, press_ctrl
from indicator_hands import PERIOD, open_field, stored, uid
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from qnapp.db import targets
from qnapp.db.measurements import set_measurement
from qnapp.db.worksheet import load_indicator_row
from qnapp.domain.plan import Nature
from qnapp.ui import file_dialogs
from qnapp.ui.history_dialog import HistoryDialog
from qnapp.ui.indicators_page.local_dialog import LocalIndicatorDialog
from qnapp.ui.indicators_page.target_dialog import TargetDialog
from qnapp.ui.paste_dialog import PasteDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QDialog
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.domain.reporting import IndicatorRow
    from qnapp.ui.indicators_page.page import IndicatorsPage
    from qnapp.ui.session import Session


# the menu of a row


def menu_of(page: IndicatorsPage, row: IndicatorRow) -> dict[str, Any]:
    """Actions of a row's menu by their words."""
    found = page.deeds.menus.make(row).actions()
    return {action.text().split("\t")[0]: action for action in found if action.text()}


def test_the_menu_offers_what_the_row_allows(page: IndicatorsPage, store: Store) -> None:
    assert list(menu_of(page, stored(store, "3"))) == [
        "Thêm tệp minh chứng…",
        "Lịch sử",
        "Xem đoạn trong Nghị quyết",
        "Sửa mức của đơn vị…",
        "Thôi theo dõi",
    ]
    for code in ("24", "NQ1"):
        assert list(menu_of(page, stored(store, code))) == [
            "Xem đoạn trong Nghị quyết",
            "Đặt mức của đơn vị…",
            "Theo dõi",
        ]
    made = targets.add_local_indicator(
        store, title="Hồ sơ số hóa", unit="hồ sơ", nature=Nature.FLOW, target_text="500"
    )
    own = list(menu_of(page, load_indicator_row(store, made.uid, PERIOD)))
    assert "Xem đoạn trong Nghị quyết" not in own
    assert own[-2:] == ["Sửa chỉ tiêu…", "Xóa chỉ tiêu…"]


def test_the_menu_does_what_it_says(page: IndicatorsPage, store: Store) -> None:
    menu_of(page, stored(store, "24"))["Theo dõi"].trigger()
    assert stored(store, "24").followed
    menu_of(page, stored(store, "24"))["Thôi theo dõi"].trigger()
    assert not stored(store, "24").followed


def test_a_local_indicator_is_removed_only_after_asking(
    page: IndicatorsPage, store: Store, door: RecordingDoor
) -> None:
    made = targets.add_local_indicator(
        store, title="Hồ sơ số hóa", unit="hồ sơ", nature=Nature.FLOW, target_text="500"
    )
    menu_of(page, load_indicator_row(store, made.uid, PERIOD))["Xóa chỉ tiêu…"].trigger()
    assert door.sentences()[0].startswith(f"Xóa chỉ tiêu {made.code.removeprefix('CT-')} ")
    assert made.uid in {line.uid for line in page.model.lines()}


def test_the_keys_go_to_where_the_resolution_speaks_of_it(
    qtbot: QtBot, page: IndicatorsPage
) -> None:
    page.show_item("filter:all")
    page.table.go_to(uid("NQ1"))
    assert page.detail.paragraph.isVisible()
    with qtbot.waitSignal(page.session.wanted) as asked:
        press_ctrl(page.table, Qt.Key.Key_G)
    assert asked.args == ["resolution", uid("NQ1")]


# paste


def paste(page: IndicatorsPage, text: str, *, write: bool = True) -> list[str]:
    """Paste a text; gives the words of the preview."""
    said: list[str] = []

    def look(dialog: PasteDialog) -> None:
        said.append(dialog.words.text())
        if write:
            click(dialog.write)
        else:
            dialog.reject()

    QGuiApplication.clipboard().setText(text)
    meet(PasteDialog, look)
    press_ctrl(page.table, Qt.Key.Key_V)
    return said


def test_a_column_from_excel_is_shown_first_then_written_as_one(
    page: IndicatorsPage, store: Store, session: Session
) -> None:
    page.table.go_to(uid("1"))
    said = paste(page, "91,3\r\n\r\n1.5\r\n12,7\r\n")
    assert said == ["2 giá trị sẽ ghi, 1 không đọc được."]
    assert stored(store, "1").measurement.actual == Decimal("91.3")
    assert stored(store, "2").measurement.actual is None  # its cell was empty
    assert stored(store, "3").measurement.actual is None
    assert stored(store, "12").measurement.actual == Decimal("12.7")
    session.undo_stack.undo()
    assert stored(store, "1").measurement.actual is None
    assert stored(store, "12").measurement.actual is None


def test_a_cancelled_paste_changes_nothing(page: IndicatorsPage, store: Store) -> None:
    page.table.go_to(uid("1"))
    paste(page, "91,3", write=False)
    assert stored(store, "1").measurement.actual is None


def test_an_empty_clipboard_is_said(qtbot: QtBot, page: IndicatorsPage, session: Session) -> None:
    QGuiApplication.clipboard().clear()
    with qtbot.waitSignal(session.said) as said:
        click(page.paste_button)
    assert said.args[0].startswith("Chưa có gì để dán.")


# evidence and history


def test_a_file_dropped_on_the_strip_becomes_evidence(
    qtbot: QtBot, page: IndicatorsPage, store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "Biên bản.pdf"
    file.write_bytes(b"%PDF-1.7 content")
    page.show_item(uid("3"))
    assert drop_files(page.detail.strip, [file])
    qtbot.waitUntil(lambda: page.detail.strip.words.text() == "1 tệp: Biên bản.pdf")
    assert [item.name for item in stored(store, "3").evidence] == ["Biên bản.pdf"]


def test_the_history_of_the_focused_field_opens(
    qtbot: QtBot, page: IndicatorsPage, store: Store
) -> None:
    set_measurement(store, uid("3"), PERIOD, note="một")
    field = open_field(page, "3", "note")
    press_ctrl(field, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: bool(page.window().findChildren(HistoryDialog)))
    dialog = page.window().findChildren(HistoryDialog)[0]
    assert dialog.windowTitle() == "Lịch sử chỉ tiêu 3: Ghi chú"
    assert dialog.model.rowCount() == 1
    dialog.close()


@pytest.mark.parametrize("code", ["3", "12", "20", "24"])
@pytest.mark.parametrize("percent", [100, 130])
def test_the_detail_is_never_wider_than_its_view(
    page: IndicatorsPage, dress_page: Callable[[str, int], None], code: str, percent: int
) -> None:
    dress_page("light", percent)
    page.show_item("filter:all")
    page.table.go_to(uid(code))
    page.enter_detail()
    area = page.detail.area
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()


# what is opened goes again


def test_a_dialog_that_stays_open_is_freed_when_it_is_closed(
    qtbot: QtBot, session: Session
) -> None:
    check_freed(lambda: LocalIndicatorDialog.open_for(session))


@pytest.mark.parametrize("kind", [TargetDialog, PasteDialog])
def test_a_dialog_that_was_answered_is_freed(
    qtbot: QtBot, page: IndicatorsPage, kind: type[QDialog]
) -> None:
    gone: list[bool] = []

    def close(dialog: QDialog) -> None:
        dialog.destroyed.connect(lambda: gone.append(True))
        dialog.reject()

    page.show_item(uid("3"))
    meet(kind, close)
    if kind is TargetDialog:
        click(page.detail.facts.set_target)
    else:
        QGuiApplication.clipboard().setText("1,4")
        click(page.paste_button)
    qtbot.waitUntil(lambda: bool(gone))


# the list as a workbook


def test_ctrl_e_writes_the_indicators_that_are_shown(
    qtbot: QtBot,
    page: IndicatorsPage,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "Chỉ tiêu.xlsx"
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: target)
    with qtbot.waitSignal(session.said, timeout=10_000):
        press_ctrl(page.table, Qt.Key.Key_E)
    sheet = openpyxl.load_workbook(target).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = next(place for place, row in enumerate(rows) if row[0] == "Mã")
    table = {str(row[0]): dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]}
    assert list(table) == shown_codes(page)
    assert table["15a"]["Ước cả kỳ"] == pytest.approx(86.9)
    assert table["3"]["Kỳ trước"] == "0,8"
    assert table["12"]["Mức của đơn vị"] is None


def shown_codes(page: IndicatorsPage) -> list[str]:
    return [line.code for line in page.model.shown() if line.row is not None]
