"""What became of a review, and how long its buyer may still do something about it: rulebook 13 to 15, for the page.

A day here is 24 hours of the window, never a day of a calendar: a clock change makes no window longer or shorter.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from reviews.domain.facts import ACCEPTED, BUYER, WAITING
from reviews.domain.verdicts import Verdict
from sellerdesk.domain.rules import RuleProfile


DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class State:
    """A review as it stands now, in the judged columns of the ledger."""

    at: datetime
    given: Verdict
    """As it was given."""
    ruling: str
    author: int
    changed_at: datetime | None = None
    deleted_at: datetime | None = None
    answered_at: datetime | None = None
    struck_at: datetime | None = None
    followed_at: datetime | None = None
    answerable_until: datetime | None = None

    @property
    def verdict(self) -> Verdict:
        """As it is now."""
        return self.given if self.changed_at is None else Verdict.GOOD

    @property
    def rejected(self) -> bool:
        """Whether it breaks a rule, and so does not stand."""
        return self.ruling not in {ACCEPTED, WAITING}


@dataclass(frozen=True, slots=True)
class Window:
    """A time of so many days in which something is possible, seen at a moment inside it."""

    since: datetime
    until: datetime
    days: int
    """How many days it has."""
    day: int
    """The day it is, from 1 on."""
    left: int
    """Whole days that are left, rounded up: never 0 while it is open."""

    @property
    def ticks(self) -> list[str]:
        """One for each day: "on" when it is over, "now", or empty while it is to come."""
        return ["on" if tick < self.day else "now" if tick == self.day else "" for tick in range(1, self.days + 1)]


def window(since: datetime, length: timedelta, now: datetime) -> Window | None:
    """The window that begins at `since`, None when `now` is not inside it. Its last instant belongs to it."""
    until = since + length
    if not since <= now <= until:
        return None
    days = -(-length // DAY)
    return Window(since, until, days, min(days, (now - since) // DAY + 1), max(1, -(-(until - now) // DAY)))


def edit_window(state: State, rules: RuleProfile, now: datetime) -> Window | None:
    """How long the buyer may still change or delete the review, once; None where that is over or never was (rulebook 13)."""
    if state.author != BUYER or state.rejected or state.given is Verdict.GOOD:
        return None
    if state.changed_at is not None or state.deleted_at is not None:
        return None
    return window(state.at, rules.change_window, now)


def follow_up_until(state: State, completed_at: datetime | None, rules: RuleProfile, now: datetime) -> datetime | None:
    """Until when a follow-up may still come; None where it came, cannot come, or has no end (rulebook 14)."""
    if state.author != BUYER or state.rejected or state.deleted_at is not None or state.followed_at is not None or completed_at is None:
        return None
    until = completed_at + rules.follow_up_window
    return until if now <= until else None


def answer_until(state: State, now: datetime) -> datetime | None:
    """Until when the shop may still answer; None where it has, or the time is over (rulebook 15)."""
    return state.answerable_until if state.answerable_until is not None and now <= state.answerable_until else None


def badges(state: State, *, photos: int, edit: Window | None) -> list[str]:
    """What a row says of a review besides its words, by name, the weightiest first."""
    said = (
        ("rejected", state.rejected),
        ("waiting", state.ruling == WAITING),
        ("struck", state.struck_at is not None),
        ("deleted", state.deleted_at is not None),
        ("changed", state.changed_at is not None),
        ("follow_up", state.followed_at is not None),
        ("answered", state.answered_at is not None),
        ("photo", photos > 0),
        ("edit", edit is not None and state.struck_at is None),
    )
    return [name for name, holds in said if holds]
