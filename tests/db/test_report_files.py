"""Files of reports: kept, checked, brought along like evidence, and the signed copy beside them."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING

import pytest
from frozen import KINDS, bytes_of, freeze
from stores import files_of, table

from qnapp.db import content
from qnapp.db.archive import backup_full, restore_full
from qnapp.db.backup import backup_now
from qnapp.db.checkup import check_store
from qnapp.db.evidence import add_evidence, remove, verify
from qnapp.db.history import history_of
from qnapp.db.issued import (
    issued_files,
    issued_report,
    issued_reports,
    keep_signed_copy,
    withdraw,
)
from qnapp.db.report_files import Examined, kept_together, read_file
from qnapp.db.store import Store
from qnapp.domain.issued import FileKind
from qnapp.errors import FileError, InputError, LockedError, NotFoundError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fixed_clock import FixedClock

    from qnapp.domain.issued import IssuedFile, IssuedReport

Q2, UID = "2026-Q2", "NQ05-2026/3.2"
FOUND = Examined("same_file", ("Đúng bản đã xuất.", "Tệp không có chữ ký số."))


def _found(_: Path) -> Examined:
    return FOUND


def _file(report: IssuedReport, kind: FileKind) -> IssuedFile:
    found = report.file(kind)
    assert found is not None
    return found


def _place(store: Store, report: IssuedReport, kind: FileKind) -> Path:
    return content.content_path(store.folder, _file(report, kind).sha256)


# --- keeping


def test_contents_go_again_unless_they_get_rows(store: Store) -> None:
    before = files_of(store.folder / "evidence")
    files = {kind: ("x", bytes_of(kind, 1)) for kind in KINDS}
    with contextlib.suppress(RuntimeError), kept_together(store, files) as kept:
        assert len(files_of(store.folder / "evidence")) == len(before) + len(KINDS)
        assert [one.size for _, one in kept.values()] == [len(d) for _, d in files.values()]
        raise RuntimeError
    assert files_of(store.folder / "evidence") == before


def test_a_full_disk_keeps_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before, rows = files_of(store.folder / "evidence"), table(store, "report_file")
    left = [2]

    def full(_: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="không đủ chỗ trống"):
        freeze(store)
    assert files_of(store.folder / "evidence") == before
    assert table(store, "report_file") == rows
    monkeypatch.undo()
    assert freeze(store).revision == 1


def test_what_fails_after_the_commit_takes_no_file(store: Store) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("a page that cannot refresh")

    store.on_change.append(fail)
    with pytest.raises(RuntimeError):
        freeze(store)
    store.on_change.clear()
    assert len(issued_reports(store)) == 1
    assert check_store(store).ok
    assert verify(store).orphans == ()


# --- the same care as for evidence


def test_a_missing_and_an_altered_file_are_told(store: Store) -> None:
    made = freeze(store)
    _place(store, made, FileKind.PDF).unlink()
    _place(store, made, FileKind.XLSX).write_bytes(b"khac")
    with pytest.raises(FileError, match=r"Không tìm thấy tệp “Báo cáo\.pdf”.*sao lưu"):
        read_file(store, _file(made, FileKind.PDF))
    with pytest.raises(FileError, match=r"“Báo cáo\.xlsx”.*bị thay đổi so với lúc trình ký"):
        read_file(store, _file(made, FileKind.XLSX))
    report = check_store(store)
    assert not report.ok
    assert report.problems == (
        "Không tìm thấy tệp “Báo cáo.pdf” của báo cáo đã trình ký. Khôi phục từ bản sao lưu.",
        "Tệp “Báo cáo.xlsx” của báo cáo đã trình ký bị thay đổi so với lúc trình ký. "
        "Khôi phục từ bản sao lưu.",
    )


def test_files_are_counted_and_none_is_an_orphan(store: Store) -> None:
    withdraw(store, freeze(store).id, "Sai")
    freeze(store)
    report = verify(store)
    assert (report.checked, report.orphans, report.ok) == (2 * len(KINDS), (), True)


def test_they_heal_from_the_copy_beside_the_backups(store: Store) -> None:
    made = freeze(store)
    backup_now(store)
    _place(store, made, FileKind.PDF).unlink()
    report = verify(store)
    assert report.ok
    assert [one.name for one in report.healed_files] == ["Báo cáo.pdf"]
    assert read_file(store, _file(made, FileKind.PDF)) == bytes_of(FileKind.PDF, 1)


def test_they_come_along_to_another_machine(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    made = freeze(store)
    (tmp_path / "ký.pdf").write_bytes(b"da ky")
    keep_signed_copy(store, made.id, tmp_path / "ký.pdf", _found)
    saved = backup_full(store, tmp_path / "a.zip").file
    restore_full(saved, tmp_path / "mới", clock=clock)
    with Store.open(tmp_path / "mới", clock=clock) as other:
        assert issued_reports(other) == issued_reports(store)
        assert check_store(other).ok
        kept = issued_report(other, made.id).files
        assert [read_file(other, one) for one in kept][-1] == b"da ky"


def test_evidence_with_the_same_content_does_not_take_it_away(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "báo cáo.pdf"
    copy.write_bytes(bytes_of(FileKind.PDF, 1))
    given = add_evidence(store, [copy], UID, Q2)[0]
    remove(store, given.id)
    made = freeze(store)
    assert _place(store, made, FileKind.PDF).is_file()
    withdraw(store, made.id, "Sai")
    again = add_evidence(store, [copy], UID, Q2)[0]
    remove(store, again.id)
    assert _place(store, made, FileKind.PDF).is_file()


# --- the signed copy


@pytest.fixture
def signed(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def make(name: str = "Đã ký.pdf", data: bytes = b"%PDF da ky") -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return make


def test_the_signed_copy_is_kept_with_what_was_found(
    store: Store, signed: Callable[..., Path]
) -> None:
    made = freeze(store)
    seen: list[bytes] = []

    def look(kept: Path) -> Examined:
        seen.append(kept.read_bytes())
        return FOUND

    after = keep_signed_copy(store, made.id, signed(), look)
    assert seen == [b"%PDF da ky"]
    copy = _file(after, FileKind.SIGNED)
    assert (copy.name, copy.outcome, copy.sentences) == ("Đã ký.pdf", *_told(FOUND))
    assert after.signed_copy == copy
    assert read_file(store, copy) == b"%PDF da ky"
    told = history_of(store, "issued", str(made.id), field="signed_copy")[0]
    assert (told.old, told.new, told.event) == ("", f"Đã ký.pdf ({copy.sha256[:8]})", "sign")


def _told(found: Examined) -> tuple[str, tuple[str, ...]]:
    return found.outcome, found.sentences


def test_another_copy_takes_its_place_by_choice_only(
    store: Store, signed: Callable[..., Path], clock: FixedClock
) -> None:
    made = freeze(store)
    first = keep_signed_copy(store, made.id, signed(), _found).signed_copy
    with pytest.raises(InputError, match=r"đã có bản ký “Đã ký\.pdf”.*giữ nguyên.*Thay bản ký"):
        keep_signed_copy(store, made.id, signed(data=b"ban khac"), _found)
    assert issued_report(store, made.id).signed_copy == first
    assert verify(store).orphans == ()
    clock.move(minutes=5)
    second = keep_signed_copy(store, made.id, signed(data=b"ban khac"), _found, replacing=True)
    assert read_file(store, _file(second, FileKind.SIGNED)) == b"ban khac"
    both = [one for one in issued_files(store, made.id) if one.kind is FileKind.SIGNED]
    assert [one.replaced_at for one in both] == [clock.now, None]
    assert read_file(store, both[0]) == b"%PDF da ky"
    told = history_of(store, "issued", str(made.id), field="signed_copy")
    assert (told[0].old, told[0].new) == (told[1].new, f"Đã ký.pdf ({both[1].sha256[:8]})")


def test_the_same_copy_is_examined_anew(store: Store, signed: Callable[..., Path]) -> None:
    made = freeze(store)
    keep_signed_copy(store, made.id, signed(), _found)
    other = Examined("same_file", ("Đã kiểm tra người ký.",))
    after = keep_signed_copy(store, made.id, signed(name="tên khác.pdf"), lambda _: other)
    assert _file(after, FileKind.SIGNED).sentences == other.sentences
    assert len(issued_files(store, made.id)) == len(KINDS) + 1
    assert len(history_of(store, "issued", str(made.id), field="signed_copy")) == 1


def test_examining_that_fails_keeps_nothing(store: Store, signed: Callable[..., Path]) -> None:
    made = freeze(store)
    before = files_of(store.folder / "evidence")

    def fail(_: Path) -> Examined:
        raise FileError("hỏng")

    with pytest.raises(FileError):
        keep_signed_copy(store, made.id, signed(), fail)
    assert files_of(store.folder / "evidence") == before
    assert issued_report(store, made.id) == made


def test_a_file_that_cannot_be_had_is_refused(
    store: Store, signed: Callable[..., Path], tmp_path: Path
) -> None:
    made = freeze(store)
    for file, sentence in (
        (tmp_path / "không có.pdf", "Không tìm thấy tệp “không có.pdf”"),
        (signed(name="rỗng.pdf", data=b""), "“rỗng.pdf” không có nội dung"),
        (tmp_path, "là thư mục"),
    ):
        with pytest.raises(FileError, match=sentence):
            keep_signed_copy(store, made.id, file, _found)
    assert issued_report(store, made.id) == made


def test_a_withdrawn_report_takes_no_copy(store: Store, signed: Callable[..., Path]) -> None:
    made = withdraw(store, freeze(store).id, "Sai")
    before = files_of(store.folder / "evidence")
    with pytest.raises(LockedError, match="đã thu hồi"):
        keep_signed_copy(store, made.id, signed(), _found)
    with pytest.raises(NotFoundError):
        keep_signed_copy(store, 99, signed(), _found)
    assert files_of(store.folder / "evidence") == before


def test_keeping_a_copy_tells_how_far_it_is(store: Store, signed: Callable[..., Path]) -> None:
    seen: list[tuple[int, int]] = []
    made = freeze(store)
    file = signed(data=b"x" * 3_000_000)
    keep_signed_copy(store, made.id, file, _found, progress=lambda *told: seen.append(told))
    assert seen[-1] == (3_000_000, 3_000_000)
    assert len(seen) > 1
