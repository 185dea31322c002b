"""``status``: how a period stands, to a person or to another program (design, section 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.cli_steps import check_lines, look_into_store, period_of, print_json, tell, unwritten
from qnapp.db.status import status_object
from qnapp.db.worksheet import load_reported
from qnapp.domain.overview import is_overdue, is_returned, standing_counts
from qnapp.domain.standings import standing_words
from qnapp.text import format_date

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Finding, Worksheet


def run_status(options: argparse.Namespace) -> None:
    """``status``: counts, what is late, what the checks say."""
    with look_into_store(options) as store:
        sheet = load_reported(store, period_of(store, options.period))
        if options.json:
            print_json(status_object(sheet, _findings(store, sheet)))
        else:
            tell("\n".join(_lines(store, sheet)))


def _findings(store: Store, sheet: Worksheet) -> list[Finding]:
    from qnapp.documents.period_findings import period_findings  # takes long to import

    found = period_findings(store, sheet, store.today())
    return [*unwritten(store, sheet.period.code), *found]


def _lines(store: Store, sheet: Worksheet) -> Iterator[str]:
    """What ``status`` says to a person."""
    from qnapp.db.issued import report_to_send

    yield f"{sheet.organisation.name}, {sheet.period.name}, tính đến {format_date(sheet.as_of)}"
    yield from _signed_lines(store, sheet.period.code)
    yield from _returned_lines(sheet)
    yield f"Nhiệm vụ theo dõi: {len(sheet.own_tasks)}"
    yield from _standing_lines(sheet)
    late = [row for row in sheet.own_tasks if is_overdue(row)]
    yield from ["Quá hạn:"] * bool(late)
    yield from (f"  {row.code}  {row.task.title}" for row in late)
    signed = report_to_send(store, sheet.period.code) is not None
    yield from check_lines(_findings(store, sheet), signed=signed)


def _signed_lines(store: Store, code: str) -> list[str]:
    """Say that a report was signed, and what the data tell otherwise since."""
    from qnapp.db.issued import report_in_force
    from qnapp.documents.since_signed import since_signed  # takes long to import

    report = report_in_force(store, code)
    if report is None:
        return []
    line = f"Đã trình ký lần {report.revision} ngày {format_date(report.frozen_at.date())}"
    return [f"{line}. {since_signed(store, report.id)}".rstrip()]


def _returned_lines(sheet: Worksheet) -> list[str]:
    """Name the rows that the upper office has sent back and no later report has answered."""
    rows = [row.code for row in sheet.tasks if is_returned(row)]
    rows += [f"chỉ tiêu {row.short_code}" for row in sheet.indicators if is_returned(row)]
    return [f"Cấp trên trả lại {len(rows)} dòng: {', '.join(rows)}."] if rows else []


def _standing_lines(sheet: Worksheet) -> Iterator[str]:
    for kind, count in standing_counts(sheet).items():
        words = standing_words(kind) if kind is not None else "Báo cáo theo đường riêng"
        if count:
            yield f"  {words}: {count}"
