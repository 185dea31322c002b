"""Evidence: row and file succeed or fail together, and nothing alters what was kept."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from stores import files_of, indicator, task

from qnapp.db import evidence
from qnapp.db.assignments import take_on
from qnapp.db.content import CancelledError
from qnapp.db.evidence import (
    add_evidence,
    all_evidence,
    attach_later,
    defer,
    open_copy,
    remove,
    restore,
    stored_file,
    trash,
    update,
    verify,
)
from qnapp.db.evidence_rows import register_of
from qnapp.db.history import revert
from qnapp.db.periods import lock_period
from qnapp.db.progress import set_progress
from qnapp.db.worksheet import load_worksheet
from qnapp.errors import FileError, InputError, LockedError, NotFoundError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from fixed_clock import FixedClock

    from qnapp.db.store import Store

UID, OTHER = "NQ05-2026/3.2", "NQ05-2026/1.14"
Q1, Q2 = "2026-Q1", "2026-Q2"


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Make a file to attach."""

    def make(name: str = "Biên bản.pdf", text: str | bytes = "Đã họp") -> Path:
        path = tmp_path / "tệp" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return make


def _kept(store: Store) -> set[str]:
    """Content in use, by its place."""
    return set(files_of(store.folder / "evidence"))


def _path(text: str) -> str:
    name = hashlib.sha256(text.encode()).hexdigest()
    return f"{name[:2]}/{name}"


# --- adding


def test_a_file_is_kept_under_its_hash_with_its_words(
    store: Store, file: Callable[..., Path]
) -> None:
    added = add_evidence(
        store, [file()], UID, Q2, number="17-BB/ĐU", issued_on="12/5/2026", title=" Biên bản họp "
    )
    one = added[0]
    assert (one.name, one.size) == ("Biên bản.pdf", len("Đã họp".encode()))
    assert (one.number, one.issued_on, one.title) == (
        "17-BB/ĐU",
        date(2026, 5, 12),
        "Biên bản họp",
    )
    assert (one.added_on, one.deferred, one.intact) == (store.today(), False, None)
    assert _kept(store) == {_path("Đã họp")}
    assert stored_file(store, one.id).read_text(encoding="utf-8") == "Đã họp"
    assert task(store, "3.2").evidence == (one,)
    assert task(store, "3.2", Q1).evidence == ()


def test_the_original_stays_where_it_was(store: Store, file: Callable[..., Path]) -> None:
    path = file()
    add_evidence(store, [path], UID, Q2)
    assert path.read_text(encoding="utf-8") == "Đã họp"


def test_indicators_have_evidence_too(store: Store, file: Callable[..., Path]) -> None:
    add_evidence(store, [file()], "CT-22a", Q2)
    assert len(indicator(store, "22a").evidence) == 1


def test_the_same_content_is_stored_once(store: Store, file: Callable[..., Path]) -> None:
    first = add_evidence(store, [file("a.pdf")], UID, Q2)[0]
    second = add_evidence(store, [file("b.pdf")], OTHER, Q2)[0]
    assert second.id == first.id  # the same document under the same words
    assert _kept(store) == {_path("Đã họp")}
    assert all_evidence(store)[0].links == ((OTHER, Q2), (UID, Q2))
    third = add_evidence(store, [file("c.pdf")], UID, Q1, number="2-BB")[0]
    assert third.id != first.id  # another number: another document
    assert _kept(store) == {_path("Đã họp")}


def test_the_same_file_twice_on_a_row_is_one(store: Store, file: Callable[..., Path]) -> None:
    added = add_evidence(store, [file(), file("bản sao.pdf")], UID, Q2)
    assert len(added) == 1
    add_evidence(store, [file()], UID, Q2)
    assert len(task(store, "3.2").evidence) == 1


def test_names_are_normalised(store: Store, file: Callable[..., Path]) -> None:
    import unicodedata

    path = file(unicodedata.normalize("NFD", "Biên bản.pdf"))
    assert add_evidence(store, [path], UID, Q2)[0].name == "Biên bản.pdf"


@pytest.mark.parametrize(
    ("bad", "says"),
    [("không có.pdf", "Không tìm thấy"), ("rỗng.pdf", "không có nội dung"), ("", "là thư mục")],
)
def test_all_files_or_none(store: Store, file: Callable[..., Path], bad: str, says: str) -> None:
    good = file("tốt.pdf")
    (good.parent / "rỗng.pdf").touch()
    with pytest.raises(FileError, match=says):
        add_evidence(store, [good, good.parent / bad], UID, Q2)
    assert _kept(store) == set()
    assert task(store, "3.2").evidence == ()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes with a name in a folder")
def test_what_is_no_file_is_refused(store: Store, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ống.pdf")
    with pytest.raises(FileError, match="không có nội dung"):
        add_evidence(store, [tmp_path / "ống.pdf"], UID, Q2)


def test_rows_that_take_no_evidence(store: Store, file: Callable[..., Path]) -> None:
    take_on(store, ["6.1"])
    for uid, says in (("6.1", "đường mật"), ("2.1", "chưa nhận"), ("3.4", "đầu mục")):
        with pytest.raises(InputError, match=says):
            add_evidence(store, [file()], uid, Q2)
        with pytest.raises(InputError, match=says):
            defer(store, uid, Q2, title="x")
    with pytest.raises(InputError, match="Chưa chọn tệp"):
        add_evidence(store, [], UID, Q2)
    assert _kept(store) == set()


def test_a_failure_of_the_database_takes_the_file_back(
    store: Store, file: Callable[..., Path]
) -> None:
    add_evidence(store, [file("cũ.pdf", "cũ")], UID, Q2)
    store.db.execute("PRAGMA query_only=ON")
    with pytest.raises(StoreError):
        add_evidence(store, [file("mới.pdf", "mới"), file("cũ.pdf", "cũ")], UID, Q2)
    store.db.execute("PRAGMA query_only=OFF")
    assert _kept(store) == {_path("cũ")}
    assert verify(store).ok


def test_a_rolled_back_caller_takes_the_row_back_and_leaves_no_lie(
    store: Store, file: Callable[..., Path]
) -> None:
    with store.trial():
        add_evidence(store, [file()], UID, Q2)
    assert task(store, "3.2").evidence == ()
    report = verify(store)
    assert report.ok
    assert report.orphans == (_path("Đã họp"),)


def test_a_full_disk_is_said_and_leaves_nothing(
    store: Store, file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"không đủ chỗ trống cho tệp “Biên bản\.pdf”"):
        add_evidence(store, [file()], UID, Q2)
    assert _kept(store) == set()


def test_nobody_waits_for_a_large_file(store: Store, file: Callable[..., Path]) -> None:
    """While a worker copies, the window can save: no transaction is open until the rows come."""

    def type_meanwhile(done: int, total: int) -> None:
        set_progress(store, UID, Q2, percent=done % 100)

    with store.worker() as worker:
        add_evidence(worker, [file()], OTHER, Q2, progress=type_meanwhile)
    assert len(task(store, "1.14").evidence) == 1


def test_adding_tells_how_far_it_is_and_can_be_cancelled(
    store: Store, file: Callable[..., Path]
) -> None:
    big = file("lớn.bin", os.urandom(3 << 20))
    seen: list[tuple[int, int]] = []
    add_evidence(store, [big], UID, Q2, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (3 << 20, 3 << 20)
    other = file("khác.bin", os.urandom(3 << 20))
    answers = iter([False, True])
    with pytest.raises(CancelledError, match="Đã hủy"):
        add_evidence(store, [other], UID, Q2, cancelled=lambda: next(answers))
    assert len(_kept(store)) == 1


# --- handed in later


def test_evidence_handed_in_later(store: Store, file: Callable[..., Path]) -> None:
    one = defer(store, UID, Q2, title="Kế hoạch phổ cập", number="5-KH", issued_on="1/6/2026")
    assert (one.deferred, one.name, one.title) == (True, "Kế hoạch phổ cập", "Kế hoạch phổ cập")
    assert task(store, "3.2").evidence == (one,)
    with pytest.raises(FileError, match="sẽ nộp sau"):
        stored_file(store, one.id)
    with pytest.raises(InputError, match="trích yếu"):
        defer(store, UID, Q2, title=" ")
    brought = attach_later(store, one.id, file())
    assert (brought.id, brought.deferred, brought.name) == (one.id, False, "Biên bản.pdf")
    assert brought.number == "5-KH"
    assert task(store, "3.2").evidence == (brought,)
    with pytest.raises(InputError, match="đã có tệp"):
        attach_later(store, one.id, file())
    assert verify(store).ok


def test_a_file_that_cannot_be_brought_leaves_it_deferred(
    store: Store, file: Callable[..., Path]
) -> None:
    one = defer(store, UID, Q2, title="x")
    with pytest.raises(FileError):
        attach_later(store, one.id, file().parent)
    lock_period(store, Q2, "đã gửi")
    with pytest.raises(LockedError):
        attach_later(store, one.id, file())
    assert task(store, "3.2").evidence == (one,)
    assert _kept(store) == set()


def test_a_failure_while_bringing_it_takes_the_file_back(
    store: Store, file: Callable[..., Path]
) -> None:
    one = defer(store, UID, Q2, title="x")
    store.db.execute("PRAGMA query_only=ON")
    with pytest.raises(StoreError):
        attach_later(store, one.id, file())
    assert _kept(store) == set()


# --- words


def test_words_are_changed_one_by_one(store: Store, file: Callable[..., Path]) -> None:
    one = add_evidence(store, [file()], UID, Q2, number="1-BB", issued_on="1/6/2026")[0]
    changes = update(store, one.id, title=" Biên bản họp ", issued_on="")
    found = evidence.get(store, one.id)
    assert (found.number, found.issued_on, found.title) == ("1-BB", None, "Biên bản họp")
    revert(store, changes)
    assert evidence.get(store, one.id) == one
    with pytest.raises(InputError):
        update(store, one.id, issued_on="31/02/2026")
    with pytest.raises(NotFoundError):
        update(store, 999, title="x")


# --- removing


def test_unlinking_one_row_keeps_the_others(store: Store, file: Callable[..., Path]) -> None:
    one = add_evidence(store, [file()], UID, Q2)[0]
    add_evidence(store, [file()], OTHER, Q2)
    changes = remove(store, one.id, uid=UID, period_code=Q2)
    assert task(store, "3.2").evidence == ()
    assert task(store, "1.14").evidence == (one,)
    revert(store, changes)
    assert task(store, "3.2").evidence == (one,)
    with pytest.raises(NotFoundError, match="không gắn"):
        remove(store, one.id, uid=UID, period_code=Q1)


def test_unlinking_the_last_row_moves_it_to_the_trash(
    store: Store, file: Callable[..., Path], clock: FixedClock
) -> None:
    one = add_evidence(store, [file()], UID, Q2)[0]
    remove(store, one.id, uid=UID, period_code=Q2)
    assert [gone.id for gone in trash(store)] == [one.id]
    assert task(store, "3.2").evidence == ()
    assert all_evidence(store) == []
    name = hashlib.sha256("Đã họp".encode()).hexdigest()
    assert _kept(store) == {f"trash/{name}"}
    with pytest.raises(NotFoundError):
        evidence.get(store, one.id)


def test_out_of_the_trash_with_its_links(store: Store, file: Callable[..., Path]) -> None:
    one = add_evidence(store, [file()], UID, Q2)[0]
    add_evidence(store, [file()], OTHER, Q1)
    remove(store, one.id)
    restore(store, one.id)
    assert all_evidence(store)[0].links == ((OTHER, Q1), (UID, Q2))
    assert _kept(store) == {_path("Đã họp")}
    assert trash(store) == []
    assert restore(store, one.id) == []
    assert verify(store).ok


def test_undo_of_adding_and_removing_is_whole(store: Store, file: Callable[..., Path]) -> None:
    with store.collected() as added:
        one = add_evidence(store, [file()], UID, Q2)[0]
    again = revert(store, added)
    assert task(store, "3.2").evidence == ()
    revert(store, again)
    assert task(store, "3.2").evidence == (one,)
    removed = remove(store, one.id)
    revert(store, removed)
    assert task(store, "3.2").evidence == (one,)
    # The row came back without the file being moved: whoever looks finds it all the same.
    assert open_copy(store, one.id).read_text(encoding="utf-8") == "Đã họp"
    assert verify(store).ok
    assert _kept(store) == {_path("Đã họp")}


def test_content_that_another_piece_uses_stays(store: Store, file: Callable[..., Path]) -> None:
    one = add_evidence(store, [file()], UID, Q2, number="1")[0]
    two = add_evidence(store, [file()], UID, Q2, number="2")[0]
    remove(store, one.id)
    assert _kept(store) == {_path("Đã họp")}
    assert verify(store).ok
    remove(store, two.id)
    assert [gone.id for gone in trash(store)] == [two.id, one.id]


def test_adding_what_lies_in_the_trash_takes_the_file_out(
    store: Store, file: Callable[..., Path]
) -> None:
    one = add_evidence(store, [file()], UID, Q2)[0]
    remove(store, one.id)
    two = add_evidence(store, [file()], UID, Q2)[0]
    assert two.id != one.id  # ids are never used again
    assert _kept(store) == {_path("Đã họp")}
    assert verify(store).ok


# --- lists


def test_the_list_of_all_evidence_is_newest_first(store: Store, file: Callable[..., Path]) -> None:
    add_evidence(store, [file("a.pdf", "a")], UID, Q1)
    add_evidence(store, [file("b.pdf", "b")], "CT-22a", Q2)
    assert [use.evidence.name for use in all_evidence(store)] == ["b.pdf", "a.pdf"]
    assert registered(store, Q1) == ["a.pdf"]
    assert registered(store, "2026-Q3") == []


def registered(store: Store, period: str) -> list[str]:
    only = register_of(store, load_worksheet(store, period))
    return [use.evidence.name for use in all_evidence(store, only)]


def test_a_completed_task_keeps_its_evidence_in_later_periods(
    store: Store, file: Callable[..., Path]
) -> None:
    set_progress(store, UID, Q1, status="completed", completed_on="2/3/2026")
    set_progress(store, OTHER, Q1, status="in_progress")
    one = add_evidence(store, [file()], UID, Q1)[0]
    add_evidence(store, [file()], OTHER, Q1)
    assert task(store, "3.2", Q2).evidence == (one,)
    assert task(store, "3.2", "2026-Q4").evidence == (one,)
    assert task(store, "1.14", Q2).evidence == ()  # still running: each period proves its own
    add_evidence(store, [file("mới.pdf", "mới")], OTHER, Q2)
    assert registered(store, Q2) == ["mới.pdf", one.name]
    set_progress(store, UID, Q2, result="Ghi lại cho rõ")  # the same completion in other words
    assert task(store, "3.2", Q2).evidence == (one,)
    assert task(store, "3.2", "2026-Q4").evidence == (one,)
    set_progress(store, OTHER, Q2, status="completed")  # it was running when Q1 was proved
    assert [each.name for each in task(store, "1.14", "2026-Q4").evidence] == ["mới.pdf"]
    set_progress(store, UID, Q2, status="in_progress")  # taken back: nothing is proved any more
    assert registered(store, Q2) == ["mới.pdf"]


# --- looking at it


def test_a_copy_is_opened_and_the_original_cannot_be_altered(
    store: Store, file: Callable[..., Path]
) -> None:
    one = add_evidence(store, [file("Biên bản: họp.pdf" if os.name != "nt" else "a.pdf")], UID, Q2)[
        0
    ]
    copy = open_copy(store, one.id)
    assert copy.suffix == ".pdf"
    assert ":" not in copy.name
    assert copy.name.startswith("Biên bản")
    assert not copy.stat().st_mode & stat.S_IWUSR
    assert store.folder not in copy.parents
    assert open_copy(store, one.id) != copy
    copy.chmod(0o600)
    copy.write_text("sửa", encoding="utf-8")  # as an editor would
    assert stored_file(store, one.id).read_text(encoding="utf-8") == "Đã họp"
    assert verify(store).ok


def test_copies_go_when_the_store_closes(store: Store, file: Callable[..., Path]) -> None:
    one = add_evidence(store, [file()], UID, Q2)[0]
    with store.worker() as worker:
        copy = open_copy(worker, one.id)
    assert copy.exists()
    store.close()
    assert not copy.exists()
    assert not list(Path(tempfile.gettempdir()).glob(f"qnapp-xem-{store.visit}*"))


def test_an_altered_file_is_not_opened(store: Store, file: Callable[..., Path]) -> None:
    one = add_evidence(store, [file()], UID, Q2)[0]
    stored_file(store, one.id).write_text("khác", encoding="utf-8")
    with pytest.raises(FileError, match="đã bị thay đổi"):
        open_copy(store, one.id)
    assert task(store, "3.2").evidence[0].intact is False


def test_a_missing_file_is_said(store: Store, file: Callable[..., Path]) -> None:
    one = add_evidence(store, [file()], UID, Q2)[0]
    stored_file(store, one.id).unlink()
    for action in (stored_file, open_copy):
        with pytest.raises(FileError, match=r"Không tìm thấy tệp minh chứng “Biên bản\.pdf”"):
            action(store, one.id)


# --- verifying


def test_everything_is_re_hashed(store: Store, file: Callable[..., Path]) -> None:
    kept = {
        name: add_evidence(store, [file(f"{name}.pdf", name)], UID, Q2)[0]
        for name in ("tốt", "sửa", "mất")
    }
    defer(store, UID, Q2, title="sau")
    stored_file(store, kept["sửa"].id).write_text("khác", encoding="utf-8")
    stored_file(store, kept["mất"].id).unlink()
    orphan = store.folder / "evidence" / "ab" / "lạ"
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_text("x", encoding="utf-8")
    seen: list[tuple[int, int]] = []
    report = verify(store, progress=lambda done, total: seen.append((done, total)))
    assert not report.ok
    assert report.checked == 3
    assert [one.name for one in report.altered] == ["sửa.pdf"]
    assert [one.name for one in report.missing] == ["mất.pdf"]
    assert report.orphans == ("ab/lạ",)
    assert seen
    intact = {one.name: one.intact for one in task(store, "3.2").evidence}
    assert intact == {"tốt.pdf": True, "sửa.pdf": False, "mất.pdf": False, "sau": None}
    with pytest.raises(CancelledError):
        verify(store, cancelled=lambda: True)


def test_the_right_file_again_heals(store: Store, file: Callable[..., Path]) -> None:
    one = add_evidence(store, [file()], UID, Q2)[0]
    stored_file(store, one.id).write_text("khác", encoding="utf-8")
    assert not verify(store).ok
    add_evidence(store, [file()], UID, Q2)
    assert verify(store).ok
    assert task(store, "3.2").evidence[0].intact is True
