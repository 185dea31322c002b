"""The organisation's own targets and indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db import fields, items
from qnapp.db.plans import current_plan
from qnapp.db.rows import indicator_columns
from qnapp.db.values import text_value
from qnapp.domain.plan import Indicator, Nature, Origin
from qnapp.domain.targets import printed_target
from qnapp.errors import InputError

if TYPE_CHECKING:
    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store

_NO_TITLE = "Chưa có tên chỉ tiêu. Chưa có gì bị thay đổi. Ghi tên rồi thử lại."
_NO_LEVEL = "Chưa có mức của chỉ tiêu. Chưa có gì bị thay đổi. Ghi mức, ví dụ ≥90."
_NOT_LOCAL = (
    "Chỉ tiêu {code} thuộc kế hoạch nên không sửa lời văn được. Chưa có gì bị thay đổi. "
    "Ghi mức riêng của đơn vị cho chỉ tiêu này nếu cần."
)


def set_own_target(store: Store, indicator_uid: str, text: str) -> list[FieldChange]:
    """Give the organisation its own target; "" takes it back. The indicator is followed then."""
    uid = items.find_indicator(store, indicator_uid).uid
    words = printed_target(text_value(text, multiline=False))
    with store.atomic():
        changes = fields.save(store, "target", uid, {"text": words})
        return changes + (follow(store, uid) if words else [])


def follow(store: Store, indicator_uid: str, *, event: str = "") -> list[FieldChange]:
    """Report on an indicator."""
    uid = items.find_indicator(store, indicator_uid).uid
    return fields.save(store, "assignment", uid, {"taken": "1"}, event=event)


def unfollow(store: Store, indicator_uid: str) -> list[FieldChange]:
    """Report no longer on an indicator; what was typed stays."""
    uid = items.find_indicator(store, indicator_uid).uid
    return fields.save(store, "assignment", uid, {"taken": ""})


def add_local_indicator(
    store: Store, *, title: str, unit: str = "", nature: Nature | str, target_text: str
) -> Indicator:
    """Add an indicator of the organisation's own plan, with its target; it is followed.

    Raises ``InputError`` without a title or a target.
    """
    name, level = text_value(title, multiline=False), text_value(target_text, multiline=False)
    if not name:
        raise InputError(_NO_TITLE)
    if not level:
        raise InputError(_NO_LEVEL)
    plan, own = current_plan(store).uid, fields.own_code(store)
    with store.atomic():
        number = items.new_number(store, "indicator")
        indicator = Indicator(
            uid=f"{plan}/{own}/CT-{items.LOCAL_SECTION_CODE}{number}",
            code=f"CT-{items.LOCAL_SECTION_CODE}{number}",
            label="",
            group=items.LOCAL_SECTION_CODE,
            title=name,
            unit=text_value(unit, multiline=False),
            nature=Nature(nature),
            target_text="",
            origin=Origin.LOCAL,
        )
        items.insert_local(store, indicator.uid, "indicator")
        store.insert("indicator_words", indicator_columns(indicator, 0, number))
        fields.save(store, "item", indicator.uid, {"removed": ""})
        set_own_target(store, indicator.uid, level)
    return indicator


def edit_local_indicator(
    store: Store,
    uid: str,
    *,
    title: str | None = None,
    unit: str | None = None,
    nature: Nature | str | None = None,
) -> list[FieldChange]:
    """Change the words of a local indicator; raises ``InputError`` for a plan's."""
    _require_local(store, uid)
    given = {"title": title, "unit": unit, "nature": None if nature is None else Nature(nature)}
    values = {
        name: text_value(value, multiline=False)
        for name, value in given.items()
        if value is not None
    }
    if values.get("title") == "":
        raise InputError(_NO_TITLE)
    return fields.save(store, "indicator", uid, values)


def remove_local_indicator(store: Store, uid: str) -> list[FieldChange]:
    """Take a local indicator out of the lists; the history keeps all of it."""
    _require_local(store, uid)
    now = store.clock().isoformat(timespec="seconds")
    return fields.save(store, "item", uid, {"removed": now})


def _require_local(store: Store, uid: str) -> None:
    indicator = items.find_indicator(store, uid)
    if not items.is_local(indicator):
        raise InputError(_NOT_LOCAL.format(code=indicator.code))
