"""Figures of refusals and claims under the names and digits that the page, the file and the API all tell. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from returns.domain.definitions import DURATIONS, MEASURES, Measure, Tally, percent, seconds
from sellerdesk.domain.money import exponent


Told = int | str | None
"""A count, a figure in decimal digits, or nothing where there is nothing to tell."""
COUNTS: Final = (
    *("lines", "bought", "refused", "claimed", "refunded", "quality", "lost", "whole_back"),
    *("asked", "refunds", "first_quality", "joined", "disputes", "finished", "self_finished", "direct", "sent_back"),
)
MONEY: Final[Mapping[str, str]] = {"refund_minor": "refund", "shipping_minor": "shipping", "lost_minor": "lost_goods"}
_OF_CAUSES: Final[Mapping[str, tuple[tuple[str, ...], tuple[Measure, ...]]]] = {
    "reason": (
        ("lines", "refused", "claimed", "refunded", "asked", "refunds", "first_quality"),
        ("refused", "claimed", "refunded", "refund_rate", "quality_rate"),
    ),
    "stage": (("lines", "refused"), ("refused",)),
}
"""Of what only lines have that were not kept, shares of all lines ordered are told and no others."""


def counts_of(by: str) -> tuple[str, ...]:
    """The counts that are told by a dimension."""
    return _OF_CAUSES.get(by, (COUNTS, MEASURES))[0]


def measures_of(by: str) -> tuple[Measure, ...]:
    """The shares that are told by a dimension."""
    return _OF_CAUSES.get(by, (COUNTS, MEASURES))[1]


def fields(by: str) -> tuple[str, ...]:
    """The names of what is told by a dimension ("" of the whole), in order."""
    shares = [f"{measure}_{what}" for measure in measures_of(by) for what in ("percent", "low", "high")]
    if by in _OF_CAUSES:
        return (*counts_of(by), *shares)
    return (*COUNTS, *shares, *(f"{duration}_mean_seconds" for duration in DURATIONS), *MONEY.values())


def line(tally: Tally, by: str = "") -> dict[str, Told]:
    """The `fields` of one key. Money as "12.50 CNY", several currencies with a semicolon between."""
    told: dict[str, Told] = {name: tally.count(name) for name in counts_of(by)}
    for measure in measures_of(by):
        rate = tally.rate(measure)
        told[f"{measure}_percent"] = percent(tally.quotient(measure))
        told[f"{measure}_low"] = percent(rate.low) if rate else None
        told[f"{measure}_high"] = percent(rate.high) if rate else None
    if by not in _OF_CAUSES:
        told |= {f"{duration}_mean_seconds": seconds(tally.mean_seconds(duration)) for duration in DURATIONS}
        told |= {ours: amounts(tally, name) for name, ours in MONEY.items()}
    return told


def amounts(tally: Tally, name: str) -> str | None:
    """One kind of money in every currency that has any; None of none."""
    told = [f"{amount(minor, currency)} {currency}" for currency, minor in in_currencies(tally, name)]
    return "; ".join(told) or None


def in_currencies(tally: Tally, name: str) -> Sequence[tuple[str, int]]:
    """(currency, minor units) of one kind of money, by currency."""
    return [(currency, kinds[name]) for currency, kinds in sorted(tally.money.items()) if kinds.get(name)]


def amount(minor: int, currency: str) -> str:
    """Minor units as a decimal amount of their currency."""
    return f"{Decimal(minor).scaleb(-exponent(currency)):f}"


def of_whole(tally: Tally, whole: Tally) -> Tally:
    """A cause's figures, with the lines of the whole as what they are a share of."""
    return Tally({**tally.counts, "lines": whole.count("lines")}, tally.money)
