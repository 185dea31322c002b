"""Minh chứng: the register of all evidence, of this period or of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from qnapp.db import evidence
from qnapp.db.evidence_rows import register_of
from qnapp.db.periods import periods
from qnapp.db.settings import get_settings, set_view_state, view_state
from qnapp.exchange.limits import MOST_ENTRIES
from qnapp.exchange.packing import PER_ENTRY, fits_mail, mail_room, mail_size, spread
from qnapp.exchange.submission_contents import evidence_of
from qnapp.models.evidence_lines import (
    EvidenceFilter,
    EvidenceOrder,
    EvidenceRows,
    evidence_lines,
)
from qnapp.ui.evidence_page.actions import Actions
from qnapp.ui.evidence_page.detail import EvidenceDetail
from qnapp.ui.evidence_page.mail_bar import MailBar
from qnapp.ui.evidence_page.pictures import Pictures
from qnapp.ui.evidence_page.tools import Tools
from qnapp.ui.evidence_page.view import DropSide, EvidenceView
from qnapp.ui.kit.buttons import PrimaryButton
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.surfaces import Card, EmptyState
from qnapp.ui.page import Page
from qnapp.ui.tasks_page.split import EditorSplit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPoint

    from qnapp.db.history import FieldChange
    from qnapp.models.evidence_lines import EvidenceLine, Use
    from qnapp.ui.session import Session

FIRST = "Chưa có minh chứng. Kéo tệp vào đây hoặc chọn Thêm tệp."
NOTHING = {
    EvidenceFilter.ALL: FIRST,
    EvidenceFilter.NO_NUMBER: "Mọi minh chứng đã ghi số, ký hiệu.",
    EvidenceFilter.UNUSED: "Mọi minh chứng đều đang dùng cho nhiệm vụ, chỉ tiêu đơn vị theo dõi.",
    EvidenceFilter.LATER: "Không có văn bản nào hẹn nộp sau.",
    EvidenceFilter.BAD: "Không có tệp nào mất hoặc bị sửa trong lần kiểm tra gần nhất.",
    EvidenceFilter.TWICE: "Không có tệp nào đính kèm hai lần.",
}
NOT_FOUND = "Không có minh chứng nào khớp “{needle}”."
_DETAIL = (340, 440)
_VIEW = "evidence"
_OURS = frozenset({"evidence", "link"})  # of the history: what this page itself shows


class EvidencePage(Page):
    """Cards or a list, and the chosen piece beside it."""

    key = "evidence"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        kept = view_state(session.store, _VIEW) or {}
        self._cards = bool(kept.get("cards", True))
        self._every_period = bool(kept.get("every_period", False))
        self._wanted = 0
        self._newest: int | None = None
        self._bare = False  # nothing stands beside an empty list
        self.pictures = Pictures(session, self)
        self._build()
        self.doing = Actions(self, session)
        self._connect()
        self._add_shortcuts()
        self.view.set_cards(cards=self._cards)
        self.tools.show_state(cards=self._cards, every_period=self._every_period)

    # -------------------------------------------------------------------------------- build

    def _build(self) -> None:
        self.tools = Tools()
        self.view = EvidenceView(self.pictures)
        self.detail = EvidenceDetail(self.session, self.pictures)
        self.empty = EmptyState()
        self.notice = Notice("bad")
        self.notice.hide()
        self.mail = MailBar()
        self.add = PrimaryButton("Thêm tệp…", "plus")
        self.split = EditorSplit(self._build_list(), self.detail, widths=_DETAIL)
        card = Card(padding=0)
        card.body.addWidget(self.split)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 2, 16, 12)
        box.addWidget(card)

    def _build_list(self) -> QWidget:
        side = DropSide(self.view)
        noticed = QHBoxLayout()
        noticed.setContentsMargins(14, 0, 14, 8)
        noticed.addWidget(self.notice)
        self._stack = QStackedLayout()
        self._stack.setContentsMargins(10, 0, 6, 0)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 10, 14, 10)
        foot.setSpacing(12)
        foot.addWidget(self.mail, 1)
        foot.addWidget(self.add)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tools)
        column.addLayout(noticed)
        column.addLayout(self._stack, 1)
        column.addLayout(foot)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        QWidget.setTabOrder(self.view, self.add)
        return side

    def _connect(self) -> None:
        self.session.leaving.connect(self.flush)
        self.pictures.came.connect(self.view.lines.pictured)
        self.tools.filter_chosen.connect(self._choose_filter)
        self.tools.order_chosen.connect(self._choose_order)
        self.tools.cards_chosen.connect(self._choose_cards)
        self.tools.every_period_chosen.connect(self._choose_scope)
        self.tools.export_wanted.connect(self.doing.export)
        self.tools.verify_wanted.connect(self.doing.verify)
        self.tools.trash_wanted.connect(self.doing.show_trash)
        self.tools.promise_wanted.connect(self.doing.promise)
        self.add.clicked.connect(self.doing.choose_files)
        self.empty.clicked.connect(self._empty_clicked)
        self.notice.clicked.connect(self._show_bad)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.activated.connect(self._activated)
        self.view.clicked.connect(self._open_detail)
        self.view.dropped.connect(self.doing.dropped)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self._connect_detail()

    def _connect_detail(self) -> None:
        detail, actions = self.detail, self.doing
        detail.open_wanted.connect(actions.open)
        detail.copy_wanted.connect(actions.save_copy)
        detail.file_wanted.connect(actions.bring_file)
        detail.use_wanted.connect(actions.use_for)
        detail.remove_wanted.connect(actions.remove)
        detail.unlink_wanted.connect(actions.unlink)
        detail.row_wanted.connect(self.go_to_use)
        detail.closed.connect(self._close_detail)

    def _add_shortcuts(self) -> None:
        below = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, action in (
            ("Ctrl+D", self.doing.choose_files),
            ("Ctrl+E", self.doing.export),
            ("Esc", self._close_detail),
        ):
            QShortcut(QKeySequence(keys), self, context=below).activated.connect(action)
        QShortcut(
            QKeySequence("Del"), self.view, context=Qt.ShortcutContext.WidgetShortcut
        ).activated.connect(self.doing.remove)

    def focus_first(self) -> QWidget:
        return self.view

    # ------------------------------------------------------------------------------ content

    def subtitle(self) -> str:
        lines = self.view.lines
        if lines.needle:
            return f"{lines.rowCount()} minh chứng khớp “{lines.needle}”"
        counts = lines.counts()
        total, later = counts[EvidenceFilter.ALL], counts[EvidenceFilter.LATER]
        words = f"{total - later} tệp"
        if later:
            words += f", {later} văn bản nộp sau"
        return words + ", mọi kỳ" * self._every_period  # the period itself stands beside it

    @property
    def shows_every_period(self) -> bool:
        """Whether the register is that of all periods, not of the chosen one."""
        return self._every_period

    def reload(self) -> None:
        session = self.session
        current = self._wanted or (self.line.id if self.line else 0)
        self._wanted = 0
        current = self._arrived() or current
        sheet = session.worksheet()
        names = {one.period.code: one.period.short for one in periods(session.store)}
        only = None if self._every_period else register_of(session.store, sheet)
        found = evidence.all_evidence(session.store, only)
        period = "" if self._every_period else session.period_code
        lines = evidence_lines(found, EvidenceRows(sheet, names), session.today(), period)
        self.view.lines.set_lines(lines)
        self.tools.show_counts(self.view.lines.counts())
        self.view.takes_files = not sheet.locked
        self.add.setVisible(not sheet.locked)
        self.tools.set_promises(not sheet.locked)
        self._show_mail()
        self._restore_current(current)
        self._show_stack()

    def _arrived(self) -> int:
        """What has come last and waits to be named; 0 while another piece is being named."""
        known = evidence.all_evidence(self.session.store)
        newest = max((one.evidence.id for one in known), default=0)
        before, self._newest = self._newest, newest
        typing = self.detail.fields.isAncestorOf(self.focusWidget())
        return newest if before is not None and newest > before and not typing else 0

    def _show_mail(self) -> None:
        limit = get_settings(self.session.store).mail_limit_mb
        pieces = evidence_of(self.session.worksheet())
        room = mail_room(limit)
        sizes = {one.sha256: one.size for one in pieces}
        packages = spread(sizes, first=room, others=room, most=MOST_ENTRIES)
        heavy = [sum(sizes[name] + PER_ENTRY for name in names) for names in packages]
        by_usb = sum(not fits_mail(size, limit) for size in heavy)
        self.mail.show_size(mail_size(sum(sizes.values())), limit, len(packages), by_usb)

    def _restore_current(self, evidence_id: int) -> None:
        row = self.view.lines.row_of(evidence_id)
        if row < 0 and self.view.lines.rowCount():
            row = 0
        if row >= 0:
            self.view.setCurrentIndex(self.view.lines.index(row))
        self.detail.show_line(self.line)
        if self._bare != (self.line is None):
            self._bare = self.line is None
            self.split.set_open(not self._bare and not self.split.covers)

    def _show_stack(self) -> None:
        lines = self.view.lines
        if lines.rowCount():
            self._stack.setCurrentWidget(self.view)
            return
        wanted = self.tools.current_filter()
        if lines.needle:
            self.empty.set_text(NOT_FOUND.format(needle=lines.needle), "Bỏ lọc")
        elif wanted is EvidenceFilter.ALL:
            may_add = not self.session.worksheet().locked
            self.empty.set_text(FIRST if may_add else "Kỳ này không có minh chứng.")
        else:
            good = wanted in (EvidenceFilter.NO_NUMBER, EvidenceFilter.BAD)
            self.empty.set_text(NOTHING[wanted], "Bỏ lọc", good=good)
        self._stack.setCurrentWidget(self.empty)

    @property
    def line(self) -> EvidenceLine | None:
        """The current piece."""
        return self.view.line()

    def flush(self) -> None:
        self.detail.fields.autosave.flush()

    def leave_detail(self) -> None:
        """Be done with the piece beside the list, so that what comes next takes its place."""
        self.flush()
        if self.detail.isAncestorOf(self.focusWidget()):
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def find(self, text: str) -> None:  # type: ignore[override] # see Page.find
        self.view.lines.find(text)
        self._restore_current(self.line.id if self.line else 0)
        self._show_stack()
        self.count_changed.emit(self.subtitle())

    def show_item(self, uid: str, field: str = "") -> None:
        """Show a piece by "id:12" with the cursor in a field, or a filter by "filter:later"."""
        kind, _, name = uid.partition(":")
        if kind == "filter":
            self.tools.choose(EvidenceFilter(name))
        elif kind == "id":
            self.show_piece(int(name))
            self._go_into(field)

    def _go_into(self, field: str) -> None:
        """Go into a field; what stands refused there may have been typed in a dialog."""
        if field and self.line is not None:
            self.flush()
            self.detail.fields.load(self.line.item)
            self.split.set_open(True)
            self.detail.fields.focus(field)

    def show_changes(self, changes: Sequence[FieldChange]) -> bool:
        pieces = [
            c.key if c.entity == "evidence" else c.field for c in changes if c.entity in _OURS
        ]
        shown = [int(one) for one in pieces if self.view.lines.row_of(int(one)) >= 0]
        if shown:
            self._restore_current(shown[-1])
        return bool(pieces)

    def show_piece(self, evidence_id: int) -> None:
        """Make a piece the current one, whatever is filtered."""
        if self.view.lines.row_of(evidence_id) < 0:
            self._wanted = evidence_id
            self.tools.choose(EvidenceFilter.ALL)
            if self.view.lines.row_of(evidence_id) < 0:
                self._choose_scope(every=True)
        self._restore_current(evidence_id)

    # ------------------------------------------------------------------------------- events

    def _current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.detail.show_line(self.line)

    def _activated(self, _index: QModelIndex) -> None:
        if self.line is not None:
            self.doing.open()

    def _open_detail(self, _index: QModelIndex) -> None:
        self.split.set_open(True)

    def _close_detail(self) -> None:
        self.flush()
        self.split.set_open(False)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_menu(self, place: QPoint) -> None:
        if self.line is not None:
            menu = self.doing.make_menu(self.line)
            menu.popup(self.view.viewport().mapToGlobal(place))

    def _empty_clicked(self) -> None:
        self.tools.choose(EvidenceFilter.ALL)
        self.find("")

    def _show_bad(self) -> None:
        self.notice.hide()
        self._choose_scope(every=True)
        self.tools.choose(EvidenceFilter.BAD)

    def go_to_use(self, use: Use) -> None:
        """Go to a row that the piece proves, in the period of that use."""
        self.flush()
        known = {one.period.code for one in periods(self.session.store)}
        if use.period in known and not self.session.set_period(use.period):
            return
        self.session.go(use.page, use.uid)

    # ------------------------------------------------------------------------------ choices

    def _choose_filter(self, wanted: EvidenceFilter) -> None:
        self.view.lines.set_filter(wanted)
        self.find(self.view.lines.needle)

    def _choose_order(self, order: EvidenceOrder) -> None:
        current = self.line.id if self.line else 0
        self.view.lines.set_order(order)
        self._restore_current(current)

    def _choose_cards(self, cards: bool) -> None:
        self._cards = cards
        self.view.set_cards(cards=cards)
        self._keep()

    def _choose_scope(self, every: bool) -> None:
        self._every_period = every
        self.tools.show_state(cards=self._cards, every_period=every)
        self._keep()
        self.reload()
        self.count_changed.emit(self.subtitle())

    def _keep(self) -> None:
        state = {"cards": self._cards, "every_period": self._every_period}
        set_view_state(self.session.store, _VIEW, state)
