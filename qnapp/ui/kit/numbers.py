"""Fields for numbers as they are written in Vietnamese: 1.234,5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from qnapp.errors import InputError
from qnapp.text import format_number, parse_number
from qnapp.ui.kit.fields import TypedEdit

if TYPE_CHECKING:
    from decimal import Decimal

    from PySide6.QtWidgets import QWidget


class NumberEdit(TypedEdit):
    """A number or nothing. Invalid text stays as typed, and ``value()`` stays the last valid."""

    def __init__(
        self, placeholder: str = "", *, right: bool = True, parent: QWidget | None = None
    ) -> None:
        """``right``: figures stand at the right, as in a column."""
        super().__init__(placeholder, parent)
        self._value: Decimal | None = None
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def read(self, text: str) -> str:
        self._value = parse_number(text) if text.strip() else None
        return self._shown()

    def value(self) -> Decimal | None:
        """Return the last valid number, None for an empty field."""
        return self._value

    def set_value(self, value: Decimal | None) -> None:
        """Change the number without a signal."""
        self._value = value
        self.show_text(self._shown())

    def _shown(self) -> str:
        return "" if self._value is None else format_number(self._value)


class PercentEdit(TypedEdit):
    """A whole number from 0 to 100, or nothing; a "%" behind it may be typed."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder, parent)
        self._value: int | None = None

    def read(self, text: str) -> str:
        self._value = _percent(text) if text.strip() else None
        return self._shown()

    def value(self) -> int | None:
        """Return the last valid percentage, None for an empty field."""
        return self._value

    def set_value(self, value: int | None) -> None:
        """Change the percentage without a signal."""
        self._value = value
        self.show_text(self._shown())

    def _shown(self) -> str:
        return "" if self._value is None else str(self._value)


def _percent(text: str) -> int:
    try:
        number = parse_number(text)
    except InputError as error:
        raise InputError("Tỉ lệ phải là số nguyên từ 0 đến 100.") from error
    if number != number.to_integral_value() or not 0 <= number <= 100:
        raise InputError("Tỉ lệ phải là số nguyên từ 0 đến 100.")
    return int(number)
