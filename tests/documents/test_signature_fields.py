from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from pdf_pages import MM, printed
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from report_sheets import COUNCIL, DEPARTMENT, full_sheet, report_of
from signing import SEAL, signed

from qnapp.documents.pdf import render_pdf, write_pdf
from qnapp.documents.signature_fields import with_signature_fields
from qnapp.documents.signed_by import Later, read_signatures

if TYPE_CHECKING:
    from pathlib import Path

REPORTS = {
    "commune": report_of(),
    "deputy": report_of(office=COUNCIL, profile="nha-nuoc"),
    "department": report_of(full_sheet(), office=DEPARTMENT, profile="nha-nuoc"),
}


def fields(data: bytes) -> dict[str, tuple[int, list[float], bool]]:
    """Page, box and state of every signature field."""
    reader = PdfFileReader(io.BytesIO(data))
    pages = [reader.root["/Pages"]["/Kids"].raw_get(n) for n in range(_count(reader))]
    found: dict[str, tuple[int, list[float], bool]] = {}
    for name, value, field in enumerate_sig_fields(reader):
        widget = field.get_object()
        box = [float(edge) for edge in widget["/Rect"]]
        numbers = [page.reference.idnum for page in pages]
        page = numbers.index(widget.raw_get("/P").reference.idnum) + 1
        found[name] = (page, box, value is not None)
    return found


def _count(reader: Any) -> int:
    return int(reader.root["/Pages"]["/Count"])


@pytest.mark.parametrize("kind", REPORTS)
def test_two_empty_fields_stand_in_the_blank_band(kind: str) -> None:
    rendered = render_pdf(REPORTS[kind])
    band = rendered.band
    assert band is not None
    assert band.bottom - band.top >= 30 * MM
    found = fields(with_signature_fields(rendered))
    assert list(found) == ["ChuKy", "Dau"]
    for page, (left, bottom, right, top), filled in found.values():
        assert (page, filled) == (band.page, False)
        assert band.left <= left < right <= band.right
        assert band.top - 1 <= 297 * MM - top < 297 * MM - bottom <= band.bottom + 1


@pytest.mark.parametrize("kind", REPORTS)
def test_the_band_is_blank_and_lies_between_title_and_name(kind: str) -> None:
    rendered = render_pdf(REPORTS[kind])
    band = rendered.band
    assert band is not None
    lines = [line for line in printed(rendered.data) if line.page == band.page]
    right = [line for line in lines if line.x0 > band.left]
    inside = [line.text for line in right if band.top < line.baseline and line.top < band.bottom]
    assert inside == []
    below = [line.text for line in right if line.top >= band.bottom]
    assert below == [REPORTS[kind].signature.name]


def test_the_seal_covers_a_third_of_the_signature_on_its_left() -> None:
    found = fields(with_signature_fields(render_pdf(report_of())))
    (_, sign, _), (_, seal, _) = found["ChuKy"], found["Dau"]
    assert seal[0] < sign[0] < seal[2] < sign[2]
    assert seal[2] - sign[0] == pytest.approx((sign[2] - sign[0]) / 3, abs=1)


def test_the_file_begins_with_the_document_and_is_the_same_each_time() -> None:
    rendered = render_pdf(report_of())
    once = with_signature_fields(rendered)
    assert once.startswith(rendered.data)
    assert with_signature_fields(rendered) == once
    assert b"pyHanko" not in once
    assert b"NeedAppearances" not in once


def test_a_document_without_a_band_stays_as_it_is() -> None:
    bare = replace(render_pdf(report_of()), band=None)
    assert with_signature_fields(bare) == bare.data


def test_fields_are_written_by_choice_only(tmp_path: Path) -> None:
    report = report_of()
    write_pdf(report, tmp_path / "a.pdf")
    pages = write_pdf(report, tmp_path / "b.pdf", signature_fields=True)
    assert fields((tmp_path / "a.pdf").read_bytes()) == {}
    assert list(fields((tmp_path / "b.pdf").read_bytes())) == ["ChuKy", "Dau"]
    assert pages == render_pdf(report).pages


def test_leader_and_seal_sign_in_their_fields() -> None:
    data = with_signature_fields(render_pdf(report_of()))
    both = signed(signed(data, field="ChuKy"), SEAL, field="Dau")
    leader, seal = read_signatures(both, None)
    assert (leader.field, leader.signer, leader.later) == ("ChuKy", "Nguyễn Văn A", Later.SIGNED)
    assert (seal.field, seal.signer, seal.later) == ("Dau", SEAL, Later.NOTHING)
    assert leader.intact
    assert seal.intact
