"""Appeals against reviews: for which reasons, until when, what may be tried, and what our own past says of it.

Within N days of the review's `at` means `at + N*24h`, that instant included, whatever clocks were changed in between.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Literal

from reviews.domain.facts import ACCEPTED, BUYER, WAITING
from reviews.domain.objections import Objection
from sellerdesk.domain.rules import RuleProfile


KIND: Final = "appeal"
"""Work items: the marketplace should have answered by now. The subject is `appeal:` and the appeal's id."""
ANSWER_WITHIN: Final = timedelta(days=5)
"""After so long without an answer a person is reminded: marketplaces decide within one to five working days."""
TRIES: Final = 2
LONGEST_STATEMENT: Final = 1000
MOST_PASSAGES: Final = 20
ENOUGH: Final = 5
"""Decided appeals of one reason from which our own figures say something."""
GOOD_BUYER: Final = 3
"""Good reviews from which a buyer hardly looks malicious to a marketplace."""


class Reason(StrEnum):
    """The branches of the tree."""

    OFF_TOPIC = "off_topic"
    THREAT = "threat"
    COMPETITOR = "competitor"
    ABUSE = "abuse"
    SPAM = "spam"
    OTHER = "other"


TREE: Final[Mapping[Reason, tuple[str, ...]]] = {
    Reason.OFF_TOPIC: ("other_product", "not_the_product"),
    Reason.THREAT: ("demand", "coercion"),
    Reason.COMPETITOR: ("competitor", "paid"),
    Reason.ABUSE: ("insults", "private_data"),
    Reason.SPAM: ("advertising", "links"),
    Reason.OTHER: ("other",),
}
"""What can be wrong with a review, by branch: what a person chooses is a leaf."""
BRANCH: Final = {leaf: reason for reason, leaves in TREE.items() for leaf in leaves}
LONGER: Final = frozenset({Reason.ABUSE, Reason.SPAM})
"""Abuse and advertising may be reported for longer."""


class State(StrEnum):
    """Where an appeal stands."""

    SENDING = "sending"
    WAITING = "waiting"
    """With the marketplace."""
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    NOT_SENT = "not_sent"
    """It never reached the marketplace."""
    MOOT = "moot"
    """The review was gone before the marketplace had decided, by its author or with its trade."""


LIVE: Final = frozenset({State.SENDING, State.WAITING})
DECIDED: Final = frozenset({State.GRANTED, State.REFUSED})


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier appeal against the same review; `reached` says whether the marketplace got it."""

    state: State
    reached: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """A review as the rules of appeals see it."""

    at: datetime
    author: int
    ruling: str
    deleted_at: datetime | None
    struck_at: datetime | None
    rules: RuleProfile
    past: Sequence[Past] = ()


def until(at: datetime, rules: RuleProfile, reason: Reason | None = None) -> datetime:
    """The last instant for an appeal of this reason; without a reason that of the longest."""
    longest = max(rules.appeal_window, rules.appeal_window_abuse)
    return at + (longest if reason is None else rules.appeal_window_abuse if reason in LONGER else rules.appeal_window)


def why_not_appeal(facts: Facts, now: datetime, reason: Reason | None = None) -> Objection | None:
    """Why a review may not be appealed for a reason, or (None) for any.

    Checks in order: not_a_buyers_review, review_rejected, review_deleted, trade_struck, appeal_running, appeal_granted,
    appeals_used, appeal_window_closed. A second try is for what was refused; what never reached the marketplace was no try.
    """
    tried = [one for one in facts.past if one.reached]
    used = len(tried) >= TRIES or any(one.state is not State.REFUSED for one in tried)
    found = (
        ("not_a_buyers_review", facts.author != BUYER),
        ("review_rejected", facts.ruling not in {ACCEPTED, WAITING}),
        ("review_deleted", facts.deleted_at is not None),
        ("trade_struck", facts.struck_at is not None),
        ("appeal_running", any(one.state in LIVE for one in facts.past)),
        ("appeal_granted", any(one.state is State.GRANTED for one in facts.past)),
        ("appeals_used", used),
    )
    if (code := next((code for code, holds in found if holds), None)) is not None:
        return Objection(code)
    last = until(facts.at, facts.rules, reason)
    return Objection("appeal_window_closed", last) if now > last else None


def waits_for(
    state: State, *, given_at: datetime, reached_at: datetime | None, reason: Reason, tries: int, may_follow: bool, rules: RuleProfile,
    now: datetime,
) -> tuple[Literal["answer", "again"], datetime] | None:  # fmt: skip
    """What an appeal waits for, and until when: the marketplace's answer, or after a refusal one more try for the same reason.

    `given_at` is the review's, `tries` are those that the marketplace had; `may_follow`: it is the last one, and its review is there.
    """
    if state is State.WAITING and reached_at is not None:
        return "answer", reached_at + ANSWER_WITHIN
    last = until(given_at, rules, reason)
    return ("again", last) if state is State.REFUSED and may_follow and tries < TRIES and now <= last else None


def why_not_withdraw(state: State) -> Objection | None:
    """Why an appeal cannot be withdrawn: appeal_over."""
    return None if state in LIVE else Objection("appeal_over")


def why_not_say(state: State) -> Objection | None:
    """Why nobody can say what the marketplace decided: appeal_not_there, appeal_over."""
    if state is State.WAITING:
        return None
    return Objection("appeal_not_there" if state in {State.SENDING, State.NOT_SENT} else "appeal_over")


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in the buyer's words: in which of them, from which character to before which, and what stands there."""

    part: str
    start: int
    end: int
    text: str


def places(marked: str, words: Mapping[str, str]) -> tuple[list[Passage], str]:
    """Where the lines of `marked` stand in the words, each by the first place; and the first line that stands nowhere."""
    found: list[Passage] = []
    for line in dict.fromkeys(line.strip().strip('“”„«»"').strip() for line in marked.splitlines()):
        if not line:
            continue
        part = next((part for part, text in words.items() if line in text), None)
        if part is None:
            return found, line
        start = words[part].index(line)
        found.append(Passage(part, start, start + len(line), line))
    return sorted(found, key=lambda one: (list(words).index(one.part), one.start)), ""


def letter(statement: str, passages: Iterable[Mapping[str, Any]], quotes: Iterable[Mapping[str, Any]]) -> str:
    """An appeal as the marketplace reads it: what we say, then the evidence, as it is kept with the appeal. Moments are UTC."""
    lines = [f"> {one['text']}" for one in passages]
    lines += [f"> [{str(one['at'])[:16].replace('T', ' ')} UTC] {' '.join(str(one['text']).split())}" for one in quotes]
    return "\n\n".join(part for part in (statement.strip(), "\n".join(lines)) if part)


def odds(granted: int, decided: int) -> str:
    """What our own figures say of a reason: "unknown" below ENOUGH decided ones, "rarely" below a quarter, else "told"."""
    if decided < ENOUGH:
        return "unknown"
    return "rarely" if granted * 4 < decided else "told"


def looks_honest(*, photos: int, good: int) -> bool:
    """Whether the buyer brought photos or is known by good reviews: worth saying before such a review is called malicious."""
    return photos > 0 or good >= GOOD_BUYER
