from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QModelIndex, Qt

from qnapp.db import assignments, evidence, milestones
from qnapp.db.builtin import builtin_organisations
from qnapp.db.progress import set_progress
from qnapp.db.setup import initialise
from qnapp.db.worksheet import load_worksheet
from qnapp.domain.distances import Sign
from qnapp.domain.plan import Channel, Role
from qnapp.domain.reporting import Standing, Worksheet
from qnapp.models.task_columns import Column
from qnapp.models.task_lines import LineKind, TaskLine, task_lines
from qnapp.models.task_model import TaskModel
from qnapp.models.task_view import Query, TaskFilter

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.domain.reporting import TaskRow

PERIOD = "2026-Q2"
TODAY = date(2026, 6, 5)
NOW = datetime(2026, 6, 5, 14, 32, tzinfo=timezone(timedelta(hours=7)))
TAKEN = ("1.5", "1.14", "1.15", "1.18", "2.16.1", "2.16.3", "3.2", "5.2.1", "5.6.1")

SPOKEN = {
    Standing.OVERDUE: ("Đang triển khai", "quá hạn", "Đang triển khai quá hạn"),
    Standing.IN_TIME: ("Đang triển khai", "trong hạn", "Đang triển khai trong hạn"),
    Standing.DONE_ON_TIME: ("Hoàn thành", "đúng hạn", "Hoàn thành đúng hạn"),
}


def words(row: TaskRow) -> tuple[str, str, str]:
    standing = row.standing
    assert standing is not None
    return SPOKEN.get(standing, (str(standing), "", str(standing)))


def uid(code: str) -> str:
    return f"NQ05-2026/{code}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Phường Hà Tu that follows nine tasks of the plan."""
    one = next(org for org in builtin_organisations() if org.code == "06652")
    with initialise(
        tmp_path / "store",
        organisation=one,
        clerk="Trần Thị Mẫu",
        first_period="2026-Q1",
        taken=[uid(code) for code in TAKEN],
        clock=lambda: NOW,
    ) as made:
        yield made


Load = Callable[[], Worksheet]


@pytest.fixture
def load(store: Store) -> Load:
    return lambda: load_worksheet(store, PERIOD, TODAY)


@pytest.fixture
def model(qtbot: QtBot, load: Load) -> TaskModel:
    made = TaskModel(words)
    made.load(load())
    return made


def shown(model: TaskModel) -> list[str]:
    """What stands in the table: codes of tasks, "[2]" for a section."""
    lines = [model.item(row) for row in range(model.rowCount())]
    return [f"[{line.section}]" if line.kind is LineKind.SECTION else line.code for line in lines]


def line_of(model: TaskModel, code: str) -> TaskLine:
    return model.item(model.row_of(uid(code)))


def cell(
    model: TaskModel, code: str, column: Column, role: int = Qt.ItemDataRole.DisplayRole
) -> Any:
    return model.index(model.row_of(uid(code)), column).data(role)


# what stands where


def test_followed_tasks_stand_under_their_sections_in_printed_order(model: TaskModel) -> None:
    assert shown(model) == [
        "[1]", "1.5", "1.14", "1.15", "1.18",
        "[2]", "2.16", "2.16.1", "2.16.3",
        "[3]", "3.2",
        "[5]", "5.2", "5.2.1", "5.6", "5.6.1",
    ]  # fmt: skip


def test_a_parent_that_is_not_followed_only_heads_its_sub_tasks(model: TaskModel) -> None:
    assert line_of(model, "2.16").kind is LineKind.HEADING
    assert line_of(model, "5.2").kind is LineKind.HEADING  # a task by itself, not taken on
    assert line_of(model, "5.2.1").kind is LineKind.TASK
    assert line_of(model, "5.2.1").depth == 1


def test_the_whole_plan_has_every_countable_row_and_the_duties(model: TaskModel) -> None:
    model.ask(Query(TaskFilter.PLAN))
    lines = [model.item(row) for row in range(model.rowCount())]
    assert sum(line.kind is LineKind.TASK for line in lines) == 104 + 10
    assert [line.code for line in lines if line.kind is LineKind.HEADING] == [
        "2.16", "3.4", "3.10", "5.6",
    ]  # fmt: skip
    assert line_of(model, "5.2").kind is LineKind.TASK
    assert shown(model)[-11:] == ["[TC]", *(f"TC-{number}" for number in range(1, 11))]


def test_a_local_task_stands_in_its_section_or_in_its_own(store: Store, load: Load) -> None:
    assignments.add_local_task(store, title="Chỉnh trang khu phố 4", deadline_text="Quý III/2026")
    assignments.add_local_task(store, title="Họp cụm", section="2", role=Role.SUPPORT)
    model = TaskModel(words)
    model.load(load())
    codes = shown(model)
    assert codes[-2:] == ["[HT]", "HT.01"]
    assert codes[codes.index("[3]") - 1] == "HT.02"


# words


def test_cells_say_what_the_row_holds(store: Store, model: TaskModel, load: Load) -> None:
    set_progress(store, uid("1.18"), PERIOD, status="in_progress", percent=80, result="Đã họp")
    assignments.set_officer(store, uid("1.18"), "Đỗ Thị Hậu")
    model.load(load())
    wanted = {
        Column.CODE: "1.18",
        Column.ROLE: "Liên quan",
        Column.DEADLINE: "Tháng 4/2026",
        Column.STATUS: "Đang triển khai · quá hạn",
        Column.PERCENT: "80%",
        Column.FILES: "",
        Column.OFFICER: "Đỗ Thị Hậu",
    }
    assert {column: cell(model, "1.18", column) for column in wanted} == wanted
    assert cell(model, "1.18", Column.TITLE).startswith("Sắp xếp các thôn")
    assert cell(model, "1.18", Column.DEADLINE, Qt.ItemDataRole.ToolTipRole) == (
        "Tháng 4/2026 (30/4/2026), quá hạn 36 ngày"
    )
    note = line_of(model, "1.18").distance
    assert note is not None
    assert (note.text, note.sign) == ("quá hạn 36 ngày", Sign.LATE)


def test_a_screen_reader_hears_a_sentence(
    store: Store, model: TaskModel, load: Load, tmp_path: Path
) -> None:
    set_progress(store, uid("1.18"), PERIOD, status="in_progress", percent=80)
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(name.encode())
    evidence.add_evidence(store, [tmp_path / "a.pdf", tmp_path / "b.pdf"], uid("1.18"), PERIOD)
    model.load(load())
    heard = cell(model, "1.18", Column.TITLE, Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "1.18, liên quan, quá hạn 36 ngày, đang triển khai quá hạn, 80%, 2 tệp"
    evidence.defer(store, uid("1.18"), PERIOD, title="Biên bản")  # no file yet
    model.load(load())
    assert cell(model, "1.18", Column.FILES) == "2"
    assert cell(model, "1.18", Column.FILES) == "2"


def test_sections_count_what_is_done_and_late(store: Store, model: TaskModel, load: Load) -> None:
    set_progress(store, uid("1.15"), PERIOD, status="completed", completed_on=date(2026, 5, 20))
    model.load(load())
    section = model.item(0)
    late = sum(line_of(model, code).row.standing is Standing.OVERDUE  # type: ignore[union-attr]
               for code in ("1.5", "1.14", "1.18"))  # fmt: skip
    assert late > 0
    assert section.note == f"1/4 xong, {late} quá hạn"
    model.ask(Query(TaskFilter.PLAN))
    assert model.item(0).note == "theo dõi 4/22"


def test_a_task_not_followed_says_so(model: TaskModel) -> None:
    model.ask(Query(TaskFilter.PLAN))
    assert cell(model, "1.1", Column.STATUS) == "Không theo dõi"
    assert cell(model, "1.1", Column.ROLE) == ""
    heard = cell(model, "1.1", Column.TITLE, Qt.ItemDataRole.AccessibleTextRole)
    assert heard.endswith("chưa nhận theo dõi")


def test_a_restricted_task_shows_the_number_of_its_own_report(store: Store, load: Load) -> None:
    assignments.take_on(store, [uid("6.1")], Role.CONCERNED)
    set_progress(store, uid("6.1"), PERIOD, restricted_number="15-BC/ĐU", restricted_on=TODAY)
    model = TaskModel(words)
    model.load(load())
    row = line_of(model, "6.1").row
    assert row is not None
    assert row.channel is Channel.RESTRICTED
    assert cell(model, "6.1", Column.STATUS) == "Theo đường riêng · 15-BC/ĐU"


def test_the_head_of_a_section_tells_no_standing_of_a_restricted_task(
    store: Store, load: Load
) -> None:
    assignments.take_on(store, [uid("6.1"), uid("6.3")], Role.CONCERNED)
    for code in ("6.1", "6.3"):
        set_progress(store, uid(code), PERIOD, status="completed", completed_on=TODAY)
    model = TaskModel(words)
    model.load(load())
    notes = {model.item(at).code: model.item(at).note for at in range(model.rowCount())}
    assert notes["6"] == "1/1 xong, 1 báo cáo riêng"
    model.ask(Query(TaskFilter.APART))
    assert shown(model) == ["[6]", "6.1"]


DOWN = Qt.SortOrder.DescendingOrder


@pytest.mark.parametrize("column", list(Column))
def test_an_order_leaves_all_tasks_and_no_sections(model: TaskModel, column: Column) -> None:
    tasks = {code for code in shown(model) if code in TAKEN}
    model.sort(column, DOWN)
    assert set(shown(model)) == tasks
    assert len(shown(model)) == len(tasks)


def test_columns_order_as_people_expect(store: Store, model: TaskModel, load: Load) -> None:
    set_progress(store, uid("1.18"), PERIOD, status="in_progress", percent=80)
    set_progress(store, uid("1.5"), PERIOD, status="in_progress", percent=9)
    assignments.set_officer(store, uid("3.2"), "Đỗ Thị Hậu")
    assignments.set_officer(store, uid("1.5"), "Dương Văn Ánh")
    model.load(load())
    model.sort(Column.PERCENT, DOWN)
    assert shown(model)[:2] == ["1.18", "1.5"]  # as numbers, and those without one come last
    model.sort(Column.PERCENT)
    assert shown(model)[:2] == ["1.5", "1.18"]
    model.sort(Column.OFFICER)
    assert shown(model)[:2] == ["1.5", "3.2"]  # D before Đ
    model.sort(Column.DEADLINE)
    assert shown(model)[:4] == ["1.5", "5.6.1", "1.18", "1.14"]  # a start that is due in March
    model.sort(Column.STATUS)
    assert [line_of(model, code).row.standing for code in shown(model)[:2]] == [  # type: ignore[union-attr]
        Standing.OVERDUE
    ] * 2
    model.sort(Column.CODE)
    assert shown(model)[0] == "[1]"  # the plan's own order, with its sections
    assert model.order is None


def test_no_row_jumps_while_it_is_worked_on(store: Store, model: TaskModel, load: Load) -> None:
    model.sort(Column.PERCENT, DOWN)
    before = shown(model)
    set_progress(store, uid(before[-1]), PERIOD, status="in_progress", percent=100)
    model.load(load())
    assert shown(model) == before
    model.sort(Column.PERCENT, DOWN)
    assert shown(model)[0] == before[-1]


def test_ticks_stay_through_filter_and_search_and_are_heard(
    qtbot: QtBot, model: TaskModel, store: Store, load: Load
) -> None:
    with qtbot.waitSignal(model.ticks_changed):
        model.tick([uid("3.2"), uid("1.5"), uid("2.16"), uid("2.1")], ticked=True)
    assert model.ticked() == [uid("1.5"), uid("3.2")]  # neither a heading nor one not followed
    heard = cell(model, "1.5", Column.TITLE, Qt.ItemDataRole.AccessibleTextRole)
    assert heard.endswith(", đã đánh dấu")
    model.ask(Query(needle="1.18"))
    assert model.ticked() == [uid("1.5"), uid("3.2")]
    assignments.let_go(store, [uid("3.2")])
    model.load(load())
    assert model.ticked() == [uid("1.5")]
    with qtbot.waitSignal(model.ticks_changed):
        model.clear_ticks()
    assert model.ticked() == []
    with qtbot.assertNotEmitted(model.ticks_changed):
        model.clear_ticks()


# filters and search


def test_every_chip_holds_as_many_tasks_as_it_says(
    store: Store, model: TaskModel, load: Load
) -> None:
    set_progress(store, uid("1.14"), PERIOD, status="in_progress", percent=60)
    set_progress(store, uid("1.15"), PERIOD, status="completed", completed_on=TODAY)
    model.load(load())
    counts = model.counts()
    assert counts[TaskFilter.ALL] == len(TAKEN)
    assert counts[TaskFilter.STALE] == len(TAKEN) - 2
    for wanted, count in counts.items():
        model.ask(Query(wanted))
        assert model.shown_tasks() == count, wanted


@pytest.mark.parametrize("typed", ["giai ngan", "GIẢI NGÂN", "giải  ngân", "Giải ngân"])
def test_search_ignores_diacritics_and_case(model: TaskModel, typed: str) -> None:
    model.ask(Query(TaskFilter.ALL, typed))
    assert shown(model) == ["[2]", "2.16", "2.16.1", "2.16.3"]


def test_search_finds_what_the_clerk_typed(store: Store, model: TaskModel, load: Load) -> None:
    set_progress(store, uid("3.2"), PERIOD, difficulty="Chờ Sở Tài chính thẩm định")
    model.load(load())
    model.ask(Query(TaskFilter.ALL, "tham dinh tai chinh"))
    assert shown(model) == ["[3]", "3.2"]


def test_search_finds_sub_tasks_by_the_words_of_their_parent(model: TaskModel) -> None:
    model.ask(Query(TaskFilter.ALL, "khu neo đậu tránh trú bão hà tu"))
    assert "5.6.1" in shown(model)
    model.ask(Query(TaskFilter.ALL, "tiến độ giải ngân"))
    assert shown(model) == ["[2]", "2.16", "2.16.1", "2.16.3"]


def test_folding_leaves_the_section_and_a_search_opens_it(model: TaskModel) -> None:
    model.fold("2", folded=True)
    assert "2.16.1" not in shown(model)
    assert "[2]" in shown(model)
    section = model.item(model.row_of("section:2"))
    assert not section.open
    model.ask(replace(model.query, needle="giải ngân"))
    assert "2.16.1" in shown(model)
    model.ask(replace(model.query, needle=""))
    assert "2.16.1" not in shown(model)
    model.fold("2", folded=False)
    assert "2.16.1" in shown(model)


def test_a_task_that_is_worked_on_stays_in_view(store: Store, model: TaskModel, load: Load) -> None:
    model.ask(Query(TaskFilter.STALE))
    model.keep(uid("1.14"))
    set_progress(store, uid("1.14"), PERIOD, status="in_progress", percent=10)
    set_progress(store, uid("1.15"), PERIOD, status="in_progress", percent=10)
    model.load(load())
    assert "1.14" in shown(model)
    assert "1.15" not in shown(model)
    model.ask(Query(TaskFilter.STALE))
    assert "1.14" not in shown(model)


def test_neighbours_are_tasks_only(model: TaskModel) -> None:
    assert model.neighbour(uid("1.18"), 1) == uid("2.16.1")
    assert model.neighbour(uid("2.16.1"), -1) == uid("1.18")
    assert model.neighbour(uid("1.5"), -1) == ""
    assert model.neighbour(uid("5.6.1"), 1) == ""


# signals


def test_a_save_tells_one_row_and_its_section(store: Store, model: TaskModel, load: Load) -> None:
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.modelReset.connect(lambda: told.append((-1, -1)))
    set_progress(store, uid("3.2"), PERIOD, status="in_progress", percent=5)
    model.load(load())
    row = model.row_of(uid("3.2"))
    assert told == [(row, row)]
    set_progress(store, uid("3.2"), PERIOD, status="completed", completed_on=TODAY)
    told.clear()
    model.load(load())
    assert told == [(row - 1, row)]  # the section counts one more


def test_unchanged_rows_keep_their_line(store: Store, load: Load) -> None:
    first = task_lines(load(), words)
    set_progress(store, uid("3.2"), PERIOD, status="in_progress", percent=5)
    again = task_lines(load(), words, {line.uid: line for line in first}.get)
    differing = [new.code for old, new in zip(first, again, strict=True) if old is not new]
    assert differing == ["3.2"]


def test_another_day_works_every_line_out_anew(store: Store, model: TaskModel) -> None:
    before = line_of(model, "2.16.1").distance
    model.load(load_worksheet(store, PERIOD, TODAY + timedelta(days=1)))
    after = line_of(model, "2.16.1").distance
    assert before is not None
    assert after is not None
    assert (before.text, after.text) == ("còn 25 ngày", "còn 24 ngày")


def test_only_followed_tasks_take_dropped_files(model: TaskModel) -> None:
    model.ask(Query(TaskFilter.PLAN))

    def takes(code: str) -> bool:
        index = model.index(model.row_of(uid(code)), Column.TITLE)
        return bool(model.flags(index) & Qt.ItemFlag.ItemIsDropEnabled)

    assert takes("1.18")
    assert not takes("1.1")
    assert not takes("2.16")


def test_qt_finds_no_fault_while_the_data_changes(
    store: Store, load: Load, qtmodeltester: ModelTester
) -> None:
    model = TaskModel(words)
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]
    model.load(load())
    for wanted in TaskFilter:
        model.ask(Query(wanted))
    model.ask(Query(TaskFilter.PLAN, "hà tu"))
    model.ask(Query())
    model.fold("1", folded=True)
    set_progress(store, uid("2.16.1"), PERIOD, status="in_progress", percent=41)
    model.load(load())
    assignments.let_go(store, [uid("2.16.1"), uid("5.6.1")])
    assignments.add_local_task(store, title="Việc riêng")
    milestones.set_milestone(store, uid("3.2"), 1, TODAY)
    model.load(load())
    model.fold("1", folded=False)
    model.ask(Query(TaskFilter.ALL, "không có gì như thế"))
    assert model.rowCount() == 0
    model.ask(Query())
    assert "HT.01" in shown(model)
    assert not model.index(0, 0, model.index(0, 0)).isValid()
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None
