"""What leaves the page Tổng hợp as files: the workbook, and the printed tables."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qnapp.text import safe_file_name
from qnapp.ui.report_page.export import XLSX, Outgoing

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.domain.consolidated import Consolidation
    from qnapp.ui.tasks import Job


def consolidation_file_name(found: Consolidation, kind: str) -> str:
    """Propose "Tổng hợp 6 tháng năm 2026.xlsx"; ``kind`` with its dot."""
    name = found.period.name[:1].lower() + found.period.name[1:]
    return safe_file_name(f"Tổng hợp {name}", ext=kind)


def workbook(found: Consolidation) -> Outgoing:
    """The consolidated workbook with all its sheets."""
    return Outgoing(consolidation_file_name(found, XLSX), XLSX, partial(_write_xlsx, found))


def _write_xlsx(found: Consolidation, target: Path, _job: Job) -> int:
    from qnapp.exchange.consolidated_xlsx import write_consolidation  # takes long to import

    write_consolidation(found, target)
    return 0
