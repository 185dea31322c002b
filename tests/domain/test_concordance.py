"""Where the resolution speaks of a task, and how sure that is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qnapp.db.builtin import builtin_plan
from qnapp.domain.concordance import HEADING, Concordance, Found, may_speak_of
from qnapp.domain.plan import Indicator, Origin, Task

PLAN = builtin_plan()
ROWS: tuple[Task | Indicator, ...] = (*PLAN.tasks, *PLAN.indicators)


@pytest.fixture(scope="module")
def concordance() -> Concordance:
    return Concordance(PLAN)


def uid(code: str) -> str:
    return next(r.uid for r in ROWS if r.code == code)


def place(concordance: Concordance, code: str) -> list[tuple[str, Found]]:
    return [(one.paragraph, one.found) for one in concordance.places_of(uid(code))]


@pytest.mark.parametrize(
    ("code", "paragraph", "found"),
    [
        ("TC-7", "p075", Found.NAMED),  # the plan says where a duty stands
        ("2.16.3", "p045", Found.NAMED),  # repeated in the text with its number
        ("1.14", "p019", Found.WORDED),
        ("1.18", "p022", Found.WORDED),
        ("1.22", "p027", Found.WORDED),
        ("3.4.17", "p049", Found.WORDED),
        ("4.6", "p059", Found.WORDED),
        ("6.3", "p070", Found.WORDED),
        ("3.4.4", "p046", Found.SECTION),  # a bridge that the text never names
        ("1.7", "p011", Found.SECTION),
        ("4", "p007", Found.WORDED),  # an indicator in other words, by its printed number
        ("17a", "p008", Found.WORDED),
        ("CT-NQ1", "p036", Found.NAMED),
    ],
)
def test_the_surest_place_comes_first(
    concordance: Concordance, code: str, paragraph: str, found: Found
) -> None:
    assert place(concordance, code)[0] == (paragraph, found)


def test_an_indicator_may_stand_in_two_places(concordance: Concordance) -> None:
    assert place(concordance, "10") == [("p052", Found.NAMED), ("p007", Found.WORDED)]


def test_every_row_of_the_2026_plan_has_a_place(concordance: Concordance) -> None:
    lost = [r.code for r in ROWS if not concordance.places_of(r.uid)]
    assert lost == []


def test_there_and_back(concordance: Concordance) -> None:
    for row in ROWS:
        for one in concordance.places_of(row.uid):
            assert concordance.items_of(one.paragraph)[row.uid] is one.found


def test_a_heading_gathers_what_stands_below_it(concordance: Concordance) -> None:
    below = concordance.items_of("p012")  # II.1.1, without the rest of II.1
    parts = [p.id for p in PLAN.paragraphs if p.section == "II.1.1"]
    worded = {uid for part in parts[1:] for uid in concordance.items_of(part)}
    assert set(below) == worded
    whole = concordance.items_of("p011")
    assert set(below) < set(whole)
    assert whole[uid("1.7")] is Found.SECTION


def test_a_task_of_the_section_alone_stands_only_at_its_heading(concordance: Concordance) -> None:
    at = [p.id for p in PLAN.paragraphs if uid("1.7") in concordance.items_of(p.id)]
    assert at == ["p011"]


def test_headings_and_signatures_are_no_wording(concordance: Concordance) -> None:
    kinds = {p.id: (p.kind, p.section) for p in PLAN.paragraphs}
    for row in ROWS:
        for one in concordance.places_of(row.uid):
            if one.found is Found.WORDED:
                assert kinds[one.paragraph][0] != HEADING
                assert kinds[one.paragraph][1] != "signature"


def test_words_that_stand_in_two_paragraphs_alike_decide_nothing() -> None:
    text = next(p for p in PLAN.paragraphs if p.id == "p019")
    twice = replace(PLAN, paragraphs=(*PLAN.paragraphs, replace(text, id="again")))
    assert Concordance(twice).places_of(uid("1.14"))[0].found is Found.SECTION


def test_a_plan_without_its_text_has_no_places() -> None:
    bare = replace(PLAN, paragraphs=())
    assert not may_speak_of(bare, PLAN.tasks[0])
    concordance = Concordance(bare)
    assert all(concordance.places_of(task.uid) == () for task in PLAN.tasks)
    assert concordance.items_of("p019") == {}


def test_rows_of_the_unit_itself_are_not_looked_for() -> None:
    assert may_speak_of(PLAN, PLAN.tasks[0])
    assert not may_speak_of(PLAN, replace(PLAN.tasks[0], origin=Origin.LOCAL))
