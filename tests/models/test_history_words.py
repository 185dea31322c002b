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


@pytest.mark.parametrize("entity", ["progress", "measurement", "assignment", "extension"])
def test_every_field_of_a_row_has_a_name_of_its_own(entity: str) -> None:
    named = {field: field_words(entity, field) for field in ENTITIES[entity].fields}
    unnamed = [field for field, words in named.items() if words == "Nội dung khác"]
    assert unnamed == []
    assert len(set(named.values())) == len(named)


@pytest.mark.parametrize(
    ("entity", "field", "words"),
    [
        ("reply", "verdict", "Phiếu trả lời nhận được"),
        ("returned", "reason", "Lý do cấp trên trả lại"),
        ("plan", "use", "Kế hoạch đang dùng"),
    ],
)
def test_what_came_from_above_has_its_words(entity: str, field: str, words: str) -> None:
    assert field_words(entity, field) == words
    assert value_words("reply", "verdict", "returned") == "Trả lại"
