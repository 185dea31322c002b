from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from dialog_hands import check_freed
from hands import click, drop_files, press, type_text
from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog
from shiboken6 import isValid

from qnapp.db import evidence
from qnapp.db.worksheet import load_task_row
from qnapp.ui.evidence.dialog import EvidenceDialog
from qnapp.ui.evidence.jobs import open_evidence
from qnapp.ui.evidence.strip import EvidenceStrip, words_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Evidence
    from qnapp.ui.session import Session

UID = "NQ05-2026/1.14"
PERIOD = "2026-Q2"


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    file = tmp_path / "Biên bản họp.pdf"
    file.write_bytes(b"%PDF-1.7 bien ban")
    return file


@pytest.fixture
def strip(qtbot: QtBot, session: Session) -> EvidenceStrip:
    made = EvidenceStrip(session)
    qtbot.addWidget(made)
    made.resize(320, 54)
    made.show()
    made.set_target(UID)
    return made


@pytest.fixture
def dialog(session: Session, store: Store, report_file: Path) -> Iterator[EvidenceDialog]:
    """The list of a task with one file."""
    evidence.add_evidence(store, [report_file], UID, PERIOD)
    made = EvidenceDialog.open_for(session, UID)
    yield made
    if isValid(made):  # it frees itself when a test closes it
        made.close()


def items(store: Store) -> tuple[Evidence, ...]:
    return load_task_row(store, UID, PERIOD).evidence


# the strip


def test_the_strip_says_what_there_is(
    qtbot: QtBot, strip: EvidenceStrip, store: Store, report_file: Path
) -> None:
    assert strip.words.text() == "Chưa có tệp. Kéo thả vào đây"
    assert drop_files(strip, [report_file])
    qtbot.waitUntil(lambda: strip.words.text() == "1 tệp: Biên bản họp.pdf")
    evidence.defer(store, UID, PERIOD, title="Báo cáo quyết toán")
    assert strip.words.text() == "1 tệp, 1 nộp sau: Biên bản họp.pdf, Báo cáo quyết toán"
    assert strip.words.accessibleName().startswith("Minh chứng: 1 tệp")


@pytest.mark.parametrize(
    ("width", "said"),
    [(400, "Chưa có tệp. Kéo thả vào đây"), (170, "Kéo thả tệp vào đây"), (110, "Chưa có tệp")],
)
def test_where_room_is_short_a_shorter_sentence_is_said_whole(
    strip: EvidenceStrip, width: int, said: str
) -> None:
    assert strip.words.shown_words(width - 28) == said


def test_words_of_nothing_but_later_documents(store: Store) -> None:
    evidence.defer(store, UID, PERIOD, title="Báo cáo")
    assert words_for(items(store)) == "1 nộp sau: Báo cáo"


def test_the_button_asks_for_files(
    qtbot: QtBot,
    strip: EvidenceStrip,
    store: Store,
    report_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", lambda *_args, **_kw: ([str(report_file)], "")
    )
    click(strip.add)
    qtbot.waitUntil(lambda: len(items(store)) == 1)


def test_cancelling_the_choice_adds_nothing(
    strip: EvidenceStrip, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args, **_kw: ([], ""))
    click(strip.add)
    assert items(store) == ()


def test_a_program_among_the_files_is_named(
    qtbot: QtBot,
    strip: EvidenceStrip,
    store: Store,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = tmp_path / "cai-dat.exe"
    program.write_bytes(b"MZ")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args, **_kw: ([str(program)], ""))
    with qtbot.waitSignal(session.said) as said:
        click(strip.add)
    assert said.args is not None
    assert "cai-dat.exe có thể chạy chương trình" in str(said.args[0])
    assert len(items(store)) == 1


def test_a_file_that_hardly_opens_is_kept_and_told(
    qtbot: QtBot,
    strip: EvidenceStrip,
    store: Store,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = {"trang.pdf": b"<html>", "đủ.pdf": b"%PDF-1.7", "một.docx": b"x"}
    for name, data in names.items():
        (tmp_path / name).write_bytes(data)
    chosen = [str(tmp_path / name) for name in names]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args, **_kw: (chosen, ""))
    with qtbot.waitSignal(session.said) as said:
        click(strip.add)
    assert said.args == [
        "Đã thêm minh chứng 3 tệp. Xem lại: trang.pdf (nội dung không phải PDF), "
        "một.docx (tệp gần như trống); mở thử, sai thì gắn lại."
    ]
    made = EvidenceDialog.open_for(session, UID)
    states = [made._entries[item.id].state.text() for item in items(store)]
    assert states[0].endswith(" · nội dung không phải PDF")
    assert states[2].endswith(" · tệp gần như trống")
    assert " · thêm " in states[1]
    made.close()


def test_the_same_file_twice_is_said_and_kept_once(
    qtbot: QtBot,
    strip: EvidenceStrip,
    store: Store,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, said_of in (("a.txt", "Đã thêm minh chứng a.txt."), ("b.txt", "b.txt đã có trong")):
        file = tmp_path / name
        file.write_text("Đã họp", encoding="utf-8")
        chosen = ([str(file)], "")
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, _c=chosen, **_kw: _c)
        with qtbot.waitSignal(session.said) as said:
            click(strip.add)
        assert said.args is not None
        assert str(said.args[0]).startswith(said_of)
    assert len(items(store)) == 1


def test_where_nothing_may_be_added_the_reason_stands(
    strip: EvidenceStrip, report_file: Path
) -> None:
    strip.set_allowed(allowed=False, reason="Kỳ này đang khóa")
    assert strip.words.text() == "Kỳ này đang khóa"
    assert strip.add.isHidden()
    assert not drop_files(strip, [report_file])


def test_a_file_that_cannot_be_read_is_said_and_changes_nothing(
    qtbot: QtBot, strip: EvidenceStrip, session: Session, store: Store, tmp_path: Path
) -> None:
    empty = tmp_path / "trống.pdf"
    empty.touch()
    with qtbot.waitSignal(session.failed) as failed:
        strip.add_files([empty])
    assert "trống.pdf" in str(failed.args[0])
    assert items(store) == ()


def test_folders_are_not_taken(strip: EvidenceStrip, tmp_path: Path) -> None:
    assert not drop_files(strip, [tmp_path])


# the list


def test_number_date_and_title_are_written(dialog: EvidenceDialog, store: Store) -> None:
    entry = next(iter(dialog._entries.values()))
    entry.fields.number.setFocus()
    type_text(entry.fields.number, "12-BB/ĐU")
    entry.fields.day.setFocus()
    type_text(entry.fields.day, "20/5/2026")
    entry.fields.title.setFocus()
    type_text(entry.fields.title, "Họp phường")
    click(dialog.close_button)
    item = items(store)[0]
    assert (item.number, item.title) == ("12-BB/ĐU", "Họp phường")
    assert str(item.issued_on) == "2026-05-20"


def test_a_removed_file_can_be_taken_back(dialog: EvidenceDialog, store: Store) -> None:
    entry = next(iter(dialog._entries.values()))
    click(entry.remove)
    assert items(store) == ()
    assert dialog.empty.isVisible()
    assert dialog.removed.words.text().startswith("Đã bỏ Biên bản họp.pdf.")
    dialog.removed.clicked.emit()
    assert [item.name for item in items(store)] == ["Biên bản họp.pdf"]
    assert not dialog.empty.isVisible()


def test_a_document_can_be_named_before_it_comes(
    qtbot: QtBot,
    dialog: EvidenceDialog,
    store: Store,
    report_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    click(dialog.defer_button)
    click(dialog.later_add)
    assert dialog.later_title.fault() == "Ghi tên văn bản sẽ nộp sau."
    type_text(dialog.later_title, "Báo cáo quyết toán")
    press(dialog.later_title, Qt.Key.Key_Return)
    later = items(store)[-1]
    assert (later.deferred, later.title) == (True, "Báo cáo quyết toán")
    entry = dialog._entries[later.id]
    assert entry.state.text() == "nộp sau"
    other = report_file.with_name("Quyết toán.pdf")
    other.write_bytes(b"%PDF-1.7 quyet toan")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_kw: (str(other), ""))
    click(entry.file)
    qtbot.waitUntil(lambda: not items(store)[-1].deferred)
    assert items(store)[-1].name == "Quyết toán.pdf"


def test_an_unchangeable_list_only_opens(
    qtbot: QtBot, session: Session, store: Store, report_file: Path
) -> None:
    evidence.add_evidence(store, [report_file], UID, PERIOD)
    shown = EvidenceDialog.open_for(session, UID, changeable=False)
    qtbot.addWidget(shown)
    entry = next(iter(shown._entries.values()))
    assert entry.fields.number.isReadOnly()
    assert entry.remove.isHidden()
    assert shown.add.isHidden()
    assert not entry.open.isHidden()


# opening


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to the PC's own programs."""
    found: list[str] = []

    def take(url: QUrl) -> bool:
        found.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return found


def test_a_copy_is_opened_under_its_own_name(
    qtbot: QtBot, dialog: EvidenceDialog, store: Store, opened: list[str]
) -> None:
    click(next(iter(dialog._entries.values())).open)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].endswith("Biên bản họp.pdf")
    assert opened[0] != str(evidence.stored_file(store, items(store)[0].id))


def test_what_can_run_is_asked_first(
    qtbot: QtBot,
    session: Session,
    store: Store,
    door: RecordingDoor,
    tmp_path: Path,
    opened: list[str],
) -> None:
    program = tmp_path / "cai-dat.exe"
    program.write_bytes(b"MZ")
    evidence.add_evidence(store, [program], UID, PERIOD)
    item = items(store)[0]
    assert open_evidence(session, item) is None
    assert "có thể chạy chương trình" in door.sentences()[0]
    door.answers = [0]  # Không mở, which Enter takes
    assert open_evidence(session, item) is None
    assert door.boxes[-1].buttons == ("Không mở", "Mở tệp")
    door.answers = [1]
    assert open_evidence(session, item) is not None
    qtbot.waitUntil(lambda: bool(opened))


def test_an_altered_file_is_not_opened(
    qtbot: QtBot, dialog: EvidenceDialog, store: Store, session: Session, opened: list[str]
) -> None:
    kept = evidence.stored_file(store, items(store)[0].id)
    kept.chmod(0o644)
    kept.write_bytes(b"something else")
    with qtbot.waitSignal(session.failed):
        click(next(iter(dialog._entries.values())).open)
    assert opened == []
    assert dialog.band.isVisible()


def test_the_list_is_freed_when_it_is_closed(
    session: Session, store: Store, report_file: Path, qtbot: QtBot
) -> None:
    evidence.add_evidence(store, [report_file], UID, PERIOD)
    check_freed(lambda: EvidenceDialog.open_for(session, UID))


def test_a_promised_document_has_one_button_at_a_time(dialog: EvidenceDialog) -> None:
    assert "Nộp sau" in dialog.empty._label.text()
    click(dialog.defer_button)
    assert dialog.empty._label.text() == "Chưa có minh chứng."  # that button is gone
    assert dialog.later_add.isVisible()
    assert not dialog.defer_button.isVisible()
    type_text(dialog.later_title, "Báo cáo quyết toán")
    click(dialog.later_add)
    assert dialog.defer_button.isVisible()
    assert not dialog.later_add.isVisible()


def test_enter_twice_takes_one_file_away(
    qtbot: QtBot, dialog: EvidenceDialog, store: Store, tmp_path: Path
) -> None:
    second = tmp_path / "Phương án.pdf"
    second.write_bytes(b"%PDF-1.7 phuong an")
    evidence.add_evidence(store, [second], UID, PERIOD)
    first = items(store)[0]
    button = dialog._entries[first.id].remove
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    for _twice in range(2):
        focused = QApplication.focusWidget()
        assert focused is not None
        press(focused, Qt.Key.Key_Return)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [item.name for item in items(store)] == ["Phương án.pdf"]
    assert dialog.isVisible()
