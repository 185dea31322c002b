"""Does the frozen program work: its self-test."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PATIENCE_S = 300
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
            timeout=PATIENCE_S,
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
