"""The plan that an upper office prepares: kept beside the store until it is sent out."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qnapp.db.content import CancelledError
from qnapp.db.plan_versions import install_version, newest_version, replace_calendar
from qnapp.db.plans import current_plan, use_plan
from qnapp.db.reporters import roster
from qnapp.documents.files import write_atomically
from qnapp.domain.canonical import canonical_json, from_plain, to_plain
from qnapp.exchange.mail_draft import Letter, write_letter
from qnapp.exchange.plan_package import PlanContents, plan_contents, write_plan_package
from qnapp.text import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.plan import Plan

FILE = "ke-hoach-dang-soan.json"
_SUBJECT = "Gói kế hoạch {number} năm {year}, phiên bản {version}"
_BODY = (
    "Kính gửi {name},\n\nGửi kèm gói kế hoạch {number} năm {year}, phiên bản {version}.\n"
    "Mở chương trình QNApp, chọn “Mở tệp nhận được…” rồi chọn tệp {file}. "
    "Chương trình cho xem các thay đổi trước khi nhận; nội dung đã ghi được giữ nguyên.\n"
)


@dataclass(frozen=True, slots=True)
class Published:
    """What was written for the units."""

    package: Path
    letters: tuple[Path, ...]
    without_address: tuple[str, ...]  # names of those whose address nobody has entered
    plan: Plan


def load_draft(store: Store) -> PlanContents | None:
    """The plan that is being prepared, None for none; one that cannot be read counts as none."""
    with contextlib.suppress(OSError, ValueError):
        return from_plain(PlanContents, json.loads((store.folder / FILE).read_bytes()))
    return None


def save_draft(store: Store, contents: PlanContents) -> None:
    """Keep what is being prepared; raises ``FileError``."""
    data = canonical_json(to_plain(contents))
    write_atomically(store.folder / FILE, lambda file: file.write(data))


def drop_draft(store: Store) -> None:
    """Forget what is being prepared."""
    (store.folder / FILE).unlink(missing_ok=True)


def start_draft(store: Store) -> PlanContents:
    """Begin with the plan in use as it stands: for changing channels or who does what."""
    return plan_contents(store)


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
    ready = _numbered(store, contents)
    plan = ready.plan
    name = safe_file_name(f"ke-hoach-{plan.year}-phien-ban-{plan.version}", ext=".qnkh")
    folder.mkdir(parents=True, exist_ok=True)
    package = folder / name
    write_plan_package(store, package, ready)
    letters, unknown = _write_letters(store, plan, package, progress, cancelled)
    _adopt(store, ready, use=use)
    drop_draft(store)
    return Published(package, tuple(letters), tuple(unknown), plan)


def _numbered(store: Store, contents: PlanContents) -> PlanContents:
    """Give the plan the next version, unless it is the newest one itself."""
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
    plan = contents.plan
    with store.atomic():
        before = current_plan(store)
        newest = newest_version(store, plan.uid)
        if newest < plan.version:
            install_version(store, plan)
            if not newest:
                replace_calendar(store, plan.uid, contents.calendar)
        if not use and before.uid != plan.uid:
            use_plan(store, before.uid)
