"""Signs what Windows looks at, where a certificate is given; says so where there is none.

The certificate is named by variables of the environment, never by a file of the project:

    QNAPP_SIGN_CERTIFICATE   certificate with its chain, PEM
    QNAPP_SIGN_KEY           private key, PEM
    QNAPP_SIGN_PASSWORD      password of the key, if it has one
    QNAPP_SIGN_TIMESTAMP     address of a time stamp service, if one may be asked
    QNAPP_SIGN_THUMBPRINT    on Windows instead: the certificate of a token or of the user's store
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from installer.places import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DESCRIPTION = "QNApp"


class SignError(Exception):
    """A certificate was given, but the file could not be signed with it; the text says why."""


@dataclass(frozen=True)
class Signer:
    """Signs with osslsigncode, which runs on Linux and Windows alike."""

    certificate: Path
    key: Path
    password: str = ""
    timestamp: str = ""

    def sign(self, file: Path) -> None:
        """Sign ``file`` in place. Raises ``SignError``; the file is as it was then."""
        signed = file.with_name(file.name + ".signed")
        signed.unlink(missing_ok=True)
        secret = ["-readpass", "-"] if self.password else []
        stamp = ["-ts", self.timestamp] if self.timestamp else []
        names = ["-certs", str(self.certificate), "-key", str(self.key), "-n", _DESCRIPTION]
        command = ["osslsigncode", "sign", *names, "-h", "sha256", *secret, *stamp]
        _call([*command, "-in", str(file), "-out", str(signed)], file, self.password)
        signed.replace(file)


@dataclass(frozen=True)
class StoreSigner:
    """Signs with Windows' own signtool and a certificate of the store, a token's too."""

    thumbprint: str
    timestamp: str = ""

    def sign(self, file: Path) -> None:
        """Sign ``file`` in place. Raises ``SignError``."""
        stamp = ["/tr", self.timestamp, "/td", "sha256"] if self.timestamp else []
        command = ["signtool", "sign", "/fd", "sha256", "/sha1", self.thumbprint, *stamp]
        _call([*command, "/d", _DESCRIPTION, str(file)], file)


def _call(command: Sequence[str], file: Path, secret: str = "") -> None:
    done = subprocess.run(
        command,
        input=secret.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode != 0:
        raise SignError(f"{file.name}: {done.stdout.decode('utf-8', 'replace')}")


def signer_of(environment: Mapping[str, str] = os.environ) -> Signer | StoreSigner | None:
    """The signer that the environment names; None, said aloud, where it names none.

    Raises ``SignError`` where it names one that is not there: a release must not go out unsigned
    by mistake.
    """
    timestamp = environment.get("QNAPP_SIGN_TIMESTAMP", "")
    if thumbprint := environment.get("QNAPP_SIGN_THUMBPRINT", ""):
        return StoreSigner(thumbprint, timestamp)
    certificate = environment.get("QNAPP_SIGN_CERTIFICATE", "")
    key = environment.get("QNAPP_SIGN_KEY", "")
    if not certificate and not key:
        say("Not signed: QNAPP_SIGN_CERTIFICATE and QNAPP_SIGN_KEY are not set")
        return None
    missing = [path for path in (certificate, key) if not path or not Path(path).is_file()]
    if missing:
        raise SignError(f"certificate or key is missing: {missing[0] or 'not named'}")
    if not shutil.which("osslsigncode"):
        raise SignError("osslsigncode is not installed")
    password = environment.get("QNAPP_SIGN_PASSWORD", "")
    return Signer(Path(certificate), Path(key), password, timestamp)
