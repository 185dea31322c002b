"""Downloads one source package without running anything of it.

``pip download`` asks a source package for its metadata by running its set-up. pip's own finder is
used instead, so that whatever index, proxy and certificates this machine is set up with hold here.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class FetchError(Exception):
    """The package is not to be had, or is not the one that was asked for."""


def fetch(name: str, version: str, sha256: str, target: Path) -> Path:
    """Download the source package ``name`` ``version`` to ``target``, verified; ``target``.

    Raises ``FetchError``. Nothing is downloaded when the file is there already.
    """
    if target.exists() and _digest(target.read_bytes()) == sha256:
        return target
    content = _content(name, version)
    if _digest(content) != sha256:
        raise FetchError(f"{name} {version} has SHA-256 {_digest(content)}, not {sha256}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _content(name: str, version: str) -> bytes:
    from pip._internal.commands.download import DownloadCommand

    command = DownloadCommand("download", "download")
    options, _ = command.parse_args([])
    with command.main_context():
        session = command.get_default_session(options)
        finder = command._build_package_finder(options=options, session=session)  # noqa: SLF001
        for candidate in finder.find_all_candidates(name):
            if str(candidate.version) == version and not candidate.link.is_wheel:
                answer = session.get(candidate.link.url_without_fragment)
                answer.raise_for_status()
                return bytes(answer.content)
    raise FetchError(f"{name} {version} is not in the package index of this machine")
