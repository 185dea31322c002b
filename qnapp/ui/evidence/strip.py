"""The strip that stays under an editor: how many files, add, drop, list (look, section 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qnapp.ui.session import Session


class EvidenceStrip(QWidget):
    """Evidence of one row, for any page: the page only calls ``set_target``.

    It reads the session's worksheet and follows ``session.changed`` by itself. Files dropped on it
    are added; a page that takes drops elsewhere (a table row, the editor) calls ``add_files``.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session

    def set_target(self, uid: str) -> None:
        """Show the evidence of a task or indicator; "" for none."""

    def set_allowed(self, allowed: bool, reason: str = "") -> None:
        """Switch adding off (locked period, restricted row, row not followed) and say why."""

    def add_files(self, files: Sequence[Path], uid: str = "") -> None:
        """Add files to ``uid``, or to the row that is shown."""

    def choose_files(self) -> None:
        """Ask for files and add them (Ctrl+D)."""

    def show_list(self) -> None:
        """Open the list of the row's evidence."""
