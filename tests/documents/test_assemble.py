from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from qnapp.db.builtin import builtin_organisations
from qnapp.db.progress import set_progress
from qnapp.db.reports import set_report_text
from qnapp.db.settings import get_settings, set_settings
from qnapp.db.setup import initialise
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.assemble import assemble_report, office_of, report_file_name
from qnapp.documents.content import OfficeKind, PartId
from qnapp.documents.profiles import load_profile
from qnapp.errors import FileError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qnapp.db.store import Store

PERIOD = "2026-Q2"
HANOI = timezone(timedelta(hours=7))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    organisation = next(one for one in builtin_organisations() if one.code == "06652")
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


def test_a_report_speaks_of_the_periods_own_day(store: Store) -> None:
    assert assemble_report(store, PERIOD).as_of == date(2026, 6, 14)


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
    sheet = load_worksheet(store, PERIOD)
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
