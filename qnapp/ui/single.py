"""A second start of the same store raises the window of the first and ends.

The store's own lock is what keeps two programs apart; this only makes the second start do what
the person meant.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

if TYPE_CHECKING:
    from pathlib import Path

ANSWER_MS = 1000
_RAISE = b"raise\n"


def server_name(folder: Path) -> str:
    """Name of the store's local server, the same however the folder is written."""
    path = os.path.normcase(folder.resolve())
    return "qnapp-" + hashlib.sha256(path.encode()).hexdigest()[:24]


class SingleInstance(QObject):
    """``claim`` once at the start; ``raised`` when another start asked for the window."""

    raised = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = server_name(folder)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._asked)

    def claim(self) -> bool:
        """True where this is the first start; otherwise the first one has been told."""
        if self._tell_first():
            return False
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)  # left behind by a crash: nobody answered
            self._server.listen(self._name)
        return True

    def release(self) -> None:
        """Stop listening."""
        self._server.close()

    def _tell_first(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_MS):
            return False
        socket.write(_RAISE)
        told = socket.waitForBytesWritten(ANSWER_MS)
        socket.disconnectFromServer()
        return told

    def _asked(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            self.raised.emit()
