"""The register as a list for Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qnapp.documents.report import Cell
    from qnapp.models.evidence_lines import EvidenceLine

COLUMNS = {  # head and width in digits
    "STT": 6,
    "Tên tệp, văn bản": 34,
    "Số, ký hiệu": 14,
    "Ngày": 12,
    "Trích yếu": 34,
    "Dùng cho": 14,
    "Kỳ": 14,
    "Cỡ (KB)": 10,
    "Hẹn nộp": 12,
    "Tình trạng": 20,
}
HEADS, WIDTHS = tuple(COLUMNS), tuple(COLUMNS.values())


def export_rows(lines: Iterable[EvidenceLine]) -> Iterator[tuple[Cell, ...]]:
    """Rows of the list; of a row that travels apart only that it is there."""
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
