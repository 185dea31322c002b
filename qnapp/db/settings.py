"""What the clerk chose once: typed settings, kept as rows with history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store


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
    signer_title: str = ""  # "BÍ THƯ"
    signs_as_deputy: bool = False
    place: str = ""  # địa danh
    symbol: str = ""  # ký hiệu, for example "ĐU"; "" takes the organisation's
    recipients: str = ""  # nơi nhận, one a line; "" takes the profile's
    theme: str = "system"  # light, dark, system
    font_percent: int = 100  # 100, 115, 130
    tall_rows: bool = False
    training: bool = False


def get_settings(store: Store) -> Settings:
    """All settings."""
    raise NotImplementedError


def set_settings(store: Store, **values: Any) -> list[FieldChange]:
    """Change some settings by the names of ``Settings``; raises ``InputError`` for a bad value."""
    raise NotImplementedError


def view_state(store: Store, name: str) -> Any:
    """What a screen remembered (JSON value), None where nothing; without history."""
    raise NotImplementedError


def set_view_state(store: Store, name: str, state: Any) -> None:
    """Remember column widths, folded sections and the like (a JSON value)."""
    raise NotImplementedError
