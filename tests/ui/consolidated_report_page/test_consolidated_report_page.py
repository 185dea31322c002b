"""Báo cáo tổng hợp: generated words, the office's own text, holes said first."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import docx
import pytest
from chosen_files import ChosenFiles
from fixed_clock import HANOI, FixedClock
from hands import click, type_text
from pdf_pages import page_texts

from qnapp.db.organisations import resolve_organisation
from qnapp.db.periods import choose_period, lock_period
from qnapp.db.reports import report_texts, set_total_text, total_texts
from qnapp.db.setup import initialise
from qnapp.db.store import Store
from qnapp.domain.consolidated import Reporter
from qnapp.exchange.training_reports import fill_received
from qnapp.ui.consolidated_report_page.page import ConsolidatedReportPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.ui.session import Session

Q2 = "2026-Q2"
NOW = datetime(2026, 6, 24, 14, 32, tzinfo=HANOI)


@pytest.fixture
def clock() -> FixedClock:
    made = FixedClock()
    made.now = NOW
    return made


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trên") / "store"
    office = resolve_organisation("VPTU")
    with initialise(
        folder, organisation=office, clerk="Trần Thị Mẫu", upper_office=True, clock=lambda: NOW
    ) as store:
        fill_received(store, Q2, ["06652", "06685", "07090"])
        choose_period(store, Q2)
    return folder


@pytest.fixture
def store(filled: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    shutil.copytree(filled, tmp_path / "store")
    with Store.open(tmp_path / "store", clock=clock, purpose="window") as made:
        yield made


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ConsolidatedReportPage:
    made = ConsolidatedReportPage(session)
    qtbot.addWidget(made)
    made.resize(1170, 608)
    made.show()
    made.activateWindow()
    with qtbot.waitSignal(made.loader.loaded, timeout=20_000):
        made.ensure_fresh()
    return made


def test_holes_are_said_above_the_document_and_lead_to_the_matrix(
    page: ConsolidatedReportPage, session: Session, qtbot: QtBot
) -> None:
    words = page.notice.words.text()
    assert "1 đơn vị xung đột" in words
    assert "61 đơn vị chưa gửi" in words
    with qtbot.waitSignal(session.wanted) as asked:
        click(page.notice._button)
    assert asked.args == ["consolidation", ""]


def test_with_nothing_sent_there_is_nothing_to_sign(page: ConsolidatedReportPage) -> None:
    desk = page.desk
    assert desk.foot.main.loud
    none = tuple(Reporter(one.code, one.name, one.group) for one in desk.found.reporters)
    desk.show_found(replace(desk.found, reporters=none), fresh=False)
    assert not desk.foot.main.loud


def test_every_part_begins_as_generated_words_and_is_kept_once_written(
    page: ConsolidatedReportPage, store: Store, session: Session, qtbot: QtBot
) -> None:
    section = page.desk.parts.sections["next"]
    page.show_item("next")
    section.text.setFocus()
    type_text(section.text, "Đôn đốc. ")
    session.leaving.emit()
    kept = total_texts(store, Q2)
    assert set(kept) == {"total:next"}
    assert kept["total:next"].startswith("Đôn đốc. ")
    assert report_texts(store, Q2) == {}  # the own report is another document
    assert "Đôn đốc." in "".join(str(part) for part in page.desk.paper().report.parts)
    session.undo_stack.undo()
    assert total_texts(store, Q2) == {}


def test_the_lock_of_the_own_report_does_not_hold_it(
    page: ConsolidatedReportPage, store: Store
) -> None:
    lock_period(store, Q2, "đã gửi")
    set_total_text(store, Q2, "total:next", "Vẫn viết được.")
    assert page.desk.parts.sections["next"].text.toPlainText() == "Vẫn viết được."
    with pytest.raises(ValueError, match="not a part"):
        set_total_text(store, Q2, "next", "sai tên")


def test_what_arrives_is_in_the_document_by_itself(
    page: ConsolidatedReportPage, store: Store, qtbot: QtBot
) -> None:
    assert page.subtitle() == "3/64 đơn vị đã gửi"
    with qtbot.waitSignal(page.loader.loaded, timeout=20_000):
        fill_received(store, Q2, ["06706"])
    qtbot.waitUntil(lambda: page.subtitle() == "4/64 đơn vị đã gửi", timeout=20_000)


def test_what_is_seen_is_a_draft_and_what_is_to_be_signed_is_none(
    page: ConsolidatedReportPage,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    assert page.desk.paper().report.draft
    choose = ChosenFiles(monkeypatch)
    choose(tmp_path / "xem.pdf", tmp_path / "ky.pdf")
    found = []
    for button in (page.desk.foot.pdf, page.desk.foot.main):
        with qtbot.waitSignal(page.desk.exporter.exported, timeout=60_000):
            click(button)
        found.append(page.desk.foot.exported.words.text())
    assert [one.name for one in choose.proposals] == [
        "Báo cáo tổng hợp 6 tháng năm 2026 - dự thảo.pdf",
        "Báo cáo tổng hợp 6 tháng năm 2026.pdf",
    ]
    assert ["dự thảo" in words for words in found] == [True, False]
    pages = [page_texts((tmp_path / name).read_bytes())[0] for name in ("xem.pdf", "ky.pdf")]
    marked = ["DỰ THẢO" in text for text in pages]
    assert marked == [True, False]


def test_the_form_is_changed_and_word_comes_out_in_it(
    page: ConsolidatedReportPage,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    with qtbot.waitSignal(page.loader.loaded, timeout=20_000):
        click(page.desk.change_form)
    choose = ChosenFiles(monkeypatch)
    target = tmp_path / "tong-hop.docx"
    choose(target)
    with qtbot.waitSignal(page.desk.exporter.exported, timeout=60_000):
        click(page.desk.foot.word)
    assert choose.proposals[0].name == "Báo cáo tổng hợp 6 tháng năm 2026.docx"
    document = docx.Document(str(target))
    heads = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert any("CỘNG HÒA XÃ HỘI" in text for text in heads)
