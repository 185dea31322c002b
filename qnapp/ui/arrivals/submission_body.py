"""A submission that reached an upper office: whose, which revision, what is noted of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qnapp.domain.packages import KeyStanding
from qnapp.domain.received import Sender
from qnapp.exchange.receive import take_in, trust_sender
from qnapp.exchange.workbook_arrival import WorkbookArrival
from qnapp.text import file_size, format_date
from qnapp.ui.arrivals.body import Accepted, ArrivalBody
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.surfaces import Card, ScrollColumn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.exchange.receive import SubmissionArrival
    from qnapp.ui.tasks import Job

NOT_RECEIVING = (
    "Đơn vị này chưa bật tiếp nhận báo cáo nên chỉ xem được gói. Là cơ quan tổng hợp thì bật "
    "“Tiếp nhận và tổng hợp” trong Thiết lập rồi mở lại gói."
)
_SHOWN_FILES = 8


class SubmissionBody(ArrivalBody):
    """See ``ArrivalBody``."""

    def __init__(
        self,
        arrival: SubmissionArrival | WorkbookArrival,
        path: Path,
        *,
        receives: bool,
        parent: QWidget | None = None,
    ) -> None:
        """``receives``: whether this organisation takes reports of others in."""
        super().__init__(parent)
        self._arrival, self._path, self._receives = arrival, path, receives
        # A key other than the confirmed one is refused until somebody has asked the sender.
        other = arrival.incoming.standing is KeyStanding.OTHER
        self.key_required = other and arrival.origin is not None
        column = ScrollColumn(margins=(14, 10, 14, 10))
        for words in self._told():
            column.body.addWidget(Label(words, wrap=True))
        column.body.addStretch(1)
        card = Card(padding=0)
        card.body.addWidget(column)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        if not receives:
            box.addWidget(Notice("soon", NOT_RECEIVING))
        box.addWidget(Label(self.summary(), font="body_strong", wrap=True))
        box.addWidget(card, 1)

    def summary(self) -> str:
        found, files = self._arrival.incoming.package, self._arrival.incoming.files
        size, named = file_size(sum(one.size for one in files)), [one for one in files if one.name]
        if self._arrival.origin is None:
            return "Số liệu kèm trong tệp Excel của báo cáo còn nguyên vẹn."
        made = f"{found.made_at:%H:%M} ngày {format_date(found.made_at.date())}"
        return f"Tạo lúc {made}, {len(named)} tệp kèm số liệu, cả gói {size}."

    def deed(self) -> str:
        return "Tiếp nhận gói" if self._arrival.changes and self._receives else ""

    def work(self, *, key_compared: bool) -> Callable[[Store, Job], Accepted]:
        if isinstance(self._arrival, WorkbookArrival):
            return partial(_accept, self._arrival)
        found = self._arrival.incoming.package
        return partial(_take_in, self._path, found.digest, key_compared, self._arrival.title)

    def _told(self) -> list[str]:
        files = self._arrival.incoming.files  # the data of the report have no name of their own
        names = [f"{one.name} ({file_size(one.size)})" for one in files if one.name]
        shown = "; ".join(names[:_SHOWN_FILES])
        more = f"; và {len(names) - _SHOWN_FILES} tệp khác" * (len(names) > _SHOWN_FILES)
        if not names:
            return list(self._arrival.lines)
        return [*self._arrival.lines, f"Tệp trong gói: {shown}{more}."]


def _accept(arrival: WorkbookArrival, store: Store, _job: Job) -> Accepted:
    told, found = arrival.accept(store), arrival.incoming.package
    return Accepted(told, "", (), "inbox", f"code:{found.organisation}", found.period)


def _take_in(
    path: Path, digest: str, key_compared: bool, title: str, store: Store, job: Job
) -> Accepted:
    take = trust_sender if key_compared else take_in
    taken = take(store, path, expected=digest, progress=job.report, cancelled=job.cancelled)
    doubt = "" if taken.sender is Sender.CONFIRMED else " Khóa của bên gửi chưa xác nhận."
    where = f"code:{taken.organisation}"
    return Accepted(f"{title}: đã nhận.{doubt}", "", (), "inbox", where, taken.period)
