"""Goods that a buyer did not take: a refusal has a stage and perhaps a reason, and nothing about it is to be decided."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """Where on its way an order was not taken: its number in the ledger, and whether the goods had left by then."""

    number: int
    shipped: bool


STAGES: Mapping[str, Stage] = {
    "before_shipping": Stage(1, shipped=False),
    "in_transit": Stage(2, shipped=True),
    "at_pickup": Stage(3, shipped=True),
    "expired": Stage(4, shipped=True),
}
"""In the order of the way. Only what was shipped costs a way back."""
