"""Which reviews a person must see at once: rulebook 22, by verdict and stars."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from reviews.domain.verdicts import Verdict


KIND = "flagged_review"
"""Kind of the work item of a flagged review; its subject is `review:` and the review's id."""
MOST_FLAGGED_STARS = 3
LAPSES = timedelta(days=30)
"""When its work is over: by then it can neither be answered nor changed any more (rulebook 13, 15)."""


class Reason(StrEnum):
    """What a flag says."""

    BAD = "bad"
    NEUTRAL = "neutral"
    LOW_STARS = "low_stars"


def why_flagged(*, verdict: Verdict, stars: int | None) -> tuple[Reason, ...]:
    """The reasons to flag a buyer's review as given; empty is no flag (rulebook 22)."""
    reasons = []
    if verdict is Verdict.BAD:
        reasons.append(Reason.BAD)
    if verdict is Verdict.NEUTRAL:
        reasons.append(Reason.NEUTRAL)
    if stars is not None and stars <= MOST_FLAGGED_STARS:
        reasons.append(Reason.LOW_STARS)
    return tuple(reasons)


def still_waits(*, reasons: Iterable[str], ended: str) -> bool:
    """Whether a flagged review still waits for a person: not once it was answered, made good, deleted, struck, or does not stand."""
    return any(reasons) and not ended


def lapsed(at: datetime, now: datetime) -> bool:
    """Whether a review is so old that nobody can do anything about it: an import of history is flagged and is no work."""
    return at + LAPSES <= now
