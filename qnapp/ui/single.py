"""A second start of the same store raises the window of the first and ends.

The store's own lock is what keeps two programs apart; this only makes the second start do what
the person meant. Qt's local sockets are loaded when they are needed: by a first start once its
window can be used, by a second start at once.
"""

from __future__ import annotations

import json
import os
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 1000
TRY_AGAIN_S = 0.05
_RAISE = b"raise\n"  # then, on a line of its own, the files as a list
_LONGEST = 1 << 20  # bytes of a message: more than all paths that a command line holds


def server_name(folder: Path) -> str:
    """Name of the store's local server, the same however the folder is written."""
    path = os.path.normcase(folder.resolve())
    return "qnapp-" + _sha256(path)[:24]


def _sha256(text: str) -> str:
    # Qt is here already; Python's own would load OpenSSL. Not above: even its words take time.
    from PySide6.QtCore import QCryptographicHash

    found = QCryptographicHash.hash(text.encode(), QCryptographicHash.Algorithm.Sha256)
    return bytes(found.toHex().data()).decode()


class SingleInstance(QObject):
    """Tells an earlier start of this one, or listens for later ones.

    ``raised`` when another start asked for the window.

    ``opened`` carries the files that the other start was given, a list of ``Path``.
    """

    raised = Signal()
    opened = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._server: QLocalServer | None = None

    def claim(self, files: Sequence[Path] = ()) -> bool:
        """True where this is the first start, which listens now; else the first has been told.

        ``files``: what this start was given to open.
        """
        if self.tell_first(files):
            return False
        self.listen()
        return True

    def listen(self) -> None:
        """Hear later starts from now on; twice is harmless.

        Only for whoever holds the store's lock, or was heard by nobody: it takes the name over.
        """
        if self._server is not None:
            return
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._asked)
        name = server_name(self._folder)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)  # left behind by a crash: nobody answered
            self._server.listen(name)

    @property
    def listens(self) -> bool:
        """Whether later starts are heard."""
        return self._server is not None and self._server.isListening()

    def release(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    def tell_first(self, files: Sequence[Path] = (), *, patience_s: float = 0.0) -> bool:
        """Ask an earlier start to show its window and open ``files``; False where none hears.

        One that has just begun hears a moment later: it is asked again for so many seconds.
        """
        until = time.monotonic() + patience_s
        while not self._told_first(files):
            if time.monotonic() >= until:
                return False
            time.sleep(TRY_AGAIN_S)
        return True

    def _told_first(self, files: Sequence[Path]) -> bool:
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(server_name(self._folder))
        if not socket.waitForConnected(ANSWER_MS):
            return False
        named = [str(file.absolute()) for file in files]
        socket.write(_RAISE + json.dumps(named).encode() + b"\n")
        told = socket.waitForBytesWritten(ANSWER_MS)
        socket.disconnectFromServer()
        return told

    def _asked(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self.raised.emit()
            if socket.state() is QLocalSocket.LocalSocketState.UnconnectedState:
                self._told(socket)  # it has said all and gone
            else:
                socket.disconnected.connect(partial(SingleInstance._told, self, socket))

    def _told(self, socket: QLocalSocket) -> None:
        message = bytes(socket.read(_LONGEST).data())
        socket.deleteLater()
        files = _files_in(message)
        if files:
            self.opened.emit(files)


def _files_in(message: bytes) -> list[Path]:
    """Files that another start names; none where it is another version that says it otherwise."""
    try:
        named = json.loads(message.removeprefix(_RAISE).decode() or "[]")
        return [Path(name) for name in named]
    except (ValueError, TypeError):
        return []
