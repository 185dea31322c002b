"""What a dialog needs before its deed is done: one habit for all that ask for words.

The deed's button stays live. Pressed too early, it says at every empty field what belongs there
and puts the cursor into the first: a grey button says neither what it waits for nor where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from collections.abc import Iterable


class NeededField(Protocol):
    """A field of the kit, as far as it must be filled in."""

    def value(self) -> object: ...
    def fault(self) -> str: ...
    def set_fault(self, sentence: str) -> None: ...
    def setFocus(self, reason: Qt.FocusReason, /) -> None: ...


def all_given(*needed: tuple[NeededField, str]) -> bool:
    """Whether nothing is missing; else each empty field says its sentence.

    What a field refuses on its own account stays said, and counts as missing.
    """
    for field, sentence in needed:
        if not field.fault() and not str(field.value() or "").strip():
            field.set_fault(sentence)
    return not go_to_fault(field for field, _sentence in needed)


def go_to_fault(fields: Iterable[NeededField]) -> bool:
    """Put the cursor into the first field that refuses its text; False where none does."""
    wrong = next((field for field in fields if field.fault()), None)
    if wrong is not None:
        wrong.setFocus(Qt.FocusReason.OtherFocusReason)
    return wrong is not None
