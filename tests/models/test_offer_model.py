"""The list of tasks to take on, and the other small lists, under Qt's own model tester."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from qnapp.db.builtin import builtin_organisations, builtin_plan
from qnapp.db.organisations import find_organisations, resolve_organisation
from qnapp.domain.lookup import Hit
from qnapp.domain.reporting import Finding, Level
from qnapp.models.finding_model import FindingModel, without_code
from qnapp.models.hit_model import HitModel, HitRole
from qnapp.models.offer_lines import Offer, OfferGroup, count_groups, offers, promise
from qnapp.models.offer_model import HeadingRole, OfferModel, OfferRole
from qnapp.models.organisation_model import (
    LOOK_ALIKES,
    MatchRole,
    OrganisationModel,
    code_words,
    second_line,
)

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

HA_TU = "06652"
CHECK = Qt.ItemDataRole.CheckStateRole


@functools.cache
def ha_tu() -> tuple[Offer, ...]:
    return tuple(offers(builtin_plan(), HA_TU))


# --------------------------------------------------------------------------------------- lines


def test_every_task_that_can_be_reported_on_is_offered_once() -> None:
    uids = [offer.uid for offer in ha_tu()]
    assert len(uids) == len(set(uids))
    assert len(uids) == 104 + 10  # countable rows of the plan, and the duties TC-1 to TC-10


def test_what_is_sure_is_ticked_and_nothing_else() -> None:
    assert all(offer.ticked == (offer.group is OfferGroup.SURE) for offer in ha_tu())


def test_each_named_task_says_why_and_until_when() -> None:
    (harbour,) = [offer for offer in ha_tu() if offer.code == "5.6.1"]
    assert harbour.note == "Liên quan: phường Hà Tu · Khởi công tháng 3/2026"
    assert harbour.title.endswith("Khu neo đậu kết hợp tránh trú bão tại phường Hà Tu")


def test_what_is_followed_already_decides_the_ticks() -> None:
    taken = {"NQ05-2026/1.18"}
    ticked = [o.uid for o in offers(builtin_plan(), HA_TU, taken) if o.ticked]
    assert ticked == ["NQ05-2026/1.18"]


def test_the_promise_names_what_there_is() -> None:
    counts = dict.fromkeys(OfferGroup, 0) | {OfferGroup.SURE: 3, OfferGroup.OPEN: 74}
    assert promise("Phường Hà Tu", counts) == (
        "Phường Hà Tu: 3 nhiệm vụ giao hoặc nêu tên đơn vị, 74 nhiệm vụ ghi “các cơ quan, "
        "địa phương có liên quan” để bạn chọn ở bước 3."
    )


@pytest.mark.parametrize("code", [one.code for one in builtin_organisations()])
def test_every_organisation_is_offered_something_to_lead_or_support(code: str) -> None:
    assert count_groups(offers(builtin_plan(), code))[OfferGroup.SURE] > 0


# --------------------------------------------------------------------------------------- model


@pytest.fixture
def model(qtbot: QtBot) -> OfferModel:
    return OfferModel()


def test_the_model_keeps_to_qts_rules_while_everything_changes(
    model: OfferModel, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(model)  # type: ignore[no-untyped-call] # pytest-qt's own
    model.set_offers(ha_tu())
    for row in reversed(range(model.rowCount())):
        if model.index(row).data(HeadingRole) is not None:
            model.switch(row)
    model.set_needle("neo dau")
    model.set_ticked(["NQ05-2026/1.18"], ticked=True)
    model.set_needle("")
    model.set_offers(())


def test_ticks_survive_search_and_folding(model: OfferModel) -> None:
    model.set_offers(ha_tu())
    model.set_ticked(["NQ05-2026/1.18"], ticked=True)
    ticked = model.ticked()
    model.set_needle("neo đậu")
    model.switch(0)
    model.set_needle("")
    assert model.ticked() == ticked
    assert "NQ05-2026/1.18" in ticked


def test_a_search_opens_what_is_folded_and_closes_it_again(model: OfferModel) -> None:
    model.set_offers(ha_tu())
    hidden = next(o for o in ha_tu() if o.group is OfferGroup.OTHER)

    def shown() -> list[str]:
        lines = [model.index(row).data(OfferRole) for row in range(model.rowCount())]
        return [line.uid for line in lines if line is not None]

    assert hidden.uid not in shown()
    model.set_needle(hidden.code)
    assert hidden.uid in shown()
    model.set_needle("")
    assert hidden.uid not in shown()


def test_the_task_whose_code_was_typed_stands_first(model: OfferModel) -> None:
    model.set_offers(ha_tu())
    for code in ("6.1", "1.1", "2.1"):
        model.set_needle(code)
        lines = [model.index(row).data(OfferRole) for row in range(model.rowCount())]
        codes = [line.code for line in lines if line is not None]
        assert len(codes) > 1
        assert codes[0] == code


def test_one_tick_changes_its_row_and_its_heading_only(model: OfferModel, qtbot: QtBot) -> None:
    model.set_offers(ha_tu())
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    with qtbot.waitSignal(model.ticks_changed):
        model.setData(model.index(1), Qt.CheckState.Unchecked, CHECK)
    assert changed == [0, 1]
    assert model.index(0).data().endswith("8/9 đã chọn")


def test_what_cannot_be_ticked_is_refused(model: OfferModel) -> None:
    model.set_offers(ha_tu())
    assert not model.setData(model.index(0), Qt.CheckState.Checked, CHECK)
    assert not model.setData(model.index(1), "x", Qt.ItemDataRole.EditRole)
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsUserCheckable
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsUserCheckable


# --------------------------------------------------------------------------------- small lists


def test_organisations_keep_to_qts_rules(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = OrganisationModel()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call] # pytest-qt's own
    for typed in ("ha tu", "", "zzz", "mong cai"):
        model.set_matches(find_organisations(typed))


def test_the_warning_line_cannot_be_chosen_and_is_skipped(qtbot: QtBot) -> None:
    model = OrganisationModel()
    model.set_matches(find_organisations("ha tu"))
    line = model.index(1)
    assert line.data() == LOOK_ALIKES
    assert line.data(MatchRole) is None
    assert not model.flags(line) & Qt.ItemFlag.ItemIsSelectable
    assert model.next_row(0, 1) == 2
    assert model.next_row(2, -1) == 0
    assert model.next_row(0, -1) == 0
    assert model.row_of(HA_TU) == 0
    assert model.row_of("99999") == -1


def test_a_unit_shows_its_code_and_both_names() -> None:
    unit = resolve_organisation(HA_TU)
    assert code_words(unit) == "Mã 06652"
    assert second_line(unit) == "Đảng ủy phường Hà Tu   ·   UBND phường Hà Tu"


def test_a_body_shows_its_other_spelling() -> None:
    body = resolve_organisation("DUUBND")
    assert code_words(body) == ""
    assert "UBND" in second_line(body)


def test_hits_keep_to_qts_rules(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = HitModel()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call] # pytest-qt's own
    hit = Hit("evidence", "tasks", "u", "1.1", "Biên bản.pdf", "")
    model.set_hits([hit, hit])
    assert model.index(1).data(HitRole) == hit
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Minh chứng của 1.1: Biên bản.pdf"
    model.set_hits([])


def test_findings_keep_to_qts_rules(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = FindingModel()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call] # pytest-qt's own
    fault = Finding("NV01", Level.ERROR, "1.22 ghi hoàn thành.", "u", "1.22", "result")
    doubt = Finding("NV09", Level.WARNING, "1.14: cũ.", "v", "1.14", "result")
    model.set_findings([doubt, fault], {"u": "Bầu cử"})
    assert [model.finding(row) for row in range(model.rowCount())] == [None, fault, None, doubt]
    assert model.row_of(doubt) == 3
    model.set_findings([], {})
    assert model.row_of(doubt) == -1


def test_a_sentence_loses_only_the_code_that_stands_beside_it() -> None:
    def shown(text: str) -> str:
        return without_code(Finding("X", Level.ERROR, text, "u", "1.2", "result"))

    assert shown("1.2: tỉ lệ 40% thấp hơn kỳ trước.") == "Tỉ lệ 40% thấp hơn kỳ trước."
    assert shown("1.2 chưa cập nhật.") == "Chưa cập nhật."
    assert shown("Nhiệm vụ 1.2 quá hạn.") == "Nhiệm vụ 1.2 quá hạn."
