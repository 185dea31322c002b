"""The faults and warnings of a period's work (design, section 6 "Checks")."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from qnapp.domain.reporting import Finding, Worksheet


def check_worksheet(sheet: Worksheet, today: date) -> list[Finding]:
    """Everything the checks find in a period, errors first, then in printed order."""
    raise NotImplementedError
