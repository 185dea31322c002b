"""An upper office in March, and what three units have sent to it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from reporting_units import HA_TU, OFFICE, Q1, TUAN_CHAU, Unit, make_unit, march_clock
from shown_pages import show_page

from qnapp.db.evidence import add_evidence
from qnapp.db.issued import report_in_force
from qnapp.db.periods import choose_period
from qnapp.db.progress import set_progress
from qnapp.db.settings import set_settings
from qnapp.db.store import Store
from qnapp.db.worksheet import find_task
from qnapp.documents.freeze import export_file
from qnapp.exchange.keys import renew_key
from qnapp.ui.inbox_page.page import InboxPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot

    from qnapp.ui.session import Session

HA_LAM = "06676"


@pytest.fixture
def clock() -> FixedClock:
    """March 19th: the quarter is due on the 20th."""
    return march_clock(19)


@pytest.fixture(scope="session")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Hà Tu: "first", "second", its "rival" from another PC, "other key"; Tuần Châu, Hà Lầm, whose
    "workbook" may come instead.
    """
    folder = tmp_path_factory.mktemp("gửi")
    clock = march_clock()
    found: dict[str, Path] = {}
    make_unit(folder / "ht", HA_TU)
    with Store.open(folder / "ht", clock=clock) as store:
        uid = find_task(store, "3.2").uid
        set_progress(store, uid, Q1, status="in_progress", percent=40, result="Đã khởi công",
                     difficulty="Vướng giải phóng mặt bằng")  # fmt: skip
        proof = folder / "Biên bản.txt"
        proof.write_text("Biên bản khởi công", encoding="utf-8")
        add_evidence(store, [proof], uid, Q1)
        (found["first"],) = Unit(store).send(folder / "1")
    shutil.copytree(folder / "ht", folder / "máy khác")
    for place, name, percent in (("ht", "second", 55), ("máy khác", "rival", 60)):
        with Store.open(folder / place, clock=clock) as store:
            Unit(store).take_back()
            set_progress(store, uid, Q1, percent=percent, result=f"Đạt {percent} phần trăm")
            (found[name],) = Unit(store).send(folder / name)
    with Store.open(folder / "ht", clock=clock) as store:
        renew_key(store)
        Unit(store).take_back()
        set_progress(store, uid, Q1, percent=90)
        (found["other key"],) = Unit(store).send(folder / "k")
    for code, name in ((TUAN_CHAU, "tuần châu"), (HA_LAM, "hà lầm")):
        make_unit(folder / code, code)
        with Store.open(folder / code, clock=clock) as store:
            (found[name],) = Unit(store).send(folder / name)
            report = report_in_force(store, Q1)
            assert report is not None
            found["workbook"] = folder / f"{code}.xlsx"
            export_file(store, report.id, "xlsx", found["workbook"])
    return found


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    """Văn phòng Tỉnh ủy, in the first quarter."""
    store = make_store(OFFICE)
    set_settings(store, upper_office=True)
    choose_period(store, Q1)
    return store


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> InboxPage:
    return show_page(InboxPage(session), qtbot)
