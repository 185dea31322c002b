from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import docx
import pytest
from fixed_clock import FixedClock
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pdf_pages import page_texts, solid
from report_sheets import (
    COMMUNE,
    COUNCIL,
    DEPARTMENT,
    ISSUED,
    PARTY_BODY,
    RESTRICTED,
    every_text,
    full_sheet,
    indicator_row,
    real_plan,
    sheet,
    task_row,
)

from qnapp.db.assignments import set_officer
from qnapp.db.milestones import add_extension, grant_extension
from qnapp.db.organisations import resolve_organisation
from qnapp.db.periods import add_adhoc_period, lock_period, set_period_dates
from qnapp.db.reports import set_plan_text
from qnapp.db.settings import set_settings
from qnapp.db.setup import initialise
from qnapp.db.targets import set_own_target
from qnapp.documents.docx import docx_bytes
from qnapp.documents.pdf import pdf_bytes
from qnapp.documents.profiles import load_profile
from qnapp.documents.report import RowKind
from qnapp.documents.unit_plan import (
    PlanPart,
    YearPlan,
    assemble_unit_plan,
    build_unit_plan,
    load_year_plan,
    plan_part_states,
    unit_plan_file_name,
)
from qnapp.documents.words import is_restricted
from qnapp.documents.xlsx import xlsx_bytes
from qnapp.domain.periods import default_calendar
from qnapp.domain.plan import Role
from qnapp.domain.reporting import Extension
from qnapp.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.documents.report import Annex, Office, Report
    from qnapp.domain.reporting import IndicatorRow, TaskRow

CALENDAR = default_calendar(2026, ISSUED)
ON = date(2025, 12, 20)
DANG = load_profile("dang")
LETTERHEADS = ("dang", "nha-nuoc")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Training data of a commune: 27 tasks, four of them duties, and fourteen targets."""
    organisation = resolve_organisation("06652")
    made = initialise(
        tmp_path / "store",
        organisation=organisation,
        clerk="Trần Thị Mẫu",
        clock=FixedClock(),
        sample=True,
    )
    yield made
    made.close()


def year_of(*rows: TaskRow | IndicatorRow, **followers: str) -> YearPlan:
    return YearPlan(sheet(*rows, kind="Q1"), CALENDAR, followers)


def plan_of(
    year: YearPlan, office: Office = COMMUNE, profile: str = "dang", **texts: str
) -> Report:
    return build_unit_plan(
        year, {f"plan:{name}": text for name, text in texts.items()}, office,
        load_profile(profile), on=ON,
    )  # fmt: skip


def said(report: Report, part: PlanPart) -> str:
    return "\n".join(report.part(part).paragraphs)


def rows_of(annex: Annex) -> dict[object, tuple[object, ...]]:
    return {row.cells[0]: row.cells for row in annex.table.rows if row.kind is RowKind.ROW}


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


FULL = full_sheet(kind="Q1")


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


# ------------------------------------------------------------------ from the store


def test_the_store_gives_the_whole_plan(store: Store) -> None:
    report = assemble_unit_plan(store)
    assert "27 nhiệm vụ" in said(report, PlanPart.TASKS)
    assert "trong đó có 4 nhiệm vụ về tổ chức thực hiện" in said(report, PlanPart.TASKS)
    assert len(rows_of(report.annexes[1])) == 27
    assert len(rows_of(report.annexes[0])) == 14
    assert report.letterhead.place_date.endswith("tháng 6 năm 2026")
    assert report.training
    assert not report.draft
    assert report.fingerprint is None
    assert rows_of(report.annexes[1])["HT.03"][3] == "Đảng ủy phường Hà Tu"


def test_duties_are_carried_out_not_repeated(store: Store) -> None:
    report = assemble_unit_plan(store)
    text = said(report, PlanPart.ORGANISATION)
    assert "- Quán triệt, thực hiện nghiêm Nghị quyết gắn với chủ đề" in text
    assert "(thời hạn: định kỳ hằng quý; theo dõi: Trần Thị Mẫu)." in text
    assert "xây dựng kế hoạch triển khai" not in text  # this plan is it
    assert "căn cơ" not in text
    assert "căn cơ, bài bản" in said(report, PlanPart.PURPOSE)
    assert "TC-1:" not in said(report, PlanPart.TASKS)
    assert "Nghị quyết này" not in "\n".join(said(report, part) for part in PlanPart)


def test_who_follows_what_is_listed_by_name(store: Store) -> None:
    set_officer(store, "1", "Ẩn Văn Tập")
    set_officer(store, "3.6", "Ẩn Văn Tập")
    text = said(assemble_unit_plan(store), PlanPart.ORGANISATION)
    names = [line for line in text.split("\n") if ": nhiệm vụ" in line]
    assert names[0] == "- Ẩn Văn Tập: nhiệm vụ 3.6; chỉ tiêu 1."
    assert names[1].startswith("- Đỗ Văn Tập: nhiệm vụ 1.18, 3.2")


def test_dates_of_the_built_in_calendar_are_provisional(store: Store) -> None:
    day = date(2026, 5, 4)
    add_adhoc_period(store, name="Chuyên đề", start=day, cutoff=day, due=day)
    text = said(assemble_unit_plan(store), PlanPart.ORGANISATION)
    assert "- Báo cáo quý I năm 2026: chốt số liệu ngày 14/3/2026, gửi chậm nhất ngày" in text
    assert "- Báo cáo năm 2026 (số liệu quyết toán): gửi chậm nhất ngày 31/01/2027." in text
    assert "- Báo cáo 6 tháng đầu năm 2026: chốt" in text
    assert text.endswith("là dự kiến, thực hiện theo lịch của Tỉnh ủy khi có.")
    assert "Chuyên đề" not in text.lower()
    set_period_dates(store, "2026-Q3", due=date(2026, 9, 25))
    changed = said(assemble_unit_plan(store), PlanPart.ORGANISATION)
    assert "gửi chậm nhất ngày 25/9/2026." in changed
    assert "dự kiến" not in changed


def test_texts_are_kept_and_a_preview_takes_their_place(store: Store) -> None:
    lock_period(store, "2026-Q1", "Đã trình ký")
    set_plan_text(store, PlanPart.PURPOSE, "Mục đích của phường.")
    kept = assemble_unit_plan(store)
    assert said(kept, PlanPart.PURPOSE) == "Mục đích của phường."
    typed = assemble_unit_plan(store, texts={PlanPart.OPENING: "Đang gõ:"})
    assert said(typed, PlanPart.OPENING) == "Đang gõ:"
    assert said(typed, PlanPart.PURPOSE) != "Mục đích của phường."


def test_what_is_recorded_later_does_not_change_the_plan(store: Store) -> None:
    before = assemble_unit_plan(store, on=ON)
    lock_period(store, "2026-Q1", "Đã trình ký")
    set_settings(store, current_period="2026-Q4")
    assert assemble_unit_plan(store, on=ON) == before
    set_own_target(store, "NQ05-2026/CT-1", "≥95")
    add_extension(
        store, "NQ05-2026/3.2", due=date(2027, 1, 31), document="Công văn số 1", granted=False
    )
    after = assemble_unit_plan(store, on=ON)
    assert rows_of(after.annexes[0])["1"][3] == "≥95"
    assert "đề nghị gia hạn đến 31/01/2027" in said(after, PlanPart.TASKS)


def test_choices_of_letterhead(store: Store) -> None:
    assert assemble_unit_plan(store, "nha-nuoc").author == "Ủy ban nhân dân phường Hà Tu"
    set_settings(store, letterhead="nha-nuoc", training=False)
    report = assemble_unit_plan(store, draft=True)
    assert report.profile.name == "nha-nuoc"
    assert report.stamp == "DỰ THẢO"
    with pytest.raises(NotFoundError):
        assemble_unit_plan(store, "khac")


def test_each_part_says_where_its_text_comes_from(store: Store) -> None:
    year = load_year_plan(store)
    own = {PlanPart.OPENING.value: "Riêng"}
    states = {state.part: state for state in plan_part_states(year, own, DANG, {})}
    assert list(states) == list(PlanPart)
    assert states[PlanPart.OPENING].title == "Mở đầu"
    assert (states[PlanPart.OPENING].text, states[PlanPart.OPENING].source) == ("Riêng", "đã viết")
    assert states[PlanPart.TARGETS].source == "tự động, 14 chỉ tiêu"
    assert states[PlanPart.TASKS].source == "tự động, 27 nhiệm vụ"
    last = states[PlanPart.ORGANISATION]
    assert (last.source, last.lacking) == ("còn 7 nhiệm vụ chưa có người theo dõi", True)
    printed = assemble_unit_plan(store)
    for part in (PlanPart.PURPOSE, PlanPart.TARGETS, PlanPart.TASKS):
        assert states[part].text == said(printed, part)
    for row in year.tasks:
        set_officer(store, row.uid, "Cán bộ A")
    full = plan_part_states(load_year_plan(store), {}, DANG, {})[-1]
    assert (full.source, full.lacking) == ("tự động, chưa sửa", False)


def test_a_granted_extension_reaches_the_plan(store: Store) -> None:
    extension = add_extension(
        store, "NQ05-2026/3.2", due=date(2027, 1, 31), document="Công văn số 1", granted=False
    )
    grant_extension(store, extension.id)
    cells = rows_of(assemble_unit_plan(store).annexes[1])["3.2"]
    assert cells[5] == "Năm 2026"
    assert str(cells[6]).startswith("Gia hạn đến 31/01/2027")


def test_the_file_is_named_after_the_resolution(store: Store) -> None:
    name = unit_plan_file_name(load_year_plan(store), ".pdf")
    assert name == "Kế hoạch triển khai Nghị quyết 05-NQ-TU - Phường Hà Tu.pdf"


# ------------------------------------------------------------------ the three writers


@pytest.fixture(scope="module", params=LETTERHEADS)
def whole(request: pytest.FixtureRequest) -> Report:
    """Every task and indicator of the resolution."""
    office = COMMUNE if request.param == "dang" else COUNCIL
    return plan_of(YearPlan(FULL, CALENDAR), office, request.param)


def test_the_pdf_says_it_all_and_is_the_same_again(whole: Report) -> None:
    data = pdf_bytes(whole)
    assert data == pdf_bytes(whole)
    pages = page_texts(data)
    assert "KẾ HOẠCH\n" in pages[0]
    everything = solid("".join(pages))
    assert everything == unicodedata.normalize("NFC", everything)
    for part in whole.parts:
        assert solid(part.heading) in everything
    for code in ("1.1", "3.4.15", "HT.01"):
        assert solid(str(rows_of(whole.annexes[1])[code][4])) in everything
    signed = next(n for n, page in enumerate(pages) if whole.signature.name in page)
    assert "Biểu số 1" in pages[signed + 1]
    assert "khi có" in pages[signed]


def test_the_workbook_has_a_form_two_annexes_and_data(whole: Report) -> None:
    data = xlsx_bytes(whole)
    assert data == xlsx_bytes(whole)
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Kế hoạch", "Biểu số 1", "Biểu số 2", "Dữ liệu"]
    form = [cell.value for row in book["Kế hoạch"].iter_rows() for cell in row if cell.value]
    assert "KẾ HOẠCH" in form
    assert "Số lượng" not in form  # nothing is counted in a plan
    table = book["Dữ liệu"]
    assert table.max_row == len(FULL.own_tasks) + len(FULL.followed_indicators) + 1
    titles = [cell.value for cell in table[1]]
    due = titles.index("Ngày đến hạn") + 1
    found = {table.cell(n, 2).value: table.cell(n, due).value for n in range(2, table.max_row + 1)}
    assert found["HT.01"] == datetime(2026, 9, 30)  # noqa: DTZ001 # as a workbook holds it
    assert book.properties.created.date() == ON


def test_the_word_copy_has_the_same_words(whole: Report) -> None:
    document = docx.Document(io.BytesIO(docx_bytes(whole)))
    lines = [line.text for line in document.paragraphs]
    for part in whole.parts:
        assert set(part.paragraphs) <= {line.replace("\u00a0", " ") for line in lines} | set(lines)
    assert [table.rows[0].cells[1].text for table in document.tables[-2:]] == [
        "Chỉ tiêu",
        "Nhiệm vụ",
    ]
    assert len(document.tables[-1].rows) == len(whole.annexes[1].table.rows) + 1


def test_typed_text_stays_text() -> None:
    row = replace(task_row("3.2"), officer="=1+1\u0301")
    report = plan_of(year_of(row), opening="=HYPERLINK(1)")
    book = load_workbook(io.BytesIO(xlsx_bytes(report)))
    kinds = {cell.data_type for one in book for line in one.iter_rows() for cell in line}
    assert "f" not in kinds
    assert pdf_bytes(report)


def test_the_resolution_of_another_year_is_named_by_its_own_title() -> None:
    plan = replace(
        real_plan(), number="07-NQ/TU", year=2027, title="Về nhiệm vụ năm 2027", theme=""
    )
    year = YearPlan(replace(sheet(task_row("3.2"), kind="Q1"), plan=plan), ())
    report = plan_of(year)
    assert report.subject[0].startswith("triển khai thực hiện Nghị quyết số 07-NQ/TU")
    assert report.subject[1] == "của Ban Chấp hành Đảng bộ tỉnh Quảng Ninh"
    assert "chủ đề" not in said(report, PlanPart.PURPOSE)
    assert report.annexes[0].title == "CHỈ TIÊU NĂM 2027"
