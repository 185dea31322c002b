"""Which rows of a report are to be returned, and why: kept until the report is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qnapp.db.settings import set_view_state, view_state
from qnapp.domain.replies import ReplyRow, ReturnedRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qnapp.db.store import Store
    from qnapp.domain.received import ReceivedPackage

# Frequent ones: a choice to begin with, to be made more precise.
REASONS = (
    "Thiếu minh chứng kèm theo.",
    "Kết quả chưa rõ, đề nghị nêu số liệu cụ thể.",
    "Chưa nêu lý do chậm và thời hạn hoàn thành.",
    "Chưa cập nhật kết quả trong kỳ.",
    "Số liệu chưa khớp với minh chứng.",
    "Số liệu chưa khớp với báo cáo của cơ quan chủ trì.",
    "Đánh dấu hoàn thành nhưng chưa có kết quả hoặc minh chứng.",
)


class ReturnMarks(QObject):
    """Reasons by uid; every change is remembered in the store, so that closing loses nothing."""

    changed = Signal()

    def __init__(
        self, store: Store, package: ReceivedPackage, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._name = f"return.{package.digest}"
        state = view_state(store, self._name)
        known = state if isinstance(state, dict) else {}
        self._kinds = {uid: ReplyRow(kind) for uid, (kind, _reason) in known.items()}
        self._reasons: dict[str, str] = {uid: reason for uid, (_kind, reason) in known.items()}

    @property
    def reasons(self) -> Mapping[str, str]:
        """The reason of each row marked, "" while none is written."""
        return dict(self._reasons)

    def mark(self, kind: ReplyRow, uid: str, reason: str | None) -> None:
        """Mark a row with a reason, "" for one to be written; None takes the mark away."""
        if self._reasons.get(uid) == reason:
            return
        self._kinds[uid] = kind
        if reason is None:
            self._reasons.pop(uid, None)
        else:
            self._reasons[uid] = reason
        self._keep()

    def clear(self) -> None:
        """Forget everything: the report has been answered."""
        self._reasons.clear()
        self._keep()

    def rows(self) -> tuple[ReturnedRow, ...]:
        """The rows as an answer takes them."""
        return tuple(
            ReturnedRow(self._kinds[uid], uid, reason) for uid, reason in self._reasons.items()
        )

    def _keep(self) -> None:
        known = {uid: (self._kinds[uid].value, reason) for uid, reason in self._reasons.items()}
        set_view_state(self._store, self._name, known or None)
        self.changed.emit()
