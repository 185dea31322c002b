"""An upper office whose roster is looked after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reporting_units import OFFICE

from qnapp.db.settings import set_settings
from qnapp.ui.roster.dialog import RosterDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    """Văn phòng Tỉnh ủy."""
    store = make_store(OFFICE)
    set_settings(store, upper_office=True)
    return store


@pytest.fixture
def dialog(session: Session, qtbot: QtBot) -> RosterDialog:
    dialog = RosterDialog(session)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog
