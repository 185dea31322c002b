"""First run: three questions by keyboard alone, and the two ways out."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest
from hands import click, press, type_text
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from qnapp.assets import asset_json
from qnapp.db.archive import backup_full
from qnapp.db.organisations import own_organisation
from qnapp.db.periods import periods
from qnapp.db.settings import get_settings
from qnapp.db.store import Store, store_exists
from qnapp.db.worksheet import load_worksheet
from qnapp.domain.received import ReportState
from qnapp.exchange.reporters import arrivals_of
from qnapp.models.organisation_model import LOOK_ALIKES
from qnapp.ui import file_dialogs
from qnapp.ui.first_run.dialog import FirstRun
from qnapp.ui.first_run.organisation_step import OTHER
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.door import Door
from qnapp.ui.kit.labels import Label
from qnapp.ui.training import training_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "QNApp" / "dulieu"


@pytest.fixture
def run(folder: Path, clock: FixedClock, door: RecordingDoor, qtbot: QtBot) -> Iterator[FirstRun]:
    dialog = FirstRun(folder, clock=clock, door=door)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    yield dialog
    if dialog.store is not None:
        dialog.store.close()


def opened(run: FirstRun) -> Store:
    assert run.store is not None
    return run.store


def names(run: FirstRun) -> list[str]:
    model = run.organisation_step.model
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def search(run: FirstRun, text: str) -> None:
    run.organisation_step.search.setFocus()
    run.organisation_step.search.selectAll()
    type_text(run.organisation_step.search, text)


def enter(run: FirstRun) -> None:
    press(run.focusWidget(), Qt.Key.Key_Return)


def to_step(run: FirstRun, number: int, unit: str = "ha tu") -> None:
    search(run, unit)
    if number > 1:
        enter(run)
        type_text(run.clerk_step.clerk, "Trần Thị Mẫu")
    if number > 2:
        enter(run)
    assert run.steps.currentIndex() == number - 1


# ------------------------------------------------------------------------------------ the unit


@pytest.mark.parametrize("typed", ["ha tu", "Hà Tu", "06652", "HÀ TU"])
def test_one_unit_is_found_however_it_is_typed_and_chosen_by_itself(
    run: FirstRun, typed: str
) -> None:
    search(run, typed)
    chosen = run.organisation_step.organisation()
    assert chosen is not None
    assert chosen.code == "06652"
    assert run.next.isEnabled()
    assert run.organisation_step.note.isVisible()


def test_look_alikes_stand_under_a_line_of_their_own(run: FirstRun) -> None:
    search(run, "ha tu")
    shown = names(run)
    assert shown[:2] == ["Phường Hà Tu", LOOK_ALIKES]
    assert "Phường Hà Lầm" in shown[2:]


def test_of_three_that_fit_nobody_is_chosen_for_the_person(run: FirstRun) -> None:
    search(run, "mong cai")
    assert names(run)[:3] == ["Phường Móng Cái 1", "Phường Móng Cái 2", "Phường Móng Cái 3"]
    assert run.organisation_step.organisation() is None
    assert not run.next.isEnabled()
    enter(run)
    assert run.steps.currentIndex() == 0


def test_arrows_in_the_search_field_choose_and_skip_the_warning_line(run: FirstRun) -> None:
    search(run, "ha tu")
    press(run.organisation_step.search, Qt.Key.Key_Down)
    chosen = run.organisation_step.organisation()
    assert chosen is not None
    assert chosen.name == names(run)[2]
    press(run.organisation_step.search, Qt.Key.Key_Up)
    back = run.organisation_step.organisation()
    assert back is not None
    assert back.code == "06652"


def test_a_body_is_found_though_the_other_tab_is_open(run: FirstRun) -> None:
    search(run, "uy ban kiem tra")
    chosen = run.organisation_step.organisation()
    assert chosen is not None
    assert chosen.code == "UBKTTU"
    assert run.organisation_step.tabs.current() == "bodies"


def test_a_search_without_hits_says_what_to_do_and_offers_it(run: FirstRun) -> None:
    step = run.organisation_step
    search(run, "khu kinh tế")
    assert not step.view.isVisible()
    assert step.nothing.isVisible()
    words = [one.text() for one in step.nothing.findChildren(Label)]
    assert words[0].startswith("Không có đơn vị nào khớp “khu kinh tế”. Gõ tên khác")
    button = next(one for one in step.nothing.findChildren(QuietButton) if one.isVisible())
    assert button.text() == OTHER
    click(button)
    assert step.typed.isVisible()
    assert step.typed.name.value() == "khu kinh tế"
    click(step.other)
    search(run, "ha tu")
    assert step.view.isVisible()
    assert not step.nothing.isVisible()


def test_the_green_line_says_what_the_choice_brings(run: FirstRun) -> None:
    search(run, "ha tu")
    words = run.organisation_step.note.words.text()
    assert words.startswith("Phường Hà Tu: ")
    assert "giao hoặc nêu tên đơn vị" in words
    assert words.endswith("để bạn chọn ở bước 3.")


def test_a_typed_in_organisation_needs_only_a_name(run: FirstRun, folder: Path) -> None:
    click(run.organisation_step.other)
    assert not run.next.isEnabled()
    type_text(run.organisation_step.typed.name, "Đảng ủy Khu kinh tế Vân Đồn")
    type_text(run.organisation_step.typed.symbol, "ĐU")
    enter(run)
    assert run.steps.currentIndex() == 1
    type_text(run.clerk_step.clerk, "Trần Thị Mẫu")
    enter(run)
    click(run.next)
    owner = own_organisation(opened(run))
    assert (owner.name, owner.symbol) == ("Đảng ủy Khu kinh tế Vân Đồn", "ĐU")


def test_the_list_comes_back_after_typing_in(run: FirstRun) -> None:
    click(run.organisation_step.other)
    click(run.organisation_step.other)
    search(run, "06652")
    assert run.next.isEnabled()


# -------------------------------------------------------------------------------- the whole way


def test_the_whole_way_by_keyboard_ends_with_an_open_store(run: FirstRun, folder: Path) -> None:
    to_step(run, 3)
    assert run.next.text() == "Bắt đầu sử dụng"
    enter(run)
    store = opened(run)
    assert store.folder == folder
    assert own_organisation(store).code == "06652"
    kept = get_settings(store)
    assert (kept.clerk, kept.letterhead, kept.first_period) == ("Trần Thị Mẫu", "dang", "2026-Q2")
    sheet = load_worksheet(store, "2026-Q2")
    assert {row.uid for row in sheet.own_tasks} == set(run.tasks_step.list.ticked())


def test_everything_that_was_answered_is_kept(run: FirstRun) -> None:
    to_step(run, 2)
    step = run.clerk_step
    step.letterhead.setFocus()
    press(run.focusWidget(), Qt.Key.Key_2)
    type_text(step.signer, "Lê Văn Thử")
    click(step.deputy)
    step.period.setCurrentIndex(0)
    click(run.next)
    click(run.next)
    kept = get_settings(opened(run))
    assert (kept.letterhead, kept.signer, kept.signer_title) == (
        "nha-nuoc",
        "Lê Văn Thử",
        "Chủ tịch",
    )
    assert kept.signs_as_deputy
    assert not any(one.backfilled for one in periods(opened(run)))


def test_a_name_is_asked_for_before_going_on(run: FirstRun) -> None:
    search(run, "ha tu")
    enter(run)
    assert not run.next.isEnabled()
    assert run.words.text() == "Nhập họ và tên bạn để đi tiếp."
    enter(run)
    assert run.steps.currentIndex() == 1


def test_a_title_that_was_typed_stays_when_the_letterhead_changes(run: FirstRun) -> None:
    to_step(run, 2)
    step = run.clerk_step
    step.title.set_value("Quyền Bí thư")
    step.letterhead.setFocus()
    press(run.focusWidget(), Qt.Key.Key_2)
    assert step.title.value() == "Quyền Bí thư"


def test_who_leads_a_body_is_proposed_to_sign(run: FirstRun) -> None:
    search(run, "van phong tinh uy")
    click(run.next)
    step = run.clerk_step
    assert step.title.value() == "Chánh Văn phòng"
    assert step.title.itemText(1) == "Phó Chánh Văn phòng"
    step.title.set_value("Phó Chánh Văn phòng")
    click(run.back)
    click(run.next)
    assert step.title.value() == "Phó Chánh Văn phòng"  # what was chosen stays
    click(run.back)
    step.title.set_value("Chánh Văn phòng")
    search(run, "ha tu")
    click(run.next)
    assert step.title.value() == "Bí thư"


def test_a_post_of_the_other_form_gives_way(run: FirstRun) -> None:
    to_step(run, 2)
    step = run.clerk_step
    step.title.set_value("Phó Bí thư")
    step.letterhead.setFocus()
    press(run.focusWidget(), Qt.Key.Key_2)
    assert step.title.value() == "Chủ tịch"


def test_back_and_forth_keeps_what_was_said(run: FirstRun) -> None:
    to_step(run, 3)
    run.tasks_step.list.model.set_ticked(run.tasks_step.list.ticked(), ticked=False)
    press(run, Qt.Key.Key_Escape)
    press(run, Qt.Key.Key_Escape)
    assert run.steps.currentIndex() == 0
    click(run.next)
    click(run.next)
    assert run.tasks_step.list.ticked() == []
    assert run.words.text() == "Chưa chọn nhiệm vụ nào."


def test_another_unit_brings_its_own_proposals(run: FirstRun) -> None:
    to_step(run, 3)
    first = run.tasks_step.list.ticked()
    click(run.back)
    click(run.back)
    search(run, "ban to chuc tinh uy")
    click(run.next)
    click(run.next)
    assert set(run.tasks_step.list.ticked()) != set(first)


# -------------------------------------------------------------------------------------- tasks


def test_sure_tasks_are_ticked_others_not_and_the_rest_is_folded(run: FirstRun) -> None:
    to_step(run, 3)
    model = run.tasks_step.list.model
    heads = [str(model.index(row).data()) for row in model.heading_rows()]
    assert heads[0].startswith("Giao hoặc nêu tên đơn vị")
    assert heads[-1].startswith("Các nhiệm vụ khác")
    assert heads[-1].endswith("đang thu gọn")
    assert run.words.text() == f"Đã chọn {len(run.tasks_step.list.ticked())} nhiệm vụ."


def test_space_and_click_tick(run: FirstRun) -> None:
    to_step(run, 3)
    tasks = run.tasks_step.list
    first = tasks.ticked()[0]
    tasks.view.setCurrentIndex(tasks.model.index(1))
    press(tasks.view, Qt.Key.Key_Space)
    assert first not in tasks.ticked()
    click(tasks.view.viewport(), tasks.view.visualRect(tasks.model.index(1)).center())
    assert first in tasks.ticked()


def test_a_heading_folds_and_unfolds(run: FirstRun) -> None:
    to_step(run, 3)
    tasks = run.tasks_step.list
    before = tasks.model.rowCount()
    click(tasks.view.viewport(), tasks.view.visualRect(tasks.model.index(0)).center())
    assert tasks.model.rowCount() < before
    tasks.view.setCurrentIndex(tasks.model.index(0))
    press(tasks.view, Qt.Key.Key_Space)
    assert tasks.model.rowCount() == before


def test_search_ignores_diacritics_and_enter_there_does_not_end_the_wizard(
    run: FirstRun, qtbot: QtBot
) -> None:
    to_step(run, 3)
    tasks = run.tasks_step.list
    tasks.search.setFocus()
    type_text(tasks.search, "neo dau")
    press(tasks.search, Qt.Key.Key_Return)
    assert tasks.model.rowCount() < 12
    assert run.store is None
    ticked = tasks.ticked()
    tasks.search.selectAll()
    type_text(tasks.search, "zzzz")
    press(tasks.search, Qt.Key.Key_Return)
    assert tasks._empty.isVisible()
    click(tasks._empty._button)
    assert tasks.view.isVisible()
    assert tasks.ticked() == ticked


# ----------------------------------------------------------------------- where the data will lie


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    def choose(path: Path | None) -> None:
        for name in ("open_file", "open_folder"):
            monkeypatch.setattr(file_dialogs, name, lambda *_: path)

    return choose


def test_another_empty_folder_is_taken_as_it_is(
    run: FirstRun, tmp_path: Path, chosen: Callable[[Path | None], None]
) -> None:
    place = tmp_path / "Dữ liệu Hà Tu"
    place.mkdir()
    chosen(place)
    to_step(run, 2)
    click(run.clerk_step.change_place)
    assert str(place) in run.clerk_step.place.text()
    click(run.next)
    click(run.next)
    assert store_exists(place)


def test_in_a_folder_with_other_things_the_store_gets_its_own(
    run: FirstRun, tmp_path: Path, chosen: Callable[[Path | None], None]
) -> None:
    (tmp_path / "Tài liệu").mkdir()
    (tmp_path / "Tài liệu" / "a.docx").write_bytes(b"x")
    chosen(tmp_path / "Tài liệu")
    to_step(run, 2)
    click(run.clerk_step.change_place)
    assert run.clerk_step.folder == tmp_path / "Tài liệu" / "QNApp"


def test_a_synchronised_folder_is_refused_with_the_reason(
    run: FirstRun, tmp_path: Path, folder: Path, chosen: Callable[[Path | None], None]
) -> None:
    place = tmp_path / "OneDrive" / "QNApp"
    place.mkdir(parents=True)
    chosen(place)
    to_step(run, 2)
    click(run.clerk_step.change_place)
    assert run.clerk_step._refusal.isVisible()
    assert "OneDrive" in run.clerk_step._refusal.text()
    assert run.clerk_step.folder == folder


def test_a_folder_that_holds_data_already_is_not_touched(
    run: FirstRun, folder: Path, make_store: Callable[..., Store]
) -> None:
    to_step(run, 3)
    folder.mkdir(parents=True)
    (folder / "qnapp.db").write_bytes(b"somebody else's")
    click(run.next)
    assert run.store is None
    assert run.band.isVisible()
    assert (folder / "qnapp.db").read_bytes() == b"somebody else's"


# ------------------------------------------------------------------------------------- ways out


def test_training_data_lies_beside_the_real_and_opens_again(
    run: FirstRun, folder: Path, clock: FixedClock, door: RecordingDoor, qtbot: QtBot
) -> None:
    click(run.rail.training)  # closed without an answer
    assert not store_exists(training_folder(folder))
    door.answers = [0, 0]
    click(run.rail.training)
    store = opened(run)
    assert store.folder == training_folder(folder)
    assert get_settings(store).training
    assert not store_exists(folder)
    store.close()
    again = FirstRun(folder, clock=clock, door=door)
    qtbot.addWidget(again)
    click(again.rail.training)
    assert opened(again).folder == training_folder(folder)
    opened(again).close()


def test_an_office_trains_with_reports_of_its_units(
    run: FirstRun, folder: Path, door: RecordingDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {**asset_json("sample", "received.json"), "training_units": ["06652", "06676", "06760"]}
    monkeypatch.setattr("qnapp.exchange.training_reports.asset_json", lambda *_names: few)
    door.answers = [1]
    click(run.rail.training)
    store = opened(run)
    assert store.folder == training_folder(folder, upper=True)
    settings = get_settings(store)
    assert settings.training
    assert settings.upper_office
    states = {one.reporter.code: one.reporter.state for one in arrivals_of(store, "2026-Q2")}
    assert states["06676"] is ReportState.MISSING
    assert len(states) == 3
    store.close()


def test_a_backup_becomes_the_store_after_asking(
    run: FirstRun,
    folder: Path,
    tmp_path: Path,
    door: RecordingDoor,
    make_store: Callable[..., Store],
    chosen: Callable[[Path | None], None],
    qtbot: QtBot,
) -> None:
    chosen(backup_full(make_store("06706"), tmp_path / "b.zip").file)
    click(run.rail.restore)  # closed without an answer
    assert run.store is None
    assert "Phường Tuần Châu, sao lưu ngày 05/6/2026 lúc 14:32" in door.sentences()[0]
    door.answers = [0]
    click(run.rail.restore)
    qtbot.waitUntil(lambda: run.store is not None)
    assert own_organisation(opened(run)).code == "06706"
    assert opened(run).folder == folder


def test_what_is_no_backup_is_refused(
    run: FirstRun, tmp_path: Path, chosen: Callable[[Path | None], None]
) -> None:
    file = tmp_path / "b.zip"
    file.write_bytes(b"x")
    chosen(file)
    click(run.rail.restore)
    assert run.band.isVisible()
    assert run.store is None


def test_leaving_makes_nothing(run: FirstRun, folder: Path) -> None:
    search(run, "ha tu")
    click(run.back)
    assert not run.isVisible()
    assert run.store is None
    assert not folder.exists()


def test_the_dialog_is_freed_when_it_is_closed(
    folder: Path, clock: FixedClock, door: RecordingDoor, qtbot: QtBot
) -> None:
    dialog = FirstRun(folder, clock=clock, door=door)
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog.open()
    dialog.reject()
    dialog.deleteLater()
    reference = weakref.ref(dialog)
    del dialog
    qtbot.waitUntil(lambda: gone == [True])
    gc.collect()
    assert reference() is None


@pytest.mark.parametrize("percent", [100, 130])
def test_nothing_is_wider_than_the_dialog(
    folder: Path,
    clock: FixedClock,
    door: RecordingDoor,
    qtbot: QtBot,
    dress_page: Callable[[str, int], None],
    percent: int,
) -> None:
    dress_page("light", percent)
    dialog = FirstRun(folder, clock=clock, door=door)
    qtbot.addWidget(dialog)
    for number in range(3):
        step = dialog.steps.widget(number)
        assert step.minimumSizeHint().width() <= dialog.width() - dialog.rail.width()


def test_asking_gives_nothing_when_the_person_leaves(
    folder: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    def leave() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FirstRun)
        click(dialog.back)

    QTimer.singleShot(0, leave)
    assert FirstRun.ask(folder, clock=clock) is None


def test_asking_gives_the_store_that_was_made(
    folder: Path, clock: FixedClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def train() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FirstRun)
        click(dialog.rail.training)

    monkeypatch.setattr(Door, "choose", lambda *_words: 0)  # as a unit

    QTimer.singleShot(0, train)
    store = FirstRun.ask(folder, clock=clock)
    assert store is not None
    assert get_settings(store).training
    store.close()


# ------------------------------------------------------------------------------ an upper office


@pytest.mark.parametrize(
    ("unit", "proposed"),
    [("van phong tinh uy", "yes"), ("uy ban nhan dan tinh", "yes"), ("ha tu", "no")],
)
def test_only_bodies_that_receive_are_proposed_to_take_reports_in(
    run: FirstRun, unit: str, proposed: str
) -> None:
    to_step(run, 2, unit)
    assert run.clerk_step.receives.value() == proposed


def test_what_was_answered_stays_when_another_unit_is_chosen(run: FirstRun) -> None:
    to_step(run, 2)
    press(run.clerk_step.receives, Qt.Key.Key_2)
    press(run, Qt.Key.Key_Escape)
    to_step(run, 2, "cai chien")
    assert run.clerk_step.receives.value() == "yes"


def test_an_upper_office_begins_as_one(run: FirstRun, qtbot: QtBot) -> None:
    to_step(run, 3, "van phong tinh uy")
    enter(run)
    assert get_settings(opened(run)).upper_office
