"""What goes back to the units: the answer as a file, the printable slip, a letter ready to send."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from qnapp.db import outbox
from qnapp.db.calendar import stored_period
from qnapp.db.content import CancelledError
from qnapp.db.inbox import received_package
from qnapp.db.organisations import own_organisation
from qnapp.db.replies import replies_to
from qnapp.db.reporters import addresses
from qnapp.db.settings import get_settings
from qnapp.documents.files import write_atomically
from qnapp.documents.pdf import render_pdf
from qnapp.documents.reply_slip import assemble_reply_slip, slip_file_name
from qnapp.domain.packages import Kind, key_words
from qnapp.domain.replies import Answer
from qnapp.errors import NotFoundError
from qnapp.exchange.keys import own_key
from qnapp.exchange.mail_draft import Letter, write_letter
from qnapp.exchange.received_report import received_sheet
from qnapp.text import file_size, lower_first, safe_file_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.packages import OutgoingPackage
    from qnapp.domain.replies import Reply

_NOT_ANSWERED = (
    "Báo cáo của {name} chưa được trả lời. Chưa có gì bị thay đổi. Tiếp nhận hoặc trả lại trước."
)
_VERDICT = {
    Answer.ACCEPTED: "Báo cáo đã được tiếp nhận.",
    Answer.RETURNED: "Báo cáo được trả lại để hoàn chỉnh {count} nội dung nêu trong phiếu.",
}


@dataclass(frozen=True, slots=True)
class WrittenReply:
    """The files of one answer."""

    organisation: str  # code
    name: str
    letter: Path
    files: tuple[Path, ...]  # everything written, the letter last
    address: str  # "" where the roster has none


def write_replies(
    store: Store,
    digests: Sequence[str],
    folder: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[WrittenReply]:
    """Write what goes back for submissions that were answered; files of the same name are replaced.

    Each answer is written whole before the next. Raises ``NotFoundError`` for a submission without
    answer, ``FileError`` where the folder cannot be written, ``CancelledError``.
    """
    replies = [_last(store, digest) for digest in digests]
    known = addresses(store, [one.organisation for one in replies])
    written = []
    for number, reply in enumerate(replies):
        if cancelled is not None and cancelled():
            raise CancelledError
        if progress is not None:
            progress(number, len(replies))
        written.append(_write(store, reply, folder, known[reply.organisation]))
    return written


def _last(store: Store, digest: str) -> Reply:
    found = replies_to(store, digest)
    if not found:
        raise NotFoundError(_NOT_ANSWERED.format(name="đơn vị"))
    return found[-1]


def _write(store: Store, reply: Reply, folder: Path, address: str) -> WrittenReply:
    package = _package(store, reply)
    data = {
        package.name: outbox.checked_file(store, package).read_bytes(),
        slip_file_name(reply, ".pdf"): _slip(store, reply),
    }
    files = [folder / name for name in data]
    for target, content in zip(files, data.values(), strict=True):
        write_atomically(target, partial(_put, content))
    stem = f"Thư trả lời {reply.organisation_name} {reply.period} lần {reply.revision}"
    letter = folder / safe_file_name(stem, ext=".eml")
    write_letter(reply_letter(store, reply, data, to=address), letter)
    outbox.mark_saved_out(store, package.id)
    return WrittenReply(
        reply.organisation, reply.organisation_name, letter, (*files, letter), address
    )


def _put(content: bytes, file: BinaryIO) -> None:
    file.write(content)


def _slip(store: Store, reply: Reply) -> bytes:
    """The printable slip."""
    package = received_package(store, reply.submission)
    assert package is not None  # what was answered has arrived
    sheet = received_sheet(store, package)
    return render_pdf(assemble_reply_slip(store, reply, sheet, package)).data


def _package(store: Store, reply: Reply) -> OutgoingPackage:
    made = outbox.outgoing_packages(store, kind=Kind.REPLY)
    return next(one for one in made if one.digest == reply.digest)


def reply_letter(
    store: Store, reply: Reply, attachments: Mapping[str, bytes], *, to: str
) -> Letter:
    """Write the letter of one answer: short, and complete without this program."""
    period = stored_period(store, reply.period).period.name
    what = f"báo cáo {lower_first(period)}"
    what += f", lần {reply.revision}" if reply.revision > 1 else ""
    lines = [
        f"Kính gửi: {reply.organisation_name}",
        "",
        f"{own_organisation(store).name} trả lời {what} của đơn vị.",
        _VERDICT[reply.verdict].format(count=len(reply.rows)),
        *([reply.note] if reply.note else []),
        "",
        "Tệp kèm theo:",
        *_file_lines(attachments),
        "",
        f"Mã khóa bên gửi: {key_words(own_key(store).public)}",
        "",
        "Trân trọng.",
    ]
    subject = f"Trả lời {what} - {reply.organisation_name}"
    training = "[TẬP HUẤN] " if get_settings(store).training else ""
    return Letter(to, training + subject, "\n".join(lines), attachments)


def _file_lines(attachments: Mapping[str, bytes]) -> Iterator[str]:
    for name, data in attachments.items():
        use = "bản in" if name.endswith(".pdf") else "mở bằng chương trình QNApp"
        yield f"- {name} ({file_size(len(data))}): phiếu trả lời, {use}"
