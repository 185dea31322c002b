"""What is done with evidence: the page's menu, buttons and keys all end here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu

from qnapp.db import evidence
from qnapp.db.content import readable_size
from qnapp.errors import UserError
from qnapp.text import safe_file_name
from qnapp.ui import file_dialogs
from qnapp.ui.evidence.jobs import (
    add_files,
    attach_file,
    open_evidence,
    promise,
    save_copy,
    verify_all,
)
from qnapp.ui.evidence_page.export import evidence_listing
from qnapp.ui.evidence_page.row_dialog import RowDialog
from qnapp.ui.evidence_page.tools import CHIPS
from qnapp.ui.evidence_page.trash_dialog import TrashDialog
from qnapp.ui.list_export import ListExporter, which_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from qnapp.db.evidence import EvidenceReport
    from qnapp.models.evidence_lines import EvidenceLine, Use
    from qnapp.ui.evidence_page.page import EvidencePage
    from qnapp.ui.session import Session

SOUND = "Đã kiểm tra {count} tệp: đủ và nguyên vẹn."
HEALED = " {count} tệp được lấy lại từ bản thứ hai."
FOUND_BAD = (
    "Kiểm tra {count} tệp: {missing} tệp mất, {altered} tệp bị sửa. "
    "Các tệp khác và dữ liệu còn nguyên. Khôi phục từ bản sao lưu hoặc đính kèm lại."
)


class Actions(QObject):
    """Acts on the page's current piece."""

    def __init__(self, page: EvidencePage, session: Session) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._pending: list[Path] = []
        self.exporter = ListExporter(session, page)

    # ------------------------------------------------------------------------------- adding

    def choose_files(self) -> None:
        """Ask for files, then which row they are for (Ctrl+D)."""
        if self._session.worksheet().locked:
            return
        kinds = file_dialogs.EVIDENCE_FILES
        if files := file_dialogs.open_files(self._page, "Chọn tệp minh chứng", kinds):
            self.dropped(files, None)

    def dropped(self, files: Sequence[Path], line: EvidenceLine | None) -> None:
        """Add files: to the one row that the card below them is used for, else it is asked.

        What cannot be read is said before anything is asked.
        """
        try:
            for file in files:
                readable_size(file)
        except UserError as error:
            self._session.failed.emit(error)
            return
        self._page.leave_detail()
        here = self._session.period_code
        rows = [use.uid for use in line.uses if use.period == here and use.own] if line else []
        if len(rows) == 1 and line is not None and not line.hidden:
            add_files(self._session, files, rows[0])
            return
        self._pending = list(files)
        what = files[0].name if len(files) == 1 else f"{len(files)} tệp"
        dialog = RowDialog(
            self._session,
            f"{what} là minh chứng của",
            "Thêm tệp",
            first=rows,
            parent=self._window(),
        )
        dialog.chosen.connect(self._add_pending)
        dialog.open()

    def _add_pending(self, uid: str) -> None:
        add_files(self._session, self._pending, uid)

    def promise(self) -> None:
        """Note a document that is handed in later."""
        dialog = RowDialog(
            self._session,
            "Văn bản nộp sau",
            "Ghi văn bản nộp sau",
            promise=True,
            parent=self._window(),
        )
        dialog.chosen.connect(partial(self._promised, dialog))
        dialog.open()

    def _promised(self, dialog: RowDialog, uid: str) -> None:
        title, day = dialog.promised_title, dialog.promised_on
        promise(self._session, uid, title=title, promised_on=day)

    def bring_file(self) -> None:
        """Bring the file of a promised document."""
        if (line := self._page.line) is not None:
            title, kinds = f"Chọn tệp của “{line.name}”", file_dialogs.EVIDENCE_FILES
            if file := file_dialogs.open_file(self._page, title, kinds):
                attach_file(self._session, line.id, file)

    # ----------------------------------------------------------------------------- the piece

    def open(self) -> None:
        """Open it with the PC's own program; a promised one asks for its file instead."""
        line = self._page.line
        if line is None or line.hidden:
            return
        if not line.item.deferred:
            open_evidence(self._session, line.item)
        elif evidence.is_changeable(self._session.store, line.id):
            self.bring_file()

    def save_copy(self) -> None:
        """Write a copy to where a person wants it."""
        line = self._page.line
        if line is None or line.hidden or line.item.deferred:
            return
        ending = Path(line.item.name).suffix
        name = safe_file_name(line.item.name.removesuffix(ending), ext=ending)
        kinds = f"Tệp {line.ending} (*{ending});;Mọi tệp (*)" if ending else "Mọi tệp (*)"
        target = file_dialogs.save_file(self._page, "Lưu bản sao", name, kinds)
        if target is not None:
            save_copy(self._session, line.item, target)

    def use_for(self) -> None:
        """Ask which other row it proves."""
        if (line := self._page.line) is not None and not line.hidden:
            title = f"“{line.name}” cũng là minh chứng của"
            dialog = RowDialog(self._session, title, "Dùng cho dòng này", parent=self._window())
            dialog.chosen.connect(partial(self._use, line.id, line.name))
            dialog.open()

    def _use(self, evidence_id: int, name: str, uid: str) -> None:
        session = self._session
        action = partial(evidence.use_for, session.store, evidence_id, uid, session.period_code)
        session.write(f"Dùng {name} cho dòng khác", action)

    def unlink(self, use: Use) -> None:
        """End one of its uses."""
        if (line := self._page.line) is not None:
            action = partial(
                evidence.remove,
                self._session.store,
                line.id,
                uid=use.uid,
                period_code=use.period,
            )
            self._session.write(f"Không dùng {line.name} cho {use.code}", action)

    def remove(self) -> None:
        """Put it into the trash; undo and the trash bring it back."""
        line = self._page.line
        if line is None or line.hidden:
            return
        self._page.flush()
        action = partial(evidence.remove, self._session.store, line.id)
        if self._session.write(f"Bỏ minh chứng {line.name}", action):
            self._page.view.setFocus()  # a second Enter must not take the next one away, too
            self._session.said.emit(f"Đã chuyển {line.name} vào thùng rác. Ctrl+Z lấy lại.")

    def make_menu(self, line: EvidenceLine) -> QMenu:
        """Make the menu of a piece; it frees itself when closed."""
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for use in line.uses:
            if use.page:
                go = partial(self._page.go_to_use, use)
                menu.addAction(f"Đến {use.code} ({use.period_name})", go)
        if line.hidden:
            return menu
        menu.addSeparator()
        if not line.item.deferred:
            menu.addAction("Mở\tEnter", self.open)
            menu.addAction("Lưu bản sao…", self.save_copy)
        if evidence.is_changeable(self._session.store, line.id):
            if line.item.deferred:
                menu.addAction("Gắn tệp…\tEnter", self.bring_file)
            menu.addAction("Dùng thêm cho dòng khác…", self.use_for)
            menu.addSeparator()
            menu.addAction("Chuyển vào thùng rác\tDel", self.remove)
        return menu

    # ------------------------------------------------------------------------------ the whole

    def show_trash(self) -> None:
        """Open the trash."""
        TrashDialog(self._session, self._window()).open()

    def verify(self) -> None:
        """Hash every kept file anew, and say what was found."""
        self._page.flush()
        verify_all(self._session, self._verified)

    def _verified(self, report: EvidenceReport) -> None:
        healed = len(report.healed) + len(report.healed_files)
        again = HEALED.format(count=healed) if healed else ""
        notice = self._page.notice
        notice.setVisible(not report.ok)
        if report.ok:
            self._session.said.emit(SOUND.format(count=report.checked) + again)
            return
        missing = len(report.missing) + len(report.missing_files)
        altered = len(report.altered) + len(report.altered_files)
        words = FOUND_BAD.format(count=report.checked, missing=missing, altered=altered)
        notice.set_text(words + again)
        notice.set_button("Xem các tệp này" if report.missing or report.altered else "")

    def export(self) -> None:
        """Write what is shown as a list (Ctrl+E)."""
        lines, tools = self._page.view.lines, self._page.tools
        which = which_words(CHIPS[tools.current_filter()], lines.needle)
        every = self._page.shows_every_period
        self.exporter.export_list(evidence_listing(lines.lines, which, every_period=every))

    def _window(self) -> QWidget:
        return self._page.window()
