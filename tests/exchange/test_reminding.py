"""Đôn đốc: who is reminded, one công văn, a letter each, from what the inbox holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from reporting_units import HA_TU, OFFICE, Q1, TUAN_CHAU, Unit, make_unit, march_clock

from qnapp.db.content import CancelledError
from qnapp.db.inbox import received_packages
from qnapp.db.reporters import roster, update_reporter
from qnapp.db.store import Store
from qnapp.domain.received import ReportState
from qnapp.domain.replies import ReplyRow, ReturnedRow
from qnapp.errors import FileError, InputError
from qnapp.exchange.receiving import take_in_many
from qnapp.exchange.reminding import Wish, draft_words, to_remind, write_reminder
from qnapp.exchange.reply import make_reply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from fixed_clock import FixedClock

HA_LAM = "06676"
PLAN = "NQ05-2026"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("gửi")
    found = {}
    for code in (HA_TU, TUAN_CHAU, HA_LAM):
        with Store.open(make_unit(folder / code, code), clock=march_clock()) as store:
            (found[code],) = Unit(store).send(folder / f"{code} gửi")
    return found


@pytest.fixture
def clock() -> FixedClock:
    return march_clock(19)


@pytest.fixture
def office(tmp_path: Path, sent: dict[str, Path], clock: FixedClock) -> Iterator[Store]:
    """On March 24th: Hà Tu in time, Tuần Châu late, Hà Lầm returned, all others missing."""
    with Store.open(make_unit(tmp_path / "trên", OFFICE), clock=clock) as store:
        take_in_many(store, [sent[HA_TU], sent[HA_LAM]])
        clock.now = clock.now.replace(day=24)
        take_in_many(store, [sent[TUAN_CHAU]])
        (package,) = received_packages(store, PLAN, Q1, HA_LAM)
        row = ReturnedRow(ReplyRow.TASK, f"{PLAN}/1.5", "Chưa rõ")
        make_reply(store, package.digest, "returned", [row])
        yield store


def wish(*codes: str, **more: object) -> Wish:
    made = Wish(codes, date(2026, 3, 29))
    return replace(made, **more) if more else made  # type: ignore[arg-type]


def mail(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def test_who_has_sent_nothing_comes_first_and_who_is_in_time_not_at_all(office: Store) -> None:
    found = to_remind(office, Q1)
    states = [one.state for one in found]
    assert [one.code for one in found[-2:]] == [HA_LAM, TUAN_CHAU]
    assert states[-2:] == [ReportState.RETURNED, ReportState.LATE]
    assert set(states[:-2]) == {ReportState.MISSING}
    assert len(found) == len(roster(office)) - 1
    assert HA_TU not in {one.code for one in found}


def test_one_letter_head_for_all_and_a_letter_each(office: Store, tmp_path: Path) -> None:
    update_reporter(office, TUAN_CHAU, email="tc@x.vn")
    update_reporter(office, HA_LAM, email="hl@x.vn")
    steps: list[tuple[int, int]] = []
    found = write_reminder(
        office,
        Q1,
        wish(TUAN_CHAU, HA_LAM, HA_TU),  # who is in time is never reminded
        tmp_path,
        progress=lambda step, of: steps.append((step, of)),
    )
    assert sorted(path.suffix for path in found.documents) == [".docx", ".pdf"]
    assert found.nameless == ()
    assert steps == [(0, 2), (1, 2)]
    returned, late = (mail(path) for path in found.letters)
    assert late["To"] == "tc@x.vn"
    assert returned["To"] == "hl@x.vn"
    said = returned.get_body().get_content()  # type: ignore[union-attr]
    assert "đã được trả lại để hoàn chỉnh và chưa gửi lại" in said
    assert "chậm nhất ngày 29/3/2026" in said
    assert "gửi muộn" in late.get_body().get_content()  # type: ignore[union-attr]
    (attached,) = late.iter_attachments()
    assert attached.get_content() == found.documents[0].read_bytes()


def test_whoever_has_no_address_gets_no_letter_and_is_named(office: Store, tmp_path: Path) -> None:
    update_reporter(office, TUAN_CHAU, email="tc@x.vn")
    found = write_reminder(office, Q1, wish(TUAN_CHAU, HA_LAM), tmp_path)
    assert [mail(path)["To"] for path in found.letters] == ["tc@x.vn"]
    assert found.nameless == ("Phường Hà Lầm",)


def test_a_letter_before_the_due_day_blames_nobody(
    office: Store, clock: FixedClock, tmp_path: Path
) -> None:
    quiet = next(one.code for one in roster(office) if one.code not in (HA_TU, HA_LAM, TUAN_CHAU))
    update_reporter(office, quiet, email="x@x.vn")
    clock.now = clock.now.replace(day=10)
    found = write_reminder(office, Q1, wish(quiet), tmp_path)
    said = mail(found.letters[0]).get_body().get_content()  # type: ignore[union-attr]
    assert "đúng thời hạn, chậm nhất ngày 29/3/2026" in said
    assert "chưa gửi" not in said


def test_the_draft_counts_those_chosen_and_a_text_of_ones_own_is_printed(
    office: Store, tmp_path: Path
) -> None:
    late = "Đảng ủy phường Tuần Châu mới gửi báo cáo, muộn so với thời hạn"
    assert late in draft_words(office, Q1, wish(TUAN_CHAU))
    assert "chưa gửi báo cáo" not in draft_words(office, Q1, wish(TUAN_CHAU))
    import pdfplumber

    own = wish(TUAN_CHAU, text="Nội dung do văn phòng tự viết.", letterhead="nha-nuoc")
    found = write_reminder(office, Q1, own, tmp_path)
    with pdfplumber.open(found.documents[0]) as pdf:
        text = pdf.pages[0].extract_text()
    assert "Nội dung do văn phòng tự viết." in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text


def test_a_signed_copy_goes_along_in_place_of_the_draft(office: Store, tmp_path: Path) -> None:
    signed = tmp_path / "Công văn 15 đã ký.pdf"
    signed.write_bytes(b"%PDF-1.7 signed")
    update_reporter(office, TUAN_CHAU, email="tc@x.vn")
    found = write_reminder(office, Q1, wish(TUAN_CHAU, signed=signed), tmp_path)
    (attached,) = mail(found.letters[0]).iter_attachments()
    assert attached.get_content() == b"%PDF-1.7 signed"
    assert attached.get_filename() == "Công văn 15 đã ký.pdf"


def test_what_cannot_be_written_leaves_nothing(office: Store, tmp_path: Path) -> None:
    folder = tmp_path / "đôn đốc"
    folder.mkdir()
    with pytest.raises(InputError, match="Chưa chọn đơn vị"):
        write_reminder(office, Q1, wish(HA_TU), folder)
    with pytest.raises(FileError, match="bản đã ký"):
        write_reminder(office, Q1, wish(TUAN_CHAU, signed=tmp_path / "mất.pdf"), folder)
    assert list(folder.iterdir()) == []
    with pytest.raises(FileError):
        write_reminder(office, Q1, wish(TUAN_CHAU), tmp_path / "không có")


def test_it_can_be_stopped_between_letters(office: Store, tmp_path: Path) -> None:
    for code in (TUAN_CHAU, HA_LAM):
        update_reporter(office, code, email="x@x.vn")
    steps: list[int] = []
    with pytest.raises(CancelledError):
        write_reminder(
            office,
            Q1,
            wish(TUAN_CHAU, HA_LAM),
            tmp_path,
            progress=lambda step, _of: steps.append(step),
            cancelled=lambda: bool(steps),
        )
    assert len(list(tmp_path.glob("*.eml"))) == 1
