from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
import pypdfium2
import pytest
from hands import click, type_text
from PySide6.QtCore import QCoreApplication, QPoint, QRect
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

from qnapp.db.periods import stored_period
from qnapp.documents.assemble import assemble_report
from qnapp.documents.content import PartId
from qnapp.documents.docx import docx_bytes
from qnapp.errors import FileError
from qnapp.ui.kit.theme import theme
from qnapp.ui.report_page.export import DOCX, stopped_words, with_suffix
from qnapp.ui.report_page.printing import NO_PRINTER, REFUSED, PrintRun

if TYPE_CHECKING:
    from collections.abc import Callable

    from chosen_files import ChosenFiles
    from PySide6.QtCore import QUrl
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.report_page.export import Outgoing
    from qnapp.ui.report_page.period_desk import PeriodDesk
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow

PERIOD = "2026-Q2"


def wait_exported(qtbot: QtBot, desk: PeriodDesk, act: Callable[[], None]) -> None:
    with qtbot.waitSignal(desk.exporter.exported, timeout=30_000):
        act()


def words_of(file: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)


def test_a_draft_is_that_of_the_command(
    qtbot: QtBot,
    desk: PeriodDesk,
    store: Store,
    choose: ChosenFiles,
    tmp_path: Path,
    session: Session,
) -> None:
    target = tmp_path / "bao-cao.docx"
    choose(target)
    said: list[str] = []
    session.said.connect(said.append)
    wait_exported(qtbot, desk, lambda: click(desk.foot.word))
    assert choose.proposals[0].name == "Báo cáo 6 tháng năm 2026 - Phường Hà Tu - dự thảo.docx"
    draft = assemble_report(store, PERIOD)
    assert draft.stamp == "DỰ THẢO"
    assert target.read_bytes() == docx_bytes(draft)
    assert said == ["Đã xuất bao-cao.docx."]
    assert desk.foot.exported.isVisible()
    assert desk.foot.exported.words.text() == said[0]


def test_a_draft_pdf_says_on_every_page_that_it_is_one(
    qtbot: QtBot, desk: PeriodDesk, store: Store, choose: ChosenFiles, tmp_path: Path
) -> None:
    target = tmp_path / "nháp.pdf"
    choose(target)
    wait_exported(qtbot, desk, lambda: click(desk.foot.pdf))
    assert choose.proposals[0].name == "Báo cáo 6 tháng năm 2026 - Phường Hà Tu - dự thảo.pdf"
    pages = pypdfium2.PdfDocument(target.read_bytes())
    assert all("DỰ THẢO" in page.get_textpage().get_text_range() for page in pages)
    told = f"Đã xuất bản dự thảo báo cáo {len(pages)} trang, không dùng để ký."
    assert desk.foot.exported.words.text() == told
    assert not stored_period(store, PERIOD).locked
    pages.close()


@pytest.mark.parametrize("percent", [100, 130])
def test_the_ways_out_are_whole_in_the_narrowest_window(
    desk: PeriodDesk, window: MainWindow, percent: int
) -> None:
    theme().apply("light", percent)
    try:
        window.resize(1366, 688)
        QCoreApplication.processEvents()
        foot = desk.foot
        foot.set_main("Ghi số, ngày ban hành…", "note")  # the longest
        QCoreApplication.processEvents()
        buttons = (foot.pdf, foot.word, foot.excel, foot.print, foot.main)
        places = [QRect(b.mapTo(foot, QPoint()), b.size()) for b in buttons]
        for at, place in enumerate(places):
            assert foot.rect().contains(place)
            assert place.width() >= buttons[at].sizeHint().width()
            assert not any(place.intersects(other) for other in places[at + 1 :])
        assert len({place.center().y() for place in places[:-1]}) == 1  # in one line
        assert foot.print.accessibleName() == foot.print.text() == "In…"
        assert window.width() == 1366
    finally:
        theme().apply("light", 100)


def test_what_is_half_typed_is_in_the_file(
    qtbot: QtBot, desk: PeriodDesk, choose: ChosenFiles, tmp_path: Path
) -> None:
    desk.parts.open_part(PartId.NEXT)
    field = desk.parts.sections[PartId.NEXT].text
    field.selectAll()
    type_text(field, "Khánh thành nhà văn hóa")
    choose(tmp_path / "a.docx")
    wait_exported(qtbot, desk, lambda: click(desk.foot.word))
    assert "Khánh thành nhà văn hóa" in words_of(tmp_path / "a.docx")


def test_excel_and_word_get_their_endings(
    qtbot: QtBot, desk: PeriodDesk, choose: ChosenFiles, tmp_path: Path
) -> None:
    choose(tmp_path / "bang", tmp_path / "van ban")
    wait_exported(qtbot, desk, lambda: click(desk.foot.excel))
    assert "Biểu số 1" in openpyxl.load_workbook(tmp_path / "bang.xlsx").sheetnames
    wait_exported(qtbot, desk, lambda: click(desk.foot.word))
    assert (tmp_path / "van ban.docx").read_bytes().startswith(b"PK")
    assert desk.foot.exported.words.text() == "Đã xuất van ban.docx."


def test_the_next_export_is_offered_in_the_same_folder(
    qtbot: QtBot, desk: PeriodDesk, choose: ChosenFiles, tmp_path: Path
) -> None:
    folder = tmp_path / "Báo cáo"
    folder.mkdir()
    choose(folder / "a.xlsx")
    wait_exported(qtbot, desk, lambda: click(desk.foot.excel))
    click(desk.foot.word)
    assert choose.proposals[1].parent == folder


def test_a_cancelled_dialog_writes_nothing(
    qtbot: QtBot, desk: PeriodDesk, choose: ChosenFiles, session: Session, tmp_path: Path
) -> None:
    choose()
    with qtbot.assertNotEmitted(session.tasks.started):
        click(desk.foot.word)
    assert list(tmp_path.glob("*.docx")) == []


def test_a_file_open_elsewhere_can_be_tried_again_or_named_otherwise(
    qtbot: QtBot,
    desk: PeriodDesk,
    choose: ChosenFiles,
    door: RecordingDoor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken, other = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    choose(taken, other)
    real = os.replace

    def replace(source: str, target: str | Path) -> None:
        if Path(target) == taken:
            raise PermissionError(13, "in use")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    door.answers = [0, 1]  # once more in vain, then under another name
    wait_exported(qtbot, desk, lambda: click(desk.foot.excel))
    assert len(door.boxes) == 2
    assert door.boxes[0].buttons[:2] == ("Thử lại", "Lưu tên khác…")
    assert "đang mở tệp này" in door.sentences()[0]
    assert choose.proposals[1].name == "a.xlsx"
    assert other.read_bytes().startswith(b"PK")
    assert not taken.exists()


def test_a_stopped_export_leaves_nothing(
    qtbot: QtBot, desk: PeriodDesk, choose: ChosenFiles, session: Session, tmp_path: Path
) -> None:
    choose(tmp_path / "a.docx")
    session.tasks.started.connect(lambda job: job.cancel())
    with qtbot.waitSignal(
        session.said, check_params_cb=lambda text: text == stopped_words("báo cáo")
    ):
        click(desk.foot.word)
    assert list(tmp_path.glob("*.docx")) == []


def test_the_file_and_its_folder_are_opened(
    qtbot: QtBot,
    desk: PeriodDesk,
    choose: ChosenFiles,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []

    def take(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    choose(tmp_path / "a.docx")
    wait_exported(qtbot, desk, lambda: click(desk.foot.word))
    desk.foot.exported.clicked.emit()
    click(desk.foot.exported.folder)
    assert opened == [str(tmp_path / "a.docx"), str(tmp_path)]


def test_an_ending_is_kept_whatever_its_case() -> None:
    assert with_suffix(Path("/x/A.PDF"), ".pdf") == Path("/x/A.PDF")
    assert with_suffix(Path("/x/Quý 1.2026"), ".pdf") == Path("/x/Quý 1.2026.pdf")


# printing


def test_without_a_printer_the_way_out_is_said(
    desk: PeriodDesk, door: RecordingDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    click(desk.foot.print)
    assert door.sentences() == [NO_PRINTER]


def test_pages_reach_the_printer_each_in_its_own_direction(
    qtbot: QtBot, desk: PeriodDesk, session: Session, tmp_path: Path
) -> None:
    drawn = desk.preview.view.drawn
    assert drawn is not None
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "giấy.pdf"))
    run = PrintRun(session, drawn, printer)
    with qtbot.waitSignal(run.ended, timeout=60_000) as ended:
        run.start()
    assert ended.args == [len(drawn.sizes)]
    printed = pypdfium2.PdfDocument((tmp_path / "giấy.pdf").read_bytes())
    lying = [
        width > height for width, height in (printed[n].get_size() for n in range(len(printed)))
    ]
    assert lying == [width > height for width, height in drawn.sizes]


def test_printing_can_be_stopped_between_pages(
    qtbot: QtBot, desk: PeriodDesk, session: Session, tmp_path: Path
) -> None:
    drawn = desk.preview.view.drawn
    assert drawn is not None
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "giấy.pdf"))
    run = PrintRun(session, drawn, printer)
    session.tasks.started.connect(lambda job: job.cancel())
    stopped = "Đã dừng in sau 0 trang."
    with qtbot.waitSignal(session.said, check_params_cb=lambda text: text == stopped):
        run.start()


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)  # Qt says it as well
def test_a_printer_that_refuses_is_said(
    qtbot: QtBot, desk: PeriodDesk, session: Session, tmp_path: Path
) -> None:
    drawn = desk.preview.view.drawn
    assert drawn is not None
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "không có" / "giấy.pdf"))
    with qtbot.waitSignal(session.failed) as failed:
        PrintRun(session, drawn, printer).start()
    assert str(failed.args[0]) == REFUSED


def test_the_printers_dialog_can_be_cancelled(
    qtbot: QtBot, desk: PeriodDesk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def cancel(dialog: QPrintDialog) -> int:
        asked.append(dialog.maxPage())
        return 0

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Máy in phòng"])
    monkeypatch.setattr(QPrintDialog, "exec", cancel)
    said: list[str] = []
    session.said.connect(said.append)
    click(desk.foot.print)
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    assert asked == [desk.preview.view.pages()]
    assert said == []


def test_a_range_of_pages_is_kept_to(
    qtbot: QtBot, desk: PeriodDesk, session: Session, tmp_path: Path
) -> None:
    drawn = desk.preview.view.drawn
    assert drawn is not None
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "giấy.pdf"))
    printer.setFromTo(2, 2)
    run = PrintRun(session, drawn, printer)
    with qtbot.waitSignal(run.ended, timeout=60_000):
        run.start()
    assert len(pypdfium2.PdfDocument((tmp_path / "giấy.pdf").read_bytes())) == 1


def test_a_fault_of_the_program_is_not_swallowed(
    desk: PeriodDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outgoing = desk.outgoing(DOCX)
    with pytest.raises(ZeroDivisionError):
        desk.exporter._failed(outgoing, tmp_path / "a.docx", ZeroDivisionError())
    asked: list[FileError] = []

    def ask(_outgoing: Outgoing, _target: Path, error: FileError) -> None:
        asked.append(error)

    monkeypatch.setattr(desk.exporter, "_ask_again", ask)
    desk.exporter._failed(outgoing, tmp_path / "a.docx", FileError("Đầy đĩa."))
    assert [str(error) for error in asked] == ["Đầy đĩa."]
