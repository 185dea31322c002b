"""The unit's own plan out of a store: what was taken on, typed, extended."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from fixed_clock import FixedClock
from unit_plans import ON, rows_of, said

from qnapp.db.assignments import set_officer
from qnapp.db.milestones import add_extension, grant_extension
from qnapp.db.organisations import resolve_organisation
from qnapp.db.periods import add_adhoc_period, lock_period, set_period_dates
from qnapp.db.reports import set_plan_text
from qnapp.db.settings import set_settings
from qnapp.db.setup import initialise
from qnapp.db.targets import set_own_target
from qnapp.documents.profiles import load_profile
from qnapp.documents.unit_plan import (
    PlanPart,
    assemble_unit_plan,
    load_year_plan,
    plan_part_states,
    unit_plan_file_name,
)
from qnapp.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qnapp.db.store import Store

DANG = load_profile("dang")


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
    assert (last.source, last.lacking) == ("còn 6 nhiệm vụ chưa có người theo dõi", True)
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
