"""Answering reports, one or many: the same deed for the list and for an opened report."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand
from shiboken6 import isValid

from qnapp.db.inbox import received_package
from qnapp.domain.received import Sender
from qnapp.domain.replies import Answer
from qnapp.errors import UserError
from qnapp.exchange.reply import make_reply, take_back_answers
from qnapp.models.inbox_lines import ANSWER_WORDS
from qnapp.ui.file_dialogs import open_folder
from qnapp.ui.outside import open_outside
from qnapp.ui.store_work import run_on_store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.domain.received import ReceivedPackage
    from qnapp.domain.replies import ReturnedRow
    from qnapp.exchange.reply_letters import WrittenReply
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

_DEEDS = {Answer.ACCEPTED: "tiếp nhận", Answer.RETURNED: "trả lại"}
TITLE = "Đang lập phiếu trả lời"


def may_replace(session: Session, packages: Sequence[ReceivedPackage], verdict: Answer) -> bool:
    """Ask before another answer takes the place of one; True where there is none."""
    known = [one for one in packages if one.answer and one.answer != verdict]
    if not known:
        return True
    before = ANSWER_WORDS[known[0].answer].lower()
    question = f"Báo cáo của {some_names(known)} {before}. Thay bằng trả lời mới? Phiếu cũ vẫn giữ."
    return session.door.ask(question, "Thay trả lời", loses=True)


def answer_all(
    session: Session,
    packages: Sequence[ReceivedPackage],
    done: Callable[[list[ReceivedPackage]], None],
    failed: Callable[[UserError], None] | None = None,
    *,
    rows: Sequence[ReturnedRow] = (),
    note: str = "",
    owner: QObject | None = None,
) -> Job:
    """Return rows of a report, or accept all where there are none; each answer whole by itself.

    ``done`` gets the reports that were answered, as they stand since; the first that was refused
    ends the round and reaches ``failed``, else the page's band. Where the ``owner`` of both, a
    dialog, is gone by then, both are said in the window; undo takes the answers back all the same.
    """
    verdict = Answer.RETURNED if rows else Answer.ACCEPTED
    digests = [one.digest for one in packages]
    work = partial(_answer, digests, verdict, tuple(rows), note)
    refused = partial(_refused, session, failed, owner)
    told = partial(_told, session, tuple(packages), done, refused, owner)
    return run_on_store(session, TITLE, work, told, refused)


class _TakeBack(QUndoCommand):
    """Answers that were given; until they are saved to be sent they can be taken back."""

    def __init__(self, session: Session, packages: Sequence[ReceivedPackage]) -> None:
        deed = _DEEDS[Answer(packages[0].answer)]
        super().__init__(f"{deed} báo cáo của {some_names(packages)}")
        self._session = session
        self._digests = [one.digest for one in packages]

    def redo(self) -> None:
        """Nothing: pushed, it is done already; undone, it is gone, and answered by the button."""

    def undo(self) -> None:
        self.setObsolete(True)
        try:
            take_back_answers(self._session.store, self._digests)
        except UserError as error:
            self._session.failed.emit(error)
            return
        self._session.saved.emit()
        self._session.go("inbox")
        self._session.said.emit(f"Đã hoàn tác: {self.text()}.")


def _refused(
    session: Session,
    failed: Callable[[UserError], None] | None,
    owner: QObject | None,
    error: UserError,
) -> None:
    if failed is not None and _is_there(owner):
        failed(error)
    else:
        session.failed.emit(error)


def _is_there(owner: QObject | None) -> bool:
    return owner is None or isValid(owner)


def _told(
    session: Session,
    before: Sequence[ReceivedPackage],
    done: Callable[[list[ReceivedPackage]], None],
    refused: Callable[[UserError], None],
    owner: QObject | None,
    outcome: tuple[list[ReceivedPackage], UserError | None],
) -> None:
    answered, error = outcome
    fresh = {one.digest for one in before if not one.answer}
    first = [one for one in answered if one.digest in fresh]
    if first:  # what took the place of another answer was asked about
        session.undo_stack.push(_TakeBack(session, first))
    if answered and _is_there(owner):
        done(answered)
    elif answered:
        session.said.emit(answered_words(answered))
    if error is not None:
        refused(error)


def _answer(
    digests: Sequence[str],
    verdict: Answer,
    rows: Sequence[ReturnedRow],
    note: str,
    store: Store,
    job: Job,
) -> tuple[list[ReceivedPackage], UserError | None]:
    """Answer one after the other; those before a refusal stay answered, and pages hear of it."""
    answered: list[ReceivedPackage] = []
    for number, digest in enumerate(digests):
        if job.cancelled():
            break
        job.report(number, len(digests))
        try:
            make_reply(store, digest, verdict, rows, note)
        except UserError as error:
            return answered, error
        found = received_package(store, digest)
        assert found is not None  # it was answered just now
        answered.append(found)
    return answered, None


def may_accept(session: Session, waiting: Sequence[ReceivedPackage]) -> bool:
    """Ask once before many are accepted, or one whose sender is not known for sure."""
    doubtful = [one for one in waiting if one.sender is not Sender.CONFIRMED]
    if len(waiting) == 1 and not doubtful:
        return True
    what = f"{len(waiting)} báo cáo" if len(waiting) > 1 else f"báo cáo của {waiting[0].name}"
    told = f" {len(doubtful)} báo cáo" if len(waiting) > 1 else " Báo cáo này"
    doubt = f"{told} chưa xác nhận nguồn gửi." if doubtful else ""
    return session.door.ask(f"Tiếp nhận {what}?{doubt}", "Tiếp nhận")


def answered_words(packages: Sequence[ReceivedPackage]) -> str:
    """Say what was answered, and that nothing was sent by that."""
    if not packages:
        return ""
    words = ANSWER_WORDS[packages[0].answer]
    return (
        f"{words} báo cáo của {some_names(packages)}. Phiếu trả lời chưa gửi đi đâu; "
        "hoàn tác được (Ctrl+Z) cho đến khi lưu phiếu, thư."
    )


def some_names(packages: Sequence[ReceivedPackage]) -> str:
    """The first three by name, the others by number."""
    more = f" và {len(packages) - 3} đơn vị khác" if len(packages) > 3 else ""
    return ", ".join(one.name for one in packages[:3]) + more


def save_replies(
    session: Session,
    packages: Sequence[ReceivedPackage],
    parent: QWidget,
    done: Callable[[], None] | None = None,
) -> None:
    """Ask for a folder and write what goes back to the units: answers, slips, letters.

    ``done`` hears of it when all of them lie there.
    """
    folder = open_folder(parent, "Chọn thư mục để lưu phiếu và thư") if packages else None
    if folder is not None:
        work = partial(_write, [one.digest for one in packages], folder)
        told = partial(_written, session, folder, done)
        run_on_store(session, "Đang lưu phiếu và thư", work, told)


def _write(digests: Sequence[str], folder: Path, store: Store, job: Job) -> list[WrittenReply]:
    from qnapp.exchange.reply_letters import write_replies  # takes long to import

    return write_replies(store, digests, folder, progress=job.report, cancelled=job.cancelled)


def _written(
    session: Session,
    folder: Path,
    done: Callable[[], None] | None,
    written: Sequence[WrittenReply],
) -> None:
    """Say where everything lies; one letter opens in the mail program at once."""
    if done is not None:
        done()
    told = f"Đã lưu {len(written)} phiếu và thư vào “{folder.name}”."
    nameless = [one.name for one in written if not one.address]
    told += f" {len(nameless)} đơn vị chưa có địa chỉ thư trong danh bạ." if nameless else ""
    session.said.emit(told)
    if len(written) != 1 or not open_outside(written[0].letter):
        open_outside(folder)
