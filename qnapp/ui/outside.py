"""What is handed to the PC's own programs: a letter, a folder, a copy of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from qnapp.db.evidence_copies import is_executable_name
from qnapp.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.ui.kit.door import Door


def open_outside(path: Path) -> bool:
    """Hand a file or folder to the PC's own program; False when the PC has none for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def may_open(door: Door, name: str) -> bool:
    """Ask before a file is opened that could run something; any other file may be opened.

    Enter takes the safe answer.
    """
    words = f"“{name}” là tệp có thể chạy chương trình. Chỉ mở khi biết rõ nguồn gốc của tệp."
    return not is_executable_name(name) or door.choose(words, ("Không mở", "Mở tệp")) == 1


def not_openable(name: str) -> UserError:
    """What is said when the PC has no program for a file of this name."""
    return UserError(
        f"Máy này chưa có chương trình mở được tệp {name}. "
        "Tệp trong kho vẫn còn nguyên. Lưu bản sao rồi mở trên máy khác."
    )
