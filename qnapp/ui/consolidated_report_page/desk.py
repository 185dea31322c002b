"""Báo cáo tổng hợp: generated words with figures, the office's own text, the page as it prints."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qnapp.db.organisations import own_organisation
from qnapp.db.reports import TOTAL_PART, set_basis, set_total_text, text_bases, total_texts
from qnapp.db.settings import get_settings
from qnapp.documents.assemble import profile_of
from qnapp.documents.consolidated_report import (
    ConsolidatedPart,
    assemble_consolidated,
    consolidated_file_name,
    consolidated_part_states,
)
from qnapp.ui.consolidation_page.exports import workbook
from qnapp.ui.report_page.desk import DocumentDesk
from qnapp.ui.report_page.export import PDF, XLSX, draft_named, live_file
from qnapp.ui.report_page.options_section import CHARTS, DUPLEX, FIELDS
from qnapp.ui.report_page.render import Paper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.documents.report import Report
    from qnapp.domain.consolidated import Consolidation
    from qnapp.ui.report_page.export import Outgoing
    from qnapp.ui.session import Session

TOTAL = "total"
EXPORT = "Xuất PDF để trình ký"


class ConsolidatedDesk(DocumentDesk):
    """Always live: it follows what arrives, except where the office has written itself."""

    key = TOTAL
    word = "báo cáo tổng hợp"
    documents = ((TOTAL, "Báo cáo tổng hợp", ""),)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        names = [part.value for part in ConsolidatedPart]
        self._found: Consolidation | None = None
        super().__init__(session, names, parent=parent)
        self.switch.hide()
        self.content.set_title("Các phần của báo cáo")
        self.foot.set_main(EXPORT, "export")

    def show_found(self, found: Consolidation, *, fresh: bool) -> None:
        """Take over a consolidation; ``fresh`` gives up what stood in the fields."""
        self._found = found
        self.foot.main.set_loud(found.complete.count > 0)  # nothing was sent: nothing to sign
        self.read(fresh=fresh)
        if fresh:
            self.preview.refresh()
        else:
            self.preview.refresh_later()

    @property
    def found(self) -> Consolidation:
        """What the report is made from. Raises AssertionError before ``show_found``."""
        assert self._found is not None
        return self._found

    def subtitle(self) -> str:
        if self._found is None:
            return ""
        sent = self._found.complete
        return f"{sent.count}/{sent.of} đơn vị đã gửi"

    def read(self, *, fresh: bool) -> None:
        if self._found is None:
            return
        store = self.session.store
        settings = get_settings(store)
        profile = profile_of(store, settings.letterhead)
        code = self._found.period.code
        kept = _by_part(total_texts(store, code))
        bases = _by_part(text_bases(store, code))
        self.parts.show_states(
            consolidated_part_states(self._found, kept, profile, own_organisation(store), bases),
            fresh=fresh,
            locked=False,
            has_results=False,
            previous=(),
        )
        self.signature.show_report(self._report(draft=True), settings.addressees, locked=False)
        offered = {CHARTS, FIELDS} | ({DUPLEX} if profile.names == "party" else set())
        self.options.show_settings(settings, offered)
        self.show_form(settings.letterhead, locked=False)
        self.changed.emit()

    def _report(self, *, draft: bool) -> Report:
        return assemble_consolidated(
            self.session.store,
            self.found,
            texts=self.parts.texts(),
            on=self.session.today(),
            draft=draft,
        )

    def paper(self) -> Paper:
        return Paper(self._report(draft=True))

    def write_texts(self, texts: dict[str, str]) -> bool:
        bases = self.parts.bases(texts)
        action = partial(_write_texts, self.session.store, self.found.period.code, texts, bases)
        return self.session.write("Sửa nội dung báo cáo tổng hợp", action)

    def go_on(self) -> None:
        self.flush()
        fields = get_settings(self.session.store).signature_fields
        name, report = consolidated_file_name(self.found, PDF), self._report(draft=False)
        self.exporter.export(live_file(name, PDF, report, signature_fields=fields))

    def outgoing(self, kind: str) -> Outgoing:
        if kind == XLSX:  # the tables with all cells and filters, not the page
            return workbook(self.found)
        draft, name = kind == PDF, consolidated_file_name(self.found, kind)  # Word is worked on
        report = self._report(draft=draft)
        return live_file(draft_named(name) if draft else name, kind, report, signature_fields=False)


def _by_part(texts: Mapping[str, str]) -> dict[str, str]:
    return {part.removeprefix(TOTAL_PART): text for part, text in texts.items()}


def _write_texts(
    store: Store, period: str, texts: dict[str, str], bases: dict[str, str]
) -> list[FieldChange]:
    changes: list[FieldChange] = []
    with store.atomic():
        for part, text in texts.items():
            changes += set_total_text(store, period, TOTAL_PART + part, text)
            set_basis(store, period, TOTAL_PART + part, bases[part])
    return changes
