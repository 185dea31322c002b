"""Files whose content is not what their name says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qnapp.domain.file_kinds import doubt_of_file

PDF, ZIP, OLE = b"%PDF-1.7\n", b"PK\x03\x04\x14", b"\xd0\xcf\x11\xe0\xa1"
JPG, PNG = b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"
NOT_PDF = "nội dung không phải PDF"


@pytest.mark.parametrize(
    ("name", "head", "doubt"),
    [
        ("a.pdf", b"x", "tệp gần như trống"),
        ("a.txt", b"", "tệp gần như trống"),
        ("Biên bản.PDF", PDF, ""),
        ("a.pdf", b"\r\n\xef\xbb\xbf" + PDF, ""),  # some scanners write before it
        ("a.pdf", JPG * 9, NOT_PDF),
        ("a.pdf", b"<html>Ch\xc6\xb0a \xc4\x91\xc4\x83ng nh\xe1\xba\xadp", NOT_PDF),
        ("a.jpg", JPG, ""),
        ("a.jpeg", PNG, "nội dung không phải ảnh JPG"),
        ("a.png", PNG, ""),
        ("a.docx", ZIP, ""),
        ("a.xlsx", OLE, ""),  # with a password
        ("a.zip", OLE, "nội dung không phải zip"),
        ("a.docx", PDF, "nội dung không phải Word"),
        ("a.xls", b"<table>", ""),  # many offices send such, and it opens
        ("a.doc", b"{\\rtf1", ""),
        ("a.heic", b"abc", ""),
        ("a", b"abc", ""),
    ],
)
def test_what_hardly_opens_is_told(name: str, head: bytes, doubt: str) -> None:
    assert doubt_of_file(name, len(head), head) == doubt


@given(st.sampled_from([("pdf", PDF), ("docx", ZIP), ("jpg", JPG), ("png", PNG)]), st.binary())
def test_what_begins_as_its_kind_is_never_doubted(kind: tuple[str, bytes], rest: bytes) -> None:
    ending, begin = kind
    assert doubt_of_file(f"Tệp.{ending}", len(begin + rest), begin + rest) == ""
