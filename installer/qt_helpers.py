"""PySide's own Python helpers, compiled, as files of the frozen program.

PySide carries its helpers as text inside a library and compiles them anew at each start: 100
million instructions, a seventh of what an empty window takes. It reads them from a folder of its
own instead where there is one, ``shiboken6/files.dir``; it makes that folder itself when it is
started with ``SBK_EMBED=0``, here in a copy of its package.
"""

from __future__ import annotations

import importlib.util
import os
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = "shiboken6/files.dir"
_UNPACK = "import sys; sys.path.insert(0, sys.argv[1]); import shiboken6"


def compiled_helpers(scratch: Path) -> list[tuple[str, str]]:
    """Make the helpers below ``scratch``; PyInstaller's pairs of (file, folder in the bundle).

    Raises CalledProcessError when PySide does not start, RuntimeError when it unpacks nothing.
    """
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(_package(), scratch / "shiboken6")
    command = [sys.executable, "-c", _UNPACK, str(scratch)]
    subprocess.run(command, env={**os.environ, "SBK_EMBED": "0"}, check=True)
    unpacked = scratch / FOLDER
    found = []
    for source in sorted((unpacked / "shibokensupport").rglob("*.py")):
        inside = source.relative_to(unpacked)
        made = source.with_suffix(".pyc")
        # No date inside: the same helpers give the same bytes. Nobody changes them afterwards.
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        py_compile.compile(str(source), str(made), inside.as_posix(), True, invalidation_mode=mode)
        found.append((str(made), f"{FOLDER}/{inside.parent.as_posix()}"))
    if not found:
        raise RuntimeError(f"PySide has no helpers to unpack: nothing is in {unpacked}")
    return found


def _package() -> Path:
    spec = importlib.util.find_spec("shiboken6")
    if spec is None or spec.origin is None:
        raise RuntimeError("shiboken6 is not installed")
    return Path(spec.origin).parent
