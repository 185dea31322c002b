"""A signed copy is kept with what the check says; a doubtful one only where a person insists."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest
from frozen_stores import Q1, kept, opened
from signing import LEADER, authority, signed

from qnapp.db.history import history_of
from qnapp.db.issued import issued_files, issued_report, withdraw
from qnapp.db.report_files import read_file
from qnapp.documents.freeze import ANCHORS, attach_signed, freeze_report, require_signed_copy
from qnapp.documents.signed_copy import Outcome
from qnapp.domain.issued import FileKind, IssuedReport
from qnapp.errors import DoubtfulCopyError, FileError, InputError, LockedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qnapp.db.store import Store


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, IssuedReport, bytes]]:
    """A store, its frozen report and the exported PDF."""
    with opened(tmp_path_factory.mktemp("frozen") / "store") as store:
        made = freeze_report(store, Q1)
        yield store, made, read_file(store, kept(made, FileKind.PDF))


@pytest.fixture
def store(frozen: tuple[Store, IssuedReport, bytes]) -> Iterator[Store]:
    """The same store; what a test does is taken back."""
    opened_store = frozen[0]
    with opened_store.trial():
        yield opened_store


@pytest.fixture
def made(frozen: tuple[Store, IssuedReport, bytes]) -> IssuedReport:
    return frozen[1]


@pytest.fixture
def exported(frozen: tuple[Store, IssuedReport, bytes]) -> bytes:
    return frozen[2]


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(data: bytes) -> Path:
        place = tmp_path / "Báo cáo đã ký.pdf"
        place.write_bytes(data)
        return place

    return write


def test_a_signed_export_is_the_exported_one(
    store: Store, made: IssuedReport, exported: bytes, file: Callable[[bytes], Path]
) -> None:
    found = attach_signed(store, made.id, file(signed(exported)))
    assert found.outcome is Outcome.SAME_FILE
    copy = kept(issued_report(store, made.id), FileKind.SIGNED)
    assert (copy.name, copy.outcome) == ("Báo cáo đã ký.pdf", "same_file")
    assert copy.sentences == found.sentences
    told = " ".join(copy.sentences)
    assert "Đúng bản đã xuất" in told
    assert LEADER in told
    assert "chưa có chứng thư gốc" in told


def test_root_certificates_lie_in_the_stores_folder(
    store: Store, made: IssuedReport, exported: bytes, file: Callable[[bytes], Path]
) -> None:
    copy = file(signed(exported))
    attach_signed(store, made.id, copy)
    folder = store.folder.joinpath(*ANCHORS)
    folder.mkdir()
    try:
        (folder / "goc.pem").write_bytes(authority().pem)
        again = attach_signed(store, made.id, copy)  # the same file: examined anew
    finally:
        (folder / "goc.pem").unlink()
        folder.rmdir()
    assert any("theo chứng thư gốc trên máy này" in one for one in again.sentences)
    assert kept(issued_report(store, made.id), FileKind.SIGNED).sentences == again.sentences
    assert len(history_of(store, "issued", str(made.id), field="signed_copy")) == 1


def test_another_revision_is_told_apart(
    store: Store, made: IssuedReport, exported: bytes, file: Callable[[bytes], Path]
) -> None:
    withdraw(store, made.id, "Sai")
    second = freeze_report(store, Q1)
    with pytest.raises(DoubtfulCopyError, match=r"lần 1\). Chưa gắn tệp này, chưa có gì"):
        attach_signed(store, second.id, file(signed(exported)))
    assert issued_report(store, second.id).signed_copy is None
    found = attach_signed(store, second.id, file(signed(exported)), despite=True)
    assert found.outcome is Outcome.NOT_MATCHED
    copy = issued_report(store, second.id).signed_copy
    assert copy is not None
    assert copy.mistake == "là tệp khác"


def test_the_scan_of_a_withdrawn_revision_is_known_again(
    store: Store, made: IssuedReport, file: Callable[[bytes], Path]
) -> None:
    scan = file(b"\x89PNG\r\n\x1a\n scan")
    attach_signed(store, made.id, scan, despite=True)
    attach_signed(store, made.id, scan, despite=True)  # of the report itself it may come again
    withdraw(store, made.id, "Sai")
    with pytest.raises(DoubtfulCopyError, match=r"lần 1, đã thu hồi\. Chưa gắn tệp này"):
        require_signed_copy(store, Q1, scan)  # before the second is frozen, as "submit" asks
    second = freeze_report(store, Q1)
    for refused in (
        partial(require_signed_copy, store, Q1),
        partial(attach_signed, store, second.id),
    ):
        with pytest.raises(DoubtfulCopyError, match="bản ký của báo cáo quý I năm 2026, lần 1"):
            refused(scan)
    assert issued_report(store, second.id).signed_copy is None
    attach_signed(store, second.id, scan, despite=True)
    copy = issued_report(store, second.id).signed_copy
    assert copy is not None
    assert (copy.mistake, copy.sentences[0].startswith("Tệp này đã gắn")) == ("là tệp khác", True)


def test_an_unsigned_copy_is_refused_until_somebody_insists(
    store: Store, made: IssuedReport, exported: bytes, file: Callable[[bytes], Path]
) -> None:
    with pytest.raises(DoubtfulCopyError, match="Đây là bản chưa ký"):
        attach_signed(store, made.id, file(exported))
    assert issued_report(store, made.id).signed_copy is None
    attach_signed(store, made.id, file(exported), despite=True)
    attach_signed(store, made.id, file(exported))  # the same file: asked about before
    copy = issued_report(store, made.id).signed_copy
    assert copy is not None
    assert (copy.mistaken, copy.mistake) == (True, "là bản chưa ký")
    with pytest.raises(DoubtfulCopyError):
        attach_signed(store, made.id, file(b"%PDF-1.7 cut off"), replacing=True)


@pytest.mark.parametrize("data", [b"no pdf at all", b"%PDF-1.7 cut off", b"\x89PNG\r\n\x1a\n scan"])
def test_whatever_the_file_holds_it_is_kept(
    store: Store, made: IssuedReport, data: bytes, file: Callable[[bytes], Path]
) -> None:
    found = attach_signed(store, made.id, file(data), despite=True)
    assert found.outcome is Outcome.NOT_MATCHED
    assert found.sentences[0].startswith("Chưa đối chiếu được")
    assert read_file(store, kept(issued_report(store, made.id), FileKind.SIGNED)) == data


def test_it_gives_way_by_choice_and_stays_kept(
    store: Store, made: IssuedReport, exported: bytes, file: Callable[[bytes], Path]
) -> None:
    scan = b"\xff\xd8\xff mot ban quet"
    attach_signed(store, made.id, file(scan))
    with pytest.raises(InputError, match="đã có bản ký"):
        attach_signed(store, made.id, file(signed(exported)))
    attach_signed(store, made.id, file(signed(exported)), replacing=True)
    both = [one for one in issued_files(store, made.id) if one.kind is FileKind.SIGNED]
    assert [one.outcome for one in both] == ["not_matched", "same_file"]
    assert read_file(store, both[0]) == scan


def test_what_cannot_be_compared_with_is_said_first(
    store: Store, made: IssuedReport, exported: bytes, file: Callable[[bytes], Path]
) -> None:
    name = kept(made, FileKind.PDF).sha256
    place = store.folder / "evidence" / name[:2] / name
    place.write_bytes(b"khac")
    try:
        with pytest.raises(FileError, match="bị thay đổi so với lúc trình ký"):
            attach_signed(store, made.id, file(exported))
    finally:
        place.write_bytes(exported)
    assert issued_report(store, made.id).signed_copy is None
    withdraw(store, made.id, "Sai")
    with pytest.raises(LockedError, match="đã thu hồi"):
        attach_signed(store, made.id, file(exported))


def test_freezing_loads_nothing_of_the_signature_check() -> None:
    script = "import qnapp.documents.freeze, sys; print(*sys.modules)"
    words = [sys.executable, "-c", script]
    loaded = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    assert not {"pyhanko", "pypdfium2", "reportlab", "openpyxl", "docx"} & set(loaded)
