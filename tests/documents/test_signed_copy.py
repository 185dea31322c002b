from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from fixed_clock import FixedClock
from report_sheets import full_sheet, report_of
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from signing import (
    LEADER,
    SEAL,
    Issued,
    authority,
    frozen,
    signed,
    with_note,
    with_page,
    with_page_emptied,
    with_text,
    with_xfa,
)

from qnapp.db.organisations import resolve_organisation
from qnapp.db.setup import initialise
from qnapp.db.worksheet import load_worksheet
from qnapp.documents import signed_copy
from qnapp.documents.assemble import assemble_report
from qnapp.documents.pdf import pdf_bytes, render_pdf, write_pdf
from qnapp.documents.signature_fields import with_signature_fields
from qnapp.documents.signed_copy import Doubt, Outcome, check_signed_copy
from qnapp.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Issued:
    """The second quarter of the sample store, exported to a file."""
    folder: Path = tmp_path_factory.mktemp("sample")
    unit = resolve_organisation("06652")
    with initialise(folder / "a", organisation=unit, sample=True, clock=FixedClock()) as store:
        report = frozen(assemble_report(store, "2026-Q2"), load_worksheet(store, "2026-Q2"))
    write_pdf(report, folder / "báo cáo.pdf")
    return Issued(report, (folder / "báo cáo.pdf").read_bytes())


@pytest.fixture(scope="module")
def once(issued: Issued) -> bytes:
    return signed(issued.exported)


# Đúng bản đã xuất


def test_the_exported_file_signed_is_the_same_file(
    issued: Issued, once: bytes, tmp_path: Path
) -> None:
    copy = issued.check(tmp_path, once)
    assert copy.outcome is Outcome.SAME_FILE
    first, second, third = copy.sentences
    assert first == "Đúng bản đã xuất: tệp chứa nguyên vẹn bản mà chương trình đã xuất."
    assert second.startswith(f"Chữ ký số của {LEADER}, lúc ")
    assert second.endswith("nội dung còn nguyên vẹn, chữ ký bao trùm toàn bộ tệp.")
    assert third == "Chưa kiểm tra được người ký vì máy này chưa có chứng thư gốc."
    assert copy.other is None


def test_leader_and_seal_one_after_the_other_are_the_same_file(
    issued: Issued, once: bytes, tmp_path: Path
) -> None:
    (tmp_path / "gốc.crt").write_bytes(authority().pem)
    copy = issued.check(tmp_path, signed(once, SEAL), tmp_path)
    assert copy.outcome is Outcome.SAME_FILE
    assert [sign.signer for sign in copy.signatures] == [LEADER, SEAL]
    assert len(copy.sentences) == 5
    assert all("Đã kiểm tra người ký" in copy.sentences[n] for n in (2, 4))


def test_the_file_with_empty_fields_is_compared_with_itself(issued: Issued, tmp_path: Path) -> None:
    exported = with_signature_fields(render_pdf(issued.report))
    with_fields = replace(issued, exported=exported)
    assert with_fields.check(tmp_path, exported).outcome is Outcome.SAME_FILE
    both = signed(signed(exported, field="ChuKy"), SEAL, field="Dau")
    copy = with_fields.check(tmp_path, both)
    assert copy.outcome is Outcome.SAME_FILE
    assert len(copy.findings) == 1


def test_an_unsigned_copy_is_the_same_file_and_said_to_be_unsigned(
    issued: Issued, tmp_path: Path
) -> None:
    copy = issued.check(tmp_path, issued.exported)
    assert copy.outcome is Outcome.SAME_FILE
    assert copy.doubt is Doubt.UNSIGNED
    assert copy.sentences == (
        "Đây là bản chưa ký: tệp không có chữ ký số, cũng không có hình chữ ký, con dấu. "
        "Kiểm tra lại xem đã chọn đúng tệp chưa.",
        "Đúng bản đã xuất: tệp chứa nguyên vẹn bản mà chương trình đã xuất.",
    )


def test_number_and_date_alone_are_no_signature(issued: Issued, tmp_path: Path) -> None:
    copy = issued.check(tmp_path, with_text(with_text(issued.exported, 1, "15"), 1, "20"))
    assert copy.doubt is Doubt.UNSIGNED
    assert copy.sentences[0].startswith("Đây là bản chưa ký")


@pytest.mark.parametrize("inked", ["note", "picture", "patch"])
def test_what_could_be_a_signature_is_not_called_unsigned(
    issued: Issued, tmp_path: Path, inked: str
) -> None:
    made = {
        "note": with_note(issued.exported, 2),
        "picture": scanned(issued.exported),
        "patch": with_text(issued.exported, 4, "", cover=True),
    }
    copy = issued.check(tmp_path, made[inked])
    assert copy.doubt is None
    assert copy.sentences[-1] == "Tệp không có chữ ký số."


@pytest.mark.parametrize("sign", [bytes, signed], ids=["unsigned", "signed"])
def test_a_draft_is_called_so(
    issued: Issued, tmp_path: Path, sign: Callable[[bytes], bytes]
) -> None:
    draft = replace(issued.report, fingerprint=None, draft=True)
    copy = issued.check(tmp_path, sign(pdf_bytes(draft)))
    assert (copy.outcome, copy.doubt) == (Outcome.NOT_MATCHED, Doubt.DRAFT)
    assert copy.sentences[0] == (
        "Đây là bản dự thảo, không phải bản xuất để trình ký. "
        "Kiểm tra lại xem đã chọn đúng tệp chưa."
    )


def test_a_photograph_is_compared_by_eye(issued: Issued, tmp_path: Path) -> None:
    for start in (b"\xff\xd8\xff\xe0 JFIF", b"\x89PNG\r\n\x1a\n", b"\0\0\0\x18ftypheic"):
        copy = issued.check(tmp_path, start + bytes(40))
        assert copy.doubt is None
        assert copy.sentences == (
            "Chưa đối chiếu được: tệp chỉ có ảnh, không có chữ để so. "
            "Vẫn dùng được tệp này sau khi tự đối chiếu bằng mắt.",
        )


def test_number_and_date_written_onto_the_first_page_are_told(
    issued: Issued, tmp_path: Path
) -> None:
    numbered = with_text(with_text(issued.exported, 1, "15"), 1, "20")
    copy = issued.check(tmp_path, signed(numbered))
    assert copy.outcome is Outcome.SAME_FILE
    assert copy.findings[1] == (
        "Sau khi xuất, trang 1 có thêm chữ, ghi chú hoặc hình, thường là số và ngày."
    )


def test_a_white_patch_over_a_page_is_told(issued: Issued, tmp_path: Path) -> None:
    copy = issued.check(tmp_path, with_text(issued.exported, 4, "", cover=True))
    assert copy.outcome is Outcome.SAME_FILE
    assert copy.findings[1].startswith("Sau khi xuất, trang 4 có thêm")


def test_pages_behind_the_report_are_told(issued: Issued, tmp_path: Path) -> None:
    copy = issued.check(tmp_path, with_page(issued.exported))
    assert copy.outcome is Outcome.SAME_FILE
    assert copy.findings[-1] == "Sau khi xuất, tệp có thêm 1 trang."


def test_a_note_is_told(issued: Issued, tmp_path: Path) -> None:
    copy = issued.check(tmp_path, with_note(issued.exported, 2))
    assert copy.outcome is Outcome.SAME_FILE
    assert copy.findings[1].startswith("Sau khi xuất, trang 2 có thêm")


def test_something_behind_the_signature_is_warned_of(
    issued: Issued, once: bytes, tmp_path: Path
) -> None:
    copy = issued.check(tmp_path, once + b"\n% more\n")
    assert copy.outcome is Outcome.SAME_FILE
    assert "tệp đã được ghi thêm sau khi ký" in copy.sentences[1]


def test_a_page_changed_behind_the_exported_bytes_is_no_longer_the_same(
    issued: Issued, tmp_path: Path
) -> None:
    """The file begins with every exported byte and still shows other figures."""
    changed = with_page_emptied(issued.exported, 3)
    assert changed.startswith(issued.exported)
    copy = issued.check(tmp_path, signed(changed))
    assert copy.outcome is Outcome.NOT_MATCHED
    assert "tệp là bản đã xuất nhưng trang 3 đã bị sửa sau đó" in copy.sentences[0]
    assert copy.sentences[0].endswith("Kiểm tra lại xem đã chọn đúng tệp chưa.")
    assert copy.doubt is Doubt.DIFFERENT
    assert copy.signatures[0].intact


# Một byte bị đổi


def test_one_byte_flipped_is_not_intact_and_not_the_same_file(
    issued: Issued, once: bytes, tmp_path: Path
) -> None:
    at = once.index(b"QNApp")
    copy = issued.check(tmp_path, once[:at] + b"R" + once[at + 1 :])
    assert copy.outcome is Outcome.SAME_DATA
    assert copy.signatures[0].intact is False
    assert "chữ ký không còn giá trị" in copy.sentences[1]


@pytest.mark.parametrize("part", range(8))
def test_a_flip_never_passes_for_a_whole_signed_copy(
    issued: Issued, once: bytes, tmp_path: Path, part: int
) -> None:
    at = 11 + part * len(issued.exported) // 8
    copy = issued.check(tmp_path, once[:at] + bytes([once[at] ^ 4]) + once[at + 1 :])
    assert copy.outcome is not Outcome.SAME_FILE
    assert not any(sign.intact for sign in copy.signatures)


# Báo cáo khác


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"period": "2026-Q1", "revision": 2}, "báo cáo khác (kỳ quý I năm 2026, lần 2)"),
        ({"revision": 3}, "báo cáo khác (kỳ 6 tháng đầu năm 2026, lần 3)"),
        ({"period": "2026-X01"}, "báo cáo khác (kỳ 2026-X01, lần 1)"),
        ({"organisation": "06706"}, "báo cáo của đơn vị khác, Phường Tuần Châu, mã 06706 (kỳ 6"),
        ({"plan": "NQ06-2027"}, "báo cáo theo nghị quyết khác, mã NQ06-2027"),
        ({"sha256": "0" * 64}, "bản khác của báo cáo này, số liệu không giống (kỳ 6 tháng"),
        ({"plan_version": 2}, "bản khác của báo cáo này, số liệu không giống (kỳ 6 tháng"),
    ],
    ids=str,
)
def test_another_reports_file_is_told_apart(
    issued: Issued, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    other = replace(issued.report, fingerprint=replace(issued.mark, **change))
    copy = issued.check(tmp_path, signed(pdf_bytes(other)))
    assert copy.outcome is Outcome.NOT_MATCHED
    assert f"tệp này là {said}" in copy.sentences[0]
    assert copy.sentences[0].endswith("Kiểm tra lại xem đã chọn đúng tệp chưa.")
    assert copy.doubt is Doubt.OTHER
    assert copy.other is not None
    assert copy.other.short == other.fingerprint.sha256[:16]  # type: ignore[union-attr]
    assert copy.signatures[0].intact


def test_a_report_without_code_is_not_matched(issued: Issued, tmp_path: Path) -> None:
    copy = issued.check(tmp_path, pdf_bytes(replace(issued.report, fingerprint=None, draft=False)))
    assert copy.outcome is Outcome.NOT_MATCHED
    assert "trong tệp không có mã đối chiếu" in copy.sentences[1]
    assert copy.other is None
    assert copy.doubt is Doubt.UNSIGNED


def test_our_own_code_over_other_figures_is_not_enough(issued: Issued, tmp_path: Path) -> None:
    other = replace(report_of(full_sheet()), fingerprint=issued.mark)
    copy = issued.check(tmp_path, signed(pdf_bytes(other)))
    assert copy.outcome is Outcome.NOT_MATCHED
    assert "bảng không khớp, bắt đầu từ Biểu số 1, " in copy.sentences[0]
    assert copy.doubt is Doubt.DIFFERENT


def test_a_scan_with_its_text_read_is_compared_by_eye(issued: Issued, tmp_path: Path) -> None:
    """A scanner's text may be wrong anywhere: its pages are pictures, so nothing is doubted."""
    other = replace(report_of(full_sheet()), fingerprint=issued.mark)
    copy = issued.check(tmp_path, with_picture(pdf_bytes(other)))
    assert "bảng không khớp" in copy.sentences[0]
    assert copy.doubt is None


def test_the_same_report_drawn_again_is_the_same_data(issued: Issued, tmp_path: Path) -> None:
    """Another program's bytes, for example after "print to PDF", with the text kept."""
    again = replace(issued.report, name="Báo cáo")
    copy = issued.check(tmp_path, signed(pdf_bytes(again)))
    assert copy.outcome is Outcome.SAME_DATA
    assert copy.sentences[0].startswith("Cùng số liệu: ")


def test_nothing_exported_is_not_the_beginning_of_everything(
    issued: Issued, tmp_path: Path
) -> None:
    lost = replace(issued, exported=b"")
    assert lost.check(tmp_path, issued.exported).outcome is Outcome.SAME_DATA
    assert lost.check(tmp_path, b"").outcome is not Outcome.SAME_DATA


def with_picture(data: bytes) -> bytes:
    """Lay the picture of the first page over it, as a scanner that reads text does."""
    source, target = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument(data)
    picture = pypdfium2.PdfImage.new(target)
    picture.set_bitmap(source[0].render(scale=0.3))
    first = target[0]
    first.insert_obj(picture)
    first.gen_content()
    buffer = io.BytesIO()
    target.save(buffer)
    target.close()
    source.close()
    return buffer.getvalue()


# Bản quét và tệp lạ


def scanned(data: bytes) -> bytes:
    """Print a PDF and put it through a scanner."""
    document = pypdfium2.PdfDocument(data)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for page in document:
        picture = page.render(scale=1, grayscale=True).to_pil()
        canvas.setPageSize(page.get_size())
        canvas.drawImage(ImageReader(picture), 0, 0, *page.get_size())
        canvas.showPage()
    document.close()
    canvas.save()
    return buffer.getvalue()


def test_a_scan_is_not_matched_and_may_be_used(issued: Issued, tmp_path: Path) -> None:
    copy = issued.check(tmp_path, scanned(issued.exported))
    assert copy.outcome is Outcome.NOT_MATCHED
    assert copy.sentences == (
        "Chưa đối chiếu được: tệp chỉ có ảnh, không có chữ để so. "
        "Vẫn dùng được tệp này sau khi tự đối chiếu bằng mắt.",
        "Tệp không có chữ ký số.",
    )
    by_the_office = issued.check(tmp_path, signed(scanned(issued.exported), SEAL))
    assert by_the_office.signatures[0].intact


def older(data: bytes) -> bytes:
    return data.replace(b"%PDF-1.7", b"%PDF-1.4", 1)


@pytest.mark.parametrize("made", [with_xfa, older])
def test_a_form_or_an_older_version_is_read_like_any_other(
    issued: Issued, tmp_path: Path, made: Callable[[bytes], bytes]
) -> None:
    other = replace(issued, exported=b"x")
    assert other.check(tmp_path, made(issued.exported)).outcome is Outcome.SAME_DATA


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "tệp rỗng"),
        (b"PK\x03\x04 word", "tệp không phải PDF"),
        (b"%PDF-1.7 cut", "tệp bị hỏng hoặc bị cắt mất một phần"),
    ],
)
def test_a_file_that_is_none_is_told_in_one_sentence(
    issued: Issued, tmp_path: Path, data: bytes, said: str
) -> None:
    copy = issued.check(tmp_path, data)
    assert copy.outcome is Outcome.NOT_MATCHED
    assert copy.sentences == (
        f"Chưa đối chiếu được: {said}. Kiểm tra lại xem đã chọn đúng tệp chưa.",
    )


def test_a_signed_copy_cut_off_is_told(issued: Issued, once: bytes, tmp_path: Path) -> None:
    copy = issued.check(tmp_path, once[: len(issued.exported) // 2])
    assert copy.outcome is Outcome.NOT_MATCHED
    assert "bị cắt mất một phần" in copy.sentences[0]
    assert copy.detail


def test_a_file_that_is_too_large_is_not_looked_into(
    issued: Issued, once: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signed_copy, "MOST_BYTES", len(once) - 1)
    copy = issued.check(tmp_path, once)
    assert copy.outcome is Outcome.NOT_MATCHED
    assert "tệp lớn hơn" in copy.sentences[0]
    assert copy.signatures == ()
    monkeypatch.setattr(signed_copy, "MOST_BYTES", len(once))
    assert issued.check(tmp_path, once).outcome is Outcome.SAME_FILE


def test_a_file_that_is_gone_is_said(issued: Issued, tmp_path: Path) -> None:
    for file in (tmp_path / "không có.pdf", tmp_path):
        with pytest.raises(FileError, match="Không mở được tệp"):
            check_signed_copy(file, issued.exported, issued.mark, issued.report, anchors=None)


def test_the_file_is_left_as_it_is(issued: Issued, once: bytes, tmp_path: Path) -> None:
    issued.check(tmp_path, once)
    (file,) = tmp_path.iterdir()
    assert file.read_bytes() == once


def test_every_sentence_is_vietnamese_and_whole(
    issued: Issued, once: bytes, tmp_path: Path
) -> None:
    cases = [once, once + b"%", b"", scanned(issued.exported), signed(once, SEAL)]
    told = [text for data in cases for text in issued.check(tmp_path, data).sentences]
    assert len(told) > 8
    for sentence in told:
        assert sentence.endswith(".")
        assert sentence[0].isupper()
        assert unicodedata.is_normalized("NFC", sentence)
        assert "!" not in sentence
