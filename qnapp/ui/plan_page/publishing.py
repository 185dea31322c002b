"""The plan on its way to the units: package and letters into a folder that a person chooses."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qnapp.db.content import CANCELLED
from qnapp.ui import file_dialogs
from qnapp.ui.outside import open_outside
from qnapp.ui.store_work import announce, store_work, tell_failure

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.exchange.plan_draft import PlanDraft, Published
    from qnapp.exchange.plan_package import PlanContents
    from qnapp.ui.plan_page.desk import DraftDesk
    from qnapp.ui.session import Session
    from qnapp.ui.store_work import Done
    from qnapp.ui.tasks import Job

USE = "Dùng kế hoạch này từ bây giờ cho báo cáo của cơ quan và phần tổng hợp?"


class Publishing(QObject):
    """Writes what the desk holds; the draft is none any more once it was written."""

    def __init__(self, session: Session, desk: DraftDesk, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._desk, self._page = session, desk, page

    def send(self, recipient: str) -> None:
        """Ask for a folder, write package and letters there; ``recipient`` goes along."""
        folder = file_dialogs.open_folder(self._page, "Chọn thư mục ghi gói kế hoạch và thư")
        if folder is None:
            return
        contents = replace(self._desk.contents, recipient=recipient)
        use = contents.plan.uid == self._desk.in_use.uid or self._session.door.ask(
            USE, "Dùng từ bây giờ", "Chưa dùng"
        )
        work = store_work(self._session.store, partial(_publish, contents, folder, use))
        title, finish = "Đang ghi gói kế hoạch và thư", partial(self._published, self._desk.draft)
        self._session.tasks.run(title, work, finish, self._failed)

    def _published(self, draft: PlanDraft | None, done: Done) -> None:
        found: Published = done.result
        self._desk.sent(draft)
        announce(self._session, done)
        missing = len(found.without_address)
        letters = f" và {len(found.letters)} thư" if found.letters else ""
        also = f" {missing} đơn vị chưa có địa chỉ thư trong danh bạ." if missing else ""
        folder = found.package.parent
        self._session.said.emit(f"Đã ghi {found.package.name}{letters} vào “{folder.name}”.{also}")
        open_outside(folder)

    def _failed(self, error: Exception) -> None:
        tell_failure(self._session, error, CANCELLED)


def _publish(contents: PlanContents, folder: Path, use: bool, store: Store, job: Job) -> Published:
    from qnapp.exchange.plan_draft import publish  # takes long to import

    return publish(store, contents, folder, use=use, progress=job.report, cancelled=job.cancelled)
