from __future__ import annotations

import contextlib
import io
import unicodedata
import zlib
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_pages import page_texts
from pdf_pages import solid as squeezed
from report_sheets import COUNCIL, report_of
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from qnapp.documents import signed_text
from qnapp.documents.fonts import load_fonts
from qnapp.documents.pdf import pdf_bytes
from qnapp.documents.signed_text import PageText, Unreadable, read_pages, solid

if TYPE_CHECKING:
    from collections.abc import Callable


def drawn(*pages: Callable[[Canvas], None], **options: object) -> bytes:
    """A small PDF of its own."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, **options)  # type: ignore[arg-type]
    for draw in pages:
        canvas.setFont(load_fonts().regular.name, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_pages(data)
    return str(caught.value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("đạt 96,4%", "đạt\n96,4%"),
        ("a – b", "a-b"),
        ("hiệu quả", "hiê\u0323u qua\u0309"),
        ("ﬁle", "file"),
        ("120\u00a0DN", "120 DN"),
        ("a\u200bb\u00ad", "ab"),
        ("kết-\x02thúc", "kết--thúc"),
        ("m²", "m2"),
    ],
)
def test_what_looks_alike_is_compared_alike(one: str, other: str) -> None:
    assert solid(one) == solid(other)


@pytest.mark.parametrize(("one", "other"), [("đ", "d"), ("A", "a"), ("1,5", "15"), ("-5", "5")])
def test_what_means_something_else_stays_different(one: str, other: str) -> None:
    assert solid(one) != solid(other)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_comparing_form_is_final(text: str) -> None:
    once = solid(text)
    assert solid(once) == once
    assert not any(char.isspace() for char in once)
    assert solid(unicodedata.normalize("NFD", text)) == solid(unicodedata.normalize("NFC", text))


def test_all_letters_of_a_page_are_read_in_order() -> None:
    data = pdf_bytes(report_of())
    for page, text in zip(read_pages(data), page_texts(data), strict=True):
        assert page.everything == solid(squeezed(text))
        assert len(page.text) == len(page.lefts) == len(page.rights)
        assert all(left <= right for left, right in zip(page.lefts, page.rights, strict=True))


@pytest.mark.parametrize(("profile", "office"), [("dang", None), ("nha-nuoc", COUNCIL)])
def test_page_numbers_and_stamps_in_the_margin_are_no_text(profile: str, office: object) -> None:
    options = {"office": office} if office else {}
    data = pdf_bytes(report_of(profile=profile, draft=True, training=True, **options))  # type: ignore[arg-type]
    pages = read_pages(data)
    assert all("DỰTHẢO" in page.everything and "DỰTHẢO" not in page.text for page in pages)
    assert pages[1].everything != pages[1].text
    assert pages[-1].text.startswith("Mã")


def test_words_are_known_by_their_beginnings() -> None:
    (page,) = read_pages(drawn(lambda c: c.drawString(100, 400, "ba mươi mốt")))
    assert page.text == "bamươimốt"
    assert [n for n in range(len(page.text) + 1) if page.begins_word(n)] == [0, 2, 6, 9]


def test_notes_are_counted_and_form_fields_are_not() -> None:
    def annotated(canvas: Canvas) -> None:
        canvas.drawString(100, 400, "chữ")
        canvas.textAnnotation("ghi chú", Rect=[100, 500, 120, 520])
        canvas.linkURL("https://example.org", (10, 10, 20, 20))
        canvas.acroForm.textfield(x=100, y=600, width=50, height=20)

    (page,) = read_pages(drawn(annotated))
    assert page.notes == 1


def test_letters_with_marks_drawn_apart_are_joined() -> None:
    (page,) = read_pages(drawn(lambda c: c.drawString(100, 400, "ho\u0300a")))
    assert page.text == "hòa"


LINES = 2  # as the PDF library numbers them


def test_a_picture_has_no_text() -> None:
    (page,) = read_pages(drawn(lambda c: c.rect(100, 100, 50, 50, fill=1)))
    assert page == PageText(objects=Counter({LINES: 1}))


# What cannot be read


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "tệp rỗng"),
        (b"PK\x03\x04" + b"\0" * 100, "tệp không phải PDF"),
        (b"{\\rtf1 text}", "tệp không phải PDF"),
        (b"%PDF-1.7\n", "tệp bị hỏng hoặc bị cắt mất một phần"),
        (b"%PDF-1.7\n" + b"\xff" * 5000, "tệp bị hỏng hoặc bị cắt mất một phần"),
        (pdf_bytes(report_of())[:30000], "tệp bị hỏng hoặc bị cắt mất một phần"),
    ],
    ids=["empty", "zip", "rtf", "header only", "noise", "cut"],
)
def test_what_is_no_whole_pdf_is_said(data: bytes, reason: str) -> None:
    assert refusal(data) == reason


def test_a_password_is_said() -> None:
    def text(canvas: Canvas) -> None:
        canvas.drawString(100, 400, "mật")

    assert refusal(drawn(text, encrypt="mở")) == "tệp có mật khẩu"


def test_a_file_that_only_may_not_be_printed_is_read() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    lock = StandardEncryption("", ownerPassword="chủ", canPrint=0)
    (page,) = read_pages(drawn(lambda c: c.drawString(100, 400, "đọc được"), encrypt=lock))
    assert page.text == "đọcđược"


def test_too_many_pages_or_letters_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf_bytes(report_of())
    monkeypatch.setattr(signed_text, "MOST_PAGES", 3)
    assert refusal(data) == "tệp có hơn 3 trang"
    monkeypatch.undo()
    monkeypatch.setattr(signed_text, "_MOST_LETTERS", 500)
    assert refusal(data) == "có trang quá nhiều chữ"


def stream(packed: bytes, entries: str = "/Filter /FlateDecode") -> bytes:
    head = f"%PDF-1.7\n4 0 obj\n<< /Length {len(packed)} {entries} >>\nstream\n"
    return head.encode() + packed + b"\nendstream\nendobj\n"


def test_a_small_file_that_unpacks_without_end_is_refused_in_time() -> None:
    bomb = zlib.compress(b"\0" * 70 * 1024**2, 9)
    assert len(bomb) < 100_000
    assert refusal(stream(bomb)) == "tệp chứa dữ liệu nén quá lớn"
    twice = stream(zlib.compress(bomb), "/Filter [/FlateDecode /FlateDecode]")
    assert refusal(twice) == "tệp chứa dữ liệu nén quá lớn"


def test_many_streams_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed_text, "_MOST_UNPACKED_AT_ALL", 3 * 1024**2)
    one = stream(zlib.compress(b"\0" * 1024**2))
    assert refusal(one * 3) == "tệp bị hỏng hoặc bị cắt mất một phần"
    assert refusal(one * 4) == "tệp chứa dữ liệu nén quá lớn"


def test_a_large_picture_is_no_bomb() -> None:
    scan = stream(zlib.compress(b"\0" * 70 * 1024**2, 9), "/Subtype /Image /Filter /FlateDecode")
    assert refusal(scan) == "tệp bị hỏng hoặc bị cắt mất một phần"


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_no_damage_ends_in_anything_but_pages_or_a_reason(data: st.DataObject) -> None:
    whole = bytearray(_small())
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(8, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    for damaged in (bytes(whole), bytes(whole[:cut])):
        with contextlib.suppress(Unreadable):
            assert all(isinstance(page, PageText) for page in read_pages(damaged))


def _small() -> bytes:
    return drawn(lambda c: c.drawString(100, 400, "Mã đối chiếu"))
