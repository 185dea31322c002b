from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import docx
import pytest
from fixed_clock import HANOI
from pdf_pages import MM, page_texts, printed, solid
from report_sheets import BTC, COUNCIL, HA_TU, PARTY_BODY, full_sheet

from qnapp.documents.docx import docx_bytes
from qnapp.documents.pdf import pdf_bytes, render_pdf
from qnapp.documents.profiles import load_profile
from qnapp.documents.reply_slip import build_reply_slip, slip_file_name
from qnapp.domain.replies import Answer, Reply, ReplyRow, ReturnedRow

if TYPE_CHECKING:
    from qnapp.documents.report import Office, Report

DATA = "3f2a91bc0d4e77a1" + "0" * 48
SHEET = full_sheet(kind="Q1")
REASON = "Kết quả chưa nêu số liệu cụ thể, đề nghị bổ sung số hộ, số hồ sơ."


def reply(rows: int = 0, note: str = "") -> Reply:
    """An answer of the province's office; the last returned row is an indicator."""
    returned = [
        ReturnedRow(ReplyRow.TASK, row.uid, REASON) for row in SHEET.own_tasks[: max(rows - 1, 0)]
    ]
    if rows:
        returned.append(ReturnedRow(ReplyRow.INDICATOR, SHEET.indicators[0].uid, "Số liệu lệch."))
    return Reply(
        Answer.RETURNED if rows else Answer.ACCEPTED, "cd" * 32, HA_TU.code, HA_TU.name,
        "NQ05-2026", "2026-Q1", 2, datetime(2026, 3, 22, 9, 30, tzinfo=HANOI), "Lê Văn Mẫu",
        BTC.code, BTC.name, note, tuple(returned),
    )  # fmt: skip


def slip(answer: Reply, office: Office = PARTY_BODY, profile: str = "dang", **more: Any) -> Report:
    told: dict[str, Any] = {
        "data": DATA,
        "received_on": date(2026, 3, 19),
        "report_number": "12-BC/ĐU",
        "report_date": "2026-03-18",
        **more,
    }
    return build_reply_slip(answer, SHEET, office, load_profile(profile), **told)


@pytest.mark.parametrize(("office", "profile"), [(PARTY_BODY, "dang"), (COUNCIL, "nha-nuoc")])
@pytest.mark.parametrize("rows", [0, 3])
def test_a_slip_says_on_one_page_which_report_of_whom_was_answered_and_how(
    office: Office, profile: str, rows: int
) -> None:
    data = pdf_bytes(slip(reply(rows, "Gửi lại trước 25/3." if rows else ""), office, profile))
    (page,) = page_texts(data)
    text = solid(page)
    told = [
        "PHIẾU TRẢ LẠI" if rows else "PHIẾU TIẾP NHẬN",
        "quý I năm 2026 của phường Hà Tu",
        "Đơn vị báo cáo: Phường Hà Tu (mã 06652)",
        "lần 2, số 12-BC/ĐU, ngày 18/3/2026"
        if profile == "dang"
        else "lần 2, số 12-BC/ĐU ngày 18 tháng 3 năm 2026",
        "Mã đối chiếu: 3F2A 91BC 0D4E 77A1",
        "Nhận ngày 19/3/2026; trả lời ngày 22/3/2026, người trả lời: Lê Văn Mẫu",
    ]
    told += ["Ý kiến: Gửi lại trước 25/3.", "3 dòng", REASON, "Số liệu lệch."] if rows else []
    assert [words for words in told if solid(words) not in text] == []


def test_what_is_not_known_is_left_out() -> None:
    report = slip(reply(), data="", received_on=None, report_number="", report_date="")
    text = solid("".join(page_texts(pdf_bytes(report))))
    assert solid("lần 2;") in text
    assert solid("Trả lời ngày 22/3/2026") in text
    for words in ("Mã đối chiếu", "Nhận ngày", ", số"):
        assert solid(words) not in text


def test_many_rows_go_on_with_their_header_and_end_in_the_signature() -> None:
    data = pdf_bytes(slip(reply(41)))
    pages = page_texts(data)
    assert len(pages) > 2
    assert all("Lý do trả lại" in page for page in pages)
    assert "PHÓ TRƯỞNG BAN" in pages[-1]
    # The last row stands above the signature: no page holds the signature alone.
    assert "Số liệu lệch" in pages[-1]
    lines = printed(data)
    codes = [
        line.text.split()[0] for line in lines if line.x0 < 40 * MM and line.text[:1].isdigit()
    ]
    assert {str(n) for n in range(1, 42)} <= set(codes)


def test_the_table_stands_in_the_width_of_the_text() -> None:
    for line in printed(pdf_bytes(slip(reply(12)))):
        assert line.x0 >= 30 * MM - 0.01
        assert line.x1 <= 195 * MM + 0.01


def test_the_one_who_reported_gets_it_and_number_and_day_stay_blank() -> None:
    party, state = slip(reply(2)), slip(reply(2), COUNCIL, "nha-nuoc")
    assert party.recipients[0] == "- Đảng ủy phường Hà Tu;"
    assert state.recipients[0] == "- Ủy ban nhân dân phường Hà Tu;"
    assert party.letterhead.number.endswith("-PTL/BTCTU")
    assert state.letterhead.number.endswith("/PTL-UBND")
    assert party.addressees == state.addressees == ()
    issued = slip(reply(), number="7", issued_on=date(2026, 3, 23))
    assert issued.letterhead.number == "Số 07-PTN/BTCTU"
    assert issued.letterhead.place_date.endswith("ngày 23 tháng 3 năm 2026")


def test_the_word_copy_holds_the_same_table() -> None:
    report = slip(reply(5))
    document = docx.Document(io.BytesIO(docx_bytes(report)))
    table = document.tables[1]  # between letterhead and signature
    assert [cell.text for cell in table.rows[0].cells] == ["TT", "Mã", "Nội dung", "Lý do trả lại"]
    found = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert found == [[str(cell) for cell in row.cells] for row in report.data.rows]
    assert len(document.sections) == 1


def test_a_row_that_the_report_does_not_hold_keeps_its_uid() -> None:
    answer = reply(2)
    odd = ReturnedRow(ReplyRow.TASK, "local/X", "Không rõ.")
    report = slip(Reply(**{f: getattr(answer, f) for f in answer.__slots__ if f != "rows"},
                        rows=(odd,)))  # fmt: skip
    assert report.data.rows[0].cells == (1, "local/X", "", "Không rõ.")


def test_the_file_is_named_after_answer_unit_and_revision() -> None:
    assert slip_file_name(reply(1), ".pdf") == "Phiếu trả lại 2026-Q1 - Phường Hà Tu - lần 2.pdf"
    assert slip_file_name(reply(), ".docx").startswith("Phiếu tiếp nhận")


def test_the_same_slip_gives_the_same_bytes() -> None:
    assert pdf_bytes(slip(reply(3))) == render_pdf(slip(reply(3))).data
