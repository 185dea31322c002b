"""Workbooks for the tests: raw ones, made part by part, and ones that LibreOffice saved again."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl import Workbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def sheet_xml(data: str, more: str = "") -> str:
    """A worksheet with some rows."""
    return f'{HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData>{more}</worksheet>'


def raw_parts(data: str, more: str = "", *, kind: str = SHEET_TYPE) -> dict[str, str]:
    """The parts of a workbook with one sheet, ready to be spoiled."""
    relation = f"{_REL}/"
    return {
        "[Content_Types].xml": (
            f'{HEAD}<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="text/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
        ),
        "_rels/.rels": (
            f'{HEAD}<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" '
            f'Type="{relation}officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
            '<sheet name="Trang 1" sheetId="1" r:id="b"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{HEAD}<Relationships xmlns="{_PACKAGE}"><Relationship Id="b" '
            f'Type="{relation}worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": sheet_xml(data, more),
    }


def write_parts(file: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Pack the parts as they are."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file


def text_cell(ref: str, text: str, *, style: int = 0) -> str:
    """A cell with a text in the sheet itself."""
    return f'<c r="{ref}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'


def save(book: Workbook, file: Path) -> Path:
    """Save a workbook and give its file."""
    book.save(file)
    return file


def table_book(file: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A workbook with one sheet of plain values."""
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    return save(book, file)


def loaded(file: Path) -> Workbook:
    """A workbook to change as a person would, macros and links aside."""
    return load_workbook(file)


def saved_by_libreoffice(file: Path, folder: Path) -> Path:
    """The same workbook after LibreOffice opened and saved it; skips where there is none."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no LibreOffice here")
    folder.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", folder, file]
    subprocess.run(list(map(str, words)), check=True, capture_output=True, timeout=100)
    return folder / file.name
