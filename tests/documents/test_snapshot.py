"""A snapshot goes to bytes and comes back the same, whoever wrote it."""

from __future__ import annotations

import functools
import json
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from report_sheets import COMMUNE, DEPARTMENT, full_sheet

from qnapp.documents.pdf import pdf_bytes
from qnapp.documents.profiles import load_profile
from qnapp.documents.report import ReportWords
from qnapp.documents.snapshot import FORMAT, Source, read_snapshot, take_snapshot
from qnapp.errors import FileError


def _source(profile: str = "dang", **changes: Any) -> Source:
    made = Source(full_sheet(), ReportWords(), COMMUNE, load_profile(profile), training=False)
    return replace(made, **changes)


@functools.cache
def _bytes() -> bytes:
    return take_snapshot(_source(), 1)


@pytest.mark.parametrize(
    "source",
    [
        _source(),
        _source("nha-nuoc", office=DEPARTMENT),
        _source(words=ReportWords(opening="Mở đầu\nhai đoạn", next="Xong")),
        _source(training=True),
    ],
    ids=["dang", "nha-nuoc", "words", "training"],
)
def test_it_comes_back_as_it_was(source: Source) -> None:
    found = read_snapshot(take_snapshot(source, 3))
    assert (found.format, found.revision, found.source) == (FORMAT, 3, source)
    assert found.report == source.report(draft=False)
    assert found.report.fingerprint is None
    assert take_snapshot(found.source, 3) == take_snapshot(source, 3)


def test_another_revision_of_the_same_data_is_another_snapshot() -> None:
    assert take_snapshot(_source(), 2) != _bytes()


def test_text_from_elsewhere_is_composed_before_it_is_drawn() -> None:
    apart = unicodedata.normalize("NFD", COMMUNE.signer)
    assert apart != COMMUNE.signer
    data = take_snapshot(_source(office=replace(COMMUNE, signer=apart)), 1)
    assert data == _bytes()
    assert pdf_bytes(read_snapshot(data).report) == pdf_bytes(_source().report(draft=False))


def test_what_a_later_version_adds_is_left_out() -> None:
    plain = json.loads(_bytes())
    plain["source"]["sheet"]["later"] = {"x": 1}
    assert read_snapshot(json.dumps(plain).encode()) == read_snapshot(_bytes())


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"\xff\xfe", b"[" * 100_000, _bytes()[:-1], b'{"format": 1}'],
    ids=["empty", "object", "list", "no text", "deep", "cut off", "parts missing"],
)
def test_what_it_cannot_have_written_is_refused(data: bytes) -> None:
    with pytest.raises(FileError, match="Không đọc được dữ liệu của báo cáo đã trình ký"):
        read_snapshot(data)
