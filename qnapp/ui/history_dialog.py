"""Who changed a cell, when, from what to what, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

if TYPE_CHECKING:
    from qnapp.ui.session import Session


class HistoryDialog(QDialog):
    """History of one row, or of one field of it; "Lấy lại giá trị này" writes an old value anew."""

    @classmethod
    def open_for(
        cls,
        session: Session,
        entity: str,
        key: str,
        period: str,
        field: str | None = None,
        *,
        title: str = "",
        parent: QWidget | None = None,
    ) -> HistoryDialog:
        """Show the history without blocking the window; the dialog frees itself when closed.

        ``entity``, ``key``, ``period`` and ``field`` are those of ``db.history``; ``title`` is what
        the row is called ("Nhiệm vụ 1.22").
        """
        raise NotImplementedError
