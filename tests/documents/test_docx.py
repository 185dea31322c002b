from __future__ import annotations

import io
import os
import subprocess
import sys
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import serialize_for_reading
from hypothesis import given
from hypothesis import strategies as st
from pdf_pages import solid
from report_sheets import (
    COMMUNE,
    COUNCIL,
    DEPARTMENT,
    HA_TU,
    PARTY_BODY,
    full_sheet,
    indicator_row,
    report_of,
    sheet,
    task_row,
)

from qnapp.db.content import CancelledError
from qnapp.documents.columns import shown
from qnapp.documents.content import PartId, ReportWords
from qnapp.documents.docx import docx_bytes, write_docx
from qnapp.documents.docx_xml import printable, run
from qnapp.documents.fingerprint import Fingerprint
from qnapp.errors import FileError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    from qnapp.documents.report import Report

OFFICES = [(COMMUNE, "dang"), (COUNCIL, "nha-nuoc"), (PARTY_BODY, "dang"), (DEPARTMENT, "nha-nuoc")]
# Word calls a file damaged whose elements stand in another order (ECMA-376, part 1).
ORDERS = {
    "pPr": "pStyle keepNext keepLines widowControl pBdr tabs spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs u lang",
    "tblPr": "tblW tblInd tblBorders tblLayout tblCellMar",
    "tcPr": "tcW gridSpan vAlign",
    "sectPr": "headerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "style": "name basedOn next uiPriority semiHidden unhideWhenUsed qFormat rsid pPr rPr tblPr",
    "settings": "zoom mirrorMargins defaultTabStop characterSpacingControl compat themeFontLang "
    "decimalSymbol listSeparator",
}


def opened(report: Report) -> Document:
    return docx.Document(io.BytesIO(docx_bytes(report)))


def all_text(document: Document) -> str:
    """The words of the body in their order, without spaces."""
    return solid("".join(node.text or "" for node in document.element.body.iter(qn("w:t"))))


def style_of(paragraph: Paragraph) -> str | None:
    return paragraph.style.name if paragraph.style else None


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.xpath("string(.)") for cell in row._tr.tc_lst] for row in table.rows]


@pytest.fixture(scope="module")
def whole() -> tuple[Report, Document]:
    report = report_of(full_sheet())
    return report, opened(report)


@pytest.mark.parametrize(("office", "profile"), OFFICES)
def test_every_word_of_the_report_is_there_in_order(office: Any, profile: str) -> None:
    report = report_of(None, office, profile)
    head = report.letterhead
    texts = [report.type_name, *report.subject, *report.addressees]
    for part in report.parts:
        texts += [part.heading, *part.paragraphs]
    texts += [report.profile.recipients.label, *report.recipients]
    texts += [*report.signature.authority, report.signature.title, report.signature.name]
    for annex in report.annexes:
        texts += [annex.name, annex.title, annex.note]
    found = all_text(opened(report))
    for text in (head.superior, *head.issuer, *head.motto, head.number, head.place_date):
        assert solid(text) in found
    at = 0
    for text in texts:
        at = found.index(solid(text), at) + len(solid(text))


def test_the_annexes_hold_every_cell_in_vietnamese_form(whole: tuple[Report, Document]) -> None:
    report, document = whole
    for annex, table in zip(report.annexes, document.tables[2:], strict=True):
        head, *rows = rows_of(table)
        assert head == [column.title for column in annex.table.columns]
        expected = [[solid(shown(cell)) for cell in row.cells] for row in annex.table.rows]
        assert [[solid(cell) for cell in row] for row in rows] == expected
    numbers = {cell for row in rows_of(document.tables[2]) for cell in row}
    assert {"11.800,5", "94,5", "86,25"} <= numbers


def test_several_addressees_stand_one_below_the_other() -> None:
    names = ("Ban Thường vụ Tỉnh ủy", "Đảng ủy Ủy ban nhân dân tỉnh")
    document = opened(report_of(None, replace(COUNCIL, addressees=names), "nha-nuoc"))
    lines = [p.text for p in document.paragraphs if style_of(p) == "Kính gửi"]
    assert lines == [f"Kính gửi:\t- {names[0]};", f"- {names[1]}."]


def test_the_number_and_the_day_stay_blank_for_the_clerk_of_documents() -> None:
    cells = rows_of(opened(report_of()).tables[0])[0]
    blank = "\u00a0" * 7
    assert f"Số {blank}-BC/ĐU" in cells[0]
    assert f"Hà Tu, ngày {blank} tháng 6 năm 2026" in cells[2]
    filled = report_of(number="5", issued_on=date(2026, 6, 5))
    cells = rows_of(opened(filled).tables[0])[0]
    assert "Số 05-BC/ĐU" in cells[0]
    assert "Hà Tu, ngày 05 tháng 6 năm 2026" in cells[2]


def test_an_annex_without_rows_is_said_in_words() -> None:
    document = opened(report_of(sheet()))
    texts = [p.text for p in document.paragraphs]
    assert "Trong kỳ đơn vị không theo dõi chỉ tiêu nào." in texts
    assert "Trong kỳ đơn vị không theo dõi nhiệm vụ nào." in texts
    assert len(document.tables) == 2
    assert len(document.sections) == 2  # both share a page


@pytest.mark.parametrize(("office", "profile"), OFFICES)
def test_the_same_report_gives_the_same_bytes(office: Any, profile: str) -> None:
    assert docx_bytes(report_of(None, office, profile)) == docx_bytes(
        report_of(None, office, profile)
    )


def test_another_process_gives_the_same_bytes_with_no_clock_in_them(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from report_sheets import report_of\n"
        "from qnapp.documents.docx import docx_bytes\n"
        "Path(sys.argv[2]).write_bytes(docx_bytes(report_of()))\n"
    )
    target = tmp_path / "a.docx"
    command = [sys.executable, "-c", script, str(Path(__file__).parents[1]), str(target)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert target.read_bytes() == docx_bytes(report_of())
    with zipfile.ZipFile(target) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_the_properties_say_whose_it_is() -> None:
    properties = opened(report_of()).core_properties
    assert properties.title.startswith("Báo cáo kết quả thực hiện Nghị quyết số 05-NQ/TU")
    assert properties.author == "Đảng ủy phường Hà Tu"
    assert properties.language == "vi-VN"
    assert properties.comments == ""
    made = datetime(2026, 6, 14)  # noqa: DTZ001
    assert {properties.created.replace(tzinfo=None), properties.modified.replace(tzinfo=None)} == {
        made
    }


def test_a_name_longer_than_word_allows_is_cut() -> None:
    long_name = "Ban Chỉ đạo " * 40
    office = replace(COMMUNE, organisation=replace(HA_TU, party_name=long_name.strip()))
    properties = opened(report_of(None, office)).core_properties
    assert len(properties.author) == 255


def test_the_document_is_plain_and_open() -> None:
    data = docx_bytes(report_of(draft=True))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        xml = b"".join(archive.read(name) for name in names)
    headers = {f"word/header{n}.xml" for n in range(1, 5)}
    assert {name for name in names if "rels" not in name} == headers | {
        "[Content_Types].xml",
        "docProps/core.xml",
        "word/document.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    }
    for locked in (b"w:sdt", b"documentProtection", b"writeProtection", b"w:ins ", b"python-docx"):
        assert locked not in xml


@pytest.mark.parametrize("name", ["document", "styles", "settings", "header1", "header2"])
def test_elements_stand_in_the_order_that_word_asks_for(name: str) -> None:
    report = report_of(None, COUNCIL, "nha-nuoc", draft=True)
    mirrored = replace(report.profile, page=replace(report.profile.page, mirrored=True))
    with zipfile.ZipFile(io.BytesIO(docx_bytes(replace(report, profile=mirrored)))) as archive:
        root = parse_xml(archive.read(f"word/{name}.xml"))
    for tag, order in ORDERS.items():
        places = {qn(f"w:{child}"): n for n, child in enumerate(order.split())}
        for node in root.iter(qn(f"w:{tag}")):
            found = [places[child.tag] for child in node]
            assert found == sorted(found), serialize_for_reading(node)


# What a person pastes from web pages and other programs.
@given(st.text(st.characters(codec="utf-8") | st.sampled_from("\x00\x07\x0b\r\n\t\ufffe<&>]\"'")))
def test_no_text_breaks_the_document(text: str) -> None:
    node = run(text)
    again = parse_xml(serialize_for_reading(node))
    assert again.text == node.text == printable(text)
    assert unicodedata.is_normalized("NFC", node.text)
    assert printable(node.text) == node.text


def test_odd_text_goes_through_the_whole_document() -> None:
    odd = "A <b>&amp; ]]> \x00\x01\x0b\ufffe😀 中文\tB"
    report = report_of(
        sheet(task_row("1.18", result=odd), indicator_row("1", note=odd)),
        replace(COMMUNE, signer=f"Nguyễn\x02 Văn {odd}", place="Hà\x0bTu"),
        words=ReportWords(tasks=f"{odd}\nDòng hai"),
    )
    found = all_text(opened(report))
    assert found.count("A<b>&amp;]]>😀中文B") == 4
    paragraphs = [p.text for p in opened(report).paragraphs]
    assert "Dòng hai" in paragraphs


def test_a_frozen_report_bears_its_fingerprint_once_below_the_last_row() -> None:
    mark = Fingerprint("06652", "NQ05-2026", 1, "2026-Q2", 1, "3f2a91bc0d4e77a1" * 4)
    report = replace(report_of(), fingerprint=mark)
    document = opened(report)
    assert document.paragraphs[-1].text == mark.text
    assert all_text(document).count(solid(mark.text)) == 1
    row = document.tables[-1].rows[-1]
    assert all(p.paragraph_format.keep_with_next for cell in row.cells for p in cell.paragraphs)
    assert document.paragraphs[-2].paragraph_format.keep_with_next
    for without in (
        report_of(),
        replace(report, profile=replace(report.profile, fingerprint=False)),
    ):
        assert "Mã đối chiếu:" not in opened(without).element.xpath("string(.)")


def test_lines_of_a_cell_stay_lines() -> None:
    report = report_of(sheet(task_row("1.18", result="Dòng một\nDòng hai")))
    cell = rows_of(opened(report).tables[2])[2]
    table = opened(report).tables[2]
    assert "Dòng mộtDòng hai" in cell[5]
    assert table.rows[2].cells[5].text == "Dòng một\nDòng hai"


def test_a_file_is_written_and_progress_told_to_its_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    report = report_of()
    write_docx(report, tmp_path / "a.docx", progress=lambda *step: told.append(step))
    assert (tmp_path / "a.docx").read_bytes() == docx_bytes(report)
    count = len(PartId) + sum(len(annex.table.rows) for annex in report.annexes)
    assert told == [(n, count) for n in range(1, count + 1)]


def test_stopping_leaves_the_older_file(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"older")
    calls = iter([False, False, True])
    with pytest.raises(CancelledError):
        write_docx(report_of(), target, cancelled=lambda: next(calls))
    assert target.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="Không có thư mục"):
        write_docx(report_of(), tmp_path / "none" / "a.docx")
