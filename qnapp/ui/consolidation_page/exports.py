"""What leaves the page Tổng hợp as files: the workbook, and the printed tables."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qnapp.db.reports import TOTAL_PART, total_texts
from qnapp.documents.consolidated_report import assemble_consolidated, consolidated_file_name
from qnapp.text import lower_first, safe_file_name
from qnapp.ui.report_page.export import PDF, XLSX, Outgoing, live_file

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.consolidated import Consolidation
    from qnapp.ui.tasks import Job


def consolidation_file_name(found: Consolidation, kind: str) -> str:
    """Propose "Tổng hợp 6 tháng năm 2026.xlsx"; ``kind`` with its dot."""
    return safe_file_name(f"Tổng hợp {lower_first(found.period.name)}", ext=kind)


def workbook(found: Consolidation) -> Outgoing:
    """The consolidated workbook with all its sheets."""
    return Outgoing(consolidation_file_name(found, XLSX), XLSX, partial(_write_xlsx, found))


def paper(store: Store, found: Consolidation) -> Outgoing:
    """The printed report with its tables, in the words that the office has written."""
    texts = total_texts(store, found.period.code)
    own = {part.removeprefix(TOTAL_PART): text for part, text in texts.items()}
    report = assemble_consolidated(store, found, texts=own)
    name = consolidated_file_name(found, PDF)
    return live_file(name, PDF, report, signature_fields=False)


def _write_xlsx(found: Consolidation, target: Path, _job: Job) -> int:
    from qnapp.exchange.consolidated_xlsx import write_consolidation  # takes long to import

    write_consolidation(found, target)
    return 0
