"""Typed settings with history; what screens remember without."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from qnapp.db.history import history_of, recent
from qnapp.db.settings import (
    Settings,
    get_settings,
    set_settings,
    set_view_state,
    view_state,
)
from qnapp.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from qnapp.db.store import Store

CHANGED: dict[str, Any] = {
    "letterhead": "nha-nuoc",
    "signer": "Nguyễn Văn Mẫu",
    "signer_title": "Phó Chủ tịch",
    "signs_as_deputy": True,
    "place": "Tuần Châu",
    "symbol": "UBND",
    "recipients": "- Như trên;\n- Lưu: VT.",
    "addressees": "Ban Thường vụ Tỉnh ủy\nVăn phòng Tỉnh ủy",
    "with_charts": True,
    "with_doubts": True,
    "duplex": True,
    "signature_fields": True,
    "mail_to": "tonghop@example.vn, vanthu@example.vn",
    "mail_limit_mb": 10,
    "package_as_zip": True,
    "theme": "dark",
    "font_percent": 115,
    "tall_rows": True,
    "training": True,
    "upper_office": True,
    "saved_whole_on": "2026-06-01",
    "clerk": "Người Khác",
    "current_period": "2026-Q3",
    "first_period": "2026-Q2",
}


def test_every_setting_comes_back_as_it_was_set(store: Store) -> None:
    set_settings(store, **CHANGED)
    found = get_settings(store)
    assert {name: getattr(found, name) for name in CHANGED} == CHANGED
    others = {"organisation", "plan", "moved_at"}
    assert {one.name for one in fields(Settings)} - set(CHANGED) == others


def test_mail_addresses_are_written_in_one_way_or_refused(store: Store) -> None:
    set_settings(store, mail_to=" a@example.vn;b@example.vn ; ")
    assert get_settings(store).mail_to == "a@example.vn, b@example.vn"
    for typed in ("a", "a@b", "a b@example.vn", "Văn phòng <a@example.vn>", "a@example.vn\nBcc: b"):
        with pytest.raises(InputError, match="Giá trị cũ vẫn giữ nguyên"):
            set_settings(store, mail_to=typed)
    assert get_settings(store).mail_to == "a@example.vn, b@example.vn"
    set_settings(store, mail_to="")
    assert get_settings(store).mail_to == ""


def test_a_fresh_store_has_sensible_settings(store: Store) -> None:
    found = get_settings(store)
    assert found == Settings(
        organisation="06652",
        plan="NQ05-2026",
        first_period="2026-Q1",
        clerk="Người Thử",
        place="Hà Tu",
    )


def test_changes_have_history_and_equal_values_have_none(store: Store) -> None:
    changes = set_settings(store, font_percent=130, theme="system")
    assert [(one.key, one.old, one.new) for one in changes] == [("font_percent", "100", "130")]
    assert history_of(store, "setting", "font_percent")[0].new == "130"
    back = set_settings(store, font_percent=100)
    assert [(one.old, one.new) for one in back] == [("130", "100")]
    assert get_settings(store).font_percent == 100


@pytest.mark.parametrize(
    "values",
    [
        {"letterhead": "khac"},
        {"theme": "hồng"},
        {"font_percent": 140},
        {"font_percent": "115"},
        {"training": "có"},
        {"signer": 5},
        {"clerk": "  "},
    ],
)
def test_a_bad_value_is_refused_and_changes_nothing(store: Store, values: dict[str, Any]) -> None:
    before = get_settings(store)
    with pytest.raises(InputError):
        set_settings(store, **{"signer": "Người Ký", "place": "B", **values})
    assert get_settings(store) == before


def test_a_period_must_exist_and_is_normalised(store: Store) -> None:
    set_settings(store, current_period="2026-q2")
    assert get_settings(store).current_period == "2026-Q2"
    with pytest.raises(NotFoundError):
        set_settings(store, current_period="2027-Q2")
    set_settings(store, current_period="")


def test_text_is_cleaned(store: Store) -> None:
    set_settings(store, signer="  Nguyễn\u00a0 Văn  Mẫu\n", recipients="- A;\r\n- B. ")
    found = get_settings(store)
    assert (found.signer, found.recipients) == ("Nguyễn Văn Mẫu", "- A;\n- B.")


def test_screens_remember_without_history(store: Store) -> None:
    assert view_state(store, "tasks.columns") is None
    before = len(recent(store, 10_000))
    for state in ([76, 338], {"folded": ["1", "Mục"]}, None, 5):
        set_view_state(store, "tasks.columns", state)
        assert view_state(store, "tasks.columns") == state
    assert len(recent(store, 10_000)) == before
    assert get_settings(store).theme == "system"
