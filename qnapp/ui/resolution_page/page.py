"""Nghị quyết: headings, text and the tasks of the paragraph that is being read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from qnapp.domain.check_rules import shown_code
from qnapp.domain.concordance import HEADING, Concordance
from qnapp.domain.passages import Passage
from qnapp.text import format_date
from qnapp.ui.kit.labels import Separator
from qnapp.ui.kit.surfaces import Card, EmptyState
from qnapp.ui.page import Page
from qnapp.ui.resolution_page.contents import Contents
from qnapp.ui.resolution_page.related import related_of, rows_by_uid
from qnapp.ui.resolution_page.search_bar import SearchBar
from qnapp.ui.resolution_page.side import Side
from qnapp.ui.resolution_page.text_view import ResolutionText

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from qnapp.domain.plan import Paragraph, Plan
    from qnapp.models.related_model import Related
    from qnapp.ui.kit.search import SearchField
    from qnapp.ui.session import Session

NO_TEXT = (
    "Kế hoạch năm {year} chưa kèm lời văn Nghị quyết. "
    "Nhiệm vụ và chỉ tiêu vẫn có ở trang Nhiệm vụ và Chỉ tiêu."
)
CONTENTS_WIDTH = 260  # look, section 9
SIDE_WIDTH = 280
NO_CONTENTS_BELOW = 860  # of the page: then the text and its tasks need the room


class ResolutionPage(Page):
    """The text of the plan in use, searched and tied to the rows that it speaks of."""

    key = "resolution"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._plan: Plan | None = None
        self._concordance: Concordance | None = None
        self._passages: list[Passage] = []
        self._hits = 0
        self._came_from: Related | None = None
        self._build()
        self._connect()
        self._add_shortcuts()

    # -------------------------------------------------------------------------------- build

    def _build(self) -> None:
        self.contents, self.text, self.side = Contents(), ResolutionText(), Side()
        self.bar = SearchBar()
        self.empty = EmptyState()
        self._reading = QWidget()
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.bar)
        middle.addWidget(self.text, 1)
        row = QHBoxLayout(self._reading)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._rule = Separator(vertical=True)
        row.addWidget(self.contents)
        row.addWidget(self._rule)
        row.addLayout(middle, 1)
        row.addWidget(Separator(vertical=True))
        row.addWidget(self.side)
        card = Card(padding=0)
        self._stack = QStackedLayout()
        card.body.addLayout(self._stack)
        self._stack.addWidget(self._reading)
        self._stack.addWidget(self.empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 2, 16, 12)
        box.addWidget(card)

    def _connect(self) -> None:
        self.contents.chosen.connect(self._show_heading)
        self.text.moved.connect(self._paragraph_moved)
        self.bar.searched.connect(self.find)
        self.bar.stepped.connect(self.step)
        self.bar.doubt_wanted.connect(self.next_doubt)
        self.side.list.chosen.connect(self._go)
        self.side.back_wanted.connect(self.go_back)
        self.empty.clicked.connect(self._go_tasks)

    def _add_shortcuts(self) -> None:
        below = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, action in (
            ("F3", self._step_on),
            ("Shift+F3", self._step_back),
            ("Ctrl+G", self.go_to_task),
            ("Alt+Left", self.go_back),
        ):
            QShortcut(QKeySequence(keys), self, context=below).activated.connect(action)

    def focus_first(self) -> QWidget:
        return self.text

    # ------------------------------------------------------------------------------ content

    def subtitle(self) -> str:
        plan = self.session.worksheet().plan
        return f"Số {plan.number}, ngày {format_date(plan.issued_on)}"

    def reload(self) -> None:
        plan = self.session.worksheet().plan
        if plan is not self._plan:
            self._show_plan(plan)
        self._show_side()

    def _show_plan(self, plan: Plan) -> None:
        self._plan = plan
        self._came_from = None
        self.side.set_back("")
        self._concordance = Concordance(plan)
        self._passages = [Passage(paragraph.text) for paragraph in plan.paragraphs]
        self.contents.headings.set_paragraphs(plan.paragraphs)
        self.text.set_paragraphs(plan.paragraphs)
        self.bar.set_doubts(sum(bool(p.doubts) for p in plan.paragraphs))
        self.empty.set_text(NO_TEXT.format(year=plan.year), "Đến Nhiệm vụ")
        self._stack.setCurrentWidget(self._reading if plan.paragraphs else self.empty)
        self.find(self.bar.field.value())

    def _paragraph(self) -> Paragraph | None:
        number = self.text.current()
        if self._plan is None or not 0 <= number < len(self._plan.paragraphs):
            return None
        return self._plan.paragraphs[number]

    def _paragraph_moved(self, _number: int) -> None:
        if paragraph := self._paragraph():
            self.contents.follow(paragraph.id)
            self._show_side()

    def _show_side(self) -> None:
        paragraph = self._paragraph()
        if paragraph is None or self._concordance is None:
            return
        sheet = self.session.worksheet()
        rows = rows_by_uid(sheet)
        found = self._concordance.items_of(paragraph.id)
        related = [related_of(rows[uid], how) for uid, how in found.items() if uid in rows]
        self.side.show_paragraph(paragraph, related, _where(paragraph))
        if self._came_from is not None:
            row = self.side.list.rows.row_of(self._came_from.uid)
            if row >= 0:
                self.side.list.setCurrentIndex(self.side.list.rows.index(row))

    # ------------------------------------------------------------------------------- search

    def search_field(self) -> SearchField:
        return self.bar.field

    def find(self, text: str) -> None:  # type: ignore[override] # see Page.find
        """Mark every place where the words stand, and go to the first from here on."""
        if text != self.bar.field.value():
            self.bar.field.set_value(text)
        hits = [
            (number, start, end)
            for number, passage in enumerate(self._passages)
            for start, end in passage.find(text)
        ]
        self.text.set_hits(hits)
        self._hits = len(hits)
        self.bar.set_count(-1, len(hits))
        if hits:
            self.step(1)

    def step(self, by: int) -> None:
        """Go to the next hit (1) or the one before (-1), round the ends."""
        number = self.text.next_hit(by)
        if number >= 0:
            self.text.show_hit(number)
            self.bar.set_count(number, self._hits)

    def _step_on(self) -> None:
        self.step(1)

    def _step_back(self) -> None:
        self.step(-1)

    def next_doubt(self) -> None:
        """Go to the next paragraph in which something must be compared with the original."""
        assert self._plan is not None
        count = len(self._plan.paragraphs)
        start = self.text.current() + 1
        for number in (at % count for at in range(start, start + count)):
            if self._plan.paragraphs[number].doubts:
                self.text.show_paragraph(number)
                return

    # ------------------------------------------------------------------------ to and from a task

    def show_item(self, uid: str, field: str = "") -> None:
        """Show where the resolution speaks of a task or indicator, and offer the way back."""
        del field
        if self._plan is None or self._concordance is None:
            return
        row = rows_by_uid(self.session.worksheet()).get(uid)
        places = self._concordance.places_of(uid)
        if row is None or not places:
            self.session.said.emit("Lời văn Nghị quyết không nêu riêng dòng này.")
            return
        self._came_from = related_of(row, places[0].found)
        kind = "nhiệm vụ" if self._came_from.page == "tasks" else "chỉ tiêu"
        self.side.set_back(f"Về {kind} {shown_code(row)}")
        at = next(n for n, p in enumerate(self._plan.paragraphs) if p.id == places[0].paragraph)
        self.text.show_paragraph(at)
        self._show_side()

    def go_back(self) -> None:
        """Go back to the task that led here."""
        if self._came_from is not None:
            self._go(self._came_from)

    def go_to_task(self) -> None:
        """Ctrl+G: to the chosen task of the paragraph; the same keys lead here from it."""
        if related := self.side.list.current():
            self._go(related)

    def _go(self, related: Related) -> None:
        self.session.go(related.page, related.uid)

    def _go_tasks(self) -> None:
        self.session.go("tasks")

    def _show_heading(self, paragraph_id: str) -> None:
        assert self._plan is not None
        at = next(n for n, p in enumerate(self._plan.paragraphs) if p.id == paragraph_id)
        self.text.show_paragraph(at)

    # ----------------------------------------------------------------------------- geometry

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= NO_CONTENTS_BELOW
        self.contents.setVisible(roomy)
        self._rule.setVisible(roomy)
        self.contents.setFixedWidth(min(CONTENTS_WIDTH, round(self.width() * 0.24)))
        self.side.setFixedWidth(min(SIDE_WIDTH, round(self.width() * 0.3)))


def _where(paragraph: Paragraph) -> str:
    if paragraph.kind == HEADING and paragraph.section:
        return f"Cả mục {paragraph.section}"
    known = paragraph.section and paragraph.section[:1].isupper()
    return f"Đoạn của mục {paragraph.section}" if known else ""
