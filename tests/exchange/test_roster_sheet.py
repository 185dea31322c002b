"""The roster as a workbook: its own comes back, and anybody's; empty cells change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook
from reporting_units import HA_TU, OFFICE, TUAN_CHAU, make_unit, march_clock

from qnapp.db.reporters import add_reporter, roster, update_reporter, update_reporters
from qnapp.db.store import Store
from qnapp.errors import FileError
from qnapp.exchange.roster_sheet import read_roster, write_roster

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    with Store.open(make_unit(tmp_path / "trên", OFFICE), clock=march_clock(20)) as opened:
        yield opened


def workbook(target: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(target)
    return target


def test_what_was_written_changes_nothing_when_it_comes_back(office: Store, tmp_path: Path) -> None:
    update_reporter(office, HA_TU, email="a@x.vn, b@x.vn", phone="0203 1")
    add_reporter(office, "Trường Chính trị")
    write_roster(office, tmp_path / "danh bạ.xlsx")
    found = read_roster(office, tmp_path / "danh bạ.xlsx")
    assert (found.changes, found.unread) == ((), ())
    rows = list(load_workbook(tmp_path / "danh bạ.xlsx").worksheets[0].iter_rows(values_only=True))
    assert (HA_TU, "Phường Hà Tu", "Phường", "a@x.vn, b@x.vn", "0203 1") in rows
    assert len([row for row in rows if row[0]]) >= len(roster(office))


def test_filled_in_it_gives_the_changes_and_nothing_else(office: Store, tmp_path: Path) -> None:
    update_reporter(office, TUAN_CHAU, email="cũ@x.vn", phone="1")
    write_roster(office, tmp_path / "danh bạ.xlsx")
    book = load_workbook(tmp_path / "danh bạ.xlsx")
    for row in book.worksheets[0].iter_rows(min_row=3):
        if row[0].value == HA_TU:
            row[3].value, row[4].value = "a@x.vn ; b@x.vn", "0203 3836 001"
        if row[0].value == TUAN_CHAU:
            row[3].value, row[4].value = "mới@x.vn", None
    book.save(tmp_path / "danh bạ.xlsx")
    found = read_roster(office, tmp_path / "danh bạ.xlsx")
    assert [(one.code, one.field, one.old, one.new) for one in found.changes] == [
        (HA_TU, "email", "", "a@x.vn, b@x.vn"),
        (HA_TU, "phone", "", "0203 3836 001"),
        (TUAN_CHAU, "email", "cũ@x.vn", "mới@x.vn"),
    ]
    update_reporters(office, found.values)
    assert read_roster(office, tmp_path / "danh bạ.xlsx").changes == ()


def test_a_list_of_somebody_elses_is_known_by_names_without_diacritics(
    office: Store, tmp_path: Path
) -> None:
    rows = [
        ("DANH SÁCH HỘP THƯ",),
        (),
        ("TT", "Tên đơn vị", "E-mail", "SĐT"),
        (1, "PHUONG HA TU", "a@x.vn", 2033836001),
        (2, "Phường Không Có", "b@x.vn", ""),
        (3, "phường tuần châu", "sai địa chỉ", "0912"),
        (4, "Phường Hà Tu", "c@x.vn", ""),
        (5, "", "", ""),
    ]
    found = read_roster(office, workbook(tmp_path / "hộp thư.xlsx", rows))
    assert [(one.code, one.field, one.new) for one in found.changes] == [
        (HA_TU, "email", "a@x.vn"),
        (HA_TU, "phone", "02033836001"),
        (TUAN_CHAU, "phone", "0912"),
    ]
    told = "\n".join(found.unread)
    assert len(found.unread) == 3
    for words in ("Dòng 5: không có “Phường Không Có”", "Dòng 6, Phường Tuần Châu",
                  "Dòng 7: Phường Hà Tu đã có ở dòng trên"):  # fmt: skip
        assert words in told


def test_a_code_that_excel_took_for_a_number_is_still_known(office: Store, tmp_path: Path) -> None:
    rows = [("Mã", "Thư điện tử"), (6652, "a@x.vn")]
    (change,) = read_roster(office, workbook(tmp_path / "mã.xlsx", rows)).changes
    assert change.code == HA_TU


def test_a_workbook_without_such_a_table_is_told(office: Store, tmp_path: Path) -> None:
    rows = [("Đơn vị", "Chỉ tiêu"), ("Phường Hà Tu", "1")]
    with pytest.raises(FileError, match="không có bảng danh bạ"):
        read_roster(office, workbook(tmp_path / "khác.xlsx", rows))


def test_reading_writes_nothing(office: Store, tmp_path: Path) -> None:
    before = roster(office)
    rows = [("Đơn vị", "Thư điện tử"), ("Phường Hà Tu", "a@x.vn")]
    read_roster(office, workbook(tmp_path / "thư.xlsx", rows))
    assert roster(office) == before
