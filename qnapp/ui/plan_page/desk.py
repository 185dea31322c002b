"""The plan that is being prepared, as the page works on it: each change can be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from qnapp.db.plans import current_plan
from qnapp.db.settings import set_view_state, view_state
from qnapp.errors import UserError

if TYPE_CHECKING:
    from qnapp.domain.plan import Plan
    from qnapp.exchange.plan_draft import PlanDraft
    from qnapp.exchange.plan_package import PlanContents, PlanExtension
    from qnapp.ui.session import Session

_RECIPIENT = "plan.recipient"  # name of what the store remembers
_GONE = "Bản đang soạn đó đã phát hành hoặc đã được thay bằng bản khác nên không hoàn tác được."


class DraftDesk(QObject):
    """Holds the draft, keeps it in the store at once, and lets undo take each change back."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.draft: PlanDraft | None = None

    @property
    def plan(self) -> Plan:
        """The plan that is shown: the draft's, else the one in use."""
        draft = self.draft
        return draft.contents.plan if draft is not None else self.in_use

    @property
    def contents(self) -> PlanContents:
        """What would travel; of the plan in use as it was sent last."""
        from qnapp.exchange.plan_draft import start_draft

        return self.draft.contents if self.draft else start_draft(self._session.store)

    @property
    def in_use(self) -> Plan:
        """The plan that this office works with."""
        return current_plan(self._session.store)

    @property
    def number(self) -> int:
        """The version that the plan on show has; of a draft, the one that it will go out with."""
        from qnapp.exchange.plan_draft import as_published

        if self.draft is None:
            return self.in_use.version
        return as_published(self._session.store, self.draft.contents).plan.version

    @property
    def older(self) -> Plan:
        """The plan that the units have: what the annexes were compared with, else that in use."""
        draft = self.draft
        return draft.older if draft is not None and draft.older is not None else self.in_use

    @property
    def sent_extensions(self) -> tuple[PlanExtension, ...]:
        """What the packages that were sent have put off, so that units may have taken it in."""
        from qnapp.exchange.plan_draft import start_draft

        return start_draft(self._session.store).extensions

    @property
    def entered_recipient(self) -> str:
        """Where the units send their reports, as it was entered last."""
        return str(view_state(self._session.store, _RECIPIENT) or "")

    @property
    def recipient(self) -> str:
        """Where the units send their reports: as in the draft, else as it was last entered."""
        draft = self.draft
        return (draft.contents.recipient if draft is not None else "") or self.entered_recipient

    def keep_recipient(self, address: str) -> None:
        """Remember where the units send their reports, in the draft too."""
        set_view_state(self._session.store, _RECIPIENT, address)
        if self.draft is not None:
            self.change("địa chỉ nhận", replace(self.draft.contents, recipient=address))

    def read(self) -> None:
        """Take over what the store keeps."""
        from qnapp.exchange.plan_draft import load_draft

        self.draft = load_draft(self._session.store)

    def change(self, label: str, contents: PlanContents) -> bool:
        """Change what would travel; a plan in use becomes a draft by it. False as ``keep``."""
        from qnapp.exchange.plan_draft import PlanDraft

        draft = self.draft or PlanDraft(contents)
        return self.put(label, replace(draft, contents=contents))

    def change_plan(self, label: str, plan: Plan) -> bool:
        """Change the plan alone; False as ``keep``."""
        return self.change(label, replace(self.contents, plan=plan))

    def put(self, label: str, draft: PlanDraft | None) -> bool:
        """Take a draft's place, or drop it; undo brings the one before back. False as ``keep``."""
        before = self.draft
        if draft == before:
            return True
        if not self.keep(draft):
            return False
        self._session.undo_stack.push(_DraftStep(self, label, before, draft))
        return True

    def keep(self, draft: PlanDraft | None) -> bool:
        """Write down what is being prepared; False, with a sentence, where it cannot be."""
        from qnapp.exchange.plan_draft import drop_draft, save_draft

        try:
            if draft is None:
                drop_draft(self._session.store)
            else:
                save_draft(self._session.store, draft)
        except UserError as error:
            self._session.failed.emit(error)
            self.changed.emit()  # fields show what stands
            return False
        self.draft = draft
        self.changed.emit()
        return True

    def sent(self, draft: PlanDraft | None) -> None:
        """A draft was sent out: it is none any more, but what was changed meanwhile still is."""
        if self.draft is not None and self.draft != draft:
            self.keep(replace(self.draft, older=None))  # from now on beside what was sent
            return
        self.draft = None
        self.changed.emit()

    def step(self, said: str, here: PlanDraft | None, there: PlanDraft | None) -> bool:
        """Undo or redo: from one draft to another; False where the first is not there any more."""
        if self.draft != here:
            self._session.said.emit(_GONE)
            return False
        if not self.keep(there):
            return False
        self._session.go("plan")
        self._session.said.emit(said)
        return True


class _DraftStep(QUndoCommand):
    """A change that is kept already."""

    def __init__(
        self, desk: DraftDesk, label: str, before: PlanDraft | None, after: PlanDraft | None
    ) -> None:
        super().__init__(label)
        self._desk = desk
        self._before, self._after = before, after
        self._done = True

    def redo(self) -> None:
        if not self._done:
            self._done = self._desk.step(f"Đã làm lại: {self.text()}.", self._before, self._after)
            self.setObsolete(not self._done)

    def undo(self) -> None:
        self._done = not self._desk.step(f"Đã hoàn tác: {self.text()}.", self._after, self._before)
        self.setObsolete(self._done)
