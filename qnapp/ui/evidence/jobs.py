"""What the worker does with evidence: hash, copy and check files away from the window."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qnapp.db import evidence
from qnapp.ui.outside import may_open, not_openable, open_outside
from qnapp.ui.store_work import run_on_store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from qnapp.db.evidence import EvidenceReport
    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.reporting import Evidence, IndicatorRow, TaskRow
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job


def evidence_of(session: Session, uid: str) -> tuple[Evidence, ...]:
    """Evidence of a task or indicator in the chosen period."""
    sheet = session.worksheet()
    rows: tuple[TaskRow | IndicatorRow, ...] = (*sheet.tasks, *sheet.indicators)
    return next((row.evidence for row in rows if row.uid == uid), ())


def add_files(session: Session, files: Sequence[Path], uid: str) -> Job:
    """Add files to a row of the chosen period; the session tells the pages when they are in."""
    work = partial(_add, list(files), uid, session.period_code)
    return run_on_store(session, "Đang thêm minh chứng", work, partial(_told_added, session))


def promise(session: Session, uid: str, *, title: str, promised_on: date | None) -> bool:
    """Note a document that will be handed in later; whether it was written."""
    return session.write(
        "Ghi văn bản nộp sau", partial(_promised, session, uid, title, promised_on)
    )


def attach_file(session: Session, evidence_id: int, file: Path) -> Job:
    """Bring the file of evidence that was to come later."""
    work = partial(_attach, evidence_id, file)
    return run_on_store(session, "Đang thêm minh chứng", work, partial(_told_added, session))


def verify_all(session: Session, done: Callable[[EvidenceReport], None]) -> Job:
    """Hash everything that is kept anew; ``done`` gets what was found."""
    return run_on_store(session, "Đang kiểm tra tệp", _verify, done)


def save_copy(session: Session, item: Evidence, target: Path) -> Job:
    """Write a checked copy to where a person wants it."""
    work = partial(_save_copy, item.id, target)
    said = f"Đã chép {item.name} ra {target}."
    return run_on_store(session, "Đang chép minh chứng", work, partial(_say, session, said))


def open_evidence(session: Session, item: Evidence) -> Job | None:
    """Open a checked copy with the PC's own program; what could run something is asked first."""
    if not may_open(session.door, item.name):
        return None
    return run_on_store(
        session, "Đang mở minh chứng", partial(_copy, item.id), partial(_open, session)
    )


@dataclass(frozen=True, slots=True)
class _Added:
    """What has come in, and the changes that undo takes back."""

    items: list[Evidence]
    changes: list[FieldChange]
    known: str = ""  # which files were there before


def _add(files: Sequence[Path], uid: str, period: str, store: Store, job: Job) -> _Added:
    with store.collected() as changes:
        items = evidence.add_evidence(
            store, files, uid, period, progress=job.report, cancelled=job.cancelled
        )
    known = evidence.known_words([file.name for file in files], changes)
    return _Added(items, list(changes), known)


def _attach(evidence_id: int, file: Path, store: Store, _job: Job) -> _Added:
    with store.collected() as changes:
        item = evidence.attach_later(store, evidence_id, file)
    return _Added([item], list(changes))


def _promised(
    session: Session, uid: str, title: str, promised_on: date | None
) -> list[FieldChange]:
    with session.store.collected() as changes:
        evidence.defer(
            session.store, uid, session.period_code, title=title, promised_on=promised_on
        )
    return changes


def _verify(store: Store, job: Job) -> EvidenceReport:
    return evidence.verify(store, progress=job.report, cancelled=job.cancelled)


def _save_copy(evidence_id: int, target: Path, store: Store, _job: Job) -> None:
    evidence.save_copy(store, evidence_id, target)


def _say(session: Session, sentence: str, _copied: None) -> None:
    session.said.emit(sentence)


def _copy(evidence_id: int, store: Store, _job: Job) -> Path:
    return evidence.open_copy(store, evidence_id)


def _told_added(session: Session, added: _Added) -> None:
    one = added.items[0].name if len(added.items) == 1 else f"{len(added.items)} tệp"
    session.write(f"Thêm minh chứng {one}", partial(list, added.changes))
    doubts = evidence.programs_among(item.name for item in added.items)
    doubts += evidence.doubts_among(session.store, added.items)
    added_any = evidence.count_new(added.changes) or not added.known
    said = f"Đã thêm minh chứng {one}.{doubts}" if added_any else ""
    session.said.emit(" ".join(filter(None, (said, added.known))))


def _open(session: Session, copy: Path) -> None:
    if not open_outside(copy):
        session.failed.emit(not_openable(copy.name))
