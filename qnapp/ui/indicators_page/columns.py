"""Which columns the table of indicators begins with (look, sections 4 and 9)."""

from __future__ import annotations

from qnapp.models.indicator_columns import Column
from qnapp.ui.indicators_page.delegate import TARGET_WIDTH
from qnapp.ui.table_columns import ColumnLayout

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
