"""What the tests of full backups share: a store with everything in it, and work done after."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from qnapp.db.archive import (
    backup_full,
)
from qnapp.db.evidence import add_evidence
from qnapp.db.progress import set_progress
from qnapp.db.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from fixed_clock import FixedClock

UID = "NQ05-2026/3.2"
Q2 = "2026-Q2"
PASSWORD = "mật khẩu dài"


def whole_backup(folder: Path, clock: FixedClock, tmp_path: Path) -> Path:
    """A full backup of a store with progress, evidence, a key and something to send."""
    with Store.open(folder, clock=clock) as store:
        set_progress(store, UID, Q2, percent=40)
        (tmp_path / "Biên bản.txt").write_text("Đã họp", encoding="utf-8")
        add_evidence(store, [tmp_path / "Biên bản.txt"], UID, Q2)
        (folder / "keys" / "khóa.pem").write_text("bí mật", encoding="utf-8")
        (folder / "outbox" / "2026-Q1").mkdir()
        (folder / "outbox" / "2026-Q1" / "gói.qnbc").write_bytes(b"\0\1")
        return backup_full(store, tmp_path / "sao lưu.zip", password=PASSWORD).file


def changed_since(folder: Path, clock: FixedClock) -> None:
    """Go on working after the backup was made."""
    with Store.open(folder, clock=clock) as store:
        set_progress(store, UID, Q2, percent=90)
    (folder / "keys" / "khóa.pem").write_text("khác", encoding="utf-8")
    shutil.rmtree(folder / "evidence")
    (folder / "evidence").mkdir()
