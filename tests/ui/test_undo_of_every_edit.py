"""Whatever is edited on the daily pages can be taken back and done again, in one step each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

import pytest

from qnapp.db import assignments, evidence, milestones, targets
from qnapp.db.measurements import set_measurement
from qnapp.db.progress import set_progress
from qnapp.domain.plan import Nature, Role
from qnapp.domain.reporting import Status
from qnapp.models.paste_lines import PasteKind, PasteLine
from qnapp.ui.indicators_page import actions as indicator_actions
from qnapp.ui.tasks_page import actions as task_actions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.ui.session import Session

    Action = Callable[[], Sequence[FieldChange]]

PERIOD = "2026-Q2"
TASK, OTHER, NEW = "NQ05-2026/5.6.1", "NQ05-2026/1.14", "NQ05-2026/1.1"
INDICATOR, FOLLOWED = "NQ05-2026/CT-1", "NQ05-2026/CT-2"
DAY, LATER = date(2026, 5, 20), date(2026, 7, 20)


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    made = make_store(taken=[TASK, OTHER])
    targets.set_own_target(made, FOLLOWED, "≥90")
    set_progress(made, OTHER, PERIOD, status="in_progress", percent=40, result="Đã họp")
    return made


def pasted(uid: str, field: str, value: str | Decimal) -> PasteLine:
    return PasteLine(PasteKind.CHANGE, uid, "", "", field, "", str(value), value)


def edits(store: Store) -> dict[str, Action]:
    own = assignments.add_local_task(store, title="Việc riêng", deadline_text="30/9/2026")
    mine = targets.add_local_indicator(
        store, title="Số mô hình", unit="mô hình", nature=Nature.LEVEL, target_text="≥5"
    )
    asked = milestones.add_extension(store, OTHER, due=LATER, document="CV 1", granted=False)
    proof = evidence.defer(store, OTHER, PERIOD, title="Biên bản")
    words = {"title": "Việc khác", "deadline_text": "31/12/2026"}
    save = partial(task_actions.save_fields, store, OTHER, PERIOD)
    return {
        "status": partial(save, {"status": "completed", "percent": 100}),
        "texts": partial(save, {"result": "", "difficulty": "Thiếu vốn", "officer": "Đỗ Hậu"}),
        "several": partial(task_actions.set_status, store, [TASK, OTHER], PERIOD, Status.COMPLETED),
        "officers": partial(task_actions.set_officer, store, [TASK, OTHER], "Đỗ Thị Hậu"),
        "pasted tasks": partial(
            task_actions.write_pasted,
            store,
            PERIOD,
            [pasted(TASK, "percent", "30"), pasted(OTHER, "officer", "Hậu")],
        ),
        "milestone": partial(milestones.set_milestone, store, TASK, 1, DAY),
        "extension": partial(
            task_actions.add_extension, store, TASK, due=DAY, document="CV 2", granted=True
        ),
        "extension changed": partial(
            milestones.edit_extension, store, asked.id, due=LATER, document="CV 3", granted=True
        ),
        "extension removed": partial(milestones.remove_extension, store, asked.id),
        "taken on": partial(assignments.take_on, store, [NEW]),
        "let go": partial(assignments.let_go, store, [TASK, OTHER]),
        "own task": partial(task_actions.add_task, store, words, Role.LEAD),  # type: ignore[arg-type]
        "own task changed": partial(task_actions.edit_task, store, own.uid, words, Role.SUPPORT),  # type: ignore[arg-type]
        "own task removed": partial(assignments.remove_local_task, store, own.uid),
        "evidence removed": partial(evidence.remove, store, proof.id),
        "value": partial(
            indicator_actions.write_value, store, INDICATOR, PERIOD, "actual", Decimal("91.3")
        ),
        "own verdict": partial(
            set_measurement, store, FOLLOWED, PERIOD, contested="met", contest_reason="Đã rà soát"
        ),
        "pasted values": partial(
            indicator_actions.write_pasted,
            store,
            PERIOD,
            [pasted(INDICATOR, "actual", Decimal(90)), pasted(FOLLOWED, "estimate", Decimal(95))],
        ),
        "target": partial(targets.set_own_target, store, INDICATOR, "≥95"),
        "target taken back": partial(targets.set_own_target, store, FOLLOWED, ""),
        "followed": partial(targets.follow, store, INDICATOR),
        "unfollowed": partial(targets.unfollow, store, FOLLOWED),
        "own indicator": partial(
            indicator_actions.add_local, store, "Số hộ", "hộ", Nature.FLOW, "≥100"
        ),
        "own indicator changed": partial(
            indicator_actions.edit_local, store, mine.uid, "Số điểm", "điểm", "≥7"
        ),
        "own indicator removed": partial(targets.remove_local_indicator, store, mine.uid),
    }


NAMES = (
    "status", "texts", "several", "officers", "pasted tasks", "milestone", "extension",
    "extension changed", "extension removed", "taken on", "let go", "own task",
    "own task changed", "own task removed", "evidence removed", "value", "own verdict",
    "pasted values", "target", "target taken back", "followed", "unfollowed", "own indicator",
    "own indicator changed", "own indicator removed",
)  # fmt: skip


def seen(session: Session) -> str:
    """Everything that the pages show of the period, extensions and all."""
    sheet = session.worksheet()
    extensions = [milestones.extensions(session.store, uid) for uid in (TASK, OTHER)]
    return repr((sheet.tasks, sheet.indicators, extensions))


@pytest.mark.parametrize("name", NAMES)
def test_one_step_back_and_one_forward(session: Session, store: Store, name: str) -> None:
    action = edits(store)[name]
    before = seen(session)
    assert session.write(name, action)
    after = seen(session)
    assert after != before
    session.undo_stack.undo()
    assert seen(session) == before
    session.undo_stack.redo()
    assert seen(session) == after
    session.undo_stack.undo()
    assert seen(session) == before
    assert session.undo_stack.count() == 1
