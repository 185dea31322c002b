"""What other programs make of our files; each test is skipped where its reader is not installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pdf_pages import page_texts, solid
from report_sheets import (
    COMMUNE,
    COUNCIL,
    DEPARTMENT,
    ISSUED,
    PARTY_BODY,
    RESTRICTED,
    full_sheet,
    real_plan,
    report_of,
    sheet,
    task_row,
)

from qnapp.documents.columns import shown
from qnapp.documents.docx import write_docx
from qnapp.documents.fingerprint import Fingerprint
from qnapp.documents.pdf import write_pdf
from qnapp.documents.profiles import load_profile
from qnapp.documents.unit_plan import YearPlan, build_unit_plan
from qnapp.documents.xlsx import write_xlsx
from qnapp.domain.periods import default_calendar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook

    from qnapp.documents.report import Report

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
POPPLER = shutil.which("pdffonts") and shutil.which("pdftotext") and shutil.which("pdfinfo")
needs_office = pytest.mark.skipif(OFFICE is None, reason="no LibreOffice on this machine")
needs_poppler = pytest.mark.skipif(POPPLER is None, reason="no poppler on this machine")

MARK = Fingerprint("06652", "NQ05-2026", 1, "2026-Q2", 1, "3f2a91bc0d4e77a1" * 4)
FEW = 5
SENTENCE = "Tổ chức 06 hội nghị quán triệt với 1.245 đảng viên tham dự; "
NAMES = ["whole", "council", "party body", "department", "one row", "long", "plan", "state's plan"]


def reports() -> dict[str, Report]:
    one = sheet(task_row("1.18"))
    return {
        "whole": replace(report_of(full_sheet(), with_charts=True), fingerprint=MARK),
        "council": replace(report_of(None, COUNCIL, "nha-nuoc"), fingerprint=MARK),
        "party body": report_of(None, PARTY_BODY),
        "department": report_of(None, DEPARTMENT, "nha-nuoc", draft=True),
        "one row": report_of(one),
        "long": report_of(
            sheet(*(task_row(code, result=long_text(code)) for code in long_codes()))
        ),
        "plan": plan_of("dang"),
        "state's plan": plan_of("nha-nuoc"),
    }


def long_codes() -> list[str]:
    """Codes of all ordinary tasks that are reported on themselves."""
    plan = real_plan()
    parents = {task.parent for task in plan.tasks}
    return [t.code for t in plan.tasks if t.code not in (*RESTRICTED, *parents)]


def long_text(code: str) -> str:
    """2,000 characters whose last word is found once in the document."""
    end = f"hết-{code.replace('.', '-')}."
    return (SENTENCE * 40)[: 1999 - len(end)] + " " + end


def plan_of(profile: str) -> Report:
    year = YearPlan(full_sheet(kind="Q1"), default_calendar(2026, ISSUED), {})
    office = COMMUNE if profile == "dang" else COUNCIL
    return build_unit_plan(year, {}, office, load_profile(profile), on=date(2025, 12, 20))


@pytest.fixture(scope="module")
def given() -> dict[str, Report]:
    return reports()


@pytest.fixture(scope="module")
def folder(given: dict[str, Report], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("outside")
    for name, report in given.items():
        write_pdf(report, made / f"{name}.pdf")
        write_xlsx(report, made / f"{name}.xlsx")
        write_docx(report, made / f"{name}.docx")
    return made


def texts_of(report: Report) -> Iterator[str]:
    """Every text of the body and of the annexes."""
    head = report.letterhead
    yield from (*head.motto, head.superior, *head.issuer, *report.subject, *report.recipients)
    yield from (*report.signature.authority, report.signature.title, report.signature.name)
    for part in report.parts:
        yield from (part.heading, *part.paragraphs)
    for annex in report.annexes:
        yield annex.title
        for row in annex.table.rows:
            yield from (shown(cell) for cell in row.cells)


# ------------------------------------------------------------------ PDF, by poppler


def read_by(*command: str | Path) -> str:
    """What a reader prints; a single warning is a failure."""
    done = subprocess.run([str(part) for part in command], check=True, capture_output=True)
    assert done.stderr == b""
    return done.stdout.decode("utf-8")


@needs_poppler
@pytest.mark.parametrize("name", NAMES)
def test_every_font_is_inside_cut_down_and_searchable(folder: Path, name: str) -> None:
    _, line, *fonts = read_by("pdffonts", folder / f"{name}.pdf").splitlines()
    assert line.startswith("---")
    assert len(fonts) >= 3
    for font in fonts:
        assert re.match(r"[A-Z]{6}\+", font), font  # of a subset
        *_, embedded, subset, unicode, _, _ = font.split()
        assert (embedded, subset, unicode) == ("yes", "yes", "yes"), font


@needs_poppler
@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_plain_and_of_version_1_7(folder: Path, name: str) -> None:
    lines = read_by("pdfinfo", folder / f"{name}.pdf").splitlines()
    told = {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}
    for key, value in (
        ("PDF version", "1.7"), ("Encrypted", "no"), ("Form", "none"), ("JavaScript", "no"),
    ):  # fmt: skip
        assert told[key] == value
    assert told["Title"]
    assert told["Author"]


@needs_poppler
@pytest.mark.parametrize("name", NAMES)
def test_every_word_is_found_by_another_reader(
    folder: Path, given: dict[str, Report], name: str
) -> None:
    """In order within a line; a text broken over lines and columns is looked for word by word."""
    words = set(re.split(r"[\s\-/]+", read_by("pdftotext", folder / f"{name}.pdf", "-")))
    for text in texts_of(given[name]):
        missing = {word for word in re.split(r"[\s\-/]+", text) if word and word not in words}
        assert not missing, text


# ------------------------------------------------------------------ Excel and Word, by LibreOffice


def convert(folder: Path, names: list[str], ending: str, to: str) -> Path:
    """Convert what is named; in a profile of its own, as the user's may be in use."""
    target = folder / to
    files = [str(folder / f"{name}.{ending}") for name in names]
    own_settings = f"-env:UserInstallation={(folder / 'settings').as_uri()}"
    command = [str(OFFICE), own_settings, "--headless", "--convert-to", to, "--outdir", str(target)]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=100)
    assert len(list(target.iterdir())) == len(names)
    return target


@pytest.fixture(scope="module")
def workbooks(folder: Path) -> Path:
    return convert(folder, NAMES, "xlsx", "xlsx")


@pytest.fixture(scope="module")
def printed_long(folder: Path) -> bytes:
    """A few of the long rows; all of them take LibreOffice half a minute."""
    few = [task_row(code, result=long_text(code)) for code in long_codes()[:FEW]]
    write_xlsx(report_of(sheet(*few)), folder / "few.xlsx")
    return (convert(folder, ["few"], "xlsx", "pdf") / "few.pdf").read_bytes()


@pytest.fixture(scope="module")
def documents(folder: Path) -> Path:
    return convert(folder, NAMES, "docx", "docx")


def cells(book: Workbook) -> dict[tuple[str, str], tuple[str, Any]]:
    """Value and type of every cell that holds one."""
    return {
        (page.title, cell.coordinate): (cell.data_type, cell.value)
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None
    }


@needs_office
@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_keeps_every_cell_and_its_type(folder: Path, workbooks: Path, name: str) -> None:
    own = cells(load_workbook(folder / f"{name}.xlsx"))
    assert len(own) > 60
    assert "f" not in {kind for kind, _ in own.values()}
    assert cells(load_workbook(workbooks / f"{name}.xlsx")) == own


@needs_office
def test_long_texts_of_a_workbook_are_printed_to_their_end(printed_long: bytes) -> None:
    """A cell that is lower than its text is cut off on paper without a word."""
    text = solid("".join(page_texts(printed_long)))
    assert [c for c in long_codes()[:FEW] if text.count(long_text(c).split()[-1]) != 1] == []


@needs_office
@pytest.mark.parametrize("name", NAMES)
def test_a_document_keeps_every_paragraph_and_cell(
    folder: Path, documents: Path, name: str
) -> None:
    own, back = (lines_of(path / f"{name}.docx") for path in (folder, documents))
    assert len(own) > 40
    assert back == own


def lines_of(path: Path) -> list[str]:
    """The text of every paragraph that has some, of the body and of tables, in order."""
    body = Document(str(path)).element.body
    found = (node.text for node in body.iter(f"{{{body.nsmap['w']}}}p"))
    return [" ".join(text.split()) for text in found if text.strip()]
