"""A claim and what is told of it, as the rules see them."""

from dataclasses import dataclass
from datetime import datetime


KIND = "claim"
"""Of the work items of this room; their subjects are "claim:<id>"."""
ACCEPTED = ""
WAITING = "waiting"
PARENT_REJECTED = "parent_rejected"

WANTS = ("refund", "return", "exchange", "repair", "reship")
COMES_BACK = frozenset({"return", "exchange", "repair"})
"""What is wanted where the goods are to come back."""
BUYER, SHOP, MARKETPLACE, CLOCK = 1, 2, 3, 4
ACTORS = {"buyer": BUYER, "seller": SHOP, "marketplace": MARKETPLACE, "clock": CLOCK}


def subject_of(claim_id: int) -> str:
    """The key of a claim's work item, and of what is written to it."""
    return f"{KIND}:{claim_id}"


def claim_of(subject: str) -> int:
    """The claim that such a key is about."""
    return int(subject.removeprefix(f"{KIND}:"))


@dataclass(frozen=True, slots=True)
class Trade:
    """What of an order a claim must know: its lines, and how far its goods have come."""

    lines: tuple[str, ...]
    status: str
    shipped_at: datetime | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim, merged from all its revisions. `status` is the last one told, `status_at` since when it is told without another between."""

    at: datetime
    wants: str
    line: str | None
    due_at: datetime | None = None
    status: str | None = None
    status_at: datetime | None = None
    status_again: tuple[datetime, ...] = ()
    """When later tellings said the same again, oldest first."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a claim. `by` is one of `ACTORS`."""

    outside_id: str
    at: datetime
    step: str
    by: int
    finding: int = 0
    """The id of our own finding that tells it; 0 where the feed does. Of one moment what we found comes last."""
