"""Takes a column copied in Excel: shows what it would change, then writes it as one change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from qnapp.models.indicator_lines import cell_text
from qnapp.models.indicator_model import read_value
from qnapp.models.paste_lines import PasteTarget, cells_of, lay_out
from qnapp.text import fold
from qnapp.ui.indicators_page.actions import write_pasted
from qnapp.ui.paste_dialog import PasteDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from qnapp.domain.periods import Period
    from qnapp.domain.reporting import IndicatorRow
    from qnapp.models.indicator_model import IndicatorModel
    from qnapp.ui.session import Session

NOTHING = "Chưa có gì để dán. Chép một cột số liệu trong Excel rồi chọn lại Dán từ Excel."
# Columns whose values have a field in the detail, as workbooks call them.
OTHER_HEADINGS = frozenset(
    fold(words)
    for words in (
        *("Ước cả kỳ", "Ước thực hiện", "Ước thực hiện cả kỳ", "Ước thực hiện cả năm"),
        *("Lũy kế", "Lũy kế từ đầu năm", "Cùng kỳ", "Cùng kỳ năm trước", "Ghi chú"),
    )
)
LOCKED = "Kỳ này đang khóa nên không dán số liệu được."


def paste_clipboard(
    session: Session, model: IndicatorModel, chosen: Sequence[str], parent: QWidget
) -> None:
    """Lay the clipboard against the rows on show and ask before writing.

    From the one ``chosen`` uid on; against the chosen ones alone where they are several.
    """
    cells = cells_of(QGuiApplication.clipboard().text())
    sheet = session.worksheet()
    found = targets_of(model)
    if len(chosen) > 1:
        found = [target for target in found if target.uid in chosen]
    if not found or not cells:
        session.said.emit(NOTHING if found else LOCKED)
        return
    start = next((place for place, target in enumerate(found) if target.uid in chosen), 0)
    paste = lay_out(cells, found, start, value_headings(sheet.period), OTHER_HEADINGS)
    title = f"Dán số liệu từ Excel vào {sheet.period.name}"
    if not PasteDialog.ask(paste, title, "Chỉ tiêu", parent):
        return
    action = partial(write_pasted, session.store, session.period_code, paste.changes)
    if session.write("Dán từ Excel", action):
        session.said.emit(f"Đã ghi {len(paste.changes)} giá trị dán từ Excel.")


def value_headings(period: Period) -> frozenset[str]:
    """What the column of a period's values is called, here and in the workbooks of others."""
    named = {"số liệu kỳ này", "số thực hiện", "thực hiện kỳ", "thực hiện kỳ này", "giá trị"}
    for when in ("", period.short, period.name):
        named |= {f"thực hiện {when}", f"kết quả {when}", f"số liệu {when}", when}
    return frozenset(fold(one.strip()) for one in named if one)


def targets_of(model: IndicatorModel) -> list[PasteTarget]:
    """Give the rows on show that may be typed in, each with the field that its cell writes."""
    found: list[PasteTarget] = []
    place = model.next_item(-1, 1)
    while place >= 0:
        line = model.line(model.index(place, 0))
        if line is not None and line.row is not None and model.writable(line.uid):
            field = model.field_of(line.row)
            found.append(paste_target(line.row, field))
        place = model.next_item(place, 1)
    return found


def paste_target(row: IndicatorRow, field: str) -> PasteTarget:
    """Give what a pasted text needs to know of one field of an indicator."""
    return PasteTarget(
        uid=row.uid,
        code=row.short_code,
        title=row.indicator.title,
        field=field,
        old=cell_text(row, field),
        current=getattr(row.measurement, field),
        read=partial(read_value, field),
    )
