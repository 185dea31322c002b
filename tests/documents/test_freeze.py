"""Trình ký: all of it is kept or nothing, and what is edited afterwards never reaches it."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from frozen_stores import Q1, Q2, UID, contents, copied, kept, opened
from hypothesis import given, settings
from hypothesis import strategies as st

from qnapp.db import assignments, milestones, periods, targets
from qnapp.db.checkup import check_store
from qnapp.db.content import CancelledError
from qnapp.db.history import history_of
from qnapp.db.issued import issued_reports, report_in_force, withdraw
from qnapp.db.organisations import update_own
from qnapp.db.plans import current_plan, install_plan
from qnapp.db.progress import set_progress
from qnapp.db.report_files import read_file
from qnapp.db.reports import set_report_text
from qnapp.db.settings import set_settings
from qnapp.db.store import Store
from qnapp.db.worksheet import find_indicator, load_worksheet
from qnapp.documents.assemble import assemble_report
from qnapp.documents.docx import docx_bytes
from qnapp.documents.fingerprint import find_codes, parse_payload, printed_code
from qnapp.documents.freeze import (
    export_file,
    fingerprint_of_issued,
    freeze_report,
    read_issued,
    redraw,
)
from qnapp.documents.pdf import pdf_bytes
from qnapp.documents.xlsx import xlsx_bytes
from qnapp.domain.canonical import canonical_json, digest
from qnapp.domain.issued import FileKind, IssuedReport
from qnapp.errors import FileError, InputError, LockedError, NotFoundError, StoreError, UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hypothesis.strategies import DataObject


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "dữ liệu") as made:
        yield made


def _text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


# --- what is kept


def test_the_kept_files_are_those_that_the_snapshot_draws(store: Store) -> None:
    made = freeze_report(store, Q1)
    content = redraw(store, made.id)
    drawn = {
        FileKind.PDF: pdf_bytes(content),
        FileKind.XLSX: xlsx_bytes(content, carried=read_file(store, kept(made, FileKind.SNAPSHOT))),
        FileKind.DOCX: docx_bytes(content),
    }
    assert {kind: read_file(store, kept(made, kind)) for kind in drawn} == drawn
    assert [one.name for one in made.files] == [
        f"Báo cáo Quý I năm 2026 - Phường Hà Tu - lần 1.{end}"
        for end in ("json", "pdf", "xlsx", "docx")
    ]


def test_paper_and_data_carry_one_fingerprint(store: Store) -> None:
    made = freeze_report(store, Q1)
    data = read_file(store, kept(made, FileKind.SNAPSHOT))
    own = fingerprint_of_issued(made)
    assert own.sha256 == digest(data) == made.sha256
    assert canonical_json(json.loads(data)) == data
    assert (own.organisation, own.plan, own.plan_version) == ("06652", "NQ05-2026", 1)
    assert (own.period, own.revision) == (Q1, 1)
    printed = find_codes(_text(read_file(store, kept(made, FileKind.PDF))))
    assert printed == (printed_code(own),)
    assert parse_payload(own.qr_payload) == own


def test_the_words_are_those_of_the_data_beside_them(store: Store) -> None:
    set_report_text(store, Q1, "proposals", "Đề nghị bổ sung kinh phí.")
    snapshot = read_issued(store, freeze_report(store, Q1).id)
    assert snapshot.source.report(draft=False) == snapshot.report
    assert snapshot.source.words.proposals == "Đề nghị bổ sung kinh phí."
    assert snapshot.source.office.signer
    assert snapshot.source.training
    assert snapshot.source.sheet == load_worksheet(store, Q1)
    assert snapshot.source.sheet.locked


def test_only_what_is_frozen_is_no_draft(store: Store) -> None:
    live = assemble_report(store, Q1)
    assert (live.draft, live.fingerprint, live.stamp) == (True, None, "DỰ THẢO - TẬP HUẤN")
    made = freeze_report(store, Q1)
    assert redraw(store, made.id) == replace(
        live, draft=False, fingerprint=fingerprint_of_issued(made)
    )
    assert "DỰ THẢO" not in _text(read_file(store, kept(made, FileKind.PDF)))
    assert "DỰ THẢO" in _text(pdf_bytes(assemble_report(store, Q1)))


def test_the_letterhead_is_the_settings_unless_another_is_asked_for(store: Store) -> None:
    assert freeze_report(store, Q1, "nha-nuoc").letterhead == "nha-nuoc"
    other = freeze_report(store, Q2, despite_errors=True)
    assert other.letterhead == "dang"
    assert redraw(store, other.id).profile.name == "dang"


def test_its_progress_only_grows_up_to_the_whole(store: Store) -> None:
    seen: list[tuple[int, int]] = []
    freeze_report(store, Q1, progress=lambda done, of: seen.append((done, of)))
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert {of for _, of in seen} == {seen[-1][0]}


# --- what stops it


def _untouched(store: Store, kept_before: dict[str, bytes], period: str) -> None:
    assert contents(store.folder) == kept_before
    assert issued_reports(store) == []
    assert not periods.stored_period(store, period).locked


def test_errors_of_the_checks_stop_it_and_are_listed(store: Store) -> None:
    before = contents(store.folder)
    with pytest.raises(InputError, match=r"^Kỳ 6 tháng năm 2026 còn \d lỗi.*Chưa có gì") as refused:
        freeze_report(store, Q2)
    assert "quá hạn" in refused.value.detail
    _untouched(store, before, Q2)


def test_a_person_may_go_on_and_the_history_tells(store: Store) -> None:
    made = freeze_report(store, Q2, despite_errors=True)
    told = history_of(store, "issued", str(made.id), field="despite_errors")
    assert [one.new.partition(" lỗi: ")[0].isdigit() for one in told] == [True]
    assert "1.18" in told[0].new
    assert not history_of(store, "issued", str(freeze_report(store, Q1, despite_errors=True).id),
                          field="despite_errors")  # fmt: skip


def test_a_period_that_is_frozen_or_locked_is_refused(store: Store) -> None:
    made = freeze_report(store, Q1)
    before = contents(store.folder)
    with pytest.raises(LockedError, match="đã trình ký lần 1"):
        freeze_report(store, Q1)
    periods.lock_period(store, Q2, "Đã gửi")
    with pytest.raises(LockedError, match="đã khóa"):
        freeze_report(store, Q2, despite_errors=True)
    with pytest.raises(NotFoundError):
        freeze_report(store, "2026-X09")
    with pytest.raises(NotFoundError):
        freeze_report(store, "2026-Q3", "khong-co")
    assert issued_reports(store) == [made]
    assert contents(store.folder) == before


def test_a_store_open_for_viewing_freezes_nothing(tmp_path: Path) -> None:
    folder = copied(tmp_path / "xem")
    before = contents(folder)
    with Store.open(folder, read_only=True) as viewed:
        with pytest.raises(StoreError, match="chỉ để xem"):
            freeze_report(viewed, Q1)
        assert contents(folder) == before


def test_what_is_typed_meanwhile_stops_it(store: Store) -> None:
    before = contents(store.folder)

    def type_once(done: int, _of: int) -> None:
        if done == 3:
            with store.worker() as other:  # as the window does while a worker draws
                set_progress(other, UID, Q1, result="Vừa gõ thêm")

    with pytest.raises(InputError, match=r"^Số liệu vừa được sửa trong lúc trình ký.*Chưa có gì"):
        freeze_report(store, Q1, progress=type_once)
    _untouched(store, before, Q1)
    made = freeze_report(store, Q1)
    assert made.revision == 1
    rows = {row.uid: row for row in read_issued(store, made.id).source.sheet.tasks}
    assert rows[UID].progress.result == "Vừa gõ thêm"


@pytest.mark.parametrize("at", [0, 7, 10_000])
def test_it_can_be_stopped_until_the_end(store: Store, at: int) -> None:
    before = contents(store.folder)
    steps: list[int] = []

    def stop() -> bool:
        return len(steps) >= at or bool(steps and steps[-1] == whole[0])

    whole = [-1]

    def told(done: int, of: int) -> None:
        steps.append(done)
        whole[0] = of

    with pytest.raises(CancelledError):
        freeze_report(store, Q1, progress=told, cancelled=stop)
    _untouched(store, before, Q1)


# --- what comes afterwards


def _plan_version(store: Store) -> None:
    plan = current_plan(store)
    tasks = tuple(replace(task, title=f"{task.title} (sửa)") for task in plan.tasks[:-1])
    install_plan(store, replace(plan, version=plan.version + 1, tasks=tasks, signer="Người khác"))


LATER: dict[str, Callable[[Store], object]] = {
    "signer": lambda s: set_settings(s, signer="Người khác", signer_title="Phó Bí thư"),
    "letterhead": lambda s: set_settings(s, letterhead="nha-nuoc", place="Nơi khác", symbol="X"),
    "recipients": lambda s: set_settings(s, recipients="Ai đó", training=False),
    "local task": lambda s: assignments.add_local_task(s, title="Việc thêm"),
    "given back": lambda s: assignments.let_go(s, [UID]),
    "officer": lambda s: assignments.set_officer(s, UID, "Cán bộ khác"),
    "target": lambda s: targets.set_own_target(s, find_indicator(s, "CT-22a").uid, "1"),
    "milestone": lambda s: milestones.set_milestone(s, UID, 1, "1/2/2026"),
    "extension": lambda s: milestones.add_extension(
        s, UID, due="31/12/2026", document="99-CV", granted=True
    ),
    "calendar": lambda s: periods.set_period_dates(s, Q2, due=date(2026, 7, 1)),
    "other period": lambda s: set_progress(s, UID, Q2, result="Kỳ sau"),
    "plan": _plan_version,
    "organisation": lambda s: update_own(s, name="Phường Hà Tu mới", symbol="ĐUM"),
    "withdrawn": lambda s: withdraw(s, 1, "Sai"),
    "typed": lambda s: set_progress(s, UID, Q1, result="Sau trình ký", status="on_hold"),
    "words": lambda s: set_report_text(s, Q1, "opening", "Khác hẳn"),
}


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, IssuedReport]]:
    with opened(tmp_path_factory.mktemp("frozen") / "store") as made:
        yield made, freeze_report(made, Q1)


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_no_later_change_reaches_it(frozen: tuple[Store, IssuedReport], data: DataObject) -> None:
    store, made = frozen
    before = redraw(store, made.id)
    names = data.draw(st.lists(st.sampled_from(sorted(LATER)), unique=True, max_size=6))
    with store.trial():
        for name in names:
            with contextlib.suppress(UserError):  # one may forbid another, as the lock does
                LATER[name](store)
        after = redraw(store, made.id)
        assert after == before
        assert pdf_bytes(after) == read_file(store, kept(made, FileKind.PDF))


def test_every_later_change_would_show_in_a_draft(frozen: tuple[Store, IssuedReport]) -> None:
    """Else the test above would hold nothing."""
    store, _ = frozen
    reached = set()
    for name, change in LATER.items():
        with store.trial():
            if name in ("typed", "words"):
                withdraw(store, 1, "Sai")
            before = assemble_report(store, Q1), assemble_report(store, Q2)
            change(store)
            if (assemble_report(store, Q1), assemble_report(store, Q2)) != before:
                reached.add(name)
    # Who follows a task inside stands in no report, nor does the day it is due; a withdrawal
    # changes no figure.
    assert set(LATER) - reached <= {"officer", "calendar", "withdrawn"}


def test_an_offices_own_letterhead_changes_nothing_afterwards(store: Store) -> None:
    made = freeze_report(store, Q1)
    before = redraw(store, made.id)
    (store.folder / "profiles").mkdir()
    (store.folder / "profiles" / "dang.json").write_text("{", encoding="utf-8")
    with pytest.raises(FileError):
        assemble_report(store, Q1)
    assert redraw(store, made.id) == before


def test_after_a_withdrawal_the_next_code_is_another(store: Store) -> None:
    first = freeze_report(store, Q1)
    old = fingerprint_of_issued(first)
    withdraw(store, first.id, "Sai số liệu mục 3.2")
    second = freeze_report(store, Q1)
    new = fingerprint_of_issued(second)
    assert (second.revision, new.revision) == (2, 2)
    assert new.sha256 != old.sha256  # the same data, another report
    assert redraw(store, first.id).fingerprint == old
    assert report_in_force(store, Q1) == second


# --- taking it out


def test_a_kept_file_is_written_out_as_it_was(store: Store, tmp_path: Path) -> None:
    made = freeze_report(store, Q1)
    for kind in ("pdf", "xlsx", "docx"):
        target = tmp_path / f"ra.{kind}"
        export_file(store, made.id, kind, target)
        assert target.read_bytes() == read_file(store, kept(made, FileKind(kind)))
    with pytest.raises(NotFoundError, match="lần 1 không có tệp loại này"):
        export_file(store, made.id, FileKind.SIGNED, tmp_path / "ký.pdf")
    with pytest.raises(FileError, match="Không có thư mục"):
        export_file(store, made.id, FileKind.PDF, tmp_path / "không có" / "ra.pdf")


def test_altered_data_are_not_drawn(store: Store, tmp_path: Path) -> None:
    made = freeze_report(store, Q1)
    name = made.sha256
    place = store.folder / "evidence" / name[:2] / name
    place.write_bytes(place.read_bytes().replace(b"2026", b"2027", 1))
    target = tmp_path / "ra.json"
    with pytest.raises(FileError, match=r"“.*lần 1\.json”.*bị thay đổi so với lúc trình ký"):
        redraw(store, made.id)
    with pytest.raises(FileError):
        export_file(store, made.id, FileKind.SNAPSHOT, target)
    assert not target.exists()
    assert [one.kind for one in check_store(store).evidence.altered_files] == [FileKind.SNAPSHOT]


# --- a kill

KILLED = """
import os, signal, sys
from pathlib import Path
from qnapp.db import issued
from qnapp.db.store import Store
from qnapp.documents.freeze import freeze_report
import qnapp.documents.docx, qnapp.documents.pdf, qnapp.documents.xlsx
folder, how, at = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
fsync, done = os.fsync, []
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
def count(handle):
    fsync(handle)
    done.append(handle)
    if len(done) == at:
        die()
with Store.open(folder) as store:
    if how == "file":
        os.fsync = count
    elif how == "rows":
        issued.lock_period = die
    else:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, at)
    freeze_report(store, "2026-Q1")
    print("frozen", flush=True)
    die()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such timer")
@pytest.mark.parametrize(
    ("how", "at"),
    [
        ("timer", 0.05),  # while it is drawn, on most machines
        ("timer", 0.55),
        ("timer", 0.62),
        ("file", 1),  # while files are kept
        ("file", 4),
        ("rows", 0),  # in the middle of the transaction
        ("file", 999),  # just after it
    ],
)
def test_a_kill_leaves_all_or_nothing(tmp_path: Path, how: str, at: float) -> None:
    folder = copied(tmp_path / "dữ liệu")
    words = [sys.executable, "-c", KILLED, str(folder), how, str(at)]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, timeout=60, check=False)
    assert done.returncode < 0  # it died of a signal
    with Store.open(folder) as store:
        whole = report_in_force(store, Q1)
        assert periods.stored_period(store, Q1).locked == (whole is not None)
        assert whole is not None or not done.stdout
        if whole is None:
            assert issued_reports(store) == []
            whole = freeze_report(store, Q1)
        assert whole.revision == 1
        assert pdf_bytes(redraw(store, whole.id)) == read_file(store, kept(whole, FileKind.PDF))
        found = check_store(store)
        # What the killed one kept without a row is what the next one keeps.
        assert (found.problems, found.evidence.orphans) == ((), ())
