"""Thiết lập: each change is in the store at once, can be undone, and is refused with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click, press, turn_wheel, type_text
from PySide6.QtCore import Qt
from settings_hands import press_focused, retype

from qnapp.db.assignments import add_local_task
from qnapp.db.history import recent
from qnapp.db.organisations import own_organisation, update_own
from qnapp.db.progress import set_progress
from qnapp.db.settings import get_settings
from qnapp.ui.checks_page import ChecksPage
from qnapp.ui.kit.labels import IconText, Label
from qnapp.ui.kit.theme import theme
from qnapp.ui.settings_page.page import SettingsPage
from qnapp.ui.settings_page.section import Section

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.settings_page.tasks import FollowDialog
    from qnapp.ui.window import MainWindow


def test_it_shows_what_the_store_holds(page: SettingsPage) -> None:
    assert page.unit.name.value() == "Phường Hà Tu"
    assert page.clerk.clerk.value() == "Trần Thị Mẫu"
    assert page.letterhead.letterhead.value() == "dang"
    assert page.letterhead.title.value() == "Bí thư"


def test_the_symbol_that_an_empty_field_stands_for_is_seen_in_it(
    page: SettingsPage, store: Store
) -> None:
    assert page.unit.symbol.placeholderText() == "Theo thể thức văn bản"
    update_own(store, symbol="SM")  # as the first run keeps one that was typed in
    page.reload()
    assert page.unit.symbol.value() == ""
    assert page.unit.symbol.placeholderText() == "SM"


def test_the_first_field_is_filled_when_the_page_is_opened(
    make_window: Callable[..., MainWindow],
) -> None:
    window = make_window(ChecksPage, SettingsPage)
    window.activateWindow()
    window.show_page("settings")
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    for section in page.findChildren(Section):
        for bound in section._bound:
            assert bound.field.value() == bound.read(), bound.label


def test_a_name_is_in_the_store_as_soon_as_the_field_is_left(
    page: SettingsPage, store: Store
) -> None:
    retype(page.unit.name, "Phường Hà Tu (mới)")
    assert own_organisation(store).name == "Phường Hà Tu (mới)"


def test_a_new_clerk_stands_beside_the_next_changes(page: SettingsPage, store: Store) -> None:
    retype(page.clerk.clerk, "Đỗ Văn Tập")
    retype(page.letterhead.signer, "Lê Văn Thử")
    (entry,) = [one for one in recent(store) if one.key == "signer" and one.old]
    assert (entry.clerk, entry.new) == ("Đỗ Văn Tập", "Lê Văn Thử")


def test_a_clerk_without_a_name_is_refused_and_the_old_one_comes_back(
    page: SettingsPage, store: Store, session: Session, qtbot: QtBot
) -> None:
    field = page.clerk.clerk
    field.setFocus()
    field.selectAll()
    press(field, Qt.Key.Key_Delete)
    with qtbot.waitSignal(session.failed):
        press(field, Qt.Key.Key_Return)
    assert field.value() == "Trần Thị Mẫu"
    assert get_settings(store).clerk == "Trần Thị Mẫu"


def test_undo_brings_the_old_value_back_into_the_field(
    page: SettingsPage, session: Session, store: Store
) -> None:
    retype(page.letterhead.signer, "Lê Văn Thử")
    page.clerk.clerk.setFocus()
    session.undo_stack.undo()
    assert get_settings(store).signer == "Nguyễn Văn Mẫu"
    assert page.letterhead.signer.value() == "Nguyễn Văn Mẫu"


def test_the_letterhead_changes_words_and_proposed_titles(page: SettingsPage, store: Store) -> None:
    page.letterhead.letterhead.setFocus()
    press_focused(Qt.Key.Key_2)
    assert get_settings(store).letterhead == "nha-nuoc"
    assert "Quốc hiệu" in page.letterhead._words.text()
    proposed = [page.letterhead.title.itemText(at) for at in range(page.letterhead.title.count())]
    assert "Chủ tịch" in proposed
    assert page.letterhead.title.value() == "Bí thư"  # what stands there is the clerk's to change
    told = page.letterhead._title_box.sentence
    assert told.isVisible()
    assert isinstance(told, IconText)
    assert told.text().startswith("Chức vụ Bí thư không ký văn bản thể thức Nhà nước")
    edit = page.letterhead.title.lineEdit()
    assert edit is not None
    edit.setFocus()
    edit.selectAll()
    type_text(edit, "Chủ tịch")
    press_focused(Qt.Key.Key_Tab)
    assert not told.isVisible()


def test_signing_for_the_head_is_a_tick(page: SettingsPage, store: Store) -> None:
    printed = page.letterhead.printed
    assert printed.text() == "In trên báo cáo: T/M BAN THƯỜNG VỤ – BÍ THƯ"
    click(page.letterhead.deputy)
    assert get_settings(store).signs_as_deputy
    assert printed.text() == "In trên báo cáo: T/M BAN THƯỜNG VỤ – PHÓ BÍ THƯ"
    edit = page.letterhead.title.lineEdit()
    assert edit is not None
    edit.setFocus()
    edit.selectAll()
    type_text(edit, "Phó Bí thư Thường trực")  # told while it is typed
    assert printed.text().endswith("– PHÓ BÍ THƯ THƯỜNG TRỰC")


def test_recipients_keep_their_lines(page: SettingsPage, store: Store) -> None:
    field = page.letterhead.recipients
    field.setFocus()
    type_text(field, "- Như trên")
    press(field, Qt.Key.Key_Return)
    type_text(field, "- Lưu VP")
    page.clerk.clerk.setFocus()
    assert get_settings(store).recipients == "- Như trên\n- Lưu VP"


def test_leaving_the_program_writes_what_is_still_being_typed(
    page: SettingsPage, store: Store, session: Session
) -> None:
    page.unit.place.setFocus()
    page.unit.place.selectAll()
    type_text(page.unit.place, "Hạ Long")
    session.leaving.emit()
    assert get_settings(store).place == "Hạ Long"


def test_a_page_that_was_never_shown_writes_nothing(session: Session, qtbot: QtBot) -> None:
    page = SettingsPage(session)
    qtbot.addWidget(page)
    page.flush()
    assert get_settings(session.store).clerk == "Trần Thị Mẫu"
    assert not session.undo_stack.canUndo()


def test_typing_is_not_disturbed_by_a_change_elsewhere(
    page: SettingsPage, store: Store, session: Session
) -> None:
    page.unit.place.setFocus()
    page.unit.place.selectAll()
    type_text(page.unit.place, "Hạ L")
    uid = session.worksheet().own_tasks[0].uid
    set_progress(store, uid, session.period_code, percent=5)
    assert page.unit.place.value() == "Hạ L"


def open_list(page: SettingsPage) -> None:
    click(page.tasks.choose)
    assert page.tasks.dialog is not None


def test_tasks_are_taken_on_and_let_go_in_one_step(
    page: SettingsPage, session: Session, qtbot: QtBot
) -> None:
    before = {row.uid for row in session.worksheet().own_tasks}
    open_list(page)
    dialog = page.tasks.dialog
    assert dialog is not None
    assert set(dialog.list.ticked()) == before
    assert foot_of(dialog).startswith(f"Đã chọn {len(before)} nhiệm vụ. ")
    gone = sorted(before)[0]
    dialog.list.model.set_ticked([gone], ticked=False)
    dialog.list.model.set_ticked(["NQ05-2026/1.18"], ticked=True)
    with qtbot.waitSignal(session.said) as said:
        click(dialog.apply)
    assert said.args == ["Nhận thêm 1, thôi theo dõi 1 nhiệm vụ."]
    after = {row.uid for row in session.worksheet().own_tasks}
    assert after == before - {gone} | {"NQ05-2026/1.18"}
    session.undo_stack.undo()
    assert {row.uid for row in session.worksheet().own_tasks} == before


def foot_of(dialog: FollowDialog) -> str:
    (words,) = (one.text() for one in dialog.findChildren(Label) if "Đã chọn" in one.text())
    return words


def test_the_list_says_that_the_units_own_tasks_are_not_in_it(
    page: SettingsPage, session: Session, store: Store
) -> None:
    add_local_task(store, title="Kiểm tra chi bộ")
    open_list(page)
    dialog = page.tasks.dialog
    assert dialog is not None
    chosen = len(session.worksheet().own_tasks) - 1
    told = f"Đã chọn {chosen} nhiệm vụ (chưa kể 1 nhiệm vụ đơn vị tự thêm). "
    assert foot_of(dialog).startswith(told)
    dialog.reject()


def test_a_cancelled_list_changes_nothing_and_is_freed(
    page: SettingsPage, session: Session, qtbot: QtBot
) -> None:
    before = session.worksheet().own_tasks
    open_list(page)
    dialog = page.tasks.dialog
    assert dialog is not None
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog.list.model.set_ticked([before[0].uid], ticked=False)
    press(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: gone == [True])
    assert session.worksheet().own_tasks == before
    assert page.tasks.dialog is None


def test_the_list_is_what_going_to_the_page_opens(page: SettingsPage) -> None:
    page.show_item("tasks")
    assert page.tasks.dialog is not None
    page.tasks.dialog.reject()


def test_theme_and_letters_change_at_once_and_are_kept(page: SettingsPage, store: Store) -> None:
    page.appearance.shade.setFocus()
    press_focused(Qt.Key.Key_2)
    assert theme().dark
    page.appearance.letters.setFocus()
    press_focused(Qt.Key.Key_3)
    assert theme().font_percent == 130
    kept = get_settings(store)
    assert (kept.theme, kept.font_percent) == ("dark", 130)


def test_the_wheel_over_a_choice_scrolls_the_page_and_changes_nothing(
    page: SettingsPage, store: Store
) -> None:
    page.area.ensureWidgetVisible(page.letterhead.title)
    assert not turn_wheel(page.letterhead.title)
    assert get_settings(store).signer_title == "Bí thư"


@pytest.mark.parametrize("percent", [100, 130])
def test_nothing_is_wider_than_its_column(
    page: SettingsPage, dress_page: Callable[[str, int], None], percent: int
) -> None:
    dress_page("light", percent)
    for section in page._sections:
        assert section.minimumSizeHint().width() <= page._column.width()
