"""The table of what may arrive (design, section 8), row by row, through the one door.

A real submission of a real unit, spoilt or mixed up, meets a real office. What is refused is one
Vietnamese sentence, and nothing of it is anywhere. How the readers stand to each way of spoiling is
tried more finely in ``test_container_*``, ``test_safe_xlsx``, ``test_receive``, ``test_reply`` and
``test_whole_round``.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from answering import TASK, Both
from openpyxl import Workbook
from packages import KEY, SYMLINK, Part, changed, forge, parts_of, rezip, spans
from reporting_units import HA_TU, Q1, Unit, march_clock

from qnapp.db import content
from qnapp.db.archive import backup_full
from qnapp.db.inbox import received_packages
from qnapp.db.plan_versions import install_version
from qnapp.db.plans import current_plan
from qnapp.db.progress import set_progress
from qnapp.db.store import Store
from qnapp.errors import UserError
from qnapp.exchange.arrivals import look_at
from qnapp.exchange.limits import MOST_ENTRIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def both(sent_and_fresh: Both) -> Both:
    return sent_and_fresh


@pytest.fixture
def sent(both: Both) -> Path:
    """What the unit has sent: a copy that a test may spoil."""
    target = both.folder / "đến.qnbc"
    shutil.copy(next(both.folder.glob("gửi */*.qnbc")), target)
    return target


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is ever written beside the data folder: not where the program stands, not in temp."""
    places = [tmp_path / name for name in ("làm việc", "tạm")]
    for place in places:
        place.mkdir()
    monkeypatch.chdir(places[0])
    monkeypatch.setattr(tempfile, "tempdir", str(places[1]))
    yield
    assert [list(place.iterdir()) for place in places] == [[], []]


def state(store: Store) -> tuple[list[str], set[Path]]:
    """All that a refusal must leave as it was."""
    files = {path for path in store.folder.rglob("*") if path.is_file()}
    return list(store.db.iterdump()), {path for path in files if "journal" not in path.name}


def refused(both: Both, path: Path, words: str = ".") -> str:
    """The door refuses a file in one sentence that says what is safe; nothing has changed."""
    before, content_before = state(both.office), path.read_bytes() if path.is_file() else b""
    with pytest.raises(UserError, match=words) as error:
        look_at(both.office, path).accept(both.office)
    told = str(error.value)
    assert told.endswith(".")
    assert "\n" not in told
    assert "giữ nguyên" in told or "Chưa có gì bị thay đổi" in told
    assert state(both.office) == before
    assert not path.is_file() or path.read_bytes() == content_before
    return told


def taken(both: Both, path: Path) -> list[str]:
    """The door takes a file in; what it said before."""
    arrival = look_at(both.office, path)
    arrival.accept(both.office)
    return list(arrival.lines)


# --- not a package / cut off / wrong kind / newer format


@pytest.mark.parametrize(
    "raw", [b"", b"Ghi chu", b"PK\x05\x06" + bytes(18), b"\x89PNG\r\n\x1a\n", b"{}", b"%PDF-1.7"]
)
def test_what_is_no_package(both: Both, raw: bytes) -> None:
    path = both.folder / "lạ.qnbc"
    path.write_bytes(raw)
    refused(both, path, "lạ.qnbc")


def test_another_programs_zip_and_a_file_that_is_not_there(both: Both) -> None:
    path = both.folder / "tài liệu.docx"
    with zipfile.ZipFile(path, "w") as other:
        other.writestr("word/document.xml", "<w/>")
    refused(both, path)
    refused(both, both.folder / "không có.qnbc")


def test_cut_off_anywhere(both: Both, sent: Path) -> None:
    raw = sent.read_bytes()
    places = random.Random(1).sample(range(30, len(raw) - 1), 40)
    for size in (*places, len(raw) - 1, len(raw) - 22):
        sent.write_bytes(raw[:size])
        refused(both, sent, "chưa tải về hết")


def test_another_kind_is_told_for_what_it_is(both: Both) -> None:
    saved = backup_full(both.unit, both.folder / "sao lưu.qnbc")
    refused(both, saved.file, "bản sao lưu của QNApp")


def test_a_newer_format(both: Both, sent: Path) -> None:
    parts = parts_of(sent)
    manifest = json.loads(next(p.data for p in parts if p.name == "manifest.json"))
    rest = [p for p in parts if not p.name.startswith("manifest.")]
    forge(sent, {**manifest, "format": 99, "key": KEY.public}, rest)
    refused(both, sent, "phiên bản QNApp mới hơn")


# --- any byte, any entry


def _digest(both: Both, path: Path) -> str:
    """What a package is called, or why it is refused."""
    try:
        arrival = look_at(both.office, path)
    except UserError as error:
        return str(error)
    name: str = arrival.incoming.package.digest  # type: ignore[attr-defined]
    return name


def test_any_byte_of_content_or_name_changed(both: Both, sent: Path) -> None:
    """Some bytes of each place in a real package; deflate has bits that mean nothing."""
    raw, chance = sent.read_bytes(), random.Random(2)
    digest = ""
    for span in spans(raw):
        for at in {chance.randrange(span.start, span.stop) for _ in range(4)}:
            sent.write_bytes(raw[:at] + bytes([raw[at] ^ chance.randrange(1, 256)]) + raw[at + 1 :])
            found = _digest(both, sent)
            if found.startswith("“"):
                assert re.search("hỏng|thay đổi|chưa tải", found)
                continue
            assert span.packed, span
            digest = digest or found
            assert found == digest
    assert received_packages(both.office, "NQ05-2026", Q1) == []


def _first_document(parts: list[Part]) -> Part:
    return next(part for part in parts if part.name.startswith("documents/"))


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: parts.append(Part("documents/more.pdf", b"x")),
        lambda parts: parts.append(Part("ghi chú.txt", b"x")),
        lambda parts: parts.remove(_first_document(parts)),
        lambda parts: parts.append(_first_document(parts)),
        lambda parts: setattr(_first_document(parts), "name", "documents/other.pdf"),
        lambda parts: setattr(_first_document(parts), "data", b"x"),
        lambda parts: parts.remove(next(p for p in parts if p.name == "manifest.sig")),
        lambda parts: parts.remove(next(p for p in parts if p.name == "manifest.json")),
    ],
)
def test_an_entry_added_removed_doubled_or_renamed(
    both: Both, sent: Path, change: Callable[[list[Part]], object]
) -> None:
    refused(both, changed(sent, change), "gói đã bị thay đổi")


# --- bombs, names, links


@pytest.mark.parametrize(
    "part",
    [
        Part("../ra ngoài.txt", b"x"),
        Part("/etc/ra-ngoai", b"x"),
        Part("C:\\ra-ngoai.txt", b"x"),
        Part("\\\\may\\chia-se\\x", b"x"),
        Part("documents/con.pdf", b"x"),
        Part("documents/a.pdf:luong", b"x"),
        Part("documents/link.pdf", b"/etc/passwd", attributes=SYMLINK),
        Part("evidence/" + "0" * 64 + ".pdf", bytes(100_000_000)),
    ],
)
def test_no_name_leads_out_and_no_bomb_is_unpacked(both: Both, sent: Path, part: Part) -> None:
    told = refused(both, changed(sent, lambda parts: parts.append(part)))
    assert "thay đổi" in told or "giới hạn" in told
    assert not (both.folder / "ra ngoài.txt").exists()


def test_more_entries_than_any_package_has(both: Both, sent: Path) -> None:
    many = [Part(f"documents/a{n}.pdf", b"") for n in range(MOST_ENTRIES + 10)]
    refused(both, changed(sent, lambda parts: parts.extend(many)), "giới hạn")


def test_an_encrypted_entry(both: Both, sent: Path) -> None:
    raw = bytearray(sent.read_bytes())
    with zipfile.ZipFile(sent) as package:
        at = package.start_dir
    raw[at + 8] |= 1
    sent.write_bytes(raw)
    refused(both, sent, "mật khẩu")


_MEASURE = """
import resource, sys
from pathlib import Path
from qnapp.db.store import Store
from qnapp.errors import UserError
from qnapp.exchange.arrivals import look_at
with Store.open(Path(sys.argv[1])) as store:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        look_at(store, Path(sys.argv[2])).accept(store)
    except UserError as error:
        print(error, file=sys.stderr)
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def _zeros(folder: Path) -> Path:
    """A package whose evidence unpacks to 300 MB."""
    path = folder / "bom.qnbc"
    parts = [Part("manifest.json", b"{}"), Part("manifest.sig", bytes(64))]
    return rezip(path, [*parts, Part("evidence/" + "0" * 64 + ".bin", bytes(300_000_000))])


def _rows(folder: Path) -> Path:
    """A workbook with a million empty rows."""
    book = Workbook()
    book.save(folder / "hàng.xlsx")
    empty = b"".join(b'<row r="%d"/>' % n for n in range(1, 1_000_001))
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    raw = sheet + b"<sheetData>" + empty + b"</sheetData></worksheet>"
    parts = parts_of(folder / "hàng.xlsx")
    next(p for p in parts if p.name.endswith("sheet1.xml")).data = raw
    return rezip(folder / "hàng.xlsx", parts)


def _laughs(folder: Path) -> Path:
    """A workbook whose sheet multiplies its own text."""
    Workbook().save(folder / "cười.xlsx")
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    raw = f'<!DOCTYPE x [<!ENTITY a0 "ha">{names}]><worksheet>&a9;</worksheet>'.encode()
    parts = parts_of(folder / "cười.xlsx")
    next(p for p in parts if p.name.endswith("sheet1.xml")).data = raw
    return rezip(folder / "cười.xlsx", parts)


@pytest.mark.skipif(sys.platform == "win32", reason="measured by the system's own count")
@pytest.mark.parametrize("bomb", [_zeros, _rows, _laughs])
def test_memory_stays_bounded(both: Both, bomb: Callable[[Path], Path]) -> None:
    path = bomb(both.folder)
    both.office.close()
    words = [sys.executable, "-c", _MEASURE, str(both.office.folder), str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=100)
    both.office = Store.open(both.office.folder, clock=both.clock)
    assert done.stderr.count("\n") == 1, done.stderr
    assert int(done.stdout) < 60  # MB


# --- workbooks


def test_old_locked_and_macro_workbooks(both: Both) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    path = both.folder / "biểu.xlsx"
    path.write_bytes(ole)
    refused(both, path, r"\.xls")
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    refused(both, path, "mật khẩu")
    Workbook().save(path)
    macro = [Part("xl/vbaProject.bin", b"x")]
    types = changed(path, lambda parts: parts.extend(macro))
    parts = parts_of(types)
    kinds = next(p for p in parts if p.name == "[Content_Types].xml")
    kinds.data = kinds.data.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    refused(both, rezip(path, parts), "macro")


# --- whose, which, in what order


def test_the_same_twice_an_older_one_a_gap_and_the_same_packed_again(
    both: Both, sent: Path
) -> None:
    Unit(both.unit).take_back()
    set_progress(both.unit, both.uid(TASK), Q1, percent=50)
    (second,) = Unit(both.unit).send(both.folder / "hai")
    assert any("Chưa nhận được báo cáo lần 1" in line for line in taken(both, second))
    assert any("Đã có báo cáo lần sau" in line for line in taken(both, sent))
    again = rezip(both.folder / "đóng lại.zip", parts_of(second), comment=b"x")
    assert again.read_bytes() != second.read_bytes()
    arrival = look_at(both.office, again)
    assert arrival.changes == 0
    assert "không có gì thay đổi" in arrival.accept(both.office)
    assert len(received_packages(both.office, "NQ05-2026", Q1, HA_TU)) == 2


def test_packed_again_with_other_times_it_comes_in(both: Both, sent: Path) -> None:
    taken(both, rezip(both.folder / "khác tên.bin", parts_of(sent)))
    assert len(received_packages(both.office, "NQ05-2026", Q1, HA_TU)) == 1


def test_from_two_pcs_both_are_kept(both: Both, sent: Path) -> None:
    copy = shutil.copytree(both.unit.folder, both.folder / "máy khác")
    (copy / "qnapp.lock").unlink(missing_ok=True)
    for store, percent in ((both.unit, 61), (Store.open(copy, clock=march_clock(19)), 62)):
        Unit(store).take_back()
        set_progress(store, both.uid(TASK), Q1, percent=percent)
        (path,) = Unit(store).send(both.folder / f"máy {percent}")
        lines = taken(both, path)
        if store is not both.unit:
            store.close()
    assert any("Xung đột" in line for line in lines)


def test_made_before_a_newer_plan_version(both: Both, sent: Path) -> None:
    install_version(both.office, replace(current_plan(both.office), version=2))
    assert any("đánh giá theo bản của gói" in line for line in taken(both, sent))


def test_ones_own_and_another_plans(both: Both, sent: Path) -> None:
    with pytest.raises(UserError, match="do chính đơn vị này tạo"):
        look_at(both.unit, sent)
    plan = current_plan(both.office)
    install_version(both.office, replace(plan, uid="NQ09-2027", year=2027, tasks=(),
                                         indicators=(), assignments=()))  # fmt: skip
    refused(both, sent, "nghị quyết khác")


# --- the machine


def test_a_full_disk_and_a_folder_that_is_gone(
    both: Both, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrival = look_at(both.office, sent)
    before = state(both.office)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(content, "_copy_hashed", full)
        with pytest.raises(UserError, match="hết chỗ trống"):
            arrival.accept(both.office)
    assert state(both.office) == before
    arrival.accept(both.office)  # once there is room
    sent.unlink()
    with pytest.raises(UserError):
        look_at(both.office, sent)
