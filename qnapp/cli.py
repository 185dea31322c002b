"""The commands (design, section 11): each a few lines over the functions that the window calls.

What a machine reads goes to standard output, what a person reads of the way there to standard
error. A refusal is one sentence and exit code 1; nothing was changed then.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from qnapp import __version__
from qnapp.db import (
    archive,
    assignments,
    checkup,
    evidence,
    measurements,
    milestones,
    periods,
    progress,
    setup,
    status,
)
from qnapp.db.organisations import resolve_organisation, typed_organisation
from qnapp.db.store import Store, default_folder
from qnapp.db.worksheet import find_indicator, find_item, find_task, load_worksheet
from qnapp.documents.assemble import assemble_report
from qnapp.domain.checks import check_worksheet
from qnapp.domain.periods import parse_period_code
from qnapp.domain.reporting import Standing
from qnapp.domain.standings import count_standings, standing_words
from qnapp.errors import InputError, UserError
from qnapp.text import format_date, parse_date, parse_number

if TYPE_CHECKING:
    from collections.abc import Callable

LETTERHEADS = ("dang", "nha-nuoc")


class _Parser(argparse.ArgumentParser):
    """argparse, speaking Vietnamese where it refuses."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(f"{self.prog}: lệnh chưa đúng ({message}). Xem: {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "cách dùng:", 1)

    def format_help(self) -> str:
        text = super().format_help().replace("usage:", "cách dùng:", 1)
        text = text.replace("positional arguments:", "tham số:", 1)
        return text.replace("options:", "tùy chọn:", 1).replace(
            "show this help message and exit", "xem phần trợ giúp này"
        )


def say(sentence: str) -> None:
    """Tell a person what happened."""
    print(sentence, file=sys.stderr)


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = _Parser(
        prog="qnapp",
        description="Theo dõi thực hiện Nghị quyết. Không có lệnh nào: mở cửa sổ chương trình.",
    )
    parser.add_argument("--version", action="version", version=f"QNApp {__version__}")
    parser.add_argument("--data", type=Path, metavar="THƯ_MỤC", help="thư mục dữ liệu của đơn vị")
    commands = parser.add_subparsers(dest="command", metavar="LỆNH", parser_class=_Parser)
    _add_setup(commands)
    _add_recording(commands)
    _add_output(commands)
    return parser


def _add_setup(commands: Any) -> None:
    init = commands.add_parser("init", help="tạo dữ liệu cho một đơn vị")
    who = init.add_mutually_exclusive_group(required=True)
    who.add_argument("--unit", metavar="MÃ", help="mã xã, phường, đặc khu hoặc cơ quan: 06706")
    who.add_argument("--org", metavar="TÊN", help="tên đơn vị khác, không có trong danh sách")
    init.add_argument("--parent", default="", metavar="TÊN", help="cơ quan cấp trên trực tiếp")
    init.add_argument("--symbol", default="", metavar="KÝ_HIỆU", help="ký hiệu văn bản: ĐU, UBND")
    init.add_argument("--clerk", default="", metavar="TÊN", help="người tổng hợp")
    init.add_argument("--letterhead", choices=LETTERHEADS, default="dang", help="thể thức văn bản")
    init.add_argument("--signer", default="", metavar="TÊN", help="người ký báo cáo")
    init.add_argument("--title", default="", metavar="CHỨC_VỤ", help="chức vụ người ký: Bí thư")
    init.add_argument("--first-period", metavar="KỲ", help="kỳ báo cáo đầu tiên: 2026-Q1")
    init.add_argument("--sample", action="store_true", help="kèm dữ liệu tập huấn")
    init.set_defaults(run=run_init)

    for name, words, action in (
        ("backup", "sao lưu toàn bộ ra một tệp", run_backup),
        ("restore", "khôi phục từ tệp sao lưu toàn bộ", run_restore),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("file", type=Path, metavar="TỆP")
        command.set_defaults(run=action)

    check = commands.add_parser("check", help="kiểm tra cơ sở dữ liệu và tệp minh chứng")
    check.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    check.set_defaults(run=run_check)


def _add_recording(commands: Any) -> None:
    task = commands.add_parser("set-progress", help="ghi kết quả một nhiệm vụ")
    _add_row(task, "mã nhiệm vụ: 3.4.15, TC-2, HT.01")
    task.add_argument("--status", metavar="TÌNH_TRẠNG", help="not_started, in_progress, completed, "
                      "on_hold hoặc chữ: đang triển khai, hoàn thành…")  # fmt: skip
    task.add_argument("--percent", metavar="SỐ", help="tỉ lệ hoàn thành, 0-100")
    for option, words in (
        ("--result", "kết quả thực hiện"),
        ("--delay-reason", "lý do chậm"),
        ("--difficulty", "khó khăn, vướng mắc"),
        ("--proposal", "đề xuất, kiến nghị"),
        ("--next", "việc tiếp theo"),
    ):
        task.add_argument(option, metavar="CHỮ", help=words)
    task.add_argument("--completed", metavar="NGÀY", help="ngày hoàn thành: 25/3/2026")
    task.add_argument("--expected", metavar="NGÀY", help="ngày dự kiến xong")
    task.add_argument("--milestone", action="append", default=[], metavar="K=NGÀY",
                      help="ngày đạt mốc thứ K: 1=20/3/2026")  # fmt: skip
    task.add_argument("--officer", metavar="TÊN", help="cán bộ theo dõi")
    task.add_argument("--restricted-number", metavar="SỐ", help="số báo cáo gửi theo đường riêng")
    task.add_argument("--restricted-date", metavar="NGÀY", help="ngày báo cáo gửi theo đường riêng")
    task.set_defaults(run=run_set_progress)

    value = commands.add_parser("set-measurement", help="ghi số liệu một chỉ tiêu")
    _add_row(value, "mã chỉ tiêu: CT-22a, CT-NQ1")
    for option, words in (
        ("--actual", "thực hiện"),
        ("--estimate", "ước cả kỳ"),
        ("--cumulative", "lũy kế từ đầu năm"),
        ("--last-year", "cùng kỳ năm trước"),
    ):
        value.add_argument(option, metavar="SỐ", help=words + ", ví dụ 96,4")
    value.add_argument("--words", metavar="CHỮ", help="kết quả của chỉ tiêu không có số")
    value.add_argument("--note", metavar="CHỮ", help="ghi chú")
    value.set_defaults(run=run_set_measurement)

    attach = commands.add_parser("attach", help="gắn tệp minh chứng")
    attach.add_argument("code", metavar="MÃ", help="mã nhiệm vụ hoặc chỉ tiêu")
    attach.add_argument("files", nargs="+", type=Path, metavar="TỆP")
    attach.add_argument("--period", required=True, metavar="KỲ")
    attach.add_argument("--number", default="", metavar="SỐ", help="số, ký hiệu văn bản")
    attach.add_argument("--date", metavar="NGÀY", help="ngày văn bản")
    attach.add_argument("--title", default="", metavar="CHỮ", help="trích yếu")
    attach.set_defaults(run=run_attach)


def _add_row(command: argparse.ArgumentParser, code_help: str) -> None:
    command.add_argument("code", metavar="MÃ", help=code_help)
    command.add_argument("--period", required=True, metavar="KỲ", help="kỳ báo cáo: 2026-Q1")
    command.add_argument("--dry-run", action="store_true", help="chỉ thử, không ghi")


def _add_output(commands: Any) -> None:
    show = commands.add_parser("status", help="tình hình thực hiện của đơn vị")
    show.add_argument("--period", metavar="KỲ", help="kỳ báo cáo, mặc định là kỳ hiện tại")
    show.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    show.set_defaults(run=run_status)

    report = commands.add_parser("report", help="xuất bản dự thảo báo cáo")
    report.add_argument("--period", required=True, metavar="KỲ")
    report.add_argument("--pdf", type=Path, metavar="TỆP")
    report.add_argument("--xlsx", type=Path, metavar="TỆP")
    report.add_argument("--letterhead", choices=LETTERHEADS, help="thể thức khác với thiết lập")
    report.set_defaults(run=run_report)


# --- what each command does


def run_init(options: argparse.Namespace) -> None:
    """``init``: make a store, whole or not at all."""
    folder = options.data or default_folder()
    organisation = (
        resolve_organisation(options.unit)
        if options.unit
        else typed_organisation(options.org, options.parent, options.symbol)
    )
    store = setup.initialise(
        folder,
        organisation=organisation,
        clerk=options.clerk,
        letterhead=options.letterhead,
        first_period=parse_period_code(options.first_period) if options.first_period else "",
        signer=options.signer,
        signer_title=options.title,
        sample=options.sample,
    )
    with store:
        sheet = load_worksheet(store, periods.current_period(store).code)
        say(f"Đã tạo dữ liệu cho {organisation.name} tại {folder}.")
        say(f"Đơn vị theo dõi {len(sheet.own_tasks)} nhiệm vụ.")


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
    findings = check_worksheet(sheet, sheet.as_of)
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
    from qnapp.documents.pdf import write_pdf  # reportlab and openpyxl take long to import
    from qnapp.documents.xlsx import write_xlsx

    if options.pdf is None and options.xlsx is None:
        raise InputError("Chưa chọn tệp để xuất. Nêu --pdf TỆP, --xlsx TỆP hoặc cả hai.")
    with _open(options) as store:
        code = _period(store, options.period)
        report = assemble_report(store, code, letterhead=options.letterhead)
        if options.pdf is not None:
            write_pdf(report, options.pdf)
            say(f"Đã xuất {options.pdf}.")
        if options.xlsx is not None:
            write_xlsx(report, options.xlsx)
            say(f"Đã xuất {options.xlsx}.")


def run_check(options: argparse.Namespace) -> None:
    """``check``: the file, its references, and every evidence file by its hash."""
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
    with _open(options) as store:
        archive.backup_full(store, options.file)
    say(f"Đã sao lưu toàn bộ vào {options.file}.")


def run_restore(options: argparse.Namespace) -> None:
    """``restore``: verified first; what it replaces is kept."""
    folder = options.data or default_folder()
    archive.restore_full(options.file, folder)
    say(f"Đã khôi phục vào {folder}. Dữ liệu trước đó, nếu có, nằm trong thư mục backups.")


# --- shared steps


def _open(options: argparse.Namespace) -> Store:
    return Store.open(options.data or default_folder())


def _period(store: Store, text: str | None) -> str:
    """Code of the period asked for, or of the one that the store works on."""
    if text is None:
        return periods.current_period(store).code
    return periods.stored_period(store, parse_period_code(text)).period.code


class _TrialError(Exception):
    """Ends a trial, so that the store rolls it back."""


def _write(store: Store, dry_run: bool, write: Callable[[], object]) -> None:
    """Run a change as one; a trial is rolled back, so that it meets every real refusal."""
    try:
        with store.atomic():
            write()
            if dry_run:
                raise _TrialError
    except _TrialError:
        return


def _tried(code: str) -> str:
    return f"{code}: đã thử, hợp lệ, chưa ghi gì."


def _print_json(value: object) -> None:
    def plain(item: object) -> str:
        return item.isoformat() if isinstance(item, date) else str(item)

    print(json.dumps(value, ensure_ascii=False, indent=1, default=plain))


def run(options: argparse.Namespace) -> int:
    """Run one parsed command; the exit code."""
    try:
        options.run(options)
    except UserError as error:
        say(str(error))
        return 1
    return 0
