from __future__ import annotations

import io
import itertools
import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pdfplumber
import pypdfium2
import pytest
from pdf_pages import page_texts, printed, solid
from pdfminer.pdftypes import resolve1
from pypdfium2 import raw
from report_sheets import (
    COUNCIL,
    DEPARTMENT,
    PARTY_BODY,
    few_rows,
    full_sheet,
    indicator_row,
    local_task,
    report_of,
    sheet,
    task_row,
)

from qnapp.db.content import CancelledError
from qnapp.documents.content import PartId, ReportWords
from qnapp.documents.fingerprint import Fingerprint
from qnapp.documents.pdf import RenderedPdf, pdf_bytes, render_pdf, write_pdf
from qnapp.documents.report import RowKind
from qnapp.documents.xlsx import xlsx_bytes
from qnapp.domain.reporting import Status
from qnapp.errors import FileError

if TYPE_CHECKING:
    from qnapp.documents.report import Report

OFFICES = [
    (None, "dang"),
    (COUNCIL, "nha-nuoc"),
    (PARTY_BODY, "dang"),
    (DEPARTMENT, "nha-nuoc"),
]


@pytest.fixture(scope="module")
def whole() -> tuple[Report, RenderedPdf]:
    report = report_of(full_sheet())
    return report, render_pdf(report)


def fonts_of(data: bytes) -> dict[str, bool]:
    """Every font of a document and whether its file is inside."""
    found = {}
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            resources: Any = page.page_obj.resources
            for reference in resolve1(resources["Font"]).values():
                font = resolve1(reference)
                descriptor = resolve1(font.get("FontDescriptor"))
                found[str(font["BaseFont"])] = bool(descriptor) and "FontFile2" in descriptor
    return found


@pytest.mark.parametrize(("office", "profile"), OFFICES)
def test_every_font_that_is_used_is_embedded(office: Any, profile: str) -> None:
    report = report_of(profile=profile) if office is None else report_of(None, office, profile)
    fonts = fonts_of(pdf_bytes(report))
    assert len(fonts) >= 3
    assert all(fonts.values()), fonts


def test_a_frozen_report_with_charts_names_no_other_font() -> None:
    """Code and charts are drawings, which the library likes to begin with a font of its own."""
    mark = Fingerprint("06652", "NQ05-2026", 1, "2026-Q2", 1, "3f2a91bc0d4e77a1" * 4)
    report = replace(report_of(few_rows(), with_charts=True), fingerprint=mark)
    fonts = fonts_of(pdf_bytes(report))
    assert all(fonts.values()), fonts


def test_pages_are_a4_upright_then_across(whole: tuple[Report, RenderedPdf]) -> None:
    document = pypdfium2.PdfDocument(whole[1].data)
    sizes = [tuple(round(x * 25.4 / 72) for x in page.get_size()) for page in document]
    document.close()
    first_wide = sizes.index((297, 210))
    assert set(sizes[:first_wide]) == {(210, 297)}
    assert set(sizes[first_wide:]) == {(297, 210)}
    assert len(sizes) == whole[1].pages


def test_the_file_says_what_it_is_and_is_not_locked() -> None:
    data = pdf_bytes(report_of())
    assert data.startswith(b"%PDF-1.7")
    assert b"/Encrypt" not in data
    assert b"/Lang (vi-VN)" in data
    document = pypdfium2.PdfDocument(data)
    told = document.get_metadata_dict()
    document.close()
    assert told["Title"].startswith("Báo cáo kết quả thực hiện Nghị quyết số 05-NQ/TU")
    assert told["Author"] == "Đảng ủy phường Hà Tu"


def test_the_outline_leads_to_every_part_and_annex() -> None:
    document = pypdfium2.PdfDocument(pdf_bytes(report_of()))
    titles = [item.get_title() for item in document.get_toc()]
    document.close()
    assert titles == [
        "I. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU",
        "II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ",
        "III. KHÓ KHĂN, VƯỚNG MẮC",
        "IV. ĐỀ XUẤT, KIẾN NGHỊ",
        "V. NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM 2026",
        "Biểu số 1. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU 6 THÁNG ĐẦU NĂM 2026",
        "Biểu số 2. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ 6 THÁNG ĐẦU NĂM 2026",
    ]


@pytest.mark.parametrize(("office", "profile"), OFFICES)
def test_the_same_report_gives_the_same_bytes(office: Any, profile: str) -> None:
    first, second = (
        pdf_bytes(report_of(few_rows(), **({"office": office} if office else {}), profile=profile))
        for _ in range(2)
    )
    assert first == second


def test_another_process_that_drew_other_things_gives_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from report_sheets import few_rows, report_of\n"
        "from qnapp.documents.pdf import pdf_bytes\n"
        "from qnapp.documents.xlsx import xlsx_bytes\n"
        "Path(sys.argv[2]).write_bytes(pdf_bytes(report_of()))\n"
        "Path(sys.argv[3]).write_bytes(xlsx_bytes(report_of()))\n"
    )
    pdf, xlsx = tmp_path / "a.pdf", tmp_path / "a.xlsx"
    command = [sys.executable, "-c", script, str(Path(__file__).parents[1]), str(pdf), str(xlsx)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    pdf_bytes(report_of(few_rows(kind="Q1")))
    assert pdf.read_bytes() == pdf_bytes(report_of())
    assert xlsx.read_bytes() == xlsx_bytes(report_of())


def test_all_text_is_found_by_searching(whole: tuple[Report, RenderedPdf]) -> None:
    report, rendered = whole
    # A paragraph may go over to the next page, whose number stands between.
    pages = [re.sub(r"^\d+\s", "", page) for page in page_texts(rendered.data)]
    text = "\n".join(pages)
    assert unicodedata.is_normalized("NFC", text)
    assert "\u00a0" not in text
    found = solid(text)
    for part in report.parts:
        for paragraph in (part.heading, *part.paragraphs):
            assert solid(paragraph) in found
    for word in ("Nơi nhận:", "T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Nguyễn Văn A", *report.recipients):
        assert solid(word) in found


def test_decomposed_text_is_composed_before_it_is_drawn() -> None:
    row = task_row("1.18")
    name = unicodedata.normalize("NFD", "Sắp xếp các thôn, tổ dân phố")
    given = sheet(replace(row, task=replace(row.task, title=name)))
    text = "\n".join(page_texts(pdf_bytes(report_of(given))))
    assert "Sắp xếp các thôn, tổ dân phố" in text


def cells_in(data: bytes, annex_title: str) -> dict[str, str]:
    """The second cell by the first one, read from the lines that the tables' borders enclose."""
    found: dict[str, str] = {}
    inside = False
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            inside = inside or annex_title in (page.extract_text() or "")
            if not inside:
                continue
            for table in page.extract_tables():
                found.update({row[0]: solid(row[1]) for row in table if row[0] and row[1]})
    return found


def test_every_row_of_the_plan_appears_with_its_whole_title(
    whole: tuple[Report, RenderedPdf],
) -> None:
    report, rendered = whole
    shown = cells_in(rendered.data, "Biểu số 1")
    for annex in report.annexes:
        rows = [row.cells for row in annex.table.rows if row.kind is not RowKind.GROUP]
        assert rows
        for code, title, *_ in rows:
            assert shown[str(code)] == solid(str(title)), code


def test_the_header_stands_on_every_page_of_an_annex(whole: tuple[Report, RenderedPdf]) -> None:
    rendered = whole[1]
    heads: dict[int, list[str]] = {}
    for line in printed(rendered.data):
        heads.setdefault(line.page, []).append(line.text)
    marks = [m for m in rendered.marks if m.part.startswith("Biểu số")]
    assert {m.part for m in marks} == {"Biểu số 1", "Biểu số 2"}
    assert len(marks) == rendered.pages - min(m.page for m in marks) + 1
    last_word = {"Biểu số 1": "Ghi chú", "Biểu số 2": "Minh chứng"}
    for mark in marks:
        assert last_word[mark.part] in heads[mark.page], mark


def test_no_row_is_parted_that_fits_a_page(whole: tuple[Report, RenderedPdf]) -> None:
    codes = []
    with pdfplumber.open(io.BytesIO(whole[1].data)) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                codes += [row[0] for row in table if row[1] and row[0] not in ("Mã", "STT")]
    assert len(codes) == len(set(codes)) == 34 + 105 + 4  # indicators, tasks, headings


def test_groups_and_headings_never_end_a_page(whole: tuple[Report, RenderedPdf]) -> None:
    groups = {
        solid(str(row.cells[0]))
        for annex in whole[0].annexes
        for row in annex.table.rows
        if row.kind is not RowKind.ROW
    }
    with pdfplumber.open(io.BytesIO(whole[1].data)) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                assert solid(table[-1][0] or "") not in groups


def test_long_rows_are_parted_and_nothing_is_lost() -> None:
    text = " ".join(f"{n:04d}-Kết quả thực hiện" for n in range(90))[:2000]
    full = full_sheet()
    long_rows = [
        replace(row, progress=replace(row.progress, result=text))
        for row in full.tasks
        if row.channel == "ordinary"
    ]
    rendered = render_pdf(report_of(sheet(*long_rows)))
    found = solid("".join(page_texts(rendered.data)))
    counted = sum(not row.heading for row in long_rows)
    assert counted > 95
    assert found.count("0000-Kết") == counted
    assert found.count("0083-Kết") == counted


@pytest.mark.parametrize("words", range(552, 600, 4))
def test_no_page_takes_a_line_or_two_of_a_parted_row(words: int) -> None:
    """However long the text is: what goes on has three lines at least, as what begins has."""
    row = task_row("1.5", Status.COMPLETED, result="kết_quả " * words)
    rendered = render_pdf(report_of(sheet(row)))
    lines: dict[int, int] = {}
    for line in printed(rendered.data):
        if line.page > 1 and "kết_quả" in line.text:
            lines[line.page] = lines.get(line.page, 0) + 1
    assert len(lines) > 2
    assert min(lines.values()) >= 3


def test_a_row_taller_than_a_page_goes_on_under_the_header() -> None:
    row = task_row("1.18", result=" ".join(f"từ{n}" for n in range(2500)))
    rendered = render_pdf(report_of(sheet(row)))
    texts = page_texts(rendered.data)
    annex = [text for text in texts if "Minh chứng" in text]
    assert len(annex) >= 3
    assert all("1.18" in text for text in annex)
    joined = solid("".join(texts))
    assert all(f"từ{n}" in joined for n in range(2500))


@pytest.mark.parametrize("above", range(12))
def test_a_tall_row_does_not_begin_with_a_line_or_two_at_the_foot_of_a_page(above: int) -> None:
    rows = [task_row(code) for code in ("1.1", "1.2", "1.3", "1.4")[: above % 5]]
    words = " ".join(f"từ{n}" for n in range(1200))
    given = [*rows, task_row("1.18", result="ngắn " * 12 * above), task_row("1.19", result=words)]
    lines = printed(pdf_bytes(report_of(sheet(*given))))
    first = next(line for line in lines if line.text == "1.19" and line.size == 12)
    beside = [n for n in lines if n.page == first.page and n.text.startswith("từ")]
    assert len(beside) >= 3


@pytest.mark.parametrize("lines", range(10, 24))
def test_what_goes_on_begins_beside_its_code_not_with_a_blank_line(lines: int) -> None:
    paragraphs = "\n".join(["từ"] * lines) + "\n\n" + "\n".join(["từ"] * 30)
    found = printed(pdf_bytes(report_of(sheet(task_row("1.18", result=paragraphs)))))
    codes = [line for line in found if line.text == "1.18" and line.size == 12]
    assert len(codes) > 1
    for code in codes:
        beside = [n.baseline for n in found if n.page == code.page and n.text == "từ"]
        assert min(beside) == pytest.approx(code.baseline, abs=0.1)


@pytest.mark.parametrize("above", range(0, 27, 2))
def test_a_short_cell_is_not_parted_beside_a_long_one(above: int) -> None:
    long = task_row("3.4.10", result="\n".join(["từ"] * 70))
    found = printed(pdf_bytes(report_of(sheet(task_row("1.18", result="x\n" * above), long))))
    first = next(line for line in found if line.text == "3.4.10" and line.size == 12)
    starts = next(line for line in found if line.text.startswith("Khởi công"))
    ends = next(line for line in found if line.text.endswith("2027") and line.size == 12)
    assert starts.page == ends.page == first.page


@pytest.mark.parametrize("above", range(6, 26))
def test_no_page_takes_the_last_row_alone(above: int) -> None:
    rows = [task_row(local_task(f"HT.{n:02d}")) for n in range(above)]
    found = printed(pdf_bytes(report_of(sheet(*rows))))
    pages = [line.page for line in found if re.fullmatch(r"HT\.\d\d", line.text)]
    assert len(pages) == above
    assert pages.count(pages[-1]) > 1


def test_one_row_is_a_report_too() -> None:
    rendered = render_pdf(report_of(sheet(task_row("1.18"))))
    text = "\n".join(page_texts(rendered.data))
    assert "Trong kỳ đơn vị không theo dõi chỉ tiêu nào." in text
    assert "Biểu số 2" in text
    # An annex with one sentence does not take a page of its own.
    assert len({m.page for m in rendered.marks if m.part.startswith("Biểu số")}) == 1


def test_nothing_at_all_is_said_in_words() -> None:
    text = "\n".join(page_texts(pdf_bytes(report_of(sheet()))))
    assert text.count("Trong kỳ đơn vị không theo dõi nhiệm vụ nào.") == 2


@pytest.mark.parametrize(
    "text", ["😀 中文 \t nội dung", "a" * 4000, "https://" + "x/" * 500, "½ ≥ ²"]
)
def test_odd_text_does_no_harm(text: str) -> None:
    row = task_row("1.18", result=text)
    report = report_of(sheet(row, indicator_row("1", note=text)), words=ReportWords(tasks=text))
    assert render_pdf(report).pages >= 3


def test_each_mark_tells_where_its_part_stands(whole: tuple[Report, RenderedPdf]) -> None:
    report, rendered = whole
    lines = printed(rendered.data, range(6))
    parts = {mark.part for mark in rendered.marks}
    assert {part.value for part in PartId} | {"signature"} <= parts
    for part in report.parts[1:]:
        mark = next(m for m in rendered.marks if m.part == part.id)
        heading = next(line for line in lines if line.text == part.heading)
        assert mark.page == heading.page
        assert mark.top < heading.baseline < mark.bottom
    spans = [(m.page, m.top, m.bottom) for m in rendered.marks]
    assert spans == sorted(spans)
    assert all(0 < m.top < m.bottom < 842 for m in rendered.marks)


@pytest.mark.parametrize(
    ("draft", "training", "stamp"),
    [
        (True, False, "DỰ THẢO"),
        (False, True, "TẬP HUẤN"),
        (True, True, "DỰ THẢO - TẬP HUẤN"),
    ],
)
def test_drafts_and_training_are_marked_on_every_page(
    draft: bool, training: bool, stamp: str
) -> None:
    for text in page_texts(pdf_bytes(report_of(draft=draft, training=training))):
        assert stamp in text


def test_a_report_to_be_signed_bears_no_stamp() -> None:
    text = "".join(page_texts(pdf_bytes(report_of())))
    assert "DỰ THẢO" not in text
    assert "TẬP HUẤN" not in text


def test_no_form_field_and_no_script_is_in_the_file() -> None:
    data = pdf_bytes(report_of())
    assert b"/AcroForm" not in data
    assert b"/JavaScript" not in data
    document = pypdfium2.PdfDocument(data)
    assert raw.FPDF_GetSignatureCount(document) == 0
    document.close()


def test_progress_is_told_to_its_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    report = report_of()
    pages = write_pdf(report, tmp_path / "a.pdf", progress=lambda *step: told.append(step))
    assert [done for done, _ in told] == list(range(1, len(told) + 1))
    assert {of for _, of in told} == {told[-1][0]}
    assert pages == render_pdf(report).pages


def test_stopping_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    answers = iter([False] * 8 + [True])
    with pytest.raises(CancelledError):
        write_pdf(report_of(), target, cancelled=lambda: next(answers))
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_gone_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="Không có thư mục"):
        write_pdf(report_of(), tmp_path / "x" / "a.pdf")


def test_a_justified_line_of_few_words_does_not_gape() -> None:
    """Six words before one that fills the next line keep their own distances."""
    words = ReportWords(opening="Danh mục chi tiết đăng tại " + "a" * 70)
    data = pdf_bytes(report_of(None, COUNCIL, "nha-nuoc", words))
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        found = pdf.pages[0].extract_words(x_tolerance=1)
    first = next(n for n, word in enumerate(found) if word["text"] == "Danh")
    line = found[first : first + 6]
    assert [word["text"] for word in line] == ["Danh", "mục", "chi", "tiết", "đăng", "tại"]
    gaps = [after["x0"] - before["x1"] for before, after in itertools.pairwise(line)]
    assert max(gaps) < 14
