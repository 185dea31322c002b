from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from builders import HALF_YEAR
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from qnapp.domain.plan import Indicator, Nature
from qnapp.domain.reporting import IndicatorRow, Measurement
from qnapp.domain.targets import parse_target
from qnapp.models.paste_lines import (
    UNCLEAR,
    Paste,
    PasteKind,
    PasteTarget,
    cells_of,
    lay_out,
    summary,
)
from qnapp.models.paste_model import PasteColumn, PasteModel
from qnapp.ui.indicators_page.paste import OTHER_HEADINGS, paste_target, value_headings

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester


def target(code: str, actual: str = "", field: str = "actual") -> PasteTarget:
    indicator = Indicator(
        f"NQ/{code}", code, code, "I", f"Chỉ tiêu {code}", "%", Nature.LEVEL, "90"
    )
    row = IndicatorRow(
        indicator=indicator,
        province_target=parse_target("90"),
        target=None,
        target_id=None,
        followed=True,
        measurement=Measurement(actual=Decimal(actual) if actual else None),
        previous=None,
        evidence=(),
        verdict=None,
        share=None,
    )
    return paste_target(row, field)


TARGETS = [target("1", "91.3"), target("2"), target("CT-15a"), target("20", field="words")]


def laid(text: str, start: int = 0) -> Paste:
    return lay_out(cells_of(text), TARGETS, start)


def told(paste: Paste) -> list[tuple[str, PasteKind, object]]:
    return [(line.code, line.kind, line.value) for line in paste.lines]


def test_a_bare_column_runs_down_from_the_current_row() -> None:
    assert told(laid("92,6\r\n88\r\n", start=1)) == [
        ("2", PasteKind.CHANGE, Decimal("92.6")),
        ("15a", PasteKind.CHANGE, Decimal(88)),
    ]


@pytest.mark.parametrize("typed", ["15.5", "12,000"])
def test_what_reads_in_two_ways_is_not_taken(typed: str) -> None:
    (line,) = laid(f"1\t{typed}").lines
    assert (line.kind, line.code) == (PasteKind.FAULT, "1")
    assert "không rõ là số nào" in line.fault


def test_an_empty_cell_leaves_its_row_alone() -> None:
    assert told(laid("\n92,6")) == [("2", PasteKind.CHANGE, Decimal("92.6"))]


def test_codes_in_the_first_column_find_their_rows() -> None:
    copied = "Mã\tChỉ tiêu\tSố liệu\nCT-15a\tLao động\t86,9\n2\tĐảng viên\t92,6\n99\tKhác\t1"
    paste = laid(copied, start=3)
    assert [(line.code, line.text) for line in paste.lines] == [("15a", "86,9"), ("2", "92,6")]
    assert paste.unused == ("Mã", "99")


SIX_MONTHS = value_headings(HALF_YEAR)


@pytest.mark.parametrize(
    ("head", "first"),
    [
        ("Mã\tChỉ tiêu\tThực hiện\tCùng kỳ năm trước", "1\tTổ chức\t81\t70"),
        ("Mã\tChỉ tiêu\tThực hiện 6 tháng\tKế hoạch năm", "1\tTổ chức\t81\t90"),
        ("Mã\tThực hiện kỳ này\tGhi chú", "1\t81\t12"),
        ("Mã\tChỉ tiêu\tMức 2026\tQuý I\t6 tháng\tSo với mức", "1\tTổ chức\t≥90\t80\t81\tĐạt"),
        ("Mã\tChỉ tiêu\tGiá trị", "1\tTổ chức\t81"),
    ],
)
def test_a_heading_says_which_column_holds_the_values(head: str, first: str) -> None:
    paste = lay_out(cells_of(f"{head}\n{first}"), TARGETS, 0, SIX_MONTHS)
    assert [(line.code, line.text) for line in paste.lines] == [("1", "81")]
    assert paste.unused == ()
    assert summary(paste).startswith("Lấy cột “")


def test_every_column_that_is_not_taken_is_named() -> None:
    copied = "Mã\tĐơn vị tính\tThực hiện kỳ này\tCùng kỳ năm trước\tLũy kế\n2\t%\t92,6\t90\t91"
    paste = lay_out(cells_of(copied), TARGETS, 0, SIX_MONTHS, OTHER_HEADINGS)
    assert told(paste) == [("2", PasteKind.CHANGE, Decimal("92.6"))]
    assert paste.told == (
        "Lấy cột “Thực hiện kỳ này”. Chưa dán cột “Cùng kỳ năm trước”, “Lũy kế”: nhập ở phần chi "
        "tiết của từng chỉ tiêu. Không dùng cột “Đơn vị tính”."
    )


def test_what_takes_the_place_of_another_value_is_marked() -> None:
    paste = laid("92\n92,6")
    assert [line.over for line in paste.lines] == [True, False]
    model = PasteModel(paste.lines, "Chỉ tiêu")
    notes = [model.index(row, PasteColumn.NOTE).data() for row in range(2)]
    assert notes == ["ghi đè", ""]


@pytest.mark.parametrize(
    "copied",
    [
        "Mã\tChỉ tiêu\tKế hoạch năm\tCùng kỳ\n1\tTổ chức\t90\t70",  # no heading is the value's
        "Mã\tThực hiện\tThực hiện kỳ này\n1\t81\t70",  # two are
        "1\tTổ chức\t81\t70",
        "Tổ chức\t81\t70",
    ],
)
def test_of_several_numbers_none_is_guessed(copied: str) -> None:
    paste = lay_out(cells_of(copied), TARGETS, 0, SIX_MONTHS)
    assert paste.changes == ()
    assert [line.fault for line in paste.lines if line.code == "1"][-1:] == [UNCLEAR]


def test_two_columns_without_codes_run_down_too() -> None:
    assert told(laid("Đảng viên\t92,6\nTổ chức\t93", start=1))[0] == (
        "2",
        PasteKind.CHANGE,
        Decimal("92.6"),
    )


def test_the_same_number_is_no_change() -> None:
    assert told(laid("91,30")) == [("1", PasteKind.SAME, Decimal("91.30"))]


def test_what_excel_writes_in_english_is_refused_by_line() -> None:
    paste = laid("91,3\n92.6\n1,234.5")
    assert [line.kind for line in paste.lines] == [
        PasteKind.SAME,
        PasteKind.FAULT,
        PasteKind.FAULT,
    ]
    assert all(line.fault.endswith(".") for line in paste.lines[1:])
    assert paste.changes == ()


def test_words_go_into_an_indicator_of_words() -> None:
    assert told(laid("Không còn hộ nghèo", start=3)) == [
        ("20", PasteKind.CHANGE, "Không còn hộ nghèo")
    ]


def test_what_finds_no_row_is_counted() -> None:
    paste = laid("1\n2\n3\n4\n5\n6")
    assert len(paste.lines) == 4
    assert paste.unused == ("5", "6")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("92", "1 giá trị sẽ ghi (1 ghi đè)."),
        ("91,3\n92\n1.5", "1 giá trị sẽ ghi, 1 như cũ, 1 không đọc được."),
        ("1\n2\n3\na\nb", "4 giá trị sẽ ghi (1 ghi đè), 1 không khớp dòng nào (b)."),
        (
            "1\t5\n" + "".join(f"9{place}\t1\n" for place in range(8)) + "2\t6\n" * 8,
            "9 giá trị sẽ ghi (1 ghi đè), 8 không khớp dòng nào "
            "(90, 91, 92, 93, 94, 95 và 2 ô khác).",
        ),
        ("x", "0 giá trị sẽ ghi, 1 không đọc được."),
    ],
)
def test_what_would_happen_is_summed_up(text: str, said: str) -> None:
    assert summary(laid(text)) == said


@given(st.text(alphabet="0123456789,.\t\n\r abcCT-", max_size=60), st.integers(0, 3))
def test_any_clipboard_is_laid_out_without_harm(text: str, start: int) -> None:
    paste = laid(text, start)
    assert len({line.uid for line in paste.changes}) <= len(TARGETS)
    filled = sum(any(row) for row in cells_of(text))
    assert len(paste.lines) + len(paste.unused) == filled


def test_the_preview_shows_old_new_and_fault(qapp: object, qtmodeltester: ModelTester) -> None:
    model = PasteModel(laid("91,3\n1.5\nnhiều").lines, "Chỉ tiêu")
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    shown = [[str(model.index(row, column).data()) for column in PasteColumn] for row in range(3)]
    assert shown[0][3:] == ["91,3", "91,3", "như cũ"]
    assert shown[1][3:5] == ["(trống)", "không ghi"]
    assert shown[1][5] == "“1.5” không rõ là số nào, dùng dấu phẩy: 1,5."  # the value once
    assert shown[2][5] == "“nhiều”: số liệu phải là số, ví dụ 96,4."
    head = model.headerData(PasteColumn.NEW, Qt.Orientation.Horizontal)
    assert head == "Sẽ ghi"
