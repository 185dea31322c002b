"""The system's own file dialogs: an edge that tests replace, and the folders they begin in.

The folder that was chosen last is kept for each kind of file, in one small file of this PC beside
the default store: a store that is moved to another PC takes no folders of the old one along.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from qnapp.db.store import default_folder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

INSTALLER_FILES = "Bộ cài QNApp (*.exe);;Mọi tệp (*)"
BACKUP_FILES = "Tệp sao lưu QNApp (*.zip);;Mọi tệp (*)"
EVIDENCE_FILES = "Tệp minh chứng (*)"


def open_file(parent: QWidget | None, title: str, kinds: str) -> Path | None:
    """Ask for a file to read; None when it was cancelled."""
    name, _ = QFileDialog.getOpenFileName(parent, title, _folder(kinds), kinds)
    return _remembered_with(kinds, [name])[0] if name else None


def open_files(parent: QWidget | None, title: str, kinds: str) -> list[Path]:
    """Ask for files to read; none when it was cancelled."""
    names, _ = QFileDialog.getOpenFileNames(parent, title, _folder(kinds), kinds)
    return _remembered_with(kinds, names)


def save_file(parent: QWidget | None, title: str, proposal: str, kinds: str) -> Path | None:
    """Ask for a file to write, overwriting asked by the system; None when it was cancelled.

    A ``proposal`` without a folder gets that of the last file of its kind, else the one for
    documents.
    """
    if not Path(proposal).is_absolute():
        proposal = str(Path(_folder(kinds)) / proposal)
    name, _ = QFileDialog.getSaveFileName(parent, title, proposal, kinds)
    return _remembered_with(kinds, [name])[0] if name else None


def open_folder(parent: QWidget | None, title: str, start: Path | None = None) -> Path | None:
    """Ask for a folder; None when it was cancelled.

    Without ``start`` it begins where a dialog of this title was left.
    """
    name = QFileDialog.getExistingDirectory(parent, title, str(start or _folder(title)))
    if not name:
        return None
    _remember(title, Path(name))
    return Path(name)


def memory_file() -> Path:
    """Where the folders are kept."""
    return default_folder().parent / "folders.json"


def _remembered_with(kinds: str, names: list[str]) -> list[Path]:
    paths = [Path(name) for name in names]
    if paths:
        _remember(kinds, paths[0].parent)
    return paths


def _purpose(kinds: str) -> str:
    return kinds.partition(" (")[0]


def _kept() -> dict[str, object]:
    try:
        kept = json.loads(memory_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _folder(kinds: str) -> str:
    """The folder of the last choice; the one for documents where that is gone, as a stick is."""
    kept = _kept().get(_purpose(kinds), "")
    if isinstance(kept, str) and kept and Path(kept).is_dir():
        return kept
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def _remember(kinds: str, folder: Path) -> None:
    # Where this cannot be written the next dialog begins elsewhere: no reason to stop.
    with contextlib.suppress(OSError):
        memory_file().parent.mkdir(parents=True, exist_ok=True)
        kept = _kept() | {_purpose(kinds): str(folder)}
        memory_file().write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
