"""Danh bạ: addresses typed or from Excel, who is expected, keys, added organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chosen_files import ChosenFiles
from full_disk import FULL, fill_disk
from hands import click, press, type_text
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from reporting_units import HA_TU, TUAN_CHAU

from qnapp.db.reporters import roster, roster_entry
from qnapp.db.roster import confirm_key, confirmed_key, note_key
from qnapp.domain.packages import key_words
from qnapp.models.roster_model import RosterColumn
from qnapp.ui.inbox_page.key_dialog import KeyDialog
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.roster.add_dialog import AddDialog
from qnapp.ui.roster.import_dialog import AddressesDialog

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.roster.dialog import RosterDialog

ONE, TWO = "1" * 64, "2" * 64


def cell(dialog: RosterDialog, code: str, column: RosterColumn) -> str:
    return str(dialog.model.index(dialog.model.row_of(code), column).data() or "")


def test_an_address_is_saved_when_the_field_is_left(dialog: RosterDialog, store: Store) -> None:
    dialog.table.go_to(HA_TU)
    type_text(dialog.form.email, "dang-uy@hatu.vn; hdnd@hatu.vn")
    press(dialog.form.email, Qt.Key.Key_Return)
    assert roster_entry(store, HA_TU).email == "dang-uy@hatu.vn, hdnd@hatu.vn"
    assert cell(dialog, HA_TU, RosterColumn.EMAIL) == "dang-uy@hatu.vn, hdnd@hatu.vn"
    assert dialog.count.text().endswith("1 đơn vị có địa chỉ thư")
    dialog._session.undo_stack.undo()
    assert roster_entry(store, HA_TU).email == ""
    assert dialog.form.email.value() == ""


def test_going_on_to_another_row_loses_nothing(dialog: RosterDialog, store: Store) -> None:
    dialog.table.go_to(HA_TU)
    type_text(dialog.form.phone, "0203 3836 001")
    dialog.table.go_to(TUAN_CHAU)
    assert roster_entry(store, HA_TU).phone == "0203 3836 001"
    assert dialog.form.phone.value() == ""


def test_what_is_no_address_stays_in_the_field_with_its_sentence(
    dialog: RosterDialog, store: Store
) -> None:
    dialog.table.go_to(HA_TU)
    type_text(dialog.form.email, "hà tu")
    press(dialog.form.email, Qt.Key.Key_Return)
    assert "không phải địa chỉ thư điện tử" in dialog.form.email.fault()
    assert dialog.form.email.text() == "hà tu"
    assert roster_entry(store, HA_TU).email == ""


def test_space_says_who_is_expected(dialog: RosterDialog, store: Store) -> None:
    dialog.table.go_to(HA_TU)
    press(dialog.table, Qt.Key.Key_Space)
    assert not roster_entry(store, HA_TU).expected
    box = dialog.table.visualRect(
        dialog.model.index(dialog.model.row_of(HA_TU), RosterColumn.EXPECTED)
    )
    click(dialog.table.viewport(), box.center())
    assert roster_entry(store, HA_TU).expected


def test_search_needs_no_diacritics(dialog: RosterDialog) -> None:
    type_text(dialog.search, "tuan chau")
    press(dialog.search, Qt.Key.Key_Return)
    assert [dialog.model.item(row).code for row in range(dialog.model.rowCount())] == [TUAN_CHAU]
    assert dialog.form.name.text() == "Phường Tuần Châu"


def test_an_organisation_is_added_and_removed(
    dialog: RosterDialog, store: Store, door: RecordingDoor
) -> None:
    click(dialog.add)
    asked = dialog.findChildren(AddDialog)[-1]
    type_text(asked.name, "Phường Hà Tu")
    click(asked.save)
    assert "đã có trong danh bạ" in asked.name.fault()
    asked.name.clear()
    type_text(asked.name, "Trường Chính trị")
    press(asked.name, Qt.Key.Key_Return)
    code = roster(store)[-1].code
    assert dialog.table.current_code() == code
    assert dialog.form.remove.isVisible()
    click(dialog.form.remove)
    assert roster_entry(store, code).added  # asked, and not answered
    door.answers = [0]
    click(dialog.form.remove)
    assert code not in [one.code for one in roster(store)]


def test_a_built_in_one_cannot_be_removed(dialog: RosterDialog) -> None:
    dialog.table.go_to(HA_TU)
    assert not dialog.form.remove.isVisible()


def test_keys_tell_their_story_and_another_is_confirmed_with_both_codes_shown(
    dialog: RosterDialog, store: Store
) -> None:
    confirm_key(store, HA_TU, "Phường Hà Tu", ONE)
    note_key(store, HA_TU, "Phường Hà Tu", TWO)
    dialog.reload()
    dialog.table.go_to(HA_TU)
    assert cell(dialog, HA_TU, RosterColumn.KEY).startswith("Đã xác nhận ")
    (link,) = [one for one in dialog.form.keys.findChildren(LinkButton) if one.isVisibleTo(dialog)]
    click(link)
    key = dialog.findChildren(KeyDialog)[-1]
    shown = [label.text() for label in key.findChildren(Label)]
    assert key_words(ONE) in shown
    assert key_words(TWO) in shown
    click(key.same)
    click(key.confirm)
    assert confirmed_key(store, HA_TU) == TWO


def test_an_address_that_is_none_is_told_of_when_another_unit_is_chosen(
    dialog: RosterDialog, store: Store
) -> None:
    dialog.table.go_to(HA_TU)
    type_text(dialog.form.email, "dang-uy@hatu")
    dialog.table.go_to(TUAN_CHAU)
    assert dialog.form.email.value() == ""
    told = dialog.band.words.text()
    assert told.startswith("Địa chỉ thư vừa gõ cho Phường Hà Tu, “dang-uy@hatu”, chưa đúng.")
    assert roster_entry(store, HA_TU).email == ""


def test_addresses_come_from_excel_after_a_look(
    dialog: RosterDialog,
    store: Store,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "danh bạ.xlsx"
    chosen = ChosenFiles(monkeypatch)
    chosen(target)
    with qtbot.waitSignal(dialog._session.said):
        click(dialog.write_file)
    book = load_workbook(target)
    for row in book.active.iter_rows(min_row=3):  # type: ignore[union-attr]
        if row[0].value in (HA_TU, TUAN_CHAU):
            row[3].value = f"{row[0].value}@donvi.vn"
    book.save(target)
    chosen(target)
    click(dialog.read_file)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(AddressesDialog)), timeout=10_000)
    shown = dialog.findChildren(AddressesDialog)[-1]
    assert shown.take.text() == "Nhận 2 thay đổi"
    assert roster_entry(store, HA_TU).email == ""  # nothing before it was looked at
    with monkeypatch.context() as full:
        fill_disk(full, store)
        click(shown.take)
    assert shown.band.words.text() == FULL  # in front, where a person looks
    assert not dialog.band.isVisible()
    click(shown.take)
    assert not shown.band.isVisible()
    assert roster_entry(store, HA_TU).email == f"{HA_TU}@donvi.vn"
    dialog._session.undo_stack.undo()
    assert roster_entry(store, TUAN_CHAU).email == ""


def test_the_model_holds_its_promises(dialog: RosterDialog, qtmodeltester: object) -> None:
    qtmodeltester.check(dialog.model)  # type: ignore[attr-defined] # stays alive meanwhile
    dialog.model.find("ha")
    dialog.model.find("")
    index = dialog.model.index(dialog.model.row_of(HA_TU), RosterColumn.EXPECTED)
    role = Qt.ItemDataRole.CheckStateRole
    assert dialog.model.setData(index, Qt.CheckState.Unchecked, role)
    assert Qt.CheckState(index.data(role)) is Qt.CheckState.Unchecked
