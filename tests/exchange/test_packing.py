"""Evidence over several packages: nothing lost, nothing twice, each mail within its limit."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qnapp.exchange.packing import MB, PER_ENTRY, mail_room, spread

SIZES = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=4), st.integers(1, 5000), max_size=30
)


@given(
    sizes=SIZES, first=st.integers(-100, 9000), others=st.integers(0, 9000), most=st.integers(1, 9)
)
def test_every_piece_travels_once_and_within_its_room(
    sizes: dict[str, int], first: int, others: int, most: int
) -> None:
    parts = spread(sizes, first=first, others=others, most=most)
    assert sorted(name for part in parts for name in part) == sorted(sizes)
    for number, part in enumerate(parts):
        assert len(part) <= most
        needed = sum(sizes[name] + PER_ENTRY for name in part)
        alone = number > 0 and len(part) == 1
        assert needed <= (first if number == 0 else others) or alone or not part
    assert all(parts[1:])  # no package of nothing


@given(sizes=SIZES, first=st.integers(0, 9000), others=st.integers(0, 9000))
def test_the_same_pieces_are_always_spread_alike(
    sizes: dict[str, int], first: int, others: int
) -> None:
    turned = dict(reversed(sizes.items()))
    one, two = (spread(s, first=first, others=others, most=9) for s in (sizes, turned))
    assert one == two


def test_what_fits_into_one_package_makes_one() -> None:
    assert spread({"a": 10, "b": 20}, first=10_000, others=0, most=9) == [("a", "b")]
    assert spread({}, first=0, others=0, most=9) == [()]


def test_a_piece_larger_than_any_mail_goes_alone() -> None:
    sizes = {"quét": 90_000, "a": 9_000, "b": 9_000}
    parts = spread(sizes, first=10_000, others=10_000, most=9)
    assert parts == [("a",), ("b",), ("quét",)]  # last: it goes another way


@pytest.mark.parametrize("limit", [1, 5, 20])
def test_a_mail_with_so_many_bytes_stays_below_its_limit(limit: int) -> None:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "Báo cáo"
    message.set_content("Kính gửi\n" * 500)
    room = mail_room(limit)
    message.add_attachment(b"\xff" * room, maintype="application", subtype="octet-stream")
    size = len(message.as_bytes())
    assert size <= limit * MB
    assert size > 0.9 * limit * MB  # and little is given away
