"""The sentence that a page of figures begins with, as data. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from fractions import Fraction

from chat.domain.figures import Tally
from sellerdesk.domain.rounding import shown


_MOST_DECIMALS = 6


class Kind(Enum):
    """What there is to say."""

    NOTHING = auto()
    RUNNING = auto()
    ALL = auto()
    SHARE = auto()


@dataclass(frozen=True, slots=True)
class Headline:
    """`share` in percent, as digits with `decimals`, where the kind is SHARE."""

    kind: Kind
    rounds: int
    late: int = 0
    share: str = ""
    decimals: int = 0


def headline(tally: Tally) -> Headline:
    """Whole percent, with as many decimals more as it takes not to say all or none where it was not."""
    if not tally.rounds:
        return Headline(Kind.NOTHING, 0)
    share = tally.in_time_share
    if share is None:
        return Headline(Kind.RUNNING, tally.rounds)
    if not tally.late:
        return Headline(Kind.ALL, tally.judged)
    decimals = next((places for places in range(_MOST_DECIMALS) if _is_honest(share, places)), _MOST_DECIMALS)
    return Headline(Kind.SHARE, tally.judged, tally.late, shown(share, decimals), decimals)


def _is_honest(share: Fraction, decimals: int) -> bool:
    return share == 0 or 0 < Fraction(shown(share, decimals)) < 100


def common(targets: Iterable[timedelta]) -> timedelta | None:
    """The target of all shops; None where they differ, or there is none."""
    found = set(targets)
    return found.pop() if len(found) == 1 else None
