"""What a start of the frozen program reads, loads and imports, as lists for ``ahead.py``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from installer.ahead import IMPORT, LIST, LOAD, WORK
from installer.places import LIBRARY, WINDOW_PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    # Of the path of a library: (name, place) of those it is linked with, as PyInstaller finds them.
    Linked = Callable[[str], Iterable[tuple[str, str | None]]]

_LIBRARY = re.compile(r"(?i)\.(so|pyd|dll)\b")
_MOST = 16_000_000  # bytes; what is longer are ICU's words, of which a start reads a page
_QT = ("PySide6.", "shiboken6.")
_LOADED_BEFORE = ("python3", "libpython3")
_LOOKED_FOR = "PySide6/**/platforms/*"  # what draws the window: Qt looks for it last


def write_list(folder: Path, modules: Iterable[str], linked: Linked, *, archive: int) -> Path:
    """Write what is read ahead into the frozen program in ``folder``; the list's file.

    ``modules`` are the names of the files of the modules that a start loads, in this order;
    ``archive`` is how many bytes it reads from the beginning of the window's own program.
    """
    window = next(path for path in folder.iterdir() if path.stem == WINDOW_PROGRAM)
    wanted = [(archive, window)]
    wanted += [
        (path.stat().st_size, path) for path in _libraries(folder / LIBRARY, modules, linked)
    ]
    lines = [(str(size), path.relative_to(folder).as_posix()) for size, path in wanted]
    return _written(folder / LIBRARY / LIST, lines)


def write_work(folder: Path, modules: Mapping[str, str], without_qt: Sequence[str]) -> Path:
    """Write what is loaded and imported ahead into the frozen program in ``folder``; the file.

    ``modules`` are those that a start loads, with the names of their files, in this order;
    ``without_qt`` those that need no Qt: what does not belong to the program is imported first,
    before Qt's own libraries are loaded.
    """
    inside = folder / LIBRARY
    own = [name for name in without_qt if name.startswith("qnapp.")]
    first = [name for name in without_qt if name not in own]
    qt = [
        path.relative_to(inside).as_posix()
        for name, file in modules.items()
        if name.startswith(_QT) and _LIBRARY.search(file)
        for path in inside.glob(f"{name.partition('.')[0]}/{file}")
    ]
    lines = [(IMPORT, name) for name in first]
    lines += [(LOAD, path) for path in qt]
    lines += [(IMPORT, name) for name in own]
    return _written(inside / WORK, lines)


def _written(file: Path, lines: Iterable[tuple[str, str]]) -> Path:
    text = "".join(f"{first}\t{second}\n" for first, second in lines)
    file.write_text(text, encoding="utf-8", newline="\n")
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
