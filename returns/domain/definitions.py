"""The shares and durations that are told of refusals and claims, each as what is counted of what (AS-10 to AS-14). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final, Literal, get_args

from returns.domain import rates
from returns.domain.rates import Rate
from sellerdesk.domain.rounding import shown


Measure = Literal[
    "buyout", "refused", "claimed", "refunded", "quality", "refund_rate", "quality_rate", "dispute_rate", "joined_rate", "self_completion"
]
MEASURES: Final[tuple[Measure, ...]] = get_args(Measure)
HITS: Final[Mapping[Measure, str]] = {
    "buyout": "bought", "refused": "refused", "claimed": "claimed", "refunded": "refunded", "quality": "quality",
    "refund_rate": "refunds", "quality_rate": "first_quality", "dispute_rate": "disputes", "joined_rate": "joined",
    "self_completion": "self_finished",
}  # fmt: skip
"""The count above the line."""
OF: Final[Mapping[Measure, tuple[str, ...]]] = dict.fromkeys(MEASURES, ("lines",)) | {
    "buyout": ("bought", "refused"), "self_completion": ("finished",),
}  # fmt: skip
"""The counts below the line, added."""
COHORT: Final[tuple[Measure, ...]] = ("refused", "claimed", "refunded", "quality")
"""Parts of the lines ordered in a span, whenever it happened: what a control chart and a range can be told of."""
Duration = Literal["direct", "sent_back"]
DURATIONS: Final[tuple[Duration, ...]] = get_args(Duration)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts by their names, and money by its currency and name, in minor units. What is not there is 0."""

    counts: Mapping[str, int] = field(default_factory=dict)
    money: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def count(self, name: str) -> int:
        """One count."""
        return self.counts.get(name, 0)

    def of(self, measure: Measure) -> int:
        """What a measure divides by."""
        return sum(map(self.count, OF[measure]))

    def rate(self, measure: Measure) -> Rate | None:
        """A share with its interval; None where there is nothing to divide by, or more happened than was ordered.

        What happened in some days to older orders is no part of what was ordered in them: there a quotient is told, and no interval.
        """
        hits, whole = self.count(HITS[measure]), self.of(measure)
        return rates.rate(hits, whole) if whole and hits <= whole else None

    def quotient(self, measure: Measure) -> Fraction | None:
        """The share alone; None where there is nothing to divide by."""
        whole = self.of(measure)
        return Fraction(self.count(HITS[measure]), whole) if whole else None

    def mean_seconds(self, duration: Duration) -> Fraction | None:
        """How long ended claims took on average (AS-14); None of none."""
        ended = self.count(duration)
        return Fraction(self.count(f"{duration}_seconds"), ended) if ended else None


def percent(share: Fraction | float | None) -> str | None:
    """In percent, with one decimal, rounded half up: 25/237 is 10.5. A share is not negative.

    A file tells tens of thousands of these: whole numbers are divided at once, and a float is never made a fraction of huge numbers.
    """
    if share is None:
        return None
    if isinstance(share, float):
        return str(Decimal(share * 100).quantize(_TENTH, ROUND_HALF_UP))
    tenths = (share.numerator * 2000 + share.denominator) // (2 * share.denominator)
    return f"{tenths // 10}.{tenths % 10}"


_TENTH = Decimal("0.1")


def seconds(mean: Fraction | None) -> str | None:
    """In whole seconds, rounded half up."""
    return None if mean is None else shown(mean, 0)
