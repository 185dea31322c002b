"""The digital signatures of a PDF: who, when, still intact, and what was added later.

All of it is worked out on this PC from the file alone; no address is ever asked. pyHanko is loaded
only for a file that holds a signature.
"""

from __future__ import annotations

import io
import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from qnapp.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VIETNAM = timezone(timedelta(hours=7))

# Every signature names these, and it can never be packed.
_MARKER = re.compile(rb"/ByteRange|/SubFilter\s*/(?:adbe|ETSI)\.")
_MOST_SIGNATURES = 50
_CERTIFICATES = frozenset({".cer", ".crt", ".der", ".pem"})
_MOST_CERTIFICATES = 200
_MOST_CERTIFICATE_BYTES = 1024**2
_LOGGERS = ("pyhanko", "pyhanko_certvalidator")
_LONGEST_NAME = 120  # letters
_LONGEST_DETAIL = 4000


class Trust(StrEnum):
    """What is known of the signer's certificate."""

    NO_ANCHORS = "no_anchors"  # this PC has no root certificate to check against
    TRUSTED = "trusted"
    NOT_TRUSTED = "not_trusted"  # no way from it to the root certificates of this PC
    UNCHECKED = "unchecked"  # the signature itself does not hold


class Later(StrEnum):
    """What was added to the file after a signature."""

    NOTHING = "nothing"
    SIGNED = "signed"  # only further signatures
    ADDED_AND_SIGNED = "added_and_signed"  # something else, which a later signature covers
    ADDED = "added"  # something that no signature covers


@dataclass(frozen=True, slots=True)
class DigitalSignature:
    """One signature as it stands in the file."""

    field: str
    signer: str = ""  # common name of the certificate
    signed_at: datetime | None = None
    timestamped: bool = False  # the time is a time-stamping authority's, else the signer's PC's
    timestamp_only: bool = False  # a time stamp over the document, nobody's signature
    intact: bool | None = None  # None: cannot be read
    covers_whole_file: bool = False
    later: Later = Later.ADDED
    trust: Trust = Trust.UNCHECKED
    detail: str = ""  # technical


def read_signatures(data: bytes, anchors: Path | None) -> tuple[DigitalSignature, ...]:
    """Read all signatures of a PDF, in the order of signing.

    ``anchors`` is a folder of root certificates (.cer .crt .der .pem), or None. Nothing is raised:
    what cannot be read is said in the result.
    """
    if not _MARKER.search(data):
        return ()
    with _listening() as told:
        try:
            # A file that was tampered with may hold a signature that nothing leads to.
            return _read(data, _roots(anchors), told) or (DigitalSignature(""),)
        except Exception as error:  # five libraries work here, each with errors of its own
            return (DigitalSignature("", detail=_detail(error, told)),)


def _read(data: bytes, roots: list[Any], told: list[str]) -> tuple[DigitalSignature, ...]:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    reader = PdfFileReader(io.BytesIO(data), strict=False)
    if reader.encrypted:
        reader.decrypt(b"")
    fields = islice(enumerate_sig_fields(reader, filled_status=True), _MOST_SIGNATURES)
    found = [_field(reader, name, field, roots, told) for name, _, field in fields]
    found.sort(key=itemgetter(0))
    closed = any(sign.covers_whole_file and sign.intact for _, sign, _ in found)
    return tuple(
        replace(sign, later=_later(sign, harmless=harmless, closed=closed))
        for _, sign, harmless in found
    )


def _later(signature: DigitalSignature, *, harmless: bool, closed: bool) -> Later:
    """Say what follows; ``closed``: some intact signature covers the file up to its end."""
    if signature.covers_whole_file:
        return Later.NOTHING
    if not closed:
        return Later.ADDED
    return Later.SIGNED if harmless else Later.ADDED_AND_SIGNED


def _field(
    reader: Any, name: str, field: Any, roots: list[Any], told: list[str]
) -> tuple[int, DigitalSignature, bool]:
    """Check one field: its revision, its signature, whether only signing and its forms follow."""
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import EmbeddedPdfSignature

    told.clear()
    try:
        embedded = EmbeddedPdfSignature(reader, field, name)
        status = _status(embedded, roots)
        signature = _signature(embedded, status, roots, told)
        level = status.modification_level
        harmless = level is not None and level <= ModificationLevel.FORM_FILLING
        return embedded.signed_revision, signature, harmless
    except Exception as error:  # as above; the other fields may still be readable
        return 0, DigitalSignature(clean(name), detail=_detail(error, told)), False


def _signature(embedded: Any, status: Any, roots: list[Any], told: list[str]) -> DigitalSignature:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    alone = _is_stamp(embedded)
    stamp = status if alone else status.timestamp_validity
    stamped = bool(stamp and stamp.intact and stamp.valid)
    return DigitalSignature(
        field=clean(str(embedded.fq_name)),
        signer=_name(embedded.signer_cert),
        signed_at=_aware(stamp.timestamp if stamped else embedded.self_reported_timestamp),
        timestamped=stamped,
        timestamp_only=alone,
        intact=bool(status.intact and status.valid and _padded(embedded)),
        covers_whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        trust=_trust(status, roots),
        detail=_detail(status.trust_problem_indic, told),
    )


def _padded(embedded: Any) -> bool:
    """Whether the room behind the signature holds nothing; no signature covers it."""
    from asn1crypto.parser import peek

    content: bytes = embedded.pkcs7_content
    return not any(content[peek(content) :])


def _is_stamp(embedded: Any) -> bool:
    return bool(embedded.sig_object_type == "/DocTimeStamp")


def _status(embedded: Any, roots: list[Any]) -> Any:
    """Let pyHanko check it, without comparing the file's revisions where it cannot."""
    try:
        return _checked(embedded, roots, skip_diff=False)
    except Exception:  # raised again where the comparison is not to blame
        return _checked(embedded, roots, skip_diff=True)


def _checked(embedded: Any, roots: list[Any], *, skip_diff: bool) -> Any:
    from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    context = _context(embedded, roots)
    if _is_stamp(embedded):
        return validate_pdf_timestamp(embedded, context, skip_diff=skip_diff)
    # Signing tokens carry one or the other of these two.
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
    return validate_pdf_signature(embedded, context, key_usage_settings=usage, skip_diff=skip_diff)


def _context(embedded: Any, roots: list[Any]) -> Any:
    """Trust these roots only, as of the time of signing, and never ask the network."""
    from pyhanko_certvalidator import ValidationContext

    moment = _aware(embedded.self_reported_timestamp)
    return ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment)


def _trust(status: Any, roots: list[Any]) -> Trust:
    if not (status.intact and status.valid):
        return Trust.UNCHECKED
    if not roots:
        return Trust.NO_ANCHORS
    return Trust.TRUSTED if status.trusted else Trust.NOT_TRUSTED


def _name(certificate: Any) -> str:
    """Give the name on a certificate, one line."""
    subject = certificate.subject
    name = subject.native.get("common_name") or subject.human_friendly
    return clean(str(name if isinstance(name, str) else name[0]))[:_LONGEST_NAME]


def _aware(moment: datetime | None) -> datetime | None:
    """Give a time its zone; one that names none is taken as Vietnam's."""
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=VIETNAM)


def _roots(folder: Path | None) -> list[Any]:
    """Read the certificates of a folder; what is none is passed over."""
    if folder is None or not folder.is_dir():
        return []
    from pyhanko.keys import load_certs_from_pemder_data

    found: list[Any] = []
    for path in sorted(folder.iterdir())[:_MOST_CERTIFICATES]:
        if path.suffix.lower() in _CERTIFICATES and path.stat().st_size <= _MOST_CERTIFICATE_BYTES:
            try:
                certificates = list(load_certs_from_pemder_data(path.read_bytes()))
                found += [one for one in certificates if one.subject.native]
            except (ValueError, TypeError, OSError) as error:
                logging.getLogger(_LOGGERS[0]).warning("%s: %s", path.name, error)
    return found


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Keep what the libraries log, for the details; nothing reaches the program's own log."""
    told: list[str] = []
    handler = _Keeper(told)
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = False
    try:
        yield told
    finally:
        for logger, propagate in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.propagate = propagate


class _Keeper(logging.Handler):
    def __init__(self, told: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._told = told

    def emit(self, record: logging.LogRecord) -> None:
        """Take one message; its traceback stays behind, its cause comes along."""
        cause = record.exc_info[1] if record.exc_info else None
        self._told.append(f"{record.getMessage()}: {cause}" if cause else record.getMessage())


def _detail(cause: object, told: list[str]) -> str:
    first = f"{type(cause).__name__}: {cause}" if isinstance(cause, Exception) else str(cause or "")
    return "\n".join(filter(None, [first, *told]))[:_LONGEST_DETAIL]
