"""What several commands do alike: open the store, find the period, write, and answer."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TextIO, TypeVar

from qnapp.db import periods
from qnapp.db.settings import UNWRITTEN, view_state
from qnapp.db.store import Store, default_folder, needs_upgrade
from qnapp.domain.overview import describe_findings
from qnapp.domain.periods import parse_period_code
from qnapp.domain.reporting import Level
from qnapp.errors import InputError
from qnapp.text import parse_date

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from qnapp.documents.report import Report
    from qnapp.domain.reporting import Finding


T = TypeVar("T")
_NOTHING_CHANGED = "Chưa có gì bị thay đổi."


def say(sentence: str) -> None:
    """Tell a person what happened."""
    _write(sentence, sys.stderr)


def tell(lines: str) -> None:
    """Tell a machine, or a person, what was asked for; "" only lets go what was told before."""
    _write(lines, sys.stdout)


def _write(lines: str, stream: TextIO) -> None:
    """Who reads may have closed our output, as ``| head`` does: the deed goes on all the same.

    Windows calls it an invalid argument. What is left in the buffer would be told at the end.
    """
    try:
        if lines:
            print(lines, file=stream)
        else:
            stream.flush()
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.EINVAL):
            raise
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def open_store(options: argparse.Namespace) -> Store:
    """Open the store that was asked for, else the one at the usual place."""
    return Store.open(options.data or default_folder())


def look_into_store(options: argparse.Namespace) -> Store:
    """Open it only to read, so that it may be open in the window at the same time.

    A file of an older version is brought up to date first, which needs it alone.
    """
    folder = options.data or default_folder()
    if needs_upgrade(folder):
        open_store(options).close()
    return Store.open(folder, read_only=True)


def unwritten(store: Store, code: str) -> list[Finding]:
    """What a person typed in the window and could not be written, also where the program died.

    It is an error of the checks there, and so it is here (``ui.refused``).
    """
    if not view_state(store, UNWRITTEN):
        return []
    from qnapp.ui.refused_kept import kept  # takes long to import

    texts = [one for found in kept(store).values() for one in found if not one.of_setting]
    return [one.finding() for one in texts if one.period in ("", code)]


def require_all_written(store: Store, code: str) -> None:
    """Stop before a report is frozen without what a person typed; raises ``InputError``."""
    if found := unwritten(store, code):
        name = periods.stored_period(store, code).period.name
        raise InputError(
            f"{name} còn {len(found)} ô gõ trong cửa sổ mà chưa ghi được. {_NOTHING_CHANGED} "
            "Mở cửa sổ, sửa hoặc bỏ các ô đó rồi chạy lại.",
            detail="\n".join(one.text for one in found),
        )


def check_lines(findings: Sequence[Finding], *, signed: bool = False) -> list[str]:
    """Say what the checks found as the window counts it, the errors first.

    ``signed``: the report went for signature as it is, so that there is nothing to mend before.
    """
    lines = [f"Kiểm tra: {describe_findings(findings)}"]
    errors = "Lỗi:" if signed else "Lỗi, phải sửa trước khi trình ký:"
    for level, title in ((Level.ERROR, errors), (Level.WARNING, "Cảnh báo:")):
        found = [f"  {one.text}" for one in findings if one.level is level]
        lines += [title, *found] if found else []
    return lines


def read_option(parse: Callable[[str], T], typed: str) -> T:
    """Read what was typed; where it cannot be read it is said that nothing was changed."""
    try:
        return parse(typed)
    except InputError as error:
        raise InputError(f"{error} {_NOTHING_CHANGED}", detail=error.detail) from error


def require_ending(option: str, file: Path | None, *endings: str) -> None:
    """Refuse a file to be written whose name would open it in another program.

    ``endings`` with their dot, the usual one first. Raises ``InputError``.
    """
    if file is not None and file.suffix.lower() not in endings:
        raise InputError(
            f"Tệp của {option} phải có đuôi {' hoặc '.join(endings)}, không phải “{file.name}”. "
            f"{_NOTHING_CHANGED} Ghi lại, ví dụ {option} {file.stem or 'tệp'}{endings[0]}."
        )


def read_day(store: Store, period: str, typed: str) -> date:
    """Read a day as the window does: "5/6" is of the period's year."""
    year = periods.stored_period(store, period).period.year
    return read_option(partial(parse_date, year=year), typed)


def period_of(store: Store, text: str | None) -> str:
    """Code of the period asked for, or of the one that the store works on."""
    if text is None:
        return periods.current_period(store).code
    return periods.stored_period(store, parse_period_code(text)).period.code


def period_words(store: Store, code: str) -> str:
    """Name a period by what is typed and by what screens call it: "2026-Q4 (Năm 2026)"."""
    return f"{code} ({periods.stored_period(store, code).period.name})"


def write_all(store: Store, dry_run: bool, write: Callable[[], object]) -> None:
    """Run a change as one; a trial is rolled back, so that it meets every real refusal."""
    with store.trial() if dry_run else store.atomic():
        write()


def write_documents(report: Report, wanted: Mapping[str, Path | None]) -> None:
    """Write a document as the kinds of file asked for: "pdf", "xlsx", "docx".

    What a PDF cannot show of it is said.
    """
    from qnapp.documents.on_paper import unprintable_places  # takes long to import

    for kind, target in wanted.items():
        if target is not None:
            _writer(kind)(report, target)
            say(f"Đã xuất {target}.")
    for sentence in unprintable_places(report) if wanted.get("pdf") else ():
        say(sentence)


def _writer(kind: str) -> Callable[[Report, Path], object]:
    """Give the writer of a kind of file; each takes long to import, so only what is asked for."""
    if kind == "pdf":
        from qnapp.documents.pdf import write_pdf

        return write_pdf
    if kind == "xlsx":
        from qnapp.documents.xlsx import write_xlsx

        return write_xlsx
    from qnapp.documents.docx import write_docx

    return write_docx


def tried(code: str) -> str:
    """What is said of a trial."""
    return f"{code}: đã thử, hợp lệ, chưa ghi gì."


def print_json(value: object) -> None:
    """Give a machine its answer."""

    def plain(item: object) -> str:
        return item.isoformat() if isinstance(item, date) else str(item)

    tell(json.dumps(value, ensure_ascii=False, indent=1, default=plain))
