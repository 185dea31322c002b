from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from openpyxl import load_workbook
from pdf_pages import page_texts, solid
from report_sheets import (
    every_text,
    few_rows,
    full_sheet,
    indicator_row,
    report_of,
    sheet,
    task_row,
)

from qnapp.documents.content import ReportWords
from qnapp.documents.docx import docx_bytes
from qnapp.documents.fonts import load_fonts
from qnapp.documents.on_paper import as_printed, unprintable_places
from qnapp.documents.part_states import part_states
from qnapp.documents.pdf import pdf_bytes
from qnapp.documents.profiles import load_profile
from qnapp.documents.signed_tables import first_difference
from qnapp.documents.signed_text import read_pages
from qnapp.documents.xlsx import xlsx_bytes
from qnapp.domain.reporting import Status

TYPED = "Đã họp 😀 với đoàn 中国 \uf0b7 xong"
PAPER = "Đã họp □ với đoàn □□ • xong"


GLYPHS = load_fonts().glyphs


def odd_report(**options: Any) -> Any:
    rows = sheet(
        task_row("1.5", Status.IN_PROGRESS, result=TYPED),
        indicator_row("20", words="Còn 02 hộ 龙"),
    )
    return report_of(rows, words=ReportWords(proposals="Cấp thêm 🚒"), **options)


def test_an_ordinary_report_stays_the_same_object() -> None:
    report = report_of(full_sheet())
    assert as_printed(report, GLYPHS) is report
    assert unprintable_places(report) == []


def test_nothing_vanishes_from_the_pdf() -> None:
    text = "".join(page_texts(pdf_bytes(odd_report())))
    assert solid(PAPER) in solid(text)
    assert solid("Cấp thêm □") in solid(text)


def test_a_font_that_lacks_more_than_ours_lets_nothing_vanish() -> None:
    report = report_of(sheet(task_row("1.5", Status.COMPLETED, result="Đạt ≥ 90%")))
    printed = as_printed(report, GLYPHS - {"≥"})
    assert "Đạt □ 90%" in every_text(printed.annexes)
    assert "≥" not in every_text(printed.annexes)


def test_nothing_is_lost_in_excel_and_word() -> None:
    report = odd_report()
    book = load_workbook(BytesIO(xlsx_bytes(report)))
    cells = "\n".join(
        str(cell.value) for page in book.worksheets for row in page.iter_rows() for cell in row
    )
    document = Document(BytesIO(docx_bytes(report)))
    words = "\n".join(p.text for p in document.element.body.iter() if p.tag.endswith("}t"))
    for text in ("😀", "中国", "龙", "🚒"):
        assert text in cells
        assert text in words


def test_every_place_is_named_with_row_and_sign() -> None:
    assert unprintable_places(odd_report()) == [
        "IV. ĐỀ XUẤT, KIẾN NGHỊ: ký tự “🚒” không in được trên bản PDF, in “□” thay vào.",
        "Biểu số 1, dòng 20: ký tự “龙” không in được trên bản PDF, in “□” thay vào.",
        "Biểu số 2, dòng 1.5: ký tự “😀”, “中”, “国” không in được trên bản PDF, in “□” thay vào.",
    ]


def test_only_what_is_drawn_is_changed() -> None:
    report = odd_report()
    printed = as_printed(report, GLYPHS)
    assert printed.data is report.data
    assert printed.profile is report.profile
    assert "😀" not in every_text(printed.annexes)


def test_a_signed_copy_of_such_a_report_is_still_known() -> None:
    report = odd_report()
    assert first_difference(report, read_pages(pdf_bytes(report))) == ""


def test_a_part_says_beside_its_title_that_a_sign_cannot_be_printed() -> None:
    states = part_states(
        few_rows(), {"next": "Làm tiếp 😀", "tasks": "Đã xong."}, load_profile("dang"), {}
    )
    said = {state.part: (state.source, state.lacking) for state in states}
    assert said["next"] == ("ký tự “😀” không in được", True)
    assert said["tasks"] == ("đã viết", False)
