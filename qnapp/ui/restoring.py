"""Asking before a backup takes the place of data: whose it is, of when, and its password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db.archive import backup_owner, require_password_opens
from qnapp.db.organisations import own_organisation
from qnapp.db.outbox import outgoing_packages
from qnapp.db.periods import periods
from qnapp.db.sealing import WrongPasswordError
from qnapp.domain.packages import Kind
from qnapp.text import format_moment, lower_first

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from qnapp.db.store import Store
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
_SENT = (
    "\nSau bản sao lưu này đã lập gói báo cáo {reports}; bản khôi phục không có. Gói đã gửi đi thì "
    "báo nơi nhận trước khi gửi lại."
)
_DEED = "Khôi phục"


@dataclass(frozen=True, slots=True)
class Restoring:
    """A backup that a person has decided for."""

    file: Path
    password: str = ""  # for the keys that sign packages; "": they stay as they are here


def ask_restoring(door: Door, file: Path, store: Store | None = None) -> Restoring | None:
    """Ask whether a backup is to take the place of the data of ``store``, if there is one.

    Another password is asked for again, until it opens or the box is closed. Raises ``UserError``
    where the file is no backup.
    """
    owner = backup_owner(file)
    old = own_organisation(store).name if store is not None else ""
    words = (_REPLACE if old else _FIRST).format(
        old=old, name=owner.organisation.name, moment=format_moment(owner.created)
    )
    if store is not None and (later := _packed_since(store, owner.created)):
        words += _SENT.format(reports=later)
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


def _packed_since(store: Store, moment: datetime) -> str:
    """Name the reports that were packed since: "6 tháng năm 2026, lần 1"."""
    names = {one.period.code: lower_first(one.period.name) for one in periods(store)}
    found = [
        f"{names.get(one.period, one.period)}, lần {one.revision}"
        for one in reversed(outgoing_packages(store, kind=Kind.SUBMISSION))
        if one.made_at > moment
    ]
    return "; ".join(dict.fromkeys(found))
