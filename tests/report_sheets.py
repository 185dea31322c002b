"""Worksheets made by hand: the real plan's rows with results that somebody might have typed."""

from __future__ import annotations

import functools
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from qnapp.assets import asset_json
from qnapp.documents.content import Office, OfficeKind, Report, ReportWords, build_report
from qnapp.documents.profiles import load_profile
from qnapp.domain.deadlines import parse_deadline
from qnapp.domain.periods import Period, default_calendar
from qnapp.domain.plan import (
    Channel,
    Indicator,
    Nature,
    Organisation,
    Origin,
    Plan,
    Role,
    Section,
    Task,
)
from qnapp.domain.reporting import (
    Evidence,
    Extension,
    IndicatorRow,
    Measurement,
    Progress,
    Status,
    TaskRow,
    Verdict,
    Worksheet,
)
from qnapp.domain.standings import (
    apply_extension,
    inherit,
    is_heading,
    milestone_states,
    standing_of,
)
from qnapp.domain.targets import judge, parse_target, share_of_target

ISSUED = date(2025, 12, 9)
RESTRICTED = ("3.10.1", "3.10.2", "3.10.3", "6.1", "6.2")

HA_TU = Organisation(
    "06652", "Phường Hà Tu", "phường", "Hà Tu", "Đảng ủy phường Hà Tu",
    "Ủy ban nhân dân phường Hà Tu",
)  # fmt: skip
BTC = Organisation("BTCTU", "Ban Tổ chức Tỉnh ủy", "cơ quan")
SO_NOI_VU = Organisation("K-so-noi-vu", "Sở Nội vụ", "khác")

COMMUNE = Office(HA_TU, OfficeKind.COMMUNE, "Nguyễn Văn A", "Bí thư")
COUNCIL = Office(HA_TU, OfficeKind.COMMUNE, "Trần Thị B", "Phó Chủ tịch", signs_as_deputy=True)
PARTY_BODY = Office(BTC, OfficeKind.PARTY_BODY, "Lê Văn C", "Phó Trưởng ban", signs_as_deputy=True)
DEPARTMENT = Office(SO_NOI_VU, OfficeKind.DEPARTMENT, "Phạm Văn D", "Giám đốc")


@functools.cache
def real_plan() -> Plan:
    """The annexes of the 2026 resolution, without the duties of section III."""
    data = asset_json("plan-2026", "plan.json")
    document = data["document"]
    return Plan(
        "NQ05-2026", 2026, 1, document["number"], ISSUED, document["issuer"], document["title"],
        document["signer"], document["theme"],
        task_sections=tuple(Section(s["code"], s["title"]) for s in data["task_sections"]),
        tasks=tuple(_task(entry) for entry in data["tasks"]),
        indicator_groups=tuple(Section(s["code"], s["title"]) for s in data["indicator_groups"]),
        indicators=tuple(_indicator(entry) for entry in data["indicators"]),
    )  # fmt: skip


def _task(e: dict[str, Any]) -> Task:
    channel = Channel.RESTRICTED if e["code"] in RESTRICTED else Channel.ORDINARY
    return Task(
        e["uid"], e["code"], e["label"], e["section"], e["title"], e["parent"], tuple(e["lead"]),
        tuple(e["support"]), e["deadline_text"], channel=channel,
    )  # fmt: skip


def _indicator(e: dict[str, Any]) -> Indicator:
    return Indicator(
        e["uid"], e["code"], e["label"], e["group"], e["title"], e["unit"], Nature(e["nature"]),
        e["target_text"], e["lead"],
    )  # fmt: skip


def period(kind: str = "Q2") -> Period:
    """A period of the built-in calendar of 2026."""
    return next(p for p in default_calendar(2026, ISSUED) if p.kind == kind)


def task_row(
    task: Task | str,
    status: Status = Status.NOT_STARTED,
    *,
    role: Role = Role.SUPPORT,
    evidence: tuple[Evidence, ...] = (),
    extension: Extension | None = None,
    as_of: date = date(2026, 6, 14),
    **progress: Any,
) -> TaskRow:
    """A row that is reported on; a code takes the task of the real plan."""
    plan = real_plan()
    task = next(t for t in plan.tasks if t.code == task) if isinstance(task, str) else task
    parent = next((t for t in plan.tasks if t.code == task.parent), None)
    own = parse_deadline(task.deadline_text, plan.year)
    lead, support, words = inherit(task, parent)
    deadline = parse_deadline(words, plan.year)
    points, due = apply_extension(milestone_states(deadline, {}), deadline.due, extension)
    heading = is_heading(task, plan.tasks, own)
    row = TaskRow(
        task, parent, lead, support, deadline, points, extension, due, heading, taken=True,
        role=role, certainty=None, reason="", officer="Cán bộ A",
        progress=Progress(status, **progress), previous=None, evidence=evidence, standing=None,
    )  # fmt: skip
    return row if heading else replace(row, standing=standing_of(row.progress, points, due, as_of))


def local_task(code: str = "HT.01", **changes: Any) -> Task:
    """A task of the organisation's own."""
    task = Task(f"local/{code}", code, code, "", "Số hóa hồ sơ cán bộ", origin=Origin.LOCAL)
    return replace(task, **changes)


def indicator_row(
    code: str, own: str | None = None, *, last: bool = False, **measured: Any
) -> IndicatorRow:
    """A followed indicator; ``own`` is the organisation's target, ``last`` judges flows too."""
    indicator = next(i for i in real_plan().indicators if i.code == code)
    target = parse_target(own) if own else None
    row = IndicatorRow(
        indicator, parse_target(indicator.target_text), target, 1 if own else None, followed=True,
        measurement=Measurement(**measured), previous=None, evidence=(), verdict=None, share=None,
    )  # fmt: skip
    if target is None:
        return row
    if indicator.nature is Nature.FLOW and not last:
        share = share_of_target(target, row.value) if row.value is not None else None
        return replace(row, share=share)
    told = row.value is None and bool(row.measurement.words)
    verdict = Verdict.TO_ASSESS if told else judge(target, row.value)
    return replace(row, verdict=verdict)


def sheet(
    *rows: TaskRow | IndicatorRow,
    kind: str = "Q2",
    organisation: Organisation = HA_TU,
) -> Worksheet:
    """What one organisation has of a period."""
    when = period(kind)
    return Worksheet(
        organisation, real_plan(), when, when.as_of, locked=False,
        tasks=tuple(row for row in rows if isinstance(row, TaskRow)),
        indicators=tuple(row for row in rows if isinstance(row, IndicatorRow)),
    )  # fmt: skip


def number(text: str) -> Decimal:
    """A number with a point, for tests only."""
    return Decimal(text)


RESULTS = (
    "Ban Thường vụ Đảng ủy phường đã ban hành kế hoạch, phân công từng đồng chí ủy viên phụ trách; "
    "tổ chức 06 hội nghị quán triệt với 1.245 đảng viên tham dự, đạt 98,7%.",
    "Đã hoàn thành phương án sắp xếp 9 khu phố thành 6 khu phố, lấy ý kiến cử tri đạt 96,4%.",
    "Phối hợp rà soát 128 hồ sơ; giải quyết 119 hồ sơ đúng hạn.",
)


def full_sheet(organisation: Organisation = HA_TU, kind: str = "Q2") -> Worksheet:
    """Every task and indicator of the plan, in all states, with words of every sort."""
    rows = [_varied(n, task) for n, task in enumerate(real_plan().tasks)]
    own = {"1": "≥92", "10": ">120", "15a": "90", "22a": "100", "20": "Không còn hộ nghèo"}
    values: dict[str, dict[str, Any]] = {
        "1": {"actual": number("94.5"), "same_period_last_year": number("93.1")},
        "10": {"actual": number("31"), "cumulative": number("49"), "note": "Số cấp mới"},
        "15a": {"estimate": number("86.25")},
        "20": {"words": "Còn 02 hộ nghèo, giảm 03 hộ so với đầu năm"},
        "5": {"actual": number("11800.5")},
    }
    indicators = [
        indicator_row(i.code, own.get(i.code), **values.get(i.code, {}))
        for i in real_plan().indicators
    ]
    local = task_row(local_task(deadline_text="30/9/2026"), Status.IN_PROGRESS, percent=40)
    return sheet(*rows, local, *indicators, kind=kind, organisation=organisation)


def _varied(n: int, task: Task) -> TaskRow:
    status = tuple(Status)[n % 4]
    done = status is Status.COMPLETED
    proof = Evidence(
        n, f"tep-{n}.pdf", "ab" * 32, 1000, f"{n}-KH/ĐU", date(2026, 3, 5),
        "Kế hoạch triển khai thực hiện nhiệm vụ", deferred=n % 8 == 2,
    )  # fmt: skip
    granted = Extension(1, date(2026, 12, 31), "Công văn số 12-CV/VPTU, ngày 02/6/2026", True)
    restricted = task.channel is Channel.RESTRICTED
    text = "" if restricted else RESULTS[n % 3]
    return task_row(
        task, status, role=tuple(Role)[n % 3], evidence=(proof,) if done else (),
        extension=granted if n % 17 == 5 else None,
        percent=(n * 7) % 100 if status is Status.IN_PROGRESS else None,
        result=text if done or n % 2 else "",
        delay_reason="" if restricted or n % 5 else "Vướng giải phóng mặt bằng 4 hộ dân",
        difficulty="" if restricted or n % 9 else "Thiếu cán bộ chuyên môn về đất đai",
        proposal="" if restricted or n % 13 else "Đề nghị sở, ngành hướng dẫn thống nhất biểu mẫu",
        next_step="" if restricted or n % 11 else "Trình Hội đồng nhân dân phường tại kỳ họp tới",
        completed_on=date(2026, 1 + n % 5, 20) if done else None,
        expected_on=date(2026, 9, 30) if n % 8 == 1 else None,
        restricted_number="15-BC/ĐU" if restricted else "",
        restricted_on=date(2026, 6, 10) if restricted else None,
    )  # fmt: skip


def report_of(
    given: Worksheet | None = None,
    office: Office = COMMUNE,
    profile: str = "dang",
    words: ReportWords | None = None,
    **options: Any,
) -> Report:
    """A report of a few rows, or of the sheet given."""
    rows = given if given is not None else few_rows()
    return build_report(rows, words or ReportWords(), office, load_profile(profile), **options)


def few_rows(organisation: Organisation = HA_TU, kind: str = "Q2") -> Worksheet:
    """Some rows of every sort out of the full sheet."""
    full = full_sheet(organisation, kind)
    codes = ("1.3", "1.5", "1.14", "1.18", "2.16.1", "3.4.2", "3.9", "3.10.1", "4.8", "HT.01")
    tasks = [row for row in full.tasks if row.code in codes]
    indicators = [row for row in full.indicators if row.code in ("1", "5", "10", "15a", "20")]
    return sheet(*tasks, *indicators, organisation=organisation, kind=kind)


def every_text(value: Any) -> str:
    """All strings inside a report, one after another."""
    if isinstance(value, str):
        return value
    if isinstance(value, Enum | date | int | float | Decimal) or value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(map(every_text, value))
    return "\n".join(every_text(getattr(value, f.name)) for f in fields(value))
