from __future__ import annotations

import pkgutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_pages import MM, page_texts, printed, solid
from report_sheets import few_rows, full_sheet, report_of, sheet, task_row
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

import qnapp.documents
from qnapp.documents.docx import docx_bytes
from qnapp.documents.fingerprint import (
    LABEL,
    Fingerprint,
    PrintedCode,
    find_codes,
    fingerprint_of,
    parse_payload,
    printed_code,
)
from qnapp.documents.pdf import pdf_bytes, render_pdf
from qnapp.domain.canonical import canonical_json, digest, to_plain

if TYPE_CHECKING:
    from qnapp.documents.report import Report

SHA = "3f2a91bc0d4e77a15555" + 44 * "0"
MARK = Fingerprint("06652", "NQ05-2026", 1, "2026-Q2", 2, SHA)
CODE = PrintedCode("06652", "NQ05-2026", 1, "2026-Q2", 2, "3f2a91bc0d4e77a1")

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
MARKS = st.builds(
    Fingerprint, NAMES, NAMES, st.integers(0, 999), NAMES, st.integers(0, 999),
    st.binary(max_size=9).map(digest),
)  # fmt: skip


def frozen(report: Report, mark: Fingerprint | None = MARK) -> Report:
    return replace(report, fingerprint=mark)


# What it says


def test_the_printed_line_names_the_report() -> None:
    assert MARK.short == "3F2A 91BC 0D4E 77A1"
    assert MARK.text == (
        "Mã đối chiếu: 3F2A 91BC 0D4E 77A1 (06652 · NQ05-2026/1 · 2026-Q2 · lần 2)"
    )


def test_the_qr_code_holds_the_whole_digest_in_the_smallest_alphabet() -> None:
    assert MARK.qr_payload == f"QNAPP1:06652:NQ05-2026:1:2026-Q2:2:{SHA.upper()}"
    small = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
    typed_in = replace(MARK, organisation="K-SO-NOI-VU")
    assert set(MARK.qr_payload + typed_in.qr_payload) <= set(small)


def test_it_is_made_of_the_rows_and_of_the_data_that_were_frozen() -> None:
    rows = few_rows()
    data = canonical_json(to_plain(rows))
    mark = fingerprint_of(rows, data, 3)
    assert mark == Fingerprint("06652", "NQ05-2026", 1, "2026-Q2", 3, digest(data))


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": SHA.upper()}, {"sha256": SHA[:-1]}, {"sha256": ""}, {"organisation": ""},
        {"plan": ""}, {"period": ""}, {"plan_version": -1}, {"revision": -1},
    ],
    ids=str,
)  # fmt: skip
def test_an_impossible_fingerprint_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"digest|names|count"):
        replace(MARK, **change)


# Reading it back


@settings(deadline=None)
@given(MARKS)
def test_every_qr_text_is_read_back(mark: Fingerprint) -> None:
    assert parse_payload(mark.qr_payload) == mark
    assert len(mark.qr_payload.split()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org/QNAPP1",
        MARK.qr_payload + " ",
        MARK.qr_payload[:-1],
        MARK.qr_payload.lower(),
        MARK.qr_payload.replace("QNAPP1", "QNAPP2"),
        MARK.qr_payload.replace(":1:", ":01:"),
        MARK.qr_payload.replace(":1:", ":một:"),
        MARK.qr_payload.replace(":1:", ":-1:"),
        MARK.qr_payload.replace("06652", "0%36652"),
        MARK.qr_payload.replace("06652", ""),
        MARK.qr_payload + ":" + MARK.qr_payload,
    ],
)
def test_anything_else_is_no_qr_text(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - never shown
        parse_payload(text)


@pytest.mark.parametrize(
    "text",
    [
        MARK.text,
        f"trong hạn, 40%\n{MARK.text}\n7",
        MARK.text.replace(" ", ""),
        MARK.text.replace(" ", "\n"),
        MARK.text.replace("0D4E", "0D\n4E").replace("NQ05-", "NQ05-\r\n"),
        f"x{MARK.qr_payload}y",
        MARK.qr_payload[:40] + "\n" + MARK.qr_payload[40:],
        MARK.text + MARK.qr_payload,
    ],
)
def test_a_code_is_found_in_a_documents_text(text: str) -> None:
    assert find_codes(text) == (CODE,)


def test_a_code_in_other_letters_still_belongs_to_its_report() -> None:
    for text in (MARK.text.lower(), MARK.text.upper()):
        (found,) = find_codes(text)
        assert found.belongs_to(MARK)


def test_no_code_is_found_where_none_is() -> None:
    report = report_of(full_sheet())
    assert find_codes("\n".join(page_texts(pdf_bytes(report)))) == ()
    assert find_codes(f"{LABEL} 3F2A 91BC 0D4E 77A1") == ()
    assert find_codes(MARK.text.replace("3F2A", "3G2A")) == ()
    assert find_codes(MARK.qr_payload.replace(":1:", ":01:")) == ()


def test_several_codes_are_found_each_once() -> None:
    other = replace(MARK, period="2026-Q1")
    found = find_codes(f"{MARK.text} {other.text} {MARK.text}")
    assert found == (CODE, replace(CODE, period="2026-Q1"))


@pytest.mark.parametrize(
    "change",
    [
        {"organisation": "06655"}, {"plan": "NQ06-2027"}, {"plan_version": 2},
        {"period": "2026-Q3"}, {"revision": 1}, {"sha256": "a" + SHA[1:]},
    ],
    ids=str,
)  # fmt: skip
def test_a_code_belongs_to_its_own_fingerprint_only(change: dict[str, Any]) -> None:
    assert printed_code(MARK) == CODE
    assert CODE.belongs_to(MARK)
    assert not CODE.belongs_to(replace(MARK, **change))


# On paper


@pytest.mark.parametrize("profile", ["dang", "nha-nuoc"])
def test_it_stands_once_small_after_the_last_annex(profile: str) -> None:
    rendered = render_pdf(frozen(report_of(profile=profile)))
    pages = page_texts(rendered.data)
    assert [page.count(MARK.text) for page in pages] == [0] * (len(pages) - 1) + [1]
    last = [line for line in printed(rendered.data) if line.page == len(pages)]
    assert solid(last[-1].text) == solid(MARK.text)
    assert last[-1].look == (9, False, False)
    mark = rendered.marks[-1]
    assert (mark.part, mark.page) == ("fingerprint", len(pages))
    assert mark.bottom - mark.top == pytest.approx(20 * MM)
    assert mark.top > rendered.marks[-2].bottom


def test_the_qr_code_on_paper_is_the_one_of_its_text() -> None:
    """Read module by module from the page as it is printed."""
    rendered = render_pdf(frozen(report_of()))
    mark = rendered.marks[-1]
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(MARK.qr_payload)
    code.make()
    count = len(code.modules)
    step = 20 * MM / (count + 4)
    assert step > 0.4 * MM  # what a phone reads from a print
    dark = _picture(rendered.data, mark.page)
    left, top = 30 * MM + 2 * step, mark.top + 2 * step
    seen = [
        [dark(left + (x + 0.5) * step, top + (y + 0.5) * step) for x in range(count)]
        for y in range(count)
    ]
    assert seen == [[bool(module) for module in line] for line in code.modules]
    rim = [dark(30 * MM + step, mark.top + n * step) for n in range(count + 4)]
    assert not any(rim)


def _picture(data: bytes, page: int, scale: float = 4) -> Any:
    document = pypdfium2.PdfDocument(data)
    picture = document[page - 1].render(scale=scale, grayscale=True).to_pil().copy()
    document.close()
    return lambda x, y: picture.getpixel((round(x * scale), round(y * scale))) < 128


@pytest.mark.parametrize("count", range(12, 24))
def test_no_page_holds_the_code_alone(count: int) -> None:
    rows = sheet(*(task_row("1.18") for _ in range(count)))
    rendered = render_pdf(frozen(report_of(rows)))
    last = max(mark.page for mark in rendered.marks)
    assert [m.part for m in rendered.marks if m.page == last] == ["Biểu số 2", "fingerprint"]
    height = 210 * MM - 20 * MM
    assert all(mark.bottom <= height + 0.1 for mark in rendered.marks if mark.page == last)


def test_a_report_without_rows_has_it_below_the_last_sentence() -> None:
    rendered = render_pdf(frozen(report_of(sheet())))
    text = page_texts(rendered.data)[-1]
    assert text.index("không theo dõi nhiệm vụ") < text.index(LABEL)


def test_a_profile_can_turn_it_off_and_a_draft_has_none() -> None:
    report = frozen(report_of())
    quiet = replace(report, profile=replace(report.profile, fingerprint=False))
    for silent in (quiet, frozen(report, None)):
        assert not any(LABEL in page for page in page_texts(pdf_bytes(silent)))
    assert pdf_bytes(quiet) == pdf_bytes(frozen(report, None))
    assert LABEL.encode() not in docx_bytes(quiet)


def test_the_same_report_gives_the_same_bytes_and_another_code_others() -> None:
    report = frozen(report_of())
    assert pdf_bytes(report) == pdf_bytes(report)
    assert pdf_bytes(report) != pdf_bytes(frozen(report, replace(MARK, revision=3)))


def test_reports_are_drawn_without_the_signing_library() -> None:
    """It takes a second to load, and most PCs never sign."""
    names = [found.name for found in pkgutil.iter_modules(qnapp.documents.__path__)]
    assert "signed_copy" in names
    code = f"""
import importlib, sys
for name in {names}:
    importlib.import_module("qnapp.documents." + name)
sys.exit(any(name.startswith("pyhanko") for name in sys.modules))
"""
    subprocess.run([sys.executable, "-c", code], check=True)
