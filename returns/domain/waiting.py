"""What of a claim waits for a person of the shop, and what ended its wait."""

from datetime import datetime, timedelta

from returns.domain.clocks import Clock
from returns.domain.facts import ACCEPTED, CLOCK, MARKETPLACE, SHOP, WAITING
from returns.domain.folding import Course


LAPSES = timedelta(days=30)
"""A clock that began so long ago is nobody's work any more: the first import of a shop's history must not fill the desk."""
_BY = {SHOP: "decided", CLOCK: "automatic", MARKETPLACE: "marketplace"}


def waits(ruling: str, clock: Clock | None, now: datetime) -> bool:
    """Whether somebody of the shop has something to do. A claim of an unknown order has its clock, too."""
    return ruling in {ACCEPTED, WAITING} and clock is not None and clock.acts == "shop" and clock.since + LAPSES > now


def outcome(ruling: str, course: Course, clock: Clock | None, now: datetime) -> str:
    """Why the wait of a claim that does not wait is over: the code of a closed work item, never empty."""
    if ruling not in {ACCEPTED, WAITING}:
        return "rejected"
    if clock is not None and clock.acts == "shop" and clock.since + LAPSES <= now:
        return "lapsed"
    last = next((one for one in reversed(course.taken) if not one.code), None)
    if last is None:
        return "over"
    return "withdrawn" if last.event == "withdrawn" else _BY.get(last.by, "over")
