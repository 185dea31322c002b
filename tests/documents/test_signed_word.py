from __future__ import annotations

import io
import shutil
import subprocess
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from report_sheets import COUNCIL, full_sheet, report_of
from signing import Issued, frozen, signed

from qnapp.documents.docx import docx_bytes
from qnapp.documents.pdf import pdf_bytes
from qnapp.documents.signed_copy import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def numbered(document: Any) -> None:
    """Write number and date into the Word copy, as the văn thư does."""
    found = 0
    for table in document.tables:
        for cell in (cell for row in table.rows for cell in row.cells):
            for line in cell.paragraphs:
                text = line.text
                if text.startswith("Số") and "BC" in text and len(text) < 40:
                    line.runs[0].text = "Số 15-BC/ĐU"
                    found += 1
                elif "ngày" in text and "tháng" in text and "năm" in text and len(text) < 60:
                    line.runs[0].text = "Hà Tu, ngày 16 tháng 6 năm 2026"
                    found += 1
    for line in document.paragraphs:
        if line.text.startswith("(Kèm theo"):
            line.runs[0].text = "(Kèm theo Báo cáo số 15-BC/ĐU, ngày 16/6/2026 của Đảng ủy)"
            found += 1
    assert found >= 4


def table_row(document: Any, table: int, code: str) -> Any:
    rows = document.tables[table].rows
    return next(row for row in rows if row.cells[0].text == code)


def put(cell: Any, text: str) -> None:
    line = cell.paragraphs[0]
    for run in line.runs[1:]:
        run.text = ""
    if line.runs:
        line.runs[0].text = text
    else:
        line.add_run(text)


def figure_changed(document: Any) -> None:
    put(table_row(document, -2, "1").cells[4], "95,5")


def figure_moved(document: Any) -> None:
    cells = table_row(document, -2, "10").cells
    put(cells[5], cells[4].text)
    put(cells[4], "")


def row_removed(document: Any) -> None:
    row = table_row(document, -1, "1.5")
    row._tr.getparent().remove(row._tr)


def row_added(document: Any) -> None:
    last = document.tables[-1].rows[-1]
    last._tr.addnext(deepcopy(last._tr))


def words_changed(document: Any) -> None:
    for line in document.paragraphs:
        if line.text.startswith("IV."):
            line.runs[0].text = "IV. KIẾN NGHỊ VỚI TỈNH"


def code_removed(document: Any) -> None:
    line = document.paragraphs[-1]
    assert line.text.startswith("Mã đối chiếu")
    line._p.getparent().remove(line._p)


EDITS: dict[str, tuple[Callable[[Any], None], ...]] = {
    "numbered": (numbered,),
    "words": (numbered, words_changed),
    "figure": (numbered, figure_changed),
    "moved": (figure_moved,),
    "removed": (row_removed,),
    "added": (row_added,),
    "no code": (code_removed,),
}


@pytest.fixture(scope="module")
def word() -> dict[str, Issued]:
    """Reports of both regimes, with every row of the plan."""
    sheet = full_sheet()
    reports = {
        "dang": frozen(report_of(sheet), sheet),
        "nha-nuoc": frozen(report_of(sheet, COUNCIL, "nha-nuoc"), sheet),
    }
    return {name: Issued(report, pdf_bytes(report)) for name, report in reports.items()}


@pytest.fixture(scope="module")
def printed(word: dict[str, Issued], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a word processor makes of the edited Word copies."""
    if OFFICE is None:
        pytest.skip("no LibreOffice on this machine")
    folder: Path = tmp_path_factory.mktemp("word")
    for name, edits in EDITS.items():
        document = Document(io.BytesIO(docx_bytes(word["dang"].report)))
        for edit in edits:
            edit(document)
        document.save(str(folder / f"{name}.docx"))
    (folder / "nha-nuoc.docx").write_bytes(docx_bytes(word["nha-nuoc"].report))
    names = [*EDITS, "nha-nuoc"]
    own = f"-env:UserInstallation={(folder / 'settings').as_uri()}"
    command = [OFFICE, own, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    files = [str(folder / f"{name}.docx") for name in names]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=110)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in names}


@pytest.mark.parametrize("name", ["numbered", "words"])
def test_the_word_copy_numbered_printed_and_signed_is_the_same_data(
    name: str, word: dict[str, Issued], printed: dict[str, bytes], tmp_path: Path
) -> None:
    copy = word["dang"].check(tmp_path, signed(printed[name]))
    assert copy.outcome is Outcome.SAME_DATA
    assert copy.findings == (
        "Cùng số liệu: tệp có mã đối chiếu của báo cáo này và các biểu khớp từng ô. "
        "Phần lời của báo cáo không được đối chiếu.",
    )
    assert copy.signatures[0].intact


def test_the_states_word_copy_is_the_same_data_too(
    word: dict[str, Issued], printed: dict[str, bytes], tmp_path: Path
) -> None:
    assert word["nha-nuoc"].check(tmp_path, printed["nha-nuoc"]).outcome is Outcome.SAME_DATA


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("figure", "Biểu số 1, dòng “1”."),
        ("moved", "Biểu số 1, dòng “10”."),
        ("removed", "Biểu số 2, dòng “1.5”."),
        ("added", "Biểu số 2, phần sau dòng cuối."),
    ],
)
def test_a_table_edited_in_word_is_not_the_same_data(
    name: str, place: str, word: dict[str, Issued], printed: dict[str, bytes], tmp_path: Path
) -> None:
    copy = word["dang"].check(tmp_path, signed(printed[name]))
    assert copy.outcome is Outcome.NOT_MATCHED
    assert f"bảng không khớp, bắt đầu từ {place}" in copy.sentences[0]


def test_a_word_copy_without_the_code_is_not_matched(
    word: dict[str, Issued], printed: dict[str, bytes], tmp_path: Path
) -> None:
    copy = word["dang"].check(tmp_path, printed["no code"])
    assert copy.outcome is Outcome.NOT_MATCHED
    assert "không có mã đối chiếu" in " ".join(copy.sentences)
