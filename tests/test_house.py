"""Rules of the house that no tool knows: rooms, text form, sizes, documentation."""

from __future__ import annotations

import argparse
import ast
import unicodedata
from pathlib import Path

import pytest

from qnapp import cli

ROOT = Path(__file__).resolve().parents[1]
CODE = sorted((ROOT / "qnapp").rglob("*.py"))
TEXTS = [
    path
    for folder in ("qnapp", "resources", "docs", "tests")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".json", ".md", ".svg", ".txt"} and "LICENSE" not in path.name
]
SQL_CALLS = {"execute", "executemany", "executescript"}


OUTSIDE = [path for path in CODE if not path.is_relative_to(ROOT / "qnapp" / "db")]


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: str(path.relative_to(ROOT)))
def test_sql_stands_only_in_the_store(path: Path) -> None:
    calls = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not calls & SQL_CALLS


def test_no_file_is_a_house_with_too_few_rooms() -> None:
    long = {path.name: n for path in CODE if (n := len(path.read_text("utf-8").splitlines())) > 500}
    assert not long


def test_every_text_is_composed() -> None:
    decomposed = [
        path.relative_to(ROOT)
        for path in TEXTS
        if not unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))
    ]
    assert not decomposed


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    actions = cli.build_parser()._actions
    commands = next(a for a in actions if isinstance(a, argparse._SubParsersAction)).choices
    missing = [name for name in commands if f" {name}" not in readme]
    assert not missing


def test_every_part_taken_from_others_has_its_reason() -> None:
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    names = [line.split("=")[0].rstrip(">") for line in lines if line and line[0] not in "#-"]
    assert names
    assert [name for name in names if name not in decisions] == []
