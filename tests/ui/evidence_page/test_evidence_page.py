"""Minh chứng: seen, named, moved, opened, checked, taken away and taken back, by real hands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from evidence_hands import PERIOD, choose, dialog_of, names, uid
from hands import click, drop_files, press, press_ctrl, type_text
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from qnapp.db import evidence
from qnapp.db.evidence import all_evidence, get
from qnapp.db.periods import lock_period
from qnapp.db.progress import set_progress
from qnapp.db.settings import set_settings
from qnapp.exchange.submission_contents import evidence_of
from qnapp.models.evidence_lines import EvidenceFilter
from qnapp.ui.evidence_page.page import EvidencePage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Evidence
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow


def entries(page: EvidencePage) -> list[str]:
    assert page.line is not None
    menu = page.doing.make_menu(page.line)
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    menu.deleteLater()
    return words


# what is seen


def test_an_empty_register_says_what_will_be_there(page: EvidencePage) -> None:
    assert page.empty.isVisible()
    assert page.empty._label.text() == "Chưa có minh chứng. Kéo tệp vào đây hoặc chọn Thêm tệp."
    assert not page.detail.isVisible()


def test_the_register_of_the_period_and_of_all_periods(
    page: EvidencePage, attach: Callable[..., Evidence]
) -> None:
    attach("Cũ.txt", period="2026-Q1")
    attach("Mới.txt")
    assert names(page) == ["Mới.txt"]
    assert page.subtitle() == "1 tệp"
    click(page.tools.scope._group.buttons()[1])
    assert names(page) == ["Mới.txt", "Cũ.txt"]
    assert page.subtitle() == "2 tệp, mọi kỳ"


def test_the_pages_at_the_left_count_what_the_register_shows(
    page: EvidencePage,
    window: MainWindow,
    attach: Callable[..., Evidence],
    store: Store,
    session: Session,
) -> None:
    set_progress(store, uid("1.14"), "2026-Q1", status="completed", result="Xong")
    old = attach("Cũ.txt", period="2026-Q1")
    attach("Xưa.txt", "1.15", period="2026-Q1")  # still running: each period proves its own
    attach("Mới.txt", "1.15")
    assert len(evidence_of(session.worksheet())) == 2
    assert names(page) == ["Mới.txt", "Cũ.txt"]
    choose(page, old)
    assert page.line is not None
    assert page.line.used_by == "1.14 (kỳ\xa0trước)"
    assert window.navigation.item("evidence").accessibleName() == "Minh chứng (2)"


def test_the_choices_of_showing_are_kept(
    window: MainWindow, page: EvidencePage, session: Session, qtbot: QtBot
) -> None:
    click(page.tools.list)
    click(page.tools.scope._group.buttons()[1])
    again = EvidencePage(session)
    qtbot.addWidget(again)
    assert again.tools.list.isChecked()
    assert again.tools.scope.value() == "all"
    assert again.view.viewMode() == again.view.ViewMode.ListMode


@pytest.mark.parametrize("way", ["cards", "list"])
def test_both_ways_show_everything_within_the_view(
    page: EvidencePage, attach: Callable[..., Evidence], way: str, qtbot: QtBot
) -> None:
    for number in range(8):
        attach(f"Ảnh hiện trường số {number} của khu neo đậu tàu thuyền.txt")
    click(page.tools.cards if way == "cards" else page.tools.list)
    QApplication.processEvents()
    rects = [page.view.visualRect(page.view.lines.index(row)) for row in range(8)]
    assert max(rect.right() for rect in rects) <= page.view.viewport().width()
    assert len({rect.left() for rect in rects}) == (4 if way == "cards" else 1)
    assert page.view.horizontalScrollBar().maximum() == 0


def test_filters_say_how_many_and_what_nothing_means(
    page: EvidencePage, attach: Callable[..., Evidence], store: Store
) -> None:
    attach("Một.txt", number="5-BB/ĐU")
    attach("Hai.txt")
    evidence.defer(store, uid("1.14"), PERIOD, title="Quyết định")
    chips = page.tools.chips
    labels = [chips._chips[wanted].label() for wanted in EvidenceFilter if chips.has_chip(wanted)]
    assert labels[:2] == ["Tất cả 3", "Chưa có số 2"]
    click(chips._chips[EvidenceFilter.LATER])
    assert names(page) == ["Quyết định"]
    click(chips._chips[EvidenceFilter.BAD])
    assert page.empty._label.text().startswith("Không có tệp nào mất")
    click(page.empty._button)
    assert len(names(page)) == 3


def test_search_folds_and_says_when_nothing_is_found(
    page: EvidencePage, attach: Callable[..., Evidence], window: MainWindow
) -> None:
    attach("Đề án.txt", title="Phòng họp không giấy tờ")
    attach("Khác.txt")
    press_ctrl(window, Qt.Key.Key_F)
    field = window.topbar.field
    type_text(field, "hop khong giay")
    press(field, Qt.Key.Key_Return)
    assert names(page) == ["Đề án.txt"]
    field.set_value("")
    type_text(field, "không có đâu")
    press(field, Qt.Key.Key_Return)
    assert "không có đâu" in page.empty._label.text()
    assert page.subtitle() == window.topbar._count.text() == "0 minh chứng khớp “không có đâu”"
    click(page.empty._button)
    assert page.subtitle() == window.topbar._count.text() == "2 tệp"


def test_the_mail_limit_is_measured_as_mail_counts(
    page: EvidencePage, attach: Callable[..., Evidence], store: Store
) -> None:
    set_settings(store, mail_limit_mb=1)
    attach("Lớn.txt", content="x" * 500_000)
    attach("Lớn nữa.txt", "1.15", content="x" * 500_000)  # the same content goes once
    assert page.mail.words.text() == "0,7 / 1 MB giới hạn thư"
    attach("Thêm.txt", content="y" * 600_000)
    assert page.mail.words.text() == "1,4 MB khi gửi thư, giới hạn 1 MB: 2 gói"
    attach("Rất lớn.txt", content="z" * 900_000)
    said = "2,6 MB khi gửi thư, giới hạn 1 MB: 3 gói, 1 gói chép bằng USB"
    assert page.mail.words.text() == said


# naming


def test_what_is_typed_writes_itself_and_is_taken_back(
    page: EvidencePage, attach: Callable[..., Evidence], store: Store, session: Session
) -> None:
    item = attach("Biên bản.txt")
    fields = page.detail.fields
    fields.number.setFocus()
    type_text(fields.number, "17-BB/ĐU")
    press(fields.number, Qt.Key.Key_Return)  # goes on, as in the fields of a task
    assert fields.day.hasFocus()
    type_text(fields.day, "12/5")  # of the period's year
    press(fields.day, Qt.Key.Key_Return)
    assert fields.title.hasFocus()
    page.flush()
    assert (get(store, item.id).number, get(store, item.id).issued_on) == (
        "17-BB/ĐU",
        date(2026, 5, 12),
    )
    fields.day.selectAll()
    press(fields.day, Qt.Key.Key_Delete)
    page.flush()
    assert get(store, item.id).issued_on is None
    session.undo_stack.undo()
    assert get(store, item.id).issued_on == date(2026, 5, 12)
    assert page.window().current_page is page  # type: ignore[attr-defined] # undo shows it here


def test_another_piece_is_loaded_only_after_the_first_is_written(
    page: EvidencePage, attach: Callable[..., Evidence], store: Store
) -> None:
    first, second = attach("Một.txt"), attach("Hai.txt")
    choose(page, first)
    type_text(page.detail.fields.number, "1-A")
    choose(page, second)
    assert get(store, first.id).number == "1-A"
    assert page.detail.fields.number.value() == ""
    assert get(store, second.id).number == ""


# uses


def test_a_use_leads_to_its_row_in_its_period(
    page: EvidencePage, attach: Callable[..., Evidence], session: Session, window: MainWindow
) -> None:
    attach("Cũ.txt", period="2026-Q1")
    page._choose_scope(every=True)
    click(page.detail._uses[0].link)  # type: ignore[attr-defined]
    assert session.period_code == "2026-Q1"
    assert window.current_page.key == "tasks"


def test_a_piece_proves_one_more_row_and_no_longer(
    page: EvidencePage, attach: Callable[..., Evidence], store: Store
) -> None:
    item = attach("Biên bản.txt")
    click(page.detail.use)
    dialog = dialog_of(page)
    type_text(dialog.search, "1.15")
    press(dialog.search, Qt.Key.Key_Return)
    links = all_evidence(store)[0].links
    assert set(links) == {(uid("1.14"), PERIOD), (uid("1.15"), PERIOD)}
    row = next(row for row in page.detail._uses if row.link.text() == "1.15")  # type: ignore[attr-defined]
    click(row.cross)  # type: ignore[attr-defined]
    assert all_evidence(store)[0].links == ((uid("1.14"), PERIOD),)
    assert get(store, item.id).name == "Biên bản.txt"


def test_the_only_use_has_no_cross(page: EvidencePage, attach: Callable[..., Evidence]) -> None:
    attach("Biên bản.txt")
    assert not page.detail._uses[0].cross.isVisible()  # type: ignore[attr-defined]


def test_the_same_file_twice_is_told(page: EvidencePage, attach: Callable[..., Evidence]) -> None:
    attach("Một.txt", content="giống nhau", number="1")
    attach("Hai.txt", "1.15", content="giống nhau", number="2")
    assert page.detail.twins.isVisible()
    assert "Một.txt" in page.detail.twins.words.text()


# what may not be changed, what may not be seen


def test_a_locked_period_is_for_reading(
    page: EvidencePage,
    attach: Callable[..., Evidence],
    store: Store,
    make_file: Callable[..., Path],
) -> None:
    attach("Biên bản.txt")
    lock_period(store, PERIOD, "Đã gửi")
    assert page.detail.fields.number.isReadOnly()
    for button in (page.detail.remove, page.detail.use, page.detail.file, page.add):
        assert not button.isVisible()
    assert page.detail.open.isVisible()
    assert page.detail.notice.words.text() == "Minh chứng dùng ở kỳ đã khóa nên chỉ để xem."
    assert entries(page) == ["Đến 1.14 (6 tháng)", "Mở", "Lưu bản sao…"]
    assert not drop_files(page.view.viewport(), [make_file("Khác.txt")])
    page.view.setFocus()
    press(page.view, Qt.Key.Key_Delete)
    assert names(page) == ["Biên bản.txt"]


def test_nothing_of_a_restricted_row_is_shown(
    page: EvidencePage, attach: Callable[..., Evidence], store: Store
) -> None:
    item = attach("Phương án.txt", number="9-PA")
    with store.atomic():  # as a package of before would have left it
        store.run("UPDATE evidence_link SET uid = ? WHERE evidence = ?", (uid("6.1"), item.id))
    page.reload()
    assert names(page) == ["Minh chứng theo đường riêng"]
    for part in (page.detail.fields, page.detail.picture, page.detail.open, page.detail.copy):
        assert not part.isVisible()
    assert entries(page) == ["Đến 6.1 (6 tháng)"]
    shown = [line.spoken + line.second + line.folded for line in page.view.lines.lines]
    assert "Phương án" not in "".join(shown)
    press(page.view, Qt.Key.Key_Return)  # opens nothing


# the list for Excel


def test_the_list_goes_to_excel_with_its_kinds(
    page: EvidencePage,
    attach: Callable[..., Evidence],
    store: Store,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attach("=1+1.txt", number="=cmd", issued_on="12/5/2026", title="Họp")
    evidence.defer(store, uid("1.15"), PERIOD, title="Quyết định", promised_on="20/6/2026")
    target = tmp_path / "ds.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(target), ""))
    with qtbot.waitSignal(page.session.said) as said:
        press_ctrl(page.view, Qt.Key.Key_E)
    assert said.args == ["Đã xuất ds.xlsx."]
    sheet = load_workbook(target).worksheets[0]
    rows: list[list[Any]] = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "MINH CHỨNG, 6 tháng năm 2026"
    assert rows[1][0].endswith(". Tất cả: 2 dòng.")
    at = next(n for n, row in enumerate(rows) if row[0] == "STT")
    promised, plain = rows[at + 1], rows[at + 2]
    assert promised[1] == "Quyết định"
    assert promised[8].date() == date(2026, 6, 20)
    assert plain[1:3] == ["=1+1.txt", "=cmd"]
    assert sheet.cell(at + 3, 3).data_type == "s"
    assert plain[3].date() == date(2026, 5, 12)
    assert plain[4:8] == ["Họp", "1.14", "6 tháng", 1]


def test_a_list_of_training_data_says_so_and_of_which_periods_it_is(
    page: EvidencePage,
    attach: Callable[..., Evidence],
    store: Store,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attach("a.txt")
    set_settings(store, training=True)
    target = tmp_path / "ds.xlsx"
    proposed: list[str] = []

    def answer(_parent: object, _title: str, name: str, *_more: object) -> tuple[str, str]:
        proposed.append(Path(name).name)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    press(page.tools.scope, Qt.Key.Key_2)
    with qtbot.waitSignal(page.session.said):
        press_ctrl(page.view, Qt.Key.Key_E)
    assert proposed == ["Minh chứng mọi kỳ.xlsx"]
    column = [row[0].value for row in load_workbook(target).worksheets[0].iter_rows(max_row=3)]
    assert column[0] == "MINH CHỨNG, mọi kỳ"
    assert column[1] == "TẬP HUẤN, số liệu không có thật"


def test_a_list_that_cannot_be_written_can_be_tried_again(
    page: EvidencePage,
    attach: Callable[..., Evidence],
    door: RecordingDoor,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attach("a.txt")
    target = tmp_path / "ds.xlsx"
    target.mkdir()  # nothing can take its place, as while it is open in Excel
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(target), ""))

    def close_it(*_said: object) -> int:
        target.rmdir()
        return 0  # "Thử lại"

    monkeypatch.setattr(door, "_show", close_it)
    with qtbot.waitSignal(page.session.said) as said:
        press_ctrl(page.view, Qt.Key.Key_E)
    assert said.args == ["Đã xuất ds.xlsx."]
    assert target.is_file()
