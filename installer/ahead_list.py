"""Which files a start of the frozen program reads, in the order of need, for ``ahead.py``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from installer.ahead import LIST
from installer.places import LIBRARY, WINDOW_PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    # Of the path of a library: (name, place) of those it is linked with, as PyInstaller finds them.
    Linked = Callable[[str], Iterable[tuple[str, str | None]]]

_LIBRARY = re.compile(r"(?i)\.(so|pyd|dll)\b")
_MOST = 16_000_000  # bytes; what is longer are ICU's words, of which a start reads a page
_LOADED_BEFORE = ("python3", "libpython3")
_LOOKED_FOR = "PySide6/**/platforms/*"  # what draws the window: Qt looks for it last


def write_list(folder: Path, modules: Iterable[str], linked: Linked, *, archive: int) -> Path:
    """Write the list into the frozen program in ``folder``; its file.

    ``modules`` are the names of the files of the modules that a start loads, in this order;
    ``archive`` is how many bytes it reads from the beginning of the window's own program.
    """
    window = next(path for path in folder.iterdir() if path.stem == WINDOW_PROGRAM)
    wanted = [(archive, window)]
    wanted += [
        (path.stat().st_size, path) for path in _libraries(folder / LIBRARY, modules, linked)
    ]
    lines = [f"{size}\t{path.relative_to(folder).as_posix()}\n" for size, path in wanted]
    file = folder / LIBRARY / LIST
    file.write_text("".join(lines), encoding="utf-8", newline="\n")
    return file


def _libraries(inside: Path, modules: Iterable[str], linked: Linked) -> Iterable[Path]:
    """Give the modules that are libraries, each followed by those that it is linked with."""
    files = (path for path in sorted(inside.rglob("*")) if not path.is_symlink())
    there = {path.name.lower(): path for path in files if _LIBRARY.search(path.name)}
    found: dict[Path, None] = {}

    def take(name: str) -> None:
        path = there.get(name.lower())
        if path is None or path in found or name.lower().startswith(_LOADED_BEFORE):
            return
        found[path] = None
        for needed in sorted(needed for needed, _ in linked(str(path))):
            take(needed)

    for module in modules:
        take(module)
    found |= dict.fromkeys(sorted(inside.glob(_LOOKED_FOR)))
    return [path for path in found if path.stat().st_size <= _MOST]
