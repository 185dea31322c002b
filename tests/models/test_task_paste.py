"""Cells from Excel against tasks: found by heading and code, or one column into a named field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from builders import make_row, restricted, with_progress
from hypothesis import given
from hypothesis import strategies as st

from qnapp.domain.reporting import Status
from qnapp.models.paste_lines import PasteKind, cells_of, summary
from qnapp.models.task_paste import block_of, lay_out_tasks, likely_field

if TYPE_CHECKING:
    from qnapp.domain.reporting import TaskRow
    from qnapp.models.paste_lines import Paste

ROWS = [
    make_row(code="1.5"),
    with_progress(make_row(code="1.14"), completed_on=date(2026, 5, 20), status=Status.COMPLETED),
    restricted(make_row(code="6.1")),
    make_row(code="HT.01"),
]
YEAR = 2026


def laid(text: str, *, start: int = 0, field: str = "", rows: list[TaskRow] = ROWS) -> Paste:
    block = block_of(cells_of(text))
    return lay_out_tasks(block, rows, start, field or likely_field(block, YEAR), YEAR)


def told(paste: Paste) -> list[tuple[str, str, str, object]]:
    return [(line.code, line.what, str(line.kind), line.value) for line in paste.lines]


def test_headings_say_what_stands_where_in_any_order_of_columns_and_rows() -> None:
    copied = (
        "Nhiệm vụ\tKẾT QUẢ THỰC HIỆN\tMã\tTình trạng\tTỉ lệ (%)\tNgười theo dõi\r\n"
        "Việc\tĐã xong\tHT.01\thoàn thành\t100\tĐỗ Thị Hậu\r\n"
        "Việc\t\t1.5\tđang triển khai\t80%\t\r\n"
        "Việc\tKhác\t9.99\t\t\t\r\n"
    )
    assert told(laid(copied)) == [
        ("HT.01", "Kết quả thực hiện", "change", "Đã xong"),
        ("HT.01", "Tình trạng", "change", "completed"),
        ("HT.01", "Tỉ lệ (%)", "change", "100"),
        ("HT.01", "Người theo dõi", "same", "Đỗ Thị Hậu"),
        ("1.5", "Tình trạng", "same", "in_progress"),
        ("1.5", "Tỉ lệ (%)", "same", "80"),
    ]
    assert summary(laid(copied)).endswith("1 không khớp dòng nào (9.99).")


def test_other_names_of_a_column_are_known_and_what_is_left_out_is_named() -> None:
    paste = laid(
        "Mã\tTrạng thái\tTỷ lệ\tKết quả\tCơ quan khác\n1.5\tđang triển khai\t65%\tĐã họp\tSở A"
    )
    assert [what for _, what, _, _ in told(paste)] == [
        "Tình trạng",
        "Tỉ lệ (%)",
        "Kết quả thực hiện",
    ]
    assert summary(paste).startswith("Không dùng cột Cơ quan khác. ")
    assert summary(laid("1.5\tĐang triển khai\t65%\tĐã họp")).startswith(
        "Lấy cột cuối, không dùng các cột khác; "
    )


@pytest.mark.parametrize(
    ("copied", "field"),
    [
        ("hoàn thành\nđang làm", "status"),
        ("40\n55%", "percent"),
        ("05/6/2026\n\n6/6", "completed_on"),
        ("Đã họp dân\n40", "result"),
        ("1.5\tĐã họp\n1.14\tĐã xong", "result"),
    ],
)
def test_what_a_bare_column_holds_is_guessed(copied: str, field: str) -> None:
    assert likely_field(block_of(cells_of(copied)), YEAR) == field


def test_a_bare_column_runs_down_from_the_current_task() -> None:
    paste = laid("Vướng mặt bằng\nThiếu vốn", start=1, field="difficulty", rows=ROWS[:2])
    assert [(line.code, line.field, line.value) for line in paste.lines] == [
        ("1.14", "difficulty", "Vướng mặt bằng")
    ]
    assert paste.unused == ("Thiếu vốn",)


def test_codes_without_headings_find_their_tasks() -> None:
    paste = laid("1.14\tĐã nghiệm thu\n1.5\tĐang làm", field="result", start=3)
    assert [(line.code, line.value) for line in paste.lines] == [
        ("1.14", "Đã nghiệm thu"),
        ("1.5", "Đang làm"),
    ]


def test_what_cannot_be_read_is_said_and_the_rest_goes_on() -> None:
    paste = laid("Mã\tTỉ lệ (%)\tNgày hoàn thành\n1.5\t140\t31/02/2026\nHT.01\t90\t")
    assert [line.kind for line in paste.lines] == [
        PasteKind.FAULT,
        PasteKind.FAULT,
        PasteKind.CHANGE,
    ]
    assert all(line.fault for line in paste.lines[:2])


def test_a_restricted_task_takes_no_text() -> None:
    paste = laid("Mã\tKết quả thực hiện\tTình trạng\n6.1\tĐã xây móng\thoàn thành")
    assert [line.kind for line in paste.lines] == [PasteKind.FAULT, PasteKind.CHANGE]
    assert "đường riêng" in paste.lines[0].fault


def test_a_cell_of_several_lines_stays_one_cell() -> None:
    copied = (
        'Mã\tKết quả thực hiện\r\n1.5\t"Đã họp ""dân"".\r\nĐã trình."\r\nHT.01\t"Nhanh" hơn\r\n'
    )
    lines = laid(copied).lines
    assert lines[0].value == 'Đã họp "dân".\nĐã trình.'
    assert lines[1].value == '"Nhanh" hơn'


@given(st.lists(st.lists(st.text(alphabet='ab"\n\t 1', max_size=6), min_size=1), min_size=1))
def test_what_excel_copies_comes_back_cell_by_cell(table: list[list[str]]) -> None:
    def written(cell: str) -> str:
        quoted = '"' + cell.replace('"', '""') + '"'
        return quoted if "\n" in cell or "\t" in cell else cell

    # A bare cell that begins with a quote may be taken for a quoted one: Excel does not tell.
    plain = [[cell.replace("\t", " ").removeprefix('"') for cell in row] for row in table]
    plain = [[f"a{cell}" if cell.startswith('"') else cell for cell in row] for row in plain]
    copied = "\r\n".join("\t".join(map(written, row)) for row in plain)
    read = cells_of(copied)
    for row, expected in zip(read, plain, strict=False):
        assert len(row) == len(expected)
        for got, cell in zip(row, expected, strict=True):
            assert got.split() == cell.split()


def test_a_withdrawn_officer_is_not_guessed_from_an_empty_cell() -> None:
    row = replace(ROWS[0], officer="Đỗ Thị Hậu")
    assert laid("Mã\tNgười theo dõi\n1.5\t", rows=[row]).lines == ()


def test_what_will_stand_there_is_said_in_the_words_of_what_stands_there() -> None:
    copied = "Mã\tTình trạng\tTỉ lệ (%)\tNgày hoàn thành\nHT.01\thoàn thành\t100\t5/6\n1.5\t\t140\t"
    lines = laid(copied).lines
    assert [line.shown for line in lines] == ["Hoàn thành", "100%", "05/6/2026", ""]
    assert lines[-1].fault
