"""The journal: places in words, events with their changes folded, read while it is scrolled."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from qnapp.db import inbox, issued, moving, outbox, plan_versions, reminders, replies, roster
from qnapp.db.assignments import add_local_task, remove_local_task
from qnapp.db.evidence import add_evidence, remove
from qnapp.db.history import recent, revert
from qnapp.db.history_pages import HistoryFilter, restore_value
from qnapp.db.items import local_tasks
from qnapp.db.milestones import add_extension, edit_extension, remove_extension
from qnapp.db.organisations import resolve_organisation, update_own
from qnapp.db.periods import set_period_dates
from qnapp.db.progress import set_progress
from qnapp.db.reporters import update_reporter
from qnapp.db.reports import set_report_text
from qnapp.db.roster import confirm_key
from qnapp.db.settings import set_settings
from qnapp.db.setup import initialise
from qnapp.db.worksheet import load_worksheet
from qnapp.exchange import keys
from qnapp.models.history_model import event_words
from qnapp.models.journal_lines import HIDDEN, JournalReader
from qnapp.models.journal_model import JournalColumn, JournalModel, LineRole
from qnapp.models.journal_words import KINDS, Places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.models.journal_lines import JournalLine

UID, OTHER, SECRET = "NQ05-2026/1.14", "NQ05-2026/3.2", "NQ05-2026/6.1"
Q1, Q2 = "2026-Q1", "2026-Q2"


class Clock:
    """05/6/2026 09:00 until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 5, 9, tzinfo=timezone(timedelta(hours=7)))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **more: float) -> None:
        self.now += timedelta(**more)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    owner = resolve_organisation("06652")
    with initialise(
        tmp_path / "store", organisation=owner, clerk="Mẫu", first_period=Q1, clock=clock
    ) as made:
        clock.forward(hours=1)
        yield made


def reader(store: Store, needle: str = "", wanted: HistoryFilter | None = None) -> JournalReader:
    places = Places(store, load_worksheet(store, Q2), {Q1: "Quý I", Q2: "6 tháng"})
    return JournalReader(store, places, wanted or HistoryFilter(), needle)


def lines(store: Store, needle: str = "", wanted: HistoryFilter | None = None) -> list[JournalLine]:
    return [line for found in reader(store, needle, wanted).every() for line in found]


def test_a_change_tells_when_who_where_and_both_values(store: Store) -> None:
    set_progress(store, UID, Q2, percent=40)
    line = lines(store)[0]
    assert (line.day, line.time, line.who, line.how) == ("05/6/2026", "10:00", "Mẫu", "")
    assert (line.where.code, line.where.field) == ("1.14", "Tỉ lệ (%), 6 tháng")
    assert line.where.title.startswith("Đánh giá hiệu quả")
    assert (line.where.page, line.where.uid, line.where.name) == ("tasks", UID, "percent")
    assert (line.old, line.new) == ("(trống)", "40")


@pytest.mark.parametrize(
    ("name", "value", "words", "old", "new"),
    [
        ("theme", "dark", "Màu giao diện", "theo máy", "tối"),
        ("with_charts", True, "Phụ lục biểu đồ", "không", "có"),
        ("mail_limit_mb", 10, "Giới hạn thư (MB)", "20", "10"),
        ("mail_limit_mb", 1, "Giới hạn thư (MB)", "20", "1"),
        ("first_period", "2026-Q2", "Kỳ báo cáo đầu tiên", "Quý I năm 2026", "6 tháng năm 2026"),
        ("clerk", "dang", "Người tổng hợp", "Mẫu", "dang"),
        ("saved_whole_on", "2026-06-05", "Sao lưu toàn bộ gần nhất", "(trống)", "05/6/2026"),
    ],
)
def test_settings_speak_no_english(
    store: Store, name: str, value: object, words: str, old: str, new: str
) -> None:
    set_settings(store, **{name: value})
    line = lines(store)[0]
    assert (line.where.code, line.where.field, line.where.page) == ("Thiết lập", words, "settings")
    assert (line.old, line.new) == (old, new)


def test_days_of_the_calendar_name_their_period_and_are_dates(store: Store) -> None:
    set_period_dates(store, Q2, due=date(2026, 6, 25))
    line = lines(store)[0]
    where = line.where
    assert (where.code, where.title, where.page) == ("Lịch báo cáo", "6 tháng", "settings")
    assert (where.field, line.old, line.new) == ("Hạn gửi", "20/6/2026", "25/6/2026")
    assert lines(store, "6 thang")[0] == line


def test_a_word_of_the_unit_itself_is_named(store: Store) -> None:
    update_own(store, parent="Đảng bộ tỉnh Quảng Ninh")
    where = lines(store)[0].where
    assert (where.code, where.field) == ("Thông tin đơn vị", "Cơ quan cấp trên trực tiếp")


def test_what_changed_of_another_organisation_names_it(store: Store, clock: Clock) -> None:
    update_reporter(store, "06676", phone="0203 3836 001")
    where = lines(store)[0].where
    assert (where.code, where.title, where.field) == (
        "Đơn vị gửi báo cáo",
        "Phường Hà Lầm",
        "Điện thoại",
    )
    clock.forward(hours=1)
    confirm_key(store, "VPTU", "Văn phòng Tỉnh ủy", "ab" * 32)
    where = lines(store)[0].where
    assert (where.code, where.title) == ("Khóa của bên gửi", "Văn phòng Tỉnh ủy")
    assert lines(store, "ha lam")[0].where.field == "Điện thoại"


def test_parts_of_the_report_have_their_headings(store: Store) -> None:
    set_report_text(store, Q2, "difficulties", "Thiếu vốn.")
    line = lines(store)[0]
    assert line.where.field == "III. Khó khăn, vướng mắc, 6 tháng"
    assert (line.where.page, line.where.uid) == ("report", "difficulties")


def test_evidence_comes_and_goes_by_its_name(store: Store, clock: Clock, tmp_path: Path) -> None:
    file = tmp_path / "Biên bản.pdf"
    file.write_bytes(b"%PDF")
    item = add_evidence(store, [file], UID, Q2)[0]
    came = lines(store)[0]
    assert (came.where.field, came.old, came.new) == (
        "Thêm minh chứng: Biên bản.pdf",
        "không có",
        "Biên bản.pdf",
    )
    assert (came.where.page, came.where.uid) == ("evidence", f"id:{item.id}")
    clock.forward(hours=1)
    remove(store, item.id)
    gone = lines(store)[0]
    assert (gone.where.field, gone.old, gone.new) == (
        "Bỏ minh chứng: Biên bản.pdf",
        "Biên bản.pdf",
        "không có",
    )


def test_an_extension_is_told_with_its_day_and_paper_as_they_were_then(
    store: Store, clock: Clock
) -> None:
    given = add_extension(store, UID, due="30/9/2026", document="CV 12-CV/TU", granted=True)
    came = lines(store)[0]
    assert (came.where.field, came.old) == ("Thêm gia hạn", "không có")
    assert came.new == came.full_new == "đến 30/9/2026, CV 12-CV/TU"
    assert lines(store, "12-cv/tu")[0].key == came.key
    clock.forward(hours=1)
    edit_extension(store, given.id, due="31/10/2026", document="CV 12-CV/TU", granted=True)
    clock.forward(hours=1)
    remove_extension(store, given.id)
    said = [(line.where.field, line.old, line.new) for line in lines(store)[:3]]
    assert said == [
        ("Bỏ gia hạn", "đến 31/10/2026, CV 12-CV/TU", "không có"),
        ("Hạn mới", "30/9/2026", "31/10/2026"),
        ("Thêm gia hạn", "không có", "đến 30/9/2026, CV 12-CV/TU"),
    ]


def test_an_own_row_that_was_removed_is_named_and_comes_back(store: Store, clock: Clock) -> None:
    made = add_local_task(store, title="Sửa nhà văn hóa khu phố 5")
    clock.forward(minutes=1)  # within the same visit
    remove_local_task(store, made.uid)
    gone, came = [line for line in lines(store) if "dòng của đơn vị" in line.where.field]
    assert (gone.where.field, gone.old, gone.new) == ("Bỏ dòng của đơn vị", "có", "không có")
    assert (came.where.field, came.old, came.new) == ("Thêm dòng của đơn vị", "không có", "có")
    assert (gone.where.code, gone.where.title) == (made.code, "Sửa nhà văn hóa khu phố 5")
    assert [task.uid for task in local_tasks(store)] == []
    assert restore_value(store, gone.entry, gone.entry.old)
    assert [task.uid for task in local_tasks(store)] == [made.uid]


def test_nothing_of_a_restricted_row_is_told(store: Store) -> None:
    with store.atomic():
        store.run(
            "INSERT INTO history (at, clerk, visit, organisation, entity, key, period, field, old,"
            " new, event) VALUES ('2026-06-05T10:00:00+07:00', 'Mẫu', 'v', '06652', 'progress', ?,"
            " ?, 'result', 'Cũ', 'Nội dung mật', '')",
            (SECRET, Q2),
        )
    line = next(line for line in lines(store) if line.where.code == "6.1")
    assert (line.old, line.new, line.full_new) == (HIDDEN, HIDDEN, HIDDEN)
    assert lines(store, "noi dung mat") == []


def test_an_import_is_one_line_with_its_changes_folded(store: Store, clock: Clock) -> None:
    set_progress(store, UID, Q2, event="import:form:1", percent=40, result="Đã họp")
    clock.forward(seconds=50)
    set_progress(store, OTHER, Q2, event="import:form:1", percent=10)
    clock.forward(hours=1)
    set_progress(store, UID, Q2, percent=50)
    first, event = lines(store)[:2]
    assert not first.is_event
    assert event.is_event
    count = len([e for e in recent(store) if e.event == "import:form:1"])
    assert event.where.code == f"Nhận từ tệp: {count} thay đổi"
    assert event.where.field == "3.2, 1.14"
    source = reader(store)
    children = source.children(event)
    assert {child.where.code for child in children} == {"1.14", "3.2"}
    assert all(child.child and not child.is_event for child in children)


def test_two_imports_stay_two(store: Store, clock: Clock) -> None:
    set_progress(store, UID, Q2, event="import:form:1", percent=40, result="Một")
    clock.forward(seconds=5)
    set_progress(store, UID, Q2, event="import:form:2", percent=41, result="Hai")
    assert [line.is_event for line in lines(store)[:2]] == [True, True]


def test_steps_back_are_one_event_each(store: Store, clock: Clock) -> None:
    first = set_progress(store, UID, Q2, percent=40, result="Một")
    second = set_progress(store, OTHER, Q2, percent=40, result="Hai")
    clock.forward(seconds=30)
    revert(store, second)
    clock.forward(seconds=30)
    revert(store, first)
    assert [line.is_event for line in lines(store)[:2]] == [True, True]
    assert {line.where.field for line in lines(store)[:2]} == {"1.14", "3.2"}


def test_an_event_larger_than_a_piece_is_not_torn(store: Store) -> None:
    rows = load_worksheet(store, Q2).own_tasks
    with store.atomic():
        for n in range(60):
            for row in rows[:5]:
                uid, text = row.uid, f"Lần {n}"
                set_progress(store, uid, Q2, event="import:big", percent=n % 100, result=text)
    found = lines(store)
    events = [line for line in found if line.entry.event == "import:big"]
    assert len(events) == 1
    assert len(events[0].entries) == len(
        [e for e in recent(store, 9999) if e.event == "import:big"]
    )


def test_search_folds_over_row_field_and_value(store: Store, clock: Clock) -> None:
    set_progress(store, UID, Q2, result="Kim trong đống rơm")
    clock.forward(hours=1)
    set_progress(store, OTHER, Q2, percent=30)
    assert [line.where.code for line in lines(store, "kim trong rom")] == ["1.14"]
    assert [line.where.code for line in lines(store, "3.2 ti le")] == ["3.2"]


def test_every_kind_names_entities_of_the_history_once() -> None:
    named = [entity for _words, entities in KINDS.values() for entity in entities]
    assert len(named) == len(set(named))


def test_no_entity_is_without_words(store: Store) -> None:
    for line in lines(store):
        assert line.where.code
        assert line.where.field
        assert line.where.code != "Dữ liệu", line.entry


# the model


def fill(store: Store, clock: Clock, count: int) -> None:
    with store.atomic():  # one commit: the disk is not what is tried here
        for n in range(count):
            set_progress(store, UID, Q2, percent=n % 101)
            clock.forward(minutes=11)


def test_the_table_grows_while_it_is_read(
    store: Store, clock: Clock, qtmodeltester: ModelTester, qtbot: QtBot
) -> None:
    fill(store, clock, 450)
    model = JournalModel()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.set_reader(reader(store))
    first = model.rowCount()
    assert 100 <= first < 450
    assert not model.done

    def read_on() -> bool:
        model.fetchMore(model.index(-1, -1))
        return model.done

    qtbot.waitUntil(read_on)
    assert model.rowCount() == len(lines(store))
    assert not model.canFetchMore(model.index(-1, -1))
    assert model.index(0, JournalColumn.NEW).data() == str(449 % 101)


def test_few_hits_are_looked_for_without_holding_the_window_up(
    store: Store, clock: Clock, qtbot: QtBot
) -> None:
    set_progress(store, OTHER, Q2, result="Kim trong đống rơm")
    clock.forward(hours=1)
    fill(store, clock, 2500)
    model = JournalModel()
    model.set_reader(reader(store, "kim trong dong rom"))
    assert model.rowCount() == 0
    assert not model.done
    qtbot.waitUntil(lambda: model.done)
    assert model.rowCount() == 1
    assert model.index(0, 0).data(LineRole).where.code == "3.2"


def test_an_event_unfolds_and_folds(store: Store, clock: Clock, qtmodeltester: ModelTester) -> None:
    set_progress(store, UID, Q2, event="import:form:1", percent=40, result="Đã họp")
    model = JournalModel()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.set_reader(reader(store))
    before = model.rowCount()
    line = model.line(0)
    assert line is not None
    model.toggle(0)
    assert model.rowCount() == before + len(line.entries)
    child = model.line(1)
    assert child is not None
    assert child.child
    assert model.row_of(line.key) == 0
    model.toggle(1)  # a change has nothing to unfold
    model.toggle(0)
    assert model.rowCount() == before


@pytest.mark.parametrize(
    "event",
    [
        *(issued.FREEZE, issued.WITHDRAW, issued.ISSUE, issued.SIGN),
        *(outbox.MAKE, outbox.SEND, outbox.ANSWER),
        *(inbox.RECEIVE, inbox.CHOOSE, inbox.ANSWER),
        *(replies.IMPORT, roster.CONFIRM, reminders.REMIND, plan_versions.EVENT, keys.RENEW),
        *(moving.EVENT_MOVED, moving.EVENT_BACK),
    ],
)
def test_every_event_that_the_store_writes_has_words(event: str) -> None:
    """A head of several changes begins with them: "Tạo gói: 3 thay đổi"."""
    assert event_words(event) != ""
    assert event_words(event).islower()
