"""The figures under the names and digits that the page, the CSV and the API all tell. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from chat.domain.figures import NOTHING, Buyers, Marks, Tally
from sellerdesk.domain.rounding import shown


Told = int | str | None
"""A count, a figure in decimal digits, or nothing where there is nothing to divide by."""
FIELDS: Final = (
    "rounds", "answered", "unanswered", "done", "running", "judged", "in_time", "late", "in_time_percent", "daytime", "within_3_minutes",
    "over_3_minutes", "within_3_minutes_percent", "capped", "mean_capped_seconds", "mean_seconds", "median_seconds", "automatic",
    "automatic_mean_seconds",
)  # fmt: skip
BUYER_FIELDS: Final = ("buyers_asked", "buyers_answered", "reply_percent")
MARK_FIELDS: Final = ("marks", "average", "good_percent")
PERCENT_DECIMALS: Final = 1
SECOND_DECIMALS: Final = 0
AVERAGE_DECIMALS: Final = 2


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one agent, day, hour, shop, or of all."""

    tally: Tally = NOTHING
    median: Fraction | None = None
    buyers: Buyers | None = None
    """None where buyers cannot be told apart so: one without an answer belongs to no agent and no hour."""


def line(one: Line) -> dict[str, Told]:
    """FIELDS, and BUYER_FIELDS where there are any."""
    tally = one.tally
    told: dict[str, Told] = {
        "rounds": tally.rounds,
        "answered": tally.answered,
        "unanswered": tally.unanswered,
        "done": tally.done,
        "running": tally.running,
        "judged": tally.judged,
        "in_time": tally.in_time,
        "late": tally.late,
        "in_time_percent": percent(tally.in_time_share),
        "daytime": tally.daytime,
        "within_3_minutes": tally.within_3,
        "over_3_minutes": tally.over_3,
        "within_3_minutes_percent": percent(tally.within_3_share),
        "capped": tally.capped,
        "mean_capped_seconds": seconds(tally.mean_capped),
        "mean_seconds": seconds(tally.mean),
        "median_seconds": seconds(one.median),
        "automatic": tally.automatic,
        "automatic_mean_seconds": seconds(tally.automatic_mean),
    }
    if one.buyers is not None:
        told |= {"buyers_asked": one.buyers.asked, "buyers_answered": one.buyers.answered, "reply_percent": percent(one.buyers.share)}
    return told


def marks(one: Marks, *, closed: bool) -> dict[str, Told]:
    """MARK_FIELDS; of closed ones nothing, not even their number."""
    if closed:
        return dict.fromkeys(MARK_FIELDS)
    average = one.average
    return {
        "marks": one.count,
        "average": None if average is None else shown(average, AVERAGE_DECIMALS),
        "good_percent": percent(one.good_share),
    }


def percent(value: Fraction | None) -> str | None:
    """One decimal, rounded half up."""
    return None if value is None else shown(value, PERCENT_DECIMALS)


def seconds(value: Fraction | None) -> str | None:
    """Whole seconds, rounded half up."""
    return None if value is None else shown(value, SECOND_DECIMALS)


def usual(shares: Sequence[Fraction]) -> tuple[Fraction, Fraction] | None:
    """The least and the most of the weeks before; None where there are not two of them to tell a usual from."""
    return (min(shares), max(shares)) if len(shares) > 1 else None
