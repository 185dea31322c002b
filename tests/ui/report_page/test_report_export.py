from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pypdfium2
import pytest
from hands import click, type_text
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog

from qnapp.documents.assemble import assemble_report
from qnapp.documents.content import PartId
from qnapp.documents.pdf import pdf_bytes
from qnapp.errors import FileError
from qnapp.ui.report_page import export
from qnapp.ui.report_page.export import STOPPED, with_suffix
from qnapp.ui.report_page.printing import NO_PRINTER, REFUSED, PrintRun

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QUrl
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.documents.report import Report
    from qnapp.ui.report_page.page import ReportPage
    from qnapp.ui.session import Session

PERIOD = "2026-Q2"


class Chosen:
    """The system's file dialog: what was proposed, and what the clerk chooses."""

    def __init__(self, answers: list[str]) -> None:
        self.answers = answers
        self.proposals: list[str] = []

    def __call__(self, _parent: object, _title: str, proposal: str, _kinds: str) -> tuple[str, str]:
        self.proposals.append(proposal)
        return self.answers.pop(0) if self.answers else "", ""


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Chosen]:
    def answer(*targets: Path) -> Chosen:
        chosen = Chosen([str(target) for target in targets])
        monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
        return chosen

    return answer


def wait_exported(qtbot: QtBot, page: ReportPage, act: Callable[[], None]) -> None:
    with qtbot.waitSignal(page.exporter.exported, timeout=30_000):
        act()


def test_the_pdf_is_that_of_the_command(
    qtbot: QtBot,
    page: ReportPage,
    store: Store,
    choose: Callable[..., Chosen],
    tmp_path: Path,
    session: Session,
) -> None:
    target = tmp_path / "bao-cao.pdf"
    chosen = choose(target)
    said: list[str] = []
    session.said.connect(said.append)
    wait_exported(qtbot, page, lambda: click(page.pdf))
    assert Path(chosen.proposals[0]).name == "Báo cáo 6 tháng năm 2026 - Phường Hà Tu.pdf"
    assert target.read_bytes() == pdf_bytes(assemble_report(store, PERIOD))
    pages = len(pypdfium2.PdfDocument(target.read_bytes()))
    assert said == [f"Đã xuất báo cáo {pages} trang. Số và ngày để trống cho văn thư."]
    assert page.exported.isVisible()
    assert page.exported.words.text() == said[0]


def test_what_is_half_typed_is_in_the_file(
    qtbot: QtBot, page: ReportPage, choose: Callable[..., Chosen], tmp_path: Path
) -> None:
    page.parts.open_part(PartId.NEXT)
    field = page.parts.sections[PartId.NEXT].text
    field.selectAll()
    type_text(field, "Khánh thành nhà văn hóa")
    target = tmp_path / "a.pdf"
    choose(target)
    wait_exported(qtbot, page, lambda: click(page.pdf))
    document = pypdfium2.PdfDocument(target.read_bytes())
    text = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    assert "Khánh thành nhà văn hóa" in text


def test_excel_and_word_get_their_endings(
    qtbot: QtBot, page: ReportPage, choose: Callable[..., Chosen], tmp_path: Path
) -> None:
    choose(tmp_path / "bang", tmp_path / "van ban")
    wait_exported(qtbot, page, lambda: click(page.excel))
    assert "Biểu số 1" in openpyxl.load_workbook(tmp_path / "bang.xlsx").sheetnames
    wait_exported(qtbot, page, lambda: click(page.word))
    assert (tmp_path / "van ban.docx").read_bytes().startswith(b"PK")
    assert page.exported.words.text() == "Đã xuất van ban.docx."


def test_the_next_export_is_offered_in_the_same_folder(
    qtbot: QtBot, page: ReportPage, choose: Callable[..., Chosen], tmp_path: Path
) -> None:
    folder = tmp_path / "Báo cáo"
    folder.mkdir()
    chosen = choose(folder / "a.pdf")
    wait_exported(qtbot, page, lambda: click(page.pdf))
    click(page.pdf)
    assert Path(chosen.proposals[1]).parent == folder


def test_a_cancelled_dialog_writes_nothing(
    qtbot: QtBot, page: ReportPage, choose: Callable[..., Chosen], session: Session, tmp_path: Path
) -> None:
    choose()
    with qtbot.assertNotEmitted(session.tasks.started):
        click(page.pdf)
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_file_open_elsewhere_can_be_tried_again_or_named_otherwise(
    qtbot: QtBot,
    page: ReportPage,
    choose: Callable[..., Chosen],
    door: RecordingDoor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken, other = tmp_path / "a.pdf", tmp_path / "b.pdf"
    chosen = choose(taken, other)
    real = os.replace

    def replace(source: str, target: str | Path) -> None:
        if Path(target) == taken:
            raise PermissionError(13, "in use")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    door.answers = [0, 1]  # once more in vain, then under another name
    wait_exported(qtbot, page, lambda: click(page.pdf))
    assert len(door.boxes) == 2
    assert door.boxes[0].buttons[:2] == ("Thử lại", "Lưu tên khác…")
    assert "đang mở tệp này" in door.sentences()[0]
    assert Path(chosen.proposals[1]).name == "a.pdf"
    assert other.read_bytes().startswith(b"%PDF")
    assert not taken.exists()


def test_a_stopped_export_leaves_nothing(
    qtbot: QtBot, page: ReportPage, choose: Callable[..., Chosen], session: Session, tmp_path: Path
) -> None:
    choose(tmp_path / "a.pdf")
    session.tasks.started.connect(lambda job: job.cancel())
    with qtbot.waitSignal(session.said, check_params_cb=lambda text: text == STOPPED):
        click(page.pdf)
    assert list(tmp_path.glob("*.pdf")) == []


def test_the_file_and_its_folder_are_opened(
    qtbot: QtBot,
    page: ReportPage,
    choose: Callable[..., Chosen],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []

    def take(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    choose(tmp_path / "a.pdf")
    wait_exported(qtbot, page, lambda: click(page.pdf))
    page.exported.clicked.emit()
    click(page.open_folder)
    assert opened == [str(tmp_path / "a.pdf"), str(tmp_path)]


def test_an_ending_is_kept_whatever_its_case() -> None:
    assert with_suffix(Path("/x/A.PDF"), ".pdf") == Path("/x/A.PDF")
    assert with_suffix(Path("/x/Quý 1.2026"), ".pdf") == Path("/x/Quý 1.2026.pdf")


# printing


def test_without_a_printer_the_way_out_is_said(
    page: ReportPage, door: RecordingDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    click(page.print)
    assert door.sentences() == [NO_PRINTER]


def test_pages_reach_the_printer_each_in_its_own_direction(
    qtbot: QtBot, page: ReportPage, session: Session, tmp_path: Path
) -> None:
    drawn = page.preview.view.drawn
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
    qtbot: QtBot, page: ReportPage, session: Session, tmp_path: Path
) -> None:
    drawn = page.preview.view.drawn
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
    qtbot: QtBot, page: ReportPage, session: Session, tmp_path: Path
) -> None:
    drawn = page.preview.view.drawn
    assert drawn is not None
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "không có" / "giấy.pdf"))
    with qtbot.waitSignal(session.failed) as failed:
        PrintRun(session, drawn, printer).start()
    assert str(failed.args[0]) == REFUSED


def test_the_printers_dialog_can_be_cancelled(
    qtbot: QtBot, page: ReportPage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def cancel(dialog: QPrintDialog) -> int:
        asked.append(dialog.maxPage())
        return 0

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Máy in phòng"])
    monkeypatch.setattr(QPrintDialog, "exec", cancel)
    said: list[str] = []
    session.said.connect(said.append)
    click(page.print)
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    assert asked == [page.preview.view.pages()]
    assert said == []


def test_a_range_of_pages_is_kept_to(
    qtbot: QtBot, page: ReportPage, session: Session, tmp_path: Path
) -> None:
    drawn = page.preview.view.drawn
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
    page: ReportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = page.make_report()
    with pytest.raises(ZeroDivisionError):
        page.exporter._failed(report, tmp_path / "a.pdf", ".pdf", ZeroDivisionError())
    asked: list[FileError] = []

    def ask(_report: Report, _target: Path, _kind: str, error: FileError) -> None:
        asked.append(error)

    monkeypatch.setattr(page.exporter, "_ask_again", ask)
    page.exporter._failed(report, tmp_path / "a.pdf", ".pdf", FileError("Đầy đĩa."))
    assert [str(error) for error in asked] == ["Đầy đĩa."]
    assert export.STOPPED == STOPPED
