"""Finding who reports, by whatever a clerk types."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qnapp.db.builtin import builtin_organisations
from qnapp.db.history import history_of
from qnapp.db.organisations import (
    find_organisations,
    hit_spans,
    listed_organisation,
    organisation,
    own_organisation,
    resolve_organisation,
    set_own,
    typed_organisation,
    update_own,
)
from qnapp.errors import InputError, NotFoundError
from qnapp.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.db.store import Store
    from qnapp.domain.plan import Organisation


def _first(text: str) -> str:
    found = [match for match in find_organisations(text) if not match.look_alike]
    return found[0].organisation.name if found else ""


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ha tu", "Phường Hà Tu"),
        ("Hà Tu", "Phường Hà Tu"),
        ("HÀ TU", "Phường Hà Tu"),
        ("06652", "Phường Hà Tu"),
        ("phường hà tu", "Phường Hà Tu"),
        (unicodedata.normalize("NFD", "Hà Tu"), "Phường Hà Tu"),
        ("  ha   tu ", "Phường Hà Tu"),
        ("UBND phường Hà Tu", "Phường Hà Tu"),
        ("đảng ủy phường hà tu", "Phường Hà Tu"),
        ("Ban Thường vụ phường Hà Tu", "Phường Hà Tu"),
        ("van don", "Đặc khu Vân Đồn"),
        ("co to", "Đặc khu Cô Tô"),
        ("hoanh bo", "Phường Hoành Bồ"),
        ("hoành mô", "Xã Hoành Mô"),
        ("quang ha", "Xã Quảng Hà"),
        ("mong cai 3", "Phường Móng Cái 3"),
        ("mong cai", "Phường Móng Cái 1"),
        ("Đảng ủy UBND tỉnh", "Đảng ủy Ủy ban nhân dân tỉnh"),
        ("công an", "Đảng ủy Công an tỉnh"),
        ("mat tran", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("vptu", "Văn phòng Tỉnh ủy"),
        ("sở nội vụ", ""),
        ("zzz", ""),
    ],
)
def test_what_a_clerk_types_finds_the_organisation(typed: str, name: str) -> None:
    assert _first(typed) == name


def test_look_alikes_are_told_apart() -> None:
    found = find_organisations("ha tu")
    assert [match.organisation.name for match in found if not match.look_alike] == ["Phường Hà Tu"]
    alike = [match.organisation.name for match in found if match.look_alike]
    assert set(alike[:3]) == {"Phường Hà An", "Phường Hà Lầm", "Phường Hạ Long"}
    assert len(alike) <= 6
    assert [match.look_alike for match in found] == sorted(match.look_alike for match in found)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("hoanh bo", ["Phường Hoành Bồ"]),
        ("quang ha", ["Xã Quảng Hà", "Phường Quang Hanh"]),  # a name may go on
        ("quang la", ["Xã Quảng La"]),
        ("quang hanh", ["Phường Quang Hanh"]),
        ("ha an", ["Phường Hà An"]),
        ("ha lam", ["Phường Hà Lầm"]),
        ("hiep hoa", ["Phường Hiệp Hòa"]),
        ("hai hoa", ["Xã Hải Hòa"]),
        ("mong cai", ["Phường Móng Cái 1", "Phường Móng Cái 2", "Phường Móng Cái 3"]),
    ],
)
def test_one_keystroke_apart_is_not_the_same(typed: str, names: list[str]) -> None:
    whole = [match for match in find_organisations(typed) if not match.look_alike]
    assert [match.organisation.name for match in whole] == names


def test_hits_are_marked_in_the_name() -> None:
    match = find_organisations("ha tu")[0]
    name = match.organisation.name
    assert [name[start:end] for start, end in match.spans] == ["Hà", "Tu"]
    alike = next(
        one for one in find_organisations("ha tu") if one.organisation.name == "Phường Tuần Châu"
    )
    assert [alike.organisation.name[a:b] for a, b in alike.spans] == ["Tu"]
    assert find_organisations("06652")[0].spans == ()


@given(st.sampled_from(builtin_organisations()), st.data())
def test_every_name_finds_itself_first(one: Organisation, data: st.DataObject) -> None:
    typed = data.draw(st.sampled_from([one.name, fold(one.name), one.name.upper(), one.code]))
    assert find_organisations(typed)[0].organisation == one


@given(st.text(max_size=20))
def test_any_text_is_searched_without_fault(text: str) -> None:
    for match in find_organisations(text):
        name = match.organisation.name
        ends = [0, *(at for span in match.spans for at in span)]
        assert ends == sorted(ends)
        assert ends[-1] <= len(name)
        assert all(a < b for a, b in match.spans)


def test_empty_text_gives_all_in_order() -> None:
    found = find_organisations("  ")
    assert [match.organisation for match in found] == list(builtin_organisations())


def test_spans_join_what_touches() -> None:
    assert hit_spans("Đầm Hà", ["dam", "d", "h"]) == ((0, 3), (4, 5))


# --- typed in and resolved


@given(st.sampled_from(builtin_organisations()), st.sampled_from([str, str.upper, fold]))
def test_a_listed_organisation_is_known_by_each_of_its_names(
    one: Organisation, written: Callable[[str], str]
) -> None:
    for name in filter(None, (one.name, one.party_name, one.state_name)):
        assert listed_organisation(f" {written(name)} ") == one


@pytest.mark.parametrize("name", ["", "Sở Y tế", "Trường THPT Hà Tu", "Công an tỉnh"])
def test_others_are_not_listed(name: str) -> None:
    assert listed_organisation(name) is None


def test_another_organisation_is_typed_in() -> None:
    found = typed_organisation("  Sở  Nội vụ ", "UBND tỉnh Quảng Ninh", "SNV")
    assert (found.code, found.name, found.kind) == ("K-SO-NOI-VU", "Sở Nội vụ", "khác")
    assert (found.parent, found.symbol) == ("UBND tỉnh Quảng Ninh", "SNV")


@pytest.mark.parametrize("name", ["", "  ", "...", "\u200b"])
def test_a_name_must_be_typed(name: str) -> None:
    with pytest.raises(InputError, match="Chưa có tên đơn vị"):
        typed_organisation(name)


def test_a_code_names_one() -> None:
    assert resolve_organisation("06706").name == "Phường Tuần Châu"
    assert resolve_organisation(" btctu ").name == "Ban Tổ chức Tỉnh ủy"


def test_a_wrong_code_is_told_with_the_nearest() -> None:
    with pytest.raises(NotFoundError, match=r"Phường Tuần Châu \(06706\)"):
        resolve_organisation("Tuần Châu")
    with pytest.raises(NotFoundError, match="“99999”"):
        resolve_organisation("99999")


# --- the store's own


def test_the_own_organisation(store: Store) -> None:
    assert own_organisation(store) == resolve_organisation("06652")
    with pytest.raises(NotFoundError):
        organisation(store, "99999")


def test_words_of_the_letterhead_are_kept_with_history(store: Store) -> None:
    update_own(store, parent="Đảng bộ tỉnh Quảng Ninh", symbol=" ĐU ")
    own = own_organisation(store)
    assert (own.parent, own.symbol) == ("Đảng bộ tỉnh Quảng Ninh", "ĐU")
    assert {one.field for one in history_of(store, "organisation", "06652")} == {"parent", "symbol"}
    with pytest.raises(InputError):
        update_own(store, name=" ")


def test_words_given_with_a_known_organisation_are_kept(store: Store) -> None:
    known = resolve_organisation("06706")
    set_own(store, replace(known, symbol="ĐU"))
    assert own_organisation(store) == replace(known, symbol="ĐU")


def test_another_organisation_becomes_the_own_one(store: Store) -> None:
    set_own(store, typed_organisation("Sở Nội vụ", "UBND tỉnh", "SNV"))
    assert own_organisation(store).name == "Sở Nội vụ"
    set_own(store, resolve_organisation("06706"))
    assert own_organisation(store).code == "06706"
