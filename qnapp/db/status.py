"""The state of a period as plain data for another program, and as lines for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qnapp.domain.overview import standing_counts
from qnapp.domain.reporting import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from qnapp.domain.reporting import Finding, IndicatorRow, TaskRow, Worksheet


def status_object(sheet: Worksheet, findings: Sequence[Finding]) -> dict[str, Any]:
    """The object of ``status --json`` (design, section 11): numbers are numbers, dates ISO text.

    ``sheet`` is what the report says (``load_reported``), ``findings`` what the checks say of it.
    ``counts`` are the report's too: tasks of the separate channel stand in ``restricted`` alone.
    Indicators are all of the plan's and local ones.
    """
    counts = standing_counts(sheet)
    return {
        "organisation": {"code": sheet.organisation.code, "name": sheet.organisation.name},
        "plan": {"number": sheet.plan.number, "version": sheet.plan.version},
        "period": sheet.period.code,
        "counts": {str(standing): counts[standing] for standing in Standing},
        "restricted": counts[None],
        "tasks": [task_object(row) for row in sheet.own_tasks],
        "indicators": [indicator_object(row) for row in sheet.indicators],
        "checks": [finding_object(finding) for finding in findings],
    }


def task_object(row: TaskRow) -> dict[str, Any]:
    """One task; ``evidence`` is how many pieces there are."""
    return {
        "uid": row.uid,
        "code": row.code,
        "title": row.task.title,
        "role": _word(row.role),
        "status": str(row.progress.status),
        "percent": row.progress.percent,
        "standing": _word(row.standing),
        "due": None if row.due is None else row.due.isoformat(),
        "evidence": len(row.evidence),
    }


def indicator_object(row: IndicatorRow) -> dict[str, Any]:
    """One indicator; ``target`` is the organisation's own in its words, None for none."""
    return {
        "uid": row.uid,
        "code": row.code,
        "title": row.indicator.title,
        "unit": row.indicator.unit,
        "target": None if row.target is None else row.target.text,
        "actual": _number(row.measurement.actual),
        "estimate": _number(row.measurement.estimate),
        "verdict": _word(row.verdict),
    }


def finding_object(finding: Finding) -> dict[str, str]:
    """One fault or warning; ``where`` is the row's uid and the field."""
    return {
        "code": finding.code,
        "level": str(finding.level),
        "text": finding.text,
        "where": f"{finding.where}#{finding.field}",
    }


def _word(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
