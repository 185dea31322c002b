"""The chips over the table of indicators, what is said where one leaves nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.models.indicator_columns import Column
from qnapp.models.indicator_lines import IndicatorFilter
from qnapp.ui.table_order import KeptView

if TYPE_CHECKING:
    from qnapp.models.indicator_lines import IndicatorQuery
    from qnapp.ui.kit.surfaces import EmptyState

CHIPS = {
    IndicatorFilter.FOLLOWED: ("Đơn vị theo dõi", ""),
    IndicatorFilter.ALL: ("Toàn bộ", ""),
    IndicatorFilter.NO_VALUE: ("Chưa có số liệu", "circle"),
    IndicatorFilter.UNMET: ("Chưa đạt", "diamond_dash"),
}
VIEW = KeptView("indicators.view", Column, frozenset(CHIPS), IndicatorFilter.FOLLOWED)
EMPTY = {
    IndicatorFilter.FOLLOWED: "Đơn vị chưa theo dõi chỉ tiêu nào.",
    IndicatorFilter.ALL: "Kế hoạch chưa có chỉ tiêu nào.",
    IndicatorFilter.NO_VALUE: "Mọi chỉ tiêu đơn vị theo dõi đã có số liệu kỳ này.",
    IndicatorFilter.UNMET: "Không có chỉ tiêu nào chưa đạt.",
    IndicatorFilter.RETURNED: "Không có chỉ tiêu nào bị trả lại.",
}
GOOD_WHEN_EMPTY = (IndicatorFilter.NO_VALUE, IndicatorFilter.UNMET)
NONE_FOLLOWED = (
    "Đơn vị chưa theo dõi chỉ tiêu nào. Nhập số liệu vào ô của kỳ này, hoặc chọn một chỉ tiêu "
    "rồi chọn Theo dõi. Mức của tỉnh chỉ để tham khảo."
)
FIRST_FOLLOWED = (  # not longer than the one above, whose room it takes
    "Đơn vị đã bắt đầu theo dõi chỉ tiêu. Nhập số liệu vào ô của kỳ này là theo dõi thêm chỉ tiêu "
    "đó. Mức của tỉnh chỉ để tham khảo."
)


def say_nothing_found(empty: EmptyState, query: IndicatorQuery) -> None:
    """Say why no indicator is shown, and offer the way out."""
    if query.needle:
        empty.set_text(f"Không có chỉ tiêu nào khớp “{query.needle}”.", "Bỏ lọc")
        return
    button = "Xem toàn bộ" if query.filter is IndicatorFilter.FOLLOWED else "Bỏ lọc"
    empty.set_text(EMPTY[query.filter], button, good=query.filter in GOOD_WHEN_EMPTY)
