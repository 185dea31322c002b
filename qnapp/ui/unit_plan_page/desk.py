"""The unit's own plan, "Kế hoạch triển khai thực hiện Nghị quyết": written and printed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qnapp.db.organisations import own_organisation
from qnapp.db.reports import plan_period, plan_texts, set_basis, set_plan_text, text_bases
from qnapp.db.settings import get_settings
from qnapp.documents.assemble import office_of, profile_of
from qnapp.documents.unit_plan import (
    PlanPart,
    build_unit_plan,
    load_year_plan,
    plan_part_states,
    unit_plan_file_name,
)
from qnapp.ui.report_page.desk import PLAN, DocumentDesk
from qnapp.ui.report_page.export import PDF, draft_named, live_file
from qnapp.ui.report_page.options_section import DUPLEX, FIELDS
from qnapp.ui.report_page.render import Paper

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.documents.report import Report
    from qnapp.documents.unit_plan import YearPlan
    from qnapp.ui.report_page.export import Outgoing
    from qnapp.ui.session import Session

EXPORT = "Xuất PDF để trình ký"


class PlanDesk(DocumentDesk):
    """The plan is for the year: no period locks it, and nothing of it is frozen."""

    key = PLAN
    word = "kế hoạch"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, [part.value for part in PlanPart], parent=parent)
        self._year: YearPlan | None = None
        self.foot.set_main(EXPORT, "export")

    def subtitle(self) -> str:
        year = self.session.worksheet().plan.year
        return f"Kế hoạch triển khai thực hiện Nghị quyết năm {year}"

    def read(self, *, fresh: bool) -> None:
        store = self.session.store
        settings = get_settings(store)
        profile = profile_of(store, settings.letterhead)
        self._year = load_year_plan(store)
        bases = text_bases(store, plan_period(store))
        self.parts.show_states(
            plan_part_states(self._year, plan_texts(store), profile, bases),
            fresh=fresh,
            locked=False,
            has_results=False,
            previous=(),
        )
        self.signature.show_report(self.paper().report, settings.addressees, locked=False)
        offered = {FIELDS} | ({DUPLEX} if profile.names == "party" else set())
        self.options.show_settings(settings, offered)
        self.show_form(settings.letterhead, locked=False)
        self.changed.emit()

    def paper(self) -> Paper:
        return Paper(self._report(draft=True))

    def _report(self, *, draft: bool) -> Report:
        assert self._year is not None  # read before anything is shown
        store = self.session.store
        settings = get_settings(store)
        return build_unit_plan(
            self._year,
            self.parts.texts(),
            office_of(own_organisation(store), settings, settings.letterhead),
            profile_of(store, settings.letterhead),
            on=self.session.today(),
            draft=draft,
            training=settings.training,
        )

    def write_texts(self, texts: dict[str, str]) -> bool:
        action = partial(_write_texts, self.session.store, texts, self.parts.bases(texts))
        return self.session.write("Sửa nội dung kế hoạch", action)

    def go_on(self) -> None:
        self.flush()
        fields = get_settings(self.session.store).signature_fields
        report = self._report(draft=False)
        self.exporter.export(live_file(self._name(PDF), PDF, report, signature_fields=fields))

    def outgoing(self, kind: str) -> Outgoing:
        """A PDF beside the one to sign is a draft; Word and Excel are to be worked on."""
        draft, name = kind == PDF, self._name(kind)
        report = self._report(draft=draft)
        return live_file(draft_named(name) if draft else name, kind, report, signature_fields=False)

    def _name(self, kind: str) -> str:
        assert self._year is not None
        return unit_plan_file_name(self._year, kind)


def _write_texts(store: Store, texts: dict[str, str], bases: dict[str, str]) -> list[FieldChange]:
    changes: list[FieldChange] = []
    with store.atomic():
        for part, text in texts.items():
            changes += set_plan_text(store, part, text)
            set_basis(store, plan_period(store), part, bases[part])
    return changes
