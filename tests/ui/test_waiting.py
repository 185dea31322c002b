"""The box for work that nothing else may happen beside."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest

from qnapp.ui.waiting import WaitingDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qnapp.ui.tasks import Job

MANY_BYTES = 3_000_000


@pytest.mark.parametrize(
    ("step", "of", "told"), [(3, 12, "Đã xong 3/12"), (MANY_BYTES // 4, MANY_BYTES, "")]
)
def test_the_line_counts_and_does_not_repeat_the_heading(
    qtbot: QtBot, step: int, of: int, told: str
) -> None:
    looked_at = Event()

    def work(job: Job) -> None:
        job.report(step, of)
        looked_at.wait(20)

    box = WaitingDialog("Đang ghi dữ liệu để chuyển máy", work)
    qtbot.addWidget(box)
    box.show()
    try:
        qtbot.waitUntil(lambda: box.jobs.bar.value() == 250 and box.jobs.isVisible())
        assert box.jobs.words.text() == told
        assert not box.jobs.words.is_cut()
    finally:
        looked_at.set()
        qtbot.waitUntil(lambda: not box.isVisible())
        box.tasks.shutdown()
