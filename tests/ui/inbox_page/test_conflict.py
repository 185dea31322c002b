"""Two reports of one revision: side by side, chosen by a person, chosen again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click, drop_files
from PySide6.QtCore import Qt
from reporting_units import HA_TU, Q1

from qnapp.db.inbox import received_packages
from qnapp.domain.packages import short_code
from qnapp.domain.received import ReportState, candidates
from qnapp.exchange.receiving import take_in_many
from qnapp.models.compared_model import ComparedColumn
from qnapp.ui.inbox_page.conflict_dialog import COMPARING, ConflictDialog
from qnapp.ui.inbox_page.taken_dialog import TakenDialog
from qnapp.ui.kit.labels import Label
from qnapp.ui.submission.dialog import BEFORE, SubmissionDialog

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.inbox_page.page import InboxPage

PLAN = "NQ05-2026"
ROW = "NQ05-2026/3.2"


@pytest.fixture
def inbox(page: InboxPage, sent: dict[str, Path], store: Store) -> InboxPage:
    """The page with two reports of revision 2."""
    take_in_many(store, [sent["first"], sent["second"], sent["rival"]])
    page.reload()
    page.show_code(HA_TU)
    return page


def side_by_side(inbox: InboxPage, qtbot: QtBot) -> ConflictDialog:
    found = inbox.window().findChildren(ConflictDialog)[-1]
    qtbot.waitUntil(lambda: found.compared.model.rowCount() > 0, timeout=10_000)
    return found


def state(inbox: InboxPage) -> ReportState:
    line = inbox.model.line(HA_TU)
    assert line is not None
    return line.state


def in_force(store: Store) -> list[str]:
    return [one.digest for one in candidates(received_packages(store, PLAN, Q1, HA_TU))]


def test_what_differs_stands_cell_beside_cell(inbox: InboxPage, qtbot: QtBot, store: Store) -> None:
    both = in_force(store)
    assert not inbox.foot.accept.isVisible()  # nothing to answer before one is chosen
    click(inbox.foot.choose)
    reading = inbox.window().findChildren(ConflictDialog)[-1].compared
    assert COMPARING in {one.text() for one in reading.empty.findChildren(Label)}
    dialog = side_by_side(inbox, qtbot)
    assert not reading.empty.isVisible()
    model = dialog.compared.model
    rows = [
        tuple(model.index(row, column).data() for column in ComparedColumn)
        for row in range(model.rowCount())
    ]
    assert ("3.2", "Tỉ lệ (%)", "55%", "60%") in rows
    assert ("3.2", "Kết quả thực hiện", "Đạt 55 phần trăm", "Đạt 60 phần trăm") in rows
    assert len(rows) == 2
    told = {one.text() for one in dialog.findChildren(Label)}
    codes = {f"Mã gói {short_code(one)} (bên gửi cũng thấy mã này)" for one in both}
    assert len(codes) == 2  # what is asked for on the telephone tells them apart
    assert codes <= told
    click(dialog.close_button)
    assert state(inbox) is ReportState.CONFLICT


def test_a_person_chooses_and_may_think_again(inbox: InboxPage, qtbot: QtBot, store: Store) -> None:
    both = in_force(store)
    click(inbox.foot.choose)
    with qtbot.waitSignal(inbox.session.said) as said:
        click(side_by_side(inbox, qtbot).choose_buttons[1])
    assert said.args == ["Đã chọn báo cáo lần 2 của Phường Hà Tu, gói kia vẫn được giữ."]
    assert in_force(store) == [both[1]]
    assert state(inbox) is ReportState.ON_TIME
    assert len(received_packages(store, PLAN, Q1, HA_TU)) == 3  # all are kept
    click(inbox.foot.again)
    click(side_by_side(inbox, qtbot).choose_buttons[1])
    assert in_force(store) == [both[0]]


def test_each_can_be_read_but_not_answered(inbox: InboxPage, qtbot: QtBot) -> None:
    click(inbox.foot.choose)
    dialog = side_by_side(inbox, qtbot)
    dialog._read(1)
    report = dialog.findChildren(SubmissionDialog)[-1]
    qtbot.waitUntil(lambda: bool(report.rows.model.rows()))
    assert not report.accept_button.isVisible()
    assert not report.send_back.isVisible()
    click(report.close_button)
    click(dialog.close_button)


def test_taking_in_a_rival_leads_to_the_choice(
    page: InboxPage, qtbot: QtBot, sent: dict[str, Path], store: Store
) -> None:
    take_in_many(store, [sent["second"]])
    page.reload()
    drop_files(page, [sent["rival"]])
    qtbot.waitUntil(lambda: bool(page.window().findChildren(TakenDialog)), timeout=10_000)
    click(page.window().findChildren(TakenDialog)[-1].settle)
    click(side_by_side(page, qtbot).close_button)


def test_a_later_revision_tells_what_it_changed(
    page: InboxPage, qtbot: QtBot, sent: dict[str, Path], store: Store
) -> None:
    take_in_many(store, [sent["first"], sent["second"]])
    page.reload()
    page.show_code(HA_TU)
    click(page.foot.read)
    dialog = page.window().findChildren(SubmissionDialog)[-1]
    qtbot.waitUntil(lambda: bool(dialog.rows.model.rows()))
    (changed,) = [line.key for line in dialog.rows.model.rows() if line.changed]
    assert changed == ROW
    dialog.show_view(BEFORE)
    table = dialog.before.table
    assert dialog.before.model.headerData(2, Qt.Orientation.Horizontal) == "Lần 1"
    first = dialog.before.model.index(0, 0)
    click(table.viewport(), table.visualRect(first).center())
    assert dialog.rows.isVisible()
    assert dialog.rows.table.current_uid() == ROW
    click(dialog.close_button)
