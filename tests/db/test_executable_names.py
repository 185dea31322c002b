"""Names of files that could run something, which are asked about before they are opened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qnapp.db.evidence import is_executable_name


@pytest.mark.parametrize(
    "name",
    ["a.exe", "A.EXE", "báo cáo.pdf.scr", "a.docm", "a.lnk", "a.exe. ", "a.Bat", "a.hta", "a.xlsm"],
)
def test_names_that_could_run_something(name: str) -> None:
    assert is_executable_name(name)


@pytest.mark.parametrize(
    "name", ["a.pdf", "a.docx", "exe", "a.exe.pdf", "ảnh.jpg", "a", ".exe.txt"]
)
def test_names_that_are_harmless(name: str) -> None:
    assert not is_executable_name(name)


@given(st.text(max_size=30))
def test_any_name_is_judged(name: str) -> None:
    assert is_executable_name(name + ".exe")
    assert not is_executable_name(name + ".pdf")
