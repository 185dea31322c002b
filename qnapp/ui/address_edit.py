"""A field for mail addresses: one, or several parted by commas."""

from __future__ import annotations

from qnapp.db.settings import mail_addresses
from qnapp.ui.kit.fields import LineEdit


class AddressEdit(LineEdit):
    """What is no address is said below the field; the typed text stays."""

    def read(self, text: str) -> str:
        return mail_addresses(text)
