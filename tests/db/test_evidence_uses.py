"""Evidence that comes later, proves one more row, or is copied out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qnapp.db.assignments import take_on
from qnapp.db.evidence import (
    add_evidence,
    all_evidence,
    attach_later,
    defer,
    get,
    is_changeable,
    save_copy,
    stored_file,
    update,
    use_for,
)
from qnapp.db.history import revert
from qnapp.db.periods import lock_period
from qnapp.errors import FileError, InputError, LockedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qnapp.db.store import Store

UID, OTHER, RESTRICTED = "NQ05-2026/3.2", "NQ05-2026/1.14", "NQ05-2026/6.1"
Q2 = "2026-Q2"


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Make a file to attach."""

    def make() -> Path:
        path = tmp_path / "tệp" / "Biên bản.pdf"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"%PDF da hop")
        return path

    return make


def test_a_promise_has_a_day_and_is_fulfilled_by_its_file(
    store: Store, file: Callable[..., Path]
) -> None:
    one = defer(store, UID, Q2, title="Quyết định", promised_on="20/6/2026")
    assert (one.deferred, one.promised_on) == (True, date(2026, 6, 20))
    update(store, one.id, promised_on="25/6/2026")
    assert get(store, one.id).promised_on == date(2026, 6, 25)
    brought = attach_later(store, one.id, file())
    assert (brought.deferred, brought.promised_on) == (False, date(2026, 6, 25))
    update(store, one.id, promised_on="")
    assert get(store, one.id).promised_on is None


def test_a_bad_day_of_a_promise_changes_nothing(store: Store) -> None:
    with pytest.raises(InputError):
        defer(store, UID, Q2, title="Quyết định", promised_on="31/02/2026")
    assert all_evidence(store) == []


def test_one_file_can_prove_one_more_row_and_that_is_taken_back(
    store: Store, file: Callable[..., Path]
) -> None:
    one = add_evidence(store, [file()], UID, Q2)[0]
    changes = use_for(store, one.id, OTHER, Q2)
    assert dict(all_evidence(store)[0].links) == {UID: Q2, OTHER: Q2}
    revert(store, changes)
    assert all_evidence(store)[0].links == ((UID, Q2),)
    assert use_for(store, one.id, UID, Q2) == []  # it proves it already
    take_on(store, [RESTRICTED])
    with pytest.raises(InputError, match="đường mật"):
        use_for(store, one.id, RESTRICTED, Q2)


def test_a_promise_can_be_used_for_one_more_row(store: Store) -> None:
    one = defer(store, UID, Q2, title="Quyết định")
    use_for(store, one.id, OTHER, Q2)
    assert len(all_evidence(store)[0].links) == 2


def test_evidence_of_a_closed_period_is_not_changeable(
    store: Store, file: Callable[..., Path]
) -> None:
    one = add_evidence(store, [file()], UID, Q2)[0]
    assert is_changeable(store, one.id)
    lock_period(store, Q2, "Đã gửi")
    assert not is_changeable(store, one.id)
    with pytest.raises(LockedError):
        update(store, one.id, title="x")
    assert not is_changeable(store, 999)


def test_a_copy_is_written_where_a_person_wants_it(
    store: Store, file: Callable[..., Path], tmp_path: Path
) -> None:
    one = add_evidence(store, [file()], UID, Q2)[0]
    target = tmp_path / "Bản sao.pdf"
    target.write_bytes(b"older")
    save_copy(store, one.id, target)
    assert target.read_bytes() == stored_file(store, one.id).read_bytes()
    with pytest.raises(FileError, match="Không ghi được tệp"):
        save_copy(store, one.id, tmp_path / "tệp")


def test_an_altered_file_is_not_copied_and_is_remembered(
    store: Store, file: Callable[..., Path], tmp_path: Path
) -> None:
    one = add_evidence(store, [file()], UID, Q2)[0]
    stored_file(store, one.id).write_bytes(b"altered")
    with pytest.raises(FileError, match="đã bị thay đổi"):
        save_copy(store, one.id, tmp_path / "x.pdf")
    assert not list(tmp_path.glob("x*"))
    assert get(store, one.id).intact is False
