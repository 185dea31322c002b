"""The system's own file dialogs: an edge that tests replace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

INSTALLER_FILES = "Bộ cài QNApp (*.exe);;Mọi tệp (*)"
BACKUP_FILES = "Tệp sao lưu QNApp (*.zip);;Mọi tệp (*)"


def open_file(parent: QWidget | None, title: str, kinds: str) -> Path | None:
    """Ask for a file to read; None when it was cancelled."""
    name, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(name) if name else None


def open_files(parent: QWidget | None, title: str, kinds: str) -> list[Path]:
    """Ask for files to read; none when it was cancelled."""
    names, _ = QFileDialog.getOpenFileNames(parent, title, "", kinds)
    return [Path(name) for name in names]


def save_file(parent: QWidget | None, title: str, proposal: str, kinds: str) -> Path | None:
    """Ask for a file to write, overwriting asked by the system; None when it was cancelled."""
    name, _ = QFileDialog.getSaveFileName(parent, title, proposal, kinds)
    return Path(name) if name else None


def open_folder(parent: QWidget | None, title: str, start: Path | None = None) -> Path | None:
    """Ask for a folder; None when it was cancelled."""
    name = QFileDialog.getExistingDirectory(parent, title, str(start or ""))
    return Path(name) if name else None
