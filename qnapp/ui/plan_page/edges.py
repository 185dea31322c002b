"""The red edge of the fields that a sentence below them speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qnapp.ui.kit.fields import set_flag

if TYPE_CHECKING:
    from collections.abc import Collection

    from qnapp.ui.kit.fields import TypedEdit


class RedEdges(QObject):
    """Marks fields of a form until somebody types in one of them.

    For faults of several fields together: what one field alone cannot be, it marks itself.
    """

    def __init__(self, *fields: TypedEdit, parent: QObject) -> None:
        super().__init__(parent)
        self._fields = fields
        for field in fields:
            field.edited.connect(self.clear)

    def mark(self, wrong: Collection[TypedEdit], sentence: str) -> None:
        """Mark ``wrong`` and no other; a screen reader says ``sentence`` in them."""
        for field in self._fields:
            set_flag(field, "fault", on=field in wrong or bool(field.fault()))
            field.setAccessibleDescription(sentence if field in wrong else field.fault())

    def clear(self) -> None:
        """Mark none."""
        self.mark((), "")
