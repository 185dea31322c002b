"""Ctrl+K finds tasks, indicators and evidence, whatever way they are typed."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from builders import make_evidence, make_indicator, make_row, make_sheet, make_task, real_plan

from qnapp.domain.lookup import Hit, everything, look_up

if TYPE_CHECKING:
    from qnapp.domain.reporting import Worksheet


def sheet() -> Worksheet:
    disbursed = replace(
        make_row(code="2.16.3"),
        task=make_task("2.16.3", title="Giải ngân 100% kế hoạch vốn bố trí"),
        evidence=(make_evidence("Bảng giải ngân.pdf", number="12/BC-UBND"),),
    )
    other = replace(
        make_row(code="1.18"),
        taken=False,
        task=make_task("1.18", title="Sắp xếp các thôn, Đại hội điểm"),
    )
    return make_sheet(other, disbursed, make_indicator("22a"))


def found(needle: str) -> list[tuple[str, str]]:
    return [(hit.kind, hit.code) for hit in look_up(everything(sheet()), needle)]


@pytest.mark.parametrize("typed", ["giai ngan", "GIẢI NGÂN", unicodedata.normalize("NFD", "giải")])
def test_diacritics_and_case_do_not_matter(typed: str) -> None:
    assert found(typed) == [("task", "2.16.3"), ("evidence", "2.16.3")]


def test_d_with_a_stroke_is_found_without_it() -> None:
    assert found("dai hoi") == [("task", "1.18")]


def test_evidence_is_found_by_its_number_and_leads_to_its_row() -> None:
    (hit,) = look_up(everything(sheet()), "12/BC")
    assert (hit.kind, hit.page, hit.uid) == ("evidence", "tasks", "NQ05-2026/2.16.3")


def test_an_exact_code_stands_before_what_only_mentions_it() -> None:
    hits = (
        Hit("task", "tasks", "a", "1.1", "Theo 22a", "1.1 theo 22a"),
        Hit("indicator", "indicators", "b", "22a", "Tỷ lệ", "22a ty le"),
    )
    assert [hit.uid for hit in look_up(hits, "22A")] == ["b", "a"]


def test_words_as_they_were_typed_stand_before_the_same_words_apart() -> None:
    hits = (
        Hit("task", "tasks", "a", "1.14", "Văn kiện", "1.14 nha nuoc va van kien"),
        Hit("task", "tasks", "b", "HT.01", "Xây nhà văn hóa", "ht.01 xay nha van hoa"),
    )
    assert [hit.uid for hit in look_up(hits, "nhà văn")] == ["b", "a"]


@pytest.mark.parametrize("blank", ["", "   ", "\u00a0"])
def test_a_blank_needle_finds_nothing(blank: str) -> None:
    assert found(blank) == []


def test_followed_tasks_come_before_the_rest_and_the_list_stays_short() -> None:
    rows = [
        replace(make_row(code=task.code), task=task, taken=task.code == "6.1")
        for task in real_plan().tasks
    ]
    hits = look_up(everything(make_sheet(*rows)), "tinh", limit=5)
    assert hits[0].code == "6.1"
    assert len(hits) == 5
