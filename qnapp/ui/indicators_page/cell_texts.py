"""What the cells of a period cannot take: told to the session, kept, and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qnapp.domain.check_rules import name_of
from qnapp.models.indicator_model import Draft
from qnapp.ui.refused import Refused

if TYPE_CHECKING:
    from qnapp.domain.reporting import IndicatorRow
    from qnapp.models.indicator_model import IndicatorModel
    from qnapp.ui.indicators_page.table import IndicatorTable
    from qnapp.ui.session import Session

PAGE = "indicators"
CELL = "cell"  # where such a text stands, beside the sets of fields of the detail
UNREAD = "Nội dung này chưa ghi được. Sửa lại rồi bấm Enter."


class CellTexts(QObject):
    """Stands between the drafts of the model, which last as long as the page, and the session."""

    def __init__(
        self, session: Session, model: IndicatorModel, table: IndicatorTable, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._model = session, model
        self._restoring = False
        model.drafts_changed.connect(self._draft_changed)
        table.half_typed.connect(self._tell)
        session.refused.dropped.connect(self._forget)

    def restore(self) -> None:
        """Put back what was typed before the program ended, in the period that is shown."""
        self._restoring = True
        for line in self._model.lines():
            found = self._session.refused.of_key(self._key(line.uid))
            if line.row is not None and found and self._model.draft(line.uid) is None:
                self._model.set_draft(line.uid, Draft(found[0].text, self._fault(line.row, found)))
        self._restoring = False

    def _fault(self, row: IndicatorRow, found: tuple[Refused, ...]) -> str:
        return self._model.fault_of(row, found[0].text) or UNREAD

    def _key(self, uid: str) -> tuple[str, str, str]:
        return CELL, self._session.period_code, uid

    def _draft_changed(self, uid: str) -> None:
        if not self._restoring:
            self._tell(uid)

    def _tell(self, uid: str, half: str = "") -> None:
        """Let the session know what could not be taken into the cell of a row."""
        row, draft = self._model.row(uid), self._model.draft(uid)
        if row is not None:
            found = [self._refused(row, draft.text)] if draft else []
            waiting = [self._refused(row, half)] if half else []
            self._session.refused.tell(self._key(uid), found, waiting)

    def _refused(self, row: IndicatorRow, text: str) -> Refused:
        name = f"{name_of(row)}: ô Số liệu kỳ này"
        field = self._model.field_of(row)
        return Refused(self._session.period_code, PAGE, row.uid, row.code, field, name, text)

    def _forget(self, keys: frozenset[tuple[str, str, str]]) -> None:
        for source, period, uid in keys:
            if source == CELL:
                self._model.forget_draft(period, uid)
