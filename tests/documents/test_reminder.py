from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import docx
import pytest
from docx.enum.section import WD_ORIENTATION
from openpyxl import load_workbook
from pdf_pages import MM, Printed, page_texts, printed, solid
from report_sheets import COMMUNE, COUNCIL, PARTY_BODY, period, real_plan

from qnapp.documents.docx import docx_bytes
from qnapp.documents.pdf import pdf_bytes
from qnapp.documents.profiles import load_profile
from qnapp.documents.reminder import (
    MOST_ADDRESSED,
    Reminded,
    Reminder,
    build_reminder,
    reminded,
    reminder_draft,
    reminder_file_name,
)
from qnapp.documents.xlsx import xlsx_bytes
from qnapp.domain.consolidated import Reporter
from qnapp.domain.received import ReportState

if TYPE_CHECKING:
    from qnapp.documents.report import Office, Report

DANG, STATE = load_profile("dang"), load_profile("nha-nuoc")
FORMS = [(PARTY_BODY, "dang"), (COUNCIL, "nha-nuoc")]
M, R, L = ReportState.MISSING, ReportState.RETURNED, ReportState.LATE


def reminder(*states: ReportState) -> Reminder:
    units = tuple(Reminded(f"Đảng ủy xã Mẫu {n}", state) for n, state in enumerate(states, 1))
    return Reminder(real_plan(), period("Q1"), units, date(2026, 3, 21), date(2026, 3, 25))


def letter(
    given: Reminder, office: Office = PARTY_BODY, profile: str = "dang", **more: str
) -> Report:
    return build_reminder(given, office, load_profile(profile), **more)  # type: ignore[arg-type]


def find(lines: list[Printed], text: str) -> Printed:
    return next(line for line in lines if " ".join(line.text.split()).startswith(text))


def test_the_trich_yeu_stands_under_the_number_as_each_form_asks() -> None:
    state = printed(pdf_bytes(letter(reminder(M), COUNCIL, "nha-nuoc")), range(1))
    number, about = find(state, "Số:"), find(state, "V/v đôn đốc")
    assert about.look == (12, False, False)
    assert about.middle == pytest.approx(number.middle, abs=0.5)
    # Nghị định 30/2020: 6 pt more than a line.
    assert about.baseline - number.baseline == pytest.approx(12 * 1.149 + 6, abs=0.1)
    party = printed(pdf_bytes(letter(reminder(M))), range(1))
    number, about = find(party, "Số"), find(party, "về việc đôn đốc")
    assert about.look == (12, False, True)
    assert number.baseline < about.baseline < number.baseline + 20
    for lines in (state, party):
        assert not [line for line in lines if line.text in ("CÔNG VĂN", "-----")]


def test_number_and_symbol_are_those_of_a_cong_van() -> None:
    assert letter(reminder(M), number="7").letterhead.number == "Số 07-CV/BTCTU"
    assert letter(reminder(M), COUNCIL, "nha-nuoc", number="7").letterhead.number == "Số: 07/UBND"


@pytest.mark.parametrize(("office", "profile"), FORMS)
def test_a_few_are_named_after_kinh_gui_and_listed_in_the_text(
    office: Office, profile: str
) -> None:
    report = letter(reminder(M, R, L), office, profile)
    assert report.addressees == ("Đảng ủy xã Mẫu 1", "Đảng ủy xã Mẫu 2", "Đảng ủy xã Mẫu 3")
    assert report.annexes == ()
    (page,) = page_texts(pdf_bytes(report))
    for words in ("Kính gửi:", "Chưa gửi báo cáo", "Đã trả lại, chưa gửi lại", "Gửi muộn"):
        assert words in page
    assert "danh sách dưới đây" in " ".join(page.split())
    on = ", ngày 09/12/2025" if profile == "dang" else " ngày 09 tháng 12 năm 2025"
    assert f"Nghị quyết số 05-NQ/TU{on}" in " ".join(page.split())


@pytest.mark.parametrize(("office", "profile"), FORMS)
def test_many_stand_in_a_list_of_upright_pages_behind_the_letter(
    office: Office, profile: str
) -> None:
    report = letter(reminder(*[M] * 30, *[L] * 24), office, profile)
    assert report.addressees == ("Các đơn vị có tên trong danh sách kèm theo",)
    data = pdf_bytes(report)
    lines = printed(data)
    assert max(line.x1 for line in lines) <= 195 * MM + 0.01
    text = solid("".join(page_texts(data)))
    assert all(solid(unit.name) in text for unit in reminder(*[M] * 54).units)
    assert solid("(Kèm theo Công văn số") in text
    assert "DANH SÁCH" in page_texts(data)[1]


def test_exactly_so_many_are_still_named() -> None:
    assert not letter(reminder(*[M] * MOST_ADDRESSED)).annexes
    assert letter(reminder(*[M] * (MOST_ADDRESSED + 1))).annexes


def test_the_draft_counts_each_kind_and_names_both_days() -> None:
    text = reminder_draft(reminder(M, M, L), PARTY_BODY, DANG)
    assert "chậm nhất ngày 20/3/2026" in text
    assert "Đến ngày 21/3/2026, có 2 đơn vị chưa gửi báo cáo, 1 đơn vị gửi báo cáo muộn" in text
    assert "chậm nhất ngày 25/3/2026" in text
    assert "trả lại" not in text
    only_late = reminder_draft(reminder(L), PARTY_BODY, DANG)
    assert "25/3/2026" not in only_late
    assert "rút kinh nghiệm" in only_late


@pytest.mark.parametrize(
    ("state", "told", "asked"),
    [
        (M, "chưa gửi báo cáo.", "25/3/2026"),
        (R, "chưa gửi lại báo cáo đã được trả lại để chỉnh sửa.", "25/3/2026"),
        (L, "mới gửi báo cáo, muộn so với thời hạn.", "rút kinh nghiệm"),
    ],
)
def test_a_single_one_is_spoken_to_by_its_name(state: ReportState, told: str, asked: str) -> None:
    report = letter(reminder(state))
    assert report.addressees == ("Đảng ủy xã Mẫu 1",)
    first, second, last = [text for part in report.parts for text in part.paragraphs]
    assert first.endswith(f"Đến ngày 21/3/2026, Đảng ủy xã Mẫu 1 {told}")
    assert "Đảng ủy xã Mẫu 1" in second
    assert asked in second
    assert last == "Đề nghị Đảng ủy xã Mẫu 1 quan tâm, phối hợp thực hiện."
    assert not any(part.table.rows for part in report.parts)


def test_only_what_happened_is_asked_for() -> None:
    text = reminder_draft(reminder(M, M), PARTY_BODY, DANG)
    assert "đề nghị các đơn vị chưa gửi báo cáo khẩn trương" in text
    both = reminder_draft(reminder(M, R), PARTY_BODY, DANG)
    assert "đề nghị các đơn vị chưa gửi báo cáo, chưa gửi lại báo cáo khẩn trương" in both


def test_the_offices_own_words_take_the_place_of_the_draft() -> None:
    report = letter(reminder(M, L), text="Một đoạn.\nĐoạn cuối")
    told = [text for part in report.parts for text in part.paragraphs]
    assert told == ["Một đoạn.", "Đoạn cuối."]
    assert [bool(part.table.rows) for part in report.parts] == [True, False]
    alone = letter(reminder(M, L), text="Một đoạn.")
    assert len(alone.parts) == 1
    assert alone.parts[0].table.rows


@pytest.mark.parametrize(("office", "profile"), [*FORMS, (COMMUNE, "dang")])
def test_word_and_excel_hold_the_same_words(office: Office, profile: str) -> None:
    for given in (reminder(M, L), reminder(*[M] * 12)):
        report = letter(given, office, profile)
        document = docx.Document(io.BytesIO(docx_bytes(report)))
        words = solid(
            "".join(node.text or "" for node in document.element.iter() if node.tag.endswith("}t"))
        )
        book = load_workbook(io.BytesIO(xlsx_bytes(report)))
        cells = solid(
            "".join(str(c.value or "") for s in book for row in s.iter_rows() for c in row)
        )
        texts = [report.letterhead.number, *report.subject, *report.addressees]
        texts += [text for part in report.parts for text in part.paragraphs]
        texts += [unit.name for unit in given.units]
        for text in texts:
            assert solid(text) in words
            assert solid(text) in cells


def test_the_letters_list_is_an_upright_section_of_the_word_copy() -> None:
    document = docx.Document(io.BytesIO(docx_bytes(letter(reminder(*[M] * 12)))))
    assert [s.orientation for s in document.sections] == [WD_ORIENTATION.PORTRAIT] * 2


def test_the_worst_come_first_and_are_addressed_by_the_forms_own_name() -> None:
    reporters = [
        Reporter("06652", "Phường Hà Tu", "Phường", ReportState.LATE),
        Reporter("X1", "Công ty Mẫu", "Đơn vị khác", ReportState.RETURNED),
        Reporter("06706", "Phường khác", "Phường", ReportState.MISSING),
        Reporter("06707", "Phường đúng hạn", "Phường", ReportState.ON_TIME),
        Reporter("06708", "Phường xung đột", "Phường", ReportState.CONFLICT),
    ]
    found = reminded(reporters, DANG)
    assert [unit.state for unit in found] == [M, R, L]
    assert found[1].name == "Công ty Mẫu"
    assert found[2].name == "Đảng ủy phường Hà Tu"
    assert reminded(reporters, STATE)[2].name == "Ủy ban nhân dân phường Hà Tu"


def test_the_file_is_named_after_the_period() -> None:
    assert (
        reminder_file_name(period("Q1"), ".docx") == "Công văn đôn đốc báo cáo Quý I năm 2026.docx"
    )
