"""The history: append-only, one row per field and visit, and undo as a new change."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stores import morning, table, task

from qnapp.db.assignments import add_local_task, let_go, remove_local_task, set_officer, take_on
from qnapp.db.evidence import add_evidence, remove
from qnapp.db.history import FieldChange, history_of, recent, replaced_values, revert
from qnapp.db.measurements import set_measurement
from qnapp.db.milestones import add_extension, set_milestone
from qnapp.db.periods import add_adhoc_period, lock_period
from qnapp.db.progress import set_progress
from qnapp.db.reports import set_report_text
from qnapp.db.settings import set_settings
from qnapp.db.store import Store
from qnapp.db.targets import set_own_target
from qnapp.db.worksheet import load_worksheet
from qnapp.domain.former_figures import FormerValue
from qnapp.errors import InputError, LockedError, NotFoundError

if TYPE_CHECKING:
    from fixed_clock import FixedClock

    from qnapp.db.history import HistoryEntry

UID = "NQ05-2026/3.2"
Q2 = "2026-Q2"


def _results(store: Store) -> list[tuple[str, str]]:
    return [(one.old, one.new) for one in history_of(store, "progress", UID, Q2, "result")]


def _sealed(store: Store, field: str = "result") -> int:
    return int(store.value("SELECT count(*) FROM history WHERE field = ?", (field,)))


# --- merging


def test_typing_is_one_row_from_the_first_old_to_the_newest_new(
    store: Store, clock: FixedClock
) -> None:
    for text in ("Đ", "Đã", "Đã khởi công"):
        set_progress(store, UID, Q2, result=text)
        clock.move(seconds=30)
    assert _results(store) == [("", "Đã khởi công")]
    assert _sealed(store) == 0
    assert history_of(store, "progress", UID)[0].id < 0


def test_after_ten_minutes_a_new_row_begins(store: Store, clock: FixedClock) -> None:
    set_progress(store, UID, Q2, result="một")
    clock.move(minutes=9, seconds=59)
    set_progress(store, UID, Q2, result="một hai")
    clock.move(seconds=1)
    set_progress(store, UID, Q2, result="một hai ba")
    assert _results(store) == [("một hai", "một hai ba"), ("", "một hai")]
    assert _sealed(store) == 1


def test_any_write_seals_what_is_old(store: Store, clock: FixedClock) -> None:
    set_progress(store, UID, Q2, result="một")
    clock.move(minutes=10)
    set_settings(store, place="A")
    assert _sealed(store) == 1


def test_a_letter_typed_and_taken_back_leaves_no_trace(store: Store, clock: FixedClock) -> None:
    set_progress(store, UID, Q2, result="Đã khởi công")
    clock.move(minutes=11)
    set_progress(store, UID, Q2, result="Đã khởi côngg")
    set_progress(store, UID, Q2, result="Đã khởi công")
    assert _results(store) == [("", "Đã khởi công")]


def test_words_that_were_saved_stay_though_they_are_replaced_at_once(store: Store) -> None:
    for text in ("Đã họp dân", "Đã họp dân ở 3 khu", "", "Chưa họp dân"):
        set_progress(store, UID, Q2, result=text)
    assert _results(store) == [
        ("Đã họp dân ở 3 khu", "Chưa họp dân"),
        ("", "Đã họp dân ở 3 khu"),
    ]
    for percent in ("45", "60", "45"):
        set_progress(store, UID, Q2, percent=percent)
    found = history_of(store, "progress", UID, Q2, "percent")
    assert [(one.old, one.new) for one in found] == [("60", "45"), ("45", "60"), ("", "45")]


def test_fields_rows_and_periods_do_not_mix(store: Store) -> None:
    set_progress(store, UID, Q2, result="a", difficulty="b")
    set_progress(store, UID, "2026-Q1", result="c")
    set_progress(store, "NQ05-2026/1.14", Q2, result="d")
    entries = history_of(store, "progress", UID)
    assert {(one.period, one.field, one.new) for one in entries} == {
        (Q2, "result", "a"),
        (Q2, "difficulty", "b"),
        ("2026-Q1", "result", "c"),
    }
    assert [one.new for one in history_of(store, "progress", UID, Q2, "difficulty")] == ["b"]


def test_closing_seals_everything(folder: Path, clock: FixedClock) -> None:
    with Store.open(folder, clock=clock) as first:
        set_progress(first, UID, Q2, result="một")
    with Store.open(folder, clock=clock) as second:
        assert _sealed(second) == 1
        set_progress(second, UID, Q2, result="một hai")
        assert _results(second) == [("một", "một hai"), ("", "một")]


def test_what_a_crash_left_is_sealed_by_the_next_visit(folder: Path, clock: FixedClock) -> None:
    first = Store.open(folder, clock=clock)
    set_progress(first, UID, Q2, result="một")
    first._closed = True  # as a crash does: nothing is sealed
    first.db.close()
    assert first._lock is not None
    first._lock.release()
    with Store.open(folder, clock=clock) as second:
        assert _sealed(second) == 1
        assert table(second, "pending_history") == []


def test_another_clerk_begins_a_row_of_his_own(store: Store) -> None:
    set_progress(store, UID, Q2, result="một")
    set_settings(store, clerk="Người Khác")
    set_progress(store, UID, Q2, result="một hai")
    entries = history_of(store, "progress", UID, Q2, "result")
    assert [(one.clerk, one.old, one.new) for one in entries] == [
        ("Người Khác", "một", "một hai"),
        ("Người Thử", "", "một"),
    ]


def test_an_event_is_not_merged_with_typing(store: Store) -> None:
    set_progress(store, UID, Q2, result="gõ")
    set_progress(store, UID, Q2, result="nhận", event="import:bieu.xlsx")
    set_progress(store, UID, Q2, result="sửa")
    entries = history_of(store, "progress", UID, Q2, "result")
    assert [(one.event, one.old, one.new) for one in entries] == [
        ("", "nhận", "sửa"),
        ("import:bieu.xlsx", "gõ", "nhận"),
        ("", "", "gõ"),
    ]


def test_every_entry_says_when_in_local_time(store: Store, clock: FixedClock) -> None:
    set_progress(store, UID, Q2, result="x")
    assert history_of(store, "progress", UID)[0].at == clock.now
    assert history_of(store, "progress", UID)[0].at.utcoffset() == clock.now.utcoffset()


def test_a_clock_that_jumps_back_loses_nothing(store: Store, clock: FixedClock) -> None:
    set_progress(store, UID, Q2, result="một")
    clock.move(hours=-5)
    set_progress(store, UID, Q2, result="một hai")
    assert _results(store) == [("", "một hai")]


def test_recent_gives_the_newest_first(store: Store, clock: FixedClock) -> None:
    clock.move(hours=1)
    for number in range(5):
        set_report_text(store, Q2, f"phần {number}", "x")
        clock.move(minutes=11)
    found = recent(store, 3)
    assert [one.key for one in found] == ["phần 4", "phần 3", "phần 2"]


def test_the_flag_of_a_touched_row_is_no_history(store: Store) -> None:
    changes = set_progress(store, UID, Q2, result="x")
    assert [one.field for one in changes] == ["result", "touched"]
    assert [one.field for one in history_of(store, "progress", UID)] == ["result"]


# --- append-only


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE history SET new = 'khác'",
        "DELETE FROM history",
        "INSERT OR REPLACE INTO history (id, at, entity, key, field) VALUES (1, '', '', '', '')",
        "REPLACE INTO history (id, at, entity, key, field) VALUES (1, '', '', '', '')",
    ],
)
def test_history_is_append_only(store: Store, sql: str) -> None:
    before = table(store, "history")
    assert before
    with pytest.raises(sqlite3.IntegrityError, match="append-only"), store.atomic():
        store.run(sql)
    assert table(store, "history") == before


# --- undo


def test_undo_is_a_new_change_and_can_be_undone(store: Store) -> None:
    done = set_progress(store, UID, Q2, status="completed", percent=100, result="Xong")
    undone = revert(store, done)
    row = task(store, "3.2").progress
    assert (row.status, row.percent, row.result, row.updated_on) == ("not_started", None, "", None)
    events = [one.event for one in history_of(store, "progress", UID, Q2, "result")]
    assert events == ["undo", ""]
    revert(store, undone)
    row = task(store, "3.2").progress
    assert (row.status, row.percent, row.result) == ("completed", 100, "Xong")
    assert row.updated_on == store.today()


def test_undo_refuses_when_the_value_moved_on(store: Store) -> None:
    first = set_progress(store, UID, Q2, result="một", difficulty="khó")
    set_progress(store, UID, Q2, result="hai")
    with pytest.raises(InputError, match="đã được sửa lại"):
        revert(store, first)
    row = task(store, "3.2").progress
    assert (row.result, row.difficulty) == ("hai", "khó")  # all or none


def test_undo_refuses_in_a_locked_period(store: Store) -> None:
    done = set_progress(store, UID, Q2, result="một")
    lock_period(store, Q2, "đã gửi")
    with pytest.raises(LockedError):
        revert(store, done)
    assert task(store, "3.2").progress.result == "một"


def test_what_cannot_be_taken_back_says_so(store: Store) -> None:
    with store.collected() as changes:
        day = store.today()
        add_adhoc_period(store, name="Đột xuất", start=day, cutoff=day, due=day)
    with pytest.raises(InputError, match="không lấy lại được"):
        revert(store, changes or [FieldChange("plan", "x", "", "version", "", "2")])


def test_a_change_of_another_plans_period_is_refused(store: Store) -> None:
    for entity in ("progress", "period"):
        with pytest.raises(NotFoundError, match="2030-Q1"):
            revert(store, [FieldChange(entity, UID, "2030-Q1", "result", "", "x")])


def _do_everything(store: Store, file: Path) -> None:
    """One of each kind of change that a clerk can make."""
    set_progress(store, "NQ05-2026/5.6.1", Q2, status="on_hold", percent=5, expected_on="1/9/2026")
    set_milestone(store, "NQ05-2026/5.6.1", 1, "20/4/2026")
    add_extension(store, UID, due="31/12/2027", document="1-CV/ĐU", granted=True)
    set_officer(store, UID, "Người Thử")
    take_on(store, ["NQ05-2026/2.1"])
    let_go(store, ["NQ05-2026/1.5"])
    local = add_local_task(store, title="Việc riêng", deadline_text="Quý III/2026")
    set_progress(store, local.uid, Q2, status="in_progress")
    remove_local_task(store, add_local_task(store, title="Việc bỏ").uid)
    set_own_target(store, "CT-22a", "100")
    set_measurement(store, "CT-22a", Q2, actual="96,4", note="tạm tính")
    set_report_text(store, Q2, "opening", "Mở đầu")
    set_settings(store, signer="Người Ký", font_percent=130, signs_as_deputy=True)
    added = add_evidence(store, [file], UID, Q2, number="1-BB", title="Biên bản")
    remove(store, added[0].id)
    add_evidence(store, [file], "NQ05-2026/1.14", Q2)


def _view(store: Store) -> Any:
    """What a clerk sees, without the days on which rows were written."""
    return [load_worksheet(store, code) for code in ("2026-Q1", Q2, "2026-Q3")]


def test_everything_that_a_clerk_does_can_be_taken_back_and_done_again(
    store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "Biên bản.txt"
    file.write_text("Đã họp", encoding="utf-8")
    empty = _view(store)
    with store.collected() as changes:
        _do_everything(store, file)
    full = _view(store)
    assert full != empty
    undone = revert(store, changes)
    assert _view(store) == empty
    revert(store, undone)
    assert _view(store) == full


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["not_started", "in_progress", "completed", "on_hold"]),
        "percent": st.none() | st.integers(0, 100),
        "result": st.text(max_size=20),
        "proposal": st.sampled_from(["", "Đề nghị tỉnh bổ sung vốn", "x\ny"]),
        "completed_on": st.none() | st.dates(),
    },
)
EDITS = st.lists(
    st.tuples(st.sampled_from(["3.2", "1.14"]), st.sampled_from(["2026-Q1", Q2]), VALUES),
    max_size=8,
)


@given(edits=EDITS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_edits_can_be_taken_back_one_by_one(master: Path, edits: Any) -> None:
    with tempfile.TemporaryDirectory() as work:
        folder = shutil.copytree(master, Path(work) / "s")
        with Store.open(folder, clock=morning()) as store:
            steps = []
            for code, period, values in edits:
                before = _view(store)
                changes = set_progress(store, f"NQ05-2026/{code}", period, **values)
                steps.append((before, changes))
            for before, changes in reversed(steps):
                revert(store, changes)
                assert _view(store) == before
            _adds_up(recent(store, 10_000))


def _adds_up(entries: list[HistoryEntry]) -> None:
    """Read forwards, each entry of a field begins where the one before ended."""
    last: dict[tuple[str, ...], str] = {}
    for one in reversed(entries):
        key = (one.entity, one.key, one.period, one.field)
        assert last.get(key, one.old) == one.old
        last[key] = one.new


# --- what was replaced


def test_replaced_values_are_those_of_the_period_waiting_or_sealed(
    store: Store, clock: FixedClock
) -> None:
    set_progress(store, UID, Q2, percent="45", result="Đã chi 12.345,6")
    set_progress(store, UID, "2026-Q1", percent="5")
    clock.move(minutes=11)
    set_progress(store, UID, "2026-Q1", percent="7")
    set_progress(store, UID, Q2, percent="60")
    set_officer(store, UID, "Trần Văn Mẫu")
    set_officer(store, UID, "Lê Văn Mẫu")
    assert replaced_values(store, Q2) == [FormerValue(UID, "percent", "45")]
    clock.move(minutes=11)
    set_progress(store, UID, Q2, result="Đã chi 16.200")
    assert set(replaced_values(store, Q2)) == {
        FormerValue(UID, "percent", "45"),
        FormerValue(UID, "result", "Đã chi 12.345,6"),
    }


def test_a_text_of_the_report_keeps_what_it_may_have_told(store: Store, clock: FixedClock) -> None:
    set_progress(store, UID, Q2, percent="30")
    set_progress(store, UID, Q2, percent="45")
    set_report_text(store, Q2, "tasks", "Nhiệm vụ 3.2 đạt 45%.")
    clock.move(seconds=20)
    set_progress(store, UID, Q2, percent="60")
    assert set(replaced_values(store, Q2)) == {
        FormerValue(UID, "percent", "30"),
        FormerValue(UID, "percent", "45"),
    }
