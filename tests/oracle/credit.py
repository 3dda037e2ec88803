"""The shop's credit (rules 10 to 12 and 16 to 20)."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.days import local_month
from tests.oracle.facts import Order
from tests.oracle.judge import Judgement
from tests.oracle.profiles import REVIEW_WINDOW, SHOWN_AFTER


LEVELS = (4, 11, 41, 91, 151, 251, 501, 1001, 2001, 5001, 10001, 20001, 50001, 100001, 200001, 500001, 1000001, 2000001, 5000001, 10000001)


@dataclass(frozen=True)
class Earned:
    """One effective review of the shop, real or default."""

    verdict: str
    order: Order
    line: str

    @property
    def key(self) -> tuple[datetime, str, str]:
        """Where it stands in the order of rules 16 and 17."""
        return (self.order.at, self.order.id, self.line)

    @property
    def item(self) -> tuple[str, str]:
        """The buyer and the product it is about."""
        return (self.order.buyer, self.order.lines[self.line])


def credit(known: Judgement, *, end: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """The `credit` part of the report for the moment before `end`."""
    earned = sorted(effective_reviews(known, end), key=lambda each: each.key)
    passed = [each for each in earned if each.verdict == "neutral" or each in not_the_same_item(known, earned, each)]
    scored = within_the_month(known, passed, zone)
    good, neutral, bad = (sum(each.verdict == verdict for each in scored) for verdict in ("good", "neutral", "bad"))
    return {
        "score": good - bad,
        "level": level_of(good - bad),
        "good": good,
        "neutral": neutral,
        "bad": bad,
        "good_rate": percent(good, good + neutral + bad),
        "not_scored": {"same_item": len(earned) - len(passed), "month_cap": len(passed) - len(scored)},
    }


def level_of(score: int) -> int:
    """Rule 19."""
    return sum(score >= least for least in LEVELS)


def effective_reviews(known: Judgement, end: datetime) -> list[Earned]:
    """Undeleted, unstruck buyer reviews of lines that took effect before `end`, default goods among them."""
    found = []
    for order in known.orders.values():
        for line in order.lines:
            if order.id not in known.struck_at:
                verdict, effective = _verdict_on(known, order, line)
                if verdict is not None and effective is not None and effective < end:
                    found.append(Earned(verdict, order, line))
    return found


def _verdict_on(known: Judgement, order: Order, line: str) -> tuple[str | None, datetime | None]:
    """The buyer's verdict on a line and when it takes effect (rules 11 and 12)."""
    of_line = [each for each in known.reviews.values() if each.order is order and each.line == line]
    buyers = next((each for each in of_line if each.side == "buyer"), None)
    sellers = next((each for each in of_line if each.side == "seller"), None)
    silence_ends = order.completed_at + REVIEW_WINDOW if order.completed_at else None
    if buyers is None:
        caused = known.profile.default_good and sellers and sellers.verdict == "good" and sellers.deleted_at is None
        return ("good", silence_ends) if caused else (None, None)
    verdict = buyers.verdict if buyers.deleted_at is None else None
    if not known.profile.waits_for_both_sides:
        return verdict, buyers.at
    return verdict, max(buyers.at, sellers.at) + SHOWN_AFTER if sellers else silence_ends


def not_the_same_item(known: Judgement, earned: list[Earned], wanted: Earned) -> list[Earned]:
    """Of the reviews of one buyer, product and sign, those that pass rule 16. `earned` is in order."""
    gap = known.profile.same_item_gap
    passing: list[Earned] = []
    for each in (other for other in earned if other.item == wanted.item and other.verdict == wanted.verdict):
        if gap is None or not passing or each.order.at >= passing[-1].order.at + gap:
            passing.append(each)
    return passing


def within_the_month(known: Judgement, passed: list[Earned], zone: ZoneInfo) -> list[Earned]:
    """Rule 17: a buyer adds only so many goods in the calendar month of the orders. `passed` is in order."""
    cap = known.profile.goods_per_month
    scored: list[Earned] = []
    for each in passed:
        goods = [
            other
            for other in scored
            if other.verdict == "good"
            and other.order.buyer == each.order.buyer
            and local_month(other.order.at, zone) == local_month(each.order.at, zone)
        ]
        if each.verdict != "good" or cap is None or len(goods) < cap:
            scored.append(each)
    return scored


def percent(part: int, whole: int) -> str | None:
    """A share in percent with two decimals, half up; None of nothing."""
    if not whole:
        return None
    hundredths = int(Fraction(part * 10000, whole) + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02d}"
