"""What the checks say of a period: the same before trình ký, after it, and in the package."""

from __future__ import annotations

from datetime import timedelta
from sqlite3 import IntegrityError
from typing import TYPE_CHECKING

import pytest
from fixed_clock import FixedClock
from frozen_stores import Q1, UID, opened
from returning import send_back

from qnapp.db.assignments import take_on
from qnapp.db.content import find_content
from qnapp.db.issued import withdraw
from qnapp.db.kept_findings import findings_of, findings_text, quick_findings
from qnapp.db.progress import set_progress
from qnapp.db.reports import set_report_text
from qnapp.db.worksheet import find_task, load_reported
from qnapp.documents.freeze import freeze_report
from qnapp.documents.period_findings import findings_of_issued, period_findings
from qnapp.domain.checks import check_worksheet
from qnapp.domain.reporting import Level
from qnapp.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Finding


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "store") as made:
        set_report_text(made, Q1, "opening", "Phường hoàn thành 99 nhiệm vụ.")
        set_report_text(made, Q1, "proposals", "Ủy ban nhân dân phường Hà Tu đề nghị hỗ trợ.")
        yield made


def found(store: Store) -> list[Finding]:
    return period_findings(store, load_reported(store, Q1), store.today())


def quick(store: Store) -> list[Finding]:
    return quick_findings(store, load_reported(store, Q1), store.today())


def forget(store: Store) -> None:
    """Let the store be one that did not keep what the checks said."""
    with store.atomic():
        store.run("DROP TRIGGER issued_report_keeps_findings")
        store.run("UPDATE issued_report SET findings = ''")


def change_the_year(store: Store) -> None:
    """Take another task on, as it is for all periods of the year: signed ones show it, too."""
    take_on(store, [find_task(store, "3.1").uid])


def test_rows_and_words_of_an_open_period_are_looked_at(store: Store) -> None:
    sheet = load_reported(store, Q1)
    rows = check_worksheet(sheet, store.today())
    assert found(store)[: len(rows)] == rows
    assert [one.code for one in found(store)[len(rows) :]] == ["LV11", "LV13"]
    assert quick(store) == rows  # written words are not held against the figures yet


def test_whoever_signed_finds_the_same_afterwards(store: Store) -> None:
    before = found(store)
    report = freeze_report(store, Q1)
    assert found(store) == quick(store) == before
    assert list(findings_of_issued(store, report)) == before
    change_the_year(store)
    assert check_worksheet(load_reported(store, Q1), store.today()) != [
        one for one in before if one.row_code != "Báo cáo"
    ]
    assert found(store) == quick(store) == before


def test_a_later_day_changes_nothing_of_what_was_signed(tmp_path: Path) -> None:
    clock = FixedClock()
    with opened(tmp_path / "store", clock) as store:
        freeze_report(store, "2026-Q2", despite_errors=True)
        sheet = load_reported(store, "2026-Q2")
        before = period_findings(store, sheet, store.today())
        clock.now += timedelta(days=60)
        later = load_reported(store, "2026-Q2")
        assert later.as_of > sheet.as_of
        assert period_findings(store, later, store.today()) == before


def test_a_store_that_kept_nothing_answers_from_what_was_signed(store: Store) -> None:
    before = found(store)
    report = freeze_report(store, Q1)
    change_the_year(store)
    forget(store)
    assert found(store) == list(findings_of_issued(store, report)) == before
    assert quick(store) == check_worksheet(load_reported(store, Q1), store.today())


def test_a_damaged_report_of_such_a_store_keeps_nobody_from_looking(store: Store) -> None:
    report = freeze_report(store, Q1)
    before = found(store)
    forget(store)
    kept = find_content(store.folder, report.sha256)
    assert kept is not None
    kept.chmod(0o644)
    kept.write_bytes(b"{}")
    assert found(store) == before
    with pytest.raises(FileError):
        findings_of_issued(store, report)


def test_what_is_open_again_is_looked_at_as_it_stands(store: Store) -> None:
    report = freeze_report(store, Q1)
    before = found(store)
    withdraw(store, report.id, "Sai số liệu")
    set_report_text(store, Q1, "proposals", "")
    assert [one.code for one in before if one not in found(store)] == ["LV13"]


def test_returned_rows_are_looked_at_as_they_stand(store: Store) -> None:
    send_back(store, Q1, {UID: "Thiếu số liệu"})
    set_progress(store, UID, Q1, status="completed", percent=100, result="")
    for findings in (found(store), quick(store)):
        assert Level.ERROR in [one.level for one in findings if one.where == UID]


def test_what_was_kept_stays_and_is_read_back(store: Store) -> None:
    report = freeze_report(store, Q1)
    everything = found(store)
    assert findings_of(findings_text(everything)) == tuple(everything)
    assert findings_of(findings_text(())) == ()
    assert findings_of(findings_text(None)) is None
    with pytest.raises(IntegrityError, match="frozen"), store.atomic():
        store.run("UPDATE issued_report SET findings = '[]' WHERE id = ?", (report.id,))
