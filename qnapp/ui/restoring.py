"""Asking before a backup takes the place of data: whose it is, of when, and its password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db.archive import backup_owner, require_password_opens
from qnapp.db.sealing import WrongPasswordError
from qnapp.text import format_moment

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.ui.kit.door import Door

_FIRST = "Khôi phục dữ liệu của {name}, sao lưu ngày {moment}?"
_REPLACE = (
    "Thay dữ liệu của {old} đang mở bằng bản sao lưu của {name}, ngày {moment}? "
    "Dữ liệu đang có được giữ lại trong thư mục sao lưu."
)
_SEALED = (
    "\nTệp có khóa ký gói. Gõ mật khẩu đã đặt khi sao lưu; "
    "để trống thì khóa đang có trên máy này được giữ."
)
_DEED = "Khôi phục"


@dataclass(frozen=True, slots=True)
class Restoring:
    """A backup that a person has decided for."""

    file: Path
    password: str = ""  # for the keys that sign packages; "": they stay as they are here


def ask_restoring(door: Door, file: Path, old: str = "") -> Restoring | None:
    """Ask whether a backup is to take the place of the data of ``old`` ("" for none).

    Another password is asked for again, until it opens or the box is closed. Raises ``UserError``
    where the file is no backup.
    """
    owner = backup_owner(file)
    words = (_REPLACE if old else _FIRST).format(
        old=old, name=owner.organisation.name, moment=format_moment(owner.created)
    )
    if not owner.sealed:
        return Restoring(file) if door.ask(words, _DEED, loses=True) else None
    asked = words + _SEALED
    while (password := door.ask_password(asked, _DEED)) is not None:
        try:
            if password:
                require_password_opens(file, password)  # said while the window still stands
        except WrongPasswordError as error:
            asked = f"{error}\n{words}{_SEALED}"
        else:
            return Restoring(file, password)
    return None
