"""Runs first in the frozen program: the disk fetches what a start needs next, without a pause.

A start reads its libraries in small pieces as it comes to need them, 128 kB on Linux, 32 kB on
Windows, and waits for each while the processor idles. Here a thread goes through the same files in
the order of need, a little ahead. It is help and no more: without its list, or where a file cannot
be read, a start is as long as it would be without.
"""

from __future__ import annotations

import os
import sys
from _thread import start_new_thread
from io import FileIO

TYPE_CHECKING = False  # nothing is imported here that Python has not loaded by now
if TYPE_CHECKING:
    from collections.abc import Iterator

LIST = "read-ahead.txt"  # among the libraries; each line: bytes, a tab, path beside the program
PROGRAM = "QNApp"  # commands have a program of their own and need none of this
PIECE = 1024 * 1024  # bytes; of a usual disk Linux fetches no more at a time


def fetch(folder: str, program: str) -> None:
    """Have the listed files in the system's cache; says nothing of what cannot be read.

    ``folder`` holds the list; its paths begin beside the ``program``.
    """
    space = memoryview(bytearray(PIECE))
    try:
        for path, size in _wanted(folder, program):
            try:
                _fetch_file(path, size, space)
            except OSError:
                continue
    except (OSError, ValueError):
        return


def _wanted(folder: str, program: str) -> Iterator[tuple[str, int]]:
    beside = os.path.dirname(program)
    with open(os.path.join(folder, LIST), encoding="utf-8") as lines:
        for line in lines:
            size, _, path = line.rstrip("\n").partition("\t")
            yield os.path.join(beside, path), int(size)


def _fetch_file(path: str, size: int, space: memoryview) -> None:
    with FileIO(path) as file:
        for at in range(0, size, PIECE):
            if hasattr(os, "posix_fadvise"):  # Linux fetches on its own and copies nothing
                os.posix_fadvise(file.fileno(), at, PIECE, os.POSIX_FADV_WILLNEED)
            elif not file.readinto(space[: size - at]):
                return


if __name__ == "__main__" and os.path.basename(sys.executable).startswith(PROGRAM):
    # It keeps nobody waiting: it ends with its list or with the program.
    start_new_thread(fetch, (sys._MEIPASS, sys.executable))  # type: ignore[attr-defined] # noqa: SLF001
