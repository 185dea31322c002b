from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from report_sheets import (
    BTC,
    COMMUNE,
    COUNCIL,
    PARTY_BODY,
    every_text,
    few_rows,
    full_sheet,
    indicator_row,
    report_of,
    sheet,
    task_row,
)

from qnapp.documents.content import PartId, ReportWords, draft_words, part_titles
from qnapp.documents.profiles import load_profile
from qnapp.documents.snapshot import Source, read_snapshot, take_snapshot
from qnapp.domain.periods import adhoc, default_calendar
from qnapp.domain.reporting import Status


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("Q1", "quý I năm 2026"),
        ("Q2", "6 tháng đầu năm 2026"),
        ("Q3", "9 tháng năm 2026"),
        ("Q4", "năm 2026"),
        ("QT", "năm 2026 (số liệu quyết toán)"),
    ],
)
def test_the_subject_names_the_period(kind: str, words: str) -> None:
    report = report_of(few_rows(kind=kind))
    assert report.subject == ("kết quả thực hiện Nghị quyết số 05-NQ/TU, ngày 09/12/2025", words)


def test_the_states_subject_begins_with_a_capital_and_has_no_comma() -> None:
    report = report_of(office=COUNCIL, profile="nha-nuoc")
    assert report.subject[0] == (
        "Kết quả thực hiện Nghị quyết số 05-NQ/TU ngày 09 tháng 12 năm 2025"
    )


def test_an_ad_hoc_period_goes_by_its_own_name() -> None:
    calendar = default_calendar(2026, date(2025, 12, 9))
    extra = adhoc(
        calendar, 1, date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 5), "Đợt cao điểm tháng 4"
    )
    given = replace(sheet(task_row("1.18")), period=extra, as_of=extra.as_of)
    report = report_of(given)
    assert report.subject[1] == "đợt cao điểm tháng 4"
    assert report.parts[-1].heading.startswith("V. NHIỆM VỤ TRỌNG TÂM")


def test_the_parts_are_numbered_and_in_order() -> None:
    report = report_of()
    assert [part.heading for part in report.parts] == [
        "",
        "I. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU",
        "II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ",
        "III. KHÓ KHĂN, VƯỚNG MẮC",
        "IV. ĐỀ XUẤT, KIẾN NGHỊ",
        "V. NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM 2026",
    ]
    assert [part.id for part in report.parts] == list(PartId)
    assert part_titles(few_rows(kind="Q1"))[PartId.NEXT] == "V. Nhiệm vụ trọng tâm quý II năm 2026"


def test_the_clerks_words_take_the_place_of_the_draft() -> None:
    words = ReportWords(tasks="Dòng một.\r\n\r\n  Dòng  hai. \n", next="Làm tiếp")
    report = report_of(words=words)
    assert report.part(PartId.TASKS).paragraphs == ("Dòng một.", "Dòng hai.")
    assert report.part(PartId.NEXT).paragraphs == ("Làm tiếp.",)
    given = few_rows()
    draft = draft_words(given, PartId.OPENING, load_profile("dang"))
    assert report.part(PartId.OPENING).paragraphs == (draft,)


@pytest.mark.parametrize("blank", ["", "  \n "])
def test_blank_words_take_the_draft(blank: str) -> None:
    assert report_of(words=ReportWords(tasks=blank)).parts == report_of().parts


@pytest.mark.parametrize(
    "typed", ["Làm tiếp", "Làm tiếp.", "Làm tiếp./.", "Làm tiếp;", "Làm tiếp,"]
)
def test_the_last_sentence_ends_as_the_regime_asks(typed: str) -> None:
    words = ReportWords(next=f"Việc một\n{typed}")
    party = report_of(words=words).parts[-1].paragraphs
    state = report_of(office=COUNCIL, profile="nha-nuoc", words=words).parts[-1].paragraphs
    assert party == ("Việc một", "Làm tiếp.")
    assert state == ("Việc một", "Làm tiếp./.")


def test_annexes_are_told_to_belong_to_the_report() -> None:
    report = report_of(number="7", issued_on=date(2026, 6, 18))
    assert {annex.note.replace("\xa0", " ") for annex in report.annexes} == {
        "(Kèm theo Báo cáo số 07-BC/ĐU, ngày 18 tháng 6 năm 2026 của Đảng ủy phường Hà Tu)"
    }
    assert report.letterhead.number == "Số 07-BC/ĐU"
    state = report_of(office=COUNCIL, profile="nha-nuoc", number="7", issued_on=date(2026, 6, 18))
    assert "ngày\xa018\xa0tháng\xa06\xa0năm\xa02026" in state.annexes[0].note  # on one line
    assert state.annexes[0].note.replace("\xa0", " ") == (
        "(Kèm theo Báo cáo số 07/BC-UBND ngày 18 tháng 6 năm 2026 của Ủy ban nhân dân phường Hà Tu)"
    )


def test_the_month_of_the_date_line_is_the_one_in_which_the_report_is_due() -> None:
    assert "tháng 3 năm 2026" in report_of(few_rows(kind="Q1")).letterhead.place_date
    late = report_of(few_rows(kind="Q1"), month=date(2026, 7, 1))
    assert "tháng 7 năm 2026" in late.letterhead.place_date


def test_a_report_knows_what_it_is_of() -> None:
    report = report_of(few_rows(BTC), PARTY_BODY)
    assert (report.organisation, report.period, report.as_of) == (
        "BTCTU",
        "2026-Q2",
        date(2026, 6, 14),
    )
    assert report.author == "Ban Tổ chức Tỉnh ủy"
    assert report.name == (
        "Báo cáo kết quả thực hiện Nghị quyết số 05-NQ/TU, ngày 09/12/2025 "
        "6 tháng đầu năm 2026 - Ban Tổ chức Tỉnh ủy"
    )


def test_the_same_rows_give_the_same_report() -> None:
    assert report_of(full_sheet()) == report_of(full_sheet())


def test_all_text_of_a_report_is_composed() -> None:
    typed = unicodedata.normalize("NFD", "Đã hoàn thành phương án sắp xếp")
    report = report_of(words=ReportWords(tasks=typed))
    assert unicodedata.is_normalized("NFC", every_text(report))


def test_doubts_of_the_source_are_not_printed() -> None:
    row = task_row("1.18")
    doubtful = replace(row, task=replace(row.task, doubts=("OCR không rõ",)))
    assert "OCR" not in every_text(report_of(sheet(doubtful)))


def test_doubts_of_the_source_are_printed_by_choice() -> None:
    rows = [row for row in few_rows().tasks if row.code in ("1.18", "3.10.1")]
    doubtful = [replace(r, task=replace(r.task, doubts=("Không rõ số", "Mờ"))) for r in rows]
    value = indicator_row("5")
    value = replace(value, indicator=replace(value.indicator, doubts=("Thiếu đơn vị tính",)))
    given = sheet(*doubtful, value)
    first, second = report_of(given, with_doubts=True).annexes
    printed = (*first.table.rows, *second.table.rows)
    titles = {row.cells[0]: row.cells[1] for row in printed if row.cells[1:]}
    told = "Cần đối chiếu bản gốc: Không rõ số.\nCần đối chiếu bản gốc: Mờ."
    plain = {row.code: row.task.title for row in rows}
    assert titles["1.18"] == f"{plain['1.18']}\n{told}"
    assert str(titles["5"]).endswith("\nCần đối chiếu bản gốc: Thiếu đơn vị tính.")
    assert titles["3.10.1"] == plain["3.10.1"]  # restricted: nothing but its fixed sentence


def test_printed_doubts_are_frozen_with_the_report() -> None:
    row = task_row("1.18")
    given = sheet(replace(row, task=replace(row.task, doubts=("Không rõ số",))))
    profile = load_profile("dang")
    source = Source(given, ReportWords(), COMMUNE, profile, training=False, with_doubts=True)
    kept = read_snapshot(take_snapshot(source, 1))
    assert kept.report == report_of(given, with_doubts=True) == kept.source.report(draft=False)


def test_no_secret_of_a_restricted_row_gets_into_a_report() -> None:
    secret = "MẬT-KHÔNG-ĐƯỢC-IN"
    row = task_row(
        "3.10.1", result=secret, delay_reason=secret, difficulty=secret, proposal=secret,
        next_step=secret,
    )  # fmt: skip
    assert secret not in every_text(report_of(sheet(row)))


def test_words_stand_one_space_apart_whatever_was_typed_between_them() -> None:
    typed = "Đã họp   xong.  Kết quả\ttốt.\n  - Một   hai"
    row = task_row(
        "1.5", Status.IN_PROGRESS, result=typed, delay_reason=typed, difficulty=typed,
        proposal=typed, next_step=typed,
    )  # fmt: skip
    measured = indicator_row("20", "Không còn hộ nghèo", words=typed, note=typed)
    words = ReportWords(opening=typed)
    report = report_of(sheet(row, measured), words=words)
    said = [text for part in report.parts for text in part.paragraphs]
    said += [
        str(cell) for annex in report.annexes for row in annex.table.rows for cell in row.cells
    ]
    assert sum("Đã họp xong. Kết quả tốt." in text for text in said) >= 6
    assert not [text for text in said if "  " in text or "\t" in text]
