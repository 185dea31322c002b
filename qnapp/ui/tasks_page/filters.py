"""The chips over the table of tasks, and what is said where one leaves nothing."""

from __future__ import annotations

from qnapp.models.task_view import TaskFilter
from qnapp.ui.kit.signs import APART, RETURNED, STANDING_SIGNS

# Words and shape of the chips.
CHIPS = {
    TaskFilter.ALL: ("Tất cả", ""),
    TaskFilter.OVERDUE: ("Quá hạn", "triangle_mark"),
    TaskFilter.SOON: ("Sắp đến hạn", ""),
    TaskFilter.STALE: ("Chưa cập nhật", "circle"),
    TaskFilter.PLAN: ("Toàn bộ", ""),
}
RETURNED_CHIP = (RETURNED.first, RETURNED.shape)
# These have a chip only while a link of the overview asks for it.
LINKED_CHIPS = {
    TaskFilter.WEEK: ("Đến hạn trong 7 ngày", ""),
    TaskFilter.MONTH: ("Đến hạn trong 30 ngày", ""),
    TaskFilter.EVIDENCE: ("Thiếu minh chứng", ""),
    **{
        TaskFilter(standing.value): (sign.phrase, sign.shape)
        for standing, sign in STANDING_SIGNS.items()
        if TaskFilter(standing.value) not in CHIPS
    },
    TaskFilter.APART: (APART.phrase, APART.shape),
}
EMPTY = {
    TaskFilter.ALL: "Đơn vị chưa nhận theo dõi nhiệm vụ nào.",
    TaskFilter.OVERDUE: "Không có nhiệm vụ nào quá hạn.",
    TaskFilter.SOON: "Không có nhiệm vụ nào đến hạn trong 15 ngày.",
    TaskFilter.WEEK: "Không có nhiệm vụ nào đến hạn trong 7 ngày.",
    TaskFilter.MONTH: "Không có nhiệm vụ nào đến hạn trong 30 ngày.",
    TaskFilter.STALE: "Mọi nhiệm vụ đã có kết quả kỳ này.",
    TaskFilter.PLAN: "Kế hoạch chưa có nhiệm vụ nào.",
    TaskFilter.EVIDENCE: "Không có nhiệm vụ nào thiếu minh chứng.",
    TaskFilter.RETURNED: "Không có nhiệm vụ nào bị trả lại.",
}
EMPTY_STANDING = "Không có nhiệm vụ nào ở tình trạng này."
GOOD_WHEN_EMPTY = (TaskFilter.OVERDUE, TaskFilter.STALE, TaskFilter.EVIDENCE)


def chip_words(wanted: TaskFilter) -> str:
    """What a filter is called, as on its chip."""
    if wanted is TaskFilter.RETURNED:
        return RETURNED_CHIP[0]
    return {**CHIPS, **LINKED_CHIPS}[wanted][0]
