"""Where packages and letters are written: where it was chosen last, else beside other exports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qnapp.db.settings import view_state
from qnapp.text import safe_file_name
from qnapp.ui.report_page.export import last_folder

if TYPE_CHECKING:
    from qnapp.db.store import Store

SEND_FOLDER = "send_folder"  # name of what the store remembers


def proposed_folder(store: Store, period: str, revision: int) -> Path:
    """The folder that a person chose last, else one for this report beside other exports."""
    kept = view_state(store, SEND_FOLDER)
    if isinstance(kept, str) and Path(kept).is_dir():
        return Path(kept)
    return last_folder(store) / safe_file_name(f"Gửi báo cáo {period} lần {revision}")
