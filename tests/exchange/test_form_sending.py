"""Forms for the officers: one each, letters that carry them, addresses that are kept."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from qnapp.db.assignments import set_officer
from qnapp.db.content import CancelledError
from qnapp.db.issued import report_in_force
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.freeze import freeze_report
from qnapp.errors import FileError, LockedError
from qnapp.exchange.form import read_form
from qnapp.exchange.form_sending import (
    Recipient,
    form_recipients,
    officer_addresses,
    send_forms,
)

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store

Q1 = "2026-Q1"


@pytest.fixture
def store(unit_store: Store) -> Store:
    rows = load_worksheet(unit_store, Q1).own_tasks
    for row, officer in zip(rows, ("Trần Văn Đông", "trần văn đông", "Lê Ánh", ""), strict=False):
        set_officer(unit_store, row.uid, officer)
    return unit_store


def test_all_in_one_comes_first_then_each_officer_once(store: Store) -> None:
    first, *rest = form_recipients(store, Q1)
    assert first.officer is None
    assert [(one.officer, one.rows) for one in rest] == [("Lê Ánh", 1), ("Trần Văn Đông", 2)]
    assert first.rows > 3


def test_each_gets_a_form_and_a_letter_that_carries_it(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "biểu" / "quý I"
    everyone = form_recipients(store, Q1)
    told: list[tuple[int, int]] = []
    sent = send_forms(
        store,
        Q1,
        everyone,
        folder,
        addresses={"Lê Ánh": "anh@xa.example"},
        progress=lambda done, total: told.append((done, total)),
    )
    assert [file.name for file in sent.files] == [
        "bieu-nhap-06706-quy-1-2026-tat-ca.xlsx",
        "bieu-nhap-06706-quy-1-2026-le-anh.xlsx",
        "bieu-nhap-06706-quy-1-2026-tran-van-dong.xlsx",
    ]
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert len(read_form(store, sent.files[1]).data.rows) == 1
    mails = [message_from_bytes(one.read_bytes(), policy=default) for one in sent.letters]
    assert [mail["To"] for mail in mails] == [None, "anh@xa.example", None]
    letter = mails[1]
    assert letter["Subject"] == "Biểu nhập kết quả quý I năm 2026 - Phường Tuần Châu"
    body = letter.get_body()
    assert body is not None
    assert "Kính gửi: đồng chí Lê Ánh" in body.get_content()
    (attached,) = letter.iter_attachments()
    assert attached.get_filename() == sent.files[1].name
    assert attached.get_content() == sent.files[1].read_bytes()
    assert officer_addresses(store) == {"Lê Ánh": "anh@xa.example"}


def test_without_letters_no_letter_and_no_address(store: Store, tmp_path: Path) -> None:
    sent = send_forms(store, Q1, form_recipients(store, Q1)[:1], tmp_path)
    assert sent.letters == ()
    assert [path.name for path in tmp_path.glob("*.eml")] == []
    assert officer_addresses(store) == {}


def test_names_that_fold_alike_get_files_of_their_own(store: Store, tmp_path: Path) -> None:
    rows = load_worksheet(store, Q1).own_tasks
    set_officer(store, rows[3].uid, "Le Anh")
    sent = send_forms(store, Q1, form_recipients(store, Q1)[1:], tmp_path)
    assert len(set(sent.files)) == 3
    assert all(len(read_form(store, file).data.rows) >= 1 for file in sent.files)


def test_it_is_stopped_between_two_forms(store: Store, tmp_path: Path) -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 1

    with pytest.raises(CancelledError):
        send_forms(store, Q1, form_recipients(store, Q1), tmp_path, cancelled=cancelled)
    assert len(list(tmp_path.glob("*.xlsx"))) == 1


def test_a_locked_period_and_a_bad_folder_are_told(store: Store, tmp_path: Path) -> None:
    blocked = tmp_path / "tệp"
    blocked.write_bytes(b"")
    with pytest.raises(FileError, match="không phải thư mục"):
        send_forms(store, Q1, [Recipient(None, 1)], blocked)
    freeze_report(store, Q1, despite_errors=True)
    assert report_in_force(store, Q1) is not None
    with pytest.raises(LockedError):
        form_recipients(store, Q1)
