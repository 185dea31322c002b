"""The register as rows of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.ui.list_export import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qnapp.documents.report import Cell
    from qnapp.models.evidence_lines import EvidenceLine

COLUMNS: tuple[tuple[str, float], ...] = (
    ("STT", 6),
    ("Tên tệp, văn bản", 34),
    ("Số, ký hiệu", 14),
    ("Ngày", 12),
    ("Trích yếu", 34),
    ("Dùng cho", 14),
    ("Kỳ", 14),
    ("Cỡ (KB)", 10),
    ("Hẹn nộp", 12),
    ("Tình trạng", 20),
)


def evidence_listing(lines: Iterable[EvidenceLine], which: str, *, every_period: bool) -> Listing:
    """Give ``lines`` in their order; ``which`` says what they have in common."""
    return Listing("Minh chứng", which, COLUMNS, [*_rows(lines)], every_period=every_period)


def _rows(lines: Iterable[EvidenceLine]) -> Iterator[tuple[Cell, ...]]:
    """Of a row that travels apart only that it is there."""
    for number, line in enumerate(lines, 1):
        item = line.item
        periods = ", ".join(dict.fromkeys(use.period_name for use in line.uses))
        state = line.state if item.deferred or item.intact is False else "có tệp"
        told: tuple[Cell, ...] = ("", None, "")
        if not line.hidden:
            told = (item.number, item.issued_on, "" if item.deferred else item.title)
        size = None if item.deferred else -(-item.size // 1024)
        promised = item.promised_on if item.deferred else None
        yield (number, line.name, *told, line.used_by, periods, size, promised, state)
