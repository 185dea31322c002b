from __future__ import annotations

import shutil
import unicodedata
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from qnapp.assets import asset
from qnapp.documents.columns import fit_widths, shown
from qnapp.documents.fonts import load_fonts
from qnapp.documents.layout import break_lines
from qnapp.documents.profiles import TextStyle
from qnapp.documents.report import Column, Row, RowKind, Table

if TYPE_CHECKING:
    from pathlib import Path

TIMES = {"times": "Regular", "timesbd": "Bold", "timesi": "Italic", "timesbi": "BoldItalic"}


def times_folder(folder: Path) -> Path:
    """A stand-in for Windows' fonts: other files under Times New Roman's names."""
    for name, face in TIMES.items():
        shutil.copy(asset("fonts", f"LiberationSerif-{face}.ttf"), folder / f"{name}.ttf")
    return folder


def test_the_pcs_times_new_roman_goes_before_the_bundled_family(tmp_path: Path) -> None:
    assert load_fonts(times_folder(tmp_path)).family == "Times New Roman"


def test_a_missing_face_means_the_bundled_family(tmp_path: Path) -> None:
    (times_folder(tmp_path) / "timesi.ttf").unlink()
    assert load_fonts(tmp_path).family == "Liberation Serif"


def test_a_damaged_face_means_the_bundled_family(tmp_path: Path) -> None:
    (times_folder(tmp_path) / "timesbd.ttf").write_bytes(b"\x00\x01\x00\x00 damaged")
    assert load_fonts(tmp_path).family == "Liberation Serif"


def test_every_style_has_its_own_face() -> None:
    fonts = load_fonts()
    faces = {
        fonts.of(TextStyle(12, bold=bold, italic=italic)).name
        for bold in (False, True)
        for italic in (False, True)
    }
    assert len(faces) == 4


def test_every_face_has_every_vietnamese_letter_and_sign() -> None:
    marks = ["", *"\u0300\u0301\u0303\u0309\u0323"]
    letters = {
        unicodedata.normalize("NFC", base + mark)
        for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for mark in marks
    }
    assert all(len(letter) == 1 for letter in letters)
    fonts = load_fonts()
    for face in (fonts.regular, fonts.bold, fonts.italic, fonts.bold_italic):
        font: Any = pdfmetrics.getFont(face.name)
        known = font.face.charToGlyph
        missing = [sign for sign in {*letters, *"đĐ“”–≥≤%;…*²"} if ord(sign) not in known]
        assert missing == []


def test_a_width_grows_with_the_size_and_is_the_same_when_asked_again() -> None:
    face = load_fonts().regular
    once = face.width("Quảng Ninh", 12)
    assert face.width("Quảng Ninh", 24) == pytest.approx(2 * once)
    assert face.width("Quảng Ninh", 12) == once
    assert once == pytest.approx(pdfmetrics.stringWidth("Quảng Ninh", face.name, 12))


columns = st.lists(
    st.builds(Column, st.just("Tiêu đề"), width=st.sampled_from([0.0, 0.0, 12.0, 20.0])),
    min_size=1,
    max_size=10,
)


@given(columns, st.lists(st.integers(0, 60), max_size=5), st.floats(600, 800))
def test_columns_fill_the_width_exactly(
    given_columns: list[Column], lengths: list[int], total: float
) -> None:
    rows = tuple(
        Row(RowKind.ROW, tuple("nội dung " * (n * at) for at in range(len(given_columns))))
        for n in lengths
    )
    widths = fit_widths(Table(tuple(given_columns), rows), total, load_fonts().regular, 12)
    assert sum(widths) == pytest.approx(total)
    assert all(width > 0 for width in widths)


def test_a_column_with_more_text_is_wider() -> None:
    table = Table(
        (Column("A"), Column("B"), Column("C", width=20)),
        (Row(RowKind.ROW, ("ngắn", "dài " * 200, "x")),),
    )
    short, long, fixed = fit_widths(table, 700, load_fonts().regular, 12)
    assert long > 3 * short
    assert fixed == pytest.approx(20 / 25.4 * 72)


def test_one_column_of_long_texts_takes_what_makes_the_table_lower() -> None:
    columns = (Column("A"), Column("B"), Column("C"))
    face = load_fonts().regular
    short = Row(RowKind.ROW, ("hai từ", "vài từ ở đây", "một"))
    long = Row(RowKind.ROW, ("nhiệm vụ được giao trong năm " * 3, "kết quả " * 280, "số 12"))
    even = fit_widths(Table(columns, (short,) * 20), 700, face, 12)
    wide = fit_widths(Table(columns, (long,) * 20), 700, face, 12)
    assert max(even) < 700 / 2
    assert wide[1] > 700 * 0.6
    assert min(wide) >= 24 / 25.4 * 72 - 0.01


def test_no_number_and_no_date_is_parted_beside_the_longest_texts() -> None:
    columns = (Column("Nhiệm vụ"), Column("Kết quả thực hiện"), Column("Minh chứng"))
    face = load_fonts().regular
    told = "Số 17-PA/UBND, ngày 12/5/2026: Phương án"
    rows = [Row(RowKind.ROW, ("Kế hoạch ngày 22/12/2021", "kết quả " * 250, told)),
            *[Row(RowKind.ROW, ("nhiệm vụ " * 9, "kết quả " * 250, ""))] * 60]  # fmt: skip
    width = fit_widths(Table(columns, tuple(rows)), 360, face, 12)[2] - 3 / 25.4 * 72
    lines = [line.text for line in break_lines(told, face, 12, width)]
    assert {"17-PA/UBND,", "12/5/2026:"} <= set(" ".join(lines).split())


def test_a_title_that_fits_stands_on_one_line_over_few_results() -> None:
    columns = (Column("Nhiệm vụ"), Column("Kết quả thực hiện"), Column("Minh chứng"))
    few = ("nhiệm vụ được giao trong năm " * 5, "", "")
    told = ("nhiệm vụ được giao trong năm", "Đã khởi công.", "Số 17-PA/UBND, ngày 12/5/2026")
    rows = [Row(RowKind.ROW, cells) for cells in (*[few] * 20, told)]
    faces = load_fonts()
    width = fit_widths(Table(columns, tuple(rows)), 430, faces.regular, 12)[1] - 2.4 / 25.4 * 72
    assert faces.bold.width("Kết quả thực hiện", 12) < width


def test_values_are_written_as_offices_write_them() -> None:
    assert [shown(v) for v in (None, "", 7, 1248, Decimal("1234.50"), date(2026, 6, 5), "a")] == [
        "", "", "7", "1.248", "1.234,50", "05/6/2026", "a",
    ]  # fmt: skip


def test_a_column_is_as_wide_as_what_is_held_together_in_it() -> None:
    columns = (Column("Nhiệm vụ"), Column("Kết quả thực hiện"), Column("Minh chứng"))
    face = load_fonts().regular
    cells = ("nhiệm vụ trong năm", "kết quả " * 40, "Số 17-PA/UBND, ngày 12/5/2026: Phương án")
    widths = fit_widths(Table(columns, (Row(RowKind.ROW, cells),) * 9), 436, face, 12)
    assert widths[2] > face.width("Số 17-PA/UBND,", 12)
    assert widths[0] > load_fonts().bold.width("Nhiệm vụ", 12)
    address = ("a", "b", "https://quangninh.gov.vn/" + "van-ban/" * 9)
    assert fit_widths(Table(columns, (Row(RowKind.ROW, address),)), 436, face, 12)[2] < 300
