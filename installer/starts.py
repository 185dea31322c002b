"""How long the frozen program takes to start, beside an empty window frozen the same way.

Two questions. *Cold*: the first start after the PC was switched on, whose files come from the disk;
that is what the goal speaks of. *Again*: everything is in the system's cache, and what counts is
the processor. Other work on the machine only ever adds, so that of several starts the fastest says
most.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from installer.places import WINDOW_PROGRAM, program
from installer.smoke import PATIENCE_S, plain_environment

if TYPE_CHECKING:
    from collections.abc import Sequence

STARTS = 9
GOAL = 2.0


@dataclass(frozen=True)
class Start:
    """One start until the window could be used: seconds on the clock and of the processor."""

    wall: float
    processor: float


@dataclass(frozen=True)
class Beside:
    """Seconds of ours and of the empty window."""

    ours: float
    empty: float

    def line(self) -> str:
        """Both with their ratio, as printed."""
        ratio = self.ours / self.empty
        return f"{self.ours:.3f} s, empty window {self.empty:.3f} s, ratio {ratio:.2f}"


@dataclass(frozen=True)
class Starts:
    """What was measured. ``cold`` is None where the system does not let its cache be emptied."""

    cold: Beside | None
    again: Beside
    processor: Beside

    def lines(self) -> list[str]:
        """What the build prints."""
        told = [f"Start again: {self.again.line()}", f"By processor time: {self.processor.line()}"]
        if self.cold is None:
            return ["Cold start: not measured, this system keeps its cache", *told]
        above = self.cold.ours > GOAL * self.cold.empty
        verdict = f" (goal {GOAL}{', ABOVE THE GOAL' if above else ''})"
        return [f"Cold start: {self.cold.line()}{verdict}", *told]


def compare_starts(frozen: Path, empty: Path, times: int = STARTS) -> Starts:
    """Measure the program's start and the empty window's in turns, ``times`` each way."""
    with tempfile.TemporaryDirectory(prefix="qnapp-start-", dir=frozen.parent) as scratch:
        store = Path(scratch) / "dulieu"
        _make_store(frozen, store)
        ours = (program(frozen, WINDOW_PROGRAM), "--data", store, "--self-test")
        other = (program(empty, WINDOW_PROGRAM),)
        read = (frozen, empty, store)
        emptied = times if hasattr(os, "posix_fadvise") else 0
        cold = [_pair(ours, other, cold=read) for _ in range(emptied)]
        _pair(ours, other)  # brings both into the system's cache
        again = [_pair(ours, other) for _ in range(times)]
    return Starts(
        _fastest([(a.wall, b.wall) for a, b in cold]) if cold else None,
        _fastest([(a.wall, b.wall) for a, b in again]),
        _fastest([(a.processor, b.processor) for a, b in again]),
    )


def _fastest(pairs: Sequence[tuple[float, float]]) -> Beside:
    return Beside(min(ours for ours, _ in pairs), min(empty for _, empty in pairs))


def _pair(
    ours: Sequence[str | Path], empty: Sequence[str | Path], *, cold: Sequence[Path] = ()
) -> tuple[Start, Start]:
    found = []
    for command in (ours, empty):
        for folder in cold:
            _forget(folder)
        found.append(_start(command))
    return found[0], found[1]


def _start(command: Sequence[str | Path]) -> Start:
    with tempfile.TemporaryDirectory(prefix="qnapp-start-") as scratch:
        out = Path(scratch) / "xong"
        began = time.time()
        subprocess.run(
            [*command, str(out)],
            cwd=scratch,
            env=plain_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=PATIENCE_S,
            check=True,
        )
        told = json.loads(out.read_text(encoding="utf-8"))
    return Start(told["window_ready_at"] - began, told["processor_s"])


def _forget(folder: Path) -> None:
    """Let the system forget what it has read of a folder, as after it was switched on."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                os.fsync(file.fileno())  # what has not been written yet cannot be forgotten
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _make_store(frozen: Path, store: Path) -> None:
    """Make a training store with the frozen program's own command."""
    options = ("init", "--unit", "06652", "--sample")
    command: list[str | Path] = [program(frozen), "--data", store, *options]
    subprocess.run(command, env=plain_environment(), check=True, capture_output=True)
