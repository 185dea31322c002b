"""The system's dialogs begin where the last file of the same kind was chosen, on this PC."""

from __future__ import annotations

from pathlib import Path

import pytest
from chosen_files import ChosenFiles
from PySide6.QtCore import QStandardPaths

from qnapp.ui import file_dialogs

EXCEL, PDF = "Tệp Excel (*.xlsx)", "Tệp PDF (*.pdf)"


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> ChosenFiles:
    return ChosenFiles(monkeypatch)


def documents() -> Path:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place))


def folder_of(tmp_path: Path, name: str) -> Path:
    made = tmp_path / name
    made.mkdir()
    return made


def test_a_file_is_asked_for_where_the_last_one_of_its_kind_lay(
    choose: ChosenFiles, tmp_path: Path
) -> None:
    inside, other = folder_of(tmp_path, "Biểu"), folder_of(tmp_path, "Bản ký")
    choose(inside / "a.xlsx", other / "b.pdf", inside / "c.xlsx")
    assert file_dialogs.open_file(None, "Mở", EXCEL) == inside / "a.xlsx"
    assert file_dialogs.open_file(None, "Mở", PDF) == other / "b.pdf"
    assert file_dialogs.save_file(None, "Lưu", "c.xlsx", EXCEL + ";;Mọi tệp (*)")
    assert choose.proposals[2] == inside / "c.xlsx"
    file_dialogs.open_file(None, "Mở", PDF)
    assert choose.proposals[3] == other


def test_a_folder_that_is_gone_is_not_proposed(choose: ChosenFiles, tmp_path: Path) -> None:
    stick = folder_of(tmp_path, "USB")
    choose(stick)
    assert file_dialogs.open_folder(None, "Chọn USB") == stick
    file_dialogs.open_folder(None, "Chọn USB")
    assert choose.proposals[1] == stick
    stick.rmdir()
    file_dialogs.open_folder(None, "Chọn USB")
    assert choose.proposals[2] == documents()


def test_what_the_caller_proposes_comes_first(choose: ChosenFiles, tmp_path: Path) -> None:
    one, two = folder_of(tmp_path, "Một"), folder_of(tmp_path, "Hai")
    choose(one / "a.pdf")
    file_dialogs.save_file(None, "Lưu", str(two / "a.pdf"), PDF)
    file_dialogs.open_folder(None, "Chọn", two)
    assert choose.proposals == [two / "a.pdf", two]


def test_a_cancelled_dialog_keeps_the_folder(choose: ChosenFiles, tmp_path: Path) -> None:
    choose(tmp_path / "a.pdf")
    file_dialogs.open_file(None, "Mở", PDF)
    assert file_dialogs.open_file(None, "Mở", PDF) is None
    file_dialogs.open_file(None, "Mở", PDF)
    assert choose.proposals[2] == tmp_path


@pytest.mark.parametrize("content", ["", "[1]", "{", '{"Tệp PDF": 5}'])
def test_a_spoilt_memory_is_as_good_as_none(
    choose: ChosenFiles, tmp_path: Path, content: str
) -> None:
    file_dialogs.memory_file().parent.mkdir(parents=True, exist_ok=True)
    file_dialogs.memory_file().write_text(content, encoding="utf-8")
    choose(tmp_path / "a.pdf")
    assert file_dialogs.open_file(None, "Mở", PDF) == tmp_path / "a.pdf"
    assert choose.proposals[0] == documents()


def test_where_nothing_can_be_kept_files_are_chosen_all_the_same(
    choose: ChosenFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tệp").write_text("", encoding="utf-8")
    monkeypatch.setattr(file_dialogs, "memory_file", lambda: tmp_path / "tệp" / "folders.json")
    choose(tmp_path / "a.pdf")
    assert file_dialogs.open_file(None, "Mở", PDF) == tmp_path / "a.pdf"
