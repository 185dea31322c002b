"""The letter as a mail program reads it: every word, every byte, nothing between the lines."""

from __future__ import annotations

import email
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qnapp.errors import FileError
from qnapp.exchange.mail_draft import Letter, letter_bytes, write_letter
from qnapp.text import clean, nfc

if TYPE_CHECKING:
    from pathlib import Path

LETTER = Letter(
    to="tonghop@example.vn, vanthu@example.vn",
    subject="[TẬP HUẤN] Báo cáo 6 tháng năm 2026 thực hiện Nghị quyết số 05-NQ/TU - Phường Hà Tu",
    body="Kính gửi: Ban Thường vụ Tỉnh ủy\n\nĐảng ủy phường Hà Tu gửi báo cáo.\n\nTrân trọng.",
    attachments={"bao-cao.qnbc": bytes(range(256)) * 40, "bao-cao.pdf": b"%PDF-1.7\n"},
)
LINES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=300)


def read(data: bytes) -> EmailMessage:
    """Read a letter as another program does."""
    found = email.message_from_bytes(data, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def body_of(message: EmailMessage) -> str:
    part = message.get_body()
    assert part is not None
    text: str = part.get_content()
    return text.replace("\r\n", "\n")


def test_a_letter_is_read_back_as_it_was_written() -> None:
    message = read(letter_bytes(LETTER))
    assert message["X-Unsent"] == "1"
    assert message["To"] == LETTER.to
    assert message["Subject"] == LETTER.subject
    assert body_of(message).strip() == LETTER.body
    found = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert found == LETTER.attachments
    kinds = [part.get_content_type() for part in message.iter_attachments()]
    assert kinds == ["application/octet-stream", "application/pdf"]


def test_nobody_is_named_who_was_not_entered() -> None:
    message = read(letter_bytes(replace(LETTER, to="")))
    assert not {"To", "From", "Cc", "Bcc", "Date"} & set(message)


@settings(deadline=None)
@given(subject=LINES, lines=st.lists(LINES, max_size=6), content=st.binary(max_size=500))
def test_any_words_and_any_bytes_come_through(
    subject: str, lines: list[str], content: bytes
) -> None:
    body = nfc("\n".join(lines).rstrip("\n"))
    data = letter_bytes(Letter("", subject, body, {"a.qnbc": content}))
    message = read(data)
    assert " ".join(str(message["Subject"]).split()) == clean(subject)
    assert body_of(message).splitlines() == (body + "\n").splitlines()
    assert [part.get_content() for part in message.iter_attachments()] == [content]
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_a_subject_of_two_lines_adds_no_line_to_the_head() -> None:
    message = read(letter_bytes(replace(LETTER, subject="Báo cáo\r\nBcc: ai@example.vn")))
    assert "Bcc" not in message


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert letter_bytes(LETTER) == letter_bytes(LETTER)
    assert letter_bytes(LETTER) != letter_bytes(replace(LETTER, subject="Khác"))


def test_a_letter_without_attachments() -> None:
    message = read(letter_bytes(replace(LETTER, attachments={})))
    assert not message.is_multipart()
    assert body_of(message).strip() == LETTER.body


def test_a_letter_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_letter(LETTER, tmp_path / "thư.eml")
    assert (tmp_path / "thư.eml").read_bytes() == letter_bytes(LETTER)
    with pytest.raises(FileError, match="thư mục"):
        write_letter(LETTER, tmp_path / "không có" / "thư.eml")
