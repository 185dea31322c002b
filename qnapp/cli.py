"""The commands (design, section 11): each a few lines over the functions that the window calls.

What a machine reads goes to standard output, what a person reads of the way there to standard
error. A refusal is one sentence and exit code 1; nothing was changed then. What only one command
needs is imported there: ``status`` should answer at once.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

from qnapp.cli_options import build_parser
from qnapp.db import assignments, measurements, milestones, periods, progress, settings, status
from qnapp.db.organisations import own_organisation, resolve_organisation, typed_organisation
from qnapp.db.store import Store, default_folder
from qnapp.db.worksheet import find_indicator, find_item, find_task, load_worksheet
from qnapp.domain.checks import check_worksheet
from qnapp.domain.periods import parse_period_code
from qnapp.domain.reporting import Standing
from qnapp.domain.standings import count_standings, standing_words
from qnapp.errors import InputError, UserError
from qnapp.text import file_size, format_date, format_moment, parse_date, parse_number

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qnapp.documents.report import Report
    from qnapp.domain.reporting import Finding
    from qnapp.exchange.plan_publishing import PlanOfStore
    from qnapp.exchange.submission import Submission
    from qnapp.exchange.submitting import Preview

__all__ = ["build_parser", "run"]


def say(sentence: str) -> None:
    """Tell a person what happened."""
    print(sentence, file=sys.stderr)


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
    store = setup.initialise(
        folder,
        **_arrived_plan(options.plan),
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


def run_status(options: argparse.Namespace) -> None:
    """``status``: counts, what is late, what the checks say."""
    with _open(options) as store:
        code = _period(store, options.period)
        if options.json:
            _print_json(status.status_object(store, code))
        else:
            print("\n".join(_status_lines(store, code)))


def _status_lines(store: Store, code: str) -> list[str]:
    """What ``status`` says to a person."""
    sheet = load_worksheet(store, code)
    findings = check_worksheet(sheet, store.today())
    counts = count_standings(sheet.own_tasks)
    late = [row for row in sheet.own_tasks if row.standing is Standing.OVERDUE]
    return [
        f"{sheet.organisation.name}, {sheet.period.name}, tính đến {format_date(sheet.as_of)}",
        f"Nhiệm vụ theo dõi: {len(sheet.own_tasks)}",
        *(f"  {standing_words(kind)}: {count}" for kind, count in counts.items() if count),
        *(["Quá hạn:"] if late else []),
        *(f"  {row.code}  {row.task.title}" for row in late),
        f"Kiểm tra: {len(findings)} điểm cần xem" if findings else "Kiểm tra: không còn lỗi",
        *(f"  {finding.text}" for finding in findings),
    ]


def run_set_progress(options: argparse.Namespace) -> None:
    """``set-progress``: everything given is written together, or nothing is."""
    fields: dict[str, Any] = {
        name: getattr(options, name)
        for name in ("result", "delay_reason", "difficulty", "proposal", "restricted_number")
        if getattr(options, name) is not None
    }
    if options.next is not None:
        fields["next_step"] = options.next
    if options.status is not None:
        fields["status"] = progress.parse_status(options.status)
    if options.percent is not None:
        fields["percent"] = progress.parse_percent(options.percent)
    for option, name in (
        ("completed", "completed_on"),
        ("expected", "expected_on"),
        ("restricted_date", "restricted_on"),
    ):
        typed = getattr(options, option)
        if typed is not None:
            fields[name] = parse_date(typed) if typed else None
    reached = [_milestone(text) for text in options.milestone]
    if not fields and not reached and options.officer is None:
        raise InputError("Chưa có nội dung nào để ghi. Nêu ít nhất một mục, ví dụ --status.")
    with _open(options) as store:
        code = _period(store, options.period)
        uid = find_task(store, options.code).uid

        def write() -> None:
            if fields:
                progress.set_progress(store, uid, code, **fields)
            for number, day in reached:
                milestones.set_milestone(store, uid, number, day)
            if options.officer is not None:
                assignments.set_officer(store, uid, options.officer)

        _write(store, options.dry_run, write)
        say(f"{options.code}: đã ghi kỳ {code}." if not options.dry_run else _tried(options.code))


def _milestone(text: str) -> tuple[int, date]:
    number, _, day = text.partition("=")
    if not number.strip().isdigit() or not day:
        raise InputError(f"Mốc phải có dạng K=NGÀY, ví dụ 1=20/3/2026; nhận được “{text}”.")
    return int(number), parse_date(day)


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
            fields[name] = parse_number(typed) if typed.strip() else None
    for name in ("words", "note"):
        if getattr(options, name) is not None:
            fields[name] = getattr(options, name)
    if not fields:
        raise InputError("Chưa có số liệu nào để ghi. Nêu ít nhất một mục, ví dụ --actual 96,4.")
    with _open(options) as store:
        code = _period(store, options.period)
        uid = find_indicator(store, options.code).uid
        _write(
            store,
            options.dry_run,
            lambda: measurements.set_measurement(store, uid, code, **fields),
        )
        say(f"{options.code}: đã ghi kỳ {code}." if not options.dry_run else _tried(options.code))


def run_attach(options: argparse.Namespace) -> None:
    """``attach``: all files or none."""
    from qnapp.db import evidence

    issued_on = parse_date(options.date) if options.date else None
    with _open(options) as store:
        code = _period(store, options.period)
        uid = find_item(store, options.code).uid
        evidence.add_evidence(
            store,
            options.files,
            uid,
            code,
            number=options.number,
            issued_on=issued_on,
            title=options.title,
        )
        say(f"{options.code}: đã gắn {len(options.files)} tệp minh chứng.")


def run_report(options: argparse.Namespace) -> None:
    """``report``: a draft from what is recorded now."""
    from qnapp.documents.assemble import assemble_report
    from qnapp.documents.on_paper import unprintable_places

    wanted = {kind: getattr(options, kind) for kind in ("pdf", "xlsx", "docx")}
    if not any(wanted.values()):
        raise InputError("Chưa chọn tệp để xuất. Nêu --pdf TỆP, --xlsx TỆP hoặc --docx TỆP.")
    with _open(options) as store:
        code = _period(store, options.period)
        report = assemble_report(store, code, letterhead=options.letterhead)
    for kind, target in wanted.items():
        if target is not None:
            _writer(kind)(report, target)
            say(f"Đã xuất {target}.")
    if options.pdf is not None:
        for sentence in unprintable_places(report):
            say(sentence)


def _writer(kind: str) -> Callable[[Report, Path], object]:
    """Give the writer of a kind of file; each takes long to import, so only what is asked for."""
    if kind == "pdf":
        from qnapp.documents.pdf import write_pdf

        return write_pdf
    if kind == "xlsx":
        from qnapp.documents.xlsx import write_xlsx

        return write_xlsx
    from qnapp.documents.docx import write_docx

    return write_docx


def run_submit(options: argparse.Namespace) -> None:
    """``submit``: trình ký unless it is done, then package and letter, whose paths are printed.

    What is wrong is told before anything is frozen.
    """
    from qnapp.exchange import submitting  # takes long to import

    issued_on = parse_date(options.date) if options.date else ""
    signed = submitting.Signed(options.signed, options.number, issued_on, options.signer)
    with _open(options) as store:
        code = _period(store, options.period)
        if options.dry_run:
            found = submitting.require_sendable(store, code, options.out, signed)
            _say_preview(found, store, code)
            return
        submission, exported = submitting.submit_period(store, code, options.out, signed)
    _say_findings(submission.findings)
    say(_submission_words(submission))
    for package in exported.too_large:
        say(f"{package.name} lớn hơn mức của thư điện tử. Chép sang USB để gửi.")
    print("\n".join(str(path) for path in (*exported.files, *exported.letters)))


def _say_preview(found: Preview, store: Store, code: str) -> None:
    """Tell what sending would do."""
    _say_findings(found.findings)
    done = f"đã trình ký lần {found.report.revision}" if found.report else "sẽ trình ký"
    name = periods.stored_period(store, code).period.name
    size = file_size(found.size) if found.size else "0 KB"
    say(f"{name}: {done}, {found.evidence} tệp minh chứng ({size}), {found.parts} gói.")
    say("Đã thử, hợp lệ, chưa ghi gì.")


def _say_findings(findings: Sequence[Finding]) -> None:
    if findings:
        say(f"Kiểm tra còn {len(findings)} điểm, được ghi kèm trong gói:")
    for finding in findings:
        say(f"  {finding.text}")


def _submission_words(submission: Submission) -> str:
    count, revision = len(submission.packages), submission.report.revision
    if submission.reused:
        return f"Báo cáo lần {revision} không có gì mới: giữ {count} gói đã tạo."
    return f"Đã tạo {count} gói của báo cáo lần {revision}."


def run_form(options: argparse.Namespace) -> None:
    """``form``: the workbook that an officer fills in and sends back."""
    from qnapp.exchange.form import export_form  # takes long to import

    with _open(options) as store:
        code = _period(store, options.period)
        count = export_form(store, code, options.out, options.officer)
    say(f"Đã xuất biểu nhập {count} dòng vào {options.out}.")


def run_import(options: argparse.Namespace) -> None:
    """``import``: the differences are printed; ``--yes`` takes each file in, whole or not at all.

    A file that cannot be read refuses all of them.
    """
    from qnapp.exchange.arrivals import look_at  # takes long to import

    with _open(options) as store:
        for file in options.files:
            look_at(store, file)
        waiting = 0
        for file in options.files:
            # Looked at again: the file before may have changed the same row.
            arrival = look_at(store, file)
            print("\n".join([arrival.title, *(f"  {line}" for line in arrival.lines)]))
            if options.yes or options.dry_run:
                say(arrival.accept(store, dry_run=options.dry_run))
            else:
                waiting += arrival.changes
    if waiting:
        raise InputError("Chưa ghi gì. Xem các thay đổi đã nêu rồi thêm --yes để nhận.")


def run_plan(options: argparse.Namespace) -> None:
    """``plan build``: what a person has to look at is printed, then the package is written."""
    from qnapp.exchange import plan_publishing  # takes long to import

    with _open(options) as store:
        built = plan_publishing.build_contents(
            store, options.annex, options.against, recipient=options.mail_to
        )
        print("\n".join(plan_publishing.built_lines(built)))
        if options.dry_run:
            say("Đã đọc thử, chưa ghi gì.")
            return
        plan_publishing.write_plan_package(store, options.out, built.contents)
    plan = built.contents.plan
    say(f"Đã ghi gói kế hoạch năm {plan.year}, phiên bản {plan.version} vào {options.out}.")


def run_consolidate(options: argparse.Namespace) -> None:
    """``consolidate``: who is missing, late or unconfirmed, and only then figures."""
    from qnapp.exchange import consolidated_xlsx, consolidation, receiving  # take long to import

    with _open(options) as store:
        code = _period(store, options.period)
        if options.folder is not None:
            for taken in receiving.take_in_folder(store, options.folder):
                say(taken.sentence)
        found = consolidation.consolidate(store, code)
    if options.json:
        _print_json(consolidation.consolidation_object(found))
    else:
        print("\n".join(consolidation.summary_lines(found)))
    if options.xlsx is not None:
        consolidated_xlsx.write_consolidation(found, options.xlsx)
        say(f"Đã xuất {options.xlsx}.")


def run_check(options: argparse.Namespace) -> None:
    """``check``: the file, its references, and every evidence file by its hash."""
    from qnapp.db import checkup

    with _open(options) as store:
        found = checkup.check_store(store)
    if options.json:
        _print_json({"ok": found.ok, "problems": found.problems})
    elif found.ok:
        print("Cơ sở dữ liệu và các tệp minh chứng nguyên vẹn.")
    else:
        print("\n".join(found.problems))
    if not found.ok:
        raise UserError(
            f"Dữ liệu có {len(found.problems)} chỗ hỏng. Không có gì bị sửa. "
            "Sao lưu thư mục dữ liệu rồi khôi phục từ bản sao lưu gần nhất."
        )


def run_backup(options: argparse.Namespace) -> None:
    """``backup``: database, evidence, keys and outbox in one verified file."""
    from qnapp.db import archive

    with _open(options) as store:
        made = archive.backup_full(store, options.file, password=options.password or "")
        if not store.moved:
            settings.set_settings(store, saved_whole_on=store.today().isoformat())
    say(f"Đã sao lưu toàn bộ vào {made.file}.")
    if not options.password:
        say("Tệp không có khóa ký gói. Muốn kèm khóa, thêm --password MẬT_KHẨU.")
    if made.lost:
        say(f"Thiếu {len(made.lost)} tệp đã mất hoặc bị thay đổi trên máy: {', '.join(made.lost)}")


def run_restore(options: argparse.Namespace) -> None:
    """``restore``: verified first; what it replaces is kept."""
    from qnapp.db import archive

    folder = options.data or default_folder()
    owner = archive.backup_owner(options.file)
    before = _owner_of(folder)
    kept = archive.restore_full(options.file, folder, password=options.password or "")
    made = format_moment(owner.created)
    say(f"Đã khôi phục dữ liệu của {owner.organisation.name}, sao lưu ngày {made}, vào {folder}.")
    if kept is not None:
        say(f"Dữ liệu trước đó{before} được giữ tại {kept}.")
    if owner.sealed and not options.password:
        say("Khóa ký gói trong tệp chưa được lấy ra. Muốn lấy, khôi phục lại với --password.")


def _owner_of(folder: Path) -> str:
    """Whose data a restore would replace, as far as it can be read: " (của Phường Hà Tu)"."""
    try:
        with Store.open(folder, read_only=True) as store:
            return f" (của {own_organisation(store).name})"
    except UserError:
        return ""


# --- shared steps


def _open(options: argparse.Namespace) -> Store:
    return Store.open(options.data or default_folder())


def _period(store: Store, text: str | None) -> str:
    """Code of the period asked for, or of the one that the store works on."""
    if text is None:
        return periods.current_period(store).code
    return periods.stored_period(store, parse_period_code(text)).period.code


def _write(store: Store, dry_run: bool, write: Callable[[], object]) -> None:
    """Run a change as one; a trial is rolled back, so that it meets every real refusal."""
    with store.trial() if dry_run else store.atomic():
        write()


def _tried(code: str) -> str:
    return f"{code}: đã thử, hợp lệ, chưa ghi gì."


def _print_json(value: object) -> None:
    def plain(item: object) -> str:
        return item.isoformat() if isinstance(item, date) else str(item)

    print(json.dumps(value, ensure_ascii=False, indent=1, default=plain))


COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "init": run_init,
    "status": run_status,
    "set-progress": run_set_progress,
    "set-measurement": run_set_measurement,
    "attach": run_attach,
    "report": run_report,
    "submit": run_submit,
    "form": run_form,
    "import": run_import,
    "consolidate": run_consolidate,
    "plan": run_plan,
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
    return 0
