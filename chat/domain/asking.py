"""Which rounds somebody asks of: a period and filters, read from what the address says. Pure; nothing here is ever an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from chat.domain.figures import ELSEWHERE, NOBODY
from sellerdesk.domain.cursors import whole


Kind = Literal["today", "7", "30", "month", "days"]
Fault = Literal["", "unreadable", "backwards", "too_long"]
Which = Literal[
    "all", "answered", "unanswered", "done", "in_time", "late", "running", "daytime", "within_3", "over_3", "capped", "automatic",
    "buyers", "buyers_answered", "buyers_unanswered",
]  # fmt: skip
Sale = Literal["", "pre", "after"]

CHOICES: Final[tuple[Kind, ...]] = ("7", "30", "month", "today")
USUAL: Final[Kind] = "30"
LONGEST: Final = 366
"""Days of one answer at most."""
WHICH: Final[tuple[Which, ...]] = get_args(Which)
SALES: Final[tuple[Sale, ...]] = ("pre", "after")
_AGENTS: Final = {"elsewhere": ELSEWHERE, "nobody": NOBODY}
_FIRST_YEAR, _LAST_YEAR = 1995, 2100


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the shop, `first` to `last` (ordinals), and what was wrong with the days that were asked for."""

    kind: Kind
    first: int
    last: int
    fault: Fault = ""

    @property
    def days(self) -> int:
        """How many."""
        return self.last - self.first + 1

    @property
    def begins(self) -> date:
        """The first day."""
        return date.fromordinal(self.first)

    @property
    def ends(self) -> date:
        """The last day."""
        return date.fromordinal(self.last)


@dataclass(frozen=True, slots=True)
class Asked:
    """A period and what narrows it."""

    period: Period
    agent: int | None = None
    """An account, ELSEWHERE or NOBODY; None for all."""
    sale: Sale = ""
    hour: int | None = None
    weekday: int | None = None
    """1 Monday to 7 Sunday."""

    @property
    def narrowed(self) -> bool:
        """Whether more than the period is asked for."""
        return self.agent is not None or bool(self.sale)


def read(told: Mapping[str, str], *, today: int) -> Asked:
    """What an address asks for. `today` is the shop's own day."""
    agent = told.get("agent", "")
    sale = told.get("sale", "")
    return Asked(
        period=period(told.get("period", ""), told.get("from", ""), told.get("to", ""), today=today),
        agent=_AGENTS[agent] if agent in _AGENTS else whole(agent) or None,
        sale="pre" if sale == "pre" else "after" if sale == "after" else "",
        hour=_whole(told.get("hour", ""), least=0, most=23),
        weekday=_whole(told.get("weekday", ""), least=1, most=7),
    )


def written(asked: Asked) -> dict[str, str]:
    """The same as parameters of an address, without what is not asked for."""
    period = asked.period
    days = {"from": str(period.begins), "to": str(period.ends)} if period.kind == "days" else {"period": period.kind}
    agents = {number: word for word, number in _AGENTS.items()}
    said = {
        "agent": None if asked.agent is None else agents.get(asked.agent, str(asked.agent)),
        "sale": asked.sale or None,
        "hour": None if asked.hour is None else str(asked.hour),
        "weekday": None if asked.weekday is None else str(asked.weekday),
    }
    return days | {name: value for name, value in said.items() if value is not None}


def period(kind: str, first: str, last: str, *, today: int) -> Period:
    """The days asked for: own days where any are given, else one of CHOICES, else the usual 30.

    The last 7 and 30 days end with yesterday (CH-03), so that they stay as they are all day.
    """
    if first or last:
        return _own_days(first, last, today)
    chosen = next((choice for choice in CHOICES if choice == kind), USUAL)
    spans = {
        "today": (today, today),
        "7": (today - 7, today - 1),
        "30": (today - 30, today - 1),
        "month": (date.fromordinal(today).replace(day=1).toordinal(), today),
    }
    return Period(chosen, *spans[chosen], fault="unreadable" if kind and kind != chosen else "")


def _own_days(first: str, last: str, today: int) -> Period:
    """One day where only one is given. What cannot be read gives the usual period; too long a one its last days."""
    begins, ends = day(first or last), day(last or first)
    if begins is None or ends is None:
        return Period(USUAL, today - 30, today - 1, "unreadable")
    if ends < begins:
        return Period("days", ends, min(begins, ends + LONGEST - 1), "backwards")
    if ends - begins >= LONGEST:
        return Period("days", ends - LONGEST + 1, ends, "too_long")
    return Period("days", begins, ends)


def day(text: str) -> int | None:
    """A day such as 2026-03-31 as its ordinal; None where it is none of a year that shops have."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found.toordinal() if len(text) == len("2026-03-31") and _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def which(text: str) -> Which:
    """Which rounds of them a list shows; all where the word is unknown."""
    return next((one for one in WHICH if one == text), "all")


def _whole(text: str, *, least: int, most: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most else None
