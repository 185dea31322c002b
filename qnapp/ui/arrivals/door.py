"""Files that come in: looked at on the worker, then shown one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qnapp.db.content import CancelledError
from qnapp.db.settings import get_settings
from qnapp.errors import UserError
from qnapp.ui.arrivals.body import Named
from qnapp.ui.store_work import store_work, tell_failure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.exchange.arrivals import Arrival
    from qnapp.ui.arrivals.body import Accepted, ArrivalBody
    from qnapp.ui.arrivals.dialog import ArrivalDialog
    from qnapp.ui.session import Session
    from qnapp.ui.store_work import Done
    from qnapp.ui.tasks import Job

ARRIVED_FILES = "Tệp QNApp và biểu nhập (*.qnbc *.qnkh *.qnph *.xlsx *.zip);;Mọi tệp (*)"
CHOOSE = "Mở tệp nhận được"
STOPPED = "Đã dừng mở tệp. Dữ liệu hiện có vẫn giữ nguyên."
_LISTED = 5  # refusals in one box; more stand behind "Chi tiết"


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at: what it is, or why it is refused."""

    path: Path
    arrival: Arrival | None = None
    error: UserError | None = None


class Arrivals(QObject):
    """The files of one window; those that come while others are shown wait for their turn."""

    dialog_opened = Signal(object)  # ArrivalDialog
    many_submissions = Signal(object)  # paths that an office which receives takes in together
    ended = Signal()  # nothing waits any more

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._parent = parent
        self._reading: Job | None = None
        self._waiting: list[Path] = []
        self._shown: list[Looked] = []
        self._count = 0
        self._last: Accepted | None = None
        self.dialog: ArrivalDialog | None = None

    @property
    def busy(self) -> bool:
        """Whether files are being looked at or shown."""
        return self._reading is not None or self.dialog is not None or bool(self._shown)

    def ask(self) -> None:
        """Ctrl+O: let the person choose files."""
        from qnapp.ui import file_dialogs

        paths = file_dialogs.open_files(self._parent, CHOOSE, ARRIVED_FILES)
        if paths:
            self.open(paths)

    def open(self, paths: Sequence[Path]) -> None:
        """Look at files away from the window's thread, then show what they are."""
        self._waiting += paths
        self._read_next()

    def _read_next(self) -> None:
        if self.busy or not self._waiting:
            return
        paths, self._waiting = self._waiting, []
        self._session.leaving.emit()  # what is half typed counts among what is here
        work = store_work(self._session.store, partial(look_at_all, paths))
        words = f"Đang xem {paths[0].name}" if len(paths) == 1 else f"Đang xem {len(paths)} tệp"
        self._reading = self._session.tasks.run(words, work, self._looked, self._failed, reads=True)

    def _failed(self, error: Exception) -> None:
        self._reading = None
        tell_failure(self._session, error, STOPPED)
        self._end_turn()

    def _looked(self, done: Done) -> None:
        looked: list[Looked] = done.result
        self._tell_refused([one for one in looked if one.error is not None])
        self._reading = None  # not before: what comes while a box is read waits for its turn
        self._shown = [one for one in looked if one.arrival is not None]
        self._hand_over_many()
        self._count = len(self._shown)
        self._show_next()

    def _hand_over_many(self) -> None:
        """Several submissions are a matter of Tiếp nhận, which tells what became of each."""
        together = [one for one in self._shown if _is_submission(one)]
        if len(together) > 1 and get_settings(self._session.store).upper_office:
            self._shown = [one for one in self._shown if one not in together]
            self.many_submissions.emit([one.path for one in together])

    def _tell_refused(self, refused: Sequence[Looked]) -> None:
        errors = [one.error for one in refused if one.error is not None]
        if len(errors) == 1 and isinstance(errors[0], UserError):
            self._session.failed.emit(errors[0])
        elif errors:
            told = [f"- {error}" for error in errors[:_LISTED]]
            if len(errors) > _LISTED:
                told.append(f"- và {len(errors) - _LISTED} tệp khác.")
            sentence = "\n".join([f"{len(errors)} tệp không nhận được:", *told])
            detail = "\n".join(f"{one.path}: {one.error}" for one in refused)
            self._session.door.error(sentence, detail=detail)

    # ------------------------------------------------------------------------------- one by one

    def _show_next(self) -> None:
        if not self._shown:
            self._end_turn()
            return
        one = self._shown.pop(0)
        assert one.arrival is not None  # the others were told
        from qnapp.ui.arrivals.dialog import ArrivalDialog

        place = f"{self._count - len(self._shown)}/{self._count}" if self._count > 1 else ""
        self.dialog = ArrivalDialog(
            self._session,
            one.path,
            one.arrival,
            body_of(self._session, one.path, one.arrival),
            place=place,
            parent=self._parent,
        )
        self.dialog.accepted_file.connect(self._accepted)
        self.dialog.finished.connect(self._finished)
        self.dialog.open()
        self.dialog_opened.emit(self.dialog)

    def _accepted(self, accepted: Accepted) -> None:
        self._last = accepted
        self._session.remember(accepted.label, accepted.changes)
        self._session.said.emit(accepted.sentence)
        self._show_after_change()

    def _finished(self, result: int) -> None:
        self.dialog = None
        if not result:  # closed without taking it in: the next one was looked at in this state
            self._show_next()

    def _show_after_change(self) -> None:
        """What waits is looked at again: the file before may have changed the same row."""
        self._waiting[:0] = [one.path for one in self._shown]
        self._shown = []
        self._end_turn()

    def _end_turn(self) -> None:
        if self._waiting:
            self._read_next()
            return
        last, self._last = self._last, None
        if (
            last is not None
            and last.page
            and (not last.period or self._session.set_period(last.period))
        ):
            self._session.go(last.page, last.uid)
        self.ended.emit()


def look_at_all(paths: Sequence[Path], store: Store, job: Job) -> list[Looked]:
    """Look at files; one that is refused holds up none of the others. Raises ``CancelledError``."""
    from qnapp.exchange.arrivals import look_at  # takes long to import

    found = []
    for number, path in enumerate(paths):
        if job.cancelled():
            raise CancelledError
        progress = job.report if len(paths) == 1 else None
        try:
            arrival = look_at(store, path, progress=progress, cancelled=job.cancelled)
            found.append(Looked(path, arrival))
        except CancelledError:
            raise
        except UserError as error:
            found.append(Looked(path, error=error))
        if len(paths) > 1:
            job.report(number + 1, len(paths))
    return found


def _is_submission(one: Looked) -> bool:
    from qnapp.exchange.receive import SubmissionArrival
    from qnapp.exchange.workbook_arrival import WorkbookArrival

    return isinstance(one.arrival, SubmissionArrival | WorkbookArrival)


def body_of(session: Session, path: Path, arrival: Arrival) -> ArrivalBody:
    """The part of the dialog that belongs to a kind of file."""
    from qnapp.exchange.form_arrival import FormArrival
    from qnapp.exchange.plan_arrival import PlanArrival
    from qnapp.exchange.receive import SubmissionArrival
    from qnapp.exchange.reply_arrival import ReplyArrival
    from qnapp.exchange.workbook_arrival import WorkbookArrival
    from qnapp.ui.arrivals.form_body import FormBody
    from qnapp.ui.arrivals.plan_body import PlanBody
    from qnapp.ui.arrivals.reply_body import ReplyBody
    from qnapp.ui.arrivals.submission_body import SubmissionBody

    if isinstance(arrival, FormArrival):
        return FormBody(arrival, _named(session))
    if isinstance(arrival, ReplyArrival):
        return ReplyBody(arrival, _named(session))
    if isinstance(arrival, PlanArrival):
        return PlanBody(arrival)
    assert isinstance(arrival, (SubmissionArrival, WorkbookArrival))
    receives = get_settings(session.store).upper_office
    return SubmissionBody(arrival, path, receives=receives)


def _named(session: Session) -> dict[str, Named]:
    sheet = session.worksheet()
    found = {row.uid: Named(row.code, row.task.title) for row in sheet.tasks}
    return found | {row.uid: Named(row.code, row.indicator.title) for row in sheet.indicators}
