"""The chips over the table of indicators, what is said where one leaves nothing, which was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db.settings import set_view_state, view_state
from qnapp.models.indicator_lines import IndicatorFilter

if TYPE_CHECKING:
    from qnapp.db.store import Store

VIEW = "indicators.view"  # under which the store remembers the filter
CHIPS = {
    IndicatorFilter.FOLLOWED: ("Đơn vị theo dõi", ""),
    IndicatorFilter.ALL: ("Toàn bộ", ""),
    IndicatorFilter.NO_VALUE: ("Chưa có số liệu", "circle"),
    IndicatorFilter.UNMET: ("Chưa đạt", "diamond_dash"),
}
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


def keep_filter(store: Store, wanted: IndicatorFilter) -> None:
    """Remember the filter for the next time; what was returned is offered by itself."""
    kept = wanted if wanted in CHIPS else IndicatorFilter.FOLLOWED
    if kept is not kept_filter(store):
        set_view_state(store, VIEW, kept.value)


def kept_filter(store: Store) -> IndicatorFilter:
    """Give the filter that was left the last time."""
    name = view_state(store, VIEW)
    return IndicatorFilter(name) if name in set(CHIPS) else IndicatorFilter.FOLLOWED
