"""Runs first in the frozen program, so that neither the disk nor a processor idles in a start.

*Fetching*: a start reads its libraries in small pieces as it comes to need them, 128 kB on Linux,
32 kB on Windows, and waits for each while the processor idles. A thread goes through the same
files in the order of need, a little ahead.

*Loading*: Python loads a library while everything else of it stands still. Here a thread has the
system load Qt's, which Python need not watch, and what needs no Qt is imported meanwhile.

*Patterns*: what Python makes of a regular expression it keeps by its text. What the build's Python
made of those that a start compiles is put there before.

All three are help and no more: without its list, or where a file cannot be read or loaded, a start
is as long as it would be without.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import ctypes
import gc
import marshal
import os
import re
import sys
from _thread import start_new_thread
from importlib import import_module
from io import FileIO

TYPE_CHECKING = False  # nothing is imported here that a start does without
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LIST = "read-ahead.txt"  # among the libraries; each line: bytes, a tab, path beside the program
WORK = "load-ahead.txt"  # beside it; each line: LOAD or IMPORT, a tab, path beside it or module
PATTERNS = "patterns.bin"  # beside it, by ``patterns.py``
LOAD, IMPORT = "load", "import"
PROGRAM = "QNApp"  # commands have a program of their own and need none of this
PIECE = 1024 * 1024  # bytes; of a usual disk Linux fetches no more at a time
_AS_PYTHON_DOES = 0x1000 | 0x100  # where Windows looks for what a library is linked with


def fetch(folder: str, program: str) -> None:
    """Have the listed files in the system's cache; says nothing of what cannot be read.

    ``folder`` holds the list; its paths begin beside the ``program``.
    """
    # Linux fetches on its own and copies nothing.
    space = None if hasattr(os, "posix_fadvise") else memoryview(bytearray(PIECE))
    try:
        for size, path in _lines(folder, LIST):
            try:
                _fetch_file(os.path.join(os.path.dirname(program), path), int(size), space)
            except OSError:
                continue
    except (OSError, ValueError):
        return


def _lines(folder: str, name: str) -> Iterator[tuple[str, str]]:
    with open(os.path.join(folder, name), encoding="utf-8") as lines:
        for line in lines:
            first, _, second = line.rstrip("\n").partition("\t")
            yield first, second


def _fetch_file(path: str, size: int, space: memoryview | None) -> None:
    with FileIO(path) as file:
        for at in range(0, size, PIECE):
            if space is None:
                os.posix_fadvise(file.fileno(), at, PIECE, os.POSIX_FADV_WILLNEED)
            elif not file.readinto(space[: size - at]):
                return


def work(folder: str) -> None:
    """Import the listed modules; libraries that stand before one are loaded meanwhile.

    ``folder`` holds the list and all that it names.
    """
    libraries: list[str] = []
    try:
        for what, name in _lines(folder, WORK):
            if what == LOAD:
                libraries.append(os.path.join(folder, name))
            elif what == IMPORT:
                if libraries:
                    start_new_thread(load, (libraries,))
                    libraries = []
                import_module(name)
    except (OSError, ValueError, ImportError):
        return  # what cannot be imported is refused again where it is needed


def keep_patterns(folder: str) -> None:
    """Put the patterns of a file in ``folder`` where Python keeps those that it has compiled."""
    try:
        with FileIO(os.path.join(folder, PATTERNS)) as file:
            magic, patterns = marshal.loads(file.readall())
        if magic == _sre.MAGIC:
            for text, flags, made in patterns:
                re._cache[str, text, flags] = _sre.compile(*made)  # type: ignore[attr-defined] # noqa: SLF001
    except (AttributeError, OSError, ValueError, TypeError, EOFError, RuntimeError):
        return  # made by another Python, or none of ours


def load(libraries: Sequence[str]) -> None:
    """Have the system load libraries, paths, one after the other; Python goes on meanwhile."""
    load_one = _loader()
    for library in libraries:
        load_one(library)


def _loader() -> Callable[[str], object]:
    """Give the system's own function, called as Python calls it for a module."""
    if sys.platform == "win32":
        windows = ctypes.windll.kernel32.LoadLibraryExW
        return lambda library: windows(library, None, _AS_PYTHON_DOES)
    others = ctypes.CDLL(None).dlopen
    return lambda library: others(os.fsencode(library), sys.getdlopenflags())


if __name__ == "__main__" and os.path.basename(sys.executable).startswith(PROGRAM):
    gc.disable()  # as the window's start has it, which comes too late for the modules of Qt
    # It keeps nobody waiting: it ends with its list or with the program.
    start_new_thread(fetch, (sys._MEIPASS, sys.executable))  # type: ignore[attr-defined] # noqa: SLF001
    keep_patterns(sys._MEIPASS)  # type: ignore[attr-defined] # noqa: SLF001
    work(sys._MEIPASS)  # type: ignore[attr-defined] # noqa: SLF001
