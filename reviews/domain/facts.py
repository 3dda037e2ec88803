"""The facts that the rules of this room judge, without a database behind them.

`ruling` everywhere is the answer to "does this record stand?": ACCEPTED, WAITING (its parent is not
there yet) or the code of the rule that it breaks.
"""

from dataclasses import dataclass
from datetime import datetime

from reviews.domain.verdicts import Verdict


ACCEPTED = ""
WAITING = "waiting"
PARENT_REJECTED = "parent_rejected"

BUYER = 1
SHOP = 2


@dataclass(frozen=True, slots=True)
class Trade:
    """One order as the rules see it: when it was placed and completed, its lines by their outside ids."""

    at: datetime
    completed_at: datetime | None
    reviewable: bool
    lines: tuple[str, ...]
    struck_at: datetime | None


@dataclass(frozen=True, slots=True)
class Review:
    """A review as it was given."""

    outside_id: str
    at: datetime
    author: int
    """BUYER or SHOP."""
    verdict: Verdict
    line: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A change (`verdict` set) or a deletion (`verdict` None) of one review."""

    at: datetime
    verdict: Verdict | None
    by_platform: bool = False


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A buyer's later addition to a review."""

    outside_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply of the shop, to the review or (`follow_up` named) to its follow-up."""

    outside_id: str
    at: datetime
    follow_up: str | None
