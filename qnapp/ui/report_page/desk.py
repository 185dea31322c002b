"""A document on the page: its parts at the left, its pages at the right, the ways out below."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qnapp.db.settings import get_settings, set_settings
from qnapp.domain.signers import left_out_words
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.segments import SegmentedControl
from qnapp.ui.kit.surfaces import Card
from qnapp.ui.kit.theme import theme
from qnapp.ui.report_page.export import Exporter
from qnapp.ui.report_page.foot import Foot
from qnapp.ui.report_page.options_section import OptionsSection
from qnapp.ui.report_page.parts import PartsPanel
from qnapp.ui.report_page.preview_panel import PreviewPanel
from qnapp.ui.report_page.printing import print_paper
from qnapp.ui.report_page.signature_section import SignatureSection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QResizeEvent

    from qnapp.ui.report_page.export import Outgoing
    from qnapp.ui.report_page.folding import FoldingSection
    from qnapp.ui.report_page.render import Paper
    from qnapp.ui.session import Session

PREVIEW_WIDTH = 540  # look, section 9
PREVIEW_WIDE = 760
WIDE_FROM = 1468  # of the desk: reached on a screen of 1920
REPORT, PLAN = "report", "plan"  # what the page shows
DOCUMENTS = ((REPORT, "Báo cáo kỳ", ""), (PLAN, "Kế hoạch triển khai", ""))
LETTERHEADS = {"dang": "Thể thức văn bản Đảng", "nha-nuoc": "Thể thức văn bản Nhà nước"}
# In the head, where larger letters break them before the word that tells the two apart.
SHORT_FORMS = {"dang": "Thể thức Đảng", "nha-nuoc": "Thể thức Nhà\u00a0nước"}
OTHER = {"dang": "nha-nuoc", "nha-nuoc": "dang"}
RESET = "Bỏ nội dung đã viết và trở về bản tự động? Có thể lấy lại bằng Hoàn tác."


class DocumentDesk(QWidget):
    """What every document has; sub-classes say what stands in it and where it is kept."""

    key = ""  # REPORT or PLAN
    word = ""  # what it is called: "báo cáo"
    documents: tuple[tuple[str, str, str], ...] = DOCUMENTS  # that the switch above offers
    chosen = Signal(str)  # the other document is wanted
    changed = Signal()  # what stands beside the page's name

    def __init__(
        self,
        session: Session,
        names: Iterable[str],
        *,
        before: Sequence[FoldingSection] = (),
        parent: QWidget | None = None,
    ) -> None:
        """``names`` of the parts; ``before``: sections above them."""
        super().__init__(parent)
        self.session = session
        self.signature, self.options = SignatureSection(), OptionsSection()
        self.parts = PartsPanel(
            names, self.write_texts, before=before, after=(self.signature, self.options)
        )
        self.preview = PreviewPanel(session, self.paper)
        self.exporter = Exporter(session, self.word, self)
        self._build()
        self._connect()

    # ----------------------------------------------------------------------------- build

    def _build(self) -> None:
        self.switch = SegmentedControl(self.documents)
        self.switch.setAccessibleName("Văn bản")
        self.switch.set_value(self.key)
        self.change_form = LinkButton("Đổi")
        self.foot = Foot()
        self.content = Card(" ", padding=0)
        self.content.setAccessibleName("Nội dung")
        self.content.header.insertWidget(0, self.switch)
        self.content.add_to_head(self.change_form)
        self.content.header.addStrut(theme().px(34))  # as high as the head beside it
        self.content.body.addWidget(self.parts, 1)
        self.content.body.addWidget(self.foot)
        self.content.body.setSpacing(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.content, 1)
        row.addWidget(self.preview)

    def _connect(self) -> None:
        self.session.leaving.connect(self.flush)
        self.switch.committed.connect(self._switch)
        self.change_form.clicked.connect(self.change_letterhead)
        self.parts.edited.connect(self.preview.refresh_later)
        self.parts.opened.connect(self._mark_part)
        self.signature.settings_wanted.connect(self._go_to_settings)
        self.signature.addressed.connect(self._address)
        self.options.chosen.connect(self._choose_option)
        for section in self.parts.sections.values():
            section.reset_wanted.connect(self.reset_part)
        self.foot.wanted.connect(self.export)
        self.foot.print_wanted.connect(self.print_it)
        self.foot.main_wanted.connect(self.go_on)
        self.exporter.exported.connect(self.foot.exported.show_exported)

    # ----------------------------------------------------------------------------- of each document

    def subtitle(self) -> str:
        """Say beside the page's name how far the document is."""
        raise NotImplementedError

    def read(self, *, fresh: bool) -> None:
        """Take over what the store holds; ``fresh`` gives up what stood in the fields."""
        raise NotImplementedError

    def paper(self) -> Paper:
        """Give what is to be seen: with the texts as they stand in the fields."""
        raise NotImplementedError

    def outgoing(self, kind: str) -> Outgoing:
        """Give a file of the document; ``kind`` is an ending, as ``export.PDF``."""
        raise NotImplementedError

    def write_texts(self, texts: dict[str, str]) -> bool:
        """Keep texts by the names of their parts."""
        raise NotImplementedError

    def go_on(self) -> None:
        """Do what the loud button says."""
        raise NotImplementedError

    # ----------------------------------------------------------------------------- contract

    def reload(self) -> None:
        """Show the document anew."""
        self.read(fresh=True)
        if self.parts.current() not in self.parts.sections:
            self.preview.view.go_to_page(1)
        self.preview.refresh()

    def refresh(self) -> None:
        """Something changed in the store; what is being typed stays."""
        self.read(fresh=False)
        self.preview.refresh_later()

    def flush(self) -> None:
        """Write what is half typed."""
        self.signature.addressees.commit()
        self.parts.autosave.flush()

    def show_form(self, letterhead: str, *, locked: bool) -> None:
        """Say in which form it is; a frozen document keeps its own."""
        self.content.set_note(SHORT_FORMS[letterhead], lines=2)
        self.change_form.setAccessibleName(f"Đổi: {LETTERHEADS[letterhead]}")
        self.change_form.setVisible(not locked)

    def _switch(self) -> None:
        wanted = self.switch.value()
        self.switch.set_value(self.key)  # as it is to stand when this document comes back
        self.chosen.emit(wanted)

    def _mark_part(self, name: str) -> None:
        self.preview.view.set_part(name)

    # ----------------------------------------------------------------------------- choices

    def reset_part(self, name: str) -> None:
        """Go back to the generated text, which follows the figures."""
        if self.session.door.ask(RESET, "Trở về bản tự động", loses=True):
            self.parts.sections[name].replace(self.parts.draft(name))
            self.flush()

    def change_letterhead(self) -> None:
        """Take the other form: the Party's or the State's."""
        self.flush()
        wanted = OTHER[get_settings(self.session.store).letterhead]
        self._set(LETTERHEADS[wanted], letterhead=wanted)
        settings = get_settings(self.session.store)
        if told := left_out_words(settings.signer, settings.signer_title, wanted):
            self.session.said.emit(told)

    def _choose_option(self, name: str, wanted: bool) -> None:
        self._set("tùy chọn xuất", **{name: wanted})

    def _address(self, addressees: str) -> None:
        if addressees != get_settings(self.session.store).addressees:
            self._set("kính gửi", addressees=addressees)

    def _set(self, label: str, **values: object) -> None:
        self.session.write(label, partial(set_settings, self.session.store, **values))

    def _go_to_settings(self) -> None:
        self.session.go("settings")

    # ----------------------------------------------------------------------------- ways out

    def export(self, kind: str) -> None:
        """Write the document to a file: ``PDF``, ``XLSX`` or ``DOCX``."""
        self.flush()
        self.exporter.export(self.outgoing(kind))

    def print_it(self) -> None:
        """Print what is seen."""
        self.flush()
        print_paper(self.session, self.paper(), self.window())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widest = PREVIEW_WIDE if self.width() >= theme().px(WIDE_FROM) else PREVIEW_WIDTH
        self.preview.setFixedWidth(min(widest, round(self.width() * 0.475)))
