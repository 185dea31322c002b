"""A letter that is ready to be sent: an ``.eml`` file, opened by Outlook and Thunderbird.

``X-Unsent: 1`` makes it a letter to write and not one that was received. Nothing is sent here.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import PurePath
from typing import TYPE_CHECKING

from qnapp.documents.files import write_atomically
from qnapp.domain.canonical import digest
from qnapp.text import clean, nfc

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TYPES = {
    ".pdf": ("application", "pdf"),
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".zip": ("application", "zip"),
}
_ANY = ("application", "octet-stream")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says. Names of attachments are plain letters, which every program shows."""

    to: str  # addresses parted by commas, "" where nobody has entered one
    subject: str
    body: str  # lines parted by LF
    attachments: Mapping[str, bytes]


def letter_bytes(letter: Letter) -> bytes:
    """Give the file's bytes; the same letter gives the same bytes."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if letter.to:
        message["To"] = letter.to
    message["Subject"] = clean(letter.subject)
    # Quoted letters: a filter that looks into the text can read it, and no line is too long.
    message.set_content(nfc(letter.body).rstrip("\n") + "\n", cte="quoted-printable")
    for name, data in letter.attachments.items():
        main, sub = _TYPES.get(PurePath(name).suffix.lower(), _ANY)
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    if letter.attachments:
        told = repr((letter.to, letter.subject, letter.body, sorted(letter.attachments)))
        message.set_boundary(f"=_qnapp_{digest(told.encode())[:32]}")
    return message.as_bytes()


def write_letter(letter: Letter, target: Path) -> None:
    """Write ``target`` whole or not at all; raises ``FileError`` where it cannot be written."""
    data = letter_bytes(letter)
    write_atomically(target, lambda file: file.write(data))
