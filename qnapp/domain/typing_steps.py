"""Which saved values of a field are one piece of typing, and which are facts of their own."""

from __future__ import annotations

from itertools import takewhile

_TYPO = 8  # characters that are gone: more is no slip of the finger
_SHARE = 3  # at most one in so many of what stood there


def goes_on(before: str, now: str) -> bool:
    """Whether ``now`` is ``before`` written further or put right, so that no word of it is lost.

    A figure that became another one, a text that was cleared or written anew is not: whoever saved
    it may have told it to somebody (design, section 5: the history holds every change).
    """
    start = _common(before, now)
    end = _common(before[start:][::-1], now[start:][::-1])
    lost = before[start : len(before) - end]
    slip = len(lost) <= _TYPO and len(lost) * _SHARE <= len(before)
    return not lost or (slip and not any(sign.isdigit() for sign in lost))


def _common(one: str, other: str) -> int:
    """How many characters two words begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
