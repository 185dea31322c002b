from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from report_sheets import few_rows, sheet, task_row

from qnapp.documents.content import PartId, draft_words
from qnapp.documents.part_states import PartState, is_automatic, part_states
from qnapp.documents.profiles import load_profile
from qnapp.domain.reporting import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qnapp.domain.reporting import Worksheet

DANG = load_profile("dang")


def states(given: Worksheet, texts: Mapping[str, str] | None = None) -> dict[PartId, PartState]:
    return {PartId(state.part): state for state in part_states(given, texts or {}, DANG)}


def test_parts_stand_in_printed_order() -> None:
    assert list(states(few_rows())) == list(PartId)
    assert states(few_rows())[PartId.OPENING].title == "Mở đầu"


def test_unwritten_parts_print_their_draft() -> None:
    given = few_rows()
    for part, state in states(given).items():
        assert state.text == state.draft == draft_words(given, part, DANG)
        assert not state.written


def test_a_written_part_keeps_its_draft_behind() -> None:
    state = states(few_rows(), {"next": "Việc kỳ tới"})[PartId.NEXT]
    assert (state.text, state.source, state.written) == ("Việc kỳ tới", "đã viết", True)
    assert state.draft != state.text


def test_an_emptied_part_is_automatic_again() -> None:
    assert not states(few_rows(), {"next": " \n "})[PartId.NEXT].written


@pytest.mark.parametrize(
    ("part", "field", "source"),
    [
        (PartId.DIFFICULTIES, "difficulty", "gom từ 2 nhiệm vụ"),
        (PartId.PROPOSALS, "proposal", "gom từ 2 nhiệm vụ"),
        (PartId.NEXT, "next_step", "gom từ 2 nhiệm vụ"),
    ],
)
def test_gathered_parts_count_the_rows_that_say_something(
    part: PartId, field: str, source: str
) -> None:
    def said(text: str) -> dict[str, Any]:
        return {field: text}

    rows = [
        task_row("1.14", Status.IN_PROGRESS, **said("Một")),
        task_row("1.15", Status.IN_PROGRESS, **said("Hai")),
        task_row("3.2", Status.IN_PROGRESS),
        # The restricted channel is named by nothing but its number.
        task_row("6.1", Status.IN_PROGRESS, **said("Mật")),
    ]
    state = states(sheet(*rows))[part]
    assert state.source == source
    assert state.draft.count("Nhiệm vụ ") == 2


def test_a_reason_for_delay_counts_only_while_there_is_a_delay() -> None:
    late = task_row("1.5", Status.IN_PROGRESS, delay_reason="Chờ hướng dẫn")
    in_time = task_row("3.2", Status.IN_PROGRESS, delay_reason="Chờ hướng dẫn")
    assert states(sheet(late))[PartId.DIFFICULTIES].source == "gom từ 1 nhiệm vụ"
    assert states(sheet(in_time))[PartId.DIFFICULTIES].source == "tự động, không có"


def test_only_the_work_ahead_is_asked_for() -> None:
    found = states(sheet(task_row("3.2")))
    lacking = [part for part, state in found.items() if state.lacking]
    assert lacking == [PartId.NEXT]
    assert found[PartId.NEXT].source == "chưa viết"


def test_figures_stand_beside_the_automatic_parts() -> None:
    given = few_rows()
    found = states(given)
    assert found[PartId.INDICATORS].source == f"tự động, {len(given.followed_indicators)} chỉ tiêu"
    assert found[PartId.TASKS].source == f"tự động, {len(given.own_tasks)} nhiệm vụ"
    nothing = states(replace(given, tasks=(), indicators=()))
    assert nothing[PartId.TASKS].source == "tự động, 0 nhiệm vụ"


@pytest.mark.parametrize(
    ("text", "automatic"),
    [("", True), ("  \n", True), ("Dự thảo.", True), ("Dự thảo. \r\n", True), ("Khác", False)],
)
def test_a_text_that_says_no_more_than_the_draft_is_automatic(text: str, automatic: bool) -> None:
    assert is_automatic(text, "Dự thảo.") is automatic
