"""Annexes in Excel: read into the plan that is being prepared, and written out again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qnapp.db.content import CANCELLED
from qnapp.exchange.plan_review_words import plan_size
from qnapp.text import safe_file_name
from qnapp.ui import file_dialogs
from qnapp.ui.report_page.export import XLSX, Exporter, Outgoing
from qnapp.ui.store_work import store_work, tell_failure

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.domain.plan import Plan
    from qnapp.exchange.plan_publishing import BuiltContents
    from qnapp.ui.plan_page.desk import DraftDesk
    from qnapp.ui.session import Session
    from qnapp.ui.store_work import Done
    from qnapp.ui.tasks import Job

_WORKBOOKS = "Tệp Excel (*.xlsx);;Mọi tệp (*)"
_PACKAGES = "Gói kế hoạch (*.qnkh *.zip);;Mọi tệp (*)"


class Annexes(QObject):
    """``read`` follows once what was read lies on the desk."""

    read = Signal()

    def __init__(self, session: Session, desk: DraftDesk, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._desk, self._page = session, desk, page
        self.exporter = Exporter(session, "phụ lục kế hoạch", page)

    def choose(self, against: Path | None = None) -> None:
        """Ask for the workbook with the two annexes and read it, beside a plan that is older."""
        file = file_dialogs.open_file(self._page, "Chọn tệp Excel có các phụ lục", _WORKBOOKS)
        if file is None:
            return
        work = store_work(
            self._session.store, partial(_built, file, against, self._desk.entered_recipient)
        )
        title = f"Đang đọc {file.name}"
        self._session.tasks.run(title, work, partial(self._take, file), self._failed, reads=True)

    def choose_against(self) -> None:
        """Ask for an older package and for the annexes that are compared with it."""
        package = file_dialogs.open_file(self._page, "Chọn gói kế hoạch trước đó", _PACKAGES)
        if package is not None:
            self.choose(package)

    def _take(self, file: Path, done: Done) -> None:
        from qnapp.exchange.plan_draft import draft_of

        built: BuiltContents = done.result
        in_use = self._desk.in_use
        if not self._desk.put(f"lập từ {file.name}", draft_of(built, file)):
            return
        self.read.emit()
        if built.contents.plan == built.older:
            said = "kế hoạch đang dùng" if built.older == in_use else "kế hoạch đối chiếu"
            self._session.said.emit(f"Phụ lục giống hệt {said}, không có gì để sửa.")
            return
        unread = len(built.built.unread)
        said = f", {unread} chỗ không đọc được" if unread else ""
        self._session.said.emit(f"Đã đọc {plan_size(built.contents.plan)}{said}. Chưa phát hành.")

    def export(self) -> None:
        """Write the plan as the workbook of its two annexes."""
        plan = self._desk.plan
        name = safe_file_name(f"Phụ lục kế hoạch năm {plan.year}", ext=XLSX)
        self.exporter.export(Outgoing(name, XLSX, partial(_write, plan)))

    def _failed(self, error: Exception) -> None:
        tell_failure(self._session, error, CANCELLED)


def _built(
    file: Path, against: Path | None, recipient: str, store: Store, _job: Job
) -> BuiltContents:
    from qnapp.exchange.plan_publishing import build_contents  # takes long to import

    return build_contents(store, file, against, recipient=recipient)


def _write(plan: Plan, target: Path, _job: Job) -> int:
    from qnapp.exchange.plan_workbook import export_plan_workbook  # takes long to import

    export_plan_workbook(plan, target)
    return 0
