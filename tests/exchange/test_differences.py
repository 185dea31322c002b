"""What a corrected report says otherwise than the one before, cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from answering import INDICATOR, OTHER_TASK, TASK, Both, opened
from reporting_units import Q1, Unit

from qnapp.db import evidence
from qnapp.db.assignments import let_go, take_on
from qnapp.db.measurements import set_measurement
from qnapp.db.milestones import add_extension, set_milestone
from qnapp.db.progress import set_progress
from qnapp.db.reports import set_report_text
from qnapp.db.targets import set_own_target
from qnapp.db.worksheet import load_worksheet
from qnapp.domain.replies import ReplyRow
from qnapp.exchange.differences import (
    CellDifference,
    compare_received,
    difference_lines,
    differences_to_before,
    report_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def both(both_master: Path, tmp_path: Path) -> Iterator[Both]:
    found = opened(both_master, tmp_path / "hai bên")
    with found.unit, found.office:
        Unit(found.unit).take_back()
        yield found


def told(cells: tuple[CellDifference, ...]) -> dict[tuple[str, str], tuple[str, str]]:
    return {(one.code, one.field_title): (one.old, one.new) for one in cells}


def test_every_cell_that_was_changed_and_no_other(both: Both) -> None:
    unit, uid, value = both.unit, both.uid(TASK), both.uid(INDICATOR)
    set_progress(
        unit,
        uid,
        Q1,
        status="completed",
        percent=100,
        result="Đã xong\ntoàn bộ",
        difficulty="Thiếu vốn",
        completed_on="10/3/2026",
    )
    set_milestone(unit, uid, 1, "10/3/2026")
    add_extension(unit, uid, due="31/3/2027", document="12-CV/ĐU", granted=False)
    set_own_target(unit, value, "≥ 90")
    set_measurement(unit, value, Q1, actual="12,50", note="Số sơ bộ")  # 12,5 is the same
    set_measurement(unit, value, Q1, contested="met", contest_reason="Theo cách tính mới")
    found = differences_to_before(both.office, both.send())
    assert found is not None
    assert (found.before.revision, found.after.revision) == (1, 2)
    assert told(found.cells) == {
        ("3.2", "Tình trạng"): ("Đang triển khai", "Hoàn thành"),
        ("3.2", "Tỉ lệ (%)"): ("40%", "100%"),
        ("3.2", "Kết quả thực hiện"): ("Đã làm việc 0", "Đã xong\ntoàn bộ"),
        ("3.2", "Khó khăn, vướng mắc"): ("(trống)", "Thiếu vốn"),
        ("3.2", "Ngày hoàn thành"): ("(trống)", "10/3/2026"),
        ("3.2", "Ngày đạt mốc 1"): ("(trống)", "10/3/2026"),
        ("3.2", "Gia hạn"): ("(trống)", "đề nghị gia hạn đến 31/3/2027, 12-CV/ĐU"),
        ("22a", "Ghi chú"): ("(trống)", "Số sơ bộ"),
        ("22a", "Mức của đơn vị"): ("(trống)", "≥90"),
        ("22a", "Đơn vị tự đánh giá"): ("(trống)", "Đạt: Theo cách tính mới"),
    }
    assert (found.rows, found.evidence, found.texts) == ((), (), ())
    assert found.uids == {uid, value}
    assert {one.kind for one in found.cells} == {ReplyRow.TASK, ReplyRow.INDICATOR}
    lines = difference_lines(both.office, found.after)
    assert lines[0] == "So với báo cáo lần 1:"
    assert "3.2, Tỉ lệ (%): 40% → 100%" in lines
    assert "3.2, Kết quả thực hiện: Đã làm việc 0 → Đã xong toàn bộ" in lines
    assert len(lines) == found.count + 1


def test_evidence_that_came_and_went(both: Both) -> None:
    unit, uid = both.unit, both.uid(TASK)
    (piece,) = next(r for r in load_worksheet(unit, Q1).tasks if r.uid == uid).evidence
    evidence.remove(unit, piece.id)
    proof = both.folder / "Quyết định 12.txt"
    proof.write_text("Quyết định", encoding="utf-8")
    evidence.add_evidence(unit, [proof], uid, Q1)
    evidence.defer(unit, uid, Q1, title="Biên bản nghiệm thu")
    found = differences_to_before(both.office, both.send())
    assert found is not None
    assert {(one.code, one.name, one.added) for one in found.evidence} == {
        (TASK, "Quyết định 12.txt", True),
        (TASK, "Biên bản nghiệm thu (nộp sau)", True),
        (TASK, "Biên bản.txt", False),
    }
    assert found.cells == ()
    assert "3.2, bỏ minh chứng: Biên bản.txt" in difference_lines(both.office, found.after)


def test_another_number_of_the_same_document_is_no_other_evidence(both: Both) -> None:
    uid = both.uid(TASK)
    (piece,) = next(r for r in load_worksheet(both.unit, Q1).tasks if r.uid == uid).evidence
    evidence.update(both.unit, piece.id, number="99-BB")
    found = differences_to_before(both.office, both.send())
    assert found is not None
    assert found.evidence == ()


def test_rows_that_were_taken_on_and_let_go(both: Both) -> None:
    let_go(both.unit, [both.uid(OTHER_TASK)])
    take_on(both.unit, [both.uid("1.1")])
    found = differences_to_before(both.office, both.send())
    assert found is not None
    assert {(one.code, one.added) for one in found.rows} == {(OTHER_TASK, False), ("1.1", True)}
    assert found.cells == ()
    lines = difference_lines(both.office, found.after)
    assert any(line.startswith("Thêm 1.1: ") for line in lines)
    assert any(line.startswith("Không còn 1.14: ") for line in lines)


def test_the_reports_own_words(both: Both) -> None:
    set_report_text(both.unit, Q1, "difficulties", "Thiếu vốn đối ứng")
    found = differences_to_before(both.office, both.send())
    assert found is not None
    (text,) = found.texts
    assert (text.part, text.old, text.new) == ("difficulties", "", "Thiếu vốn đối ứng")
    lines = difference_lines(both.office, found.after)
    assert lines[1].endswith("(lời do chương trình soạn) → Thiếu vốn đối ứng")


def test_the_same_again_is_said_to_be_the_same(both: Both) -> None:
    taken = both.send()
    assert taken.revision == 2
    assert difference_lines(both.office, taken) == ["Không có gì khác với báo cáo lần 1."]


def test_the_first_report_has_none_before_it(both: Both) -> None:
    first = both.received()
    assert report_before(both.office, first) is None
    assert differences_to_before(both.office, first) is None
    assert difference_lines(both.office, first) == ["Chưa nhận báo cáo nào trước báo cáo này."]


def test_with_a_revision_missing_the_one_before_it_is_compared(both: Both) -> None:
    set_progress(both.unit, both.uid(TASK), Q1, percent=50)
    Unit(both.unit).send(both.folder / "thất lạc")
    Unit(both.unit).take_back()
    set_progress(both.unit, both.uid(TASK), Q1, percent=60)
    found = differences_to_before(both.office, both.send())
    assert found is not None
    assert (found.before.revision, found.after.revision) == (1, 3)
    assert told(found.cells) == {("3.2", "Tỉ lệ (%)"): ("40%", "60%")}


def test_compared_the_other_way_round_old_and_new_change_places(both: Both) -> None:
    set_progress(both.unit, both.uid(TASK), Q1, percent=50)
    take_on(both.unit, [both.uid("1.1")])
    first, second = both.received(), both.send()
    there = compare_received(both.office, first, second)
    back = compare_received(both.office, second, first)
    assert told(back.cells) == {
        place: (new, old) for place, (old, new) in told(there.cells).items()
    }
    assert [(one.code, not one.added) for one in back.rows] == [
        (one.code, one.added) for one in there.rows
    ]
