"""Odd values on the command line: a sentence and an exit code, no traceback, nothing half done."""

from __future__ import annotations

import contextlib
import io
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qnapp import cli
from qnapp.cli_options import build_parser
from qnapp.db.store import Store

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

# What people, scripts and mistakes put into an option. No path that leads out of the test's folder.
ODD = (
    *("", " ", "-", "--", "---", "-1", "--period", "=", "a=b", "0", "-0", "1,5", "1.5", "1e9", "∞"),
    *("NaN", "99999999999999999999", "31/02/2026", "2026-Q1", "2026-Q9", "2026-X01", "0000-Q1"),
    *(
        "3.2",
        "CT-22a",
        "CT-NQ1",
        "TC-2",
        "completed",
        "hoàn thành",
        "1=20/3/2026",
        "0=",
        "=5/6/2026",
    ),
    *("'", '"', "\\", "\n", "\t", "\r\n", "\x1b[31m", "\u202e", "\u0301", "\udcff", "😀"),
    *("%s", "{0}", "$(x)", "CON", "aux.xlsx", "nul", "..", ".", "không có/tệp.xlsx", "a" * 300),
    *("ghi chú.txt", "hỏng.qnbc", "rỗng.xlsx", "lý do.json", "x" * 5000),
)
# No system hands over a NUL.
values = st.sampled_from(ODD) | st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12
)


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command by its words: "plan build" too."""
    found: dict[str, argparse.ArgumentParser] = {}
    waiting = [("", build_parser())]
    while waiting:
        words, parser = waiting.pop()
        choices = [a.choices for a in parser._actions if a.choices and not a.option_strings
                   and isinstance(a.choices, dict)]  # fmt: skip
        if words and not choices:
            found[words] = parser
        for inside in choices:
            waiting += [(f"{words} {name}".strip(), one) for name, one in inside.items()]
    return found


COMMANDS = commands()


@st.composite
def typed(draw: st.DrawFn, words: str) -> list[str]:
    """What follows a command: its own options and arguments with odd values, some left out."""
    told = words.split()
    for action in COMMANDS[words]._actions:
        if action.dest == "help":
            continue
        needed = action.required or not action.option_strings
        if not draw(st.booleans()) and not (needed and draw(st.integers(0, 9))):
            continue
        if not action.option_strings:
            told.append(draw(values))
        elif action.nargs == 0:
            told.append(action.option_strings[0])
        elif draw(st.booleans()):
            told.append(f"{action.option_strings[0]}={draw(values)}")
        else:
            told += [action.option_strings[0], draw(values)]
    return told


class Place:
    """A store beside some files; everything that a command could leave is below ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = folder / "dữ liệu"

    def state(self) -> tuple[list[str], dict[str, int]]:
        """What the store and the folder hold."""
        with Store.open(self.store) as store:
            rows = [line for line in store.db.iterdump() if "_sqlite_migrations" not in line]
        files = {
            str(path.relative_to(self.folder)): path.stat().st_size
            for path in self.folder.rglob("*")
            if path.is_file() and path.name not in ("qnapp.db", "qnapp.lock")
        }
        return rows, files


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chỗ")
    words = ["--data", str(folder / "dữ liệu"), "init", "--unit", "06706", "--sample"]
    assert cli.run(cli.build_parser().parse_args(words)) == 0
    (folder / "ghi chú.txt").write_text("Ghi chú", encoding="utf-8")
    (folder / "hỏng.qnbc").write_bytes(b"PK\x03\x04" + bytes(60))
    (folder / "rỗng.xlsx").touch()
    (folder / "lý do.json").write_text('{"3.2": "Sai"}', encoding="utf-8")
    return folder


def run(arguments: list[str]) -> tuple[int, str, str]:
    """Run a command in this process as ``__main__`` does; exit code, output, errors."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code: Any = cli.run(cli.build_parser().parse_args(arguments))
        except SystemExit as ended:
            code = ended.code
    return code, out.getvalue(), err.getvalue()


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_odd_values_end_in_a_sentence(
    words: str, master: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 0, 1 or 2; what was refused has changed nothing, neither here nor in the store."""
    place = Place(shutil.copytree(master, tmp_path / "chỗ"))
    monkeypatch.chdir(place.folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    before = place.state()

    @settings(
        max_examples=20,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(typed(words))
    def hold(told: list[str]) -> None:
        nonlocal before
        code, _out, err = run(["--data", str(place.store), *told])
        assert code in (0, 1, 2), told
        if code == 0:
            before = place.state()
            return
        assert place.state() == before, told
        last = err.strip().splitlines()[-1]
        assert last.endswith((".", "--help")), (told, err)
        assert "Traceback" not in err

    hold()
    assert [path.name for path in tmp_path.iterdir()] == ["chỗ"]


def test_dashes_alone_are_no_value_whatever_the_option() -> None:
    for words, parser in COMMANDS.items():
        for action in parser._actions:
            if action.option_strings and action.nargs is None:
                code, _out, err = run([*words.split(), f"{action.option_strings[0]}=--"])
                assert code == 2, (words, action.option_strings)
                assert "còn thiếu giá trị" in err or "còn thiếu" in err


def test_a_switch_takes_no_value() -> None:
    code, _out, err = run(["status", "--json=1"])
    assert code == 2
    assert "--json không nhận giá trị" in err
