"""Reports that went out for signature, and offices that sign them with certificates made here."""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from asn1crypto import keys, x509
from cryptography import x509 as cx509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from qnapp.documents.fingerprint import fingerprint_of
from qnapp.documents.signed_copy import SignedCopy, check_signed_copy
from qnapp.domain.canonical import canonical_json, to_plain

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.x509 import Certificate

    from qnapp.documents.fingerprint import Fingerprint
    from qnapp.documents.report import Report
    from qnapp.domain.reporting import Worksheet

LEADER = "Nguyễn Văn A"
SEAL = "ĐẢNG ỦY PHƯỜNG HÀ TU"
VALID = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Authority:
    """A root certificate and its key."""

    certificate: Certificate
    key: Any

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


@functools.cache
def key(number: int = 0) -> Any:
    """One of the RSA keys of this run; making them takes time."""
    del number
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@functools.cache
def authority(name: str = "Chứng thư gốc thử nghiệm") -> Authority:
    """Make a root; each name has its own certificate, all share one key."""
    own = _name(name)
    builder = _builder(own, own, key(0)).add_extension(
        cx509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    return Authority(builder.sign(key(0), SHA256()), key(0))


@functools.cache
def signer(name: str = LEADER, *, usage: str = "content_commitment") -> Any:
    """Make somebody's token."""
    root = authority()
    builder = _builder(_name(name), root.certificate.subject, key(1))
    builder = builder.add_extension(_addresses(), critical=False)
    extended = cx509.ExtendedKeyUsage([cx509.oid.ExtendedKeyUsageOID.TIME_STAMPING])
    if usage == "time_stamping":
        builder = builder.add_extension(extended, critical=True)
        usage = "digital_signature"
    builder = builder.add_extension(_usage(**{usage: True}), critical=True)
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register(plain(root.certificate))
    private = key(1).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return signers.SimpleSigner(
        plain(builder.sign(root.key, SHA256())), keys.PrivateKeyInfo.load(private), store
    )


def stamper() -> DummyTimeStamper:
    """Make a time-stamping authority that stands still."""
    token = signer("Dịch vụ cấp dấu thời gian", usage="time_stamping")
    moment = datetime(2026, 6, 16, 3, 5, tzinfo=UTC)
    return DummyTimeStamper(token.signing_cert, token.signing_key, token.cert_registry, moment)


def signed(
    data: bytes,
    name: str = LEADER,
    *,
    field: str = "",
    usage: str = "content_commitment",
    timestamps: bool = False,
    password: str | None = None,
    **options: Any,
) -> bytes:
    """Sign a PDF, in an empty field or in one of its own."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(data))
    if password is not None:
        writer.encrypt(password)
    spec = None if field else SigFieldSpec(f"Ky_{len(data)}", box=(300, 300, 480, 380))
    field = field or f"Ky_{len(data)}"
    meta = signers.PdfSignatureMetadata(field_name=field, **options)
    clock = stamper() if timestamps else None
    token = signer(name, usage=usage)
    tool = signers.PdfSigner(meta, token, timestamper=clock, new_field_spec=spec)
    output = tool.sign_pdf(writer)
    result: bytes = output.getvalue()
    return result


def stamped(data: bytes) -> bytes:
    """Put a time stamp over a document."""
    tool = signers.PdfTimeStamper(stamper())
    output: Any = tool.timestamp_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), "sha256")
    result: bytes = output.getvalue()
    return result


def with_text(data: bytes, page: int, text: str, *, cover: bool = False) -> bytes:
    """Write onto a page of a finished PDF, as numbering tools do; ``cover`` hides what was there.

    The file still begins with what it was.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    name = generic.pdf_name
    face = {"/Type": name("/Font"), "/Subtype": name("/Type1"), "/BaseFont": name("/Helvetica")}
    font = writer.add_object(_dictionary(face))
    own = f"/FQ{len(data)}"
    resources = _dictionary({"/Font": _dictionary({own: font})})
    hidden = b"1 g 0 0 842 842 re f 0 g " if cover else b""
    shown = f"BT {own} 12 Tf 120 {700 + len(data) % 90} Td ({text}) Tj ET".encode("ascii")
    ink = generic.StreamObject(stream_data=b"q " + hidden + shown + b" Q")
    put: Any = writer  # its methods are not typed
    put.add_stream_to_page(page - 1, writer.add_object(ink), resources)
    return _written(writer)


def with_note(data: bytes, page: int) -> bytes:
    """Stick a note onto a page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    name = generic.pdf_name
    number: Any = generic.NumberObject
    box = generic.ArrayObject([number(edge) for edge in (100, 500, 120, 520)])
    note = {"/Type": name("/Annot"), "/Subtype": name("/Text"), "/Rect": box}
    target = _page(writer, page)
    target["/Annots"] = generic.ArrayObject([writer.add_object(_dictionary(note))])
    return _written(writer)


def with_page(data: bytes) -> bytes:
    """Put a blank page behind the others."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(data))
    empty = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
    make: Any = PageObject
    writer.insert_page(make(contents=empty, media_box=(0, 0, 595, 842)))
    return _written(writer)


def with_page_emptied(data: bytes, page: int) -> bytes:
    """Replace what a page shows, behind the bytes of the file."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    empty = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
    _page(writer, page)["/Contents"] = empty
    return _written(writer)


def with_xfa(data: bytes) -> bytes:
    """Make a form of a PDF, of the kind that only some readers know."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    form = writer.add_object(generic.StreamObject(stream_data=b"<xdp:xdp/>"))
    entries = {"/XFA": form, "/Fields": generic.ArrayObject()}
    writer.root[generic.pdf_name("/AcroForm")] = _dictionary(entries)
    put: Any = writer
    put.update_root()
    return _written(writer)


def _page(writer: Any, number: int) -> Any:
    reference = writer.find_page_for_modification(number - 1)[0]
    writer.mark_update(reference)
    return reference.get_object()


def _written(writer: Any) -> bytes:
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _dictionary(entries: dict[str, Any]) -> Any:
    new: Any = generic.DictionaryObject
    return new({generic.pdf_name(key): value for key, value in entries.items()})


def plain(certificate: Certificate) -> x509.Certificate:
    """Give a certificate in the form that pyHanko takes."""
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _name(common: str) -> cx509.Name:
    return cx509.Name([cx509.NameAttribute(NameOID.COMMON_NAME, common)])


def _builder(subject: cx509.Name, issuer: cx509.Name, private: Any) -> cx509.CertificateBuilder:
    builder = cx509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
    builder = builder.public_key(private.public_key()).serial_number(cx509.random_serial_number())
    return builder.not_valid_before(VALID[0]).not_valid_after(VALID[1])


def _addresses() -> cx509.CRLDistributionPoints:
    place = cx509.UniformResourceIdentifier("http://crl.example.invalid/a.crl")
    point = cx509.DistributionPoint([place], None, None, None)
    return cx509.CRLDistributionPoints([point])


def _usage(**wanted: bool) -> cx509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return cx509.KeyUsage(**{name: wanted.get(name, False) for name in names})


@dataclass(frozen=True)
class Issued:
    """A report that went out for signature, with the exact file."""

    report: Report
    exported: bytes

    @property
    def mark(self) -> Fingerprint:
        assert self.report.fingerprint is not None
        return self.report.fingerprint

    def check(self, folder: Path, data: bytes, anchors: Path | None = None) -> SignedCopy:
        file = folder / "bản ký.pdf"
        file.write_bytes(data)
        return check_signed_copy(file, self.exported, self.mark, self.report, anchors=anchors)


def frozen(report: Report, sheet: Worksheet, revision: int = 1) -> Report:
    mark = fingerprint_of(sheet, canonical_json(to_plain(sheet)), revision)
    return replace(report, fingerprint=mark)
