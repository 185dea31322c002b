"""What is one piece of typing and what takes saved words away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qnapp.domain.typing_steps import goes_on

WORDS = st.text(alphabet="abcđ 0123", max_size=60)


@given(start=WORDS, middle=WORDS, end=WORDS)
def test_what_is_put_in_anywhere_goes_on(start: str, middle: str, end: str) -> None:
    assert goes_on(start + end, start + middle + end)


@given(words=WORDS.filter(bool), now=WORDS)
def test_nothing_of_the_words_is_left_and_it_does_not_go_on(words: str, now: str) -> None:
    assert not goes_on(words, "".join("x" for _ in now))


@given(before=st.integers(0, 99).map(str), now=st.integers(0, 99).map(str))
def test_a_figure_of_two_digits_goes_on_only_by_more_digits(before: str, now: str) -> None:
    assert goes_on(before, now) == (now.startswith(before) or now.endswith(before))


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        ("Đã hopj dân", "Đã họp dân", True),  # Unikey off for a moment
        ("Đã họp dân ở 3 khu", "Đã họp dân", False),  # 8 of 18 characters
        ("Đã tổ chức hội ngị lấy ý kiến", "Đã tổ chức hội nghị lấy ý kiến", True),
        ("Đã tổ chức 17 hội nghị lấy ý kiến", "Đã tổ chức 18 hội nghị lấy ý kiến", False),
        ("Đã tổ chức 17 hội nghị lấy ý kiến", "Đã tổ chức hội nghị", False),
        ("completed", "in_progress", False),
        ("2026-06-05", "2026-12-25", False),
    ],
)
def test_what_clerks_do(before: str, now: str, same: bool) -> None:
    assert goes_on(before, now) is same
