"""The letters that were written with the packages and wait to be opened in the mail program."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from qnapp.db.settings import set_view_state, view_state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qnapp.db.store import Store
    from qnapp.domain.packages import OutgoingPackage

OPEN = "Mở thư"
NO_PROGRAM = (
    "Máy này chưa có chương trình thư mở được tệp thư (.eml). Gói và thư vẫn nằm trong thư mục. "
    "Mở thư mục rồi gửi tệp gói bằng hộp thư đang dùng."
)
_WAITING = "send_letters"  # name of what the store remembers


def keep_waiting(store: Store, letters: Iterable[Path]) -> None:
    """Remember letters that nobody has opened yet, in place of those before."""
    set_view_state(store, _WAITING, [str(letter) for letter in letters])


def waiting_letters(store: Store, packages: Iterable[OutgoingPackage]) -> list[Path]:
    """Those of packages that still lie where they were written, in order."""
    kept = view_state(store, _WAITING)
    wanted = {PurePath(package.name).stem for package in packages}
    paths = map(Path, kept if isinstance(kept, list) else ())
    return [path for path in paths if path.stem in wanted and path.is_file()]


def no_longer_waiting(store: Store, letter: Path) -> None:
    """Note that a letter was handed to the mail program, or that there is none."""
    kept = view_state(store, _WAITING)
    left = [one for one in kept if one != str(letter)] if isinstance(kept, list) else []
    set_view_state(store, _WAITING, left)
