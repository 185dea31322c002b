"""The unit's own plan: its letterhead, its parts, targets and tasks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_sheets import (
    COMMUNE,
    COUNCIL,
    DEPARTMENT,
    PARTY_BODY,
    RESTRICTED,
    every_text,
    indicator_row,
    task_row,
)
from unit_plans import FULL, LETTERHEADS, plan_of, rows_of, said, year_of

from qnapp.documents.report import RowKind
from qnapp.documents.unit_plan import PlanPart
from qnapp.domain.check_rules import is_restricted
from qnapp.domain.plan import Role
from qnapp.domain.reporting import Extension

if TYPE_CHECKING:
    from qnapp.documents.report import Office

# ------------------------------------------------------------------ letterhead and parts


@pytest.mark.parametrize(
    ("profile", "office", "number", "first", "annex"),
    [
        (
            "dang",
            COMMUNE,
            "Số -KH/ĐU",
            "triển khai thực hiện Nghị quyết số 05-NQ/TU, ngày 09/12/2025",
            "số -KH/ĐU, ngày tháng 12 năm 2025 của Đảng ủy phường Hà Tu)",
        ),
        (
            "nha-nuoc",
            COUNCIL,
            "Số: /KH-UBND",
            "Triển khai thực hiện Nghị quyết số 05-NQ/TU ngày 09 tháng 12 năm 2025",
            "số /KH-UBND ngày tháng 12 năm 2025 của Ủy ban nhân dân phường Hà Tu)",
        ),
    ],
    ids=LETTERHEADS,
)
def test_it_is_headed_as_a_plan(
    profile: str, office: Office, number: str, first: str, annex: str
) -> None:
    report = plan_of(year_of(task_row("3.2")), office, profile)
    assert report.type_name == "KẾ HOẠCH"
    assert " ".join(report.letterhead.number.split()) == number
    assert report.subject == (
        first,
        "của Ban Chấp hành Đảng bộ tỉnh",
        "về phương hướng, nhiệm vụ năm 2026",
    )
    assert report.addressees == ()
    for one in report.annexes:
        assert " ".join(one.note.split()) == f"(Kèm theo Kế hoạch {annex}"


def test_parts_stand_in_order_and_the_last_word_ends_the_document() -> None:
    for profile, ending in (("dang", "."), ("nha-nuoc", "./.")):
        report = plan_of(year_of(task_row("3.2")), profile=profile)
        assert [part.heading for part in report.parts] == [
            "", "I. MỤC ĐÍCH, YÊU CẦU", "II. CHỈ TIÊU", "III. NHIỆM VỤ", "IV. TỔ CHỨC THỰC HIỆN",
        ]  # fmt: skip
        assert all(part.paragraphs for part in report.parts)
        last = report.parts[-1].paragraphs[-1]
        assert last.endswith(f"khi có{ending}")
    assert said(report, PlanPart.OPENING).endswith("như sau:")
    assert "chủ đề công tác năm 2026: “Đột phá" in said(report, PlanPart.PURPOSE)


@pytest.mark.parametrize("office", [COMMUNE, COUNCIL, PARTY_BODY, DEPARTMENT])
@pytest.mark.parametrize("profile", LETTERHEADS)
def test_it_is_signed_like_a_report_and_goes_to_the_province(office: Office, profile: str) -> None:
    report = plan_of(year_of(task_row("3.2")), office, profile)
    assert report.signature.name == office.signer
    assert report.recipients[:2] == (
        "- Ban Thường vụ Tỉnh ủy (để báo cáo);",
        "- Văn phòng Tỉnh ủy;",
    )
    assert report.recipients[-1].startswith("- Lưu")


def test_nobody_stands_above_a_plan() -> None:
    office = replace(COUNCIL, recipients=("Như trên;", "TT HĐND phường", "Lưu: VT, VP"))
    report = plan_of(year_of(task_row("3.2")), office, "nha-nuoc")
    assert report.recipients == (
        "- Ban Thường vụ Tỉnh ủy (để báo cáo);",
        "- Văn phòng Tỉnh ủy;",
        "- TT HĐND phường;",
        "- Lưu: VT, VP.",
    )


def test_the_clerk_writes_over_a_part_and_keeps_the_others() -> None:
    year = year_of(task_row("3.2"))
    plain = plan_of(year)
    own = plan_of(year, purpose="Mục đích riêng.\n\n Yêu cầu riêng. ", tasks=" \n ")
    assert own.part(PlanPart.PURPOSE).paragraphs == ("Mục đích riêng.", "Yêu cầu riêng.")
    for part in (PlanPart.OPENING, PlanPart.TARGETS, PlanPart.TASKS, PlanPart.ORGANISATION):
        assert own.part(part) == plain.part(part)


# ------------------------------------------------------------------ targets


def test_the_units_targets_are_said_with_their_units_and_the_provinces_as_reference() -> None:
    year = year_of(
        indicator_row("1", "≥92"),
        indicator_row("17b", "20"),
        indicator_row("20", "Không còn hộ nghèo"),
        indicator_row("5"),
        **{"NQ05-2026/CT-1": "Cán bộ B"},
    )
    report = plan_of(year)
    text = said(report, PlanPart.TARGETS)
    assert "Phấn đấu thực hiện 3 chỉ tiêu (Biểu số 1):" in text
    assert "hằng năm: ≥92%." in text
    assert ": 20\u00a0bác sĩ." in text
    assert ": không còn hộ nghèo." in text
    assert "Theo dõi 1 chỉ tiêu của tỉnh: GRDP bình quân đầu người (mức của tỉnh: ≥11.800" in text
    assert text.endswith("để tham khảo, không phải mức của đơn vị.")
    cells = rows_of(report.annexes[0])
    assert cells["1"][3:] == ("≥92", "Cán bộ B", "Mức của tỉnh: ≥90%")
    assert cells["20"][3:] == ("Không còn hộ nghèo", "", "Bằng mức của tỉnh")
    assert cells["5"][3] == ""


def test_no_target_is_invented() -> None:
    report = plan_of(year_of(task_row("3.2")))
    assert said(report, PlanPart.TARGETS) == "Đơn vị chưa có mức chỉ tiêu riêng."
    assert report.annexes[0].table.rows == ()
    assert report.annexes[0].empty == "Đơn vị chưa theo dõi chỉ tiêu nào."
    assert "Biểu số 1" not in said(report, PlanPart.ORGANISATION)


def test_a_body_that_leads_for_the_province_needs_no_reference() -> None:
    report = plan_of(year_of(indicator_row("1", "≥90")))
    assert "tham khảo" not in said(report, PlanPart.TARGETS)
    assert rows_of(report.annexes[0])["1"][5] == "Bằng mức của tỉnh"


# ------------------------------------------------------------------ tasks


def test_a_task_is_told_with_role_officer_and_deadline() -> None:
    row = replace(task_row("1.3", role=Role.LEAD), officer="Nguyễn Thị Thử")
    report = plan_of(year_of(row))
    lines = said(report, PlanPart.TASKS).split("\n")
    assert lines[0] == "Đơn vị thực hiện 1 nhiệm vụ (chủ trì 1) nêu tại Biểu số 2."
    assert lines[1].startswith("1. Tiếp tục đẩy mạnh xây dựng, chỉnh đốn Đảng")
    title = row.task.title
    deadline = row.deadline.text
    assert deadline == "Tháng 01/2026"
    assert lines[2] == (
        f"- Nhiệm vụ 1.3: {title} (chủ trì; theo dõi: Nguyễn Thị Thử; thời hạn: tháng 01/2026)."
    )
    assert rows_of(report.annexes[1])["1.3"] == (
        "1.3", title, "Chủ trì", "; ".join(row.lead), "Nguyễn Thị Thử", deadline, "",
    )  # fmt: skip


def test_sub_tasks_stand_under_their_parent() -> None:
    report = plan_of(year_of(task_row("2.16.1"), task_row("2.16.2")))
    lines = said(report, PlanPart.TASKS).split("\n")[2:]
    assert [line.split(":")[0] for line in lines] == [
        "- Nhiệm vụ 2.16", "+ Nhiệm vụ 2.16.1", "+ Nhiệm vụ 2.16.2",
    ]  # fmt: skip
    kinds = [row.kind for row in report.annexes[1].table.rows]
    assert kinds == [RowKind.GROUP, RowKind.HEADING, RowKind.ROW, RowKind.ROW]


@pytest.mark.parametrize(
    ("granted", "words"),
    [(True, "gia hạn đến 30/9/2026"), (False, "đã đề nghị gia hạn đến 30/9/2026")],
)
def test_an_extension_stands_beside_the_first_deadline(granted: bool, words: str) -> None:
    row = task_row("1.3", extension=Extension(1, date(2026, 9, 30), "Công văn số 9", granted))
    report = plan_of(year_of(row))
    told = f"{words} {'theo' if granted else 'tại'} Công văn số 9"
    assert f"thời hạn: tháng 01/2026; {told})." in said(report, PlanPart.TASKS)
    assert rows_of(report.annexes[1])["1.3"][6] == told[0].upper() + told[1:]
    extended = report.data.rows[0].cells[12]
    assert extended == (date(2026, 9, 30) if granted else None)


def test_a_restricted_task_is_a_number_and_a_fixed_sentence() -> None:
    secret = Extension(1, date(2026, 9, 30), "Công văn mật", True)
    rows = [replace(task_row(code, extension=secret), officer="Cán bộ M") for code in RESTRICTED]
    report = plan_of(year_of(task_row("3.2"), *rows))
    text = said(report, PlanPart.TASKS)
    assert "- Nhiệm vụ 3.10.1, 3.10.2, 3.10.3: báo cáo theo đường riêng." in text
    assert "- Nhiệm vụ 6.1, 6.2: báo cáo theo đường riêng." in text
    for row in rows:
        assert row.task.title not in text
    assert "Công văn mật" not in every_text(report)
    assert "30/9/2026" not in every_text(report)
    assert rows_of(report.annexes[1])["6.1"][6] == "Báo cáo theo đường riêng"
    assert date(2026, 9, 30) not in [cell for row in report.data.rows for cell in row.cells]


def test_nobody_is_missed_for_what_goes_its_own_way() -> None:
    rows = [replace(task_row(code), officer="") for code in ("3.2", RESTRICTED[0])]
    assert year_of(*rows).unassigned() == 1
    assert year_of(task_row("3.2"), rows[1]).unassigned() == 0


def test_a_withdrawn_task_is_planned_no_more() -> None:
    report = plan_of(year_of(task_row("3.2"), replace(task_row("1.3"), withdrawn=True)))
    assert list(rows_of(report.annexes[1])) == ["3.2"]
    assert "1.3" not in said(report, PlanPart.TASKS)
    assert len(report.data.rows) == 1


def test_a_unit_without_tasks_has_a_plan_that_says_so() -> None:
    report = plan_of(year_of())
    assert said(report, PlanPart.TASKS) == "Đơn vị chưa nhận nhiệm vụ nào của Nghị quyết."
    assert report.annexes[1].empty == "Đơn vị chưa nhận nhiệm vụ nào."
    assert said(report, PlanPart.ORGANISATION).startswith("1. Chế độ báo cáo")


@given(st.sets(st.sampled_from([row.code for row in FULL.own_tasks]), max_size=40))
def test_every_task_is_planned_once(codes: set[str]) -> None:
    rows = [row for row in FULL.own_tasks if row.code in codes]
    report = plan_of(year_of(*rows))
    text = said(report, PlanPart.TASKS)
    for row in rows:
        told = text.count(f" Nhiệm vụ {row.code}: {row.task.title[:30].rstrip(' .;:')}")
        assert told == (not is_restricted(row))
    assert list(rows_of(report.annexes[1])) == [row.code for row in rows]
    assert [row.cells[1] for row in report.data.rows] == [row.code for row in rows]
