"""Taking a form in: whole or not at all, one event, nothing newer lost, undone in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from filled_form import FilledForm

from qnapp.db import history, measurements, milestones, periods, progress, targets
from qnapp.db.fields import ENTITIES
from qnapp.db.worksheet import find_indicator, find_task, load_worksheet
from qnapp.errors import InputError, LockedError
from qnapp.exchange.form import Choice, apply_form, export_form, read_form

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.reporting import IndicatorRow, TaskRow
    from qnapp.exchange.form import FormChanges

Q2 = "2026-Q2"


@pytest.fixture
def form(unit_store: Store, tmp_path: Path) -> FilledForm:
    """A form in which a task, a milestone and an indicator were filled in."""
    progress.set_progress(unit_store, "1.5", Q2, status="in_progress", percent=40)
    measurements.set_measurement(unit_store, "CT-22a", Q2, actual="96,40")
    export_form(unit_store, Q2, tmp_path / "biểu.xlsx")
    filled = FilledForm(tmp_path / "biểu.xlsx")
    filled.fill("1.5", "Tỉ lệ (%)", 70)
    filled.fill("1.5", "Kết quả thực hiện", "Đã họp")
    filled.fill("3.4.16", "Ngày đạt mốc 1", "30/12/2025")
    filled.fill("22a", "Thực hiện kỳ", 97.5, "Chỉ tiêu")
    return filled


def task(store: Store, code: str) -> TaskRow:
    return next(row for row in load_worksheet(store, Q2).tasks if row.code == code)


def indicator(store: Store, code: str) -> IndicatorRow:
    return next(row for row in load_worksheet(store, Q2).indicators if row.code == code)


def tables(store: Store) -> dict[str, list[tuple[object, ...]]]:
    names = sorted({entity.table for entity in ENTITIES.values()} | {"history", "pending_history"})
    return {name: [tuple(row) for row in store.rows(f"SELECT * FROM {name}")] for name in names}


def read(store: Store, form: FilledForm) -> FormChanges:
    return read_form(store, form.save())


def test_everything_is_taken_in_as_one_event(unit_store: Store, form: FilledForm) -> None:
    changes = apply_form(unit_store, read(unit_store, form))
    row = task(unit_store, "1.5")
    assert (row.progress.percent, row.progress.result) == (70, "Đã họp")
    assert str(task(unit_store, "3.4.16").milestones[0].actual_on) == "2025-12-30"
    assert str(indicator(unit_store, "22a").measurement.actual) == "97.5"
    told = [entry for entry in history.recent(unit_store) if entry.event]
    events = {entry.event for entry in told if entry.event.startswith("import")}
    assert len(events) == 1
    seen = {
        (entry.entity, entry.field, entry.old, entry.new) for entry in told if entry.event in events
    }
    assert seen == {
        ("progress", "percent", "40", "70"),
        ("progress", "result", "", "Đã họp"),
        ("milestone", "1", "", "2025-12-30"),
        ("measurement", "actual", "96.40", "97.5"),
    }
    assert {change.field for change in changes} >= {"percent", "result", "1", "actual"}


def test_one_undo_takes_all_of_it_back(unit_store: Store, form: FilledForm) -> None:
    before = load_worksheet(unit_store, Q2)
    changes = apply_form(unit_store, read(unit_store, form))
    assert load_worksheet(unit_store, Q2) != before
    history.revert(unit_store, changes)
    after = load_worksheet(unit_store, Q2)
    assert [row.progress for row in after.tasks] == [row.progress for row in before.tasks]
    assert [row.milestones for row in after.tasks] == [row.milestones for row in before.tasks]
    values = [[row.measurement.actual for row in sheet.indicators] for sheet in (before, after)]
    assert values[0] == values[1]


def test_the_same_form_twice_changes_nothing_more(unit_store: Store, form: FilledForm) -> None:
    apply_form(unit_store, read(unit_store, form))
    again = read(unit_store, form)
    assert again.cells == ()
    assert apply_form(unit_store, again) == []


def test_a_conflict_keeps_what_is_here_unless_somebody_chooses(
    unit_store: Store, form: FilledForm
) -> None:
    progress.set_progress(unit_store, "1.5", Q2, percent=55)
    changes = read(unit_store, form)
    apply_form(unit_store, changes)
    row = task(unit_store, "1.5")
    assert (row.progress.percent, row.progress.result) == (55, "Đã họp")
    again = read(unit_store, form)
    (conflict,) = again.conflicts
    apply_form(unit_store, again, {conflict.place: Choice.THEIRS})
    assert task(unit_store, "1.5").progress.percent == 70


def test_a_difference_may_be_left_out(unit_store: Store, form: FilledForm) -> None:
    changes = read(unit_store, form)
    choices = {cell.place: Choice.MINE for cell in changes.cells if cell.code == "1.5"}
    apply_form(unit_store, changes, choices)
    assert task(unit_store, "1.5").progress.percent == 40
    assert str(indicator(unit_store, "22a").measurement.actual) == "97.5"


def test_a_value_typed_while_the_differences_are_shown(unit_store: Store, form: FilledForm) -> None:
    changes = read(unit_store, form)
    measurements.set_measurement(unit_store, "CT-22a", Q2, actual="98")
    before = tables(unit_store)
    with pytest.raises(InputError, match="22a vừa được sửa"):
        apply_form(unit_store, changes)
    assert tables(unit_store) == before


def test_two_forms_of_one_row_do_not_overwrite_each_other(
    unit_store: Store, form: FilledForm, tmp_path: Path
) -> None:
    other = FilledForm(form.save(tmp_path / "người thứ hai.xlsx"))
    other.fill("1.5", "Tỉ lệ (%)", 80)
    first, second = read(unit_store, form), read(unit_store, other)
    apply_form(unit_store, first)
    with pytest.raises(InputError):
        apply_form(unit_store, second)
    (conflict,) = read(unit_store, other).conflicts
    assert (conflict.old, conflict.mine, conflict.theirs) == ("40", "70", "80")


def test_wrong_cells_stop_the_whole_form(unit_store: Store, form: FilledForm) -> None:
    form.fill("3.2", "Tỉ lệ (%)", 140)
    form.fill("TC-2", "Ngày hoàn thành", "31/02/2026")
    changes = read(unit_store, form)
    before = tables(unit_store)
    with pytest.raises(InputError, match="2 ô chưa đúng"):
        apply_form(unit_store, changes)
    assert tables(unit_store) == before
    apply_form(unit_store, changes, leave_out_bad=True)
    assert task(unit_store, "1.5").progress.percent == 70
    assert task(unit_store, "3.2").progress.percent is None


def test_a_fault_in_the_middle_leaves_all_as_it_was(
    unit_store: Store, form: FilledForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = read(unit_store, form)
    before = tables(unit_store)

    def broken(*given: object, **named: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("qnapp.exchange.form.set_measurement", broken)
    with pytest.raises(RuntimeError):
        apply_form(unit_store, changes)
    assert tables(unit_store) == before


def test_a_period_locked_meanwhile_takes_nothing(unit_store: Store, form: FilledForm) -> None:
    changes = read(unit_store, form)
    periods.lock_period(unit_store, Q2, "chốt")
    before = tables(unit_store)
    with pytest.raises(LockedError):
        apply_form(unit_store, changes)
    assert tables(unit_store) == before


def test_an_indicator_that_is_no_longer_followed_is_followed_again(
    unit_store: Store, form: FilledForm
) -> None:
    targets.unfollow(unit_store, find_indicator(unit_store, "22a").uid)
    changes = apply_form(unit_store, read(unit_store, form))
    assert indicator(unit_store, "22a").followed
    (followed,) = [e for e in history.recent(unit_store) if (e.field, e.new) == ("taken", "1")][:1]
    assert followed.event.startswith("import:form:")
    history.revert(unit_store, changes)
    assert not indicator(unit_store, "22a").followed


def test_what_is_only_carried_over_becomes_this_periods_own(
    unit_store: Store, tmp_path: Path
) -> None:
    progress.set_progress(unit_store, "3.2", "2026-Q1", status="in_progress", percent=30)
    export_form(unit_store, Q2, tmp_path / "a.xlsx")
    form = FilledForm(tmp_path / "a.xlsx")
    assert form.cell("3.2", "Tỉ lệ (%)").value == 30
    form.fill("3.2", "Kết quả thực hiện", "Thêm một công trình")
    apply_form(unit_store, read(unit_store, form))
    row = task(unit_store, "3.2")
    assert (row.progress.percent, row.progress.carried) == (30, False)
    assert row.progress.result == "Thêm một công trình"


def test_a_date_of_a_milestone_can_conflict_too(unit_store: Store, form: FilledForm) -> None:
    milestones.set_milestone(unit_store, find_task(unit_store, "3.4.16").uid, 1, "5/1/2026")
    (conflict,) = read(unit_store, form).conflicts
    assert (conflict.old, conflict.mine, conflict.theirs) == ("", "2026-01-05", "2025-12-30")
