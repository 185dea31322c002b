"""The commands for what travels between two copies of the program (design, section 11).

As in ``cli``: each a few lines over the functions that the window calls, imported where needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.cli_steps import (
    check_lines,
    look_into_store,
    open_store,
    period_of,
    print_json,
    read_day,
    require_all_written,
    require_ending,
    say,
    tell,
    write_documents,
)
from qnapp.db import periods
from qnapp.db.issued import report_to_send, same_number_words
from qnapp.db.worksheet import load_reported
from qnapp.documents.files import NO_FOLDER, make_folder, require_place
from qnapp.domain.overview import returned_count
from qnapp.errors import DoubtfulCopyError, FileError, InputError
from qnapp.text import file_size, format_date, lower_first

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.documents.report import Report
    from qnapp.domain.consolidated import Consolidation
    from qnapp.domain.issued import IssuedReport
    from qnapp.domain.reporting import Finding, Worksheet
    from qnapp.exchange.submission import Submission
    from qnapp.exchange.submitting import Preview

_MADE_AGAIN = (
    "Đã tạo lại {count} gói của báo cáo lần {revision}, cùng số liệu, thay gói tạo trước đó. "
    "Nếu đã gửi gói trước, gửi gói mới này. Muốn sửa số liệu và gửi lần {next}, chọn Thu hồi "
    "để sửa trong cửa sổ."
)
_DESPITE_COPY = "Nếu đúng là tệp này, chạy lại với --despite-copy."
_NOT_COME = (
    "Ngày văn bản {day} chưa đến, sau cả hạn gửi báo cáo {due}. Chưa có gì bị thay đổi. "
    "Sửa lại --date; nếu đúng ngày này, chạy lại với --despite-date."
)
_OTHER_NUMBER = "Số của báo cáo lần {revision} đổi từ “{old}” thành “{new}”."


def run_submit(options: argparse.Namespace) -> None:
    """``submit``: trình ký unless it is done, then package and letter, whose paths are printed.

    What is wrong is told before anything is frozen.
    """
    from qnapp.exchange import submitting  # takes long to import

    with open_store(options) as store:
        code = period_of(store, options.period)
        issued_on = read_day(store, code, options.date) if options.date else None
        if issued_on is not None and not options.despite_date:
            _require_come(store, code, issued_on)
        signed = submitting.Signed(
            options.signed, options.number, issued_on or "", options.signer, options.despite_copy
        )
        unmended: list[str] = []
        before = report_to_send(store, code)
        if before is None:
            require_all_written(store, code)
            unmended = _unmended_words(load_reported(store, code))
        try:
            if options.dry_run:
                found = submitting.require_sendable(store, code, options.out, signed)
                _say_all(unmended)
                _say_preview(found, store, code)
                return
            submission, exported = submitting.submit_period(store, code, options.out, signed)
            report = submission.report
            odd = report.odd_day_words(report.issued_on, store.today())
            taken = same_number_words(store, report, report.number, report.issued_on)
        except DoubtfulCopyError as error:
            raise InputError(f"{error} {_DESPITE_COPY}", detail=error.detail) from error
    _say_all(unmended)
    _say_number(before, submission.report)
    if signed.numbered and odd:
        say(f"{odd} Kiểm tra lại ngày; nếu sai, chạy lại với --date đúng.")
    if signed.numbered and taken:
        say(f"{taken} Kiểm tra lại số; nếu sai, chạy lại với --number đúng.")
    _say_findings(submission.findings)
    copy = submission.report.signed_copy
    _say_all(copy.sentences if options.signed is not None and copy is not None else ())
    say(_submission_words(submission))
    for package in exported.too_large:
        say(f"{package.name} lớn hơn mức của thư điện tử. Chép sang USB để gửi.")
    tell("\n".join(str(path) for path in (*exported.files, *exported.letters)))


def _require_come(store: Store, code: str, issued_on: date) -> None:
    """Refuse a day of issue after today and after the day on which the report is due.

    One between them is told afterwards: reports are dated ahead for the day that they are due.
    """
    due = periods.stored_period(store, code).period.due
    if issued_on > max(store.today(), due):
        words = {"day": format_date(issued_on), "due": format_date(due)}
        raise InputError(_NOT_COME.format(**words))


def run_sign(options: argparse.Namespace, wanted: Mapping[str, Path]) -> None:
    """``report --sign``: trình ký unless it is done, then the kept files, byte for byte."""
    from qnapp.documents.freeze import export_file  # takes long to import
    from qnapp.exchange import submitting

    for target in wanted.values():
        if not target.absolute().parent.is_dir():
            raise FileError(NO_FOLDER.format(folder=target.absolute().parent))
    with open_store(options) as store:
        code = period_of(store, options.period)
        words = []
        if report_to_send(store, code) is None:
            require_all_written(store, code)
            words = _lacking_words(store, code)
        report = submitting.freeze_for_signature(store, code, options.letterhead)
        _say_all(words)
        for kind, target in wanted.items():
            export_file(store, report.id, kind, target)
            say(f"Đã xuất {target}.")
        name = lower_first(periods.stored_period(store, code).period.name)
    say(f"Đã trình ký báo cáo {name} lần {report.revision}. Kỳ này đã khóa.")


def _lacking_words(store: Store, code: str) -> list[str]:
    """Say what a report that is about to be signed lacks in returned rows and in its own words."""
    from qnapp.documents.part_findings import report_findings  # takes long to import

    sheet = load_reported(store, code)
    said = [finding.text for finding in report_findings(store, sheet)]
    return _unmended_words(sheet) + said


def _unmended_words(sheet: Worksheet) -> list[str]:
    left = returned_count(sheet)
    return [f"Còn {left} dòng bị trả lại chưa sửa."] if left else []


def _say_all(sentences: Sequence[str]) -> None:
    for sentence in sentences:
        say(sentence)


def _say_number(before: IssuedReport | None, now: IssuedReport) -> None:
    """Tell that a number that was entered before has given way to another."""
    if before is not None and before.number not in ("", now.number):
        told = {"revision": now.revision, "old": before.number, "new": now.number}
        say(_OTHER_NUMBER.format(**told))


def _say_preview(found: Preview, store: Store, code: str) -> None:
    """Tell what sending would do."""
    _say_findings(found.findings)
    done = f"đã trình ký lần {found.report.revision}" if found.report else "sẽ trình ký"
    name = periods.stored_period(store, code).period.name
    size = file_size(found.size) if found.size else "0 KB"
    say(f"{name}: {done}, {found.evidence} tệp minh chứng ({size}), {found.parts} gói.")
    say("Đã thử, hợp lệ, chưa ghi gì.")


def _say_findings(findings: Sequence[Finding]) -> None:
    """Say what goes along in the package, counted as ``status`` does."""
    if findings:
        lines = check_lines(findings, signed=True)
        say("\n".join([*lines, "Các điểm này được ghi kèm trong gói."]))


def _submission_words(submission: Submission) -> str:
    count, revision = len(submission.packages), submission.report.revision
    if submission.reused:
        return f"Báo cáo lần {revision} không có gì mới: giữ {count} gói đã tạo."
    if submission.again:
        return _MADE_AGAIN.format(count=count, revision=revision, next=revision + 1)
    return f"Đã tạo {count} gói của báo cáo lần {revision}."


def run_form(options: argparse.Namespace) -> None:
    """``form``: the workbook that an officer fills in and sends back."""
    from qnapp.exchange.form import export_form  # takes long to import

    require_ending("--out", options.out, ".xlsx")
    with open_store(options) as store:
        code = period_of(store, options.period)
        count = export_form(store, code, options.out, options.officer)
    say(f"Đã xuất biểu nhập {count} dòng vào {options.out}.")


def run_import(options: argparse.Namespace) -> None:
    """``import``: the differences are printed; ``--yes`` takes each file in, whole or not at all.

    Without it nothing is taken in, and the exit code says whether it could be. A file that cannot
    be read refuses all of them. ``--skip-faulty`` leaves out the cells of a form that are wrong.
    ``--trust`` confirms the key of a sender who has another one now, and takes the package in.
    """
    from qnapp.exchange.arrivals import look_at  # takes long to import
    from qnapp.exchange.form_arrival import FormArrival

    with open_store(options) as store:
        if options.trust:
            for file in options.files:
                say(look_at(store, file).accept(store, key_compared=True))
            return
        for file in options.files:
            look_at(store, file)
        waiting = 0
        for file in options.files:
            # Looked at again: the file before may have changed the same row.
            arrival = look_at(store, file)
            if options.skip_faulty and isinstance(arrival, FormArrival):
                arrival.leave_out_bad = True
            tell("\n".join([arrival.title, *(f"  {line}" for line in arrival.lines)]))
            told = arrival.accept(store, dry_run=not options.yes)
            if options.yes or options.dry_run:
                say(told)
            waiting += arrival.changes
    if waiting and not options.yes and not options.dry_run:
        say("Chưa ghi gì. Xem các thay đổi đã nêu rồi thêm --yes để nhận.")


def run_reply(options: argparse.Namespace) -> None:
    """``reply``: a submission is accepted or rows of it are returned; the paths are printed.

    With ``--out`` the printable slip and a letter lie beside the answer.
    """
    from qnapp.db.outbox import checked_file, outgoing_packages
    from qnapp.db.replies import known_reply
    from qnapp.domain.packages import Kind
    from qnapp.domain.replies import ANSWER_WORDS, Answer
    from qnapp.exchange import reply_file  # takes long to import
    from qnapp.exchange.reply_letters import write_replies

    verdict = Answer.ACCEPTED if options.accept else Answer.RETURNED
    named = () if options.accept else reply_file.read_reasons(options.reasons)
    with open_store(options) as store:
        if options.out is not None:
            require_place(options.out)
        before = {one.id for one in outgoing_packages(store, kind=Kind.REPLY)}
        package = reply_file.answer_file(store, options.file, verdict, named, options.note)
        files: Sequence[Path] = [checked_file(store, package)]
        reply = known_reply(store, package.digest)
        if options.out is not None and reply is not None:
            make_folder(options.out)
            (written,) = write_replies(store, [reply.submission], options.out)
            files = written.files
    words = f"phiếu {ANSWER_WORDS[verdict]} {package.name}"
    if package.id in before:
        say(f"Báo cáo này đã được trả lời như vậy: giữ {words}, lưu tại {files[0]}.")
    else:
        say(f"Đã lập {words}, lưu tại {files[0]}.")
    if options.out is None:
        say("Muốn có phiếu in và thư gửi, chạy lại với --out THƯ_MỤC.")
    tell("\n".join(map(str, files)))


def run_inbox(options: argparse.Namespace) -> None:
    """``inbox``: who has sent; ``--choose`` settles a conflict, ``--compare`` shows differences."""
    from qnapp.db.inbox import choose_received
    from qnapp.exchange import inbox_listing  # takes long to import

    opened = open_store if options.choose is not None else look_into_store
    with opened(options) as store:
        if options.choose is not None:
            found = inbox_listing.find_received(store, options.choose)
            chosen = choose_received(store, found.first)
            say(f"Dùng gói này cho báo cáo lần {chosen.revision} của {chosen.name}.")
        elif options.compare is not None:
            found = inbox_listing.find_received(store, options.compare)
            tell("\n".join(inbox_listing.compared_lines(store, found)))
        elif options.json:
            print_json(inbox_listing.inbox_object(store, period_of(store, options.period)))
        else:
            tell("\n".join(inbox_listing.inbox_lines(store, period_of(store, options.period))))


def run_plan(options: argparse.Namespace) -> None:
    """``plan``: build a package, list the plans of the store, or use another one of them."""
    PLAN_ACTIONS[options.action](options)


def _build_plan(options: argparse.Namespace) -> None:
    """``plan build``: what a person has to look at is printed, then the package is written."""
    from qnapp.exchange import plan_publishing  # takes long to import

    require_ending("--out", options.out, ".qnkh", ".zip")
    with open_store(options) as store:
        built = plan_publishing.build_contents(
            store, options.annex, options.against, recipient=options.mail_to
        )
        tell("\n".join(plan_publishing.built_lines(built)))
        if options.dry_run:
            say("Đã đọc thử, chưa ghi gì.")
            return
        if not options.despite_withdrawn:
            plan_publishing.require_kept(built)
        if not options.despite_unread:
            plan_publishing.require_read(built)
        plan_publishing.write_plan_package(store, options.out, built.contents)
    plan = built.contents.plan
    say(f"Đã ghi gói kế hoạch năm {plan.year}, phiên bản {plan.version} vào {options.out}.")


def _list_plans(options: argparse.Namespace) -> None:
    from qnapp.db.plan_choice import stored_versions

    with open_store(options) as store:
        for one in stored_versions(store):
            used = ", đang dùng" if one.in_use else ""
            differs = f", {one.changes} dòng khác phiên bản trước" if one.changes else ""
            day = format_date(one.day)
            tell(f"{one.year}: {one.number}, phiên bản {one.version}, {day}{differs}{used}")


def _use_plan(options: argparse.Namespace) -> None:
    from qnapp.db.plan_choice import choose_plan

    with open_store(options) as store:
        found = choose_plan(store, options.name)
    say(f"Đang dùng kế hoạch năm {found.year}, {found.number}, phiên bản {found.version}.")


PLAN_ACTIONS: dict[str, Callable[[argparse.Namespace], None]] = {
    "build": _build_plan,
    "list": _list_plans,
    "use": _use_plan,
}


def run_consolidate(options: argparse.Namespace) -> None:
    """``consolidate``: who is missing, late or unconfirmed, and only then figures."""
    from qnapp.exchange import consolidated_xlsx, consolidation, receiving  # take long to import

    for kind in ("xlsx", "pdf", "docx"):
        require_ending(f"--{kind}", getattr(options, kind), f".{kind}")
    opened = open_store if options.folder is not None else look_into_store
    with opened(options) as store:
        code = period_of(store, options.period)
        if options.folder is not None:
            for taken in receiving.take_in_folder(store, options.folder):
                say(taken.sentence)
        found = consolidation.consolidate(store, code)
        report = _consolidated(store, found, options) if options.pdf or options.docx else None
    if options.json:
        print_json(consolidation.consolidation_object(found))
    else:
        tell("\n".join(consolidation.summary_lines(found)))
    if options.xlsx is not None:
        consolidated_xlsx.write_consolidation(found, options.xlsx)
        say(f"Đã xuất {options.xlsx}.")
    if report is not None:
        write_documents(report, {"pdf": options.pdf, "docx": options.docx})


def _consolidated(store: Store, found: Consolidation, options: argparse.Namespace) -> Report:
    from qnapp.documents.consolidated_report import assemble_consolidated  # takes long to import

    return assemble_consolidated(store, found, options.letterhead)


def run_mailing(options: argparse.Namespace) -> None:
    """``mailing``: one folder for each organisation that is to report, with installer and plan."""
    from qnapp.exchange.mailing import prepare_mailing

    with open_store(options) as store:
        made = prepare_mailing(store, options.installer, options.plan, options.out)
    say(f"Đã lập {len(made.folders)} thư mục, {file_size(made.size)}, trong {options.out}.")
    tell("\n".join(str(folder) for folder in made.folders))


COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "mailing": run_mailing,
    "submit": run_submit,
    "form": run_form,
    "import": run_import,
    "reply": run_reply,
    "inbox": run_inbox,
    "consolidate": run_consolidate,
    "plan": run_plan,
}
