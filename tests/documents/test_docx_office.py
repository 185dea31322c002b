"""What a word processor makes of the Word copy; without one on the machine these are skipped."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pdfplumber
import pytest
from pdf_pages import MM, page_texts, printed, solid
from report_sheets import COMMUNE, COUNCIL, DEPARTMENT, PARTY_BODY, full_sheet, report_of, task_row
from report_sheets import sheet as sheet_of

from qnapp.documents.columns import shown
from qnapp.documents.content import ReportWords
from qnapp.documents.docx import write_docx
from qnapp.documents.fingerprint import Fingerprint, find_codes, printed_code
from qnapp.documents.pdf import render_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qnapp.documents.report import Report

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="no LibreOffice on this machine")

NAMES = ["commune", "council", "party body", "department"]
MARK = Fingerprint("06652", "NQ05-2026", 1, "2026-Q2", 1, "3f2a91bc0d4e77a1" * 4)
LONG = " ".join(f"từ{n}" for n in range(1500))


def reports() -> dict[str, Report]:
    offices: dict[str, tuple[Any, str]] = {
        "commune": (COMMUNE, "dang"),
        "council": (COUNCIL, "nha-nuoc"),
        "party body": (PARTY_BODY, "dang"),
        "department": (DEPARTMENT, "nha-nuoc"),
    }
    found = {name: report_of(None, office, form) for name, (office, form) in offices.items()}
    found["whole"] = report_of(full_sheet())
    found["tall row"] = report_of(sheet_of(task_row("1.18", result=LONG), task_row("1.19")))
    for count in (16, 17, 18):  # the last one no longer leaves room for the signature
        words = ReportWords(tasks="\n".join(["Đoạn văn. " + "chữ " * 30] * count))
        found[f"end {count}"] = report_of(sheet_of(), words=words)
    found["frozen"] = replace(report_of(), fingerprint=MARK)
    return found


@pytest.fixture(scope="module")
def given() -> dict[str, Report]:
    return reports()


@pytest.fixture(scope="module")
def converted(
    given: Mapping[str, Report], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    folder: Path = tmp_path_factory.mktemp("office")
    for name, report in given.items():
        write_docx(report, folder / f"{name}.docx")
    files = [str(folder / f"{name}.docx") for name in given]
    own_settings = f"-env:UserInstallation={(folder / 'settings').as_uri()}"
    command = [str(OFFICE), own_settings, "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, str(folder), *files], check=True, capture_output=True, timeout=100)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in given}


def text_of(data: bytes) -> str:
    return solid("".join(page_texts(data)))


@pytest.mark.parametrize("name", [*NAMES, "whole"])
def test_no_word_of_the_running_text_is_lost(
    name: str, given: Mapping[str, Report], converted: Mapping[str, bytes]
) -> None:
    report, found = given[name], text_of(converted[name])
    head = report.letterhead
    texts = [*head.motto, head.superior, *head.issuer, *report.subject, *report.recipients]
    texts += [*report.signature.authority, report.signature.title, report.signature.name]
    for part in report.parts:
        texts.append(part.heading)
    for annex in report.annexes:
        texts += [annex.name, annex.title]
    assert [text for text in texts if solid(text) not in found] == []


@pytest.mark.parametrize("name", [*NAMES, "whole"])
def test_every_letter_of_the_tables_and_paragraphs_is_printed(
    name: str, given: Mapping[str, Report], converted: Mapping[str, bytes]
) -> None:
    """Words may be parted by lines, columns and pages; each must still be somewhere."""
    report, found = given[name], text_of(converted[name])
    texts = [text for part in report.parts for text in part.paragraphs]
    for annex in report.annexes:
        texts += [shown(cell) for row in annex.table.rows for cell in row.cells]
    words = {word for text in texts for word in text.split()}
    assert len(words) > 100
    assert sorted(word for word in words if word not in found) == []


@pytest.mark.parametrize("name", [*NAMES, "whole", "tall row"])
def test_it_takes_the_pages_that_our_own_pdf_takes(
    name: str, given: Mapping[str, Report], converted: Mapping[str, bytes]
) -> None:
    pages = len(page_texts(converted[name]))
    own = render_pdf(given[name]).pages
    assert abs(pages - own) <= max(0, own // 14)


@pytest.mark.parametrize("name", NAMES)
def test_the_letterhead_stands_where_our_own_has_it(
    name: str, given: Mapping[str, Report], converted: Mapping[str, bytes]
) -> None:
    ours = {line.text: line for line in printed(render_pdf(given[name]).data, range(1))}
    theirs = {line.text: line for line in printed(converted[name], range(1))}
    report = given[name]
    lines = [*report.letterhead.motto, report.type_name, report.subject[-1]]
    for text in [*lines, report.letterhead.superior or report.letterhead.issuer[0]]:
        assert theirs[text].size == ours[text].size
        assert theirs[text].middle == pytest.approx(ours[text].middle, abs=3 * MM)
        assert theirs[text].baseline == pytest.approx(ours[text].baseline, abs=3 * MM)


def places(data: bytes, starts: list[str]) -> dict[str, float]:
    """Height in pt of the first line that begins so, from the top of its page."""
    lines = printed(data)
    return {s: next(line.baseline for line in lines if line.text.startswith(s)) for s in starts}


@pytest.mark.parametrize(
    ("name", "starts"),
    [
        ("commune", ["BÁO CÁO", "Thực", "I. KẾT", "Nơi nhận", "T/M BAN", "Nguyễn Văn A"]),
        ("council", ["BÁO CÁO", "Kính gửi", "Thực", "I. KẾT", "Nơi nhận", "KT. CHỦ TỊCH"]),
        ("end 16", ["Biểu số 1", "Trong kỳ đơn vị không theo dõi chỉ", "Biểu số 2"]),
    ],
)
def test_the_distances_are_those_of_our_own_pdf(
    name: str, starts: list[str], given: Mapping[str, Report], converted: Mapping[str, bytes]
) -> None:
    ours = places(render_pdf(given[name]).data, starts)
    assert places(converted[name], starts) == pytest.approx(ours, abs=3 * MM)


def test_both_columns_begin_on_one_line(converted: Mapping[str, bytes]) -> None:
    starts = ["ĐẢNG BỘ TỈNH", "ĐẢNG CỘNG SẢN"]
    superior, motto = places(converted["commune"], starts).values()
    assert superior == pytest.approx(motto, abs=0.4)


@pytest.mark.parametrize("name", NAMES)
def test_recipients_stand_level_with_the_first_line_over_the_signature(
    name: str, given: Mapping[str, Report], converted: Mapping[str, bytes]
) -> None:
    sign = given[name].signature
    starts = ["Nơi nhận:", [*sign.authority, sign.title][0]]
    label, first = places(converted[name], starts).values()
    assert label == pytest.approx(first, abs=0.4)


@pytest.mark.parametrize("name", NAMES)
def test_number_and_date_stay_on_one_line_with_their_blanks(
    name: str, given: Mapping[str, Report], converted: Mapping[str, bytes]
) -> None:
    head = given[name].letterhead
    with pdfplumber.open(io.BytesIO(converted[name])) as pdf:
        lines = {solid(line["text"]) for line in pdf.pages[0].extract_text_lines()}
    for text in (head.number, head.place_date):
        assert any(solid(text) in line for line in lines), (text, lines)


def test_numbers_stand_on_top_of_every_page_but_the_first(converted: Mapping[str, bytes]) -> None:
    for name, restart in (("commune", False), ("council", True)):
        texts = page_texts(converted[name])
        annexes = [n for n, text in enumerate(texts) if "Kèm theo" in text]
        expected, number = [], 0
        for page in range(len(texts)):
            number = 1 if restart and page in annexes else number + 1
            expected.append(str(number) if number > 1 else None)
        first_lines = [text.strip().split("\n")[0].strip() for text in texts]
        assert [line if line.isdigit() else None for line in first_lines] == expected


def test_the_head_of_a_table_stands_on_every_page(converted: Mapping[str, bytes]) -> None:
    texts = page_texts(converted["whole"])
    start = next(n for n, text in enumerate(texts) if "Biểu số 2" in text and "Kèm theo" in text)
    assert len(texts) - start > 10
    assert all("Minh chứng" in text for text in texts[start:])


def test_a_row_taller_than_a_page_is_printed_to_its_end(converted: Mapping[str, bytes]) -> None:
    found = text_of(converted["tall row"])
    assert all(f"từ{n}" in found for n in range(1500))


@pytest.mark.parametrize("name", ["end 16", "end 17", "end 18"])
def test_the_signature_is_never_parted_nor_left_alone(
    name: str, converted: Mapping[str, bytes]
) -> None:
    lines = printed(converted[name])
    title = next(line for line in lines if line.text == "BÍ THƯ")
    signer = next(line for line in lines if line.text == "Nguyễn Văn A")
    assert title.page == signer.page
    assert signer.top - title.baseline >= 30 * MM
    above = [n for n in lines if n.page == title.page and n.baseline < title.baseline]
    assert any("Nghị quyết" in line.text for line in above)


def test_the_signature_moves_to_a_new_page_between_these_lengths(
    converted: Mapping[str, bytes],
) -> None:
    """Else the test above would see one case only."""
    pages = [
        next(line.page for line in printed(converted[f"end {n}"]) if line.text == "BÍ THƯ")
        for n in (16, 17, 18)
    ]
    assert len(set(pages)) > 1


def test_a_print_of_the_word_copy_is_known_by_its_fingerprint(
    converted: Mapping[str, bytes],
) -> None:
    texts = page_texts(converted["frozen"])
    assert find_codes("".join(texts)) == (printed_code(MARK),)
    assert solid(MARK.text) in solid(texts[-1])
    assert "HT.01" in texts[-1]  # never alone on its page
