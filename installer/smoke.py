"""Does the frozen program work: its self-test, and how long its start takes."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from installer.places import WINDOW_PROGRAM, program

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

STARTS = 7
GOAL = 2.0
_PATIENCE_S = 300
# What a program started from Explorer or a desktop has, and nothing of Python's or Qt's.
_PASSED_ON = (
    *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATH", "TEMP", "TMP", "USERPROFILE"),
    *("LOCALAPPDATA", "APPDATA", "HOME", "XDG_RUNTIME_DIR", "LANG", "QT_QPA_PLATFORM"),
)

Finding = dict[str, Any]


class SmokeError(Exception):
    """The frozen program does not do what it should; the text says what was found."""


def plain_environment() -> dict[str, str]:
    """Give the environment of a machine on which nothing is developed."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {"QT_QPA_PLATFORM": "offscreen", **kept}


def self_test(
    command: Sequence[str | Path], *more: str, environment: Mapping[str, str] | None = None
) -> Finding:
    """Run a program's self-test in a folder far from the source; what it wrote.

    ``command`` starts the program, ``more`` are further options. Raises ``SmokeError``.
    """
    with tempfile.TemporaryDirectory(prefix="qnapp-smoke-") as scratch:
        out = Path(scratch) / "ket-qua.json"
        done = subprocess.run(
            [*command, *more, "--self-test", str(out)],
            cwd=scratch,
            env=dict(environment or plain_environment()),
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
        )
        if not out.exists():
            raise SmokeError(f"no result, exit code {done.returncode}: {done.stderr[-2000:]!r}")
        found: Finding = json.loads(out.read_text(encoding="utf-8"))
    if not found["ok"] or done.returncode != 0:
        raise SmokeError(str(found.get("error", f"exit code {done.returncode}")))
    return found


def check_frozen(found: Finding, folder: Path, version: str) -> None:
    """Refuse a result that does not come from the frozen program in ``folder``."""
    wrong = []
    if not found["frozen"]:
        wrong.append("not frozen")
    if found["version"] != version:
        wrong.append(f"version {found['version']}, not {version}")
    if not Path(found["resources"]).is_relative_to(folder):
        wrong.append(f"resources taken from {found['resources']}")
    if min(found["reports"].values()) < 10_000:
        wrong.append(f"reports too small: {found['reports']}")
    if wrong:
        raise SmokeError("; ".join(wrong))


def start_seconds(command: Sequence[str | Path]) -> float:
    """Seconds from asking for the program until its window can be used."""
    with tempfile.TemporaryDirectory(prefix="qnapp-start-") as scratch:
        out = Path(scratch) / "xong"
        began = time.time()
        subprocess.run(
            [*command, str(out)],
            cwd=scratch,
            env=plain_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=_PATIENCE_S,
            check=True,
        )
        written = json.loads(out.read_text(encoding="utf-8"))
    return float(written if isinstance(written, float) else written["window_ready_at"]) - began


def compare_starts(frozen: Path, empty: Path) -> tuple[float, float]:
    """Median seconds of the program's start and of the empty window's, measured in turns."""
    ours: list[float] = []
    other: list[float] = []
    with tempfile.TemporaryDirectory(prefix="qnapp-start-") as scratch:
        store = Path(scratch) / "dulieu"
        make_store(frozen, store)
        measured: tuple[tuple[list[float], Callable[[], float]], ...] = (
            (
                ours,
                lambda: start_seconds(
                    [program(frozen, WINDOW_PROGRAM), "--data", store, "--self-test"]
                ),
            ),
            (other, lambda: start_seconds([program(empty, WINDOW_PROGRAM)])),
        )
        for _times, start in measured:
            start()  # brings both into the system's cache
        for _ in range(STARTS):
            for times, start in measured:
                times.append(start())
    return statistics.median(ours), statistics.median(other)


def make_store(frozen: Path, store: Path) -> None:
    """Make a training store with the frozen program's own command."""
    options = ("init", "--unit", "06652", "--sample")
    command: list[str | Path] = [program(frozen), "--data", store, *options]
    subprocess.run(command, env=plain_environment(), check=True, capture_output=True)
