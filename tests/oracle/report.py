"""The report of a shop, exactly as the command prints it (rules 2 to 6, 16 to 20)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.credit import credit
from tests.oracle.days import end_of, first_day, local_day, local_month
from tests.oracle.facts import Rating
from tests.oracle.judge import Judgement, judge
from tests.oracle.profiles import REVIEW_WINDOW, SHOWN_AFTER
from tests.oracle.records import Record


DIMENSIONS = ("described", "service", "dispatch", "logistics")


def report(records: list[Record], *, rules: str, time_zone: str, window: str, as_of: date | None, now: datetime) -> dict[str, Any]:
    """The object `shop_report` prints. Without `as_of` it speaks of `now`, which must know its offset."""
    zone = ZoneInfo(time_zone)
    last = as_of or local_day(now, zone)
    end = end_of(as_of, zone) if as_of else now.astimezone(UTC) + timedelta(microseconds=1)
    known = judge(records, rules=rules, end=end)
    first = first_day(window, last)
    counted: list[Rating] = []
    left_out = {"month_cap": 0, "pending": 0, "voided": 0}
    for rating in known.ratings:
        effective = effective_at(known, rating)
        if rating.order.id in known.struck_at:
            left_out["voided"] += first <= local_day(rating.at, zone) <= last
        elif effective is None or effective >= end:
            left_out["pending"] += 1
        elif first <= local_day(effective, zone) <= last:
            if past_the_cap(known, rating, zone):
                left_out["month_cap"] += 1
            else:
                counted.append(rating)
    return {
        "as_of": last.isoformat(),
        "window": {"kind": window, "first": first.isoformat(), "last": last.isoformat()},
        "dimensions": {name: dimension(rating.scores.get(name) for rating in counted) for name in DIMENSIONS},
        "not_counted": left_out,
        "credit": credit(known, end=end, zone=zone),
    }


def effective_at(known: Judgement, rating: Rating) -> datetime | None:
    """When the rating begins to count; None: not yet (rule 3)."""
    if not known.profile.waits_for_both_sides:
        return rating.at
    completed_at = rating.order.completed_at
    if completed_at is None:
        return None
    buyers = [each.at for each in known.reviews.values() if each.order is rating.order and each.side == "buyer"]
    sellers = [each.at for each in known.reviews.values() if each.order is rating.order and each.side == "seller"]
    moment = max(min(buyers), min(sellers)) + SHOWN_AFTER if buyers and sellers else completed_at + REVIEW_WINDOW
    return max(moment, rating.at)


def past_the_cap(known: Judgement, rating: Rating, zone: ZoneInfo) -> bool:
    """Whether the buyer had given as many ratings as count, in that month, before this one (rule 5)."""
    if known.profile.ratings_per_month is None:
        return False
    earlier = [
        each
        for each in known.ratings
        if each.order.id not in known.struck_at
        and each.order.buyer == rating.order.buyer
        and local_month(each.order.completed_at or each.at, zone) == local_month(rating.order.completed_at or rating.at, zone)
        and (each.at, each.id) < (rating.at, rating.id)
    ]
    return len(earlier) >= known.profile.ratings_per_month


def dimension(scores: Iterable[int | None]) -> dict[str, Any]:
    """Count, sum, stars and mean of the scores that were given (rules 2 and 6)."""
    given = [score for score in scores if score is not None]
    return {
        "count": len(given),
        "sum": sum(given),
        "stars": {str(star): given.count(star) for star in range(1, 6)},
        "mean": rounded(Fraction(sum(given), len(given)), 4) if given else None,
    }


def rounded(value: Fraction, places: int) -> str:
    """A fraction of at least zero, half up, with that many decimals."""
    scaled = int(value * 10**places + Fraction(1, 2))
    return f"{scaled // 10**places}.{scaled % 10**places:0{places}d}"
