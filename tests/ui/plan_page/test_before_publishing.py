"""What the office sees before a plan goes out: by clicks, from annexes as people type them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click
from openpyxl import load_workbook
from plan_desk import annexes, put, read

from qnapp.db.plans import current_plan
from qnapp.exchange.plan_draft import load_draft
from qnapp.ui import file_dialogs
from qnapp.ui.plan_page.page import CHANGES, MATTERS, ROWS, VERSIONS

if TYPE_CHECKING:
    from pathlib import Path

    from chosen_files import ChosenFiles
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.plan_page.page import PlanPage
    from qnapp.ui.session import Session

TYPED = {
    ("1.7", 5): "Tháng 11/2026",
    ("1.9", 2): "Bổ sung quy hoạch cán bộ lãnh đạo, quản lý của các cơ quan cấp tỉnh",
    ("1.12", 3): "",
    ("2.5", 3): "Cơ quan không có thật",
    ("2.6", 4): "Ban Tổ chức Tỉnh ủy",
    ("2.7", 3): "",
    ("2.7", 4): "",
    ("2.7", 5): "",
}


@pytest.fixture
def typed(
    page: PlanPage, store: Store, choose: ChosenFiles, tmp_path: Path, qtbot: QtBot
) -> PlanPage:
    """The desk after annexes were read in which much was typed."""
    file = annexes(store, tmp_path / "phu-luc.xlsx")
    put(file, "Phụ lục 2", TYPED)
    put(file, "Phụ lục 1", {("1", 4): "≥92"})
    read(page, choose, file, qtbot)
    return page


@pytest.fixture
def broken(
    page: PlanPage, store: Store, choose: ChosenFiles, tmp_path: Path, qtbot: QtBot
) -> PlanPage:
    """The desk after annexes were read in which a deadline is no date."""
    file = annexes(store, tmp_path / "phu-luc.xlsx")
    put(file, "Phụ lục 2", {("1.8", 5): "Thang 13/2026"})
    read(page, choose, file, qtbot)
    return page


def test_every_difference_stands_in_a_row_with_old_and_new_words(typed: PlanPage) -> None:
    typed.show_tab(CHANGES)
    found = {one.cells[:3]: one for one in typed.changes.model.shown()}
    told = {key: one.cells[3:] for key, one in found.items()}
    assert told["Sửa", "1.7", "Thời hạn"] == ("Tháng 10/2026", "Tháng 11/2026")
    assert told["Sửa", "CT-1", "Mục tiêu"] == ("≥90", "≥92")
    assert told["Sửa", "2.6", "Phối hợp"][1] == "Ban Tổ chức Tỉnh ủy"
    emptied = [("1.12", "Chủ trì"), ("2.7", "Chủ trì"), ("2.7", "Phối hợp"), ("2.7", "Thời hạn")]
    for code, field in emptied:
        row = found["Sửa", code, field]
        assert row.cells[4] == "(trống)"
        assert row.sign == "triangle_mark"
    assert found["Sửa", "2.5", "Chủ trì"].sign == "triangle_mark"  # names nobody, as Cần xem says
    assert found["Sửa", "2.6", "Phối hợp"].sign == ""
    assert ("Thêm", "1.9", "") in told
    assert ("Rút", "1.9", "") in told
    assert ("Sửa", "2.6", "Điểm cần đối chiếu") not in told
    assert typed.changes.told.text().startswith("Các đơn vị sẽ thấy: 1 dòng thêm, 6 dòng sửa, 1 ")


def test_slips_are_listed_and_lead_to_their_task(typed: PlanPage) -> None:
    assert typed.tabs.current() == MATTERS
    rows = [one.cells for one in typed.matters.model.shown()]
    assert [cells[1] for cells in rows if cells[0] == "Ô bị để trống"] == [
        "Mã 1.12, chủ trì",
        "Mã 2.7, chủ trì",
        "Mã 2.7, phối hợp",
        "Mã 2.7, thời hạn",
    ]
    unknown = next(cells for cells in rows if cells[0] == "Không rõ đơn vị")
    assert unknown[2] == "Không rõ “Cơ quan không có thật” là đơn vị nào."
    nobody = next(cells for cells in rows if cells[0] == "Chưa giao")
    assert nobody[2].startswith("4 nhiệm vụ chưa giao đơn vị nào: 1.12, 2.7, ")
    key = next(one.key for one in typed.matters.model.shown() if one.cells == unknown)
    typed.matters.table.go_to(key)
    click(typed.matters.show_row)
    assert typed.tabs.current() == ROWS
    assert typed.rows.title.text().startswith("2.5 ")


def test_the_pair_that_a_unit_would_be_asked_about_is_confirmed_here(
    typed: PlanPage, store: Store
) -> None:
    old = next(one for one in current_plan(store).tasks if one.code == "1.9")
    total = len(typed.matters.matters)
    assert typed.tabs.tab("matters").text() == f"Cần xem ({total})"
    assert typed.tabs.tab("matters").accessibleName() == f"Cần xem ({total})"
    (asking,) = [one for one in typed.matters.matters if one.asks]
    assert asking.record.cells[1] == "Mã 1.9"
    typed.matters.table.go_to(asking.record.key)
    click(typed.matters.confirm)
    assert not any(one.asks for one in typed.matters.matters)
    assert typed.tabs.tab("matters").text() != f"Cần xem ({total})"
    new = next(one for one in typed.plan.tasks if one.code == "1.9")
    assert new.uid == old.uid
    what = {one.cells[0] for one in typed.changes.model.shown()}
    assert not what & {"Thêm", "Rút"}


def test_a_pair_is_called_two_things_and_no_unit_is_asked(
    typed: PlanPage, store: Store, session: Session
) -> None:
    (asking,) = [one for one in typed.matters.matters if one.asks]
    pair = asking.pair
    assert pair is not None
    typed.matters.table.go_to(asking.record.key)
    typed.show_tab(MATTERS)
    click(typed.matters.apart)
    assert not any(one.asks for one in typed.matters.matters)
    draft = load_draft(store)
    assert draft is not None
    assert draft.contents.apart == (pair,)
    what = {one.cells[0] for one in typed.changes.model.shown()}
    assert what >= {"Thêm", "Rút"}  # the units see both
    session.undo_stack.undo()
    assert any(one.asks for one in typed.matters.matters)


def test_what_two_lines_cut_stands_in_full_below_the_list(typed: PlanPage) -> None:
    typed.show_tab(MATTERS)
    (asking,) = [one for one in typed.matters.matters if one.asks]
    typed.matters.table.go_to(asking.record.key)
    assert typed.matters.whole.text.value() == asking.record.cells[2]
    typed.show_tab(CHANGES)
    tab = typed.changes
    changed = next(one for one in tab.model.shown() if one.cells[3] and one.cells[4])
    tab.table.go_to(changed.key)
    old, new = changed.cells[3:]
    assert tab.whole.text.value() == f"Trước đây: {old}\nNay là: {new}"
    tab.table.go_to(tab.model.shown()[0].key)
    title = next(one for one in typed.plan.tasks if one.code == "1.9").title
    assert tab.whole.text.value() == f"Nay là: {title}"


def test_only_what_fits_the_matter_is_offered(typed: PlanPage) -> None:
    tab = typed.matters
    typed.show_tab(MATTERS)
    (asking,) = [one for one in tab.matters if one.asks]
    tab.table.go_to(asking.record.key)
    assert tab.apart.isVisible()
    assert tab.confirm.isVisible()
    assert not tab.settle.isVisible()
    unknown = next(one for one in tab.matters if one.record.cells[0] == "Không rõ đơn vị")
    tab.table.go_to(unknown.record.key)
    assert not tab.apart.isVisible()
    assert not tab.confirm.isVisible()
    assert tab.show_row.isVisible()


def test_any_added_row_is_paired_with_any_withdrawn_one(
    page: PlanPage,
    store: Store,
    session: Session,
    choose: ChosenFiles,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    file = annexes(store, tmp_path / "phu-luc.xlsx")
    tasks = {one.code: one for one in current_plan(store).tasks}
    put(
        file,
        "Phụ lục 2",
        {
            ("1.10", 2): "Xây dựng cơ sở dữ liệu đảng viên dùng chung toàn tỉnh",
            ("1.9", 2): "Rà soát, chuẩn hóa hồ sơ cán bộ theo mẫu mới của Trung ương",
        },
    )
    read(page, choose, file, qtbot)
    page.show_tab(CHANGES)
    tab = page.changes
    added = next(one.key for one in tab.model.shown() if one.cells[:2] == ("Thêm", "1.9"))
    tab.table.go_to(added)
    assert tab.other.value() == tasks["1.9"].uid  # the likely one is offered first
    tab.other.set_value(tasks["1.10"].uid)
    click(tab.join)
    assert next(one.uid for one in page.plan.tasks if one.code == "1.9") == tasks["1.10"].uid
    gone = next(one.key for one in tab.model.shown() if one.cells[0] == "Rút")
    tab.table.go_to(gone)
    click(tab.join)
    assert next(one.uid for one in page.plan.tasks if one.code == "1.10") == tasks["1.9"].uid
    assert not {one.cells[0] for one in tab.model.shown()} & {"Thêm", "Rút"}
    session.undo_stack.undo()
    assert {one.cells[0] for one in tab.model.shown()} >= {"Thêm", "Rút"}
    changed = next(one.key for one in tab.model.shown() if one.cells[0] == "Sửa")
    tab.table.go_to(changed)
    assert not tab.join.isVisible()


def test_nothing_goes_out_while_a_cell_was_not_read(
    broken: PlanPage, store: Store, door: RecordingDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_dialogs, "open_folder", lambda *_args: pytest.fail("asked a folder"))
    broken.show_tab(ROWS)
    door.answers = [0]
    click(broken.main)
    (box,) = door.boxes
    assert box.sentence.startswith("Chưa phát hành: còn 1 chỗ không đọc được")
    assert "Phụ lục 2, ô E" in box.detail
    assert "Thang 13/2026" in box.detail
    assert box.buttons == ("Xem", "Hủy")
    assert broken.tabs.current() == MATTERS
    assert current_plan(store).version == 1


def test_a_cell_that_a_person_keeps_goes_out_as_it_is(
    broken: PlanPage,
    store: Store,
    session: Session,
    door: RecordingDoor,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken.matters.table.selectRow(0)
    click(broken.matters.settle)
    draft = load_draft(store)
    assert draft is not None
    assert draft.unread == ()
    assert "Không đọc được" not in [one.cells[0] for one in broken.matters.model.shown()]
    session.undo_stack.undo()
    assert broken.matters.model.shown()[0].cells[0] == "Không đọc được"
    session.undo_stack.redo()
    monkeypatch.setattr(file_dialogs, "open_folder", lambda *_args: tmp_path / "gửi")
    door.answers = [0]
    with qtbot.waitSignal(session.said, timeout=30_000):
        click(broken.main)
    task = next(one for one in current_plan(store).tasks if one.code == "1.8")
    assert task.deadline_text == "Thang 13/2026"


@pytest.mark.parametrize(("answer", "tab"), [(1, MATTERS), (2, ROWS), (-1, ROWS)])
def test_publishing_asks_with_all_that_is_open(
    typed: PlanPage,
    store: Store,
    door: RecordingDoor,
    monkeypatch: pytest.MonkeyPatch,
    answer: int,
    tab: str,
) -> None:
    monkeypatch.setattr(file_dialogs, "open_folder", lambda *_args: pytest.fail("asked a folder"))
    typed.show_tab(ROWS)
    door.answers = [answer]
    click(typed.main)
    (box,) = door.boxes
    assert box.buttons == ("Phát hành", "Xem", "Hủy")
    for words in (
        "1 dòng thêm, 6 dòng sửa, 1 dòng rút",
        "4 ô bị để trống",
        "1 tên không rõ là đơn vị nào",
        "1 cặp chưa xác nhận là một việc",
        "4 nhiệm vụ chưa giao đơn vị nào",
    ):
        assert words in box.sentence
    assert "quá nửa" not in box.sentence
    assert typed.tabs.current() == tab
    assert current_plan(store).version == 1
    assert load_draft(store) is not None


def test_publishing_warns_where_most_of_the_plan_would_go(
    page: PlanPage,
    store: Store,
    door: RecordingDoor,
    choose: ChosenFiles,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    file = annexes(store, tmp_path / "phu-luc.xlsx")
    book = load_workbook(file)
    book["Phụ lục 2"].delete_rows(12, 200)
    book.save(file)
    read(page, choose, file, qtbot)
    door.answers = [2]
    click(page.main)
    (box,) = door.boxes
    rows = len(current_plan(store).tasks) + len(current_plan(store).indicators)
    assert f" trong {rows} dòng của kế hoạch, quá nửa: kiểm tra có đúng tệp" in box.sentence


def test_empty_tabs_say_what_will_stand_there(page: PlanPage) -> None:
    page.show_tab(MATTERS)
    assert page.matters.empty.isVisible()
    page.show_tab(CHANGES)
    assert page.changes.empty.isVisible()


def test_versions_are_listed_with_day_and_changes(
    typed: PlanPage,
    store: Store,
    session: Session,
    door: RecordingDoor,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(file_dialogs, "open_folder", lambda *_args: tmp_path / "gửi")
    door.answers = [0]
    with qtbot.waitSignal(session.said, timeout=30_000):
        click(typed.main)
    typed.show_tab(VERSIONS)
    newest, first = [one.cells for one in typed.version_model.shown()]
    assert (newest[2], *newest[4:]) == ("2", "8 dòng", "đang dùng")
    assert (first[2], *first[4:]) == ("1", "phiên bản đầu tiên", "")
    assert newest[3].endswith(str(store.clock().year))
