"""A unit's own tasks and indicators from a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from workbooks import save, table_book

from qnapp.db import history
from qnapp.db.items import local_indicators, local_tasks
from qnapp.db.worksheet import load_worksheet
from qnapp.domain.plan import Nature
from qnapp.errors import FileError, InputError
from qnapp.exchange.local_rows import LocalTask, add_local_rows, read_local_tasks

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in (
        ["NHIỆM VỤ RIÊNG CỦA PHƯỜNG NĂM 2026"],
        ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"],
        ["1", "Chỉnh trang tuyến phố", "Phòng Kinh tế; UBND phường", "Các khu phố", "Quý III/2026"],
        ["2", "Xây dựng nhà văn hóa:", "UBND phường"],
        ["-", "khu phố 1", "", "", "Tháng 6/2026"],
        ["-", "khu phố 2", "Phòng Văn hóa", "", "khi xong mặt bằng, tháng 13"],
    ):
        book.active.append(row)
    other = book.create_sheet("Chỉ tiêu")
    for measure in (
        ["STT", "Chỉ tiêu", "ĐVT", "Mục tiêu"],
        [1, "Tỷ lệ hộ dùng nước sạch", "%", "≥98"],
        [2, "Không có mức", "%", None],
    ):
        other.append(measure)
    return save(book, tmp_path / "riêng.xlsx")


def test_rows_are_read_like_an_annex(file: Path) -> None:
    found = read_local_tasks(file, 2026)
    assert found.tasks == (
        LocalTask(
            "Chỉnh trang tuyến phố",
            ("Phòng Kinh tế", "UBND phường"),
            ("Các khu phố",),
            "Quý III/2026",
            "Sheet",
            3,
        ),
        LocalTask(
            "Xây dựng nhà văn hóa: khu phố 1", ("UBND phường",), (), "Tháng 6/2026", "Sheet", 5
        ),
        LocalTask(
            "Xây dựng nhà văn hóa: khu phố 2",
            ("Phòng Văn hóa",),
            (),
            "khi xong mặt bằng, tháng 13",
            "Sheet",
            6,
        ),
    )
    (one,) = found.indicators
    assert (one.title, one.unit, one.target_text) == ("Tỷ lệ hộ dùng nước sạch", "%", "≥98")
    assert one.nature is Nature.LEVEL
    assert [(remark.sheet, remark.ref) for remark in found.unread] == [
        ("Sheet", "E6"),
        ("Chỉ tiêu", "3"),
    ]


def test_they_are_added_and_taken_on_in_one_step(unit_store: Store, file: Path) -> None:
    added = add_local_rows(unit_store, read_local_tasks(file, 2026))
    assert (added.tasks, added.indicators, added.skipped) == (3, 1, ())
    sheet = load_worksheet(unit_store, "2026-Q2")
    own = [row for row in sheet.own_tasks if row.code.startswith("HT.")]
    assert own[0].task.title == "Chỉnh trang tuyến phố"
    assert str(own[0].due) == "2026-09-30"
    assert sum(row.code.startswith("CT-HT") for row in sheet.followed_indicators) == 1
    history.revert(unit_store, added.changes)
    assert local_tasks(unit_store) == []
    assert local_indicators(unit_store) == []


def test_the_same_file_twice_adds_nothing(unit_store: Store, file: Path) -> None:
    rows = read_local_tasks(file, 2026)
    add_local_rows(unit_store, rows)
    again = add_local_rows(unit_store, rows)
    assert (again.tasks, again.indicators, len(again.skipped)) == (0, 0, 4)
    assert len(local_tasks(unit_store)) == 3


def test_all_or_none(unit_store: Store, tmp_path: Path) -> None:
    rows = [["Nội dung", "Thời hạn"], ["Việc một", "Quý I"], ["x" * 30_001, "Quý I"]]
    found = read_local_tasks(table_book(tmp_path / "a.xlsx", rows), 2026)
    with pytest.raises(InputError, match="30000"):
        add_local_rows(unit_store, found)
    assert local_tasks(unit_store) == []


def test_a_workbook_without_a_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="không có bảng nhiệm vụ hoặc chỉ tiêu"):
        read_local_tasks(table_book(tmp_path / "a.xlsx", [["Họ tên", "Điện thoại"]]), 2026)
    with pytest.raises(FileError):
        read_local_tasks(tmp_path / "không có.xlsx", 2026)
