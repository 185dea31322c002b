"""A second start of the same store raises the window of the first and ends.

The store's own lock is what keeps two programs apart; this only makes the second start do what
the person meant.
"""

from __future__ import annotations

import hashlib
import json
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

if TYPE_CHECKING:
    from collections.abc import Sequence

ANSWER_MS = 1000
_RAISE = b"raise\n"  # then, on a line of its own, the files as a list
_LONGEST = 1 << 20  # bytes of a message: more than all paths that a command line holds


def server_name(folder: Path) -> str:
    """Name of the store's local server, the same however the folder is written."""
    path = os.path.normcase(folder.resolve())
    return "qnapp-" + hashlib.sha256(path.encode()).hexdigest()[:24]


class SingleInstance(QObject):
    """``claim`` once at the start; ``raised`` when another start asked for the window.

    ``opened`` carries the files that the other start was given, a list of ``Path``.
    """

    raised = Signal()
    opened = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = server_name(folder)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._asked)

    def claim(self, files: Sequence[Path] = ()) -> bool:
        """True where this is the first start; otherwise the first one has been told.

        ``files``: what this start was given to open.
        """
        if self._tell_first(files):
            return False
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)  # left behind by a crash: nobody answered
            self._server.listen(self._name)
        return True

    def release(self) -> None:
        """Stop listening."""
        self._server.close()

    def _tell_first(self, files: Sequence[Path]) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_MS):
            return False
        named = [str(file.absolute()) for file in files]
        socket.write(_RAISE + json.dumps(named).encode() + b"\n")
        told = socket.waitForBytesWritten(ANSWER_MS)
        socket.disconnectFromServer()
        return told

    def _asked(self) -> None:
        while self._server.hasPendingConnections():
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
