"""Where a package stands follows from what happened to it, the gravest first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from qnapp.domain.packages import (
    EXTENSIONS,
    KIND_WORDS,
    Kind,
    OutgoingPackage,
    PackageState,
    code_words,
    key_words,
)

NOW = datetime.fromisoformat("2026-06-05T14:32:00+07:00")


def package(**more: Any) -> OutgoingPackage:
    told: dict[str, Any] = {"id": 1, "kind": Kind.SUBMISSION, "plan": "NQ05-2026", "part": 1}
    told |= {"period": "2026-Q1", "report": 1, "addressee": "", "revision": 1, "parts": 1}
    told |= dict.fromkeys(("digest", "first", "contents", "sha256"), "0" * 64)
    return OutgoingPackage(
        **told, previous="", name="a.qnbc", size=1, made_at=NOW, clerk="", **more
    )


@pytest.mark.parametrize(
    ("happened", "state"),
    [
        ({}, PackageState.MADE),
        ({"sent_at": NOW}, PackageState.SENT),
        ({"sent_at": NOW, "answer": "accepted"}, PackageState.ACCEPTED),
        ({"answer": "returned"}, PackageState.RETURNED),  # sent, though nobody has noted it
        ({"sent_at": NOW, "answer": "returned", "replaced": True}, PackageState.REPLACED),
        ({"answer": "accepted", "replaced": True, "withdrawn": True}, PackageState.WITHDRAWN),
        ({"answer": "returned", "withdrawn": True}, PackageState.RETURNED),  # the next is frozen
    ],
)
def test_the_gravest_counts(happened: dict[str, Any], state: PackageState) -> None:
    assert package(**happened).state is state


def test_every_kind_has_its_words_and_its_ending() -> None:
    assert set(KIND_WORDS) == set(EXTENSIONS) == set(Kind)
    assert len(set(EXTENSIONS.values())) == len(Kind)


def test_a_code_is_read_out_in_groups() -> None:
    assert code_words("3f2a91bc0d4e77a15c60e2b9" + "0" * 40) == "3F2A 91BC 0D4E 77A1 5C60 E2B9"
    # Of the key's hash: a key that begins alike does not look alike.
    assert key_words("0" * 64) != key_words("0" * 63 + "1")
    assert not key_words("0" * 64).startswith("0000 0000")
