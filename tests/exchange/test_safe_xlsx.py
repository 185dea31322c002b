"""Workbooks from outside: what is read of good ones; bad ones are refused in a sentence."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from workbooks import (
    SHEET_TYPE,
    raw_parts,
    save,
    saved_by_libreoffice,
    sheet_xml,
    table_book,
    text_cell,
    write_parts,
)

from qnapp.errors import FileError
from qnapp.exchange import safe_xlsx
from qnapp.exchange.cells import Merged
from qnapp.exchange.safe_xlsx import is_workbook, read_workbook
from qnapp.exchange.xlsx_parts import style_of
from qnapp.exchange.xlsx_xml import escaped, unescaped
from qnapp.text import clean


def _refused(file: Path) -> str:
    with pytest.raises(FileError) as caught:
        read_workbook(file)
    sentence = str(caught.value)
    assert "Dữ liệu hiện có vẫn giữ nguyên." in sentence
    assert file.name in sentence
    return sentence


def _one(file: Path, row: int = 1, column: int = 1) -> str:
    return read_workbook(file).sheets[0].text(row, column)


# --- what is read


def test_values_of_every_kind(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Kết quả", 40, 96.4, datetime(2026, 6, 5), True, "=1+1"])  # noqa: DTZ001
    sheet["A1"].comment = Comment("bỏ qua", "x")
    first = read_workbook(save(book, tmp_path / "a.xlsx")).sheets[0]
    cells = list(first.cells())
    assert [cell.text for cell in cells] == ["Kết quả", "40", "96,4", "05/6/2026", "TRUE", "=1+1"]
    assert [cell.ref for cell in cells] == ["A1", "B1", "C1", "D1", "E1", "F1"]
    assert cells[3].value == date(2026, 6, 5)
    assert [cell.formula for cell in cells] == [False] * 5 + [True]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.4, "0%", "40"),
        (0.964, "0.0%", "96,4"),
        (0.1 + 0.2, "General", "0,3"),
        (11800, "#,##0", "11.800"),
        (-2.05, "0.00", "-2,05"),
        (0.07 * 100, "General", "7"),
        (1e20, "General", "100.000.000.000.000.000.000"),
    ],
)
def test_numbers_read_as_they_were_typed(
    tmp_path: Path, value: float, code: str, text: str
) -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = value
    book.active["A1"].number_format = code
    assert _one(save(book, tmp_path / "a.xlsx")) == text


def test_a_date_that_shows_no_day_says_so() -> None:
    assert style_of("mm/yyyy").is_date
    assert not style_of("mm/yyyy").has_day
    assert style_of("[$-42A]dd/mm/yyyy").has_day
    assert not style_of('#,##0" đồng"').is_date
    assert style_of("0.00").decimals == 2
    assert style_of("@").decimals == 0


def test_text_is_composed_and_cleaned(tmp_path: Path) -> None:
    decomposed = "Ha\u0323 Long\u00a0\u200b"
    file = write_parts(tmp_path / "a.xlsx", raw_parts(f"<row>{text_cell('A1', decomposed)}</row>"))
    assert _one(file) == "Hạ Long"


def test_strings_of_every_kind(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = dict(
        raw_parts(
            '<row r="3"><c t="s" r="B3"><v>1</v></c><c t="str"><v>chữ</v></c>'
            '<c t="e"><v>#N/A</v></c><c t="d"><v>2026-06-05T00:00:00</v></c>'
            '<c t="b"><v>0</v></c><c/><c t="inlineStr"><is><r><t>hai</t></r><rPh><t>x</t></rPh>'
            "<r><t> phần_x000D_</t></r></is></c></row>"
        )
    )
    parts["xl/sharedStrings.xml"] = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>không</t></si><si><r><t>cha</t></r><r><t>̀o</t></r><rPh><t>y</t></rPh></si></sst>"
    )
    parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>",
        '<Relationship Id="c" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        "</Relationships>",
    )
    sheet = read_workbook(write_parts(tmp_path / "a.xlsx", parts)).sheets[0]
    assert [(cell.ref, cell.text) for cell in sheet.cells()] == [
        ("B3", "chào"),
        ("C3", "chữ"),
        ("D3", "#N/A"),
        ("E3", "05/6/2026"),
        ("F3", "FALSE"),
        ("H3", "hai phần"),
    ]
    assert [cell.error for cell in sheet.cells()] == [False, False, True, False, False, False]


def test_prefixed_elements_are_the_same(tmp_path: Path) -> None:
    parts = raw_parts("")
    parts["xl/worksheets/sheet1.xml"] = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:sheetData><x:row r="2"><x:c r="C2"><x:v>7</x:v></x:c></x:row></x:sheetData>'
        "</x:worksheet>"
    )
    assert _one(write_parts(tmp_path / "a.xlsx", parts), 2, 3) == "7"


def test_hidden_and_merged_are_told(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "Chủ trì"
    book.active.merge_cells("A1:B3")
    book.active.row_dimensions[1].hidden = True
    other = book.create_sheet("Ẩn")
    other.sheet_state = "veryHidden"
    other["A1"] = "khóa"
    first, second = read_workbook(save(book, tmp_path / "a.xlsx")).sheets
    assert first.merged == (Merged(1, 1, 3, 2),)
    assert (first.text(1, 1), first.hidden) == ("Chủ trì", False)
    assert (second.text(1, 1), second.hidden, second.name) == ("khóa", True, "Ẩn")


def test_old_fonts_are_noticed(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["B¸o c¸o", "Báo cáo"])
    book.active["A1"].font = Font(name=".VnTime")
    cells = list(read_workbook(save(book, tmp_path / "a.xlsx")).sheets[0].cells())
    assert [cell.style.legacy_font for cell in cells] == [True, False]


def test_a_workbook_of_the_mac_counts_from_1904(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    book.active["A1"] = datetime(2026, 6, 5)  # noqa: DTZ001
    assert _one(save(book, tmp_path / "a.xlsx")) == "05/6/2026"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
@example("_x0041_x0042_")
@example("a_x005F_x000D_b_")
def test_signs_that_look_escaped_come_back(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(st.text(max_size=60))
@example("=HYPERLINK(1)")
@example("+84")
@example("@x")
def test_text_of_a_formula_or_a_cell_is_never_computed(text: str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    typed = clean(text, multiline=True)
    cell = sheet.cell(1, 1)
    cell.value = escaped(typed)
    cell.data_type = "s"
    memory = io.BytesIO()
    book.save(memory)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.xlsx"
        file.write_bytes(memory.getvalue())
        found = read_workbook(file).sheets[0].cell(1, 1)
    assert (found.text if found else "") == typed
    assert found is None or not found.formula


def test_libreoffice_saves_what_is_read_alike(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Dòng một\nDòng hai", 96.4, 0.4, "=A1", "_x005F_x000D_"])
    sheet["C1"].number_format = "0%"
    sheet.merge_cells("A2:B2")
    before = read_workbook(save(book, tmp_path / "a.xlsx")).sheets[0]
    after = read_workbook(saved_by_libreoffice(tmp_path / "a.xlsx", tmp_path / "lo")).sheets[0]
    assert [(cell.ref, cell.text) for cell in after.cells()] == [
        (cell.ref, cell.text) for cell in before.cells()
    ]
    assert after.merged == before.merged


# --- what is refused


def test_what_is_no_workbook(tmp_path: Path) -> None:
    empty, words, page = (tmp_path / name for name in ("a.xlsx", "b.xlsx", "c.xls"))
    empty.write_bytes(b"")
    words.write_text("mã;kết quả", encoding="utf-8")
    page.write_text("<html><table>", encoding="utf-8")
    assert "trống" in _refused(empty)
    assert "không phải tệp Excel" in _refused(words)
    assert "không phải tệp Excel" in _refused(page)
    assert not any(map(is_workbook, (empty, words, page)))
    with pytest.raises(FileError, match="Không tìm thấy"):
        read_workbook(tmp_path / "không có.xlsx")


def test_old_and_locked_files_are_told_apart(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    old, locked = tmp_path / "cũ.xls", tmp_path / "khóa.xlsx"
    old.write_bytes(ole + "Workbook".encode("utf-16-le"))
    locked.write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "(.xls)" in _refused(old)
    assert "mật khẩu" in _refused(locked)
    assert is_workbook(old)


def test_other_zips_are_told_apart(tmp_path: Path) -> None:
    calc = write_parts(tmp_path / "a.ods", {"mimetype": "x", "content.xml": "<a/>"})
    word = raw_parts("", kind="wordprocessingml.document.main+xml")
    assert "Lưu thành" in _refused(calc)
    assert is_workbook(calc)
    assert "không phải tệp Excel" in _refused(write_parts(tmp_path / "b.xlsx", word))
    assert "không phải tệp Excel" in _refused(write_parts(tmp_path / "c.xlsx", {"a.txt": "x"}))
    binary = raw_parts("", kind="application/vnd.ms-excel.sheet.binary.macroEnabled.main")
    assert "Lưu thành" in _refused(write_parts(tmp_path / "d.xlsb", binary))


def test_macros_are_refused_whatever_the_name(tmp_path: Path) -> None:
    macro = raw_parts("", kind="application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    assert "macro" in _refused(write_parts(tmp_path / "a.xlsx", macro))
    disguised = raw_parts("", kind=f"{SHEET_TYPE}")
    disguised["[Content_Types].xml"] = disguised["[Content_Types].xml"].replace(
        "</Types>", '<Default Extension="bin" ContentType="x/vnd.ms-office.vbaProject"/></Types>'
    )
    assert "macro" in _refused(write_parts(tmp_path / "b.xlsx", disguised))


def test_embedded_files_are_not_lost_silently(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {**raw_parts(""), "xl/embeddings/oleObject1.bin": b"x"}
    assert "nhúng" in _refused(write_parts(tmp_path / "a.xlsx", parts))


ENTITIES = (
    '<!DOCTYPE worksheet [<!ENTITY a "chữ"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData>'
    "</worksheet>"
)
OUTSIDE = (
    '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    "<worksheet><sheetData><row><c t='inlineStr'><is><t>&a;</t></is></c></row></sheetData>"
    "</worksheet>"
)


@pytest.mark.parametrize(
    "part",
    [
        ENTITIES,
        OUTSIDE,
        "<!DOCTYPE worksheet><worksheet/>",
        "<worksheet><sheetData>",
        "không phải XML",
        sheet_xml('<row r="x"/>'),
        sheet_xml('<row><c r="1A"><v>1</v></c></row>'),
        sheet_xml("<row><c><v>một</v></c></row>"),
        sheet_xml("<row><c><v>inf</v></c></row>"),
        sheet_xml('<row><c t="s"><v>5</v></c></row>'),
        sheet_xml('<row><c t="s"><v>-1</v></c></row>'),
        sheet_xml('<row><c t="d"><v>mai</v></c></row>'),
        sheet_xml("", '<mergeCells><mergeCell ref="??"/></mergeCells>'),
    ],
)
def test_a_damaged_part_refuses_the_whole(tmp_path: Path, part: str) -> None:
    parts = raw_parts("")
    parts["xl/worksheets/sheet1.xml"] = part
    assert "bị hỏng" in _refused(write_parts(tmp_path / "a.xlsx", parts))


@pytest.mark.parametrize("name", list(raw_parts("")))
def test_a_missing_part_refuses_the_whole(tmp_path: Path, name: str) -> None:
    parts = raw_parts("<row/>")
    del parts[name]
    _refused(write_parts(tmp_path / "a.xlsx", parts))


def test_a_file_that_was_cut_off(tmp_path: Path) -> None:
    file = table_book(tmp_path / "a.xlsx", [["Mã", "Kết quả"]])
    whole = file.read_bytes()
    for length in (200, len(whole) // 2, len(whole) - 10):
        file.write_bytes(whole[:length])
        assert "chưa tải về hết" in _refused(file)
        assert is_workbook(file)


def test_any_byte_may_be_wrong_without_a_crash(tmp_path: Path) -> None:
    file = table_book(tmp_path / "a.xlsx", [["Mã", "Kết quả"], ["3.2", 40]])
    whole = file.read_bytes()
    read = refused = 0
    for place in range(0, len(whole), 11):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            read_workbook(file)
            read += 1
        except FileError:
            refused += 1
    assert refused > 100
    assert read > 10  # styles of the theme and the like matter to nobody


def test_sizes_are_counted_in_real_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_parts(tmp_path / "a.xlsx", raw_parts("<row/>" * 20_000))
    monkeypatch.setattr(safe_xlsx, "LARGEST_PART", 100_000)
    assert "quá nhiều ô" in _refused(file)
    monkeypatch.setattr(safe_xlsx, "LARGEST_FILE", 100)
    assert "lớn hơn" in _refused(file)


@pytest.mark.parametrize(
    "data",
    [
        f'<row r="10001">{text_cell("A10001", "x")}</row>',
        f'<row r="1">{text_cell("XFD1", "x")}</row>',
        "<row>" * 100,
    ],
)
def test_what_lies_too_far_out_is_refused(tmp_path: Path, data: str) -> None:
    file = write_parts(tmp_path / "a.xlsx", raw_parts(data))
    sentence = _refused(file)
    assert "quá nhiều ô" in sentence
    assert "10.000 dòng" in sentence


def test_two_cells_at_the_ends_of_the_sheet_cost_nothing(tmp_path: Path) -> None:
    ends = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert _one(write_parts(tmp_path / "a.xlsx", raw_parts(ends))) == "1"


READER = """
import resource, sys
from pathlib import Path
from qnapp.errors import FileError
from qnapp.exchange.safe_xlsx import read_workbook
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    print(*[cell.text for cell in read_workbook(Path(sys.argv[1])).sheets[0].cells()])
except FileError as error:
    print(error)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def _read_apart(file: Path) -> tuple[str, int]:
    """What a process of its own said of a file, and by how many MB that made it grow."""
    words = [sys.executable, "-c", READER, str(file)]
    run = subprocess.run(words, capture_output=True, text=True, check=True)
    said, grown = run.stdout.strip().splitlines()
    return said, int(grown) // 1024


_UNIX = pytest.mark.skipif(sys.platform == "win32", reason="asks the system for a process's memory")


@_UNIX
def test_a_million_empty_rows_stay_small_in_memory(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}" ht="15" customHeight="1"/>' for n in range(2, 1_000_001))
    data = f'<row r="1">{text_cell("A1", "một dòng thật")}</row>{rows}'
    said, grown = _read_apart(write_parts(tmp_path / "a.xlsx", raw_parts(data)))
    assert said == "một dòng thật"
    assert grown < 20


@_UNIX
def test_a_bomb_is_refused_with_bounded_memory(tmp_path: Path) -> None:
    file = tmp_path / "bom.xlsx"
    parts = raw_parts("")
    start, end = parts.pop("xl/worksheets/sheet1.xml").split("<sheetData>")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f"{start}<sheetData><row><c t='inlineStr'><is><t>".encode())
            for _ in range(400):
                sheet.write(b" " * (1 << 20))
            sheet.write(f"</t></is></c></row>{end}".encode())
    assert file.stat().st_size < 1_000_000
    said, grown = _read_apart(file)
    assert "quá nhiều ô" in said
    assert grown < 150


def test_values_are_decimals_never_floats(tmp_path: Path) -> None:
    file = table_book(tmp_path / "a.xlsx", [[12.5, 7, 1_000_000]])
    values = [cell.value for cell in read_workbook(file).sheets[0].cells()]
    assert values == [Decimal("12.5"), Decimal(7), Decimal(1_000_000)]
    assert all(isinstance(value, Decimal) for value in values)
