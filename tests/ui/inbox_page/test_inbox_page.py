"""Tiếp nhận: packages dropped in, who has sent, filters, order, the list as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chosen_files import ChosenFiles
from hands import click, drop_files, press, press_ctrl, type_text
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from reporting_units import HA_TU, Q1, TUAN_CHAU, copied

from qnapp.db.inbox import received_packages
from qnapp.db.reporters import update_reporter
from qnapp.db.roster import confirm_key, confirmed_key
from qnapp.db.settings import set_settings, view_state
from qnapp.exchange.receive import take_in
from qnapp.exchange.receiving import Taken, take_in_many
from qnapp.models.inbox_lines import InboxColumn, InboxFilter
from qnapp.models.inbox_model import InboxRole
from qnapp.models.taken_model import TakenColumn
from qnapp.ui.inbox_page.key_dialog import KeyDialog
from qnapp.ui.inbox_page.page import InboxPage
from qnapp.ui.inbox_page.table import PAD, cell_width
from qnapp.ui.inbox_page.taken_dialog import TakenDialog
from qnapp.ui.kit.buttons import IconButton
from qnapp.ui.kit.paint import text_width
from qnapp.ui.kit.theme import theme
from qnapp.ui.pages import PAGES
from qnapp.ui.submission.dialog import SubmissionDialog
from qnapp.ui.table_columns import LEAST_STRETCH
from qnapp.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

PLAN = "NQ05-2026"
HA_LAM = "06676"


def cell(page: InboxPage, code: str, column: InboxColumn) -> str:
    return str(page.model.index(page.model.row_of(code), column).data())


def shown(page: InboxPage) -> list[str]:
    return [line.key for line in page.model.shown()]


def drop(page: InboxPage, qtbot: QtBot, *paths: Path) -> None:
    with qtbot.waitSignal(page.session.tasks.ended):
        assert drop_files(page, paths)
    qtbot.waitUntil(page.taken.isVisible)


def dialog_of(page: InboxPage, qtbot: QtBot) -> TakenDialog:
    found = page.window().findChildren(TakenDialog)
    qtbot.waitUntil(lambda: bool(found) and found[-1].isVisible())
    return found[-1]


def taken_in(page: InboxPage, *files: Path) -> None:
    assert take_in_many(page.session.store, files)
    page.reload()


def test_everybody_is_missing_at_first(page: InboxPage) -> None:
    assert page.subtitle() == "0/64 đơn vị đã gửi"
    assert len(shown(page)) == 64
    assert cell(page, HA_TU, InboxColumn.STATE) == "Chưa gửi"
    groups = [page.model.item(row) for row in range(page.model.rowCount())]
    notes = {line.name: line.note for line in groups if line.arrivals is None}
    assert notes == {
        "Phường": "đã gửi 0/30", "Xã": "đã gửi 0/22", "Đặc khu": "đã gửi 0/2",
        "Cơ quan": "đã gửi 0/10",
    }  # fmt: skip
    assert "Hạn gửi 20/3/2026, còn 1 ngày" in page.heading.due.text()


def test_a_folder_is_dropped_and_every_row_tells_what_came(
    page: InboxPage, qtbot: QtBot, sent: dict[str, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "thư đến"
    folder.mkdir()
    for name in ("first", "tuần châu"):
        (folder / f"{name}.qnbc").write_bytes(sent[name].read_bytes())
    (folder / "thư.eml").write_text("Kính gửi", encoding="utf-8")
    drop(page, qtbot, folder)
    assert page.taken.words.text() == "2 gói đã nhận."
    assert cell(page, HA_TU, InboxColumn.STATE) == "Đúng hạn"
    assert cell(page, HA_TU, InboxColumn.RECEIVED) == "19/3/2026"
    assert cell(page, HA_TU, InboxColumn.REVISION) == "1"
    assert "lỗi" in cell(page, HA_TU, InboxColumn.FINDINGS)
    assert cell(page, HA_TU, InboxColumn.ORIGIN) == "Chưa xác nhận nguồn gửi"
    assert cell(page, HA_TU, InboxColumn.ANSWER) == "Chưa trả lời"
    assert page.heading.sent.text() == "Đã gửi 2/64 (3,1%)"
    assert not page.window().findChildren(TakenDialog)  # nothing waits for a person


@pytest.mark.parametrize("percent", [100, 115, 130])
def test_the_name_that_the_program_gives_a_package_stands_on_one_line(
    page: InboxPage,
    qtbot: QtBot,
    sent: dict[str, Path],
    tmp_path: Path,
    dress_page: Callable[[str, int], None],
    percent: int,
) -> None:
    dress_page("light", percent)
    spoilt = tmp_path / "bao-cao-06652-6-thang-2026-lan-1.qnbc"
    spoilt.write_bytes(sent["first"].read_bytes()[:-300])
    drop(page, qtbot, spoilt)
    dialog = dialog_of(page, qtbot)
    assert dialog.table.columnWidth(TakenColumn.FILE) >= text_width(spoilt.name) + 16
    click(dialog.close_button)


def test_a_spoilt_file_opens_the_list_with_its_name(
    page: InboxPage, qtbot: QtBot, sent: dict[str, Path], tmp_path: Path
) -> None:
    spoilt = tmp_path / "hỏng.qnbc"
    spoilt.write_bytes(sent["tuần châu"].read_bytes()[:-300])
    drop(page, qtbot, spoilt, sent["first"])
    dialog = dialog_of(page, qtbot)
    assert dialog.model.file(0).outcome is Taken.REFUSED  # what needs a person stands first
    assert "hỏng.qnbc" in dialog.sentence.text()
    assert dialog.summary.text() == "1 gói đã nhận, 1 tệp không nhận được."
    assert not dialog.settle.isVisible()
    click(dialog.close_button)
    assert [one.organisation for one in received_packages(page.session.store, PLAN, Q1)] == [HA_TU]


def test_another_key_is_confirmed_after_comparing_both_codes(
    page: InboxPage, qtbot: QtBot, sent: dict[str, Path], store: Store
) -> None:
    taken_in(page, sent["first"])
    (first,) = received_packages(store, PLAN, Q1)
    confirm_key(store, HA_TU, first.name, first.key)
    drop(page, qtbot, sent["other key"])
    assert len(received_packages(store, PLAN, Q1)) == 1
    dialog = dialog_of(page, qtbot)
    click(dialog.settle)
    key = dialog.findChildren(KeyDialog)[-1]
    assert not key.confirm.isEnabled()  # not before somebody has listened
    click(key.same)
    with qtbot.waitSignal(key.confirmed):
        click(key.confirm)
    assert len(received_packages(store, PLAN, Q1)) == 2
    assert confirmed_key(store, HA_TU) != first.key
    assert dialog.model.file(0).outcome is Taken.TAKEN
    click(dialog.close_button)
    assert cell(page, HA_TU, InboxColumn.ORIGIN) == "Đã xác nhận nguồn gửi"


def test_what_the_same_key_signed_is_told_of_it_in_the_list(
    page: InboxPage, qtbot: QtBot, sent: dict[str, Path]
) -> None:
    drop(page, qtbot, sent["first"], sent["second"], sent["tuần châu"])
    page.show_taken()
    dialog = dialog_of(page, qtbot)
    files = dialog.model.files()
    assert all(one.unconfirmed for one in files)
    dialog.table.selectRow([one.path for one in files].index(sent["first"]))
    confirm(dialog, qtbot)
    doubted = [one.path for one in dialog.model.files() if one.unconfirmed]
    assert doubted == [sent["tuần châu"]]
    told = next(one.sentence for one in dialog.model.files() if one.path == sent["second"])
    assert told.endswith("Khóa của đơn vị gửi đã xác nhận.")
    click(dialog.close_button)
    page.show_taken()  # opened again the list is the same
    again = dialog_of(page, qtbot)
    assert [one.unconfirmed for one in again.model.files()].count(True) == 1
    click(again.close_button)


def test_what_was_held_back_for_the_same_key_comes_in_with_it(
    page: InboxPage, qtbot: QtBot, sent: dict[str, Path], store: Store, tmp_path: Path
) -> None:
    taken_in(page, sent["first"])
    (first,) = received_packages(store, PLAN, Q1)
    confirm_key(store, HA_TU, first.name, first.key)
    twice = copied(sent["other key"], tmp_path / "gửi lại.qnbc")
    drop(page, qtbot, sent["other key"], twice)
    dialog = dialog_of(page, qtbot)
    assert [one.outcome for one in dialog.model.files()] == [Taken.OTHER_KEY] * 2
    with qtbot.waitSignals([dialog.settled, dialog.settled]):
        confirm(dialog, qtbot)
    outcomes = [one.outcome for one in dialog.model.files()]
    assert sorted(outcomes) == [Taken.AGAIN, Taken.TAKEN]
    assert not dialog.settle.isVisible()
    click(dialog.close_button)


def confirm(dialog: TakenDialog, qtbot: QtBot) -> None:
    """Compare the key of the chosen file, and say that it is the right one."""
    click(dialog.settle)
    key = dialog.findChildren(KeyDialog)[-1]
    click(key.same)
    with qtbot.waitSignal(key.confirmed):
        click(key.confirm)


@pytest.mark.parametrize("percent", [100, 115, 130])
def test_in_any_letters_the_list_fits_without_scrolling_sideways(
    page: InboxPage,
    sent: dict[str, Path],
    dress_page: Callable[[str, int], None],
    percent: int,
) -> None:
    taken_in(page, sent["first"], sent["second"])
    dress_page("light", percent)
    QApplication.processEvents()
    hidden = {one for one in InboxColumn if page.table.isColumnHidden(one)}
    assert page.table.horizontalScrollBar().maximum() == 0
    assert page.table.columnWidth(InboxColumn.NAME) >= theme().px(LEAST_STRETCH)
    assert hidden <= {InboxColumn.NUMBER, InboxColumn.REMINDED}  # both stand in the foot
    for column in set(InboxColumn) - hidden - {InboxColumn.NAME}:
        room = page.table.columnWidth(column) - 2 * PAD
        assert all(cell_width(line, column) <= room for line in page.model.lines), column.name
    page.flush()
    assert view_state(page.session.store, "inbox.columns") is None  # nobody has hidden anything


def test_what_the_list_is_narrowed_by_is_the_last_column_to_go(
    page: InboxPage, sent: dict[str, Path]
) -> None:
    taken_in(page, sent["first"], sent["tuần châu"])
    page.resize(page.minimumSizeHint())
    QApplication.processEvents()
    table = page.table
    assert table.isColumnHidden(InboxColumn.REMINDED)
    assert not table.isColumnHidden(InboxColumn.FINDINGS)
    page.show_filter("missing")  # who has been reminded is the question now
    assert not table.isColumnHidden(InboxColumn.REMINDED)
    assert table.isColumnHidden(InboxColumn.FINDINGS)
    page.show_filter("all")
    assert table.isColumnHidden(InboxColumn.REMINDED)


def test_columns_are_kept_as_they_were_left_and_go_back(page: InboxPage, store: Store) -> None:
    across = page.table.horizontalHeader()
    across.moveSection(across.visualIndex(InboxColumn.ANSWER), 1)
    across.resizeSection(InboxColumn.STATE, 180)
    page.flush()
    kept = view_state(store, "inbox.columns")
    assert kept["order"][:2] == ["NAME", "ANSWER"]
    assert kept["widths"]["STATE"] == 180
    click(page.columns_button)
    (menu,) = page.table.findChildren(QMenu)
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[-1] == "Trả về như cũ"
    assert "Đơn vị" not in words
    menu.actions()[-1].trigger()
    menu.close()
    assert across.visualIndex(InboxColumn.ANSWER) == InboxColumn.ANSWER
    assert page.table.columnWidth(InboxColumn.STATE) == theme().px(216)


def test_a_column_that_is_asked_for_takes_the_place_of_another(
    page: InboxPage, sent: dict[str, Path]
) -> None:
    taken_in(page, sent["first"], sent["tuần châu"])
    page.resize(page.minimumSizeHint())
    QApplication.processEvents()
    assert page.table.isColumnHidden(InboxColumn.NUMBER)
    assert not page.table.isColumnHidden(InboxColumn.FINDINGS)
    page.columns.show_column(InboxColumn.NUMBER, shown=True)
    assert not page.table.isColumnHidden(InboxColumn.NUMBER)
    assert page.table.isColumnHidden(InboxColumn.FINDINGS)
    assert page.table.horizontalScrollBar().maximum() == 0


def test_the_first_key_is_confirmed_from_the_row(
    page: InboxPage, sent: dict[str, Path], store: Store
) -> None:
    taken_in(page, sent["first"])
    page.show_item(f"code:{HA_TU}")
    click(page.foot.key)
    key = page.window().findChildren(KeyDialog)[-1]
    press(key.same, Qt.Key.Key_Space)
    click(key.confirm)
    (package,) = received_packages(store, PLAN, Q1)
    assert confirmed_key(store, HA_TU) == package.key
    assert not page.foot.key.isVisible()


def test_figures_and_chips_filter_and_count(
    page: InboxPage, sent: dict[str, Path], clock: FixedClock
) -> None:
    taken_in(page, sent["first"], sent["second"])
    clock.move(days=4)
    taken_in(page, sent["tuần châu"], sent["rival"])
    counts = page.model.counts()
    assert counts[InboxFilter.MISSING] == 62
    assert counts[InboxFilter.LATE] == counts[InboxFilter.CONFLICT] == 1
    assert cell(page, TUAN_CHAU, InboxColumn.STATE) == "Gửi muộn 3 ngày"
    click(page.heading.sent)
    assert sorted(shown(page)) == sorted([HA_TU, TUAN_CHAU])
    click(page.heading.timely)
    assert shown(page) == [HA_TU]  # it was in time when it first came
    page.chips.choose(InboxFilter.CONFLICT)
    assert shown(page) == [HA_TU]
    assert "2 báo cáo cùng lần 2" in page.foot.words.text()
    page.chips.choose(InboxFilter.RETURNED)
    assert page.empty.isVisible()
    click(page.empty._button)
    assert len(shown(page)) == 64


def test_who_has_sent_nothing_is_late_after_the_due_day(page: InboxPage, clock: FixedClock) -> None:
    clock.move(days=6)
    page.reload()
    line = page.model.line(HA_TU)
    assert line is not None
    assert line.overdue
    assert "quá hạn 5 ngày" in line.spoken
    update_reporter(page.session.store, HA_TU, phone="0203 3836 001")
    page.show_code(HA_TU)
    told = "Phường Hà Tu: chưa gửi báo cáo, quá hạn 5 ngày, điện thoại 0203 3836 001."
    assert page.foot.words.text() == told


def test_search_needs_no_diacritics(page: InboxPage) -> None:
    page.find("tuan chau")
    assert shown(page) == [TUAN_CHAU]
    assert page.subtitle() == "1 đơn vị khớp “tuan chau”"
    page.find("đông triều")
    assert all("Đông Triều" in line.name for line in page.model.shown())
    page.find("không có đâu")
    assert page.empty.isVisible()


def test_heads_sort_and_the_selection_stays(page: InboxPage, sent: dict[str, Path]) -> None:
    taken_in(page, sent["first"], sent["tuần châu"])
    page.table.go_to(TUAN_CHAU)
    head = page.table.horizontalHeader()
    at = head.sectionViewportPosition(InboxColumn.RECEIVED) + 20
    place = QPoint(at, head.height() // 2)
    click(head.viewport(), place)
    assert shown(page)[-2:] == [HA_TU, TUAN_CHAU]
    assert page.table.codes() == [TUAN_CHAU]
    click(head.viewport(), place)
    assert shown(page)[:2] == [TUAN_CHAU, HA_TU]
    click(head.viewport(), place)
    assert page.model.item(0).arrivals is None  # groups again
    assert page.table.codes() == [TUAN_CHAU]


def test_what_comes_in_leaves_the_selection_alone(page: InboxPage, sent: dict[str, Path]) -> None:
    page.table.go_to(HA_LAM)
    press(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    codes = page.table.codes()
    assert len(codes) == 2
    taken_in(page, sent["first"], sent["tuần châu"])
    assert page.table.codes() == codes


def test_a_group_folds_with_a_click(page: InboxPage) -> None:
    click(page.table.viewport(), page.table.visualRect(page.model.index(0, 0)).center())
    assert HA_TU not in shown(page)
    assert not page.model.item(0).open
    page.show_item(f"code:{HA_TU}")
    assert page.table.codes() == [HA_TU]


def test_the_model_holds_its_promises(
    page: InboxPage, sent: dict[str, Path], qtmodeltester: object
) -> None:
    tester = qtmodeltester
    tester.check(page.model)  # type: ignore[attr-defined] # stays alive while things change
    taken_in(page, sent["first"], sent["tuần châu"])
    page.find("ha tu")
    page.find("")
    page.chips.choose(InboxFilter.ON_TIME)
    page.chips.choose(InboxFilter.ALL)
    index = page.model.index(page.model.row_of(HA_TU), InboxColumn.STATE)
    assert index.data(InboxRole.LINE).key == HA_TU
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Phường Hà Tu, Đúng hạn")


def test_the_list_is_written_as_it_stands(
    page: InboxPage,
    qtbot: QtBot,
    sent: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken_in(page, sent["first"])
    target = tmp_path / "sổ.xlsx"
    ChosenFiles(monkeypatch)(target)
    page.show_filter("on_time")
    set_settings(page.session.store, training=True)
    with qtbot.waitSignal(page.session.said) as said:
        press_ctrl(page, Qt.Key.Key_E)
    assert said.args == ["Đã xuất sổ.xlsx."]
    rows = list(load_workbook(target).worksheets[0].iter_rows(values_only=True))
    assert rows[1][0] == "TẬP HUẤN, số liệu không có thật"
    head = rows.index(next(row for row in rows if row[0] == "Mã"))
    assert len(rows) == head + 2
    assert rows[head + 1][:4] == (HA_TU, "Phường", "Phường Hà Tu", "Đúng hạn")
    assert str(rows[head + 1][4]) == "2026-03-19 00:00:00"  # a date, no text
    assert rows[head + 1][5] == 1


def test_buttons_do_what_dropping_does(
    page: InboxPage, qtbot: QtBot, sent: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = ([str(sent["first"])], "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: chosen)
    with qtbot.waitSignal(page.session.tasks.ended):
        click(page.drop.files)
    qtbot.waitUntil(lambda: cell(page, HA_TU, InboxColumn.STATE) == "Đúng hạn")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(sent["hà lầm"].parent))
    with qtbot.waitSignal(page.session.tasks.ended):
        click(page.drop.folder)
    qtbot.waitUntil(lambda: cell(page, HA_LAM, InboxColumn.STATE) == "Đúng hạn")


def test_a_workbook_counts_and_says_that_nobody_signed_it(
    page: InboxPage, qtbot: QtBot, sent: dict[str, Path]
) -> None:
    drop(page, qtbot, sent["workbook"])
    assert cell(page, HA_LAM, InboxColumn.STATE) == "Đúng hạn"
    assert cell(page, HA_LAM, InboxColumn.ORIGIN).startswith("Tệp Excel")
    page.show_code(HA_LAM)
    assert not page.foot.key.isVisible()  # there is no key to compare
    assert page.model.counts()[InboxFilter.UNCONFIRMED] == 1


def test_a_round_can_be_stopped_and_says_what_was_not_reached(
    page: InboxPage, qtbot: QtBot, sent: dict[str, Path], store: Store
) -> None:
    jobs: list[Job] = []
    page.session.tasks.started.connect(jobs.append)
    page.session.tasks.started.connect(lambda job: job.cancel())
    drop(page, qtbot, sent["first"], sent["tuần châu"])
    dialog = dialog_of(page, qtbot)
    assert [one.title for one in jobs] == ["Đang tiếp nhận gói"]
    assert {one.outcome for one in dialog.model.files()} == {Taken.NOT_REACHED}
    assert dialog.summary.text() == "2 tệp chưa nhận vì đã hủy."
    assert received_packages(store, PLAN, Q1) == []
    click(dialog.close_button)


def test_text_that_is_dragged_is_no_file(page: InboxPage, tmp_path: Path) -> None:
    assert not drop_files(page, [tmp_path / "không có"])


def test_leaving_and_coming_back_reads_what_came_meanwhile(
    page: InboxPage, session: Session, sent: dict[str, Path]
) -> None:
    page.hide()
    take_in_many(session.store, [sent["first"]])
    page.show()
    page.ensure_fresh()
    assert cell(page, HA_TU, InboxColumn.STATE) == "Đúng hạn"


def test_ctrl_k_finds_what_a_unit_has_reported_and_opens_it_there(
    session: Session, store: Store, sent: dict[str, Path], qtbot: QtBot
) -> None:
    take_in(store, sent["first"])
    window = MainWindow(session, PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 688)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    press_ctrl(window, Qt.Key.Key_K)
    type_text(window.topbar.field, "vuong giai phong")
    found = window.topbar.everything.list.model
    qtbot.waitUntil(lambda: found.rowCount() == 1, timeout=20_000)
    hit = found.hit(0)
    assert hit.text == "Vướng giải phóng mặt bằng"
    assert hit.origin == "Phường Hà Tu, Quý I"
    press(window.topbar.field, Qt.Key.Key_Return)
    page = window.current_page
    assert isinstance(page, InboxPage)
    line = page.table.current_line()
    assert line is not None
    assert line.key == HA_TU
    dialog = window.findChildren(SubmissionDialog)[-1]
    qtbot.waitUntil(lambda: dialog.rows.table.current_uid() == hit.row, timeout=30_000)
    assert hit.row.startswith("NQ05-2026/")
    assert dialog.marks.reasons == {}
    dialog.close()


def test_what_was_told_of_a_period_goes_with_it(page: InboxPage, session: Session) -> None:
    page._tell_taken([])
    page.taken.show()
    cross = next(one for one in page.taken.findChildren(IconButton) if one.isVisible())
    click(cross)
    assert not page.taken.isVisible()
    page.taken.show()
    session.set_period("2026-Q2" if session.period_code != "2026-Q2" else "2026-Q1")
    assert not page.taken.isVisible()
