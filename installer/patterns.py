"""The regular expressions that a start compiles, kept compiled for ``ahead.py``.

Python compiles some 90 of them anew at each start, 20 ms. The build's Python is that of the frozen
program, so what it has made of each is handed on; a pattern that was not there is compiled as ever,
and one that was changed is another one.
"""

from __future__ import annotations

import marshal
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from installer.ahead import PATTERNS
from installer.places import LIBRARY, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

Compiled = list[tuple[str, int, tuple[Any, ...]]]  # pattern, flags, what Python is handed for both

_IN_A_NEW_PYTHON = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from installer.patterns import write_compiled; write_compiled(sys.argv[2])"
)


def write_patterns(folder: Path) -> Path:
    """Write the patterns into the frozen program in ``folder``; the file.

    Raises CalledProcessError.
    """
    file = folder / LIBRARY / PATTERNS
    command: list[str | Path] = [sys.executable, "-c", _IN_A_NEW_PYTHON, ROOT, file]
    subprocess.run(command, check=True)
    return file


def write_compiled(file: str) -> None:
    """Write what this Python, which has compiled none of them yet, makes of a start's patterns."""
    engine = import_module("_sre")
    Path(file).write_bytes(marshal.dumps((engine.MAGIC, compiled_by(_start))))


def compiled_by(work: Callable[[], object]) -> Compiled:
    """Patterns that are compiled while ``work`` is done, as texts and numbers alone."""
    kept: dict[tuple[type, str, int], Any] = vars(re)["_cache"]
    compiler, engine = vars(import_module("re._compiler")), import_module("_sre")
    handed: dict[int, tuple[Any, ...]] = {}

    def note(*given: Any) -> Any:
        made = engine.compile(*given)
        pattern, flags, code, groups, names, numbers = given
        handed[id(made)] = (pattern, int(flags), [*map(int, code)], groups, dict(names), numbers)
        return made

    re.purge()
    compiler["_sre"] = SimpleNamespace(**{**vars(engine), "compile": note})
    try:
        work()
    finally:
        compiler["_sre"] = engine
    found = [(text, flags, id(made)) for (kind, text, flags), made in kept.items() if kind is str]
    return [(text, flags, handed[one]) for text, flags, one in found if one in handed]


def _start() -> None:
    """Import what a start does, and read the words of the plan that the program brings along."""
    for name in ("qnapp.window_options", "qnapp.app", "qnapp.ui.overview.page"):
        import_module(name)
    from qnapp.db.builtin import builtin_plan
    from qnapp.domain.deadlines import parse_deadline
    from qnapp.domain.targets import parse_target

    plan = builtin_plan()
    for task in plan.tasks:
        parse_deadline(task.deadline_text, plan.year)
    for indicator in plan.indicators:
        parse_target(indicator.target_text)
