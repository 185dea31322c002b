"""What can be typed after ``qnapp`` (design, section 11). What each command does is in ``cli``."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from qnapp import __version__

LETTERHEADS = ("dang", "nha-nuoc")
COLLECTING = "kỳ báo cáo, mặc định là kỳ đang thu nhận"


class _Parser(argparse.ArgumentParser):
    """argparse, speaking Vietnamese where it refuses."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        words = _in_vietnamese(message)
        print(f"{self.prog}: lệnh chưa đúng: {words}. Xem: {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        # "--actual=--": argparse would take the dashes out and hand over nothing, as a list.
        if action.option_strings and action.nargs is None and arg_strings == ["--"]:
            raise argparse.ArgumentError(action, "expected one argument")
        return super()._get_values(action, arg_strings)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "cách dùng:", 1)

    def format_help(self) -> str:
        text = super().format_help().replace("usage:", "cách dùng:", 1)
        text = text.replace("positional arguments:", "tham số:", 1)
        return (
            text.replace("options:", "tùy chọn:", 1)
            .replace("show this help message and exit", "xem phần trợ giúp này")
            .replace("show program's version number and exit", "xem số phiên bản")
        )


# What argparse says, and how we say it. A sentence not listed here stays as it is.
_REFUSALS = (
    (r"the following arguments are required: (.+)", r"còn thiếu \1"),
    (
        r"argument (.+): invalid choice: (.+) \(choose from (.+)\)",
        r"\1 không có giá trị \2, chọn một trong: \3",
    ),
    (r"one of the arguments (\S+) (\S+) is required", r"phải nêu \1 hoặc \2"),
    (r"argument (.+): not allowed with argument (.+)", r"\1 không đi cùng \2"),
    (r"argument (.+): expected (?:at least )?one argument", r"\1 còn thiếu giá trị"),
    (r"argument (.+): ignored explicit argument (.+)", r"\1 không nhận giá trị \2"),
    (r"unrecognized arguments: (.+)", r"không có tùy chọn \1"),
    (r"ambiguous option: (.+) could match (.+)", r"\1 có thể là \2, hãy gõ đủ"),
)


def _in_vietnamese(message: str) -> str:
    for english, vietnamese in _REFUSALS:
        if re.fullmatch(english, message):
            return re.sub(english, vietnamese, message).replace("'", "")
    return message


def build_parser() -> argparse.ArgumentParser:
    """The command line. What the window alone takes is read by ``window_options`` as well."""
    parser = _Parser(
        prog="qnapp",
        description="Theo dõi thực hiện Nghị quyết. Không có lệnh nào: mở cửa sổ chương trình.",
    )
    parser.add_argument("--version", action="version", version=f"QNApp {__version__}")
    parser.add_argument("--data", type=Path, metavar="THƯ_MỤC", help="thư mục dữ liệu của đơn vị")
    parser.add_argument(
        "--self-test",
        type=Path,
        metavar="TỆP.json",
        help="tự kiểm tra chương trình trên máy này, ghi kết quả vào tệp",
    )
    parser.add_argument("--tell-data-folder", type=Path, help=argparse.SUPPRESS)
    parser.set_defaults(command=None)
    named = parser.add_subparsers(dest="command", metavar="LỆNH", parser_class=_Parser)
    _add_setup(named)
    _add_recording(named)
    _add_output(named)
    _add_plan(named)
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
    init.add_argument("--plan", type=Path, metavar="TỆP", help="gói kế hoạch .qnkh của cấp trên, "
                      "mặc định là Nghị quyết 05-NQ/TU")  # fmt: skip
    init.add_argument("--upper", action="store_true", help="đơn vị tiếp nhận và tổng hợp báo cáo "
                      "của đơn vị khác")  # fmt: skip
    init.add_argument("--sample", action="store_true", help="kèm dữ liệu tập huấn")

    for name, words, agreed in (
        ("backup", "sao lưu toàn bộ ra một tệp", "thay tệp đang có cùng tên"),
        ("restore", "khôi phục từ tệp sao lưu toàn bộ", "thay cả dữ liệu của đơn vị khác"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("file", type=Path, metavar="TỆP")
        command.add_argument("--password", metavar="MẬT_KHẨU", help="của khóa ký gói trong tệp")
        command.add_argument("--yes", action="store_true", help=agreed)

    check = commands.add_parser("check", help="kiểm tra cơ sở dữ liệu và tệp minh chứng")
    check.add_argument("--json", action="store_true", help="in kết quả dạng JSON")


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
    task.add_argument("--officer", metavar="TÊN", help="người theo dõi")
    task.add_argument("--restricted-number", metavar="SỐ", help="số báo cáo gửi theo đường riêng")
    task.add_argument("--restricted-date", metavar="NGÀY", help="ngày báo cáo gửi theo đường riêng")

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

    attach = commands.add_parser("attach", help="gắn tệp minh chứng")
    attach.add_argument("code", metavar="MÃ", help="mã nhiệm vụ hoặc chỉ tiêu")
    attach.add_argument("files", nargs="+", type=Path, metavar="TỆP")
    attach.add_argument("--period", required=True, metavar="KỲ")
    attach.add_argument("--number", default="", metavar="SỐ", help="số, ký hiệu văn bản")
    attach.add_argument("--date", metavar="NGÀY", help="ngày văn bản")
    attach.add_argument("--title", default="", metavar="CHỮ", help="trích yếu")


def _add_row(command: argparse.ArgumentParser, code_help: str) -> None:
    command.add_argument("code", metavar="MÃ", help=code_help)
    command.add_argument("--period", required=True, metavar="KỲ", help="kỳ báo cáo: 2026-Q1")
    command.add_argument("--dry-run", action="store_true", help="chỉ thử, không ghi")


def _add_output(commands: Any) -> None:
    show = commands.add_parser("status", help="tình hình thực hiện của đơn vị")
    show.add_argument("--period", metavar="KỲ", help="kỳ báo cáo, mặc định là kỳ hiện tại")
    show.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    report = commands.add_parser("report", help="xuất bản dự thảo báo cáo, hoặc bản để ký (--sign)")
    report.add_argument("--period", required=True, metavar="KỲ")
    report.add_argument("--sign", action="store_true", help="trình ký nếu chưa: khóa kỳ, xuất đúng "
                        "các tệp để ký")  # fmt: skip
    report.add_argument("--pdf", type=Path, metavar="TỆP")
    report.add_argument("--xlsx", type=Path, metavar="TỆP")
    report.add_argument("--docx", type=Path, metavar="TỆP")
    report.add_argument("--letterhead", choices=LETTERHEADS, help="thể thức khác với thiết lập")

    submit = commands.add_parser("submit", help="trình ký nếu chưa, tạo gói báo cáo và thư gửi")
    submit.add_argument("--period", required=True, metavar="KỲ")
    submit.add_argument("--out", required=True, type=Path, metavar="THƯ_MỤC", help="nơi ghi gói")
    submit.add_argument("--signed", type=Path, metavar="TỆP", help="bản đã ký: tệp PDF hoặc ảnh")
    submit.add_argument("--despite-copy", action="store_true", help="vẫn nhận tệp bản đã ký dù là "
                        "báo cáo khác, bản dự thảo hoặc chưa ký")  # fmt: skip
    submit.add_argument("--number", default="", metavar="SỐ", help="số, ký hiệu của báo cáo đã ký")
    submit.add_argument("--date", default="", metavar="NGÀY", help="ngày của báo cáo đã ký")
    submit.add_argument("--despite-date", action="store_true", help="vẫn ghi ngày dù chưa đến và "
                        "sau hạn gửi báo cáo")  # fmt: skip
    submit.add_argument("--signer", default="", metavar="TÊN", help="người ký, mặc định theo "
                        "thiết lập")  # fmt: skip
    submit.add_argument("--dry-run", action="store_true", help="chỉ thử, không ghi")

    form = commands.add_parser("form", help="xuất biểu nhập cho người theo dõi")
    form.add_argument("--period", required=True, metavar="KỲ")
    form.add_argument("--out", required=True, type=Path, metavar="TỆP", help="tệp Excel sẽ ghi")
    form.add_argument("--officer", metavar="TÊN", help="chỉ các dòng của người này")

    arrived = commands.add_parser("import", help="nhận biểu nhập, gói báo cáo, gói kế hoạch hoặc "
                                  "phiếu trả lời")  # fmt: skip
    arrived.add_argument("files", nargs="+", type=Path, metavar="TỆP")
    arrived.add_argument("--skip-faulty", action="store_true", help="biểu nhập: bỏ qua các ô chưa "
                         "đúng, nhận các ô còn lại")  # fmt: skip
    how = arrived.add_mutually_exclusive_group()
    how.add_argument("--yes", action="store_true", help="nhận các thay đổi, không chỉ xem")
    how.add_argument("--dry-run", action="store_true", help="chỉ thử, không ghi")
    how.add_argument("--trust", action="store_true", help="đã đối chiếu mã khóa với bên gửi: xác "
                     "nhận khóa và nhận gói")  # fmt: skip

    _add_inbox(commands)

    together = commands.add_parser("consolidate", help="tổng hợp báo cáo của các đơn vị")
    together.add_argument("--period", metavar="KỲ", help=COLLECTING)
    together.add_argument("--in", dest="folder", type=Path, metavar="THƯ_MỤC",
                          help="tiếp nhận các gói trong thư mục trước khi tổng hợp")  # fmt: skip
    together.add_argument("--xlsx", type=Path, metavar="TỆP", help="bảng tổng hợp Excel")
    together.add_argument("--pdf", type=Path, metavar="TỆP", help="báo cáo tổng hợp để trình ký")
    together.add_argument("--docx", type=Path, metavar="TỆP", help="báo cáo tổng hợp bản Word")
    together.add_argument("--letterhead", choices=LETTERHEADS, help="thể thức văn bản")
    together.add_argument("--json", action="store_true", help="in kết quả dạng JSON")


def _add_inbox(commands: Any) -> None:
    reply = commands.add_parser("reply", help="trả lời một gói báo cáo: tiếp nhận hoặc trả lại")
    reply.add_argument("file", type=Path, metavar="TỆP", help="gói báo cáo đã nhận")
    verdict = reply.add_mutually_exclusive_group(required=True)
    verdict.add_argument("--accept", action="store_true", help="tiếp nhận")
    verdict.add_argument("--return", dest="reasons", type=Path, metavar="TỆP", help="trả lại các "
                         'dòng nêu trong tệp JSON: {"3.2": "lý do"}')  # fmt: skip
    reply.add_argument("--note", default="", metavar="CHỮ", help="ghi chú trong phiếu")
    reply.add_argument(
        "--out", type=Path, metavar="THƯ_MỤC", help="ghi phiếu, phiếu in và thư gửi vào thư mục này"
    )

    inbox = commands.add_parser("inbox", help="sổ tiếp nhận báo cáo của các đơn vị")
    inbox.add_argument("--period", metavar="KỲ", help=COLLECTING)
    what = inbox.add_mutually_exclusive_group()
    what.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    what.add_argument("--choose", metavar="MÃ_GÓI", help="khi xung đột: dùng gói này")
    what.add_argument("--compare", metavar="MÃ_GÓI", help="so với báo cáo lần trước của đơn vị")


def _add_plan(commands: Any) -> None:
    plan = commands.add_parser("plan", help="kế hoạch năm: lập gói gửi các đơn vị, xem, đổi")
    actions = plan.add_subparsers(dest="action", metavar="VIỆC", required=True)
    build = actions.add_parser("build", help="lập kế hoạch từ phụ lục Excel của Nghị quyết")
    build.add_argument("annex", type=Path, metavar="TỆP", help="tệp Excel có các phụ lục")
    build.add_argument("--out", required=True, type=Path, metavar="TỆP", help="gói .qnkh sẽ ghi")
    build.add_argument("--against", type=Path, metavar="TỆP", help="gói kế hoạch trước, mặc định "
                       "là kế hoạch đang dùng")  # fmt: skip
    build.add_argument("--mail-to", default="", metavar="ĐỊA_CHỈ", help="địa chỉ thư nhận báo cáo")
    build.add_argument("--dry-run", action="store_true", help="chỉ đọc thử, không ghi")
    build.add_argument("--despite-unread", action="store_true", help="ghi gói dù còn ô không đọc "
                       "được, gửi đúng như ô đang ghi")  # fmt: skip
    build.add_argument("--despite-withdrawn", action="store_true", help="ghi gói dù rút quá nửa số "
                       "dòng của kế hoạch")  # fmt: skip

    mailing = commands.add_parser("mailing", help="lập thư mục gửi từng đơn vị: bộ cài và kế hoạch")
    mailing.add_argument("--installer", required=True, type=Path, metavar="TỆP", help="bộ cài .exe")
    mailing.add_argument("--plan", required=True, type=Path, metavar="TỆP", help="gói .qnkh")
    mailing.add_argument("--out", required=True, type=Path, metavar="THƯ_MỤC", help="thư mục mới")

    actions.add_parser("list", help="các kế hoạch trong dữ liệu")
    use = actions.add_parser("use", help="chuyển sang kế hoạch khác trong dữ liệu")
    use.add_argument("name", metavar="KẾ_HOẠCH", help="năm, hoặc số của nghị quyết")
