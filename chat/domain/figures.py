"""How fast buyers are answered: one round judged, many added up (CH-01 to CH-06). Pure and exact.

A round is what `chat_round` keeps (CH-01). What was answered automatically is told apart and never counts as a person's answer.
`docs/mechanisms/chat-figures.md` gives each definition in words, with what its sources disagree about.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from fractions import Fraction
from operator import add, attrgetter
from typing import Final, NamedTuple

from chat.domain.local_days import Clock


WITHIN_3: Final = timedelta(minutes=3)
"""CH-02."""
CAP: Final = timedelta(minutes=10)
"""CH-03: what one round can add to the mean at most, and what one without an answer adds."""
DAYTIME: Final = (8, 23)
"""CH-02 and CH-03 look at rounds that began from 08:00 to before 23:00, shop time."""
SLOW: Final = timedelta(seconds=100)
"""CH-06."""
LEAST_MARKS: Final = 5
"""CH-05 is never told of fewer answers."""
GOOD: Final = 4
"""Marks from here on are good ones."""
ELSEWHERE: Final = 0
"""In the agent's place: a person answered on the marketplace itself, or somebody whose account is gone."""
NOBODY: Final = -1
"""In the agent's place: no person has answered."""
_MICROSECOND: Final = timedelta(microseconds=1)


class Round(NamedTuple):
    """One round, and the buyer whose it is."""

    buyer: int
    asked_at: datetime
    answered_at: datetime | None = None
    agent: int | None = None
    automatic_at: datetime | None = None
    done_at: datetime | None = None
    """When somebody said that it needs no answer; then no person answered."""

    @property
    def who(self) -> int:
        """Who answered: an account, ELSEWHERE or NOBODY."""
        return NOBODY if self.answered_at is None else self.agent or ELSEWHERE

    @property
    def waited(self) -> timedelta | None:
        """Until a person answered."""
        return None if self.answered_at is None else self.answered_at - self.asked_at

    def within(self, limit: timedelta, now: datetime) -> bool | None:
        """Whether a person answered within a limit, the limit included; None while that can still come true."""
        if self.answered_at is None:
            return False if self.asked_at + limit < now else None
        return self.answered_at - self.asked_at <= limit


@dataclass(frozen=True, slots=True)
class Tally:
    """Rounds added up. Each figure has its own denominator: rounds whose limit has not run out yet are in none.

    What somebody marked as done without an answer is counted in `done` and nowhere else.
    """

    rounds: int = 0
    done: int = 0
    answered: int = 0
    judged: int = 0
    """Answered, or past the shop's target."""
    in_time: int = 0
    daytime: int = 0
    """Began in the daytime, and answered or past three minutes."""
    within_3: int = 0
    capped: int = 0
    """Began in the daytime, and answered or past ten minutes."""
    capped_total: timedelta = timedelta()
    waited_total: timedelta = timedelta()
    automatic: int = 0
    """Had an automatic answer before a person's."""
    automatic_total: timedelta = timedelta()

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*map(add, _parts(self), _parts(other)))

    @property
    def unanswered(self) -> int:
        """No person has answered so far, however long ago it began."""
        return self.rounds - self.answered

    @property
    def late(self) -> int:
        """Answered past the target, or past it without an answer."""
        return self.judged - self.in_time

    @property
    def running(self) -> int:
        """Without an answer, but the target has not passed."""
        return self.rounds - self.judged

    @property
    def over_3(self) -> int:
        """Of the daytime, not answered within three minutes."""
        return self.daytime - self.within_3

    @property
    def in_time_share(self) -> Fraction | None:
        """Of those whose target has passed or who were answered, in percent."""
        return share(self.in_time, self.judged)

    @property
    def within_3_share(self) -> Fraction | None:
        """CH-02, in percent."""
        return share(self.within_3, self.daytime)

    @property
    def mean_capped(self) -> Fraction | None:
        """CH-03, in seconds."""
        return mean(self.capped_total, self.capped)

    @property
    def mean(self) -> Fraction | None:
        """Of what was answered, as long as it took, at any hour; in seconds."""
        return mean(self.waited_total, self.answered)

    @property
    def automatic_mean(self) -> Fraction | None:
        """Until the first automatic answer, in seconds."""
        return mean(self.automatic_total, self.automatic)


_parts: Final = attrgetter(*(part.name for part in fields(Tally)))
NOTHING: Final = Tally()


@dataclass(frozen=True, slots=True)
class Buyers:
    """CH-04, added up over days: who asked on a day, and whom a person answered before that day was over."""

    asked: int = 0
    answered: int = 0

    def __add__(self, other: "Buyers") -> "Buyers":
        return Buyers(self.asked + other.asked, self.answered + other.answered)

    @property
    def share(self) -> Fraction | None:
        """In percent."""
        return share(self.answered, self.asked)


@dataclass(frozen=True, slots=True)
class Marks:
    """CH-05 of one agent, or of all: how many marks, their sum, how many are good."""

    count: int = 0
    total: int = 0
    good: int = 0

    def __add__(self, other: "Marks") -> "Marks":
        return Marks(self.count + other.count, self.total + other.total, self.good + other.good)

    @property
    def average(self) -> Fraction | None:
        """Exact; None where there are too few to tell."""
        return Fraction(self.total, self.count) if self.count >= LEAST_MARKS else None

    @property
    def good_share(self) -> Fraction | None:
        """In percent; None where there are too few to tell."""
        return share(self.good, self.count) if self.count >= LEAST_MARKS else None


def is_daytime(local: time) -> bool:
    """Whether a round that begins then is one of the daytime."""
    return DAYTIME[0] <= local.hour < DAYTIME[1]


def tally(one: Round, *, clock: Clock, target: timedelta, now: datetime) -> Tally:
    """One round, judged at `now`."""
    if one.done_at is not None:
        return Tally(done=1)
    in_time, within_3, within_cap = (one.within(limit, now) for limit in (target, WITHIN_3, CAP))
    by_day = is_daytime(clock.local(one.asked_at).time())
    waited = one.waited
    automatic = None if one.automatic_at is None else one.automatic_at - one.asked_at
    return Tally(
        rounds=1,
        answered=int(waited is not None),
        judged=int(in_time is not None),
        in_time=int(in_time is True),
        daytime=int(by_day and within_3 is not None),
        within_3=int(by_day and within_3 is True),
        capped=int(by_day and within_cap is not None),
        capped_total=min(waited if waited is not None else CAP, CAP) if by_day and within_cap is not None else timedelta(),
        waited_total=waited or timedelta(),
        automatic=int(automatic is not None),
        automatic_total=automatic or timedelta(),
    )


def buyers(rounds: Iterable[Round], *, clock: Clock) -> dict[int, Buyers]:
    """CH-04 by the shop's day (ordinal). Rounds that needed no answer ask nothing."""
    met: dict[tuple[int, int], bool] = {}
    for one in (one for one in rounds if one.done_at is None):
        key = clock.day(one.asked_at), one.buyer
        met[key] = met.get(key, False) or (one.answered_at is not None and clock.day(one.answered_at) == key[0])
    found: dict[int, Buyers] = {}
    for (day, _), answered in met.items():
        found[day] = found.get(day, Buyers()) + Buyers(1, int(answered))
    return found


def shut(marks: Sequence[Marks]) -> set[int]:
    """The places of those whose marks stay closed, so that no subtraction from the whole tells of fewer than five (CH-05).

    Those of fewer than five, and then the smallest of the others as long as the closed ones have one to four marks together.
    """
    by_size = sorted(range(len(marks)), key=lambda place: (marks[place].count, place))
    closed: set[int] = set()
    together = 0
    for place in by_size:
        if marks[place].count >= LEAST_MARKS and (together == 0 or together >= LEAST_MARKS):
            break
        closed.add(place)
        together += marks[place].count
    return closed


def share(part: int, whole: int) -> Fraction | None:
    """In percent; None of nothing."""
    return Fraction(100 * part, whole) if whole else None


def mean(total: timedelta, count: int) -> Fraction | None:
    """In seconds; None of nothing."""
    return Fraction(total // _MICROSECOND, 1_000_000 * count) if count else None


def median(low: timedelta, high: timedelta) -> Fraction:
    """Of the two in the middle (the same one twice of an odd number), in seconds."""
    return Fraction((low + high) // _MICROSECOND, 2_000_000)
