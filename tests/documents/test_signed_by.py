from __future__ import annotations

import io
import logging
import re
import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from pdf_pages import page_texts
from report_sheets import report_of
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from signing import LEADER, SEAL, authority, signed, stamped, with_text

from qnapp.documents.pdf import pdf_bytes
from qnapp.documents.signed_by import VIETNAM, DigitalSignature, Later, Trust, read_signatures
from qnapp.documents.signed_words import about

if TYPE_CHECKING:
    from pathlib import Path

EXPORTED = pdf_bytes(report_of())


@pytest.fixture(scope="module")
def once() -> bytes:
    return signed(EXPORTED)


@pytest.fixture(scope="module")
def twice(once: bytes) -> bytes:
    return signed(once, SEAL)


@pytest.fixture
def roots(tmp_path: Path) -> Path:
    folder = tmp_path / "chứng thư"
    folder.mkdir()
    (folder / "gốc.crt").write_bytes(authority().pem)
    return folder


def one(data: bytes, anchors: Path | None = None) -> DigitalSignature:
    (signature,) = read_signatures(data, anchors)
    return signature


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


# Who, when, whole


def test_a_signature_tells_who_and_that_it_covers_all(once: bytes) -> None:
    before = datetime.now(UTC)
    found = one(signed(EXPORTED))
    assert (found.signer, found.intact, found.covers_whole_file) == (LEADER, True, True)
    assert found.later is Later.NOTHING
    assert found.trust is Trust.NO_ANCHORS
    assert not found.timestamped
    assert found.signed_at is not None
    assert abs((found.signed_at - before).total_seconds()) < 60
    assert once.startswith(EXPORTED)


def test_leader_and_seal_are_told_in_the_order_of_signing(twice: bytes) -> None:
    leader, seal = read_signatures(twice, None)
    assert (leader.signer, leader.intact, leader.later) == (LEADER, True, Later.SIGNED)
    assert (seal.signer, seal.intact, seal.later) == (SEAL, True, Later.NOTHING)
    assert not leader.covers_whole_file


def test_a_time_stamp_gives_the_time() -> None:
    found = one(signed(EXPORTED, timestamps=True))
    assert found.timestamped
    assert found.signed_at == datetime(2026, 6, 16, 3, 5, tzinfo=UTC)
    assert not found.timestamp_only


def test_a_time_stamp_over_the_document_is_nobodys_signature(once: bytes) -> None:
    leader, last = read_signatures(stamped(once), None)
    assert (leader.signer, leader.timestamp_only, leader.later) == (LEADER, False, Later.SIGNED)
    assert (last.timestamp_only, last.intact, last.later) == (True, True, Later.NOTHING)
    assert about(last)[0].startswith("Dấu thời gian của Dịch vụ cấp dấu thời gian, lúc 10:05")
    assert about(last)[1].startswith("Chưa kiểm tra được nơi cấp dấu thời gian")


def test_a_file_without_signature_has_none() -> None:
    assert read_signatures(EXPORTED, None) == ()
    assert read_signatures(b"", None) == ()
    assert read_signatures(b"\0" * 1000, None) == ()


# Changed


def test_one_byte_flipped_anywhere_is_noticed(once: bytes) -> None:
    """Before and behind the signature, and in the room that it leaves."""
    filled = re.search(rb"/Contents\s*<[0-9A-Fa-f]+?(0{200,})>", once)
    assert filled is not None
    before = range(9, len(EXPORTED), len(EXPORTED) // 25)
    behind = (*range(len(EXPORTED), filled.start(), 61), *range(filled.end(), len(once) - 6, 61))
    for at in (*before, *behind, *range(*filled.span(1), 331)):
        found = read_signatures(flipped(once, at), None)
        assert found
        assert not any(sign.intact and sign.covers_whole_file for sign in found)


def test_damage_inside_the_signature_raises_nothing(once: bytes) -> None:
    start = once.rindex(b"/Contents")
    for at in range(start, start + 4000, 113):
        assert len(read_signatures(flipped(once, at), None)) == 1


def test_a_flip_in_the_exported_part_is_told_as_a_change(once: bytes) -> None:
    found = one(flipped(once, once.index(b"QNApp")))
    assert found.intact is False
    assert found.trust is Trust.UNCHECKED
    (sentence,) = about(found)
    assert "nội dung tệp đã bị thay đổi sau khi ký" in sentence


@pytest.mark.parametrize("more", [b"\n% more\n", b"\0" * 100, EXPORTED])
def test_something_behind_the_signature_is_warned_of(once: bytes, more: bytes) -> None:
    found = one(once + more)
    assert not found.covers_whole_file
    if found.intact is not None:
        assert found.later is Later.ADDED


def test_signing_again_after_an_addition_does_not_hide_it(once: bytes) -> None:
    leader, seal = read_signatures(signed(with_text(once, 1, "12"), SEAL), None)
    assert (leader.intact, leader.later) == (True, Later.ADDED_AND_SIGNED)
    assert (seal.intact, seal.later) == (True, Later.NOTHING)
    assert "thường là số và ngày" in about(leader)[0]


def test_an_addition_that_nobody_signed_is_told(once: bytes) -> None:
    data = with_text(once, 1, "Them")
    assert "Them" in page_texts(data)[0]
    assert one(data).later is Later.ADDED
    assert "đã được ghi thêm sau khi ký" in about(one(data))[0]


# Whom to believe


def test_the_signer_is_checked_against_the_roots_of_this_pc(once: bytes, roots: Path) -> None:
    assert one(once, roots).trust is Trust.TRUSTED
    (roots / "gốc.crt").write_bytes(authority("Chứng thư gốc khác").pem)
    found = one(once, roots)
    assert (found.intact, found.trust) == (True, Trust.NOT_TRUSTED)
    assert "Unable to build a validation path" in found.detail


def test_whatever_lies_in_the_roots_folder_is_passed_over(once: bytes, roots: Path) -> None:
    (roots / "rác.pem").write_bytes(b"no certificate")
    (roots / "rỗng.cer").write_bytes(b"")
    (roots / "lớn.der").write_bytes(b"\x30" * (1024**2 + 1))
    (roots / "ghi chú.txt").write_text("đọc", encoding="utf-8")
    (roots / "thư mục.crt").mkdir()
    assert one(once, roots).trust is Trust.TRUSTED


def test_no_roots_means_that_nobody_was_checked(once: bytes, tmp_path: Path) -> None:
    (tmp_path / "trống").mkdir()
    for anchors in (None, tmp_path / "trống", tmp_path / "không có"):
        assert one(once, anchors).trust is Trust.NO_ANCHORS


def test_a_certificate_for_other_purposes_is_not_believed(roots: Path) -> None:
    data = signed(EXPORTED, usage="key_agreement", signer_key_usage=set())
    found = one(data, roots)
    assert (found.intact, found.trust) == (True, Trust.NOT_TRUSTED)
    plain = signed(EXPORTED, usage="digital_signature", signer_key_usage=set())
    assert one(plain, roots).trust is Trust.TRUSTED


def test_nothing_is_asked_of_the_network(
    once: bytes, roots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificates name addresses to ask; none of them is."""
    asked: list[object] = []

    def refuse(*given: object) -> None:
        asked.append(given)
        raise OSError("no network here")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert one(once, roots).trust is Trust.TRUSTED
    assert one(once).trust is Trust.NO_ANCHORS
    assert asked == []


# What cannot be read


@pytest.mark.parametrize("part", [b"/Contents <", b"/ByteRange [", b"/adbe.pkcs7", b"/Type /Sig"])
def test_a_broken_signature_is_said_and_not_raised(once: bytes, part: bytes) -> None:
    at = once.rindex(part) + len(part) - 2
    for found in read_signatures(once[:at] + b"#" + once[at + 1 :], None):
        assert not found.intact


def test_a_locked_file_that_anybody_may_read_is_checked(roots: Path) -> None:
    lock = StandardEncryption("", ownerPassword="chủ", canModify=0)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=lock)
    canvas.drawString(100, 100, "a")
    canvas.save()
    data = signed(buffer.getvalue(), password="")
    assert (one(data, roots).intact, one(data, roots).trust) == (True, Trust.TRUSTED)


def test_an_unknown_kind_of_signature_is_said(once: bytes) -> None:
    found = one(once.replace(b"/adbe.pkcs7.detached", b"/adbe.pkcs7.detachex"))
    assert found.intact is None
    assert "SubFilter" in found.detail
    (sentence,) = about(found)
    assert re.fullmatch(r"Chương trình không đọc được chữ ký số trong ô “Ky_\d+”, .*\.", sentence)


def test_a_file_that_only_looks_signed_is_said() -> None:
    found = one(b"%PDF-1.7\n/ByteRange [0 1 2 3]\n%%EOF")
    assert (found.intact, found.field) == (None, "")
    assert found.detail
    assert about(found)[0].startswith("Chương trình không đọc được chữ ký số, ")


def test_the_librarys_log_stays_in_the_details(
    once: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("pyhanko")
    before = (logger.propagate, list(logger.handlers))
    with caplog.at_level(logging.DEBUG):
        found = one(once)
    assert [one.name for one in caplog.records if one.name.startswith("pyhanko")] == []
    assert "Failed to build path" in found.detail
    assert (logger.propagate, logger.handlers) == before


# Words


def test_times_are_those_of_vietnam() -> None:
    moment = datetime(2026, 6, 15, 23, 59, tzinfo=UTC)
    sign = DigitalSignature("a", "Nguyễn Văn A", moment, intact=True, later=Later.NOTHING)
    assert about(sign)[0] == (
        "Chữ ký số của Nguyễn Văn A, lúc 06:59 ngày 16/6/2026 theo giờ của máy ký: "
        "nội dung còn nguyên vẹn, chữ ký bao trùm toàn bộ tệp."
    )
    assert moment.astimezone(VIETNAM).hour == 6


@pytest.mark.parametrize("later", Later)
@pytest.mark.parametrize("trust", Trust)
@pytest.mark.parametrize("intact", [True, False, None])
def test_every_sentence_is_one(later: Later, trust: Trust, intact: bool | None) -> None:
    sign = DigitalSignature("Ky", "A", None, intact=intact, later=later, trust=trust)
    told = about(sign)
    assert told
    for sentence in told:
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert "!" not in sentence
    checked = intact is True and trust is not Trust.UNCHECKED
    assert len(told) == (2 if checked else 1)
