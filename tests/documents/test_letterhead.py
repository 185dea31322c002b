from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from report_sheets import BTC, COMMUNE, COUNCIL, DEPARTMENT, HA_TU, PARTY_BODY, SO_NOI_VU

from qnapp.documents.letterhead import (
    addressees,
    letterhead,
    office_kind,
    recipients,
    signature,
    signer_title,
)
from qnapp.documents.profiles import load_profile
from qnapp.documents.report import Letterhead, Office, OfficeKind, Signature
from qnapp.domain.plan import Organisation

if TYPE_CHECKING:
    from qnapp.documents.profiles import Profile

PARTY, STATE = load_profile("dang"), load_profile("nha-nuoc")
JUNE = date(2026, 6, 20)
DUUBND = Organisation("DUUBND", "Đảng ủy Ủy ban nhân dân tỉnh", "cơ quan")
UBKT = Organisation("UBKTTU", "Ủy ban Kiểm tra Tỉnh ủy", "cơ quan")
VPTU = Organisation("VPTU", "Văn phòng Tỉnh ủy", "cơ quan")
MTTQ = Organisation("MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "cơ quan")


def plain(head: Letterhead) -> list[str]:
    """The words without the room that is left for a number and a day."""
    words = [head.superior, *head.issuer, head.number, head.place_date]
    return [" ".join(text.split()) for text in words]


def body(organisation: Organisation, title: str = "", *, deputy: bool = False) -> Office:
    return Office(organisation, OfficeKind.PARTY_BODY, "A", title, signs_as_deputy=deputy)


def test_a_communes_party_committee() -> None:
    assert plain(letterhead(COMMUNE, PARTY, month=JUNE)) == [
        "ĐẢNG BỘ TỈNH QUẢNG NINH",
        "ĐẢNG ỦY PHƯỜNG HÀ TU",
        "Số -BC/ĐU",
        "Hà Tu, ngày tháng 6 năm 2026",
    ]


def test_a_communes_peoples_committee() -> None:
    assert plain(letterhead(COUNCIL, STATE, month=JUNE)) == [
        "",
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG HÀ TU",
        "Số: /BC-UBND",
        "Hà Tu, ngày tháng 6 năm 2026",
    ]


def test_a_body_of_the_provincial_committee() -> None:
    assert plain(letterhead(PARTY_BODY, PARTY, month=JUNE)) == [
        "TỈNH ỦY QUẢNG NINH",
        "BAN TỔ CHỨC",
        "Số -BC/BTCTU",
        "Quảng Ninh, ngày tháng 6 năm 2026",
    ]


def test_a_party_committee_under_the_province() -> None:
    assert plain(letterhead(body(DUUBND), PARTY, month=JUNE))[:3] == [
        "ĐẢNG BỘ TỈNH QUẢNG NINH",
        "ĐẢNG ỦY",
        "ỦY BAN NHÂN DÂN TỈNH",
    ]


def test_a_department() -> None:
    assert plain(letterhead(DEPARTMENT, STATE, month=JUNE))[:3] == [
        "UBND TỈNH QUẢNG NINH",
        "SỞ NỘI VỤ",
        "Số: /BC-SNV",
    ]


def test_what_the_office_says_wins() -> None:
    own = replace(
        COMMUNE, organisation=replace(HA_TU, parent="Tỉnh ủy X"), symbol="ĐUHT", place="Hạ Long"
    )
    assert plain(letterhead(own, PARTY, month=JUNE)) == [
        "TỈNH ỦY X",
        "ĐẢNG ỦY PHƯỜNG HÀ TU",
        "Số -BC/ĐUHT",
        "Hạ Long, ngày tháng 6 năm 2026",
    ]


@pytest.mark.parametrize(
    ("number", "party", "state"),
    [
        ("5", "Số 05-BC/ĐU", "Số: 05/BC-UBND"),
        (" 12 ", "Số 12-BC/ĐU", "Số: 12/BC-UBND"),
        ("123", "Số 123-BC/ĐU", "Số: 123/BC-UBND"),
    ],
)
def test_a_number_that_is_known_has_a_zero_below_ten(number: str, party: str, state: str) -> None:
    assert letterhead(COMMUNE, PARTY, number=number, month=JUNE).number == party
    assert letterhead(COUNCIL, STATE, number=number, month=JUNE).number == state


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 6, 5), "Hà Tu, ngày 05 tháng 6 năm 2026"),
        (date(2026, 2, 18), "Hà Tu, ngày 18 tháng 02 năm 2026"),
        (date(2026, 12, 1), "Hà Tu, ngày 01 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_take_a_zero(day: date, words: str) -> None:
    assert letterhead(COMMUNE, PARTY, issued_on=day, month=JUNE).place_date == words


def test_a_blank_number_leaves_room_that_no_line_end_parts() -> None:
    number = letterhead(COMMUNE, PARTY, month=JUNE).number
    assert number.count("\u00a0") >= 6


SIGNED = [
    ("Bí thư", False, PARTY, ("T/M BAN THƯỜNG VỤ",), "BÍ THƯ"),
    ("", False, PARTY, ("T/M BAN THƯỜNG VỤ",), "BÍ THƯ"),
    # A collective body: T/M even when the deputy signs, never K/T.
    ("Phó Bí thư", True, PARTY, ("T/M BAN THƯỜNG VỤ",), "PHÓ BÍ THƯ"),
    ("Bí thư", True, PARTY, ("T/M BAN THƯỜNG VỤ",), "PHÓ BÍ THƯ"),
    ("Phó Bí thư Thường trực", False, PARTY, ("T/M BAN THƯỜNG VỤ",), "PHÓ BÍ THƯ THƯỜNG TRỰC"),
    ("Chủ tịch", False, STATE, ("TM. ỦY BAN NHÂN DÂN",), "CHỦ TỊCH"),
    ("", False, STATE, ("TM. ỦY BAN NHÂN DÂN",), "CHỦ TỊCH"),
    ("Chủ tịch", True, STATE, ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), "PHÓ CHỦ TỊCH"),
    ("Phó Chủ tịch", False, STATE, ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), "PHÓ CHỦ TỊCH"),
]


@pytest.mark.parametrize(("title", "deputy", "profile", "authority", "shown"), SIGNED)
def test_who_signs_for_a_commune(
    title: str, deputy: bool, profile: object, authority: tuple[str, ...], shown: str
) -> None:
    office = Office(HA_TU, OfficeKind.COMMUNE, "Nguyễn Văn A", title, signs_as_deputy=deputy)
    chosen = PARTY if profile is PARTY else STATE
    assert signature(office, chosen) == Signature(authority, shown, "Nguyễn Văn A")
    assert signer_title(office, chosen).upper() == shown
    assert not signer_title(office, chosen).isupper()


@pytest.mark.parametrize(
    ("organisation", "title", "authority", "shown"),
    [
        (BTC, "", (), "TRƯỞNG BAN"),
        (BTC, "Phó Trưởng ban", ("K/T TRƯỞNG BAN",), "PHÓ TRƯỞNG BAN"),
        (BTC, "Phó Trưởng ban Thường trực", ("K/T TRƯỞNG BAN",), "PHÓ TRƯỞNG BAN THƯỜNG TRỰC"),
        (VPTU, "", (), "CHÁNH VĂN PHÒNG"),
        (VPTU, "Phó Chánh Văn phòng", ("K/T CHÁNH VĂN PHÒNG",), "PHÓ CHÁNH VĂN PHÒNG"),
        (UBKT, "Phó Chủ nhiệm", ("T/M ỦY BAN KIỂM TRA",), "PHÓ CHỦ NHIỆM"),
        (DUUBND, "Phó Bí thư", ("T/M BAN THƯỜNG VỤ",), "PHÓ BÍ THƯ"),
    ],
)
def test_who_signs_for_a_provincial_body(
    organisation: Organisation, title: str, authority: tuple[str, ...], shown: str
) -> None:
    assert signature(body(organisation, title), PARTY) == Signature(authority, shown, "A")


@pytest.mark.parametrize(
    ("organisation", "authority", "shown"),
    [
        (VPTU, (), "CHÁNH VĂN PHÒNG"),
        (BTC, (), "TRƯỞNG BAN"),
        (MTTQ, ("TM. BAN THƯỜNG TRỰC",), "CHỦ TỊCH"),
        (Organisation("X", "Trung tâm Lưu trữ", "cơ quan"), (), "THỦ TRƯỞNG"),
    ],
)
def test_a_provincial_body_signs_in_the_states_form_too(
    organisation: Organisation, authority: tuple[str, ...], shown: str
) -> None:
    assert signature(body(organisation), STATE) == Signature(authority, shown, "A")


def test_who_signs_for_a_department() -> None:
    assert signature(DEPARTMENT, STATE) == Signature((), "GIÁM ĐỐC", "Phạm Văn D")
    deputy = replace(DEPARTMENT, signs_as_deputy=True)
    assert signature(deputy, STATE) == Signature(("KT. GIÁM ĐỐC",), "PHÓ GIÁM ĐỐC", "Phạm Văn D")


def test_recipients_end_with_the_archive() -> None:
    assert recipients(COMMUNE, PARTY) == (
        "- Ban Thường vụ Tỉnh ủy (để báo cáo);",
        "- Văn phòng Tỉnh ủy;",
        "- Lưu Văn phòng Đảng ủy.",
    )
    assert recipients(COUNCIL, STATE) == ("- Như trên;", "- Lưu: VT.")


def test_who_issues_is_not_among_those_who_get_it() -> None:
    assert recipients(body(VPTU), PARTY) == (
        "- Ban Thường vụ Tỉnh ủy (để báo cáo);",
        "- Lưu Văn phòng.",
    )
    typed = replace(body(VPTU), recipients=("Văn phòng Tỉnh ủy",))
    assert recipients(typed, PARTY)[0] == "- Văn phòng Tỉnh ủy;"


def test_typed_recipients_are_set_alike_whatever_was_typed_around_them() -> None:
    typed = replace(
        COMMUNE, recipients=("- Tỉnh ủy;", " Mặt trận Tổ quốc phường. ", "", "Lưu VPĐU")
    )
    assert recipients(typed, PARTY) == (
        "- Tỉnh ủy;",
        "- Mặt trận Tổ quốc phường;",
        "- Lưu VPĐU.",
    )


def test_only_the_state_form_addresses_a_superior() -> None:
    assert addressees(COMMUNE, PARTY) == ()
    assert addressees(COUNCIL, STATE) == ("Ban Thường vụ Tỉnh ủy Quảng Ninh",)
    own = replace(COUNCIL, addressees=("Sở Nội vụ", " ", "Văn phòng UBND tỉnh"))
    assert addressees(own, STATE) == ("Sở Nội vụ", "Văn phòng UBND tỉnh")


@pytest.mark.parametrize(
    ("organisation", "kind"),
    [
        (HA_TU, OfficeKind.COMMUNE),
        (BTC, OfficeKind.PARTY_BODY),
        (SO_NOI_VU, OfficeKind.DEPARTMENT),
        (Organisation("11110", "Đặc khu Vân Đồn", "đặc khu"), OfficeKind.COMMUNE),
    ],
)
def test_the_kind_of_a_body_is_known_from_its_record(
    organisation: Organisation, kind: OfficeKind
) -> None:
    assert office_kind(organisation) is kind


@pytest.mark.parametrize("assembly", ["Ủy ban nhân dân", "Hội đồng nhân dân"])
@pytest.mark.parametrize("own", ["Đảng ủy", "Văn phòng"])
@pytest.mark.parametrize("profile", [PARTY, STATE])
def test_an_authoritys_name_is_not_parted_in_that_of_its_committee_or_office(
    profile: Profile, own: str, assembly: str
) -> None:
    organisation = Organisation("DU", f"{own} {assembly} tỉnh", "cơ quan")
    head = letterhead(body(organisation), profile, month=JUNE)
    assert head.issuer == (own.upper(), f"{assembly} tỉnh".upper())


def test_every_party_committee_keeps_its_copy_in_its_own_office() -> None:
    assert recipients(body(DUUBND), PARTY)[-1] == "- Lưu Văn phòng Đảng ủy."
    assert recipients(body(UBKT), PARTY)[-1] == "- Lưu Văn phòng."
