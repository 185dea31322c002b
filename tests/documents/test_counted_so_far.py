"""Counts of all tasks that own words tell by "đã hoàn thành", and those that say something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st
from report_sheets import HA_TU, sheet, task_row

from qnapp.documents.content import PartId
from qnapp.documents.counted_so_far import counts_so_far
from qnapp.documents.part_states import PartState, part_states, quoted_words
from qnapp.documents.profiles import load_profile
from qnapp.domain.reporting import Status

if TYPE_CHECKING:
    from qnapp.domain.reporting import Worksheet

PARTS = ("tasks", "difficulties", "proposals", "next")
DANG = load_profile("dang")


def unit() -> Worksheet:
    """Five tasks: two are completed, one is overdue, one is on hold, one is not begun."""
    return sheet(
        task_row("1.14", Status.COMPLETED, percent=100),
        task_row("1.15", Status.COMPLETED, percent=100),
        task_row("1.5", Status.IN_PROGRESS, percent=10),
        task_row("3.2", Status.ON_HOLD),
        task_row("4.5", Status.NOT_STARTED),
    )


def state(part: str, own: str) -> PartState:
    found = part_states(unit(), {part: own}, DANG, {})
    return next(one for one in found if one.part == PartId(part).value)


@pytest.mark.parametrize("part", [*PARTS, "opening"])
@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("4 nhiệm vụ đã hoàn thành.", "“4 nhiệm vụ đã hoàn thành” (nay là 2)"),
        ("Đến nay, có 04 nhiệm vụ đã hoàn thành", "“04 nhiệm vụ đã hoàn thành” (nay là 2)"),
        ("Phường Hà Tu có 4 nhiệm vụ đã hoàn thành, còn 3 nhiệm vụ dở dang.", "“4 nhiệm vụ đã "),
        ("Đảng ủy phường Hà Tu: 3 nhiệm vụ đã được hoàn thành.", "“3 nhiệm vụ đã được hoàn "),
        ("Tính đến ngày 14/6/2026, 9 nhiệm vụ đã tạm dừng.", "“9 nhiệm vụ đã tạm dừng”"),
        ("Thuận lợi.\n- Toàn phường có 7 nhiệm vụ đã hoàn thành (1.14, 1.15).", "“7 nhiệm vụ đã "),
    ],
)
def test_a_count_of_all_tasks_is_held_against_the_figures(part: str, own: str, told: str) -> None:
    found = state(part, own)
    assert quoted_words(found.outdated, found.current).startswith(told)
    assert found.source == "khác số liệu"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "own",
    [
        "2 nhiệm vụ đã hoàn thành.",
        "Có 2 nhiệm vụ khó khăn.",
        "Kỳ tới có 4 nhiệm vụ trọng tâm.",
        "4 nhiệm vụ đã hoàn thành rà soát.",
        "4 nhiệm vụ đã hoàn thành thủ tục đầu tư.",
        "Quý I có 4 nhiệm vụ đã hoàn thành.",
        "Trong tháng 5, 4 nhiệm vụ đã hoàn thành.",
        "Năm 2025, 4 nhiệm vụ đã hoàn thành.",
        "Năm 2025 phường làm tốt. 4 nhiệm vụ đã hoàn thành.",
        "Cùng kỳ năm trước 4 nhiệm vụ đã hoàn thành.",
        "Kỳ trước có 4 nhiệm vụ đã hoàn thành.",
        "Phòng Kinh tế có 4 nhiệm vụ đã hoàn thành.",
        "Phòng Kinh tế được giao 6 nhiệm vụ, 4 nhiệm vụ đã hoàn thành.",
        "Phòng Kinh tế được giao 6 nhiệm vụ. 4 nhiệm vụ đã hoàn thành.",
        "Phòng Kinh tế:\n- 4 nhiệm vụ đã hoàn thành;\n- 1 nhiệm vụ đã tạm dừng.",
        "1. Lĩnh vực văn hóa:\n- 4 nhiệm vụ đã hoàn thành.",
        "Công an phường: 4 nhiệm vụ đã hoàn thành.",
        "Phường Hà Lầm có 4 nhiệm vụ đã hoàn thành.",
        "Toàn tỉnh có 40 nhiệm vụ đã hoàn thành.",
        "4 nhiệm vụ đã hoàn thành, thuộc lĩnh vực chuyển đổi số.",
        "Trong 5 nhiệm vụ chủ trì, 4 nhiệm vụ đã hoàn thành.",
        "Cả 4 nhiệm vụ đã hoàn thành.",
        "Đề nghị công nhận 4 nhiệm vụ đã hoàn thành.",
        "Phấn đấu đến 31/12/2026 có 4 nhiệm vụ đã hoàn thành.",
        "Nghị quyết giao 4 nhiệm vụ; 3.4 nhiệm vụ đã hoàn thành.",
        "14/14 nhiệm vụ chi bộ giao, 4 nhiệm vụ đã hoàn thành.",
        "Phòng Kinh tế còn 3 nhiệm vụ quá hạn.",
        "Quý I có 3 nhiệm vụ quá hạn, nay đã khắc phục.",
        "Cùng kỳ năm trước có 3 nhiệm vụ quá hạn.",
    ],
)
def test_what_may_be_true_is_let_pass(part: str, own: str) -> None:
    assert state(part, own).outdated == ()


@pytest.mark.parametrize("own", ["Trong quý IV xử lý 3 nhiệm vụ quá hạn.", "3 nhiệm vụ quá hạn."])
def test_overdue_tasks_that_are_to_be_dealt_with_are_those_of_today(own: str) -> None:
    assert state("next", own).outdated == ("3 nhiệm vụ quá hạn",)


_NUMBERS = st.integers(0, 40)
_WORDS = st.sampled_from(["hoàn thành", "tạm dừng", "quá hạn", "hoàn thành đúng hạn"])
_BEFORE = st.sampled_from(["", "Đến nay, ", "Có ", "Đơn vị hiện có ", "Phường Hà Tu đã có "])


@any_of(_BEFORE, _NUMBERS, _WORDS, st.sampled_from([".", ", đạt yêu cầu.", " và đã nghiệm thu."]))
def test_every_such_count_is_read_as_it_is_written(
    before: str, count: int, kind: str, after: str
) -> None:
    words = f"{count} nhiệm vụ đã {kind}"
    assert list(counts_so_far(f"{before}{words}{after}", HA_TU)) == [(kind, count, words)]


@any_of(_BEFORE, _NUMBERS, _WORDS, st.sampled_from(["phòng Nội vụ", "năm 2024", "quý II"]))
def test_none_is_read_behind_another_time_or_body(
    before: str, count: int, kind: str, other: str
) -> None:
    words = f"{count} nhiệm vụ đã {kind}"
    assert list(counts_so_far(f"{before}{other} {words}.", HA_TU)) == []
    assert list(counts_so_far(f"Kết quả của {other}. {words}.", HA_TU)) == []
