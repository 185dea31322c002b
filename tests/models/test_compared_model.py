"""What two reports say differently stands row by row, as the report has it."""

from __future__ import annotations

from typing import Any

from qnapp.domain.replies import ReplyRow
from qnapp.domain.reporting import Evidence
from qnapp.exchange.differences import CellDifference, Differences, EvidenceDifference
from qnapp.models.compared_model import compared_rows

PACKAGE: Any = None  # nothing of the packages themselves is told


def cell(kind: ReplyRow, code: str, title: str) -> CellDifference:
    return CellDifference(kind, code, code, "Việc", title, title, "cũ", "mới")


def paper(code: str) -> EvidenceDifference:
    proof = Evidence(id=1, name="bien-ban.pdf", sha256="a", size=1, title="Biên bản nghiệm thu")
    return EvidenceDifference(ReplyRow.TASK, code, code, proof, added=True)


def test_what_proves_a_row_stands_with_what_was_typed_of_it() -> None:
    cells = (
        cell(ReplyRow.TASK, "1.5", "Kết quả"),
        cell(ReplyRow.TASK, "1.14", "Tỉ lệ (%)"),
        cell(ReplyRow.INDICATOR, "1", "Số thực hiện"),
    )
    found = Differences(PACKAGE, PACKAGE, (), cells, (paper("1.5"), paper("2.1")), ())
    assert [(row.code, row.what) for row in compared_rows(found)] == [
        ("1.5", "Kết quả"),
        ("1.5", "Minh chứng: Biên bản nghiệm thu"),
        ("1.14", "Tỉ lệ (%)"),
        ("2.1", "Minh chứng: Biên bản nghiệm thu"),
        ("1", "Số thực hiện"),
    ]
