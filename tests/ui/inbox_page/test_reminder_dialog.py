"""Đôn đốc in the window: who, until when, in which words, into one folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click, press, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from reporting_units import HA_TU, TUAN_CHAU
from shiboken6 import isValid

from qnapp.db.reporters import roster, update_reporter
from qnapp.domain.collecting import Round
from qnapp.exchange.receiving import take_in_many
from qnapp.exchange.reporters import arrivals_of, unit_reports
from qnapp.models.inbox_lines import InboxColumn
from qnapp.models.reminder_model import ReminderColumn
from qnapp.ui.inbox_page.reminder_dialog import ReminderDialog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.inbox_page.page import InboxPage


@pytest.fixture
def dialog(
    page: InboxPage, sent: dict[str, Path], store: Store, clock: FixedClock
) -> Iterator[ReminderDialog]:
    """On March 24th: Hà Tu in time, Tuần Châu late; four others are expected and missing."""
    kept = (HA_TU, TUAN_CHAU, "06658", "06661", "06673", "06685")
    for one in roster(store):
        if one.code not in kept:
            update_reporter(store, one.code, expected=False)
    take_in_many(store, [sent["first"]])
    clock.move(days=5)
    take_in_many(store, [sent["tuần châu"]])
    update_reporter(store, TUAN_CHAU, email="tc@x.vn")
    page.reload()
    click(page.heading.remind)
    found = page.window().findChildren(ReminderDialog)[-1]
    yield found
    if isValid(found):
        found.close()


def test_who_has_not_sent_is_ticked_as_the_overview_counts_them(dialog: ReminderDialog) -> None:
    assert dialog.model.rowCount() == 5
    assert TUAN_CHAU not in dialog.model.ticked()  # it was late, but it is here
    store, today = dialog._session.store, dialog._session.today()
    units = tuple(unit_reports(arrivals_of(store, dialog._session.period_code)))
    counted = Round(dialog._session.period, units, today).to_remind
    assert dialog.model.ticked() == tuple(one.reporter.code for one in counted)
    assert "có 4 đơn vị chưa gửi báo cáo (danh sách" in dialog.text.value()
    click(dialog.everybody)
    assert "có 4 đơn vị chưa gửi báo cáo, 1 đơn vị gửi báo cáo muộn" in dialog.text.value()
    assert "chậm nhất ngày 29/3/2026" in dialog.text.value()


def test_there_is_a_letter_only_where_there_is_an_address(dialog: ReminderDialog) -> None:
    none = "4 đơn vị chưa có địa chỉ thư trong danh bạ nên không có thư."
    assert dialog.count.text() == f"Một công văn, không có thư. {none}"
    assert dialog.save.text() == "Lưu công văn…"
    click(dialog.everybody)
    assert dialog.count.text() == f"Một công văn và 1 thư. {none}"
    assert dialog.save.text() == "Lưu công văn và thư…"


def test_before_the_due_day_nobody_is_ticked_and_nobody_is_blamed(
    page: InboxPage, clock: FixedClock
) -> None:
    clock.move(days=-10)
    page.reload()
    click(page.heading.remind)
    early = page.window().findChildren(ReminderDialog)[-1]
    assert early.model.ticked() == ()
    assert (early.text.value(), early.text.placeholderText()) == (
        "",
        "Lời mẫu hiện ở đây khi đánh dấu đơn vị.",
    )
    assert early.count.text().startswith("Chưa đến lúc đôn đốc: hạn gửi 20/3/2026.")
    assert not early.save.isEnabled()
    early.table.selectRow(0)
    press(early.table, Qt.Key.Key_Space)
    assert "đúng thời hạn, chậm nhất ngày 20/3/2026" in early.text.value()
    assert "chưa gửi" not in early.text.value()
    early.close()


def test_the_words_follow_ticks_and_day_until_somebody_writes(dialog: ReminderDialog) -> None:
    dialog.table.selectRow(0)
    press(dialog.table, Qt.Key.Key_Space)
    assert "có 3 đơn vị chưa gửi" in dialog.text.value()
    assert not dialog.everybody.isChecked()
    dialog.answer_by.selectAll()
    type_text(dialog.answer_by, "31/3")
    press(dialog.answer_by, Qt.Key.Key_Return)
    assert "chậm nhất ngày 31/3/2026" in dialog.text.value()
    dialog.text.selectAll()
    type_text(dialog.text, "Lời riêng.")
    click(dialog.everybody)
    assert dialog.text.value() == "Lời riêng."
    assert dialog.wish().text == "Lời riêng."
    click(dialog.words.link)
    assert "có 4 đơn vị chưa gửi" in dialog.text.value()
    assert dialog.wish().text == ""


def test_with_nobody_chosen_nothing_can_be_saved(dialog: ReminderDialog) -> None:
    click(dialog.everybody)
    click(dialog.everybody)
    assert dialog.model.ticked() == ()
    assert not dialog.save.isEnabled()


def test_everything_lands_in_one_folder(
    dialog: ReminderDialog,
    page: InboxPage,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "đôn đốc"
    folder.mkdir()
    shown: list[Path] = []
    target = "qnapp.ui.inbox_page.reminder_dialog.open_outside"
    monkeypatch.setattr(target, shown.append)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    click(dialog.everybody)
    with qtbot.waitSignal(dialog._session.said, timeout=20_000) as said:
        click(dialog.save)
    assert said.args == ["Đã lưu công văn đôn đốc và 1 thư vào “đôn đốc”."]
    assert len(list(folder.glob("*.eml"))) == 1
    assert len(list(folder.glob("Công văn đôn đốc*"))) == 2
    assert shown == [folder]
    missing = page.model.row_of("06658")
    cell = page.model.index(missing, InboxColumn.REMINDED)
    assert cell.data() == "24/3/2026"
    page.show_item("code:06658")
    assert "đã đôn đốc ngày 24/3/2026, đề nghị gửi chậm nhất ngày 29/3/2026" in (
        page.foot.words.text()
    )
    assert page.model.index(page.model.row_of(HA_TU), InboxColumn.REMINDED).data() == ""


def test_a_folder_that_is_gone_is_said_and_the_words_stay(
    dialog: ReminderDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = str(tmp_path / "không có")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: gone)
    click(dialog.save)
    qtbot.waitUntil(dialog.band.isVisible, timeout=20_000)
    assert "Không có thư mục" in dialog.band.words.text()
    assert dialog.save.isEnabled()


def test_the_model_holds_its_promises(dialog: ReminderDialog, qtmodeltester: object) -> None:
    qtmodeltester.check(dialog.model)  # type: ignore[attr-defined] # stays alive meanwhile
    index = dialog.model.index(0, ReminderColumn.TICK)
    assert dialog.model.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert len(dialog.model.ticked()) == 3
    dialog.model.tick_all(ticked=False)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith("không đôn đốc")


def test_a_link_from_the_consolidation_opens_it(page: InboxPage) -> None:
    page.show_item("remind")
    found = page.window().findChildren(ReminderDialog)[-1]
    assert found.isVisible()
    found.close()
