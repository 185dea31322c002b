"""Makes the stored store of the current version: ``python tests/db/make_stored_store.py FOLDER``.

Run once when a version is released, and keep what it makes under ``tests/db/data``; a test opens
every one of them for ever. Nothing in it depends on the day or the machine.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from stores import morning

from qnapp.db.evidence import add_evidence
from qnapp.db.measurements import set_measurement
from qnapp.db.organisations import resolve_organisation
from qnapp.db.progress import add_extension, set_milestone, set_progress
from qnapp.db.reports import set_report_text
from qnapp.db.setup import initialise
from qnapp.db.targets import set_own_target
from qnapp.db.worksheet import find_indicator, find_task

if TYPE_CHECKING:
    from qnapp.db.store import Store

Q1, Q2 = "2026-Q1", "2026-Q2"


def make(folder: Path) -> None:
    """Make a small store that has a row in every table of the clerk."""
    clock = morning()
    organisation = resolve_organisation("06652")
    with initialise(folder, organisation=organisation, clerk="Người Thử", clock=clock) as store:
        uid = {code: find_task(store, code).uid for code in ("3.2", "5.6.1", "1.14")}
        set_progress(store, uid["3.2"], Q1, status="in_progress", percent=15, result="Đã khởi công")
        clock.move(minutes=20)
        set_progress(store, uid["3.2"], Q2, percent=45, difficulty="Thiếu vốn")
        set_progress(store, uid["5.6.1"], Q2, status="on_hold", delay_reason="Vướng mặt bằng")
        set_progress(store, uid["1.14"], Q2, status="completed", completed_on="3/6/2026")
        set_milestone(store, uid["5.6.1"], 1, "20/4/2026")
        add_extension(store, uid["1.14"], due="31/7/2026", document="41-CV/ĐU", granted=True)
        set_own_target(store, find_indicator(store, "CT-22a").uid, "100")
        for period, value in ((Q1, "98,2"), (Q2, "99,0")):
            set_measurement(store, find_indicator(store, "CT-22a").uid, period, actual=value)
        set_report_text(store, Q2, "opening", "Thực hiện Nghị quyết số 05-NQ/TU.")
        _attach(store, uid)
    (folder / "qnapp.lock").unlink()


def _attach(store: Store, uid: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as work:
        for number, code in enumerate(("3.2", "1.14"), start=1):
            file = Path(work) / f"Biên bản {number}.txt"
            file.write_text(f"Biên bản số {number}", encoding="utf-8")
            add_evidence(store, [file], uid[code], Q2, number=f"{number}-BB/ĐU")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
