"""Complaints that rooms have found to come together, for another that can tell what they may lead to.

Rooms that read buyers' words register their source in ready(); the room of returns asks for them and knows no reviews and no chats.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise

from sellerdesk.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class Complaint:
    """Complaints of one source about one product that are a signal now: their topic's key, and how many since when."""

    product_id: int
    topic: str
    number: int
    since: datetime
    page: str
    """The URL name of the source's page, which takes the desk's slug and `own`."""
    own: int


class TellComplaints(Protocol):
    """How a source tells."""

    def __call__(self, shop: ShopFacts, /) -> Sequence[Complaint]:
        """The open ones of a shop. One query."""


@dataclass(frozen=True, slots=True)
class Source:
    """A room that reads buyers' words."""

    tell: TellComplaints
    page: str
    """The URL name of the page of one of its complaints."""
    label: Promise
    """Where buyers said so: "in reviews"."""
    may: str
    """The permission that its page needs."""


@dataclass(frozen=True, slots=True)
class Together:
    """What all sources tell of one topic of one product; who tells most comes first."""

    product_id: int
    topic: str
    parts: Sequence[Complaint]

    @property
    def number(self) -> int:
        """How many complaints there are in all."""
        return sum(part.number for part in self.parts)

    @property
    def since(self) -> datetime:
        """When the first of them was made."""
        return min(part.since for part in self.parts)

    @property
    def most(self) -> Complaint:
        """Those of the source that tells most."""
        return self.parts[0]


_sources: dict[str, Source] = {}
"""By page."""


def add_source(source: Source) -> None:
    """Tell of complaints; twice is once."""
    _sources.setdefault(source.page, source)


def source_of(page: str) -> Source | None:
    """The source whose page this is; None where its room is gone."""
    return _sources.get(page)


def open_ones(shop: ShopFacts) -> list[Together]:
    """All complaints of a shop that are a signal now: the same topic of a product is one, whoever tells of it."""
    found: dict[tuple[int, str], list[Complaint]] = {}
    for source in _sources.values():
        for one in source.tell(shop):
            found.setdefault((one.product_id, one.topic), []).append(one)
    return [
        Together(product, topic, sorted(parts, key=lambda part: (-part.number, part.page))) for (product, topic), parts in found.items()
    ]
