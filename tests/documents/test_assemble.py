from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from fixed_clock import HANOI

from qnapp.db.assignments import add_local_task
from qnapp.db.organisations import own_organisation, resolve_organisation
from qnapp.db.progress import set_progress
from qnapp.db.reports import set_report_text
from qnapp.db.settings import get_settings, set_settings
from qnapp.db.setup import initialise
from qnapp.db.worksheet import load_reported, load_worksheet
from qnapp.documents.assemble import (
    assemble_report,
    gather_source,
    office_of,
    report_file_name,
    signature_words,
)
from qnapp.documents.content import OfficeKind, PartId
from qnapp.documents.profiles import load_profile
from qnapp.documents.snapshot import read_snapshot, take_snapshot
from qnapp.documents.unit_plan import assemble_unit_plan
from qnapp.domain.reporting import Standing
from qnapp.errors import FileError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qnapp.db.store import Store

PERIOD = "2026-Q2"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    organisation = resolve_organisation("06652")
    made = initialise(
        tmp_path / "store",
        organisation=organisation,
        clerk="Trần Thị Mẫu",
        first_period="2026-Q1",
        signer="Nguyễn Văn Mẫu",
        signer_title="Bí thư",
        clock=lambda: datetime(2026, 6, 5, 14, 32, tzinfo=HANOI),
    )
    yield made
    made.close()


def test_everything_that_is_printed_comes_from_the_store(store: Store) -> None:
    set_progress(store, "NQ05-2026/3.2", PERIOD, status="in_progress", result="Đã họp dân.")
    set_report_text(store, PERIOD, "tasks", "Đã làm xong\nphần một.")
    set_settings(store, recipients="Tỉnh ủy (để báo cáo)\n\nLưu Văn phòng", place="Hạ Long")
    report = assemble_report(store, PERIOD)
    assert report.organisation == "06652"
    assert report.part(PartId.TASKS).paragraphs == ("Đã làm xong", "phần một.")
    assert report.signature.name == "Nguyễn Văn Mẫu"
    assert report.letterhead.place_date.startswith("Hạ Long")
    assert [line.strip("- ;.") for line in report.recipients] == [
        "Tỉnh ủy (để báo cáo)",
        "Lưu Văn phòng",
    ]
    assert not report.training


def test_a_report_speaks_of_the_periods_own_day_once_it_has_come(store: Store) -> None:
    assert assemble_report(store, "2026-Q1").as_of == date(2026, 3, 14)


@pytest.mark.parametrize("period", ["2026-Q1", "2026-Q2", "2026-Q4"])
def test_report_and_plan_are_dated_in_the_month_in_which_they_are_made(
    store: Store, period: str
) -> None:
    report = assemble_report(store, period)
    assert report.letterhead.place_date.endswith(" tháng 6 năm 2026")
    assert report.letterhead.place_date == assemble_unit_plan(store).letterhead.place_date
    kept = read_snapshot(take_snapshot(gather_source(store, period), 1))
    assert kept.source.report(draft=False).letterhead == report.letterhead


def test_no_day_is_counted_that_has_not_come(tmp_path: Path) -> None:
    """The year's report speaks of 31/12 and leaves by the 20th."""
    organisation = resolve_organisation("06652")
    said = {}
    for day in (16, 31):
        made = initialise(
            tmp_path / str(day),
            organisation=organisation,
            first_period="2026-Q1",
            taken=["NQ05-2026/1.5", "NQ05-2026/1.14"],
            clock=lambda day=day: datetime(2026, 12, day, 9, 0, tzinfo=HANOI),  # type: ignore[misc]
        )
        with made:
            report = assemble_report(made, "2026-Q4")
        said[day] = report.as_of.day, report.part(PartId.OPENING).paragraphs[0]
        told = "(tính đến ngày 16/12/2026)" in said[day][1]
        assert told is (day == 16)
        assert (" (TÍNH ĐẾN NGÀY 16/12/2026)" in report.annexes[1].title) is (day == 16)
    assert said[16][0] == 16
    assert said[31][0] == 31


def test_what_falls_due_after_the_day_of_making_is_not_overdue(tmp_path: Path) -> None:
    organisation = resolve_organisation("06652")
    standings = []
    for month, day in ((12, 28), (12, 31)):
        store = initialise(
            tmp_path / f"{month}-{day}",
            organisation=organisation,
            first_period="2026-Q1",
            clock=lambda m=month, d=day: datetime(2026, m, d, 9, 0, tzinfo=HANOI),  # type: ignore[misc]
        )
        with store:
            uid = add_local_task(store, title="Số hóa hồ sơ", deadline_text="30/12/2026").uid
            set_progress(store, uid, "2026-Q4", status="in_progress")
            sheet = load_reported(store, "2026-Q4")
            standings += [row.standing for row in sheet.own_tasks if row.uid == uid]
    assert standings == [Standing.IN_TIME, Standing.OVERDUE]


def test_the_letterhead_is_the_settings_unless_another_is_asked_for(store: Store) -> None:
    assert assemble_report(store, PERIOD).profile.name == "dang"
    assert assemble_report(store, PERIOD, "nha-nuoc").profile.name == "nha-nuoc"
    set_settings(store, letterhead="nha-nuoc")
    assert assemble_report(store, PERIOD).profile.name == "nha-nuoc"
    with pytest.raises(NotFoundError):
        assemble_report(store, PERIOD, "khong-co")
    with pytest.raises(NotFoundError):
        assemble_report(store, "2026-X07")


def test_the_offices_own_form_wins(store: Store) -> None:
    folder = store.folder / "profiles"
    folder.mkdir()
    (folder / "dang.json").write_text("{", encoding="utf-8")
    with pytest.raises(FileError, match=r"dang\.json"):
        assemble_report(store, PERIOD)


def test_what_is_being_typed_takes_the_place_of_what_is_stored(store: Store) -> None:
    set_report_text(store, PERIOD, "next", "Đã lưu")
    set_report_text(store, PERIOD, "proposals", "Đã lưu")
    sheet = load_reported(store, PERIOD)
    report = assemble_report(store, PERIOD, sheet=sheet, texts={"next": "Đang gõ", "tasks": ""})
    assert report.part(PartId.NEXT).paragraphs == ("Đang gõ.",)
    assert report.part(PartId.PROPOSALS).paragraphs != ("Đã lưu",)
    assert assemble_report(store, PERIOD, sheet=sheet) == assemble_report(store, PERIOD)


def test_an_office_is_what_organisation_and_settings_say(store: Store) -> None:
    organisation = load_worksheet(store, PERIOD).organisation
    office = office_of(organisation, get_settings(store), "dang")
    assert office.kind is OfficeKind.COMMUNE
    assert (office.signer, office.signer_title) == ("Nguyễn Văn Mẫu", "Bí thư")
    assert office.recipients == ()


def test_a_party_secretary_never_signs_for_the_committee_of_the_state(store: Store) -> None:
    signature = assemble_report(store, PERIOD, "nha-nuoc").signature
    assert signature.title == "CHỦ TỊCH"
    assert signature.name == ""
    assert assemble_report(store, PERIOD, "dang").signature.title == "BÍ THƯ"


@pytest.mark.parametrize(
    ("letterhead", "post", "deputy", "words"),
    [
        ("dang", "Bí thư", False, "T/M BAN THƯỜNG VỤ – BÍ THƯ"),
        ("dang", "Bí thư", True, "T/M BAN THƯỜNG VỤ – PHÓ BÍ THƯ"),
        ("nha-nuoc", "Chủ tịch", True, "TM. ỦY BAN NHÂN DÂN – KT. CHỦ TỊCH – PHÓ CHỦ TỊCH"),
        ("nha-nuoc", "Bí thư", True, "TM. ỦY BAN NHÂN DÂN – CHỦ TỊCH"),
    ],
)
def test_the_line_of_the_signature_is_that_of_the_report(
    store: Store, letterhead: str, post: str, deputy: bool, words: str
) -> None:
    set_settings(store, signer_title=post, signs_as_deputy=deputy)
    own = own_organisation(store)
    assert signature_words(own, get_settings(store), letterhead) == words
    signed = assemble_report(store, "2026-Q2", letterhead).signature
    assert words == " – ".join((*signed.authority, signed.title))


def test_the_head_of_an_office_signs_in_either_form(tmp_path: Path) -> None:
    office = initialise(tmp_path / "office", organisation=resolve_organisation("VPTU"),
                        clerk="Lê Văn Mẫu", first_period=PERIOD)  # fmt: skip
    with office:
        set_settings(office, signer="Nguyễn Văn Mẫu", signer_title="Chánh Văn phòng")
        for letterhead in ("dang", "nha-nuoc"):
            signature = assemble_report(office, PERIOD, letterhead).signature
            assert signature.title == "CHÁNH VĂN PHÒNG"
            assert signature.name == "Nguyễn Văn Mẫu"


def test_margins_of_even_pages_are_swapped_where_the_form_says_so(store: Store) -> None:
    assert not assemble_report(store, PERIOD, "dang").profile.page.mirrored
    set_settings(store, duplex=True)
    assert assemble_report(store, PERIOD, "dang").profile.page.mirrored
    assert not assemble_report(store, PERIOD, "nha-nuoc").profile.page.mirrored


def test_addressees_stand_where_the_form_has_them(store: Store) -> None:
    set_settings(store, addressees="Ban Thường vụ Tỉnh ủy\n\nVăn phòng Tỉnh ủy")
    asked = ("Ban Thường vụ Tỉnh ủy", "Văn phòng Tỉnh ủy")
    assert assemble_report(store, PERIOD, "nha-nuoc").addressees == asked
    assert assemble_report(store, PERIOD, "dang").addressees == ()


@pytest.mark.parametrize("letterhead", ["dang", "nha-nuoc"])
def test_both_forms_are_there(letterhead: str) -> None:
    assert load_profile(letterhead).name == letterhead


def test_a_file_is_named_after_period_and_unit(store: Store) -> None:
    sheet = load_worksheet(store, PERIOD)
    assert report_file_name(sheet, ".pdf") == "Báo cáo 6 tháng năm 2026 - Phường Hà Tu.pdf"
