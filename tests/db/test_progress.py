"""Recording progress: what is taken, what is refused, what is carried from period to period."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores import task

from qnapp.db.assignments import take_on
from qnapp.db.carry import carried
from qnapp.db.history import history_of, revert
from qnapp.db.periods import add_adhoc_period
from qnapp.db.progress import carry_forward, parse_percent, parse_status, set_progress
from qnapp.domain.reporting import Progress, Status
from qnapp.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from fixed_clock import FixedClock

    from qnapp.db.store import Store

UID = "NQ05-2026/3.2"
Q1, Q2, Q3 = "2026-Q1", "2026-Q2", "2026-Q3"


# --- what is taken


def test_a_row_that_is_emptied_again_says_nothing_of_the_period(store: Store) -> None:
    set_progress(store, UID, Q1, result="Đã họp")
    assert task(store, "3.2", Q1).progress.updated_on is not None
    changes = set_progress(store, UID, Q1, result="")
    assert task(store, "3.2", Q1).progress == Progress()
    revert(store, changes)
    now = task(store, "3.2", Q1).progress
    assert (now.result, now.updated_on is not None) == ("Đã họp", True)


def test_what_the_period_before_said_does_not_come_back_into_an_emptied_row(store: Store) -> None:
    set_progress(store, UID, Q1, status="in_progress", result="Đã họp")
    set_progress(store, UID, Q2, result="", status="not_started")
    now = task(store, "3.2", Q2).progress
    assert (now.status, now.result, now.carried) == (Status.NOT_STARTED, "", False)
    assert now.updated_on is not None


def test_a_row_that_is_confirmed_to_hold_nothing_is_updated(store: Store) -> None:
    set_progress(store, UID, Q1, confirm=True)
    assert task(store, "3.2", Q1).progress.updated_on is not None


def test_every_field_is_kept(store: Store) -> None:
    set_progress(
        store,
        UID,
        Q2,
        status=Status.IN_PROGRESS,
        percent=45,
        result="Dòng một\nDòng hai",
        delay_reason="Chậm vốn",
        difficulty="Thiếu vốn",
        proposal="Bổ sung vốn",
        next_step="Nghiệm thu",
        completed_on=None,
        expected_on=date(2026, 9, 30),
    )
    assert task(store, "3.2").progress == Progress(
        status=Status.IN_PROGRESS,
        percent=45,
        result="Dòng một\nDòng hai",
        delay_reason="Chậm vốn",
        difficulty="Thiếu vốn",
        proposal="Bổ sung vốn",
        next_step="Nghiệm thu",
        expected_on=date(2026, 9, 30),
        updated_on=date(2026, 6, 5),
    )


def test_a_code_is_as_good_as_a_uid(store: Store) -> None:
    set_progress(store, "tc-2", Q1, status="hoàn thành", completed_on="29/12/2025")
    assert task(store, "TC-2", Q1).standing == "done_on_time"


def test_what_a_person_types_is_understood(store: Store) -> None:
    set_progress(store, UID, Q2, status="dang trien khai", percent="40 %", expected_on="5/9")
    row = task(store, "3.2").progress
    assert (row.status, row.percent, row.expected_on) == ("in_progress", 40, date(2026, 9, 5))


def test_text_is_cleaned_and_normalised(store: Store) -> None:
    set_progress(store, UID, Q2, result="Đ\u0061\u0303 họp \u200b\r\n\u00a0xong  ")
    assert task(store, "3.2").progress.result == "Đã họp\n xong"


def test_only_what_differs_is_a_change(store: Store) -> None:
    set_progress(store, UID, Q2, percent=40, result="x")
    changes = set_progress(store, UID, Q2, percent=40, result="y")
    assert [(one.field, one.old, one.new) for one in changes] == [("result", "x", "y")]


def test_a_field_is_emptied(store: Store) -> None:
    set_progress(store, UID, Q2, percent=40, result="x", expected_on="5/9/2026")
    set_progress(store, UID, Q2, percent=None, result="", expected_on=None)
    row = task(store, "3.2").progress
    assert (row.percent, row.result, row.expected_on) == (None, "", None)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("not_started", Status.NOT_STARTED),
        ("COMPLETED", Status.COMPLETED),
        ("Chưa triển khai", Status.NOT_STARTED),
        ("đang triển khai", Status.IN_PROGRESS),
        ("đang thực hiện", Status.IN_PROGRESS),
        ("Hoàn thành", Status.COMPLETED),
        ("hoan thanh", Status.COMPLETED),
        (" tạm dừng ", Status.ON_HOLD),
    ],
)
def test_statuses_in_words(typed: str, status: Status) -> None:
    assert parse_status(typed) is status


@pytest.mark.parametrize("typed", ["", "gần xong", "done", "quá hạn"])
def test_unknown_statuses_name_the_known_ones(typed: str) -> None:
    with pytest.raises(InputError, match="chưa triển khai, đang triển khai, hoàn thành, tạm dừng"):
        parse_status(typed)


@given(st.integers())
def test_a_percentage_is_a_whole_number_to_a_hundred(number: int) -> None:
    if 0 <= number <= 100:
        assert parse_percent(number) == parse_percent(f"{number}%") == number
    else:
        with pytest.raises(InputError):
            parse_percent(number)


@pytest.mark.parametrize("typed", ["40,5", "40.5", "-1", "bốn", "²", "101", "4 0", "%"])
def test_a_percentage_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="0 đến 100"):
        parse_percent(typed)


# --- what is refused


@pytest.mark.parametrize(
    ("uid", "period", "values", "error"),
    [
        (UID, Q2, {"percent": 101}, InputError),
        (UID, Q2, {"status": "gần xong"}, InputError),
        (UID, Q2, {"completed_on": "31/02/2026"}, InputError),
        (UID, Q2, {"result": "dài" * 20_000}, InputError),
        (UID, Q2, {"restricted_number": "1-BC"}, InputError),
        (UID, "2027-Q1", {"percent": 1}, NotFoundError),
        (UID, "quý hai", {"percent": 1}, InputError),
        ("9.9", Q2, {"percent": 1}, NotFoundError),
        ("CT-22a", Q2, {"percent": 1}, NotFoundError),
        ("3.4", Q2, {"percent": 1}, InputError),  # a heading
        ("2.1", Q2, {"percent": 1}, InputError),  # not taken on
    ],
)
def test_a_refusal_changes_nothing(
    store: Store, uid: str, period: str, values: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error) as refused:
        set_progress(store, uid, period, **{"difficulty": "khó", **values})
    assert str(refused.value).endswith(".")
    assert store.value("SELECT count(*) FROM progress") == 0


def test_a_heading_and_a_task_not_taken_on_say_what_to_do(store: Store) -> None:
    with pytest.raises(InputError, match=r"3\.4 chỉ là đầu mục.*Ghi ở từng nhiệm vụ con"):
        set_progress(store, "3.4", Q2, percent=1)
    with pytest.raises(InputError, match=r"chưa nhận theo dõi nhiệm vụ 2\.1"):
        set_progress(store, "2.1", Q2, percent=1)


@pytest.mark.parametrize("field", ["result", "delay_reason", "difficulty", "proposal", "next_step"])
def test_a_restricted_row_takes_no_words(store: Store, field: str) -> None:
    take_on(store, ["6.1"])
    fields: dict[str, Any] = {field: "nội dung mật"}
    with pytest.raises(InputError, match="đường mật"):
        set_progress(store, "6.1", Q2, **fields)
    fields[field] = ""
    set_progress(store, "6.1", Q2, **fields)
    set_progress(store, "6.1", Q2, restricted_number="03-BC/ĐU", restricted_on="30/1/2026")
    set_progress(store, "6.1", Q2, status="completed", completed_on="28/1/2026")
    row = task(store, "6.1").progress
    assert (row.restricted_number, row.restricted_on) == ("03-BC/ĐU", date(2026, 1, 30))
    assert getattr(row, field) == ""


# --- carried over


def test_a_later_period_begins_where_the_one_before_ended(store: Store) -> None:
    set_progress(
        store,
        UID,
        Q1,
        status="in_progress",
        percent=40,
        result="Kết quả quý I",
        delay_reason="Chậm",
        difficulty="Khó",
        proposal="Đề nghị",
        next_step="Việc sau",
        expected_on="30/9/2026",
    )
    row = task(store, "3.2", Q2)
    assert row.progress == Progress(
        status=Status.IN_PROGRESS,
        percent=40,
        difficulty="Khó",
        proposal="Đề nghị",
        expected_on=date(2026, 9, 30),
        carried=True,
    )
    assert row.previous is not None
    assert row.previous.result == "Kết quả quý I"
    assert task(store, "3.2", Q1).previous is None


def test_a_completed_task_keeps_its_result_and_what_proves_it(store: Store) -> None:
    set_progress(store, UID, Q1, status="completed", completed_on="2/3/2026", result="Xong")
    for code in (Q2, Q3):
        row = task(store, "3.2", code)
        assert (row.progress.result, row.progress.carried) == ("Xong", True)
        assert row.standing == "done_on_time"


def test_touching_a_carried_row_makes_it_the_periods_own(store: Store, clock: FixedClock) -> None:
    set_progress(store, UID, Q1, status="in_progress", percent=40, difficulty="Khó")
    changes = set_progress(store, UID, Q2, percent=60)
    assert [(one.field, one.old, one.new) for one in changes] == [
        ("percent", "40", "60"),
        ("touched", "", "1"),
    ]
    row = task(store, "3.2", Q2).progress
    assert (row.percent, row.difficulty, row.carried) == (60, "Khó", False)
    assert row.updated_on == clock.today()
    assert task(store, "3.2", Q1).progress.percent == 40
    assert [one.old for one in history_of(store, "progress", UID, Q2)] == ["40"]


def test_writing_the_same_does_not_count_unless_it_is_confirmed(store: Store) -> None:
    set_progress(store, UID, Q1, status="in_progress", percent=40)
    assert set_progress(store, UID, Q2, percent=40) == []
    assert task(store, "3.2", Q2).progress.updated_on is None
    set_progress(store, UID, Q2, confirm=True)
    row = task(store, "3.2", Q2).progress
    assert (row.percent, row.carried, row.updated_on) == (40, False, store.today())
    assert set_progress(store, UID, Q2, confirm=True) == []


def test_a_task_not_begun_can_be_confirmed_too(store: Store) -> None:
    set_progress(store, UID, Q2, status="chưa triển khai", confirm=True)
    assert task(store, "3.2", Q2).progress.updated_on == store.today()
    assert task(store, "3.2", Q3).progress == Progress()  # nothing to carry


def test_an_earlier_period_entered_afterwards_reaches_what_was_not_touched(store: Store) -> None:
    set_progress(store, "1.14", Q2, percent=70)
    set_progress(store, UID, Q1, percent=20, status="in_progress")
    set_progress(store, "1.14", Q1, percent=30)
    assert task(store, "3.2", Q2).progress.percent == 20
    assert task(store, "3.2", Q3).progress.percent == 20
    assert task(store, "1.14", Q2).progress.percent == 70
    assert task(store, "1.14", Q2).previous == task(store, "1.14", Q1).progress


def test_the_chain_skips_periods_in_which_nothing_was_written(store: Store) -> None:
    set_progress(store, UID, Q1, percent=20)
    row = task(store, "3.2", "2026-QT")
    assert row.progress.percent == 20
    assert row.previous is not None
    assert row.previous.carried


def test_an_ad_hoc_period_does_not_reach_the_next_regular_one(store: Store) -> None:
    days = {"start": date(2026, 7, 1), "cutoff": date(2026, 7, 31), "due": date(2026, 8, 3)}
    adhoc = add_adhoc_period(store, name="Đột xuất", **days)
    set_progress(store, UID, Q2, percent=20)
    set_progress(store, UID, adhoc.code, percent=99)
    assert task(store, "3.2", Q3).progress.percent == 20


def test_writing_out_shows_what_was_shown(store: Store) -> None:
    set_progress(store, UID, Q1, status="completed", completed_on="2/3/2026", result="Xong")
    set_progress(store, "1.14", Q1, percent=30)
    before = [task(store, code, Q2) for code in ("3.2", "1.14", "1.15")]
    assert carry_forward(store, Q2) == 2
    assert carry_forward(store, Q2) == 2
    assert [task(store, code, Q2) for code in ("3.2", "1.14", "1.15")] == before
    assert history_of(store, "progress", UID, Q2) == []


PROGRESS = st.builds(
    Progress,
    status=st.sampled_from(Status),
    percent=st.none() | st.integers(0, 100),
    result=st.text(max_size=5),
    difficulty=st.text(max_size=5),
    next_step=st.text(max_size=5),
    completed_on=st.none() | st.dates(),
    restricted_number=st.text(max_size=5),
    updated_on=st.none() | st.dates(),
    carried=st.booleans(),
)


@given(PROGRESS)
def test_carrying_over_is_marked_and_settles(before: Progress) -> None:
    after = carried(before)
    assert after.updated_on is None
    assert after.next_step == after.restricted_number == ""
    assert (after.status, after.percent) == (before.status, before.percent)
    assert after.carried == (after != Progress())
    assert carried(after) == after
    if before.status is not Status.COMPLETED:
        assert after.result == ""
