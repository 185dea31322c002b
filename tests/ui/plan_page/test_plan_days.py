"""Days of the plan by clicks: deadlines that are put off, the calendar, the package's address."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from full_disk import fill_disk
from hands import click, press, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qnapp.exchange.plan_draft import load_draft, publish, start_draft
from qnapp.exchange.plan_package import PlanExtension
from qnapp.ui.kit.surfaces import ScrollColumn
from qnapp.ui.plan_page.page import CALENDAR, PlanPage
from qnapp.ui.plan_page.rows_tab import EXTENSIONS, HANDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QLineEdit
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.kit.fields import TypedEdit
    from qnapp.ui.session import Session

TASK, PRINTED = "NQ05-2026/3.4.15", "Khởi công tháng 12/2025"
HA_TU = "06652"


def red(*fields: TypedEdit) -> list[TypedEdit]:
    """Those of the fields that have the red edge."""
    return [field for field in fields if field.property("fault") == "true"]


def retype(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    type_text(field, text)
    press(field, Qt.Key.Key_Return)


def put_off(page: PlanPage, organisation: str, day: str, document: str) -> None:
    panel = page.rows.extensions
    panel.who.set_value(organisation)
    retype(panel.until, day)
    if document:
        type_text(panel.document, document)
    click(panel.extend)


def test_a_deadline_is_put_off_by_a_document_alone(page: PlanPage, store: Store) -> None:
    page.rows.table.go_to(TASK)
    page.rows.show_view(EXTENSIONS)
    panel = page.rows.extensions
    words = f"Thời hạn theo kế hoạch: {PRINTED}"
    assert panel.printed.text() == f"{words}. Chưa gia hạn."
    put_off(page, "", "30/9/2026", "")
    assert load_draft(store) is None  # nothing is granted without a document
    assert "văn bản" in panel.refusal.text()
    assert red(panel.until, panel.document) == [panel.document]
    type_text(panel.document, "12-TB/TU ngày 01/6/2026")
    click(panel.extend)
    draft = load_draft(store)
    assert draft is not None
    (row,) = [one.cells for one in page.changes.model.shown()]
    assert row[3:] == (PRINTED, "Mọi đơn vị: 30/9/2026, theo 12-TB/TU ngày 01/6/2026")
    (one,) = draft.contents.extensions
    assert (one.uid, one.organisation, one.due) == (TASK, "", date(2026, 9, 30))
    (shown,) = panel.model.shown()
    assert shown.cells == ("Mọi đơn vị có nhiệm vụ này", "30/9/2026", "12-TB/TU ngày 01/6/2026")
    assert panel.printed.text() == words
    assert panel.until.value() is None
    assert not red(panel.until, panel.document)


@pytest.mark.parametrize("percent", [100, 130])
def test_in_a_low_window_every_field_of_a_task_is_in_view(
    page: PlanPage, dress_page: Callable[[str, int], None], percent: int
) -> None:
    dress_page("light", percent)
    page.resize(1228, 536)  # a screen of 1080 lines at 150 %
    given = PlanExtension(TASK, "", date(2026, 9, 30), "12-TB/TU ngày 01/6/2026")
    page.rows.extension_wanted.emit(TASK, "", given.due, given.document)
    page.rows.table.go_to(TASK)
    (column,) = page.rows.panel.findChildren(ScrollColumn)
    for view in (HANDS, EXTENSIONS):
        page.rows.show_view(view)
        QApplication.processEvents()
        assert column.verticalScrollBar().maximum() == 0, view
    shown = page.rows.extensions.table
    assert shown.rowHeight(0) <= shown.viewport().height()


def test_days_and_documents_have_their_heads_where_a_row_fits_below(
    page: PlanPage, dress_page: Callable[[str, int], None]
) -> None:
    dress_page("light", 130)
    page.deeds.extend(TASK, "", date(2026, 9, 30), "12-TB/TU ngày 01/6/2026")
    page.rows.go_to(TASK)
    page.rows.show_view(EXTENSIONS)
    table = page.rows.extensions.table
    for height, shown in ((620, True), (536, False), (620, True)):
        page.resize(1170, height)
        QApplication.processEvents()
        assert table.horizontalHeader().isVisible() is shown, height
        assert table.rowHeight(0) <= table.viewport().height()


def test_no_deadline_is_put_off_to_an_earlier_day(page: PlanPage, store: Store) -> None:
    page.rows.table.go_to("NQ05-2026/1.18")  # Tháng 4/2026
    page.rows.show_view(EXTENSIONS)
    put_off(page, "", "29/4/2026", "12-TB/TU")
    assert load_draft(store) is None
    refusal = page.rows.extensions.refusal
    assert refusal.isVisible()
    assert "29/4/2026 sớm hơn thời hạn đang áp dụng (30/4/2026)" in refusal.text()


def test_one_organisation_is_put_off_and_taken_back(page: PlanPage, store: Store) -> None:
    page.rows.table.go_to(TASK)
    page.rows.who.set_value(HA_TU)
    click(page.rows.add)
    page.rows.show_view(EXTENSIONS)
    put_off(page, "", "30/9/2026", "12-TB/TU")
    put_off(page, HA_TU, "31/10/2026", "15-TB/TU")
    draft = load_draft(store)
    assert draft is not None
    told = [(one.organisation, one.due) for one in draft.contents.extensions]
    assert told == [("", date(2026, 9, 30)), (HA_TU, date(2026, 10, 31))]
    panel = page.rows.extensions
    panel.table.selectRow(0)
    kept = panel.model.shown()[1].key
    click(panel.remove)
    assert [one.key for one in panel.model.shown()] == [kept]


def test_an_extension_that_was_sent_is_taken_back_before_the_eyes(
    page: PlanPage, store: Store, tmp_path: Path
) -> None:
    given = PlanExtension(TASK, "", date(2026, 9, 30), "12-TB/TU")
    publish(store, start_draft(store).extended(given, ()), tmp_path / "gửi")
    page.reload()
    page.rows.table.go_to(TASK)
    page.rows.show_view(EXTENSIONS)
    panel = page.rows.extensions
    assert panel.remove.text() == "Thu hồi gia hạn"
    click(panel.remove)
    draft = load_draft(store)
    assert draft is not None
    assert draft.contents.withdrawn == (given,)
    (told,) = [one.cells for one in page.changes.model.shown() if "gia hạn" in one.cells[0]]
    until = "Mọi đơn vị: 30/9/2026, theo 12-TB/TU"
    assert told == ("Thu hồi gia hạn", "3.4.15", "Thời hạn", until, PRINTED)
    put_off(page, "", "31/10/2026", "15-TB/TU")
    assert panel.remove.text() == "Bỏ gia hạn"  # no unit has this one


def test_days_of_a_period_are_corrected_and_wrong_ones_refused(
    page: PlanPage, store: Store
) -> None:
    page.show_tab(CALENDAR)
    tab = page.calendar
    assert tab.table.go_to("2026-Q2")
    retype(tab.due, "10/6/2026")
    click(tab.keep)
    assert "thứ tự thời gian" in tab.refusal.text()
    assert tab.due.value() == date(2026, 6, 10)  # what was typed stays
    assert load_draft(store) is None
    assert red(tab.begin, tab.cutoff, tab.due) == [tab.due]
    assert "thứ tự" in tab.due.accessibleDescription()
    retype(tab.cutoff, "08/6/2026")
    click(tab.keep)
    draft = load_draft(store)
    assert draft is not None
    period = next(one for one in draft.contents.calendar if one.code == "2026-Q2")
    assert (period.cutoff, period.due) == (date(2026, 6, 8), date(2026, 6, 10))
    assert not tab.refusal.isVisible()
    assert not red(tab.begin, tab.cutoff, tab.due)
    assert tab.table.current_key() == "2026-Q2"


def test_the_field_that_a_refused_period_speaks_of_has_the_red_edge(page: PlanPage) -> None:
    page.show_tab(CALENDAR)
    tab = page.calendar
    fields = (tab.name, tab.begin, tab.cutoff, tab.due)
    tab.table.go_to("2026-Q2")
    retype(tab.cutoff, "14/3/2026")  # that of the period before
    retype(tab.begin, "01/3/2026")
    click(tab.keep)
    assert red(*fields) == [tab.cutoff]
    retype(tab.name, " ")
    assert not red(*fields)  # while it is being mended
    click(tab.keep)
    assert red(*fields) == [tab.name]
    tab.table.go_to("2026-Q3")
    assert not red(*fields)


def test_the_address_is_filled_though_its_field_has_the_keyboard_but_not_while_typed(
    page: PlanPage, session: Session
) -> None:
    page.show_tab(CALENDAR)
    field = page.calendar.recipient
    field.setFocus()
    page.desk.keep_recipient("vptu@quangninh.gov.vn")
    page.reload()
    assert field.value() == "vptu@quangninh.gov.vn"
    type_text(field, ", hai")
    page.reload()
    assert ", hai" in field.value()


def test_an_address_that_is_still_being_typed_is_kept_when_the_page_is_left(
    page: PlanPage,
) -> None:
    page.show_tab(CALENDAR)
    field = page.calendar.recipient
    field.setFocus()
    type_text(field, "vptu@quangninh.gov.vn")
    page.flush()  # as the window does before it closes
    assert page.desk.recipient == "vptu@quangninh.gov.vn"


def test_what_is_typed_for_a_period_outlives_what_else_happens(page: PlanPage) -> None:
    page.show_tab(CALENDAR)
    tab = page.calendar
    tab.table.go_to("2026-Q2")
    retype(tab.name, "Báo cáo giữa năm")
    retype(tab.due, "25/6/2026")
    retype(tab.recipient, "vptu@quangninh.example")  # kept at once, and all is shown anew
    page.deeds.assign(TASK, HA_TU, "support")
    assert (tab.name.value(), tab.due.value()) == ("Báo cáo giữa năm", date(2026, 6, 25))
    assert "6 tháng năm 2026" in page.unfinished()  # the window asks before it closes
    click(tab.keep)
    kept = next(one for one in page.desk.contents.calendar if one.code == "2026-Q2")
    assert (kept.name, kept.due) == ("Báo cáo giữa năm", date(2026, 6, 25))
    assert page.unfinished() == ""


def test_undo_shows_the_period_as_it_was(page: PlanPage, session: Session) -> None:
    page.show_tab(CALENDAR)
    tab = page.calendar
    tab.table.go_to("2026-Q2")
    before = tab.due.value()
    retype(tab.due, "25/6/2026")
    click(tab.keep)
    session.undo_stack.undo()
    assert tab.due.value() == before


def test_an_extension_that_could_not_be_kept_stays_typed(
    page: PlanPage, store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.rows.table.go_to(TASK)
    page.rows.show_view(EXTENSIONS)
    panel = page.rows.extensions
    with monkeypatch.context() as full:
        fill_disk(full, store)
        with qtbot.waitSignal(page.session.failed):
            put_off(page, "", "30/9/2026", "12-TB/TU")
    assert load_draft(store) is None
    assert (panel.until.value(), panel.document.value()) == (date(2026, 9, 30), "12-TB/TU")
    click(panel.extend)
    draft = load_draft(store)
    assert draft is not None
    assert [one.document for one in draft.contents.extensions] == ["12-TB/TU"]
    assert (panel.until.value(), panel.document.value()) == (None, "")
