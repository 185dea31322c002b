"""Backup and restore, the check of the data, and where the data lies."""

from __future__ import annotations

import functools
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices

from qnapp.db import moving
from qnapp.db.archive import backup_full
from qnapp.db.backup import backup_now
from qnapp.db.checkup import check_store
from qnapp.db.content import CANCELLED
from qnapp.db.organisations import own_organisation
from qnapp.db.settings import get_settings, set_settings
from qnapp.db.store import store_exists
from qnapp.errors import UserError
from qnapp.text import format_date, format_moment, safe_file_name
from qnapp.ui import file_dialogs
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.refused import may_go_on
from qnapp.ui.restoring import ask_restoring
from qnapp.ui.settings_page.section import Section
from qnapp.ui.store_work import tell_failure
from qnapp.ui.training import make_training, training_folder
from qnapp.ui.waiting import WaitingDialog

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.archive import FullBackup
    from qnapp.db.checkup import CheckReport
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

RESTORE_GIVES_UP = "Khôi phục thay toàn bộ dữ liệu đang có. Bỏ nội dung này và khôi phục?"
OTHER_GIVES_UP = "Mở dữ liệu khác thì nội dung này không được giữ. Bỏ và mở dữ liệu khác?"
MOVE_GIVES_UP = "Nội dung này không có trong tệp chuyển máy. Bỏ và chuyển máy?"
NOTHING_NEW = "Không có thay đổi từ lần sao lưu gần nhất."
NO_STORE = "Thư mục này chưa có dữ liệu QNApp. Chọn thư mục có tệp qnapp.db."
ALL_WELL = "Dữ liệu và minh chứng đều nguyên vẹn."
KEY_WORDS = (
    "Sao lưu toàn bộ: dữ liệu đã nhập, minh chứng, các gói đã gửi và khóa ký gói.\n"
    "Mật khẩu chỉ bảo vệ khóa ký gói; các dữ liệu khác trong tệp ai có tệp cũng đọc được. "
    "Để trống thì tệp không có khóa."
)
MOVE_WORDS = (
    "Chuyển sang máy khác: toàn bộ dữ liệu được ghi vào một tệp để khôi phục trên máy mới. "
    "Sau đó dữ liệu trên máy này chỉ để xem, để hai máy không báo cáo khác nhau.\n"
    "Mật khẩu chỉ bảo vệ khóa ký gói, máy mới sẽ hỏi. Giữ tệp cẩn thận, chuyển xong thì xóa."
)
MOVED = (
    "Đã ghi {name}. Chép tệp này sang máy mới, mở QNApp, chọn Khôi phục từ bản sao lưu và gõ mật "
    "khẩu vừa đặt. Dữ liệu trên máy này từ nay chỉ để xem."
)
LOST = (
    "Đã sao lưu vào {file}, nhưng thiếu {count} tệp đã mất hoặc bị thay đổi trên máy. Các dữ liệu "
    "khác có đủ trong bản sao lưu. Xem chi tiết rồi đính kèm lại các tệp đó."
)


def last_backup(folder: Path) -> datetime | None:
    """When the newest copy in a store's ``backups`` folder was made, in local time."""
    made = [copy.stat().st_mtime for copy in (folder / "backups").glob("*.db")]
    return datetime.fromtimestamp(max(made)).astimezone() if made else None


class BackupSection(Section):
    """``restore_wanted`` carries a ``Restoring``: what the store is to be replaced from."""

    restore_wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session, "Sao lưu")
        self._last = self.add_text("")
        self.now = QuietButton("Sao lưu ngay")
        self.full = QuietButton("Sao lưu toàn bộ ra tệp…")
        self.restore = QuietButton("Khôi phục từ tệp…")
        self.check = QuietButton("Kiểm tra dữ liệu")
        self.move_away = QuietButton("Chuyển sang máy khác…")
        self.add_buttons(self.now, self.full, self.move_away)
        self.add_buttons(self.restore, self.check)
        self.add_text(
            "Bản sao lưu hằng ngày nằm cùng máy. Tệp sao lưu toàn bộ gồm cả minh chứng; "
            "nên chép tệp này ra USB mỗi tuần."
        )
        self.now.clicked.connect(self._backup_now)
        self.full.clicked.connect(self.back_up_whole)
        self.restore.clicked.connect(self._restore)
        self.check.clicked.connect(self._check)
        self.move_away.clicked.connect(self._move)

    def load(self) -> None:
        super().load()
        last = last_backup(self.session.store.folder)
        words = f"Sao lưu gần nhất: {format_moment(last)}." if last else "Chưa có bản sao lưu nào."
        words += " Mỗi ngày có thay đổi, dữ liệu được tự động sao lưu."
        whole = get_settings(self.session.store).saved_whole_on
        day = f"ngày {format_date(date.fromisoformat(whole))}" if whole else "chưa lần nào"
        self._last.setText(f"{words}\nSao lưu toàn bộ ra tệp gần nhất: {day}.")

    def _backup_now(self) -> None:
        self.session.leaving.emit()
        try:
            made = backup_now(self.session.store)
        except UserError as error:
            self.session.failed.emit(error)
            return
        self.session.said.emit(f"Đã sao lưu vào {made.name}." if made else NOTHING_NEW)
        self.load()

    def _where(self, title: str, what: str = "") -> Path | None:
        """Ask for the file of a full backup; ``what`` sets its name apart from others."""
        owner = own_organisation(self.session.store)
        today = self.session.today()
        name = safe_file_name(
            f"QNApp {owner.short or owner.name}{what} {today:%Y-%m-%d}", ext=".zip"
        )
        return file_dialogs.save_file(self, title, name, file_dialogs.BACKUP_FILES)

    def back_up_whole(self) -> None:
        """Ask for password and place, then write the full backup beside the window's work."""
        password = self.session.door.ask_password(KEY_WORDS, "Chọn nơi lưu…", twice=True)
        file = None if password is None else self._where("Sao lưu toàn bộ")
        if password is None or file is None:
            return
        self.session.leaving.emit()
        store = self.session.store

        def work(job: Job) -> FullBackup:
            with store.worker() as own:
                return backup_full(
                    *(own, file),
                    password=password,
                    progress=job.report,
                    cancelled=job.cancelled,
                )

        self.session.tasks.run("Đang sao lưu toàn bộ", work, self._full_done, self._failed)

    def _full_done(self, made: FullBackup) -> None:
        self._remember_whole()
        if made.lost:
            words = LOST.format(file=made.file, count=len(made.lost))
            self.session.door.warn(words, detail="\n".join(made.lost))
        else:
            self.session.said.emit(f"Đã sao lưu toàn bộ vào {made.file}.")
        self.load()

    def _remember_whole(self) -> None:
        if self.session.store.moved:
            return
        day = self.session.today().isoformat()
        save = functools.partial(set_settings, self.session.store, saved_whole_on=day)
        self.session.write_quietly(save)

    def _move(self) -> None:
        """Write the moving file while nobody can type, then leave this store to be looked at."""
        password = self.session.door.ask_password(
            MOVE_WORDS, "Chọn nơi lưu…", twice=True, needed=True
        )
        file = None if password is None else self._where("Chuyển sang máy khác", " chuyển máy")
        if password is None or file is None:
            return
        if not may_leave(self.session, MOVE_GIVES_UP, "Bỏ và chuyển máy"):
            return
        store = self.session.store

        def work(job: Job) -> FullBackup:
            with store.worker() as own:
                return moving.write_moving_file(
                    *(own, file, password), progress=job.report, cancelled=job.cancelled
                )

        try:
            made = WaitingDialog.run("Đang ghi dữ liệu để chuyển máy", work)
            self.session.write_quietly(functools.partial(moving.leave, store))
        except UserError as error:
            self.session.failed.emit(error)
            return
        self.session.door.info(MOVED.format(name=made.file), detail="\n".join(made.lost))

    def _failed(self, error: Exception) -> None:
        tell_failure(self.session, error)

    def _restore(self) -> None:
        file = file_dialogs.open_file(self, "Chọn tệp sao lưu", file_dialogs.BACKUP_FILES)
        if file is None:
            return
        try:
            wanted = ask_restoring(self.session.door, file, self.session.store)
        except UserError as error:
            self.session.failed.emit(error)
            return
        if wanted is not None and may_leave(self.session, RESTORE_GIVES_UP, "Bỏ và khôi phục"):
            self.restore_wanted.emit(wanted)

    def _check(self) -> None:
        self.session.leaving.emit()
        store = self.session.store

        def work(job: Job) -> CheckReport:
            with store.worker() as own:
                return check_store(own, progress=job.report, cancelled=job.cancelled)

        self.session.tasks.run("Đang kiểm tra dữ liệu", work, self._checked, self._failed)

    def _checked(self, report: CheckReport) -> None:
        if report.ok:
            self.session.said.emit(ALL_WELL)
            return
        sentence = (
            f"Kiểm tra thấy {len(report.problems)} chỗ có vấn đề. Dữ liệu chưa bị thay đổi thêm. "
            "Xem chi tiết; nếu cần, khôi phục từ bản sao lưu gần nhất."
        )
        self.session.door.warn(sentence, detail="\n".join(report.problems))


class DataSection(Section):
    """``store_wanted`` carries the folder of another store."""

    store_wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session, "Dữ liệu")
        self.add_text(f"Thư mục dữ liệu: {session.store.folder}")
        self.folder = QuietButton("Mở thư mục", "folder")
        self.other = QuietButton("Mở dữ liệu khác…")
        self.folder.clicked.connect(self._open_folder)
        self.other.clicked.connect(self._open_other)
        self.training = QuietButton("Dữ liệu tập huấn")
        self.training.setToolTip("Dùng thử trên dữ liệu ví dụ nằm riêng; dữ liệu thật không đổi")
        self.training.clicked.connect(self._train)
        self.add_buttons(self.folder, self.other, self.training)

    def load(self) -> None:
        super().load()
        self.training.setVisible(not get_settings(self.session.store).training)

    def _train(self) -> None:
        """Open the training data of whoever works here: a unit, or an office above."""
        session = self.session
        upper = get_settings(session.store).upper_office
        folder = training_folder(session.store.folder, upper=upper)
        try:
            make_training(folder, upper=upper, clock=session.store.clock, parent=self.window())
        except UserError as error:
            tell_failure(session, error, CANCELLED)
        else:
            self._leave_for(folder)

    def _leave_for(self, folder: Path) -> None:
        if may_leave(self.session, OTHER_GIVES_UP, "Bỏ và mở"):
            self.store_wanted.emit(folder)

    def _open_folder(self) -> None:
        open_in_system(self.session.store.folder)

    def _open_other(self) -> None:
        start = self.session.store.folder.parent
        folder = file_dialogs.open_folder(self, "Chọn thư mục dữ liệu", start)
        if folder is None or folder == self.session.store.folder:
            return
        if not store_exists(folder):
            self.session.door.warn(NO_STORE)
            return
        self._leave_for(folder)


def may_leave(session: Session, question: str, deed: str) -> bool:
    """Write what is half typed, and ask before text that was refused is given up with the store."""
    session.leaving.emit()
    found = session.refused.all()
    if not may_go_on(session, found, question, deed):
        return False
    session.refused.drop(found)
    return True


def open_in_system(path: Path) -> Any:
    """Show a folder in the system's own window."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
