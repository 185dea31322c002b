"""Phiếu trả lời: how an answer travels (design, section 8). The addressee is who reported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from qnapp import __version__
from qnapp.domain.canonical import canonical_json, from_plain, to_plain
from qnapp.domain.packages import Kind
from qnapp.domain.replies import Answer, Reply, ReturnedRow
from qnapp.exchange import limits
from qnapp.exchange.container import Item, write_package
from qnapp.exchange.manifest import Head
from qnapp.exchange.refusals import PackageError, Reason
from qnapp.text import clean

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.exchange.container import Package, Written
    from qnapp.exchange.keys import SigningKey

LONGEST = 2000  # characters of a note or of the reason of a row
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOST_ROWS = 5000  # more than any plan has


@dataclass(frozen=True, slots=True)
class _Told:
    """``data.json``; what the manifest says besides is not said again."""

    verdict: Answer
    submission: str
    organisation_name: str
    by: str
    note: str
    rows: tuple[ReturnedRow, ...]


def write_reply(
    target: Path, reply: Reply, key: SigningKey, *, plan_version: int, previous: str, training: bool
) -> Written:
    """Write an answer signed with ``key``; ``previous``: digest of the answer before, "" for none.

    Raises ``FileError`` where ``target`` cannot be written.
    """
    head = Head(
        kind=Kind.REPLY,
        organisation=reply.office,
        organisation_name=reply.office_name,
        plan=reply.plan,
        plan_version=plan_version,
        made_at=reply.replied_at.isoformat(timespec="seconds"),
        program=__version__,
        period=reply.period,
        revision=reply.revision,
        previous=previous,
        addressee=reply.organisation,
        training=training,
    )
    return write_package(target, head, {limits.DATA: Item(canonical_json(_plain(reply)))}, key)


def reply_contents(reply: Reply) -> bytes:
    """What an answer says, whenever it is given: the same for the same verdict, note and rows."""
    return canonical_json({**_plain(reply), "office": reply.office})


def read_reply(package: Package) -> Reply:
    """Read an open, verified answer; raises ``PackageError`` where it contradicts itself."""
    head = package.manifest.head
    try:
        told = from_plain(_Told, package.json())
        _check(told)
        return Reply(
            verdict=told.verdict,
            submission=told.submission,
            organisation=head.addressee,
            organisation_name=told.organisation_name,
            plan=head.plan,
            period=head.period,
            revision=head.revision,
            replied_at=datetime.fromisoformat(head.made_at),
            by=told.by,
            office=head.organisation,
            office_name=head.organisation_name,
            note=told.note,
            rows=told.rows,
            digest=package.digest,
        )
    except ValueError as error:
        name = package.path.name
        raise PackageError(Reason.ALTERED, name, limits.DATA, detail=str(error)) from error


def _plain(reply: Reply) -> dict[str, object]:
    return to_plain(
        _Told(
            verdict=reply.verdict,
            submission=reply.submission,
            organisation_name=reply.organisation_name,
            by=reply.by,
            note=reply.note,
            rows=reply.rows,
        )
    )


def _check(told: _Told) -> None:
    """Refuse what no copy of the program has written: it would be shown as it is."""
    if not _SHA256.fullmatch(told.submission) or len(told.rows) > _MOST_ROWS:
        raise ValueError("not an answer to a submission")
    names = (told.organisation_name, told.by, *(row.uid for row in told.rows))
    if any(text != clean(text) or len(text) > LONGEST for text in names):
        raise ValueError("not a name")
    texts = (told.note, *(row.reason for row in told.rows))
    if any(text != clean(text, multiline=True) or len(text) > LONGEST for text in texts):
        raise ValueError("not a note or a reason")
