"""``reply``, ``inbox`` and the ``import`` of a reply, as a person types them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from answering import INDICATOR, OTHER_TASK, TASK, Both, opened
from reporting_units import HA_TU, OFFICE, Q1, Unit, make_unit, march_clock
from shell import Shell

from qnapp.db.inbox import received_packages
from qnapp.db.outbox import outgoing_packages
from qnapp.db.progress import set_progress
from qnapp.db.returned import open_rows
from qnapp.db.store import Store
from qnapp.domain.packages import Kind, PackageState
from qnapp.exchange.keys import renew_key


class Desk(Shell):
    """Runs commands on the office's or the unit's closed store; files lie in ``folder``."""

    def __init__(self, both: Both, capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__(both.folder, capsys)
        self.both = both
        self.unit, self.office = both.unit.folder, both.office.folder
        self.sent = next(both.folder.glob("gửi */*.qnbc"))

    def reasons(self, told: object, name: str = "lý do.json") -> Path:
        path = self.folder / name
        path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8-sig")
        return path

    def stores(self) -> tuple[list[str], list[str]]:
        """What both stores hold."""
        return dump(self.unit), dump(self.office)


def dump(folder: Path) -> list[str]:
    with Store.open(folder) as store:
        lines = [line for line in store.db.iterdump() if "_sqlite_migrations" not in line]
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return [*lines, *files]


@pytest.fixture
def desk(both_master: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    both = opened(both_master, tmp_path / "hai bên")
    both.unit.close()
    both.office.close()
    return Desk(both, capsys)


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """An office that has not taken in anything yet."""
    return make_unit(tmp_path / "trên mới", OFFICE, march_clock())


@pytest.mark.parametrize(
    "told",
    [
        {TASK: "Chưa rõ", INDICATOR: "Sai đơn vị tính"},
        {"NQ05-2026/3.2": "Chưa rõ", "22a": "Sai đơn vị tính"},
        [{"code": TASK, "reason": "Chưa rõ"}, {"uid": "NQ05-2026/CT-22a", "reason": "Sai"}],
    ],
)
def test_rows_are_returned_and_open_at_the_unit(desk: Desk, told: object) -> None:
    assert desk.run(desk.office, "reply", desk.sent, "--return", desk.reasons(told)) == 0
    reply = desk.out.strip()
    name = "phieu-tra-loi-06652-quy-1-2026-lan-1.qnph"
    assert desk.err.splitlines()[0] == f"Đã lập phiếu trả lại {name}, lưu tại {reply}."
    assert "--out" in desk.err
    assert desk.run(desk.unit, "import", reply) == 0
    assert "3.2: Chưa rõ" in desk.out
    assert desk.err.startswith("Chưa ghi gì.")
    assert desk.run(desk.unit, "import", reply, "--yes") == 0
    with Store.open(desk.unit) as store:
        assert open_rows(store, Q1) == {"NQ05-2026/3.2", "NQ05-2026/CT-22a"}
    words = (TASK, "--period", Q1, "--percent", "70")
    assert desk.run(desk.unit, "set-progress", *words) == 0
    assert desk.run(desk.unit, "set-progress", OTHER_TASK, *words[1:]) == 1
    assert "chỉ mở các dòng bị trả lại" in desk.err


def test_corrected_it_goes_up_as_the_next_revision_and_is_accepted(desk: Desk) -> None:
    desk.run(desk.office, "reply", desk.sent, "--return", desk.reasons({TASK: "Chưa rõ"}))
    desk.run(desk.unit, "import", desk.out.strip(), "--yes")
    desk.run(desk.unit, "set-progress", TASK, "--period", Q1, "--percent", "70")
    assert desk.run(desk.unit, "submit", "--period", Q1, "--out", desk.folder / "đi") == 0
    assert "Đã tạo 1 gói của báo cáo lần 2." in desk.err
    package = next(path for path in map(str, desk.out.splitlines()) if path.endswith(".qnbc"))
    out = desk.folder / "phiếu"  # made, as submit makes its own
    assert desk.run(desk.office, "reply", package, "--accept", "--note", "Đủ", "--out", out) == 0
    files = [Path(line) for line in desk.out.splitlines()]
    assert files[0] == out / "phieu-tra-loi-06652-quy-1-2026-lan-2.qnph"
    assert [path.suffix for path in files] == [".qnph", ".pdf", ".eml"]  # the slip, and a letter
    assert set(files) == set(out.iterdir())
    assert "Đã lập phiếu" in desk.err
    assert desk.run(desk.office, "reply", package, "--accept", "--note", "Đủ") == 0
    assert "Báo cáo này đã được trả lời như vậy: giữ phiếu tiếp nhận" in desk.err
    assert desk.run(desk.unit, "import", files[0], "--yes") == 0
    with Store.open(desk.unit) as store:
        newest, _first = outgoing_packages(store, kind=Kind.SUBMISSION)
        assert newest.state is PackageState.ACCEPTED


def test_a_submission_that_was_not_taken_in_yet_is_taken_in_with_its_answer(
    desk: Desk, fresh: Path
) -> None:
    assert desk.run(fresh, "reply", desk.sent, "--accept") == 0
    with Store.open(fresh) as store:
        (taken,) = received_packages(store, "NQ05-2026", Q1, HA_TU)
        assert taken.answer == "accepted"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "Chưa nêu dòng nào để trả lại"),
        ({"9.99": "Sai"}, "không có dòng “9.99”"),
        ({TASK: ""}, "Chưa nêu lý do trả lại 3.2"),
        ({TASK: 5}, "không đúng dạng"),
        ([TASK], "không đúng dạng"),
        ("3.2", "không đúng dạng"),
        ([{"code": TASK, "reason": "Sai"}, {"code": "3.2", "reason": "Sai"}], "nêu hai lần"),
    ],
)
def test_reasons_that_cannot_be_used_take_nothing_in(
    desk: Desk, fresh: Path, told: object, said: str
) -> None:
    before = dump(fresh)
    assert desk.run(fresh, "reply", desk.sent, "--return", desk.reasons(told)) == 1
    assert said in desk.err
    assert len(desk.err.splitlines()) == 1
    assert dump(fresh) == before


def test_a_file_of_reasons_that_is_none_is_told(desk: Desk) -> None:
    before = desk.stores()
    bad = desk.folder / "xấu.json"
    for raw in (b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"3.2": 1.5}', b"{}" + b" " * 2**20):
        bad.write_bytes(raw)
        assert desk.run(desk.office, "reply", desk.sent, "--return", bad) == 1
        assert "không đúng dạng" in desk.err
    assert desk.run(desk.office, "reply", desk.sent, "--return", desk.folder / "không có.json") == 1
    assert "Không đọc được tệp lý do" in desk.err
    assert desk.stores() == before


def test_what_is_no_submission_and_a_folder_that_is_none_are_told(desk: Desk) -> None:
    desk.run(desk.office, "reply", desk.sent, "--accept")
    reply = desk.out.strip()
    before = desk.stores()
    assert desk.run(desk.office, "reply", reply, "--accept") == 1
    assert "là phiếu trả lời" in desk.err
    nowhere = desk.folder / "đâu" / "đó"
    assert desk.run(desk.office, "reply", desk.sent, "--accept", "--out", nowhere) == 1
    assert "Không có thư mục" in desk.err
    assert desk.run(desk.unit, "reply", desk.sent, "--accept") == 1
    assert "do chính đơn vị này tạo" in desk.err
    assert desk.stores() == before


def test_the_inbox_names_who_has_sent_and_who_has_not(desk: Desk) -> None:
    desk.run(desk.office, "reply", desk.sent, "--accept")
    assert desk.run(desk.office, "inbox", "--period", Q1) == 0
    lines = desk.out.splitlines()
    assert lines[0] == "Sổ tiếp nhận quý I năm 2026, hạn gửi 20/3/2026"
    told = "Phường Hà Tu: đúng hạn, lần 1, chưa xác nhận nguồn gửi, đã trả lời: tiếp nhận"
    assert told in lines
    assert any(line.startswith("Chưa gửi (") and "Phường Tuần Châu" in line for line in lines)
    assert desk.run(desk.office, "inbox", "--period", Q1, "--json") == 0
    found: dict[str, Any] = json.loads(desk.out)
    states = {one["code"]: one["state"] for one in found["organisations"]}
    assert (states[HA_TU], states["06706"]) == ("on_time", "missing")
    (package,) = next(o for o in found["organisations"] if o["code"] == HA_TU)["packages"]
    assert package["in_force"]
    assert package["answer"] == "accepted"


@pytest.fixture
def rivals(desk: Desk) -> tuple[Path, Path]:
    """The second revision from two PCs."""
    copy = desk.folder / "máy khác"
    shutil.copytree(desk.unit, copy)
    found = []
    for number, folder in enumerate((desk.unit, copy)):
        with Store.open(folder, clock=march_clock(19)) as store:
            Unit(store).take_back()
            set_progress(store, "NQ05-2026/3.2", Q1, percent=60 + number)
            (path,) = Unit(store).send(desk.folder / f"đi {number}")
            found.append(path)
    return found[0], found[1]


def test_of_two_in_conflict_one_is_chosen_and_then_answered(
    desk: Desk, rivals: tuple[Path, Path]
) -> None:
    assert desk.run(desk.office, "import", *rivals, "--yes") == 0
    assert desk.run(desk.office, "reply", rivals[0], "--accept") == 1
    assert "có 2 gói khác số liệu của báo cáo lần 2" in desk.err
    desk.run(desk.office, "inbox", "--period", Q1, "--json")
    (unit,) = (o for o in json.loads(desk.out)["organisations"] if o["code"] == HA_TU)
    assert unit["state"] == "conflict"
    digest = next(p["digest"] for p in unit["packages"] if p["file"] == rivals[1].name)
    both = [p["digest"] for p in unit["packages"] if p["revision"] == 2]
    digest = both[1]
    for wrong in ("f" * 20, "12", "không"):
        assert desk.run(desk.office, "inbox", "--choose", wrong) == 1
    assert desk.run(desk.office, "inbox", "--choose", digest[:12].upper()) == 0
    assert desk.err == "Dùng gói này cho báo cáo lần 2 của Phường Hà Tu.\n"
    assert desk.run(desk.office, "reply", rivals[1], "--accept") == 0
    assert desk.run(desk.office, "inbox", "--compare", digest) == 0
    assert "  3.2, Tỉ lệ (%): 40% → 61%" in desk.out.splitlines()


def test_a_rival_is_not_taken_in_only_to_be_answered(desk: Desk, rivals: tuple[Path, Path]) -> None:
    desk.run(desk.office, "import", rivals[0], "--yes")
    before = dump(desk.office)
    assert desk.run(desk.office, "reply", rivals[1], "--accept") == 1
    assert dump(desk.office) == before


def test_another_key_is_taken_once_somebody_trusts_it(desk: Desk) -> None:
    desk.run(desk.office, "reply", desk.sent, "--accept")
    desk.run(desk.unit, "import", desk.out.strip(), "--yes")
    with Store.open(desk.office) as store:
        renew_key(store)
    desk.run(desk.office, "reply", desk.sent, "--return", desk.reasons({TASK: "Chưa rõ"}))
    reply = desk.out.strip()
    assert desk.run(desk.unit, "import", reply, "--yes") == 1
    assert "khóa khác với khóa đã xác nhận" in desk.err
    assert desk.run(desk.unit, "import", reply, "--trust") == 0
    with Store.open(desk.unit) as store:
        assert open_rows(store, Q1) == {"NQ05-2026/3.2"}


def test_trust_confirms_nothing_where_the_package_is_refused(desk: Desk) -> None:
    desk.run(desk.office, "reply", desk.sent, "--accept")
    reply = desk.out.strip()
    before = dump(desk.office)
    assert desk.run(desk.office, "import", reply, "--trust") == 1
    assert dump(desk.office) == before
