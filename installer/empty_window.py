"""An empty window, frozen like the program: what its start is measured against.

Writes to the file named on the command line when the window could be used, and ends.
"""

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget


def main(out: Path) -> int:
    """Show an empty window of the program's size and close it."""
    app = QApplication(sys.argv[:1])
    window = QWidget()
    window.resize(1366, 688)
    window.show()
    app.processEvents()

    def ready() -> None:
        told = {"window_ready_at": time.time(), "processor_s": time.process_time()}
        out.write_text(json.dumps(told), encoding="utf-8")
        QApplication.closeAllWindows()

    QTimer.singleShot(0, ready)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
