"""Forms on their way to the officers: a workbook each, by choice with a letter that carries it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qnapp.db.calendar import stored_period
from qnapp.db.content import CancelledError
from qnapp.db.organisations import own_organisation
from qnapp.db.returned import require_some_open
from qnapp.db.settings import set_view_state, view_state
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.files import make_folder
from qnapp.domain.periods import period_stem
from qnapp.exchange.form import export_form
from qnapp.exchange.form_rows import form_rows
from qnapp.exchange.mail_draft import Letter, write_letter
from qnapp.text import clean, collation_key, fold, format_date, lower_first, safe_file_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from qnapp.db.store import Store

_ADDRESSES = "officer_mail"  # what the store remembers, without history: it is in no report
_PLAIN = re.compile(r"[^a-z0-9]+")
_SUBJECT = "Biểu nhập kết quả {period} - {unit}"
_BODY = """\
Kính gửi: {who}

Đề nghị điền kết quả {period} vào biểu kèm theo ({rows} dòng), gửi lại trước ngày {day}.

Chỉ điền vào các ô nền trắng; các ô còn lại giữ nguyên. Lưu tệp Excel rồi gửi trả theo thư này.

Trân trọng.
{clerk}"""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whose rows a form holds; ``officer`` None for all in one form."""

    officer: str | None
    rows: int


@dataclass(frozen=True, slots=True)
class SentForms:
    """What was written."""

    files: tuple[Path, ...]
    letters: tuple[Path, ...]


def form_recipients(store: Store, period_code: str) -> list[Recipient]:
    """All rows in one form first, then each officer in Vietnamese order.

    Raises ``LockedError`` for a locked period and ``InputError`` where nothing can be filled in.
    """
    only = require_some_open(store, period_code)
    rows = form_rows(store, load_worksheet(store, period_code), None, only)
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for row in rows:
        if row.officer:
            key = row.officer.casefold()
            names.setdefault(key, row.officer)
            counts[key] = counts.get(key, 0) + 1
    each = [Recipient(names[key], counts[key]) for key in counts]
    return [Recipient(None, len(rows)), *sorted(each, key=_by_name)]


def _by_name(one: Recipient) -> Any:
    return collation_key(one.officer or "")


def officer_addresses(store: Store) -> dict[str, str]:
    """Mail addresses that were used last, by officer."""
    found = view_state(store, _ADDRESSES)
    return dict(found) if isinstance(found, dict) else {}


def send_forms(
    store: Store,
    period_code: str,
    recipients: Sequence[Recipient],
    folder: Path,
    *,
    addresses: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> SentForms:
    """Write a form for each recipient; with ``addresses`` a letter too, which are remembered.

    ``addresses`` by officer, "" for the form of all; who is not among them gets a letter without
    an address. Older files of the same names are replaced. Raises as ``export_form`` does, and
    ``CancelledError`` between two forms.
    """
    make_folder(folder)
    files, letters = [], []
    for number, (one, stem) in enumerate(zip(recipients, _stems(store, period_code, recipients),
                                             strict=True)):  # fmt: skip
        if cancelled is not None and cancelled():
            raise CancelledError
        target = folder / safe_file_name(stem, ext=".xlsx")
        rows = export_form(store, period_code, target, one.officer)
        files.append(target)
        if addresses is not None:
            letter = _letter(store, period_code, one, rows, target, addresses)
            letters.append(target.with_suffix(".eml"))
            write_letter(letter, letters[-1])
        if progress is not None:
            progress(number + 1, len(recipients))
    if addresses:
        kept = {name: address for name, address in addresses.items() if name}
        set_view_state(store, _ADDRESSES, officer_addresses(store) | kept)
    return SentForms(tuple(files), tuple(letters))


def _stems(store: Store, period_code: str, recipients: Sequence[Recipient]) -> list[str]:
    """Names in plain letters, which survive every mail program; no two are the same."""
    own, found = own_organisation(store).code, []
    for one in recipients:
        who = _PLAIN.sub("-", fold(one.officer or "")).strip("-") or "tat-ca"
        stem = name = f"bieu-nhap-{own}-{period_stem(period_code)}-{who}"
        number = 2
        while name in found:
            name, number = f"{stem}-{number}", number + 1
        found.append(name)
    return found


def _letter(
    store: Store,
    period_code: str,
    one: Recipient,
    rows: int,
    file: Path,
    addresses: Mapping[str, str],
) -> Letter:
    period = stored_period(store, period_code).period
    told = {
        "period": lower_first(period.name),
        "unit": own_organisation(store).name,
        "who": f"đồng chí {clean(one.officer)}" if one.officer else "các đồng chí phụ trách",
        "rows": rows,
        "day": format_date(period.cutoff),
        "clerk": store.clerk,
    }
    return Letter(
        to=addresses.get(one.officer or "", ""),
        subject=_SUBJECT.format(**told),
        body=_BODY.format(**told),
        attachments={file.name: file.read_bytes()},
    )
