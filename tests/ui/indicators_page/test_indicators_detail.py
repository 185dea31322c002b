from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from dialogs_met import meet
from hands import click, press, press_ctrl, type_text
from indicator_hands import PERIOD, open_field, stored, uid
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qnapp.db import moving, targets
from qnapp.db.history import history_of
from qnapp.db.measurements import set_measurement
from qnapp.db.worksheet import load_indicator_row
from qnapp.domain.plan import Nature
from qnapp.domain.reporting import Verdict
from qnapp.models.indicator_columns import Column
from qnapp.ui.indicators_page.local_dialog import LocalIndicatorDialog
from qnapp.ui.indicators_page.target_dialog import TargetDialog
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.indicators_page.page import IndicatorsPage
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow


def test_every_number_has_its_field(page: IndicatorsPage, store: Store) -> None:
    typed = {
        "actual": "1,4",
        "estimate": "1,6",
        "cumulative": "2,2",
        "same_period_last_year": "1,1",
    }
    for name, text in typed.items():
        field = open_field(page, "3", name)
        type_text(field, text)
        press(field, Qt.Key.Key_Return)
    measured = stored(store, "3").measurement
    assert [getattr(measured, name) for name in typed] == [
        Decimal(text.replace(",", ".")) for text in typed.values()
    ]


def test_a_note_is_written_when_it_is_left(page: IndicatorsPage, store: Store) -> None:
    field = open_field(page, "3", "note")
    type_text(field, "Số liệu của Văn phòng Đảng ủy")
    page.table.setFocus()
    assert stored(store, "3").measurement.note == "Số liệu của Văn phòng Đảng ủy"


@pytest.mark.parametrize(
    ("typed", "advice"), [("1.5", "dùng dấu phẩy: 1,5"), ("12,000", "ghi 12.000 hoặc 12.")]
)
def test_a_refused_number_stays_in_its_field(
    page: IndicatorsPage, store: Store, typed: str, advice: str
) -> None:
    field = open_field(page, "3", "cumulative")
    type_text(field, typed)
    press(field, Qt.Key.Key_Return)
    assert advice in field.fault()
    assert field.text() == typed
    assert stored(store, "3").measurement.cumulative is None


def test_another_row_takes_what_is_half_typed_along(page: IndicatorsPage, store: Store) -> None:
    type_text(open_field(page, "3", "note"), "nửa chừng")
    page.table.go_to(uid("1"))
    assert stored(store, "3").measurement.note == "nửa chừng"
    assert stored(store, "1").measurement.note == ""


def test_a_save_from_the_cell_reaches_the_detail(page: IndicatorsPage) -> None:
    page.show_item(uid("2"))
    field = QApplication.focusWidget()
    assert field is not None
    type_text(field, "95")
    press(field, Qt.Key.Key_Escape)
    number: Any = page.detail.form.fields["actual"]
    assert number.value() == Decimal(95)


def test_escape_goes_back_to_the_table(page: IndicatorsPage) -> None:
    field = open_field(page, "3", "note")
    press(field, Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_ctrl_enter_goes_on_to_the_same_field_of_the_next_row(
    page: IndicatorsPage, store: Store
) -> None:
    field = open_field(page, "1", "note")
    type_text(field, "một")
    press_ctrl(field, Qt.Key.Key_Return)
    assert field.hasFocus()
    type_text(field, "hai")
    press(field, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert field.value() == "một"
    assert stored(store, "2").measurement.note == "hai"


def test_a_group_row_leaves_the_detail_where_it_was(page: IndicatorsPage) -> None:
    page.show_item(uid("3"))
    page.table.go_to("group:II")
    assert page.detail.row is not None
    assert page.detail.row.code == "3"


def test_words_are_asked_of_an_indicator_without_a_number(page: IndicatorsPage) -> None:
    page.show_item(uid("20"))
    boxes = page.detail.form.boxes
    assert not boxes["words"].isHidden()
    page.show_item(uid("3"))
    assert boxes["words"].isHidden()
    assert not boxes["actual"].isHidden()


# actual or estimate


def test_a_number_becomes_an_estimate_in_one_click(page: IndicatorsPage, store: Store) -> None:
    set_measurement(store, uid("3"), PERIOD, actual="1,4")
    page.show_item(uid("3"))
    press(page.detail.form.kind, Qt.Key.Key_2)
    press(page.detail.form.kind, Qt.Key.Key_Return)
    measured = stored(store, "3").measurement
    assert (measured.actual, measured.estimate) == (None, Decimal("1.4"))
    press(page.detail.form.kind, Qt.Key.Key_1)
    press(page.detail.form.kind, Qt.Key.Key_Return)
    measured = stored(store, "3").measurement
    assert (measured.actual, measured.estimate) == (Decimal("1.4"), None)


def test_an_empty_row_can_begin_with_an_estimate(page: IndicatorsPage, store: Store) -> None:
    page.show_item(uid("2"))
    press(page.detail.form.kind, Qt.Key.Key_2)
    press(page.detail.form.kind, Qt.Key.Key_Return)
    page.table.edit_current()
    field = QApplication.focusWidget()
    assert field is not None
    type_text(field, "91")
    press(field, Qt.Key.Key_Return)
    assert stored(store, "2").measurement.estimate == Decimal(91)
    assert stored(store, "2").measurement.actual is None


def test_with_both_figures_the_actual_one_counts(page: IndicatorsPage, store: Store) -> None:
    set_measurement(store, uid("3"), PERIOD, actual="1,4", estimate="1,6")
    page.show_item(uid("3"))
    press(page.detail.form.kind, Qt.Key.Key_2)
    press(page.detail.form.kind, Qt.Key.Key_Return)
    assert page.detail.form.kind.value() == "actual"
    assert stored(store, "3").measurement.estimate == Decimal("1.6")


# the clerk's own verdict


def choose_verdict(page: IndicatorsPage, verdict: Verdict) -> None:
    combo = page.detail.form.verdict
    combo.setFocus()
    wanted = combo.findData(verdict.value)
    while combo.currentIndex() != wanted:
        press(combo, Qt.Key.Key_Down)
    page.detail.flush()


def test_an_own_verdict_waits_for_its_reason(page: IndicatorsPage, store: Store) -> None:
    set_measurement(store, uid("3"), PERIOD, actual="1,4")
    page.show_item(uid("3"))
    choose_verdict(page, Verdict.MET)
    form = page.detail.form
    assert form.boxes["contest_reason"].isVisibleTo(form)
    assert form.reason.fault()
    assert stored(store, "3").measurement.contested is None
    form.reason.setFocus()
    type_text(form.reason, "Tính đến hết năm")
    page.table.setFocus()
    measured = stored(store, "3").measurement
    assert (measured.contested, measured.contest_reason) == (Verdict.MET, "Tính đến hết năm")
    assert form.reason.fault() == ""


def test_without_a_target_nothing_can_be_contested(page: IndicatorsPage) -> None:
    page.show_item(uid("12"))
    assert page.detail.form.boxes["contested"].isHidden()


# what the plan says


def test_both_targets_stand_beside_each_other(page: IndicatorsPage) -> None:
    page.show_item(uid("12"))
    facts = page.detail.facts
    assert facts.own.text() == "chưa giao"
    assert facts.province.text() == "12,5-13%"
    page.show_item(uid("3"))
    assert facts.own.text() == "3-3,5%"


def test_the_year_is_drawn_with_its_gaps(page: IndicatorsPage, store: Store) -> None:
    set_measurement(store, uid("3"), PERIOD, actual="1,4")
    page.show_item(uid("3"))
    said = page.detail.chart.accessibleName()
    assert said == "Mức năm 3-3,5%; Quý I: 0,8; 6 tháng: 1,4; 9 tháng: chưa có; Năm: chưa có"


def test_a_year_without_any_value_is_said_in_words(page: IndicatorsPage, store: Store) -> None:
    page.show_item("filter:all")
    page.show_item(uid("4"))
    assert not page.detail.chart.isVisible()
    assert page.detail.no_year.isVisible()
    set_measurement(store, uid("4"), PERIOD, actual="12,9")
    assert page.detail.chart.isVisible()
    assert not page.detail.no_year.isVisible()


def test_in_the_largest_letters_the_detail_stands_beside_the_table(
    page: IndicatorsPage, dress_page: Callable[[str, int], None], window: MainWindow
) -> None:
    dress_page("light", 130)
    window.resize(1366, 688)
    page.show_item(uid("3"))
    assert not page.split.covers
    assert page.detail.isVisible()
    assert page.table.geometry().right() < page.detail.geometry().left()
    assert page.table.isColumnHidden(Column.PREVIOUS)
    assert page.table.columnWidth(Column.TITLE) >= theme().px(150)
    dress_page("light", 100)
    assert not page.table.isColumnHidden(Column.PREVIOUS)


def test_a_repeated_target_of_the_prose_is_shown(page: IndicatorsPage) -> None:
    page.show_item("filter:all")
    page.table.go_to(uid("10"))
    notices = page.detail.facts.findChildren(Notice)
    assert any("thành lập mới trên 2.500" in notice.words.text() for notice in notices)


def test_a_row_can_be_followed_and_let_go(
    page: IndicatorsPage, store: Store, session: Session
) -> None:
    page.show_item("filter:all")
    page.table.go_to(uid("24"))
    assert page.detail.follow.isVisible()
    click(page.detail.follow)
    assert stored(store, "24").followed
    assert page.detail.follow.isHidden()
    page.deeds.menus.unfollow(stored(store, "24"))
    assert not stored(store, "24").followed
    session.undo_stack.undo()
    assert stored(store, "24").followed


# own targets and own indicators


def test_the_target_dialog_says_what_it_reads(page: IndicatorsPage, store: Store) -> None:
    page.show_item(uid("12"))
    said: list[str] = []

    def fill(dialog: TargetDialog) -> None:
        click(dialog.save)
        assert dialog.field.fault() == "Nhập mức, ví dụ từ 90 trở lên."
        assert dialog.isVisible()
        type_text(dialog.field, "từ 10 trở lên")
        said.append(dialog.meaning.text())
        press(dialog.field, Qt.Key.Key_Return)

    meet(TargetDialog, fill)
    click(page.detail.facts.set_target)
    assert said == ["Được hiểu là: từ 10% trở lên."]
    target = stored(store, "12").target
    assert target is not None
    assert target.text == "từ 10 trở lên"
    assert page.detail.facts.own.text() == "từ 10% trở lên"


def test_what_is_typed_at_once_takes_the_place_of_the_old_target(
    page: IndicatorsPage, store: Store
) -> None:
    page.show_item(uid("3"))

    def fill(dialog: TargetDialog) -> None:
        field = dialog.focusWidget()
        assert field is dialog.field
        type_text(field, "4")
        press(field, Qt.Key.Key_Return)

    meet(TargetDialog, fill)
    click(page.detail.facts.set_target)
    target = stored(store, "3").target
    assert target is not None
    assert target.text == "4"


def test_a_target_can_be_taken_back(page: IndicatorsPage, store: Store, session: Session) -> None:
    page.show_item(uid("3"))
    meet(TargetDialog, lambda dialog: click(dialog.remove))
    click(page.detail.facts.set_target)
    assert stored(store, "3").target is None
    session.undo_stack.undo()
    assert stored(store, "3").target is not None


def test_a_cancelled_target_changes_nothing(page: IndicatorsPage, store: Store) -> None:
    page.show_item(uid("3"))
    before = len(history_of(store, "target", uid("3")))
    meet(TargetDialog, lambda dialog: dialog.reject())
    click(page.detail.facts.set_target)
    assert len(history_of(store, "target", uid("3"))) == before


def local_dialog(qtbot: QtBot) -> LocalIndicatorDialog:
    def opened() -> LocalIndicatorDialog | None:
        top = QApplication.topLevelWidgets()
        return next((w for w in top if isinstance(w, LocalIndicatorDialog) and w.isVisible()), None)

    qtbot.waitUntil(lambda: opened() is not None)
    found = opened()
    assert found is not None
    return found


def test_an_indicator_of_the_unit_is_added_changed_and_removed(
    qtbot: QtBot, page: IndicatorsPage, store: Store, door: RecordingDoor, session: Session
) -> None:
    click(page.add_button)
    dialog = local_dialog(qtbot)
    type_text(dialog.title, "Tỷ lệ hồ sơ đúng hạn")
    type_text(dialog.unit, "%")
    click(dialog.save_button)
    assert dialog.target.fault() == "Nhập mức, ví dụ từ 98 trở lên."
    type_text(dialog.target, "từ 98 trở lên")
    assert "từ 98% trở lên" in dialog.meaning.text()
    click(dialog.save_button)
    own = page.model.lines()[-1]
    assert (own.title, own.target) == ("Tỷ lệ hồ sơ đúng hạn", "từ 98% trở lên")
    page.show_item(own.uid)
    page.deeds.edit_indicator()
    dialog = local_dialog(qtbot)
    dialog.title.selectAll()
    type_text(dialog.title, "Tỷ lệ hồ sơ giải quyết đúng hạn")
    click(dialog.save_button)
    row = load_indicator_row(store, own.uid, PERIOD)
    assert row.indicator.title == "Tỷ lệ hồ sơ giải quyết đúng hạn"
    door.answers = [0]
    page.deeds.menus.remove(row)
    assert own.uid not in {line.uid for line in page.model.lines()}
    session.undo_stack.undo()
    assert own.uid in {line.uid for line in page.model.lines()}


def test_the_kind_of_a_local_indicator_stays(store: Store, page: IndicatorsPage) -> None:
    made = targets.add_local_indicator(
        store, title="Hồ sơ số hóa", unit="hồ sơ", nature=Nature.FLOW, target_text="500"
    )
    page.show_item(made.uid)
    dialog = LocalIndicatorDialog(page.session, page.detail.row)
    assert dialog.nature.value() == "flow"
    assert not dialog.nature.isEnabled() or dialog.nature.findChild(type(dialog.nature)) is None
    dialog.close()


# what the checks say


def test_a_year_that_is_not_over_leads_to_the_kind_of_the_figure(
    page: IndicatorsPage, session: Session, store: Store
) -> None:
    """The sentence names the choice, and the choice moves the number."""
    set_measurement(store, "CT-1", "2026-Q4", actual="96,4")
    session.set_period("2026-Q4")
    (finding,) = [one for one in session.findings() if one.code == "CT13"]
    labels = {box.field.accessibleName() for box in page.detail.form.boxes.values()}
    assert finding.text.endswith("Chọn Ước cả kỳ ở mục Loại số liệu.")
    assert "Loại số liệu" in labels
    page.show_item(finding.where, finding.field)
    choice = QApplication.focusWidget()
    assert choice is not None
    assert page.detail.form.kind.isAncestorOf(choice)
    press(choice, Qt.Key.Key_2)
    press(choice, Qt.Key.Key_Return)
    row = next(one for one in session.worksheet().indicators if one.uid == finding.where)
    assert (row.measurement.actual, row.measurement.estimate) == (None, Decimal("96.4"))
    assert "CT13" not in [one.code for one in session.findings()]


def test_an_estimate_leads_to_where_the_figure_belongs(
    page: IndicatorsPage, session: Session
) -> None:
    (finding,) = [one for one in session.findings() if one.code == "CT12"]
    page.show_item(finding.where, finding.field)
    assert page.detail.form.fields["actual"].hasFocus()
    assert "Thực hiện kỳ này" in finding.text
    assert page.detail.form.fields["actual"].accessibleName() == "Thực hiện kỳ này"


def test_fields_open_when_moved_data_is_taken_back(page: IndicatorsPage, store: Store) -> None:
    page.show_item(uid("3"))
    moving.leave(store)
    assert not page.detail.strip.add.isVisible()
    moving.take_back(store, "Máy mới không đọc được tệp")
    assert page.detail.strip.add.isVisible()
    page.detail.focus("note")
    type_text(page.detail.form.fields["note"], "Theo số của thôn")
    page.flush()
    row = next(one for one in page.session.worksheet().indicators if one.uid == uid("3"))
    assert row.measurement.note == "Theo số của thôn"


def test_an_indicator_of_its_own_is_added_by_keys_and_stays_the_current_one(
    qtbot: QtBot, page: IndicatorsPage, session: Session
) -> None:
    page.show_item(uid("3"))
    click(page.add_button)
    dialog = page.window().findChildren(LocalIndicatorDialog)[0]
    qtbot.waitUntil(dialog.title.hasFocus)
    type_text(dialog.title, "Hồ sơ số hóa")
    press(dialog.title, Qt.Key.Key_Return)
    assert dialog.target.fault() == "Nhập mức, ví dụ từ 98 trở lên."
    qtbot.waitUntil(dialog.target.hasFocus)
    type_text(dialog.target, "500")
    press(dialog.target, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    row = page.current_row()
    assert row is not None
    assert row.indicator.title == "Hồ sơ số hóa"
