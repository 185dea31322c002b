"""What is done with a piece of evidence: added, promised, opened, copied, checked, thrown away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dialog_hands import check_freed, give_up
from evidence_hands import PERIOD, choose, dialog_of, names, uid
from hands import click, drop_files, press, type_text
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog

from qnapp.db.content import content_path
from qnapp.db.evidence import all_evidence, get, stored_file, use_for
from qnapp.models.evidence_lines import EvidenceFilter
from qnapp.ui.evidence_page.row_dialog import RowDialog
from qnapp.ui.evidence_page.trash_dialog import TrashDialog
from qnapp.ui.evidence_page.view import numbered

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Evidence
    from qnapp.ui.evidence_page.page import EvidencePage
    from qnapp.ui.session import Session


def trigger(page: EvidencePage, words: str) -> None:
    menu = page.tools.make_menu()
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()
    menu.deleteLater()


# adding


def test_files_dropped_beside_cards_ask_for_their_row(
    page: EvidencePage, make_file: Callable[..., Path], store: Store, qtbot: QtBot
) -> None:
    page._stack.setCurrentWidget(page.view)
    assert drop_files(page.view.viewport(), [make_file("Biên bản.txt"), make_file("Ảnh.txt")])
    dialog = dialog_of(page)
    assert dialog.windowTitle() == "2 tệp là minh chứng của"
    press(dialog.search, Qt.Key.Key_Down)
    click(dialog.take)
    qtbot.waitUntil(lambda: len(all_evidence(store)) == 2)
    assert {one.links for one in all_evidence(store)} == {((uid("1.14"), PERIOD),)}


def test_a_file_dropped_while_another_is_being_named_is_shown_once_it_is_there(
    page: EvidencePage,
    make_file: Callable[..., Path],
    attach: Callable[..., Evidence],
    store: Store,
    qtbot: QtBot,
) -> None:
    old = attach("Cũ.txt")
    page.show_piece(old.id)
    page.detail.fields.number.setFocus()
    qtbot.waitUntil(page.detail.fields.number.hasFocus)
    type_text(page.detail.fields.number, "1-BB/ĐU")
    assert drop_files(page.view.viewport(), [make_file("Mới.txt", b"Kh\xc3\xa1c")])
    dialog = dialog_of(page)
    press(dialog.search, Qt.Key.Key_Down)
    click(dialog.take)
    qtbot.waitUntil(lambda: len(all_evidence(store)) == 2)
    qtbot.waitUntil(lambda: page.line is not None and page.line.name == "Mới.txt")
    assert page.detail.fields.number.text() == ""
    assert get(store, old.id).number == "1-BB/ĐU"


def test_files_that_are_gone_are_told_before_anything_is_asked(
    page: EvidencePage, make_file: Callable[..., Path], session: Session, qtbot: QtBot
) -> None:
    gone = make_file("đã xóa.txt")
    gone.unlink()
    for place in (page.view.viewport(), page.empty):
        with qtbot.waitSignal(session.failed) as failed:
            assert drop_files(place, [make_file("Một.txt"), gone])
        assert "đã xóa.txt" in str(failed.args[0])
        assert page.window().findChildren(RowDialog) == []
        assert not page.view.frame.isVisible()


def test_cards_show_number_and_day(page: EvidencePage, attach: Callable[..., Evidence]) -> None:
    attach("Một.txt")
    assert numbered(page.view.lines.lines[0]) == "chưa có số, ngày"
    attach("Hai.txt", number="17-BB/ĐU", issued_on="12/5/2026")
    told = {line.name: numbered(line) for line in page.view.lines.lines}
    assert told["Hai.txt"] == "17-BB/ĐU, 12/5/2026"


def test_an_empty_register_takes_files_too(
    page: EvidencePage, make_file: Callable[..., Path]
) -> None:
    assert drop_files(page.empty, [make_file("Biên bản.txt")])
    dialog_of(page).reject()


def test_files_dropped_on_a_card_go_to_its_task(
    page: EvidencePage,
    attach: Callable[..., Evidence],
    make_file: Callable[..., Path],
    store: Store,
    qtbot: QtBot,
) -> None:
    attach("Một.txt", "1.15")
    place = page.view.visualRect(page.view.lines.index(0)).center()
    assert drop_files(page.view.viewport(), [make_file("Hai.txt")], place)
    qtbot.waitUntil(lambda: len(all_evidence(store)) == 2)
    assert all_evidence(store)[0].links == ((uid("1.15"), PERIOD),)
    assert page.window().findChildren(RowDialog) == []


def test_the_button_asks_for_files_then_for_the_row_and_undo_takes_them_back(
    page: EvidencePage,
    make_file: Callable[..., Path],
    store: Store,
    session: Session,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = make_file("Biên bản.txt")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([str(file)], ""))
    click(page.add)
    press(dialog_of(page).search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["Biên bản.txt"])
    session.undo_stack.undo()
    assert names(page) == []
    session.undo_stack.redo()
    assert names(page) == ["Biên bản.txt"]
    assert stored_file(store, all_evidence(store)[0].evidence.id).read_bytes() == file.read_bytes()


def test_the_dialog_offers_no_restricted_and_no_foreign_row(page: EvidencePage) -> None:
    page.doing.promise()
    dialog = dialog_of(page)
    offered = {dialog.rows.hit(row).code for row in range(dialog.rows.rowCount())}
    sheet = page.session.worksheet()
    assert offered == {row.code for row in sheet.own_tasks} | {
        row.code for row in sheet.followed_indicators
    }
    type_text(dialog.search, "xyz")
    dialog.search.search_now()
    assert dialog.nothing.isVisible()
    assert not dialog.take.isEnabled()
    dialog.reject()


# promises


def test_a_promise_is_noted_named_and_fulfilled(
    page: EvidencePage,
    store: Store,
    make_file: Callable[..., Path],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trigger(page, "Ghi văn bản nộp sau")
    dialog = dialog_of(page)
    click(dialog.take)
    assert dialog.title.fault()
    type_text(dialog.title, "Quyết định phê duyệt")
    type_text(dialog.day, "20/6")
    click(dialog.take)
    line = page.line
    assert line is not None
    assert (line.name, line.state) == ("Quyết định phê duyệt", "nộp sau, còn 15 ngày")
    assert page.detail.fields.promise.isVisible()
    assert not page.detail.open.isVisible()
    file = make_file("QĐ 12.txt")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(file), ""))
    click(page.detail.file)
    qtbot.waitUntil(lambda: names(page) == ["QĐ 12.txt"])
    assert not get(store, line.id).deferred
    assert page.tools.chips._chips[EvidenceFilter.LATER].label() == "Nộp sau 0"


def test_a_bad_day_of_a_promise_stays_in_the_dialog(page: EvidencePage, store: Store) -> None:
    trigger(page, "Ghi văn bản nộp sau")
    dialog = dialog_of(page)
    type_text(dialog.title, "Quyết định")
    type_text(dialog.day, "31/02")
    click(dialog.take)
    assert dialog.isVisible()
    assert dialog.day.fault()
    assert all_evidence(store) == []
    give_up(dialog)


# opening, copying, checking


def test_a_program_is_asked_about_and_everything_else_is_opened(
    page: EvidencePage,
    attach: Callable[..., Evidence],
    door: RecordingDoor,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    harmless = attach("Biên bản.txt")
    attach("Trò chơi.exe")
    click(page.detail.open)
    assert "có thể chạy chương trình" in door.sentences()[0]
    assert opened == []
    choose(page, harmless)
    press(page.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert Path(opened[0].toLocalFile()).name == "Biên bản.txt"


def test_a_copy_goes_where_a_person_wants_it(
    page: EvidencePage,
    attach: Callable[..., Evidence],
    tmp_path: Path,
    session: Session,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attach("Biên bản.txt")
    target = tmp_path / "chép.txt"
    proposed: list[str] = []

    def save(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        proposed.append(name)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    with qtbot.waitSignal(session.said):
        click(page.detail.copy)
    assert [Path(one).name for one in proposed] == ["Biên bản.txt"]
    assert target.read_bytes() == "Biên bản.txt".encode()


def test_checking_all_says_that_all_is_sound(
    page: EvidencePage, attach: Callable[..., Evidence], session: Session, qtbot: QtBot
) -> None:
    attach("Biên bản.txt")
    with qtbot.waitSignal(session.said) as said:
        trigger(page, "Kiểm tra mọi tệp")
    assert said.args == ["Đã kiểm tra 1 tệp: đủ và nguyên vẹn."]


def test_checking_all_finds_what_was_altered_and_what_is_gone(
    page: EvidencePage, attach: Callable[..., Evidence], store: Store, qtbot: QtBot
) -> None:
    altered, gone = attach("Sửa.txt"), attach("Mất.txt")
    attach("Đủ.txt", period="2026-Q1")
    content_path(store.folder, altered.sha256).write_bytes(b"khac")
    content_path(store.folder, gone.sha256).unlink()
    trigger(page, "Kiểm tra mọi tệp")
    qtbot.waitUntil(page.notice.isVisible)
    assert "1 tệp mất, 1 tệp bị sửa" in page.notice.words.text()
    click(page.notice._button)
    assert sorted(names(page)) == ["Mất.txt", "Sửa.txt"]
    assert page.line is not None
    assert (page.line.state, page.line.color) == ("mất hoặc bị sửa", "bad")
    assert page.detail.notice.isVisible()


# trash


def test_a_piece_goes_into_the_trash_and_comes_back(
    page: EvidencePage, attach: Callable[..., Evidence], store: Store, session: Session
) -> None:
    item = attach("Biên bản.txt")
    use_for(store, item.id, uid("1.15"), PERIOD)
    page.view.setFocus()
    press(page.view, Qt.Key.Key_Delete)
    assert names(page) == []
    trigger(page, "Thùng rác")
    dialog = page.window().findChildren(TrashDialog)[-1]
    click(dialog.entries[0].back)
    assert names(page) == ["Biên bản.txt"]
    assert len(all_evidence(store)[0].links) == 2
    assert dialog.empty.isVisible()
    session.undo_stack.undo()
    assert names(page) == []
    assert len(dialog.entries) == 1
    session.undo_stack.undo()  # the removal itself
    assert names(page) == ["Biên bản.txt"]
    dialog.close()


def test_enter_twice_on_the_bin_takes_one_piece_away(
    page: EvidencePage, attach: Callable[..., Evidence], qtbot: QtBot
) -> None:
    for name in ("Một.txt", "Hai.txt", "Ba.txt"):
        attach(name)
    page.detail.remove.setFocus()
    qtbot.waitUntil(page.detail.remove.hasFocus)
    press(page.detail.remove, Qt.Key.Key_Return)
    qtbot.waitUntil(page.view.hasFocus)
    press(page.view, Qt.Key.Key_Return)
    assert len(names(page)) == 2


# memory


@pytest.mark.parametrize("kind", ["row", "trash"])
def test_a_dialog_is_freed_when_it_is_closed(page: EvidencePage, kind: str) -> None:
    shows, dialog = {
        "row": (page.doing.promise, RowDialog),
        "trash": (page.doing.show_trash, TrashDialog),
    }[kind]

    def make() -> QDialog:
        shows()
        return page.window().findChildren(dialog)[-1]

    check_freed(make)
