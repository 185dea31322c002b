"""The card at the right: page numbers, zoom, and the preview that follows what is typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from shiboken6 import isValid

from qnapp.db.content import CancelledError
from qnapp.ui.kit.buttons import IconButton
from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.surfaces import Card
from qnapp.ui.report_page.preview import FIT_WIDTH, ZOOMS, PreviewView
from qnapp.ui.report_page.render import drawing, painting
from qnapp.ui.store_work import tell_failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from qnapp.ui.report_page.render import Drawn, Paper
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

TITLE = "Đang dựng bản xem trước"
REFRESH_MS = 500  # look, section 9: half a second after typing stops
DRAWING = "Đang dựng trang…"


class PreviewPanel(Card):
    """Draws a document in the background whenever it is asked for; the last request wins."""

    def __init__(
        self, session: Session, make: Callable[[], Paper], parent: QWidget | None = None
    ) -> None:
        super().__init__("Xem trước", padding=0, ruled=True, parent=parent)
        self._session = session
        self._make = make
        self._paper: Paper | None = None
        self._job: Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._build()

    def _build(self) -> None:
        self.view = PreviewView()
        self.previous = IconButton("chevron-left", "Trang trước")
        self.next = IconButton("chevron-right", "Trang sau")
        self.number = Label(DRAWING, color="text2")
        self.zoom = ComboBox()
        self.zoom.setAccessibleName("Cỡ xem")
        self.zoom.set_choices(ZOOMS)
        self.zoom.set_value(FIT_WIDTH)
        for widget in (self.previous, self.number, self.next, self.zoom):
            self.add_to_head(widget)
        self.body.addWidget(self.view)
        self.previous.clicked.connect(partial(self.view.step, -1))
        self.next.clicked.connect(partial(self.view.step, 1))
        self.zoom.committed.connect(self._choose_zoom)
        self.view.page_changed.connect(self._tell_page)
        self.view.pages_wanted.connect(self._paint_pages)
        self._tell_page(0, 0)

    # ----------------------------------------------------------------------------- drawing

    def refresh_later(self) -> None:
        """Draw anew when typing has stopped for half a second."""
        self._timer.start()

    def refresh(self) -> None:
        """Draw anew, if what would be printed has changed."""
        self._timer.stop()
        paper = self._make() if self._session.is_open else None
        if paper is None or paper == self._paper:
            return
        self._paper = paper
        if self._job is not None:
            self._job.cancel()
        self._job = self._session.tasks.run(
            TITLE, drawing(paper), partial(self._drawn, paper), self._failed, quiet=True
        )

    def forget(self) -> None:
        """Draw anew at the next look even where nothing changed."""
        self._paper = None

    def _drawn(self, paper: Paper, drawn: Drawn) -> None:
        # A dialog may be closed while its paper is drawn.
        if isValid(self) and paper is self._paper:
            self._job = None
            self.view.set_document(drawn)
            self.view.show_part()

    def _paint_pages(self, scales: dict[int, float]) -> None:
        drawn = self.view.drawn
        if drawn is not None:
            self._session.tasks.run(
                TITLE,
                painting(drawn.data, scales),
                partial(self._painted, drawn),
                self._failed,
                quiet=True,
            )

    def _painted(self, drawn: Drawn, images: dict[int, QImage]) -> None:
        if isValid(self):
            self.view.set_images(drawn, images)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, CancelledError):  # another drawing has taken its place
            tell_failure(self._session, error)

    # ----------------------------------------------------------------------------- head

    def _choose_zoom(self) -> None:
        self.view.set_zoom(self.zoom.value())

    def _tell_page(self, page: int, of: int) -> None:
        self.number.setText(f"Trang {page}/{of}" if of else DRAWING)
        self.previous.setEnabled(page > 1)
        self.next.setEnabled(page < of)
