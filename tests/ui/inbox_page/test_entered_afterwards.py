"""A period that an upper office enters afterwards: what came is told, nothing of it is late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click
from reporting_units import HA_TU, Q1, TUAN_CHAU

from qnapp.db.settings import set_settings
from qnapp.documents.consolidated_words import hole_lines
from qnapp.domain.collecting import (
    Round,
    collecting_step,
    collecting_steps,
    round_summary,
    unit_groups,
    unit_note,
)
from qnapp.domain.next_gap import gap_steps
from qnapp.domain.received import ReportState
from qnapp.exchange.consolidated_xlsx import consolidation_bytes
from qnapp.exchange.consolidation import consolidate, summary_lines
from qnapp.exchange.inbox_listing import inbox_lines
from qnapp.exchange.receiving import take_in_many
from qnapp.exchange.reminding import to_remind
from qnapp.exchange.reporters import arrivals_of, unit_reports
from qnapp.models.inbox_lines import InboxColumn, InboxFilter
from qnapp.models.matrix_lines import received_note
from qnapp.ui.inbox_page.reminder_dialog import UNTIMED_NOBODY, ReminderDialog
from qnapp.ui.kit.chips import Chip

if TYPE_CHECKING:
    from pathlib import Path

    from fixed_clock import FixedClock

    from qnapp.db.store import Store
    from qnapp.ui.inbox_page.page import InboxPage

LATE_WORDS = ("muộn", "quá hạn", "đúng hạn")


@pytest.fixture
def afterwards(
    page: InboxPage, store: Store, clock: FixedClock, sent: dict[str, Path]
) -> InboxPage:
    """In May, of the first quarter, an office that collects from the second on; two have sent."""
    set_settings(store, first_period="2026-Q2")
    clock.move(days=60)
    assert take_in_many(store, [sent["first"], sent["tuần châu"]])
    page.reload()
    return page


def round_of(store: Store, page: InboxPage) -> Round:
    units = tuple(unit_reports(arrivals_of(store, Q1)))
    return Round(page.session.period, units, store.today())


def test_what_came_was_sent_and_is_not_late(afterwards: InboxPage) -> None:
    row = afterwards.model.row_of(HA_TU)
    assert afterwards.model.index(row, InboxColumn.STATE).data() == "Đã gửi"
    counts = afterwards.model.counts()
    assert (counts[InboxFilter.LATE], counts[InboxFilter.ON_TIME]) == (0, 2)
    assert not any(line.overdue for line in afterwards.model.lines)
    assert afterwards.heading.due.text() == "Kỳ nhập bổ sung, không tính chậm"
    assert not afterwards.heading.timely.isVisible()
    afterwards.show_filter("on_time")
    assert "Đã gửi 2" in [chip.label() for chip in afterwards.chips.findChildren(Chip)]


def test_nobody_is_reminded(afterwards: InboxPage, store: Store) -> None:
    assert to_remind(store, Q1) == []
    click(afterwards.heading.remind)
    dialog = afterwards.window().findChildren(ReminderDialog)[-1]
    assert dialog.model.rowCount() == 0
    assert UNTIMED_NOBODY in [one.text() for one in dialog.findChildren(type(dialog.count))]
    dialog.close()


def test_the_round_waits_without_a_day(afterwards: InboxPage, store: Store) -> None:
    found = round_of(store, afterwards)
    assert found.days_over is None
    assert found.to_remind == ()
    assert all(group.key != "missing" for group in unit_groups(found))
    missing = found.in_state(ReportState.MISSING)[0]
    assert unit_note(found, missing).text == ""
    steps = {one.key: one.words for one in collecting_steps(found)}
    assert steps["remind"] == "không cần"
    told = [collecting_step(found).sentence, *steps.values()]
    summary = round_summary(found)
    assert summary is not None
    assert not [one for one in (*told, summary.text) for word in LATE_WORDS if word in one]


def test_the_consolidation_and_its_papers_name_no_lateness(
    afterwards: InboxPage, store: Store
) -> None:
    found = consolidate(store, Q1)
    assert found.due is None
    steps = gap_steps(found, store.today())
    assert "late" not in {one.key for one in steps}
    assert any("kỳ nhập bổ sung, không tính chậm" in one.sentence for one in steps)
    notes = [received_note(one, found.period, store.today()).text for one in found.reporters]
    told = [*notes, *hole_lines(found), *summary_lines(found), *inbox_lines(store, Q1)]
    told = [line for line in told if not line.startswith("  ")]  # those count tasks
    assert not [line for line in told for word in LATE_WORDS if word in line.lower()]
    assert consolidation_bytes(found)
    states = {one.code: one.state_words for one in found.reporters}
    assert (states[HA_TU], states[TUAN_CHAU]) == ("Đã gửi", "Đã gửi")
