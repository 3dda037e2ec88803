"""Score, level and good rate: rulebook 18 and 19."""

from bisect import bisect_right
from decimal import ROUND_HALF_UP, Decimal


LEVELS = (4, 11, 41, 91, 151, 251, 501, 1001, 2001, 5001, 10001, 20001, 50001, 100001, 200001, 500001, 1000001, 2000001, 5000001, 10000001)


def score(*, good: int, bad: int) -> int:
    """Scored goods less scored bads (rulebook 18)."""
    return good - bad


def level(points: int) -> int:
    """The level of a score, 0 to 20 (rulebook 19)."""
    return bisect_right(LEVELS, points)


def good_rate(*, good: int, neutral: int, bad: int) -> str | None:
    """Goods as percent of all scored, half up to two decimals; None without any (rulebook 18)."""
    total = good + neutral + bad
    if not total:
        return None
    hundredths = (good * 20000 + total) // (2 * total)
    return str((Decimal(hundredths) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP))
