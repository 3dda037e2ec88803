"""Which days figures are asked of, read from what an address says. Nothing here is ever an error: what cannot be read is said."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from sellerdesk.domain.days import shift_months


Kind = Literal["30", "90", "month", "last_month", "year", "days"]
Fault = Literal["", "unreadable", "backwards", "too_long"]
CHOICES: Final[tuple[Kind, ...]] = ("30", "90", "month", "last_month", "year")
USUAL: Final[Kind] = "30"
LONGEST: Final = 731
"""Days of one answer at most: two years."""
_FIRST_YEAR, _LAST_YEAR = 1995, 2100
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the shop, `first` to `last`, and what was wrong with those that were asked for."""

    kind: Kind
    first: date
    last: date
    fault: Fault = ""

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def period(kind: str, first: str, last: str, *, today: date) -> Period:
    """Own days where any are given, else one of CHOICES, else the last 30. Those of 30, 90 and 365 days end with yesterday."""
    if first or last:
        return _own(first, last, today)
    chosen = next((choice for choice in CHOICES if choice == kind), USUAL)
    return Period(chosen, *_span(chosen, today), fault="unreadable" if kind and kind != chosen else "")


def month(given: str, *, today: date) -> date:
    """The first day of a month such as 2026-03; the last whole month of what is none."""
    found = day(f"{given}-01")
    return found or shift_months(today.replace(day=1), -1)


def month_period(first: date) -> Period:
    """The days of a month, by its first."""
    return Period("days", first, shift_months(first, 1) - _ONE)


def day(given: str) -> date | None:
    """A day such as 2026-03-31, of years that can be meant; None for anything else."""
    if len(given) != 10 or not given.isascii():
        return None
    try:
        found = date.fromisoformat(given)
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def _span(kind: Kind, today: date) -> tuple[date, date]:
    begins = today.replace(day=1)
    match kind:
        case "month":
            return begins, today
        case "last_month":
            return shift_months(begins, -1), begins - _ONE
        case "year":
            return today - 365 * _ONE, today - _ONE
        case _:
            return today - int(kind) * _ONE, today - _ONE


def _own(first: str, last: str, today: date) -> Period:
    begins, ends = day(first or last), day(last or first)
    if begins is None or ends is None:
        return Period(USUAL, *_span(USUAL, today), fault="unreadable")
    fault: Fault = ""
    if ends < begins:
        begins, ends, fault = ends, begins, "backwards"
    if (ends - begins).days >= LONGEST:
        begins, fault = ends - (LONGEST - 1) * _ONE, fault or "too_long"
    return Period("days", begins, ends, fault)
