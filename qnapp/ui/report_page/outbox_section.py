"""What was packed for the period: each package with its state, and what can be done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.domain.packages import STATE_WORDS, PackageState, short_code
from qnapp.exchange.packing import by_usb, fits_mail
from qnapp.text import file_size, format_date, lower_first
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.report_page.folding import FoldingSection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.issued import IssuedReport
    from qnapp.domain.packages import OutgoingPackage

NAME = "outbox"
TITLE = "Gửi"
NONE_YET = (
    "Chưa tạo gói. Gói gồm số liệu đã trình ký, các tệp báo cáo và minh chứng; "
    "thư kèm gói mở trong chương trình thư của máy."
)
_OVER = (PackageState.REPLACED, PackageState.WITHDRAWN)


class OutboxSection(FoldingSection):
    """Packages of the period, newest first; ``report`` in force may be packed again.

    The band over the page takes it back.
    """

    pack_wanted = Signal()
    sent_wanted = Signal(object)  # OutgoingPackage
    save_wanted = Signal(object)  # OutgoingPackage

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(NAME, parent)
        self.none = Label(NONE_YET, color="text2", wrap=True)
        self.pack = LinkButton("")
        self.pack.padding = 0  # flush with the words above it
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.inside.addWidget(self.none)
        self.inside.addLayout(self._lines)
        self.inside.addWidget(self.pack, 0, Qt.AlignmentFlag.AlignLeft)
        self.lines: list[PackageLine] = []
        self._shown: tuple[tuple[OutgoingPackage, ...], int] = ((), 0)
        self.pack.clicked.connect(self.pack_wanted)

    def show_packages(
        self, packages: Sequence[OutgoingPackage], issued: IssuedReport | None, limit_mb: int
    ) -> None:
        """Show what was made; ``issued``: the report that is to be sent, None for none.

        ``limit_mb`` of one mail.
        """
        self.setVisible(bool(packages) or issued is not None)
        self.none.setVisible(not packages)
        own = [one for one in packages if issued is not None and one.report == issued.id]
        words = _pack_words(issued, again=bool(own)) if issued is not None else ""
        self.pack.setText(words)
        self.pack.setVisible(bool(words))
        self.head.show_state(TITLE, _head_words(packages, own), lacking=False)
        if (tuple(packages), limit_mb) == self._shown:
            return
        self._shown = (tuple(packages), limit_mb)
        for line in self.lines:
            line.hide()  # it is freed later, and must not be seen until then
            line.deleteLater()
        self.lines = [PackageLine(package, limit_mb) for package in _in_order(packages)]
        for line in self.lines:
            line.sent.clicked.connect(partial(self.sent_wanted.emit, line.package))
            line.save.clicked.connect(partial(self.save_wanted.emit, line.package))
            self._lines.addWidget(line)


class PackageLine(QWidget):
    """One package: revision, part, digest, size, day, what became of it."""

    def __init__(
        self, package: OutgoingPackage, limit_mb: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.package = package
        part = f", phần {package.part}/{package.parts}" if package.parts > 1 else ""
        name = f"Lần {package.revision}{part}"
        words = f"{name}, {file_size(package.size)}, mã {short_code(package.digest)}"
        if package.state not in _OVER and not fits_mail(package.size, limit_mb):
            words += f"; {by_usb(package.size)}"
        self.what = Label(words, wrap=True)
        self.what.set_struck(package.state in _OVER)
        self.state = Label(state_words(package), color="text2", wrap=True)
        self.sent = LinkButton("Ghi là đã gửi")
        self.save = LinkButton("Lưu lại tệp…")
        links = QHBoxLayout()
        links.setSpacing(16)
        for link in (self.sent, self.save):
            link.padding = 0  # flush with the words above it
            link.setAccessibleName(f"{link.text()}, {name}")
            links.addWidget(link)
        links.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.what)
        column.addWidget(self.state)
        column.addLayout(links)
        self.sent.setVisible(package.state is PackageState.MADE)


def state_words(package: OutgoingPackage) -> str:
    """Say what became of a package, and when."""
    moment = {
        PackageState.SENT: package.sent_at,
        PackageState.ACCEPTED: package.answered_at,
        PackageState.RETURNED: package.answered_at,
    }.get(package.state)
    made = f"Tạo ngày {format_date(package.made_at.date())}"
    day = f" ngày {format_date(moment.date())}" if moment is not None else ""
    # A returned one was taken back for a reason of its own, which is not why it was returned.
    withdrawn = package.state is PackageState.WITHDRAWN and package.withdraw_reason
    why = f": {package.withdraw_reason}" if withdrawn else ""
    words = STATE_WORDS[package.state]
    return f"{made}. {words}{day}{why}."


def _in_order(packages: Sequence[OutgoingPackage]) -> list[OutgoingPackage]:
    """Newest submission first, the parts of each from the first on."""
    firsts = list(dict.fromkeys(one.first for one in packages))
    return sorted(packages, key=lambda one: (firsts.index(one.first), one.part))


def _pack_words(issued: IssuedReport, *, again: bool) -> str:
    """Words of the link, "" where the page's loud button says the same."""
    if again:
        return "Tạo lại gói…"
    if issued.signed_copy is None:
        return "Tạo gói không kèm bản ký…"
    return "" if issued.registered else "Tạo gói chưa ghi số, ngày…"


def _head_words(packages: Sequence[OutgoingPackage], own: Sequence[OutgoingPackage]) -> str:
    if not packages:
        return "chưa tạo gói"
    current = [one for one in own if one.state not in _OVER] or [packages[0]]
    words = STATE_WORDS[current[0].state]
    count = f"{len(current)} gói, " if len(current) > 1 else ""
    return f"{count}{lower_first(words)}"
