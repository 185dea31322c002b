"""What this program is, and whether an installer file that arrived is a newer one."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6 import __version__ as qt_version

from qnapp import __version__
from qnapp.exchange.authenticode import Intact
from qnapp.exchange.installer_file import installer_lines, read_installer
from qnapp.ui import file_dialogs
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.labels import IconText
from qnapp.ui.settings_page.section import Section
from qnapp.ui.store_work import tell_failure

if TYPE_CHECKING:
    from qnapp.exchange.installer_file import InstallerFile
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

_SIGNATURE_LOOK = {
    Intact.YES: ("ok", "check"),
    Intact.UNSIGNED: ("soon", "warning"),
    Intact.NO: ("bad", "warning"),
}


class AboutSection(Section):
    """Version and the parts it is made of; "Kiểm tra phiên bản" looks at a file, never online."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "Giới thiệu")
        self.add_text(
            f"QNApp {__version__}: theo dõi thực hiện Nghị quyết, hoạt động không cần mạng. "
            "Chương trình không gửi dữ liệu đi đâu."
        )
        self.add_text(
            f"Python {platform.python_version()}, Qt {qt_version} (LGPL-3.0), SQLite, openpyxl, "
            "ReportLab; phông chữ Open Sans (Apache-2.0), Liberation Serif (SIL OFL 1.1)."
        )
        self.check = QuietButton("Kiểm tra phiên bản…")
        self.check.setToolTip("Chọn tệp bộ cài nhận được; tệp không bị chạy")
        self.check.clicked.connect(self._choose)
        self.add_buttons(self.check)
        self.version = self.add_text("")
        self.sum = self.add_text("")
        self.signature = IconText(wrap=True)
        self.body.addWidget(self.signature)
        self._hide_result()

    def _hide_result(self) -> None:
        for part in (self.version, self.sum, self.signature):
            part.hide()

    def _choose(self) -> None:
        title = "Chọn tệp bộ cài QNApp"
        file = file_dialogs.open_file(self, title, file_dialogs.INSTALLER_FILES)
        if file is None:
            return
        self._hide_result()

        def work(_job: Job) -> InstallerFile:
            return read_installer(file)

        self.session.tasks.run("Đang xem bộ cài", work, self._show, self._failed)

    def _show(self, found: InstallerFile) -> None:
        version, digest, signature = installer_lines(found)
        self.version.setText(version)
        self.sum.setText(digest)
        self.signature.set_text(signature, *_SIGNATURE_LOOK[found.signature.intact])
        for part in (self.version, self.sum, self.signature):
            part.show()

    def _failed(self, error: Exception) -> None:
        tell_failure(self.session, error)
