from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st
from report_sheets import HA_TU, few_rows, local_task, sheet, task_row

from qnapp.documents.content import PartId, draft_words
from qnapp.documents.part_counts import other_counts, other_totals
from qnapp.documents.part_states import (
    PartState,
    is_automatic,
    next_basis,
    outdated_words,
    part_states,
    quoted_words,
)
from qnapp.documents.profiles import load_profile
from qnapp.domain.former_figures import FormerValue
from qnapp.domain.reporting import Standing, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qnapp.domain.reporting import Worksheet

DANG = load_profile("dang")


def states(
    given: Worksheet,
    texts: Mapping[str, str] | None = None,
    bases: Mapping[str, str] | None = None,
) -> dict[PartId, PartState]:
    return {
        PartId(state.part): state for state in part_states(given, texts or {}, DANG, bases or {})
    }


def test_parts_stand_in_printed_order() -> None:
    assert list(states(few_rows())) == list(PartId)
    assert states(few_rows())[PartId.OPENING].title == "Mở đầu"


def test_unwritten_parts_print_their_draft() -> None:
    given = few_rows()
    for part, state in states(given).items():
        assert state.text == state.draft == draft_words(given, part, DANG)
        assert not state.written


def test_a_written_part_keeps_its_draft_behind() -> None:
    state = states(few_rows(), {"next": "Việc kỳ tới"})[PartId.NEXT]
    assert (state.text, state.source, state.written) == ("Việc kỳ tới", "đã viết", True)
    assert state.draft != state.text


def test_an_emptied_part_is_automatic_again() -> None:
    assert not states(few_rows(), {"next": " \n "})[PartId.NEXT].written


@pytest.mark.parametrize(
    ("part", "field", "source"),
    [
        (PartId.DIFFICULTIES, "difficulty", "gom từ 2 nhiệm vụ"),
        (PartId.PROPOSALS, "proposal", "gom từ 2 nhiệm vụ"),
        (PartId.NEXT, "next_step", "gom từ 2 nhiệm vụ"),
    ],
)
def test_gathered_parts_count_the_rows_that_say_something(
    part: PartId, field: str, source: str
) -> None:
    def said(text: str) -> dict[str, Any]:
        return {field: text}

    rows = [
        task_row("1.14", Status.IN_PROGRESS, **said("Một")),
        task_row("1.15", Status.IN_PROGRESS, **said("Hai")),
        task_row("3.2", Status.IN_PROGRESS),
        # The restricted channel is named by nothing but its number.
        task_row("6.1", Status.IN_PROGRESS, **said("Mật")),
    ]
    state = states(sheet(*rows))[part]
    assert state.source == source
    assert state.draft.count("Nhiệm vụ ") == 2


def test_a_reason_for_delay_counts_only_while_there_is_a_delay() -> None:
    late = task_row("1.5", Status.IN_PROGRESS, delay_reason="Chờ hướng dẫn")
    in_time = task_row("3.2", Status.IN_PROGRESS, delay_reason="Chờ hướng dẫn")
    assert states(sheet(late))[PartId.DIFFICULTIES].source == "gom từ 1 nhiệm vụ"
    assert states(sheet(in_time))[PartId.DIFFICULTIES].source == "tự động, không có"


def test_only_the_work_ahead_is_asked_for() -> None:
    found = states(sheet(task_row("3.2")))
    lacking = [part for part, state in found.items() if state.lacking]
    assert lacking == [PartId.NEXT]
    assert found[PartId.NEXT].source == "chưa viết"


def test_figures_stand_beside_the_automatic_parts() -> None:
    given = few_rows()
    found = states(given)
    assert found[PartId.INDICATORS].source == f"tự động, {len(given.followed_indicators)} chỉ tiêu"
    assert found[PartId.TASKS].source == f"tự động, {len(given.own_tasks)} nhiệm vụ"
    nothing = states(replace(given, tasks=(), indicators=()))
    assert nothing[PartId.TASKS].source == "tự động, chưa theo dõi nhiệm vụ nào"


@pytest.mark.parametrize(
    ("text", "automatic"),
    [("", True), ("  \n", True), ("Dự thảo.", True), ("Dự thảo. \r\n", True), ("Khác", False)],
)
def test_a_text_that_says_no_more_than_the_draft_is_automatic(text: str, automatic: bool) -> None:
    assert is_automatic(text, "Dự thảo.") is automatic


BEFORE = "Theo dõi 10 nhiệm vụ; hoàn thành 3, trong đó 1 hoàn thành quá hạn; quá hạn 1 (1,5%)."
AFTER = "Theo dõi 10 nhiệm vụ; hoàn thành 4, trong đó 1 hoàn thành quá hạn."


@pytest.mark.parametrize(
    ("text", "old"),
    [
        (f"{BEFORE} Đã rà soát.", ("hoàn thành 3", "quá hạn 1 (1,5%)")),
        ("Đến nay đã hoàn thành 3 nhiệm vụ.", ("hoàn thành 3",)),
        ("Đến nay đã hoàn thành 31 nhiệm vụ.", ()),  # another number
        ("Cán bộ tổng hợp đã rà soát lại toàn bộ.", ()),
        (AFTER, ()),
        ("", ()),
    ],
)
def test_what_a_text_still_says_of_old_figures(text: str, old: tuple[str, ...]) -> None:
    assert outdated_words(text, BEFORE, AFTER) == old
    assert outdated_words(text, BEFORE, BEFORE) == ()
    assert outdated_words(text, "", AFTER) == ()  # nobody knows where it began


UNDER_HEADINGS = (
    "3. Ba đột phá: 2 nhiệm vụ; đang triển khai 2.\n4. Văn hóa: 1 nhiệm vụ; hoàn thành 1."
)
UNDER_NOW = (
    "3. Ba đột phá: 2 nhiệm vụ; hoàn thành 1; đang triển khai 1.\n"
    "4. Văn hóa: 1 nhiệm vụ; đang triển khai 1."
)


@pytest.mark.parametrize(
    ("text", "old"),
    [
        (UNDER_HEADINGS + " Thêm.", ("đang triển khai 2", "4. Văn hóa: hoàn thành 1")),
        (UNDER_NOW, ()),
        # The clerk mended the one line: what stands there now is right, though it is not all of it.
        ("3. Ba đột phá: đang triển khai 1.\n4. Văn hóa: 1 nhiệm vụ.", ()),
        ("Hoàn thành 1 nhiệm vụ; đang triển khai 1.", ()),  # under no heading of the draft
        (
            UNDER_HEADINGS.replace("\n", "\nCác cơ quan đã vào cuộc.\n"),
            ("đang triển khai 2", "4. Văn hóa: hoàn thành 1"),
        ),
    ],
)
def test_what_a_heading_has_no_longer_below_it_is_old_though_another_has_it(
    text: str, old: tuple[str, ...]
) -> None:
    assert outdated_words(text, UNDER_HEADINGS, UNDER_NOW) == old


_COUNTS = st.dictionaries(
    st.sampled_from(["Mục 1", "Mục 2", "Mục 3"]),
    st.lists(st.sampled_from(["hoàn thành 1", "hoàn thành 2", "quá hạn 1"]), min_size=1),
)


def _lines(counts: Mapping[str, list[str]]) -> str:
    return "\n".join(f"{head}: {'; '.join(said)}." for head, said in counts.items())


@any_of(_COUNTS, _COUNTS)
def test_each_line_of_counts_is_held_against_its_own_heading(
    before: dict[str, list[str]], now: dict[str, list[str]]
) -> None:
    told = outdated_words(_lines(before) + " Thêm.", _lines(before), _lines(now))
    wrong = [(head, one) for head, said in before.items() for one in said]
    wrong = [(head, one) for head, one in wrong if one not in now.get(head, [])]
    grown = {
        f"{head}: {'; '.join(said)}"
        for head, said in before.items()
        if set(said) < set(now.get(head, []))
    }
    assert grown <= set(told)
    rest = {one.rpartition(": ")[2] for one in told if one not in grown}
    assert rest - before.keys() == {one for _, one in wrong}
    assert outdated_words(_lines(now), _lines(before), _lines(now)) == ()


def test_a_count_of_one_section_is_old_though_another_section_has_it() -> None:
    rows = [task_row(code, Status.IN_PROGRESS, percent=50) for code in ("2.16.1", "3.2", "4.5")]
    before = draft_words(sheet(*rows), PartId.TASKS, DANG)
    rows[1] = task_row("3.2", Status.COMPLETED, percent=100)
    given = sheet(*rows)
    own = {"tasks": f"{before}\nCác cơ quan đã vào cuộc."}
    state = states(given, own, {"tasks": before})[PartId.TASKS]
    assert state.source == "khác số liệu"
    assert "3. Đẩy mạnh thực hiện…: đang triển khai 1" in state.outdated
    assert not any(one.startswith(("2. ", "4. ")) for one in state.outdated)


LATE = "Tập trung hoàn thành các nhiệm vụ quá hạn: 1.1, 1.5."


@pytest.mark.parametrize(
    ("text", "old"),
    [
        (f"{LATE} Đã giao việc.", (LATE.rstrip("."),)),
        (LATE.replace("1.5", "1.5, TC-2"), ()),  # mended
        (LATE.replace("1.1, 1.5", "1.5"), ()),  # the clerk chose some
        ("Tập trung tháo gỡ nhiệm vụ 1.1, 1.5.", ()),
    ],
)
def test_a_list_that_has_grown_is_told(text: str, old: tuple[str, ...]) -> None:
    assert outdated_words(text, LATE, LATE.replace("1.5", "1.5, TC-2")) == old


def test_a_part_with_old_figures_is_shown_as_lacking() -> None:
    now = draft_words(few_rows(), PartId.OPENING, DANG)
    before = now.replace("2", "7")
    state = states(few_rows(), {"opening": f"{before} Đã rà soát."}, {"opening": before})
    assert state[PartId.OPENING].source == "khác số liệu"
    assert state[PartId.OPENING].lacking
    assert all(one.outdated == () for part, one in state.items() if part is not PartId.OPENING)


_WORDS = st.lists(st.sampled_from(["hoàn thành 3", "quá hạn 1", "đạt 96,4%", "ngày 05/6/2026"]))


@any_of(_WORDS, _WORDS, _WORDS)
def test_a_text_is_compared_with_its_beginning_until_it_says_nothing_old(
    said: list[str], before: list[str], now: list[str]
) -> None:
    text, basis, draft = "; ".join(said), "; ".join(before), "; ".join(now)
    kept = next_basis(text, basis, draft)
    if not said:
        assert kept == ""
    elif kept == draft:
        assert outdated_words(text, kept, draft) == ()
    else:
        assert kept == basis
        assert set(outdated_words(text, basis, draft)) == (set(said) & set(before)) - set(now)


@pytest.mark.parametrize(
    ("text", "otherwise"),
    [
        ("Đã hoàn thành 02 nhiệm vụ; quá hạn 01 nhiệm vụ.", ("hoàn thành 02", "quá hạn 01")),
        ("Có 02 nhiệm vụ hoàn thành.", ("02 nhiệm vụ hoàn thành",)),
        ("Đến nay hoàn thành 04 nhiệm vụ, 1 hoàn thành quá hạn.", ()),
        ("Đến nay hoàn thành 4 nhiệm vụ (1 quá hạn).", ()),  # late among the completed ones
        ("Hoàn thành 4, trong đó có 2 nhiệm vụ quá hạn.", ("2 nhiệm vụ quá hạn",)),
        (
            "Hoàn thành 4; đang triển khai 6, trong đó 1 quá hạn.",
            ("đang triển khai 6", "1 quá hạn"),
        ),
        ("Nhiệm vụ 1.18 quá hạn 75 ngày, hoàn thành 85% khối lượng.", ()),
        ("Hoàn thành 2/3 khối lượng, hoàn thành 1,5 km đường.", ()),
    ],
)
def test_a_count_in_other_words_is_held_against_the_figures(
    text: str, otherwise: tuple[str, ...]
) -> None:
    assert other_counts(text, AFTER) == otherwise


@pytest.mark.parametrize(
    ("said", "otherwise"),
    [
        ("1 nhiệm vụ quá hạn, hoàn thành 0.", ()),
        ("Quá hạn 2 nhiệm vụ.", ("Quá hạn 2",)),
        ("01 nhiệm vụ đang triển khai quá hạn; đang triển khai 1.", ()),
        ("Đang triển khai trong hạn 1.", ("Đang triển khai trong hạn 1",)),
        ("0 nhiệm vụ hoàn thành đúng hạn.", ()),
        ("Phường theo dõi 30 nhiệm vụ, theo dõi 14 chỉ tiêu.", ("theo dõi 30 nhiệm vụ",)),
        ("Theo dõi 1 nhiệm vụ.", ()),
    ],
)
def test_a_count_is_right_in_whatever_words_the_draft_puts_it(
    said: str, otherwise: tuple[str, ...]
) -> None:
    given = sheet(task_row("1.5", Status.IN_PROGRESS, percent=10))
    assert "(quá hạn)" in draft_words(given, PartId.OPENING, DANG)
    assert states(given, {"opening": said})[PartId.OPENING].outdated == otherwise


def test_the_opening_is_held_against_every_count_and_its_draft_never_differs() -> None:
    draft = draft_words(few_rows(), PartId.OPENING, DANG)
    assert other_counts(draft, draft) == ()
    said = "Hoàn thành 77 nhiệm vụ."
    found = states(few_rows(), dict.fromkeys(("opening", "next"), said))
    assert found[PartId.OPENING].outdated == ("Hoàn thành 77",)
    assert found[PartId.NEXT].outdated == ()  # it may speak of what is to come


@pytest.mark.parametrize("part", list(PartId))
@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("Nhiệm vụ 3.2 đạt 61%; 3.2 đã hoàn thành được 75 %.", ("3.2 đạt 61%",)),
        ("3.2 đạt 61,5%; 13.2 đạt 61%; 9.9 đạt 61%.", ()),
        ("3.2 đạt 40%, như kết quả đã ghi.", ()),  # of the money, as the row's own result says
        ("hT.01 hoàn thành 5%", ("hT.01 hoàn thành 5%",)),
        ("1.5 đạt 5%", ()),  # nobody has said how far it is
    ],
)
def test_a_share_beside_the_code_of_a_task_is_its_own(
    part: PartId, own: str, told: tuple[str, ...]
) -> None:
    given = sheet(
        task_row("3.2", Status.IN_PROGRESS, percent=75, result="Giải ngân đạt 40 % vốn"),
        task_row(local_task(), Status.IN_PROGRESS, percent=10),
        task_row("1.5", Status.IN_PROGRESS),
    )
    assert states(given, {part.value: own})[part].outdated == told


NOW = "Đến nay đơn vị hoàn thành 5 nhiệm vụ, chưa triển khai 1 nhiệm vụ."


@pytest.mark.parametrize("part", ["indicators", "tasks", "difficulties", "proposals", "next"])
@pytest.mark.parametrize(
    ("own", "told"),
    [
        (NOW, ("hoàn thành 5 nhiệm vụ", "chưa triển khai 1 nhiệm vụ")),
        ("Đã hoàn thành 0 nhiệm vụ. Có 2 nhiệm vụ đã họp bàn.", ()),
        ("Hiện 2 nhiệm vụ chưa triển khai.", ("2 nhiệm vụ chưa triển khai",)),
        ("Phấn đấu hoàn thành 5 nhiệm vụ; đã hoàn thành 3 nhiệm vụ về chuyển đổi số.", ()),
        ("Đã hoàn thành 3 hội nghị, hoàn thành 85% khối lượng.", ()),
    ],
)
def test_what_a_part_counts_of_all_tasks_by_now_is_held_against_the_figures(
    part: str, own: str, told: tuple[str, ...]
) -> None:
    found = states(sheet(task_row("1.5", Status.IN_PROGRESS, percent=10)), {part: own})
    assert found[PartId(part)].outdated == told


def test_a_figure_in_own_words_is_held_against_what_its_row_has_now() -> None:
    given = sheet(task_row("3.2", Status.IN_PROGRESS, percent=60))
    uid = given.tasks[0].uid
    replaced = [FormerValue(uid, "percent", "45")]
    texts = {"tasks": "Nhiệm vụ 3.2 đạt 45%.", "next": "Làm tiếp 3.2."}
    found = {one.part: one for one in part_states(given, texts, DANG, {}, replaced)}
    assert (found["tasks"].source, found["tasks"].outdated) == (
        "khác số liệu",
        ("Nhiệm vụ 3.2 đạt 45%",),
    )
    assert found["next"].source == "đã viết"


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("Tập trung xử lý 3 nhiệm vụ quá hạn.", ("3 nhiệm vụ quá hạn",)),
        ("Tập trung xử lý 01 nhiệm vụ quá hạn.", ()),
        ("Phấn đấu 9 nhiệm vụ hoàn thành; hoàn thành 3 việc.", ()),
        ("Quá hạn 3 ngày thì báo ngay.", ()),
    ],
)
def test_a_total_in_the_parts_afterwards_is_held_against_the_opening(
    own: str, told: tuple[str, ...]
) -> None:
    late = task_row("1.5", Status.IN_PROGRESS, percent=10)
    assert late.standing is Standing.OVERDUE
    found = states(sheet(late), {"next": own, "tasks": own})
    assert found[PartId.NEXT].outdated == told
    assert found[PartId.TASKS].outdated == told


@pytest.mark.parametrize(
    ("part", "own", "told"),
    [
        ("opening", "Hoàn thành 77, quá hạn 1.", "“Hoàn thành 77” (nay là 0)"),
        ("next", "Xử lý 3 nhiệm vụ quá hạn.", "“3 nhiệm vụ quá hạn” (nay là 1)"),
        ("next", "Nhiệm vụ 3.2 cần đạt 45%.", "“Nhiệm vụ 3.2 cần đạt 45%”"),  # who knows
    ],
)
def test_what_it_is_now_stands_beside_an_old_figure(part: str, own: str, told: str) -> None:
    rows = (task_row("1.5", Status.IN_PROGRESS), task_row("3.2", Status.IN_PROGRESS, percent=60))
    given = sheet(*rows)
    replaced = [FormerValue(rows[1].uid, "percent", "45")]
    found = {one.part: one for one in part_states(given, {part: own}, DANG, {}, replaced)}[part]
    assert quoted_words(found.outdated, found.current) == told


@pytest.mark.parametrize(
    ("most", "told"),
    [
        (None, "“a” (nay là 7), “b”, “c” (nay là 9), “d”"),
        (4, "“a” (nay là 7), “b”, “c” (nay là 9), “d”"),
        (2, "“a” (nay là 7), “b” và 2 chỗ khác"),
    ],
)
def test_all_is_named_where_there_is_room(most: int | None, told: str) -> None:
    assert quoted_words("abcd", ["7", "", "9"], most=most) == told


def test_the_counts_of_a_section_are_right_among_the_results() -> None:
    draft = draft_words(few_rows(), PartId.TASKS, DANG)
    assert other_totals(draft, draft, 99, HA_TU) == ()
    assert other_totals("Mục 1 có 1 nhiệm vụ quá hạn.", "quá hạn 1", 3, HA_TU) == ()
    assert states(few_rows(), {"tasks": draft})[PartId.TASKS].outdated == ()


@pytest.mark.parametrize(
    ("part", "own", "told"),
    [
        ("tasks", "Đã hoàn thành 7/9 nhiệm vụ.", ("hoàn thành 7/9 nhiệm vụ",)),
        ("opening", "Hoàn thành 2/3 nhiệm vụ được giao.", ("Hoàn thành 2/3 nhiệm vụ được giao",)),
        ("difficulties", "14/14 nhiệm vụ đã hoàn thành.", ("14/14 nhiệm vụ đã hoàn thành",)),
        ("tasks", "Hoàn thành 1/3 nhiệm vụ, 01/3 nhiệm vụ quá hạn.", ()),
        ("tasks", "Hoàn thành 2/2 nhiệm vụ.", ()),  # of one section, or of one role
        ("tasks", "Hoàn thành 7/9 nhiệm vụ về chuyển đổi số.", ()),
        ("tasks", "Hoàn thành 7/9 nhiệm vụ Tỉnh ủy giao riêng.", ()),
        ("next", "Hoàn thành 3/3 nhiệm vụ.", ()),  # it may speak of what is to come
        ("next", "Đến nay hoàn thành 3/3 nhiệm vụ.", ("hoàn thành 3/3 nhiệm vụ",)),
    ],
)
def test_a_part_of_all_tasks_is_held_against_the_figures(
    part: str, own: str, told: tuple[str, ...]
) -> None:
    given = sheet(
        task_row("1.5", Status.IN_PROGRESS, percent=10),
        task_row("1.14", Status.COMPLETED),
        task_row("3.2", Status.IN_PROGRESS),
    )
    assert states(given, {part: own})[PartId(part)].outdated == told


def test_what_a_text_says_of_a_named_task_is_held_against_its_row() -> None:
    given = sheet(task_row("3.2", Status.IN_PROGRESS, percent=60))
    own = "Nhiệm vụ 3.2 đã hoàn thành."
    for part in PartId:
        assert states(given, {part.value: own})[part].outdated == ("3.2 đã hoàn thành",)
