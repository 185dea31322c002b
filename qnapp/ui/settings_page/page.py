"""Thiết lập as a page: its cards in one scrolling column of 640."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qnapp.ui.kit.theme import theme
from qnapp.ui.page import Page
from qnapp.ui.settings_page.about import AboutSection
from qnapp.ui.settings_page.appearance import AppearanceSection
from qnapp.ui.settings_page.calendar import CalendarSection
from qnapp.ui.settings_page.identity import (
    ClerkSection,
    LetterheadSection,
    UnitSection,
    UpperSection,
)
from qnapp.ui.settings_page.mail import MailSection
from qnapp.ui.settings_page.safety import BackupSection, DataSection
from qnapp.ui.settings_page.tasks import TasksSection

if TYPE_CHECKING:
    from qnapp.ui.session import Session
    from qnapp.ui.settings_page.section import Section

WIDTH = 640


class SettingsPage(Page):
    """Whose data this is, who works on it, how it looks, where it lies."""

    key = "settings"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.unit = UnitSection(session)
        self.clerk = ClerkSection(session)
        self.letterhead = LetterheadSection(session)
        self.upper = UpperSection(session)
        self.mail = MailSection(session)
        self.tasks = TasksSection(session)
        self.calendar = CalendarSection(session)
        self.backup = BackupSection(session)
        self.data = DataSection(session)
        self.appearance = AppearanceSection(session)
        self.about = AboutSection(session)
        self._sections: tuple[Section, ...] = (
            self.unit,
            self.clerk,
            self.letterhead,
            self.upper,
            self.mail,
            self.tasks,
            self.calendar,
            self.backup,
            self.data,
            self.appearance,
            self.about,
        )
        self.backup.restore_wanted.connect(self.restore_wanted)
        self.data.store_wanted.connect(self.store_wanted)
        session.leaving.connect(self.flush)
        self._build()

    def _build(self) -> None:
        self._column = QWidget()
        box = QVBoxLayout(self._column)
        box.setContentsMargins(0, 0, 0, 12)
        box.setSpacing(12)
        for section in self._sections:
            box.addWidget(section)
        box.addStretch(1)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(16, 2, 16, 0)
        row.addWidget(self._column)
        row.addStretch(1)
        self.area = QScrollArea()
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have it
        self.area.setWidget(content)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self._measure()
        theme().changed.connect(self._measure)

    def _measure(self) -> None:
        self._column.setFixedWidth(theme().px(WIDTH))

    # ---------------------------------------------------------------------------------- hooks

    def subtitle(self) -> str:
        return "Thay đổi có hiệu lực ngay"

    def reload(self) -> None:
        for section in self._sections:
            section.load()

    def flush(self) -> None:
        for section in self._sections:
            section.flush()

    def unfinished(self) -> str:
        return self.calendar.unfinished()

    def show_item(self, uid: str, field: str = "") -> None:
        """``uid`` "tasks" opens the list of tasks to follow, others name a refused field."""
        del field
        if uid == "tasks":
            self.area.ensureWidgetVisible(self.tasks)
            self.tasks.open_list()
        for section in self._sections:
            if found := section.unread.focus(uid):
                self.area.ensureWidgetVisible(found)
