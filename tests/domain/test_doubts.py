"""What a change of words leaves open of the doubts of the source."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qnapp.db.builtin import builtin_plan
from qnapp.domain.doubts import remaining_doubts
from qnapp.domain.plan import Indicator, Task

PLAN = builtin_plan()
ROWS: dict[str, Task | Indicator] = {
    **{one.code: one for one in PLAN.tasks},
    **{f"CT-{one.code}": one for one in PLAN.indicators},
}
DOUBTFUL = [one for one in ROWS.values() if one.doubts]


@pytest.mark.parametrize(
    ("code", "change", "stays"),
    [
        ("2.5", {"deadline_text": "Quý III/2026"}, False),  # “Thời hạn: bản quét hỏng”
        ("2.5", {"lead": ("Cơ quan khác",)}, True),
        ("2.5", {"title": "Lời văn khác"}, True),
        ("2.5", {"deadline_text": ""}, True),  # left out is no answer
        ("2.7", {"deadline_text": "Quý II/2026"}, True),  # it speaks of the support column too
        ("2.7", {"deadline_text": "Quý II/2026", "support": ("Các ban đảng",)}, False),
        ("3.4.9", {"deadline_text": "Khởi công quý I/2026; hoàn thành năm 2027"}, False),
        ("1.6", {"deadline_text": "Tháng 9/2026"}, True),  # it quotes the title
        ("1.6", {"title": "Ban hành Quy định (thay thế Quy định 2349-QĐ/TU)"}, False),
        ("CT-1", {"target_text": "≥92"}, False),
        ("CT-1", {"lead": "Cơ quan khác"}, True),
        ("CT-1", {"title": "Tỷ lệ tổ chức đảng hoàn thành tốt"}, True),
    ],
)
def test_only_the_words_that_a_doubt_speaks_of_answer_it(
    code: str, change: dict[str, object], stays: bool
) -> None:
    old = ROWS[code]
    assert remaining_doubts(old, replace(old, **change)) == (old.doubts if stays else ())  # type: ignore[arg-type]


@given(st.sampled_from(DOUBTFUL), st.sampled_from(["section", "label", "group", "paragraph"]))
def test_what_is_no_word_of_the_row_answers_nothing(row: Task | Indicator, field: str) -> None:
    new = replace(row, **{field: "khác"}) if hasattr(row, field) else row  # type: ignore[arg-type]
    assert remaining_doubts(row, new) == row.doubts


@given(st.sampled_from(DOUBTFUL), st.data())
def test_a_row_that_was_emptied_keeps_all_its_doubts(
    row: Task | Indicator, data: st.DataObject
) -> None:
    fields = ["lead", "support", "deadline_text"] if isinstance(row, Task) else ["target_text"]
    empty = {
        name: type(getattr(row, name))() for name in data.draw(st.sets(st.sampled_from(fields)))
    }
    assert remaining_doubts(row, replace(row, **empty)) == row.doubts
