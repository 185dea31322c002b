"""The indicators that the table shows, as rows of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.models.indicator_lines import measured_text, shown_verdict
from qnapp.ui.kit.signs import verdict_sign
from qnapp.ui.list_export import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qnapp.documents.report import Cell
    from qnapp.domain.reporting import IndicatorRow
    from qnapp.models.indicator_lines import IndicatorLine

COLUMNS: tuple[tuple[str, float], ...] = (
    ("Mã", 9),
    ("Chỉ tiêu", 46),
    ("Đơn vị tính", 13),
    ("Mức của đơn vị", 16),
    ("Mức của tỉnh", 16),
    ("Kỳ trước", 13),
    ("Thực hiện kỳ này", 14),
    ("Ước cả kỳ", 14),
    ("Lũy kế từ đầu năm", 14),
    ("Cùng kỳ năm trước", 14),
    ("Kết quả bằng lời", 30),
    ("So với mức năm", 20),
    ("Ghi chú", 30),
    ("Minh chứng", 30),
)


def indicator_listing(lines: Iterable[IndicatorLine], which: str) -> Listing:
    """Give the indicators among ``lines`` in their order; ``which`` says what they share."""
    rows = [_cells(line.row) for line in lines if line.row is not None]
    return Listing("Chỉ tiêu", which, COLUMNS, rows)


def _cells(row: IndicatorRow) -> list[Cell]:
    m = row.measurement
    verdict = shown_verdict(row)
    return [
        row.short_code,
        row.indicator.title,
        row.indicator.unit,
        row.target.text if row.target else "",
        row.province_target.text,
        measured_text(row.previous) if row.previous else "",
        m.actual,
        m.estimate,
        m.cumulative,
        m.same_period_last_year,
        m.words,
        verdict_sign(verdict).phrase if verdict is not None else "",
        m.note,
        "; ".join(item.name for item in row.evidence),
    ]
