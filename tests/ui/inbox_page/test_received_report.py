"""A received report: read row by row, its evidence opened, rows marked and returned, accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click, press, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from reporting_units import HA_TU, Q1, TUAN_CHAU
from shiboken6 import isValid

from qnapp.db.inbox import received_packages
from qnapp.db.replies import replies_to
from qnapp.db.reporters import update_reporter
from qnapp.db.roster import confirm_key
from qnapp.domain.replies import Answer
from qnapp.domain.report_checks import part_of
from qnapp.errors import FileError
from qnapp.exchange.receiving import take_in_many
from qnapp.exchange.reply import make_reply
from qnapp.models.finding_model import TitleRole
from qnapp.models.inbox_lines import InboxColumn
from qnapp.models.received_rows import RowFilter
from qnapp.models.received_rows_model import RowColumn
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import text_width
from qnapp.ui.submission.detail import _put
from qnapp.ui.submission.dialog import ACCEPT, CHECKS, PAPERS, SubmissionDialog
from qnapp.ui.submission.marks import REASONS
from qnapp.ui.submission.return_dialog import NO_REASON, ReturnDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.inbox_page.page import InboxPage

PLAN = "NQ05-2026"
ROW = "NQ05-2026/3.2"


@pytest.fixture
def inbox(page: InboxPage, sent: dict[str, Path], store: Store) -> InboxPage:
    """The page with the reports of Hà Tu (its key confirmed), Tuần Châu and Hà Lầm."""
    take_in_many(store, [sent["first"], sent["tuần châu"], sent["hà lầm"]])
    (first,) = received_packages(store, PLAN, Q1, HA_TU)
    confirm_key(store, HA_TU, first.name, first.key)
    page.reload()
    page.show_code(HA_TU)
    return page


@pytest.fixture
def dialog(inbox: InboxPage, qtbot: QtBot) -> Iterator[SubmissionDialog]:
    found = opened(inbox, qtbot)
    yield found
    if isValid(found):
        found.close()


def recording(opened_files: list[Path]) -> Callable[[Path], bool]:
    """Stands for the PC's own programs."""

    def open_file(path: Path) -> bool:
        opened_files.append(path)
        return True

    return open_file


def opened(inbox: InboxPage, qtbot: QtBot) -> SubmissionDialog:
    click(inbox.foot.read)
    found = inbox.window().findChildren(SubmissionDialog)[-1]
    qtbot.waitUntil(lambda: bool(found.rows.model.rows()))
    return found


def return_dialog(dialog: SubmissionDialog) -> ReturnDialog:
    return dialog.findChildren(ReturnDialog)[-1]


def answer_of(inbox: InboxPage, code: str) -> str:
    row = inbox.model.row_of(code)
    return str(inbox.model.index(row, InboxColumn.ANSWER).data() or "")


def test_a_row_is_read_in_full_with_its_file(
    dialog: SubmissionDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_files: list[Path] = []
    target = "qnapp.ui.submission.dialog.open_outside"
    monkeypatch.setattr(target, recording(opened_files))
    dialog.rows.go_to(ROW)
    texts = [label.text() for label in dialog.rows.detail.findChildren(Label)]
    assert "Đã khởi công" in texts
    assert "Vướng giải phóng mặt bằng" in texts
    (link,) = [
        one for one in dialog.rows.detail.findChildren(LinkButton)
        if one.text().startswith("Biên bản.txt")
    ]  # fmt: skip
    click(link)
    qtbot.waitUntil(lambda: bool(opened_files))
    assert opened_files[0].read_text(encoding="utf-8") == "Biên bản khởi công"
    assert opened_files[0].name == "Biên bản.txt"


def test_what_could_run_something_is_asked_first(
    dialog: SubmissionDialog, door: RecordingDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.setattr("qnapp.ui.submission.dialog.open_outside", lambda _path: pytest.fail("ran"))
    held = next(iter(dialog.rows.detail._files.values()))
    dialog.open_file(replace(held, name="cài đặt.exe"))
    assert "có thể chạy chương trình" in door.sentences()[-1]


def test_titles_get_what_the_states_leave(dialog: SubmissionDialog) -> None:
    table = dialog.rows.table
    state, title = (table.columnWidth(one) for one in (RowColumn.STATE, RowColumn.TITLE))
    assert state >= text_width("Đang triển khai") + 23 + 16
    dialog.rows.chips.choose(RowFilter.REMARKS)
    assert table.columnWidth(RowColumn.STATE) == state  # a filter moves no column
    assert table.columnWidth(RowColumn.TITLE) >= title > state


def test_filters_narrow_the_rows(dialog: SubmissionDialog) -> None:
    rows, counts = dialog.rows, dialog.rows.model.counts()
    assert counts[RowFilter.REMARKS] == 1
    rows.chips.choose(RowFilter.REMARKS)
    assert [line.key for line in rows.model.shown()] == [ROW]
    rows.chips.choose(RowFilter.MARKED)
    assert rows.empty.isVisible()
    click(rows.empty._button)
    type_text(rows.search, "giải phóng")
    press(rows.search, Qt.Key.Key_Return)
    assert [line.key for line in rows.model.shown()] == [ROW]


def test_a_finding_leads_to_its_row(dialog: SubmissionDialog) -> None:
    dialog.show_view(CHECKS)
    finding = dialog.findings.finding(1)
    assert finding is not None
    place = dialog.check_list.visualRect(dialog.findings.index(1)).center()
    click(dialog.check_list.viewport(), place)
    assert dialog.rows.isVisible()
    assert dialog.rows.table.current_uid() == finding.where


def test_a_finding_of_the_words_leads_to_them(dialog: SubmissionDialog) -> None:
    dialog.show_view(CHECKS)
    (at,) = (
        row
        for row in range(dialog.findings.rowCount())
        if (finding := dialog.findings.finding(row)) is not None and part_of(finding) == "next"
    )
    index = dialog.findings.index(at)
    assert str(index.data(TitleRole)).startswith("V. ")
    dialog.check_list.scrollTo(index)
    click(dialog.check_list.viewport(), dialog.check_list.visualRect(index).center())
    assert dialog.words.isVisible()


def test_a_workbook_is_checked_here(
    page: InboxPage, qtbot: QtBot, sent: dict[str, Path], store: Store
) -> None:
    take_in_many(store, [sent["workbook"]])
    page.reload()
    page.show_filter("sent")
    dialog = opened(page, qtbot)
    assert dialog._package.findings is None  # a workbook says nothing of its checks
    assert dialog.findings.rowCount() > 1
    assert dialog.rows.model.counts()[RowFilter.FINDINGS] > 0
    click(dialog.close_button)


def test_the_printed_pages_are_those_that_came(dialog: SubmissionDialog, qtbot: QtBot) -> None:
    dialog.show_view(PAPERS)
    qtbot.waitUntil(lambda: dialog.papers.preview.view.pages() > 1, timeout=20_000)
    drawn, report = dialog.papers.preview.view.drawn, dialog._report
    assert drawn is not None
    assert report is not None
    assert report.printed is not None
    assert len(drawn.data) == report.printed.size
    assert dialog.papers.signed.words.text() == "Gói không kèm bản đã ký."


def test_rows_go_back_with_a_reason_each(
    inbox: InboxPage, dialog: SubmissionDialog, qtbot: QtBot, store: Store
) -> None:
    table, model = dialog.rows.table, dialog.rows.model
    dialog.rows.go_to(ROW)
    press(table, Qt.Key.Key_Space)
    assert not dialog.accept_button.isEnabled()
    type_text(dialog.rows.detail.reason, "Thiếu ảnh hiện trường")
    other = next(line for line in model.shown() if line.key != ROW)
    box = table.visualRect(model.index(model.row_of(other.key), RowColumn.MARK)).center()
    table.scrollTo(model.index(model.row_of(other.key), RowColumn.MARK))
    box = table.visualRect(model.index(model.row_of(other.key), RowColumn.MARK)).center()
    click(table.viewport(), box)
    assert dialog.send_back.text() == "Trả lại 2 dòng…"
    assert (dialog.send_back.loud, dialog.accept_button.loud) == (True, False)
    click(dialog.send_back)
    asked = return_dialog(dialog)
    click(asked.deed)
    empty = next(one for one in asked.entries if one.line.key == other.key)
    assert empty.reason.fault() == NO_REASON  # none is empty
    assert replies_to(store, dialog._package.digest) == ()
    type_text(empty.reason, "Chưa nêu số liệu")
    type_text(asked.note, "Gửi lại trước 25/3")
    with qtbot.waitSignal(dialog.answered, timeout=10_000):
        click(asked.deed)
    (reply,) = replies_to(store, dialog._package.digest)
    assert reply.verdict is Answer.RETURNED
    assert {row.uid: row.reason for row in reply.rows} == {
        ROW: "Thiếu ảnh hiện trường",
        other.key: "Chưa nêu số liệu",
    }
    assert reply.note == "Gửi lại trước 25/3"
    qtbot.waitUntil(lambda: answer_of(inbox, HA_TU) == "Đã trả lại")
    assert inbox.model.line(HA_TU).state_words == "Đã trả lại"  # type: ignore[union-attr]
    assert "Phiếu trả lời chưa gửi đi đâu" in inbox.replied.words.text()


def test_marks_outlive_the_dialog_until_the_report_is_answered(
    inbox: InboxPage, dialog: SubmissionDialog, qtbot: QtBot
) -> None:
    dialog.rows.go_to(ROW)
    click(dialog.rows.detail.mark)
    _put(dialog.rows.detail.reason, REASONS[0])
    click(dialog.close_button)
    again = opened(inbox, qtbot)
    assert again.marks.reasons == {ROW: REASONS[0]}
    again.rows.go_to(ROW)
    click(again.rows.detail.mark)
    assert again.marks.reasons == {}
    click(again.close_button)


def test_a_row_left_out_at_the_last_moment_stays(
    inbox: InboxPage, dialog: SubmissionDialog, store: Store, qtbot: QtBot
) -> None:
    first, second = dialog.rows.model.shown()[:2]
    for line in (first, second):
        dialog.marks.mark(line.kind, line.key, "Chưa rõ")
    click(dialog.send_back)
    asked = return_dialog(dialog)
    click(asked.entries[0].leave_out)
    assert asked.deed.text() == "Trả lại 1 dòng"
    with qtbot.waitSignal(dialog.answered, timeout=10_000):
        click(asked.deed)
    (reply,) = replies_to(store, dialog._package.digest)
    assert [row.uid for row in reply.rows] == [second.key]


def test_accepting_several_at_once_asks_about_the_doubtful(
    inbox: InboxPage, door: RecordingDoor, qtbot: QtBot
) -> None:
    inbox.show_filter("sent")
    inbox.table.selectAll()
    assert inbox.foot.accept.text() == "Tiếp nhận 3 báo cáo"
    told: list[object] = []
    inbox.session.changed.connect(told.append)
    click(inbox.foot.accept)  # the door is closed without an answer
    assert door.sentences()[-1] == "Tiếp nhận 3 báo cáo? 2 báo cáo chưa xác nhận nguồn gửi."
    assert answer_of(inbox, TUAN_CHAU) == "Chưa trả lời"
    door.answers = [0]
    click(inbox.foot.accept)
    qtbot.waitUntil(lambda: answer_of(inbox, TUAN_CHAU) == "Đã tiếp nhận", timeout=10_000)
    assert answer_of(inbox, HA_TU) == "Đã tiếp nhận"
    assert not inbox.foot.accept.isVisible()
    assert len(told) == 1  # pages read themselves anew once, not once for each report


def test_a_refusal_in_the_middle_leaves_the_others_answered_and_is_said(
    inbox: InboxPage, door: RecordingDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: list[str] = []

    def answer(store: Store, digest: str, *more: object) -> object:
        known.append(digest)
        if len(known) == 2:
            raise FileError("Ổ đĩa đã đầy.")
        return make_reply(store, digest, *more)  # type: ignore[arg-type]

    monkeypatch.setattr("qnapp.ui.inbox_page.answering.make_reply", answer)
    inbox.show_filter("sent")
    inbox.table.selectAll()
    door.answers = [0]
    with qtbot.waitSignal(inbox.session.failed, timeout=10_000) as failed:
        click(inbox.foot.accept)
    assert str(failed.args[0]) == "Ổ đĩa đã đầy."
    lines = inbox.model.shown()
    assert [line.answer_words for line in lines] == ["Đã tiếp nhận"] + 2 * ["Chưa trả lời"]
    assert inbox.replied.isVisible()


def test_an_answer_is_undone_until_it_is_saved_to_be_sent(
    inbox: InboxPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = inbox.session
    click(inbox.foot.accept)
    qtbot.waitUntil(inbox.replied.isVisible, timeout=10_000)
    assert "Ctrl+Z" in inbox.replied.accessibleName()
    session.undo_stack.undo()
    assert answer_of(inbox, HA_TU) == "Chưa trả lời"
    assert not inbox.replied.isVisible()
    assert not session.undo_stack.canRedo()
    click(inbox.foot.accept)
    qtbot.waitUntil(inbox.replied.isVisible, timeout=10_000)
    monkeypatch.setattr("qnapp.ui.inbox_page.answering.open_outside", recording([]))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    with qtbot.waitSignal(session.said, timeout=20_000):
        click(inbox.replied._button)
    with qtbot.waitSignal(session.failed) as failed:
        session.undo_stack.undo()
    assert "đã lưu ra để gửi" in str(failed.args[0])
    assert answer_of(inbox, HA_TU) == "Đã tiếp nhận"


def test_another_answer_is_asked_about_first(
    inbox: InboxPage, door: RecordingDoor, qtbot: QtBot, store: Store
) -> None:
    click(inbox.foot.accept)  # one whose key is confirmed needs no question
    qtbot.waitUntil(lambda: answer_of(inbox, HA_TU) == "Đã tiếp nhận", timeout=10_000)
    assert door.boxes == []
    dialog = opened(inbox, qtbot)
    dialog.marks.mark(dialog.rows.model.shown()[0].kind, ROW, "Số liệu chưa khớp")
    click(dialog.send_back)
    asked = return_dialog(dialog)
    click(asked.deed)
    assert "đã tiếp nhận. Thay bằng trả lời mới?" in door.sentences()[-1]
    assert len(replies_to(store, dialog._package.digest)) == 1
    door.answers = [0]
    with qtbot.waitSignal(dialog.answered, timeout=10_000):
        click(asked.deed)
    assert len(replies_to(store, dialog._package.digest)) == 2


def test_answer_slip_and_letter_lie_in_one_folder(
    inbox: InboxPage,
    qtbot: QtBot,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from email import message_from_bytes, policy

    update_reporter(store, HA_TU, email="dang-uy@hatu.example.vn")
    shown: list[Path] = []
    target = "qnapp.ui.inbox_page.answering.open_outside"
    monkeypatch.setattr(target, recording(shown))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    click(inbox.foot.accept)
    qtbot.waitUntil(inbox.replied.isVisible, timeout=10_000)
    with qtbot.waitSignal(inbox.session.said, timeout=20_000) as said:
        click(inbox.replied._button)
    assert said.args[0].startswith("Đã lưu 1 phiếu và thư vào")
    assert not inbox.replied.isVisible()  # it offered what is done now
    suffixes = sorted(path.suffix for path in tmp_path.iterdir() if path.is_file())
    assert suffixes == [".eml", ".pdf", ".qnph"]
    (letter,) = tmp_path.glob("*.eml")
    assert shown == [letter]
    mail = message_from_bytes(letter.read_bytes(), policy=policy.default)
    assert mail["To"] == "dang-uy@hatu.example.vn"
    assert mail["X-Unsent"] == "1"
    assert "Báo cáo đã được tiếp nhận." in mail.get_body().get_content()  # type: ignore[union-attr]
    assert len(list(mail.iter_attachments())) == 2


def test_the_matrix_opens_the_report_at_its_row(inbox: InboxPage, qtbot: QtBot) -> None:
    inbox.show_item(f"return:{HA_TU}", ROW)
    found = inbox.window().findChildren(SubmissionDialog)[-1]
    qtbot.waitUntil(lambda: ROW in found.marks.reasons)
    assert found.rows.table.current_uid() == ROW
    assert found.accept_button.text() == ACCEPT
    click(found.close_button)


def test_closing_while_the_report_is_read_hurts_nobody(inbox: InboxPage, qtbot: QtBot) -> None:
    click(inbox.foot.read)
    found = inbox.window().findChildren(SubmissionDialog)[-1]
    with qtbot.waitSignal(inbox.session.tasks.ended):
        click(found.close_button)


def test_the_rows_hold_the_promises_of_a_model(
    dialog: SubmissionDialog, qtmodeltester: object
) -> None:
    model = dialog.rows.model
    qtmodeltester.check(model)  # type: ignore[attr-defined] # stays alive while things change
    dialog.marks.mark(dialog.rows.model.shown()[0].kind, ROW, "Chưa rõ")
    for wanted in (RowFilter.MARKED, RowFilter.OVERDUE, RowFilter.ALL):
        dialog.rows.chips.choose(wanted)
    index = model.index(model.row_of(ROW), RowColumn.MARK)
    assert model.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert dialog.marks.reasons == {}
