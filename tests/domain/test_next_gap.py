"""What an upper office has to do next: holes by name, the most pressing first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from consolidations import AN_SINH, BODY, DAM_HA, HA_LAM, HA_TU, TODAY, consolidation, reporter

from qnapp.domain.consolidated import WithdrawnRow
from qnapp.domain.next_gap import gap_steps, names_of
from qnapp.domain.received import ReportState, Sender

DOUBTED = replace(BODY, sender=Sender.UNCONFIRMED)


def test_what_only_this_office_can_end_comes_first_then_who_is_late() -> None:
    found = consolidation(HA_TU, HA_LAM, DAM_HA, AN_SINH, DOUBTED)
    steps = gap_steps(found, TODAY)
    assert [step.key for step in steps] == ["conflict", "unconfirmed", "late", "returned"]
    assert steps[0].sentence == "Chọn bản đúng của Phường An Sinh, đang xung đột"
    assert (steps[0].page, steps[0].uid) == ("inbox", "code:D")
    assert steps[1].short == "1 đơn vị chưa xác nhận nguồn gửi"
    assert steps[2].sentence == "Đôn đốc Phường Hà Lầm chưa gửi, đã quá hạn 4 ngày"
    assert (steps[2].button, steps[2].uid) == ("Đôn đốc…", "remind")
    assert steps[2].names == "Phường Hà Lầm"


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 6, 20), "đến hạn hôm nay"), (date(2026, 6, 15), "còn 5 ngày")],
)
def test_before_the_due_day_nobody_is_late(day: date, words: str) -> None:
    (step,) = gap_steps(consolidation(HA_TU, HA_LAM), day)
    assert step.key == "waiting"
    assert step.sentence == f"Chờ báo cáo của Phường Hà Lầm, hạn gửi 20/6/2026, {words}"
    assert step.uid == "filter:missing"


def test_several_go_to_their_filter() -> None:
    twice = replace(DOUBTED, code="X")
    (step,) = gap_steps(consolidation(DOUBTED, twice), TODAY)
    assert step.uid == "filter:unconfirmed"


def test_missing_revisions_and_evidence_are_asked_for() -> None:
    found = consolidation(replace(HA_TU, gaps=(1,)), replace(BODY, missing_parts=2))
    assert [step.key for step in gap_steps(found, TODAY)] == ["revisions", "parts"]


def test_when_all_are_in_the_report_comes_next() -> None:
    (step,) = gap_steps(consolidation(HA_TU, BODY), TODAY)
    assert (step.key, step.page) == ("complete", "consolidated_report")
    assert "2 đơn vị" in step.sentence


def test_rows_of_withdrawn_tasks_are_told_behind_everything_else() -> None:
    gone = WithdrawnRow("1.23", "Rà soát hồ sơ", ("A",))
    first, last = gap_steps(consolidation(HA_TU, BODY, withdrawn=(gone,)), TODAY)
    assert first.key == "complete"  # it is nobody's to mend
    assert last.sentence == "Xem 1 dòng của nhiệm vụ, chỉ tiêu đã rút, không tính vào số dưới đây"
    assert (last.names, last.uid) == ("1.23: Phường Hà Tu", "code:A")


def test_an_office_without_anybody_below_is_told_so() -> None:
    found = replace(consolidation(HA_TU), reporters=())
    assert gap_steps(found, TODAY)[0].key == "nobody"


def test_many_names_end_in_a_count() -> None:
    many = [reporter(str(n), f"Xã {n}", ReportState.MISSING) for n in range(9)]
    assert names_of(many) == "Xã 0, Xã 1, Xã 2, Xã 3, Xã 4 và 4 đơn vị khác"
    assert names_of(many[:6]).endswith("Xã 5")
