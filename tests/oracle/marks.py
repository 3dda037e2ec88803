"""What a figure means for the shop, tried out one by one (rules 7 and 8)."""

from fractions import Fraction

from tests.oracle.report import rounded


def marks_needed(total: int, count: int, target: Fraction) -> int | None:
    """The fewest five-star marks that lift `total / count` to `target`, found by adding one at a time; None: out of reach."""
    if target >= 5:
        return 0 if total == 5 * count and count else None
    needed = 0
    while count + needed == 0 or Fraction(total + 5 * needed, count + needed) < target:
        needed += 1
    return needed


def against_category(mean: Fraction, average: Fraction, best: Fraction, worst: Fraction) -> tuple[str, str]:
    """Above, below or level, and the distance in percent with two decimals."""
    if mean == average:
        return "level", "0.00"
    side, share = ("above", (mean - average) / (best - average)) if mean > average else ("below", (average - mean) / (average - worst))
    return "level" if share < Fraction(1, 200) else side, rounded(share * 100, 2)
