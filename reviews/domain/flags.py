"""Which reviews a person must see at once: rulebook 22, by verdict, stars and what the text sounds like."""

from collections.abc import Iterable
from dataclasses import dataclass
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
    TEXT = "text"
    """The text of the review sounds negative though verdict and stars are good."""
    FOLLOW_UP = "follow_up"
    """The text of its follow-up does, whatever the review itself said."""


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


def words_of(title: str, text: str, cons: str) -> str:
    """What of a review's words is judged: what it says as a whole.

    What a buyer liked says nothing bad. Asked for what they disliked, content buyers name something too, so that is judged only where
    nothing else was said.
    """
    return "\n".join(part for part in (title, text) if part) or cons


@dataclass(frozen=True, slots=True)
class Course:
    """A review and what became of it."""

    at: datetime
    stands: bool
    changed_at: datetime | None = None
    deleted_at: datetime | None = None
    answered_at: datetime | None = None
    struck_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """The follow-up that stands, whether its text sounds negative, and when the shop answered it."""

    at: datetime
    negative: bool
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Since when something waits for a person, or why nothing does any more; `ended` is empty while something does."""

    since: datetime
    ended: str


def wait(course: Course, followed: Followed | None, *, reasons: Iterable[str], now: datetime) -> Wait:
    """What still waits of a flagged review and its follow-up.

    A negative follow-up waits anew, whatever ended the review's own wait, and takes over what still waited: once it is there, only it
    can be answered (rulebook 15). An answer to it is the last word of the shop, so it ends both.
    """
    later = ""
    if followed is not None and followed.negative:
        later = _ended(course, followed.at, followed.answered_at, changed_since=followed.at, now=now)
        if not later:
            return Wait(followed.at, "")
    answered_at = course.answered_at or (followed.answered_at if followed else None)
    own = _ended(course, course.at, answered_at, changed_since=None, now=now)
    if any(reason != Reason.FOLLOW_UP for reason in reasons) and not own:
        return Wait(course.at, "")
    return Wait(course.at, later or own or "not_flagged")


def _ended(course: Course, at: datetime, answered_at: datetime | None, *, changed_since: datetime | None, now: datetime) -> str:
    """Why nobody needs to look any more. A change of the review made nothing good that was said after it."""
    if not course.stands:
        return "rejected"
    changed_at = course.changed_at
    if changed_at is not None and changed_since is not None and changed_at < changed_since:
        changed_at = None
    ends = {"deleted": course.deleted_at, "struck": course.struck_at, "changed": changed_at, "answered": answered_at}
    return next((word for word, moment in ends.items() if moment is not None), "lapsed" if lapsed(at, now) else "")


def lapsed(at: datetime, now: datetime) -> bool:
    """Whether a review is so old that nobody can do anything about it: an import of history is flagged and is no work."""
    return at + LAPSES <= now
