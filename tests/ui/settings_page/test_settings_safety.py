"""Backup, restore, check, moving and other data, from Thiết lập."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hands import click

from qnapp.db.archive import backup_full, backup_owner
from qnapp.db.evidence import add_evidence, stored_file
from qnapp.db.moving import moved_at
from qnapp.db.settings import get_settings, set_settings
from qnapp.db.store import Store
from qnapp.documents.freeze import freeze_report
from qnapp.exchange.submission import make_submission
from qnapp.ui.refused import Refused
from qnapp.ui.restoring import Restoring
from qnapp.ui.settings_page import safety
from qnapp.ui.training import training_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.ui.session import Session
    from qnapp.ui.settings_page.page import SettingsPage


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
    assert "Sao lưu toàn bộ ra tệp gần nhất: chưa lần nào." in page.backup._last.text()
    with qtbot.waitSignal(session.said) as said:
        click(page.backup.full)
    assert said.args == [f"Đã sao lưu toàn bộ vào {target}."]
    assert target.stat().st_size > 0
    assert "Sao lưu toàn bộ ra tệp gần nhất: ngày 05/6/2026." in page.backup._last.text()


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


def test_restoring_names_the_reports_that_were_packed_since(
    page: SettingsPage,
    store: Store,
    door: RecordingDoor,
    clock: FixedClock,
    tmp_path: Path,
    chosen: Callable[[Path | None], None],
) -> None:
    chosen(backup_full(store, tmp_path / "b.zip").file)
    door.answers = [1, 1]
    click(page.backup.restore)
    assert "đã lập gói" not in door.boxes[0].sentence
    clock.move(minutes=5)
    report = freeze_report(store, "2026-Q2", despite_errors=True)
    make_submission(store, report.id)
    click(page.backup.restore)
    assert "lập gói báo cáo 6 tháng năm 2026, lần 1; bản khôi phục" in door.boxes[1].sentence


def test_what_could_not_be_written_is_asked_about_as_what_restoring_gives_up(
    page: SettingsPage,
    session: Session,
    door: RecordingDoor,
    qtbot: QtBot,
    tmp_path: Path,
    chosen: Callable[[Path | None], None],
) -> None:
    chosen(backup_full(session.store, tmp_path / "b.zip").file)
    key, period = ("cells", session.period_code, "NQ05-2026/CT-2"), session.period_code
    typed = Refused(period, "indicators", key[2], "2", "actual", "Chỉ tiêu 2: ô Số liệu", "1.5")
    session.refused.tell(key, [typed])
    door.answers = [0, 0]  # restore; but stay and mend
    with qtbot.assertNotEmitted(page.restore_wanted), qtbot.waitSignal(session.field_wanted):
        click(page.backup.restore)
    assert "“1.5”" in door.sentences()[-1]
    assert door.sentences()[-1].endswith(
        "Khôi phục thay toàn bộ dữ liệu đang có. Bỏ nội dung này và khôi phục?"
    )
    assert door.boxes[-1].buttons[1] == "Bỏ và khôi phục"
    door.answers = [0, 1]
    with qtbot.waitSignal(page.restore_wanted):
        click(page.backup.restore)
    assert session.refused.all() == []  # closing the window asks nothing more


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
