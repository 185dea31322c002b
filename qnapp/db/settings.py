"""What the clerk chose once: typed settings, kept as rows with history."""

from __future__ import annotations

import json
import re
from dataclasses import fields as fields_of
from typing import TYPE_CHECKING, Any

from qnapp.db import fields
from qnapp.db.calendar import stored_period
from qnapp.errors import InputError
from qnapp.records import dataclass
from qnapp.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store

_VIEW = "view."
_OVERWRITE = "ON CONFLICT DO UPDATE SET value = excluded.value"
_CHOICES: dict[str, frozenset[object]] = {
    "letterhead": frozenset({"dang", "nha-nuoc"}),
    "theme": frozenset({"light", "dark", "system"}),
    "font_percent": frozenset({100, 115, 130}),
    "mail_limit_mb": frozenset(range(1, 101)),
}
_ADDRESS = r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+"
_SEVERAL_LINES = frozenset({"recipients", "addressees"})
_BAD_CHOICE = (
    "Thiết lập “{name}” không nhận giá trị “{value}”. Giá trị cũ vẫn giữ nguyên. Chọn giá trị khác."
)
_BAD_ADDRESS = (
    "“{value}” không phải địa chỉ thư điện tử. Giá trị cũ vẫn giữ nguyên. "
    "Kiểm tra lại địa chỉ, dạng ten@coquan.vn."
)
_NO_CLERK = "Chưa có tên người làm. Giá trị cũ vẫn giữ nguyên. Ghi họ và tên người làm."


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with what they are where nothing was chosen."""

    organisation: str = ""  # code of the store's own
    plan: str = ""  # uid of the plan in use
    first_period: str = ""  # earlier ones are "nhập bổ sung"
    current_period: str = ""  # chosen by the clerk; "" for the one of the day
    clerk: str = ""
    letterhead: str = "dang"  # or "nha-nuoc"
    signer: str = ""
    signer_title: str = ""  # "Bí thư"
    signs_as_deputy: bool = False
    place: str = ""  # địa danh
    symbol: str = ""  # ký hiệu, for example "ĐU"; "" takes the organisation's
    recipients: str = ""  # nơi nhận, one a line; "" takes the profile's
    addressees: str = ""  # kính gửi, one a line; "" takes the profile's, where it has any
    with_charts: bool = False  # an annex with charts behind the tables
    with_doubts: bool = False  # what is doubtful in the resolution's text stands in the annexes
    duplex: bool = False  # printed on both sides: margins of even pages are swapped (Party form)
    signature_fields: bool = False  # empty fields for signing programs in the PDF
    mail_to: str = ""  # where packages go, addresses parted by commas
    mail_limit_mb: int = 20  # of one mail, attachments as they travel
    package_as_zip: bool = False  # packages end in ".zip", where a mail filter holds back others
    theme: str = "system"  # light, dark, system
    font_percent: int = 100  # 100, 115, 130
    tall_rows: bool = False
    training: bool = False
    upper_office: bool = False  # reports of other organisations are taken in and consolidated
    moved_at: str = ""  # ISO; the data was moved to another PC and is only looked at here
    saved_whole_on: str = ""  # ISO date of the last full backup, as the clerk asked for it


# Annotations are texts here, so the kind of a setting is that of its default.
_DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields_of(Settings)}


def get_settings(store: Store) -> Settings:
    """All settings."""
    rows = store.rows("SELECT key, value FROM setting WHERE key NOT LIKE 'view.%'")
    stored = {row["key"]: row["value"] for row in rows if row["key"] in _DEFAULTS}
    return Settings(**{name: _typed(name, text) for name, text in stored.items()})


def is_switch(name: str) -> bool:
    """Whether a setting is only on or off; its history says "1" and ""."""
    return isinstance(_DEFAULTS.get(name), bool)


def set_settings(store: Store, **values: Any) -> list[FieldChange]:
    """Change some settings by the names of ``Settings``; raises ``InputError`` for a bad value."""
    checked = {name: _checked(store, name, value) for name, value in values.items()}
    changes: list[FieldChange] = []
    with store.atomic():
        for name, value in checked.items():
            default = {"value": _text(_DEFAULTS[name])}
            changes += fields.save(store, "setting", name, {"value": _text(value)}, base=default)
    return changes


UNWRITTEN = "refused"  # name of the view state that holds what was typed and not written


def view_state(store: Store, name: str) -> Any:
    """What a screen remembered (JSON value), None where nothing; without history."""
    text = store.value("SELECT value FROM setting WHERE key = ?", (_VIEW + name,))
    return None if text is None else json.loads(text)


def set_view_state(store: Store, name: str, state: Any) -> None:
    """Remember column widths, folded sections and the like (a JSON value)."""
    if store.moved:
        return  # nothing is written there, and how wide a column is, is no reason to say so
    text = json.dumps(state, ensure_ascii=False)
    with store.atomic():
        store.insert("setting", {"key": _VIEW + name, "value": text}, _OVERWRITE)


def _typed(name: str, text: str) -> Any:
    convert: Callable[[str], Any] = type(_DEFAULTS[name])
    return convert(text)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return str(value)


def _checked(store: Store, name: str, value: Any) -> Any:
    default = _DEFAULTS[name]
    if isinstance(value, str):
        value = clean(value, multiline=name in _SEVERAL_LINES)
    if type(value) is not type(default) or value not in _CHOICES.get(name, {value}):
        raise InputError(_BAD_CHOICE.format(name=name, value=value))
    if name == "mail_to":
        return mail_addresses(value)
    if name in ("first_period", "current_period") and value:
        return stored_period(store, value).period.code
    if name == "clerk" and not value and store.clerk:
        raise InputError(_NO_CLERK)
    return value


def mail_addresses(typed: str) -> str:
    """Mail addresses as they stand in a mail; raises ``InputError``."""
    given = [one.strip() for one in typed.replace(";", ",").split(",") if one.strip()]
    for one in given:
        if not re.fullmatch(_ADDRESS, one):
            raise InputError(_BAD_ADDRESS.format(value=one))
    return ", ".join(given)
