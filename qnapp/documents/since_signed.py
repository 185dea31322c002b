"""What the data say otherwise by now than a report that was sent for signature.

The paper and its snapshot stay as they are. But milestones, extensions, levels and the rows that
are followed belong to the year, so that a period's pages may follow a later change of them.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from qnapp.db.returned import open_rows
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.freeze import read_issued
from qnapp.domain.check_rules import name_of
from qnapp.errors import UserError

if TYPE_CHECKING:
    from qnapp.db.store import Store
    from qnapp.domain.reporting import Worksheet

_NAMED = 5  # rows that a sentence names


def changed_since(store: Store, report_id: int) -> tuple[str, ...]:
    """Name the rows that stand otherwise today than in the report: "3.4.15", "Chỉ tiêu 2".

    Both are judged by the day that the report was judged by, so that time alone changes nothing;
    rows that were returned are there to be changed. Raises ``NotFoundError``, and ``FileError``
    where the report's data are missing or altered.
    """
    frozen = read_issued(store, report_id).source.sheet
    code = frozen.period.code
    before, now = _standings(frozen), _standings(load_worksheet(store, code, frozen.as_of))
    opened = open_rows(store, code)
    differing = [
        uid for uid in {**before, **now} if uid not in opened and before.get(uid) != now.get(uid)
    ]
    return tuple((now.get(uid) or before[uid])[0] for uid in differing)


def since_signed(store: Store, report_id: int) -> str:
    """Say what has changed in a sentence, "" for nothing.

    Nothing is said either where the report's data are damaged: that is said where it is shown, and
    must not keep anybody from seeing how the rows stand.
    """
    with contextlib.suppress(UserError):
        return changed_words(changed_since(store, report_id))
    return ""


def changed_words(names: tuple[str, ...]) -> str:
    """Say it in a sentence; "" for no name."""
    if not names:
        return ""
    more = f" và {len(names) - _NAMED} dòng khác" if len(names) > _NAMED else ""
    told = ", ".join(names[:_NAMED]) + more
    return f"Sau khi trình ký đã đổi ở nội dung của cả năm: {told}; báo cáo đã trình ký giữ nguyên."


def _standings(sheet: Worksheet) -> dict[str, tuple[str, ...]]:
    """How each followed row stands, its name first."""
    found: dict[str, tuple[str, ...]] = {}
    for row in sheet.own_tasks:
        found[row.uid] = (name_of(row), str(row.standing), str(row.due))
    for one in sheet.followed_indicators:
        level = one.target.text if one.target is not None else ""
        found[one.uid] = (name_of(one), str(one.verdict), level)
    return found
