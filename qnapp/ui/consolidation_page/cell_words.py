"""What a unit says of a task, as labelled lines in the order of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.domain.plan import Channel
from qnapp.text import format_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.domain.reporting import Evidence, TaskRow


def short_words(row: TaskRow) -> str:
    """The one line that says most: result, else why it is late, else what is hard."""
    said = row.progress
    if row.channel is Channel.RESTRICTED:
        return _apart(row)
    texts = (said.result, said.delay_reason, said.difficulty, said.next_step)
    found = next((text for text in texts if text), "")
    return " ".join(found.split()) or "Chưa ghi kết quả."


def fact_lines(row: TaskRow) -> Iterator[tuple[str, str]]:
    """Label and text of everything that was reported; what is empty is left out."""
    said = row.progress
    yield "Thời hạn", _deadline(row)
    if row.channel is Channel.RESTRICTED:
        yield "Báo cáo theo đường riêng", _apart(row)
        return
    yield "Kết quả thực hiện", said.result or "Chưa ghi kết quả."
    for label, text in (
        ("Lý do chậm", said.delay_reason),
        ("Khó khăn, vướng mắc", said.difficulty),
        ("Đề xuất, kiến nghị", said.proposal),
        ("Việc tiếp theo", said.next_step),
    ):
        if text:
            yield label, text
    if said.completed_on is not None:
        yield "Ngày hoàn thành", format_date(said.completed_on)
    elif said.expected_on is not None:
        yield "Dự kiến xong", format_date(said.expected_on)
    count = f": {len(row.evidence)}" if row.evidence else ""
    yield f"Minh chứng{count}", "\n".join(map(_piece, row.evidence)) or "Không có."


def _deadline(row: TaskRow) -> str:
    words = row.deadline.text.strip() or "Không ghi thời hạn"
    if row.extension is not None and row.extension.granted:
        return f"{words}; gia hạn đến {format_date(row.extension.due)} ({row.extension.document})"
    return f"{words} ({format_date(row.due)})" if row.due is not None else words


def _apart(row: TaskRow) -> str:
    said = row.progress
    if not said.restricted_number:
        return "Chưa ghi số báo cáo gửi theo đường riêng."
    day = f", ngày {format_date(said.restricted_on)}" if said.restricted_on else ""
    return f"Đã báo cáo theo đường riêng, số {said.restricted_number}{day}."


def _piece(piece: Evidence) -> str:
    number = " ".join(filter(None, (piece.number, piece.title)))
    return f"{piece.name} ({number})" if number else piece.name
