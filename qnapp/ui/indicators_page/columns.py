"""Which columns the table of indicators begins with (look, sections 4 and 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.models.indicator_columns import Column
from qnapp.ui.indicators_page.delegate import PAD, PAD_LEFT, REFERENCE, SHAPE, TARGET_WIDTH
from qnapp.ui.kit.paint import text_width
from qnapp.ui.kit.theme import theme
from qnapp.ui.table_columns import ColumnLayout

if TYPE_CHECKING:
    from qnapp.ui.kit.fonts import FontRole

NARROW = frozenset(
    {
        Column.CODE,
        Column.TITLE,
        Column.TARGET,
        Column.PREVIOUS,
        Column.CURRENT,
        Column.VERDICT,
    }
)
_TARGET: FontRole = "body_strong"
LAYOUT = ColumnLayout(
    name="indicators.columns",
    columns=Column,
    titles={
        Column.TARGET: "Mức năm",
        Column.PREVIOUS: "Kỳ trước",
        Column.VERDICT: "So với mức năm",
        Column.UNIT: "Đơn vị tính",
        Column.KIND: "Số liệu (thực hiện, ước)",
        Column.FILES: "Tệp",
    },
    stretch=Column.TITLE,
    always=frozenset({Column.CODE, Column.TITLE, Column.CURRENT}),
    narrow=NARROW,
    wide=NARROW | {Column.UNIT, Column.KIND, Column.FILES},
    widths={
        Column.CODE: 56,
        Column.TARGET: TARGET_WIDTH,
        Column.PREVIOUS: 84,
        Column.CURRENT: 100,
        Column.VERDICT: 148,
        Column.UNIT: 110,
        Column.KIND: 92,
        Column.FILES: 56,
    },
    wide_widths={},
    spare=(Column.PREVIOUS,),
)


def least_width(column: Column) -> int:
    """What a column's words need, in pixels: large letters leave the titles more room."""
    needed = {
        Column.CODE: PAD_LEFT + text_width("NQ10", "body_strong"),
        Column.TARGET: 2 * PAD + max(text_width(REFERENCE), text_width("≥11.800 USD", _TARGET)),
        Column.VERDICT: 2 * PAD + SHAPE + 8 + text_width("Chưa có số liệu"),
    }
    first = theme().px(LAYOUT.widths.get(column, 0))
    return min(int(needed.get(column, first)) + 1, first)
