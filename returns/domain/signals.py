"""When refusals and claims are a signal, what the likely cause is, and what to do next. Pure; docs/mechanisms/returns-signals.md.

Shares are of the order lines placed on the shop's own days, whatever became of them when: what is ordered lately has had less time to
come back, so a signal is late rather than false.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Literal, get_args


KIND = "return_signal"
"""Of the work items; their subjects are "return_signal:<id>"."""
Sort = Literal["refused", "claimed", "product_reason", "reason", "buyer", "complaints"]
SORTS: tuple[Sort, ...] = get_args(Sort)
"""A product that is refused beyond its range, or claimed back; a reason that rises for one product, or in the whole shop; one buyer
refusing again and again; complaints before returns."""
Cause = Literal["", "description", "photo", "size_table", "packaging", "carrier", "batch", "stock"]
CAUSES: tuple[Cause, ...] = get_args(Cause)
"""The likely one; empty where nothing speaks for any."""

LATELY, BEFORE = 28, 90
"""Days: what is judged, and what it is compared with."""
FEWEST = 5
RARE = 0.00135
"""The chance of so many or more by accident: that of a point above three deviations on a control chart."""
MORE = Fraction(5, 4)
"""Of many thousand lines the smallest difference is no accident; only a quarter more than usual is worth a look."""
WEIGHT = 50
"""Lines at the shop's own share that stand for a product without a past."""
CERTAIN = Fraction(1, 3)
"""Of the reasons given, so many must speak for a cause."""
BUYER_FEWEST, BUYER_SHARE = 3, Fraction(1, 2)
"""A buyer who did not take three orders in the 90 days, and at least half of all."""
LAPSES = timedelta(days=60)
_NORMAL_FROM = 200.0
"""From this mean on the tail is that of the normal distribution: the sum would take long and lose its digits."""

_OF_REASONS: Mapping[Cause, str] = {
    "description": "not_as_described disliked",
    "photo": "colour",
    "size_table": "too_small too_large",
    "packaging": "damaged missing_part",
    "carrier": "late not_delivered empty_parcel",
    "batch": "defective fake used repair",
    "stock": "wrong_item not_shipped_as_agreed",
}
CAUSE_OF: Mapping[str, Cause] = {reason: cause for cause, reasons in _OF_REASONS.items() for reason in reasons.split()}
"""What a reason speaks for; the others speak of the buyer, or of nothing."""
REASONS_OF_TOPIC: Mapping[str, tuple[str, ...]] = {
    "size": ("too_small", "too_large"),
    "quality": ("defective", "repair"),
    "not_described": ("not_as_described", "disliked"),
    "damaged": ("damaged",),
    "wrong_item": ("wrong_item",),
    "missing": ("missing_part",),
    "packaging": ("damaged", "missing_part"),
    "delivery": ("late", "not_delivered"),
    "colour": ("colour",),
    "smell": ("defective", "not_as_described"),
    "taste": ("not_as_described", "disliked"),
    "spoiled": ("defective", "damaged"),
    "fake": ("fake",),
}
"""The reasons for which goods come back that a topic of complaints foretells; topics that foretell none are left out."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many lines of so many."""

    hits: int
    lines: int


@dataclass(frozen=True, slots=True)
class Beyond:
    """A share beyond the usual: how much of how many, and the share that was to be expected, in millionths."""

    hits: int
    lines: int
    usual_ppm: int


def usual(before: Share, shop: Share) -> Fraction:
    """The share to expect: that of the time before, drawn to the shop's the more the less there was of it."""
    whole = Fraction(2 * shop.hits + 1, 2 * shop.lines + 2)
    return (before.hits + WEIGHT * whole) / (before.lines + WEIGHT)


def beyond(lately: Share, before: Share, shop: Share) -> Beyond | None:
    """A share that is beyond its range: at least five, a quarter more than usual, hardly an accident. `shop` is of the time before."""
    expected = usual(before, shop)
    if lately.hits < FEWEST or lately.lines < lately.hits or Fraction(lately.hits, lately.lines) < expected * MORE:
        return None
    if tail(lately.hits, float(expected * lately.lines)) > RARE:
        return None
    return Beyond(lately.hits, lately.lines, round(expected * 1_000_000))


def tail(number: int, mean: float) -> float:
    """P(X >= number), X after Poisson with this mean, which for shares of lines is on the safe side; of a large mean, normal."""
    if number <= 0:
        return 1.0
    if mean > _NORMAL_FROM:
        return 0.5 * math.erfc((number - 0.5 - mean) / math.sqrt(2 * mean))
    term = total = math.exp(-mean)
    for k in range(1, number):
        term *= mean / k
        total += term
    return max(0.0, 1.0 - total)


def refuses(refused: int, orders: int) -> bool:
    """Whether a buyer refuses again and again: of `orders` in the 90 days so many were not taken."""
    return refused >= BUYER_FEWEST and orders > 0 and Fraction(refused, orders) >= BUYER_SHARE


def cause_of(reasons: Mapping[str, int]) -> Cause:
    """What the reasons given speak for, by number; empty where none makes a third of those that were told (ties: the first by name)."""
    told = sum(number for reason, number in reasons.items() if reason)
    causes: dict[Cause, int] = {}
    for reason, number in reasons.items():
        if reason in CAUSE_OF:
            causes[CAUSE_OF[reason]] = causes.get(CAUSE_OF[reason], 0) + number
    best: Cause = min(causes, key=lambda cause: (-causes[cause], cause), default="")
    return best if best and Fraction(causes[best], told) >= CERTAIN else ""


def subject_of(signal_id: int) -> str:
    """The work item's subject."""
    return f"{KIND}:{signal_id}"


def signal_of(subject: str) -> int | None:
    """The signal that such a subject is about; None for anything else."""
    kind, _colon, number = subject.partition(":")
    return int(number) if kind == KIND and number.isascii() and number.isdigit() and len(number) <= 18 else None
