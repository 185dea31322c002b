"""The plan that an upper office prepares: kept in the store, and no plan until it is sent out."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from qnapp.db.calendar import periods
from qnapp.db.content import CancelledError
from qnapp.db.plan_drafts import (
    keep_draft,
    keep_rows_apart,
    keep_sent_extensions,
    kept_draft,
    rows_apart,
    sent_extensions,
)
from qnapp.db.plan_versions import (
    add_periods,
    install_version,
    newest_version,
    replace_calendar,
    save_period,
)
from qnapp.db.plans import current_plan, use_plan
from qnapp.db.reporters import roster
from qnapp.domain.canonical import canonical_json, from_plain, to_plain
from qnapp.domain.plan import Plan  # noqa: TC001  the annotations of a draft are read
from qnapp.domain.plan_changes import RowPair
from qnapp.exchange.annex_tables import Remark  # noqa: TC001
from qnapp.exchange.mail_draft import Letter, write_letter
from qnapp.exchange.plan_joining import Link  # noqa: TC001
from qnapp.exchange.plan_package import (
    PlanContents,
    PlanExtension,
    plan_contents,
    write_plan_package,
)
from qnapp.text import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.periods import Period
    from qnapp.exchange.plan_publishing import BuiltContents

_PERIOD_FIELDS = ("name", "start", "cutoff", "due", "as_of")
_SUBJECT = "Gói kế hoạch {number} năm {year}, phiên bản {version}"
_BODY = (
    "Kính gửi {name},\n\nGửi kèm gói kế hoạch {number} năm {year}, phiên bản {version}.\n"
    "Mở chương trình QNApp, chọn “Mở tệp nhận được…” rồi chọn tệp {file}. "
    "Chương trình cho xem các thay đổi trước khi nhận; nội dung đã ghi được giữ nguyên.\n"
)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What is being prepared, and what a person still has to look at of the annexes."""

    contents: PlanContents
    annex: str = ""  # path of the workbook that was read
    unread: tuple[Remark, ...] = ()
    second_look: tuple[Remark, ...] = ()
    links: tuple[Link, ...] = ()
    older: Plan | None = None  # that the annexes were compared with; None: nothing was read


def draft_of(built: BuiltContents, annex: Path) -> PlanDraft:
    """Begin with what was read from annexes."""
    told = built.built
    return PlanDraft(
        built.contents, str(annex), told.unread, told.second_look, told.links, built.older
    )


@dataclass(frozen=True, slots=True)
class Published:
    """What was written for the units."""

    package: Path
    letters: tuple[Path, ...]
    without_address: tuple[str, ...]  # names of those whose address nobody has entered
    plan: Plan


def load_draft(store: Store) -> PlanDraft | None:
    """The plan that is being prepared, None for none; one that cannot be read counts as none."""
    text = kept_draft(store)
    with contextlib.suppress(ValueError):
        return from_plain(PlanDraft, json.loads(text)) if text else None
    return None


def save_draft(store: Store, draft: PlanDraft) -> None:
    """Keep what is being prepared; raises ``StoreError``, ``LockedError``."""
    keep_draft(store, canonical_json(to_plain(draft)).decode("utf-8"))


def drop_draft(store: Store) -> None:
    """Forget what is being prepared; raises as ``save_draft``."""
    keep_draft(store, None)


def start_draft(store: Store) -> PlanContents:
    """Begin with the plan in use as it stands, and what its packages have put off."""
    contents = plan_contents(store)
    uid, tasks = contents.plan.uid, {one.uid for one in contents.plan.tasks}
    given, withdrawn = (
        tuple(
            PlanExtension(one.uid, one.organisation, date.fromisoformat(one.due), one.document)
            for one in sent_extensions(store, uid, withdrawn=gone)
            if one.uid in tasks
        )
        for gone in (False, True)
    )
    apart = tuple(RowPair(old, new) for old, new in rows_apart(store, uid))
    return replace(contents, extensions=given, withdrawn=withdrawn, apart=apart)


def publish(
    store: Store,
    contents: PlanContents,
    folder: Path,
    *,
    use: bool = True,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Published:
    """Write the package and a letter to everybody below, then make the plan this store's own.

    The version follows the newest one of the store wherever the plan differs from it. ``use``:
    work with it from now on. Files are written first: where one cannot be, nothing has changed
    here. Raises ``FileError``, ``InputError``, ``StoreError``, ``CancelledError``.
    """
    ready = as_published(store, contents)
    plan = ready.plan
    name = safe_file_name(f"ke-hoach-{plan.year}-phien-ban-{plan.version}", ext=".qnkh")
    folder.mkdir(parents=True, exist_ok=True)
    package = folder / name
    write_plan_package(store, package, ready)
    letters, unknown = _write_letters(store, plan, package, progress, cancelled)
    _adopt(store, ready, use=use)
    return Published(package, tuple(letters), tuple(unknown), plan)


def as_published(store: Store, contents: PlanContents) -> PlanContents:
    """Give the plan the number that it goes out with: the next, unless it is the newest itself."""
    newest = newest_version(store, contents.plan.uid)
    known = current_plan(store)
    same = known.uid == contents.plan.uid and replace(contents.plan, version=known.version) == known
    version = newest if same else newest + 1
    return replace(contents, plan=replace(contents.plan, version=version))


def _write_letters(
    store: Store,
    plan: Plan,
    package: Path,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> tuple[list[Path], list[str]]:
    entries = [one for one in roster(store) if one.expected]
    known = [one for one in entries if one.email]
    data = package.read_bytes()
    letters = []
    for step, one in enumerate(known, 1):
        if cancelled is not None and cancelled():
            raise CancelledError
        words = {"number": plan.number, "year": plan.year, "version": plan.version}
        letter = Letter(
            one.email,
            _SUBJECT.format(**words),
            _BODY.format(**words, name=one.name, file=package.name),
            {package.name: data},
        )
        target = package.with_name(safe_file_name(f"thu-{one.code}", ext=".eml"))
        write_letter(letter, target)
        letters.append(target)
        if progress is not None:
            progress(step, len(known))
    return letters, [one.name for one in entries if not one.email]


def _adopt(store: Store, contents: PlanContents, *, use: bool) -> None:
    """Make what was sent this store's own, and forget the draft, all or nothing."""
    plan = contents.plan
    with store.atomic():
        before = current_plan(store)
        newest = newest_version(store, plan.uid)
        if newest < plan.version:
            install_version(store, plan)
        if not newest:
            replace_calendar(store, plan.uid, contents.calendar)
        elif current_plan(store).uid == plan.uid:
            _adopt_calendar(store, plan.uid, contents.calendar)
        for said, gone in ((contents.extensions, False), (contents.withdrawn, True)):
            given = [(one.uid, one.organisation, one.due, one.document) for one in said]
            keep_sent_extensions(store, plan.uid, given, withdrawn=gone)
        keep_rows_apart(store, plan.uid, [(one.old, one.new) for one in contents.apart])
        if not use and before.uid != plan.uid:
            use_plan(store, before.uid)
        drop_draft(store)


def _adopt_calendar(store: Store, plan: str, calendar: tuple[Period, ...]) -> None:
    """Take over the days that were sent; a closed period keeps those it was closed with."""
    add_periods(store, plan, calendar)
    new = {one.code: one for one in calendar}
    for stored in periods(store):
        period = new.get(stored.period.code)
        if period is not None and not stored.locked and period != stored.period:
            values = {name: str(getattr(period, name)) for name in _PERIOD_FIELDS}
            save_period(store, period.code, values)
