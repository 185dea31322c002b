"""Thiết lập: each change is in the store at once, can be undone, and is refused with a sentence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hands import click, press, turn_wheel, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shown_pages import show_page

from qnapp.db import periods
from qnapp.db.archive import backup_full, backup_owner
from qnapp.db.evidence import add_evidence, stored_file
from qnapp.db.history import recent
from qnapp.db.moving import moved_at
from qnapp.db.organisations import own_organisation
from qnapp.db.progress import set_progress
from qnapp.db.roster import confirm_key
from qnapp.db.settings import get_settings, set_settings
from qnapp.db.store import Store
from qnapp.domain.packages import key_words
from qnapp.exchange.keys import own_key
from qnapp.ui import file_dialogs
from qnapp.ui.checks_page import ChecksPage
from qnapp.ui.kit.theme import theme
from qnapp.ui.restoring import Restoring
from qnapp.ui.settings_page import safety
from qnapp.ui.settings_page.mail import NO_KEY
from qnapp.ui.settings_page.page import SettingsPage
from qnapp.ui.settings_page.section import Section
from qnapp.ui.training import training_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.ui.kit.dates import DateEdit
    from qnapp.ui.kit.fields import LineEdit
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> SettingsPage:
    return show_page(SettingsPage(session), qtbot)


def press_focused(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    press(focused, key)


def retype(field: LineEdit | DateEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    type_text(field, text)
    press(field, Qt.Key.Key_Return)


# --------------------------------------------------------------------------------- who reports


def test_it_shows_what_the_store_holds(page: SettingsPage) -> None:
    assert page.unit.name.value() == "Phường Hà Tu"
    assert page.clerk.clerk.value() == "Trần Thị Mẫu"
    assert page.letterhead.letterhead.value() == "dang"
    assert page.letterhead.title.value() == "Bí thư"


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


def test_signing_for_the_head_is_a_tick(page: SettingsPage, store: Store) -> None:
    click(page.letterhead.deputy)
    assert get_settings(store).signs_as_deputy


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


# --------------------------------------------------------------------------------------- tasks


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


# ------------------------------------------------------------------------------------ calendar


def test_a_cut_off_is_moved(page: SettingsPage, store: Store, session: Session) -> None:
    cutoff, _ = page.calendar.dates_of("2026-Q2")
    retype(cutoff, "10/6")
    period = periods.stored_period(store, "2026-Q2").period
    assert (period.cutoff, period.as_of) == (date(2026, 6, 10), date(2026, 6, 10))
    assert session.period.cutoff == date(2026, 6, 10)


def test_dates_out_of_order_are_refused_and_come_back(
    page: SettingsPage, store: Store, session: Session, qtbot: QtBot
) -> None:
    cutoff, due = page.calendar.dates_of("2026-Q2")
    with qtbot.waitSignal(session.failed) as failed:
        retype(cutoff, "25/6/2026")
    assert "theo thứ tự" in str(failed.args[0])
    assert cutoff.text() == "14/6/2026"
    assert due.text() == "20/6/2026"


def test_a_locked_period_shows_its_dates_as_text(page: SettingsPage, store: Store) -> None:
    periods.lock_period(store, "2026-Q1", "Đã gửi")
    cutoff, due = page.calendar.dates_of("2026-Q1")
    assert cutoff.isReadOnly()
    assert due.isReadOnly()
    assert not page.calendar.dates_of("2026-Q2")[0].isReadOnly()


def test_an_unscheduled_period_joins_the_calendar(
    page: SettingsPage, store: Store, session: Session, qtbot: QtBot
) -> None:
    click(page.calendar.add)
    form = page.calendar.form
    type_text(form.name, "Báo cáo nhanh về giải ngân")
    retype(form.cutoff, "20/6/2026")
    retype(form.due, "25/6/2026")
    with qtbot.waitSignal(session.said):
        click(form.confirm)
    assert "2026-X01" in [one.period.code for one in periods.periods(store)]
    assert page.calendar.dates_of("2026-X01")[1].text() == "25/6/2026"
    assert not form.isVisible()


def test_an_incomplete_period_is_refused_beside_its_fields(
    page: SettingsPage, store: Store
) -> None:
    before = periods.periods(store)
    click(page.calendar.add)
    form = page.calendar.form
    type_text(form.name, "Báo cáo nhanh")
    click(form.confirm)
    assert form._refusal.text().startswith("Nhập đủ ba ngày")
    retype(form.cutoff, "20/6/2026")
    retype(form.due, "01/6/2026")
    click(form.confirm)
    assert form._refusal.isVisible()
    assert form.name.value() == "Báo cáo nhanh"
    assert periods.periods(store) == before
    click(form.cancel)
    assert not form.isVisible()


# -------------------------------------------------------------------------------------- safety


def test_a_backup_is_made_at_once_and_only_when_something_changed(
    page: SettingsPage, session: Session, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.said) as said:
        click(page.backup.now)
    assert said.args is not None
    assert said.args[0].startswith("Đã sao lưu vào")
    assert list((session.store.folder / "backups").glob("*.db"))
    assert page.backup._last.text().startswith("Sao lưu gần nhất: ")
    with qtbot.waitSignal(session.said) as said:
        click(page.backup.now)
    assert said.args == [safety.NOTHING_NEW]


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    """Answer every file dialog with one path."""

    def choose(path: Path | None) -> None:
        for name in ("open_file", "save_file", "open_folder"):
            monkeypatch.setattr(file_dialogs, name, lambda *_: path)

    return choose


def test_a_full_backup_is_written_away_from_the_window(
    page: SettingsPage,
    session: Session,
    door: RecordingDoor,
    qtbot: QtBot,
    tmp_path: Path,
    chosen: Callable[[Path | None], None],
) -> None:
    target = tmp_path / "QNApp Hà Tu.zip"
    chosen(target)
    door.passwords = [""]
    with qtbot.waitSignal(session.said) as said:
        click(page.backup.full)
    assert said.args == [f"Đã sao lưu toàn bộ vào {target}."]
    assert target.stat().st_size > 0


def test_a_backup_that_cannot_be_written_is_told_and_nothing_is_lost(
    page: SettingsPage,
    session: Session,
    door: RecordingDoor,
    qtbot: QtBot,
    tmp_path: Path,
    chosen: Callable[[Path | None], None],
) -> None:
    chosen(tmp_path / "no-such-folder" / "x.zip")
    door.passwords = [""]
    with qtbot.waitSignal(session.failed) as failed:
        click(page.backup.full)
    assert failed.args is not None
    assert str(failed.args[0])
    assert session.worksheet().own_tasks


def test_a_cancelled_file_dialog_does_nothing(
    page: SettingsPage, door: RecordingDoor, chosen: Callable[[Path | None], None]
) -> None:
    chosen(None)
    click(page.backup.restore)
    click(page.data.other)
    assert not door.boxes
    door.passwords = [""]
    click(page.backup.full)
    assert len(door.boxes) == 1


def test_restoring_is_asked_with_owner_and_day(
    page: SettingsPage,
    store: Store,
    door: RecordingDoor,
    qtbot: QtBot,
    tmp_path: Path,
    chosen: Callable[[Path | None], None],
) -> None:
    file = backup_full(store, tmp_path / "b.zip").file
    chosen(file)
    door.answers = [1]
    with qtbot.assertNotEmitted(page.restore_wanted):
        click(page.backup.restore)
    assert "Phường Hà Tu, ngày 05/6/2026 lúc 14:32" in door.boxes[0].sentence
    door.answers = [0]
    with qtbot.waitSignal(page.restore_wanted) as asked:
        click(page.backup.restore)
    assert asked.args == [Restoring(file)]


def test_what_is_no_backup_is_refused_before_anything_is_asked(
    page: SettingsPage,
    session: Session,
    door: RecordingDoor,
    qtbot: QtBot,
    tmp_path: Path,
    chosen: Callable[[Path | None], None],
) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(b"not a zip")
    chosen(file)
    with qtbot.waitSignal(session.failed):
        click(page.backup.restore)
    assert door.boxes == []


def test_looking_the_data_over_says_that_all_is_well(
    page: SettingsPage, session: Session, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.said) as said:
        click(page.backup.check)
    assert said.args == [safety.ALL_WELL]


def test_another_store_is_opened_only_where_there_is_one(
    page: SettingsPage,
    door: RecordingDoor,
    qtbot: QtBot,
    tmp_path: Path,
    make_store: Callable[..., Store],
    chosen: Callable[[Path | None], None],
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    chosen(empty)
    with qtbot.assertNotEmitted(page.store_wanted):
        click(page.data.other)
    assert door.sentences() == [safety.NO_STORE]
    other = make_store("06706").folder
    chosen(other)
    with qtbot.waitSignal(page.store_wanted) as asked:
        click(page.data.other)
    assert asked.args == [other]


def test_training_data_is_opened_from_here_and_left_by_the_band(
    page: SettingsPage, store: Store, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.store_wanted) as asked:
        click(page.data.training)
    folder = training_folder(store.folder)
    assert asked.args == [folder]
    with Store.open(folder) as made:
        assert get_settings(made).training


# ---------------------------------------------------------------------------------- appearance


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


def test_a_damaged_file_is_told_with_its_name_behind_the_details(
    page: SettingsPage, session: Session, store: Store, door: RecordingDoor, qtbot: QtBot,
    tmp_path: Path,
) -> None:  # fmt: skip
    file = tmp_path / "Biên bản.pdf"
    file.write_bytes(b"%PDF-1.7 whole")
    add_evidence(store, [file], session.worksheet().own_tasks[0].uid, session.period_code)
    (kept,) = [path for path in (store.folder / "evidence").rglob("*") if path.is_file()]
    kept.chmod(0o644)
    kept.write_bytes(b"%PDF-1.7 other")
    click(page.backup.check)
    qtbot.waitUntil(lambda: len(door.boxes) == 1)
    assert door.boxes[0].sentence.startswith("Kiểm tra thấy 1 chỗ có vấn đề.")
    assert "Biên bản.pdf" in door.boxes[0].detail


def test_the_folder_is_shown_in_the_systems_own_window(
    page: SettingsPage, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(safety, "open_in_system", shown.append)
    click(page.data.folder)
    assert shown == [store.folder]


def test_moving_writes_the_file_and_leaves_the_data_to_be_looked_at(
    page: SettingsPage,
    session: Session,
    store: Store,
    door: RecordingDoor,
    tmp_path: Path,
    chosen: Callable[[Path | None], None],
) -> None:
    target = tmp_path / "chuyển máy.zip"
    chosen(target)
    click(page.backup.move_away)
    assert not target.exists()
    door.passwords = ["mật khẩu dài"]
    click(page.backup.move_away)
    assert "chỉ để xem" in door.sentences()[-1]
    assert backup_owner(target).sealed or not list((store.folder / "keys").glob("*"))
    assert moved_at(store) is not None
    assert not session.write("chức danh", lambda: set_settings(store, signer_title="Khác"))


def test_a_move_that_cannot_be_written_leaves_everything_as_it_was(
    page: SettingsPage,
    session: Session,
    store: Store,
    door: RecordingDoor,
    qtbot: QtBot,
    tmp_path: Path,
    chosen: Callable[[Path | None], None],
) -> None:
    chosen(tmp_path / "no-such-folder" / "x.zip")
    door.passwords = ["mật khẩu dài"]
    with qtbot.waitSignal(session.failed):
        click(page.backup.move_away)
    assert moved_at(store) is None


def test_a_full_backup_that_lacks_a_file_says_which(
    page: SettingsPage,
    store: Store,
    door: RecordingDoor,
    qtbot: QtBot,
    tmp_path: Path,
    chosen: Callable[[Path | None], None],
) -> None:
    paper = tmp_path / "Biên bản.txt"
    paper.write_text("Đã họp", encoding="utf-8")
    add_evidence(store, [paper], "NQ05-2026/3.2", "2026-Q2")
    stored_file(store, 1).unlink()
    chosen(tmp_path / "a.zip")
    door.passwords = [""]
    click(page.backup.full)
    qtbot.waitUntil(lambda: len(door.boxes) == 2)
    assert "thiếu 1 tệp" in door.boxes[1].sentence
    assert door.boxes[1].detail == "Biên bản.txt"


# ------------------------------------------------------------------------------------------ mail


def test_mail_is_set_and_a_bad_address_is_told_while_the_text_stays(
    page: SettingsPage, store: Store
) -> None:
    field = page.mail.address
    retype(field, "vp@quangninh.example; th@quangninh.example")
    field.commit()
    assert get_settings(store).mail_to == "vp@quangninh.example, th@quangninh.example"
    retype(field, "khong phai")
    field.commit()
    assert "không phải địa chỉ thư" in field.fault()
    assert field.text() == "khong phai"
    assert get_settings(store).mail_to == "vp@quangninh.example, th@quangninh.example"
    page.mail.limit.setFocus()
    page.mail.limit.selectAll()
    type_text(page.mail.limit, "8")
    press(page.mail.limit, Qt.Key.Key_Return)
    click(page.mail.as_zip)
    settings = get_settings(store)
    assert (settings.mail_limit_mb, settings.package_as_zip) == (8, True)


def test_keys_are_told_once_there_are_some(page: SettingsPage, store: Store) -> None:
    assert page.mail.own.text() == NO_KEY
    assert not page.mail.copy.isVisible()
    assert not page.mail.known.isVisible()
    key = own_key(store).public
    confirm_key(store, "VPTU", "Văn phòng Tỉnh ủy", "ab" * 32)
    page.reload()
    assert key_words(key) in page.mail.own.text()
    assert page.mail.known.text() == (
        f"Khóa của Văn phòng Tỉnh ủy: {key_words('ab' * 32)}, đã xác nhận ngày 05/6/2026."
    )
    click(page.mail.copy)
    assert QApplication.clipboard().text() == key_words(key)


def test_a_new_key_is_made_once_it_is_said_what_follows(
    page: SettingsPage, store: Store, session: Session, door: RecordingDoor, qtbot: QtBot
) -> None:
    assert not page.mail.renew.isVisible()  # there is none yet
    before = own_key(store).public
    page.reload()
    door.answers = [1]
    click(page.mail.renew)
    assert own_key(store).public == before
    door.answers = [0]
    with qtbot.waitSignal(session.said) as said:
        click(page.mail.renew)
    now = own_key(store).public
    assert now != before
    assert said.args is not None
    assert key_words(now) in said.args[0]
    assert key_words(now) in page.mail.own.text()
    assert door.boxes[-1].buttons == ("Tạo khóa mới", "Hủy")
    assert "đối chiếu mã khóa mới" in door.boxes[-1].sentence


def test_a_damaged_key_can_be_made_anew(
    page: SettingsPage, store: Store, door: RecordingDoor
) -> None:
    own_key(store)
    (store.folder / "keys" / "khoa-ky-goi.pem").write_bytes(b"key")
    page.reload()
    assert "bị hỏng" in page.mail.own.text()
    door.answers = [0]
    click(page.mail.renew)
    assert key_words(own_key(store).public) in page.mail.own.text()


def test_another_password_is_asked_for_again_before_the_window_goes(
    page: SettingsPage,
    store: Store,
    door: RecordingDoor,
    qtbot: QtBot,
    tmp_path: Path,
    chosen: Callable[[Path | None], None],
) -> None:
    (store.folder / "keys" / "khoa-ky-goi.pem").write_bytes(b"key")
    chosen(backup_full(store, tmp_path / "b.zip", password="mật khẩu dài").file)
    door.passwords = ["mật khẩu khác"]  # then the box is closed
    with qtbot.assertNotEmitted(page.restore_wanted):
        click(page.backup.restore)
    first, again = door.sentences()[-2:]
    assert "Mật khẩu không đúng" not in first
    assert again.startswith("Mật khẩu không đúng")
    assert again.endswith(first)
    door.passwords = ["mật khẩu khác", "mật khẩu dài"]
    with qtbot.waitSignal(page.restore_wanted) as asked:
        click(page.backup.restore)
    assert asked.args == [Restoring(tmp_path / "b.zip", "mật khẩu dài")]
