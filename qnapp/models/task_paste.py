"""Cells copied from a workbook, laid against fields of tasks (no Qt).

A block that begins with headings says itself what its columns are: the columns of a form, or of
the exported list. Otherwise one column is pasted, into the field that the clerk names.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from qnapp.db.values import text_value
from qnapp.domain.plan import Channel
from qnapp.domain.reporting import Status
from qnapp.errors import InputError
from qnapp.exchange.cells import Cell
from qnapp.exchange.form_fields import TASK_FIELDS, FormField, Kind, typed, words
from qnapp.models.paste_lines import Paste, PasteTarget, judged, lay_out
from qnapp.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qnapp.domain.reporting import TaskRow

OFFICER = FormField("officer", "Người theo dõi", Kind.LINE)
FIELDS = (*TASK_FIELDS, OFFICER)
_CODE = "ma"
# Other names of the fields, folded: as other workbooks call them.
_ALSO = {
    "ty le (%)": "percent",
    "ty le": "percent",
    "ti le": "percent",
    "trang thai": "status",
    "ket qua": "result",
    "ly do": "delay_reason",
    "kho khan": "difficulty",
    "vuong mac": "difficulty",
    "de xuat": "proposal",
    "kien nghi": "proposal",
}
_STATED = frozenset({"status", "completed_on", "officer"})  # all that a restricted row may hold
_RESTRICTED = "Nhiệm vụ báo cáo theo đường riêng, không ghi nội dung ở đây."


@dataclass(frozen=True, slots=True)
class Block:
    """Copied cells, and what their heading row says of the columns."""

    rows: tuple[tuple[str, ...], ...]  # without the headings
    code: int = -1  # column of the codes, -1 without headings
    fields: tuple[tuple[int, FormField], ...] = ()
    unused: tuple[str, ...] = ()  # headings of the columns that hold nothing one can write

    @property
    def speaks(self) -> bool:
        """Whether headings say what stands where."""
        return self.code >= 0


def block_of(cells: Sequence[Sequence[str]]) -> Block:
    """Look for headings in the first row: a column of codes, and at least one known field."""
    rows = tuple(tuple(row) for row in cells)
    head = [fold(clean(cell)) for cell in rows[0]] if rows else []
    known = {fold(field.title): field for field in FIELDS}
    named = {field.name: field for field in FIELDS}
    known |= {words: named[name] for words, name in _ALSO.items() if name in named}
    fields = tuple((at, known[name]) for at, name in enumerate(head) if name in known)
    if _CODE in head and fields:
        used = {head.index(_CODE), *(at for at, _ in fields)}
        unused = tuple(cell for at, cell in enumerate(rows[0]) if cell and at not in used)
        return Block(rows[1:], head.index(_CODE), fields, unused)
    return Block(rows)


def likely_field(block: Block, year: int) -> str:
    """Guess what a bare column holds: statuses, percentages, dates, else results."""
    texts = [next((cell for cell in reversed(row) if cell), "") for row in block.rows]
    texts = [text for text in texts if text]
    for field in TASK_FIELDS:
        if field.kind is not Kind.TEXT and all(_reads(field, text, year) for text in texts):
            return field.name
    return "result"


def lay_out_tasks(
    block: Block, rows: Sequence[TaskRow], start: int, field: str, year: int
) -> Paste:
    """Lay a block against tasks: by its headings and codes, else one column into ``field``.

    ``start`` is the place in ``rows`` from which a bare column runs down; ``year`` completes a day
    such as "5/6".
    """
    if not block.speaks:
        named = next(one for one in FIELDS if one.name == field)
        targets = [_target(row, named, year) for row in rows]
        return lay_out([list(row) for row in block.rows], targets, start)
    by_code = {fold(row.code): row for row in rows}
    pairs: list[tuple[PasteTarget | None, str, str]] = []
    for cells in block.rows:
        code = cells[block.code] if block.code < len(cells) else ""
        task = by_code.get(fold(clean(code)).rstrip("."))
        for at, one in block.fields:
            text = cells[at] if at < len(cells) else ""
            target = _target(task, one, year) if task else None
            pairs.append((target, text if code else "", clean(code)))
    told = f"Không dùng cột {', '.join(block.unused)}." if block.unused else ""
    return replace(judged(pairs), told=told)


def _target(row: TaskRow, field: FormField, year: int) -> PasteTarget:
    current = stored_text(row, field.name)
    read: Callable[[str], str] = partial(_read, field, year)
    if row.task.channel is Channel.RESTRICTED and field.name not in _STATED:
        read = _refuse
    return PasteTarget(
        uid=row.uid,
        code=row.code,
        title=row.task.title,
        field=field.name,
        old=words(field, current) if current else "",
        current=current,
        read=read,
        what=field.title,
        show=partial(words, field),
        untouched=current == Status.NOT_STARTED,
    )


def stored_text(row: TaskRow, name: str) -> str:
    """What a field holds, as the store keeps it."""
    value = row.officer if name == OFFICER.name else getattr(row.progress, name)
    return "" if value is None else str(value)


def _read(field: FormField, year: int, text: str) -> str:
    if field is OFFICER:
        return text_value(text, multiline=False)
    return typed(field, Cell(1, 1, text), year)


def _refuse(_text: str) -> str:
    raise InputError(_RESTRICTED)


def _reads(field: FormField, text: str, year: int) -> bool:
    try:
        return bool(_read(field, year, text))
    except InputError:
        return False
