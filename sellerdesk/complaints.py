"""Complaints that one room has found to come together, for another that can tell what they may lead to.

The room that reads buyers' words registers its source in ready(); the room of returns asks for it and knows no reviews.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sellerdesk.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class Complaint:
    """Complaints about one product that are a signal now: their topic's key, and how many since when."""

    product_id: int
    topic: str
    number: int
    since: datetime
    page: str
    """The URL name of the page, which takes the desk's slug and `own`."""
    own: int


class TellComplaints(Protocol):
    """A source of complaints."""

    def __call__(self, shop: ShopFacts, /) -> Sequence[Complaint]:
        """The open ones of a shop. One query."""


_sources: list[TellComplaints] = []


def add_source(tell: TellComplaints) -> None:
    """Tell of complaints; twice is once."""
    if tell not in _sources:
        _sources.append(tell)


def open_ones(shop: ShopFacts) -> list[Complaint]:
    """All complaints of a shop that are a signal now."""
    return [one for tell in _sources for one in tell(shop)]
