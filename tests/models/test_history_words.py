from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qnapp.db.fields import ENTITIES
from qnapp.models.history_words import EMPTY, field_words, value_words


@pytest.mark.parametrize(
    ("entity", "field", "value", "shown"),
    [
        ("progress", "status", "in_progress", "Đang triển khai"),
        ("progress", "completed_on", "2026-05-20", "20/5/2026"),
        ("progress", "percent", "60", "60"),
        ("progress", "carried", "1", "có"),
        ("progress", "carried", "", "không"),
        ("milestone", "2", "2026-03-01", "01/3/2026"),
        ("measurement", "actual", "1234.50", "1.234,50"),
        ("measurement", "contested", "met", "Đạt"),
        ("assignment", "role", "lead", "Chủ trì"),
        ("assignment", "taken", "1", "có"),
        ("target", "text", "≥90", "≥90"),
        ("measurement", "note", "", EMPTY),
        ("indicator", "nature", "flow", "Cộng dồn"),
        ("calendar", "cutoff", "2026-06-14", "14/6/2026"),
        ("calendar", "name", "6 tháng", "6 tháng"),
    ],
)
def test_values_are_said_as_the_screen_says_them(
    entity: str, field: str, value: str, shown: str
) -> None:
    assert value_words(entity, field, value) == shown


@given(st.sampled_from(sorted(ENTITIES)), st.text(max_size=20), st.text(max_size=20))
def test_nothing_that_was_stored_can_stop_the_list(entity: str, field: str, value: str) -> None:
    assert field_words(entity, field)
    value_words(entity, field, value)


@pytest.mark.parametrize("entity", sorted(ENTITIES.keys() - {"setting"}))  # these have no fields
def test_every_field_has_a_name_of_its_own(entity: str) -> None:
    fields = [one for one in ENTITIES[entity].fields if one not in ENTITIES[entity].quiet]
    named = {field: field_words(entity, field) for field in fields}
    unnamed = [field for field, words in named.items() if words == "Nội dung khác"]
    assert unnamed == []
    assert len(set(named.values())) == len(named)


@pytest.mark.parametrize(
    ("entity", "field", "words"),
    [
        ("reply", "verdict", "Phiếu trả lời nhận được"),
        ("returned", "reason", "Lý do cấp trên trả lại"),
        ("plan", "use", "Kế hoạch đang dùng"),
        ("plan", "version", "Phiên bản kế hoạch"),
        ("plan", "period", "Thêm kỳ báo cáo"),
        ("plan", "row", "Chuyển số liệu sang mã mới"),
        ("calendar", "due", "Hạn gửi"),
    ],
)
def test_what_came_from_above_has_its_words(entity: str, field: str, words: str) -> None:
    assert field_words(entity, field) == words
    assert value_words("reply", "verdict", "returned") == "Trả lại"
