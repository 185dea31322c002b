"""What a person gets to send: packages, letters that carry them, and what reads without QNApp."""

from __future__ import annotations

import email
import random
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from frozen_stores import Q1, UID
from signing import signed

from qnapp.db import outbox
from qnapp.db.evidence import add_evidence
from qnapp.db.issued import register_issue, withdraw
from qnapp.db.report_files import read_file
from qnapp.db.settings import set_settings
from qnapp.documents.freeze import attach_signed, freeze_report
from qnapp.domain.issued import FileKind
from qnapp.domain.packages import code_words, key_words
from qnapp.errors import FileError, NotFoundError
from qnapp.exchange.container import open_package
from qnapp.exchange.keys import own_key
from qnapp.exchange.outbox import export_submission
from qnapp.exchange.packing import MB
from qnapp.exchange.submission import make_submission

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport
    from qnapp.exchange.outbox import Exported


def export(store: Store, report: IssuedReport, folder: Path) -> Exported:
    """Pack a report and write it out."""
    folder.mkdir(exist_ok=True)
    return export_submission(store, make_submission(store, report.id).packages, folder)


def letter(path: Path) -> EmailMessage:
    """Read a letter as a mail program does."""
    found = email.message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def attachments(message: EmailMessage) -> dict[str | None, bytes]:
    return {part.get_filename(): part.get_content() for part in message.iter_attachments()}


def body_of(message: EmailMessage) -> str:
    part = message.get_body()
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def kept(store: Store, report: IssuedReport, kind: FileKind) -> bytes:
    file = report.file(kind)
    assert file is not None
    return read_file(store, file)


STEM = "bao-cao-06652-quy-1-2026-lan-1"


def test_package_report_and_letter_lie_side_by_side(
    store: Store, report: IssuedReport, tmp_path: Path
) -> None:
    made = export(store, report, tmp_path / "gửi")
    names = [path.name for path in (*made.files, *made.letters)]
    assert names == [f"{STEM}.qnbc", f"{STEM}.pdf", f"{STEM}.xlsx", f"{STEM}.eml"]
    assert sorted(path.name for path in (tmp_path / "gửi").iterdir()) == sorted(names)
    open_package(made.files[0]).close()
    assert made.files[1].read_bytes() == kept(store, report, FileKind.PDF)
    assert made.files[2].read_bytes() == kept(store, report, FileKind.XLSX)


def test_the_letter_carries_the_very_files(
    store: Store, report: IssuedReport, tmp_path: Path
) -> None:
    set_settings(store, mail_to="tonghop@example.vn")
    made = export(store, report, tmp_path)
    message = letter(made.letters[0])
    assert attachments(message) == {path.name: path.read_bytes() for path in made.files}
    assert message["To"] == "tonghop@example.vn"
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == (
        "[TẬP HUẤN] Báo cáo quý I năm 2026 thực hiện Nghị quyết số 05-NQ/TU - Phường Hà Tu"
    )


def test_the_letter_says_all_that_the_receiver_needs(
    store: Store, report: IssuedReport, tmp_path: Path
) -> None:
    register_issue(store, report.id, number="12-BC/ĐU", issued_on="20/3/2026", signer="A")
    body = body_of(letter(export(store, report, tmp_path).letters[0]))
    (package,) = outbox.outgoing_packages(store)
    assert body.startswith("Kính gửi: Ban Thường vụ Tỉnh ủy\n\nĐảng ủy phường Hà Tu gửi báo cáo")
    assert "(số 12-BC/ĐU, ngày 20/3/2026)" in body
    assert code_words(package.digest) in body
    assert key_words(own_key(store).public) in body
    assert store.clerk in body
    assert f"- {STEM}.pdf (" in body
    assert "phần" not in body
    assert "!" not in body


def test_a_second_revision_says_so(store: Store, report: IssuedReport, tmp_path: Path) -> None:
    withdraw(store, report.id, "Bổ sung")
    message = letter(export(store, freeze_report(store, Q1), tmp_path).letters[0])
    assert ", lần 2 - Phường Hà Tu" in message["Subject"]


def test_the_signed_copy_goes_instead_of_the_unsigned(
    store: Store, report: IssuedReport, tmp_path: Path
) -> None:
    copy = tmp_path / "Bản ký.PDF"
    copy.write_bytes(signed(kept(store, report, FileKind.PDF)))
    attach_signed(store, report.id, copy)
    made = export(store, report, tmp_path / "gửi")
    assert [path.name for path in made.files] == [
        f"{STEM}.qnbc", f"{STEM}-da-ky.pdf", f"{STEM}.xlsx",
    ]  # fmt: skip
    assert "bản PDF đã ký" in body_of(letter(made.letters[0]))


def test_every_letter_stays_below_the_limit_and_says_which_part_it_is(
    store: Store, report: IssuedReport, tmp_path: Path
) -> None:
    set_settings(store, mail_limit_mb=1)
    files = [tmp_path / f"Bản quét {n}.pdf" for n in range(6)]
    for number, file in enumerate(files):
        file.write_bytes(random.Random(number).randbytes(2_000_000 if number == 5 else 300_000))
    withdraw(store, report.id, "Bổ sung")
    add_evidence(store, files, UID, Q1)
    made = export(store, freeze_report(store, Q1), tmp_path / "gửi")
    assert len(made.letters) > 2
    assert [package.size > MB for package in made.too_large] == [True]
    for path in made.letters:
        assert path.stat().st_size <= MB
    (second,) = [path for path in made.letters if path.stem.endswith("phan-2")]
    assert f"(phần 2/{len(made.letters) + 1})" in letter(second)["Subject"]
    assert "Thư này là phần 2 trong" in body_of(letter(second))
    # What has no letter lies there all the same, to be carried on a stick.
    assert (tmp_path / "gửi" / made.too_large[0].name).exists()


def test_writing_out_again_replaces_and_changes_nothing_else(
    store: Store, report: IssuedReport, tmp_path: Path
) -> None:
    made = export(store, report, tmp_path)
    before = {path: path.read_bytes() for path in (*made.files, *made.letters)}
    made.files[0].write_bytes(b"spoiled")
    assert export(store, report, tmp_path) == made
    assert {path: path.read_bytes() for path in before} == before


def test_a_folder_that_is_not_there(store: Store, report: IssuedReport, tmp_path: Path) -> None:
    packages = make_submission(store, report.id).packages
    with pytest.raises(FileError, match="thư mục"):
        export_submission(store, packages, tmp_path / "không có")


def test_a_package_that_was_spoiled_in_the_outbox_does_not_go(
    store: Store, report: IssuedReport, tmp_path: Path
) -> None:
    packages = make_submission(store, report.id).packages
    path = outbox.checked_file(store, packages[0])
    path.write_bytes(path.read_bytes() + b"?")
    with pytest.raises(FileError, match="đã bị thay đổi"):
        export_submission(store, packages, tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == [store.folder.name]


def test_what_is_no_submission_has_no_letter(
    store: Store, report: IssuedReport, tmp_path: Path
) -> None:

    (package,) = make_submission(store, report.id).packages
    with pytest.raises(NotFoundError):
        export_submission(store, [replace(package, report=None)], tmp_path)
