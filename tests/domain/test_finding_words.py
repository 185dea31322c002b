"""Whoever receives a report is told what the checks found, not what its sender should do."""

from __future__ import annotations

from typing import Any

import pytest
from builders import make_row, point
from found_by_checks import LATE, completed, found

from qnapp.domain.finding_words import without_advice
from qnapp.domain.reporting import Finding, Level

ADVICE = ("Ghi ", "Sửa ", "Xóa ", "Gắn ", "Kiểm tra lại", "Xem lại", "Nhập ", "Chọn ", "Nếu đã")


def said(code: str, text: str) -> str:
    return without_advice(Finding(code, Level.ERROR, text, "u", "1.5", "result")).text


def test_what_was_left_open_takes_the_place_of_the_advice() -> None:
    text = "1.5: nhiệm vụ quá hạn 134 ngày. Ghi lý do chậm trước khi gửi."
    assert said("NV03", text) == "1.5: nhiệm vụ quá hạn 134 ngày. Chưa ghi lý do chậm."


@pytest.mark.parametrize(
    "text",
    [
        "1.5 ghi hoàn thành nhưng chưa có minh chứng.",
        "1.5: chưa hiểu thời hạn “Quý I. Sau đó”.",
        "1.5: tỉ lệ 4.5 so với kỳ trước.",
    ],
)
def test_one_sentence_stays_as_it_is(text: str) -> None:
    assert said("NV01", text) == text


def test_what_the_words_said_otherwise_is_told_of_the_report() -> None:
    text = "Báo cáo: phần III ghi “hoàn thành 9” (nay là 5), khác với số liệu hiện nay."
    assert said("LV11", text) == (
        "Báo cáo: phần III ghi “hoàn thành 9” (số liệu là 5), khác với số liệu của báo cáo."
    )


def test_quoted_words_are_not_parted() -> None:
    text = "1.5: chưa hiểu thời hạn “Quý I. Sau đó báo cáo”. Ghi ngày ở mục Gia hạn."
    assert said("NV18", text) == "1.5: chưa hiểu thời hạn “Quý I. Sau đó báo cáo”."


@pytest.mark.parametrize(
    "row",
    [
        make_row(point(LATE)),
        completed(percent=50, result="Xong"),
        completed(result=""),
    ],
)
def test_no_advice_of_the_checks_reaches_the_receiver(row: Any) -> None:
    told = [without_advice(one) for one in found(row)]
    assert told
    assert not [one.text for one in told for words in ADVICE if words in one.text]
