"""The commands (design, section 11): each a few lines over the functions that the window calls.

What a machine reads goes to standard output, what a person reads of the way there to standard
error. A refusal is one sentence and exit code 1; nothing was changed then. What only one command
needs is imported there: ``status`` should answer at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qnapp import cli_exchange, cli_status
from qnapp.cli_options import build_parser
from qnapp.cli_steps import (
    look_into_store,
    open_store,
    period_of,
    period_words,
    print_json,
    read_day,
    read_option,
    require_ending,
    say,
    tell,
    tried,
    write_all,
    write_documents,
)
from qnapp.db import assignments, measurements, milestones, periods, progress, settings
from qnapp.db.organisations import own_organisation, resolve_organisation, typed_organisation
from qnapp.db.store import Store, default_folder
from qnapp.db.worksheet import (
    find_indicator,
    find_item,
    find_task,
    load_indicator_row,
    load_worksheet,
)
from qnapp.domain.indicator_checks import doubt_of
from qnapp.domain.periods import parse_period_code
from qnapp.domain.reporting import Status
from qnapp.domain.signers import left_out_words
from qnapp.domain.task_checks import (
    day_doubts,
    doubt_of_completion,
    doubt_of_officer,
    later_milestones,
    percent_contradiction,
)
from qnapp.errors import FileError, InputError, UserError
from qnapp.text import format_date, format_moment, parse_number

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from qnapp.db.history import FieldChange
    from qnapp.exchange.plan_publishing import PlanOfStore

__all__ = ["build_parser", "run"]


# --- what each command does


def run_init(options: argparse.Namespace) -> None:
    """``init``: make a store, whole or not at all."""
    from qnapp.db import setup

    folder = options.data or default_folder()
    organisation = (
        resolve_organisation(options.unit)
        if options.unit is not None
        else typed_organisation(options.org, options.parent, options.symbol)
    )
    given = _arrived_plan(options.plan)
    if options.sample and options.upper:
        given["finish"] = _with_received(given.get("finish"))
    store = setup.initialise(
        folder,
        **given,
        organisation=organisation,
        clerk=options.clerk,
        letterhead=options.letterhead,
        first_period=parse_period_code(options.first_period) if options.first_period else "",
        signer=options.signer,
        signer_title=options.title,
        upper_office=options.upper,
        sample=options.sample,
    )
    with store:
        sheet = load_worksheet(store, periods.current_period(store).code)
        say(f"Đã tạo dữ liệu cho {organisation.name} tại {folder}.")
        say(f"Đơn vị theo dõi {len(sheet.own_tasks)} nhiệm vụ.")


def _arrived_plan(path: Path | None) -> PlanOfStore:
    """What a plan package gives a new store, nothing where there is none."""
    if path is None:
        return {}
    from qnapp.exchange.plan_publishing import plan_of_store

    return plan_of_store(path)


def _with_received(finish: Callable[[Store], None] | None) -> Callable[[Store], None]:
    """What else belongs to training data of an office that takes reports in."""
    from qnapp.exchange.training_reports import fill_round

    def fill(store: Store) -> None:
        if finish is not None:
            finish(store)
        fill_round(store)

    return fill


def run_set_progress(options: argparse.Namespace) -> None:
    """``set-progress``: everything given is written together, or nothing is."""
    fields = _progress_fields(options)
    days = {name: typed for name in _DAYS if (typed := getattr(options, name)) is not None}
    if not fields and not days and not options.milestone and options.officer is None:
        raise InputError(
            "Chưa có nội dung nào để ghi. Chưa có gì bị thay đổi. "
            "Nêu ít nhất một mục, ví dụ --status."
        )
    with open_store(options) as store:
        code = period_of(store, options.period)
        uid = find_task(store, options.code).uid
        for name, typed in days.items():
            fields[_DAYS[name]] = read_day(store, code, typed) if typed else None
        reached = [_milestone(store, code, text) for text in options.milestone]
        changes: list[FieldChange] = []
        doubts: list[str] = []
        against: list[str] = []

        def write() -> None:
            if fields:
                changes.extend(progress.set_progress(store, uid, code, **fields))
            for number, day in reached:
                milestones.set_milestone(store, uid, number, day)
            if options.officer is not None:
                assignments.set_officer(store, uid, options.officer)
                doubts.append(doubt_of_officer(options.officer.strip()))
            sheet = load_worksheet(store, code)
            row = next(one for one in sheet.tasks if one.uid == uid)
            if fields:
                doubts.append(doubt_of_completion(row, sheet))
                against.append(_with_advice(percent_contradiction(row.progress)))
            later = dict(later_milestones(row, sheet, store.today()))
            doubts.extend(later.get(number, "") for number, _ in reached)
            typed = {*fields, *(f"milestones:{number}" for number, _ in reached)}
            for field, (doubt, advice) in day_doubts(row, sheet, store.today()).items():
                against.extend([f"{doubt}. {advice}"] if field in typed else [])

        write_all(store, options.dry_run, write)
        if options.dry_run:
            say(tried(options.code))
        else:
            written = [one for one in changes if one.field in fields]
            _say_written(options.code, period_words(store, code), written)
        _say_doubts(doubts)
        for said in filter(None, against):
            say(f"Xem lại: {said}")


def _with_advice(contradiction: str) -> str:
    return f"{contradiction}. Sửa tỉ lệ hoặc tình trạng." if contradiction else ""


# Options that take a day, and the fields they write.
_DAYS = {
    "completed": "completed_on",
    "expected": "expected_on",
    "restricted_date": "restricted_on",
}
_SHORT = ("status", "percent", *_DAYS.values())  # fields whose values are said when written


def _progress_fields(options: argparse.Namespace) -> dict[str, Any]:
    """What was typed of the progress, but for days: their year is the period's."""
    names = ("result", "delay_reason", "difficulty", "proposal", "restricted_number")
    fields: dict[str, Any] = {
        name: getattr(options, name) for name in names if getattr(options, name) is not None
    }
    if options.next is not None:
        fields["next_step"] = options.next
    if options.status is not None:
        fields["status"] = _status(options.status)
        if fields["status"] is Status.COMPLETED:
            fields["percent"] = 100  # as choosing it in the window does
    if options.percent is not None:
        fields["percent"] = progress.parse_percent(options.percent)
    return fields


def _say_written(typed: str, period: str, changes: Sequence[FieldChange]) -> None:
    """Say what was understood, so that a word that was taken for another is noticed."""
    from qnapp.models.history_words import field_words, value_words

    words = [
        f"{field_words('', one.field).lower()}: {value_words('', one.field, one.new).lower()}"
        for one in changes
        if one.field in _SHORT and one.new
    ]
    say(f"{typed}: đã ghi kỳ {period}{'; ' * bool(words)}{'; '.join(words)}.")
    _say_emptied(changes)


def _say_emptied(changes: Sequence[FieldChange]) -> None:
    """Say what an empty text took away."""
    emptied = [one.field for one in changes if not one.new]
    if emptied:
        say(f"Đã xóa nội dung trước đó của: {', '.join(map(_option_of, emptied))}.")


def _status(typed: str) -> Status:
    try:
        return progress.parse_status(typed)
    except InputError as error:
        raise InputError(f"{error} Hoặc ghi mã: {', '.join(Status)}.") from None


def _option_of(field: str) -> str:
    """The option that writes a field of a progress or a measurement: "--result"."""
    names = {"next_step": "next", "completed_on": "completed", "expected_on": "expected",
             "same_period_last_year": "last-year"}  # fmt: skip
    return f"--{names.get(field, field.replace('_', '-').replace('-on', '-date'))}"


def _milestone(store: Store, period: str, text: str) -> tuple[int, date]:
    number, _, day = text.partition("=")
    if not number.strip().isdigit() or not day:
        raise InputError(
            f"Mốc “{text}” không đúng dạng. Chưa có gì bị thay đổi. "
            "Ghi theo dạng K=NGÀY, ví dụ 1=20/3/2026."
        )
    return int(number), read_day(store, period, day)


def run_set_measurement(options: argparse.Namespace) -> None:
    """``set-measurement``: values in Vietnamese form; an empty text takes a value away."""
    fields: dict[str, Any] = {}
    for option, name in (
        ("actual", "actual"),
        ("estimate", "estimate"),
        ("cumulative", "cumulative"),
        ("last_year", "same_period_last_year"),
    ):
        typed = getattr(options, option)
        if typed is not None:
            fields[name] = read_option(parse_number, typed) if typed.strip() else None
    for name in ("words", "note"):
        if getattr(options, name) is not None:
            fields[name] = getattr(options, name)
    if not fields:
        raise InputError(
            "Chưa có số liệu nào để ghi. Chưa có gì bị thay đổi. "
            "Nêu ít nhất một mục, ví dụ --actual 96,4."
        )
    with open_store(options) as store:
        code = period_of(store, options.period)
        uid = find_indicator(store, options.code).uid
        doubts: list[str] = []
        changes: list[FieldChange] = []

        def write() -> None:
            changes.extend(measurements.set_measurement(store, uid, code, **fields))
            row = load_indicator_row(store, uid, code)
            doubts.extend(doubt_of(row, name) for name in fields)

        write_all(store, options.dry_run, write)
        if options.dry_run:
            say(tried(options.code))
        else:
            say(f"{options.code}: đã ghi kỳ {period_words(store, code)}.")
            _say_emptied([one for one in changes if one.field in fields])
        _say_doubts(doubts)


def _say_doubts(doubts: Sequence[str]) -> None:
    """Ask about what is hardly true; a person may know better."""
    for doubt in filter(None, doubts):
        say(f"Xem lại: {doubt}. Nếu đúng thì không cần làm gì thêm.")


def run_attach(options: argparse.Namespace) -> None:
    """``attach``: all files or none."""
    from qnapp.db import evidence

    with open_store(options) as store:
        code = period_of(store, options.period)
        issued_on = read_day(store, code, options.date) if options.date else None
        uid = find_item(store, options.code).uid
        named = {"number": options.number, "issued_on": issued_on, "title": options.title}
        with store.collected() as changes:
            added = evidence.add_evidence(store, options.files, uid, code, **named)
        names = [file.name for file in options.files]
        if known := evidence.known_words(names, changes):
            say(f"{options.code}: {known}")
        if evidence.count_new(changes):
            say(
                f"{options.code}: đã gắn {len(names)} tệp minh chứng."
                f"{evidence.programs_among(names)}{evidence.doubts_among(store, added)}"
            )
        if issued_on is not None and issued_on > store.today():
            _say_doubts([f"ngày văn bản {format_date(issued_on)} chưa đến"])


def run_report(options: argparse.Namespace) -> None:
    """``report``: a draft from what is recorded now; with ``--sign`` the files for signature."""
    from qnapp.documents.assemble import assemble_report

    wanted = {kind: getattr(options, kind) for kind in ("pdf", "xlsx", "docx")}
    if not any(wanted.values()):
        raise InputError(
            "Chưa chọn tệp để xuất. Chưa có gì bị thay đổi. "
            "Nêu --pdf TỆP, --xlsx TỆP hoặc --docx TỆP."
        )
    for kind, file in wanted.items():
        require_ending(f"--{kind}", file, f".{kind}")
    if options.sign:
        cli_exchange.run_sign(options, {kind: file for kind, file in wanted.items() if file})
        return
    with look_into_store(options) as store:
        code = period_of(store, options.period)
        report = assemble_report(store, code, letterhead=options.letterhead)
        known = settings.get_settings(store)
        form = options.letterhead or known.letterhead
        told = [left_out_words(known.signer, known.signer_title, form), _signed_words(store, code)]
    write_documents(report, wanted)
    for sentence in filter(None, told):
        say(sentence)


def _signed_words(store: Store, code: str) -> str:
    """Say of a draft that the report itself was signed already, "" where it was not."""
    from qnapp.db.issued import report_to_send

    report = report_to_send(store, code)
    if report is None:
        return ""
    return (
        f"Kỳ đã trình ký lần {report.revision}: đây là bản dự thảo theo dữ liệu hiện nay. "
        "Bản đã trình ký giữ nguyên, thêm --sign để lấy."
    )


def run_check(options: argparse.Namespace) -> None:
    """``check``: the file, its references, and every evidence file by its hash."""
    from qnapp.db import checkup

    with open_store(options) as store:
        found = checkup.check_store(store)
    if options.json:
        print_json({"ok": found.ok, "problems": found.problems})
    elif found.ok:
        tell("Cơ sở dữ liệu và các tệp minh chứng nguyên vẹn.")
    else:
        tell("\n".join(found.problems))
    if not found.ok:
        raise UserError(
            f"Dữ liệu có {len(found.problems)} chỗ hỏng. Lần kiểm tra này chưa ghi gì. "
            "Sao lưu thư mục dữ liệu rồi khôi phục từ bản sao lưu gần nhất."
        )


def run_backup(options: argparse.Namespace) -> None:
    """``backup``: database, evidence, keys and outbox in one verified file."""
    from qnapp.db import archive

    if options.file.exists() and not options.yes:
        raise FileError(
            f"Đã có tệp {options.file}. Chưa có gì bị thay đổi. "
            "Chọn tên khác, hoặc thêm --yes để thay tệp đó."
        )
    with open_store(options) as store:
        made = archive.backup_full(store, options.file, password=options.password or "")
        if not store.moved:
            settings.set_settings(store, saved_whole_on=store.today().isoformat())
    say(f"Đã sao lưu toàn bộ vào {made.file}.")
    if not options.password:
        say("Tệp không có khóa ký gói. Muốn kèm khóa, thêm --password MẬT_KHẨU.")
    elif not made.keys:
        say("Máy này chưa có khóa ký gói nên mật khẩu không bảo vệ gì trong tệp.")
    if made.lost:
        say(f"Thiếu {len(made.lost)} tệp đã mất hoặc bị thay đổi trên máy: {', '.join(made.lost)}")


def run_restore(options: argparse.Namespace) -> None:
    """``restore``: verified first; what it replaces is kept."""
    from qnapp.db import archive

    folder = options.data or default_folder()
    owner = archive.backup_owner(options.file)
    before = _owner_of(folder)
    if before and before != owner.organisation.name and not options.yes:
        raise InputError(
            f"{folder} đang có dữ liệu của {before}, tệp này của {owner.organisation.name}. "
            "Chưa có gì bị thay đổi. Thêm --yes để thay; dữ liệu đang có được giữ lại bên cạnh."
        )
    kept = archive.restore_full(options.file, folder, password=options.password or "")
    made = format_moment(owner.created)
    say(f"Đã khôi phục dữ liệu của {owner.organisation.name}, sao lưu ngày {made}, vào {folder}.")
    if kept is not None:
        whose = f" (của {before})" if before else ""
        say(f"Dữ liệu trước đó{whose} được giữ tại {kept}.")
    if owner.sealed and not options.password:
        say("Khóa ký gói trong tệp chưa được lấy ra. Muốn lấy, khôi phục lại với --password.")
    elif options.password and not owner.sealed:
        say("Tệp này không có khóa ký gói nên mật khẩu không dùng đến; khóa trên máy giữ nguyên.")


def _owner_of(folder: Path) -> str:
    """Whose data a restore would replace, as far as it can be read: "Phường Hà Tu"."""
    try:
        with Store.open(folder, read_only=True) as store:
            return own_organisation(store).name
    except UserError:
        return ""


COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    **cli_exchange.COMMANDS,
    "init": run_init,
    "status": cli_status.run_status,
    "set-progress": run_set_progress,
    "set-measurement": run_set_measurement,
    "attach": run_attach,
    "report": run_report,
    "check": run_check,
    "backup": run_backup,
    "restore": run_restore,
}


def run(options: argparse.Namespace) -> int:
    """Run one parsed command; the exit code."""
    try:
        COMMANDS[options.command](options)
    except UserError as error:
        say(str(error))
        return 1
    except OSError as error:  # a name the system does not take, a folder that is not ours
        name = f" “{error.filename}”" if error.filename else ""
        say(f"Máy không nhận đường dẫn{name}. Chưa có gì bị thay đổi. Chọn đường dẫn khác.")
        return 1
    tell("")
    return 0
