"""The page Báo cáo: what the report says at the left, how it will print at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.issued import report_in_force
from qnapp.db.periods import periods
from qnapp.db.reports import report_texts, set_report_text
from qnapp.db.settings import get_settings, set_settings
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.assemble import assemble_report, profile_of, report_file_name
from qnapp.documents.content import PartId, results_of
from qnapp.documents.part_states import part_states
from qnapp.domain.checks import check_worksheet
from qnapp.domain.overview import current_step, report_steps
from qnapp.domain.periods import previous
from qnapp.ui.evidence.jobs import open_file
from qnapp.ui.kit.buttons import LinkButton, PrimaryButton, QuietButton
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.steps import Step, StepBar
from qnapp.ui.kit.surfaces import Card
from qnapp.ui.kit.theme import theme
from qnapp.ui.page import Page
from qnapp.ui.report_page.export import DOCX, PDF, XLSX, Exporter, exported_words
from qnapp.ui.report_page.parts import PartsPanel
from qnapp.ui.report_page.preview_panel import PreviewPanel
from qnapp.ui.report_page.printing import can_print, print_report
from qnapp.ui.report_page.results_dialog import ResultsDialog

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Changes, Store
    from qnapp.documents.report import Report
    from qnapp.domain.overview import StepState
    from qnapp.domain.reporting import TaskRow, Worksheet
    from qnapp.ui.session import Session

PREVIEW_WIDTH = 540  # look, section 9
PREVIEW_WIDE = 760
WIDE_FROM = 1500  # of the page: reached on a screen of 1920
LETTERHEADS = {"dang": "Thể thức văn bản Đảng", "nha-nuoc": "Thể thức văn bản Nhà nước"}
OTHER = {"dang": "nha-nuoc", "nha-nuoc": "dang"}
REPLACE = "Thay nội dung đang có bằng văn bản kỳ trước? Có thể lấy lại bằng Hoàn tác."
RESET = "Bỏ nội dung đã viết và trở về bản tự động? Có thể lấy lại bằng Hoàn tác."


class ReportPage(Page):
    """Parts, preview, and the ways out."""

    key = "report"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._period = ""
        self._sheet: Worksheet | None = None
        self._steps: tuple[StepState, ...] = ()
        self._previous: dict[str, str] = {}
        self._target: Path | None = None
        self._build()
        self._connect()

    # ----------------------------------------------------------------------------- build

    def _build(self) -> None:
        self.parts = PartsPanel(self._write_texts)
        self.preview = PreviewPanel(self.session, self.make_report)
        self.exporter = Exporter(self.session, self)
        self.steps = StepBar(compact=True)
        top = Card(padding=4)
        top.body.addWidget(self.steps)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self._build_content(), 1)
        below.addWidget(self.preview)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 2, 16, 10)
        box.setSpacing(12)
        box.addWidget(top)
        box.addLayout(below, 1)

    def _build_content(self) -> Card:
        self.content = Card("Nội dung", padding=0)
        self.change_form = LinkButton("Đổi")
        self.content.add_to_head(self.change_form)
        self.content.header.addStrut(theme().px(34))  # as high as the head beside it
        self.exported = Notice("ok", button="Mở tệp")
        self.open_folder = LinkButton("Mở thư mục")
        self.exported.row.addWidget(self.open_folder, 0, Qt.AlignmentFlag.AlignVCenter)
        self.exported.hide()
        self.content.body.addWidget(self.parts, 1)
        self.content.body.addWidget(self._build_foot())
        self.content.body.setSpacing(0)
        return self.content

    def _build_foot(self) -> QWidget:
        foot = Foot()
        self.word, self.excel = QuietButton("Word"), QuietButton("Excel")
        self.print = QuietButton("In…", "print")
        self.print.setVisible(can_print())
        self.pdf = PrimaryButton("Xuất PDF…", "export")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.word, self.excel, self.print):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.pdf)
        column = QVBoxLayout(foot)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(10)
        column.addWidget(self.exported)
        column.addLayout(buttons)
        return foot

    def _connect(self) -> None:
        self.session.leaving.connect(self.flush)
        self.steps.chosen.connect(self._go_to_step)
        self.change_form.clicked.connect(self.change_letterhead)
        self.parts.edited.connect(self.preview.refresh_later)
        self.parts.opened.connect(self._part_opened)
        self.parts.signature.settings_wanted.connect(self._go_to_settings)
        for section in self.parts.sections.values():
            section.results_wanted.connect(self.take_results)
            section.previous_wanted.connect(self.take_previous)
            section.reset_wanted.connect(self.reset_part)
        self.word.clicked.connect(partial(self.export, DOCX))
        self.excel.clicked.connect(partial(self.export, XLSX))
        self.pdf.clicked.connect(partial(self.export, PDF))
        self.print.clicked.connect(self.print_it)
        self.exporter.exported.connect(self._show_exported)
        self.exported.clicked.connect(self._open_exported)
        self.open_folder.clicked.connect(self._open_exported_folder)

    # ----------------------------------------------------------------------------- contract

    def subtitle(self) -> str:
        return "kỳ đang khóa" if self.session.worksheet().locked else "bản đang soạn"

    def reload(self) -> None:
        fresh = self._period != self.session.period_code
        self._period = self.session.period_code
        if fresh:
            self.exported.hide()
        self._read(fresh=fresh)
        self.preview.refresh()

    def refresh(self, changes: Changes) -> None:
        if self._period != self.session.period_code:
            self.reload()
            return
        del changes  # every one of them may stand in the report
        self._read(fresh=False)
        self.preview.refresh_later()

    def show_item(self, uid: str, field: str = "") -> None:
        del field
        if uid in {part.value for part in PartId}:
            self.parts.open_part(PartId(uid))

    def flush(self) -> None:
        self.parts.autosave.flush()

    def _read(self, *, fresh: bool) -> None:
        """Take over the rows, the texts and the form in force."""
        store, code = self.session.store, self.session.period_code
        settings = get_settings(store)
        sheet = self._sheet = load_worksheet(store, code)
        texts = report_texts(store, code)
        self._previous = self._previous_texts()
        self.parts.show_states(
            part_states(sheet, texts, profile_of(store, settings.letterhead)),
            fresh=fresh,
            locked=sheet.locked,
            has_results=bool(self._rows_with_results()),
            previous=self._previous,
        )
        self.parts.show_report(self.make_report())
        self.content.set_note(LETTERHEADS[settings.letterhead])
        self.change_form.setAccessibleName(f"Đổi: {LETTERHEADS[settings.letterhead]}")
        self._show_steps()

    def _previous_texts(self) -> dict[str, str]:
        store = self.session.store
        calendar = [stored.period for stored in periods(store)]
        before = previous(calendar, self.session.period_code)
        return report_texts(store, before.code) if before else {}

    def _rows_with_results(self) -> list[TaskRow]:
        rows = self._sheet.own_tasks if self._sheet else ()
        return [row for row in rows if results_of([row])]

    def make_report(self) -> Report:
        """Gather the report with the texts as they stand in the fields."""
        return assemble_report(
            self.session.store,
            self.session.period_code,
            sheet=self._sheet,
            texts=self.parts.texts(),
        )

    # ----------------------------------------------------------------------------- steps

    def _show_steps(self) -> None:
        sheet = self.session.worksheet()
        findings = check_worksheet(sheet, self.session.today())
        issued = report_in_force(self.session.store, sheet.period.code)
        self._steps = report_steps(sheet, findings, issued)
        steps = [Step(step.title, step.words, step.done) for step in self._steps]
        self.steps.set_steps(steps, current_step(self._steps))

    def _go_to_step(self, at: int) -> None:
        step = self._steps[at]
        if step.page and step.page != self.key:
            self.session.go(step.page, step.uid)

    def _go_to_settings(self) -> None:
        self.session.go("settings")

    # ----------------------------------------------------------------------------- texts

    def _write_texts(self, texts: dict[str, str]) -> bool:
        store, code = self.session.store, self.session.period_code
        return self.session.write("Sửa nội dung báo cáo", partial(_write_texts, store, code, texts))

    def _part_opened(self, name: str) -> None:
        self.preview.view.set_part(name)

    def take_results(self, part: PartId) -> None:
        """Let the clerk choose tasks and add their results to the part."""
        rows = ResultsDialog.ask(self._rows_with_results(), self.window())
        if rows:
            self.parts.sections[part].append(results_of(rows))

    def take_previous(self, part: PartId) -> None:
        """Start from what the report of the period before said."""
        if part.value not in self.parts.texts() or self.session.door.ask(REPLACE, "Thay"):
            self.parts.sections[part].replace(self._previous[part.value])
            self.flush()

    def reset_part(self, part: PartId) -> None:
        """Go back to the generated text, which follows the figures."""
        if self.session.door.ask(RESET, "Trở về bản tự động"):
            self.parts.sections[part].replace(self.parts.draft(part))
            self.flush()

    def change_letterhead(self) -> None:
        """Take the other form: the Party's or the State's."""
        self.flush()
        store = self.session.store
        wanted = OTHER[get_settings(store).letterhead]
        action = partial(set_settings, store, letterhead=wanted)
        self.session.write(LETTERHEADS[wanted], action)

    # ----------------------------------------------------------------------------- ways out

    def export(self, kind: str) -> None:
        """Write the report to a file: ``PDF``, ``XLSX`` or ``DOCX``."""
        self.flush()
        if self._sheet is not None:
            name = report_file_name(self._sheet, kind)
            self.exporter.export(self.make_report(), name, kind)

    def print_it(self) -> None:
        """Print the report as it stands."""
        self.flush()
        print_report(self.session, self.make_report(), self.window())

    def _show_exported(self, target: Path, pages: int) -> None:
        self._target = target
        self.exported.set_text(exported_words(target, pages))
        self.exported.setToolTip(str(target))
        self.exported.show()

    def _open_exported(self) -> None:
        if self._target is not None:
            open_file(self._target)

    def _open_exported_folder(self) -> None:
        if self._target is not None:
            open_file(self._target.parent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme().px(WIDE_FROM)
        widest = PREVIEW_WIDE if wide else PREVIEW_WIDTH
        self.preview.setFixedWidth(min(widest, round(self.width() * 0.475)))


class Foot(QWidget):
    """The strip with the buttons, on the window's ground."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("canvas"))
        painter.fillRect(0, 0, self.width(), 1, theme().color("border"))


def _write_texts(store: Store, period: str, texts: dict[str, str]) -> list[FieldChange]:
    changes: list[FieldChange] = []
    with store.atomic():
        for part, text in texts.items():
            changes += set_report_text(store, period, part, text)
    return changes
