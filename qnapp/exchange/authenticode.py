"""Checks the signature inside a Windows program, without asking any network.

Three things can be told here: whether the bytes are those that were signed, whether the signature
belongs to the certificate in it, and the name in that certificate. Whether that name may be trusted
cannot: that needs the roots and the lists of withdrawn certificates that only Windows keeps.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qnapp.exchange.portable_executable import Executable

_CHUNK = 1024 * 1024
_ENTRY_HEAD = 8  # length, revision, kind
_HASHES = ("sha256", "sha384", "sha512")  # SHA-1 proves nothing any more


class Intact(StrEnum):
    """What the signature says of the bytes."""

    UNSIGNED = "unsigned"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class CodeSignature:
    """``signer`` and ``issuer`` as the certificate names them; empty without a signature."""

    intact: Intact
    signer: str = ""
    issuer: str = ""


def check_signature(program: Executable) -> CodeSignature:
    """Check the program's own signature; a damaged or unreadable one is not intact."""
    offset, size = program.signature
    if not offset or size <= _ENTRY_HEAD:
        return CodeSignature(Intact.UNSIGNED)
    content = bytes(program.data[offset + _ENTRY_HEAD : offset + size])
    try:
        return _checked(program, content)
    except Exception:
        # Parsers of certificates raise whatever they like; here each means the same.
        return CodeSignature(Intact.NO)


def _checked(program: Executable, content: bytes) -> CodeSignature:
    from asn1crypto import cms

    signed = cms.ContentInfo.load(content)["content"]
    info = signed["signer_infos"][0]
    certificate = _certificate(signed, info)
    names = (_name(certificate.subject), _name(certificate.issuer))
    algorithm = info["digest_algorithm"]["algorithm"].native
    covered = signed["encap_content_info"]["content"].contents
    whole = (
        algorithm in _HASHES
        and _matches_file(program, covered)
        and _matches_content(info, algorithm, covered)
        and _signed_by(certificate, info, algorithm)
    )
    return CodeSignature(Intact.YES if whole else Intact.NO, *names)


def _certificate(signed: Any, info: Any) -> Any:
    wanted = info["sid"].chosen
    for choice in signed["certificates"]:
        certificate = choice.chosen
        if (
            certificate.serial_number == wanted["serial_number"].native
            and certificate.issuer == wanted["issuer"]
        ):
            return certificate
    raise ValueError("the signer's certificate is not in the signature")


def _name(name: Any) -> str:
    known = name.native
    return str(known.get("common_name") or known.get("organization_name") or name.human_friendly)


def _matches_file(program: Executable, covered: bytes) -> bool:
    """Whether the digest that was signed is that of this file (Authenticode: three holes)."""
    from asn1crypto import algos, core

    # Of the two members (a description, the digest) without the tag around them.
    members = core.SequenceOf(spec=core.Any, contents=covered)
    digest = members[1].parse(algos.DigestInfo)
    algorithm = digest["digest_algorithm"]["algorithm"].native
    if algorithm not in _HASHES:
        return False
    hashed = hashlib.new(algorithm)
    start = 0
    end = program.signature[0]
    holes = ((program.checksum_at, 4), (program.directory_at, 8), (end, len(program.data) - end))
    for hole, size in holes:
        for at in range(start, hole, _CHUNK):
            hashed.update(program.data[at : min(at + _CHUNK, hole)])
        start = hole + size
    # Nothing may follow the signature: it would be run or read without being covered.
    trailing = sum(program.signature) < len(program.data)
    return not trailing and hmac.compare_digest(hashed.digest(), digest["digest"].native)


def _matches_content(info: Any, algorithm: str, covered: bytes) -> bool:
    for attribute in info["signed_attrs"]:
        if attribute["type"].native == "message_digest":
            digest: bytes = attribute["values"][0].native
            return hmac.compare_digest(digest, hashlib.new(algorithm, covered).digest())
    return False


def _signed_by(certificate: Any, info: Any, algorithm: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    kinds: tuple[hashes.HashAlgorithm, ...] = (hashes.SHA256(), hashes.SHA384(), hashes.SHA512())
    digest = next(kind for kind in kinds if kind.name == algorithm)
    covered = info["signed_attrs"].untag().dump()
    signature = info["signature"].native
    key = load_der_public_key(certificate.public_key.dump())
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, covered, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, covered, ec.ECDSA(digest))
        else:
            return False
    except InvalidSignature:
        return False
    return True
