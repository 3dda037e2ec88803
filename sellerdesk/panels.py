"""Where rooms hang what pages and reports of the whole desk show. Rooms register in ready(); the kernel knows none of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sellerdesk.domain.days import WindowKind
from sellerdesk.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class AsOf:
    """The moment of a report: the end of a local day, or an instant of the current one."""

    day: int
    """The shop's local day (ordinal)."""
    instant: datetime | None
    """Set for "now": nothing after it has happened, though the day goes on."""


class ReportPart(Protocol):
    """A room's part of a shop's report."""

    def __call__(self, shop: ShopFacts, as_of: AsOf, window: WindowKind, /) -> dict[str, Any]:
        """The keys that this room adds, ready for JSON."""


class ShopCard(Protocol):
    """A room's few figures of one shop for the start page."""

    def __call__(self, shop: ShopFacts, now: datetime, /) -> "list[Figure]":
        """What to show, in order."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure on a card: what it is called, what it says."""

    label: str
    value: str


Entry = TypeVar("Entry")

_report_parts: dict[int, ReportPart] = {}
_shop_cards: dict[int, ShopCard] = {}


def add_report_part(part: ReportPart, *, place: int) -> None:
    """Add a room's part at a place of its own; parts are read in order of places."""
    _put(_report_parts, part, place)


def add_shop_card(card: ShopCard, *, place: int) -> None:
    """Add a room's figures to the card of each shop, at a place of their own."""
    _put(_shop_cards, card, place)


def report(shop: ShopFacts, as_of: AsOf, window: WindowKind) -> dict[str, Any]:
    """All rooms' parts of the report of one shop."""
    merged: dict[str, Any] = {}
    for place in sorted(_report_parts):
        merged |= _report_parts[place](shop, as_of, window)
    return merged


def shop_figures(shop: ShopFacts, now: datetime) -> list[Figure]:
    """All rooms' figures of one shop."""
    return [figure for place in sorted(_shop_cards) for figure in _shop_cards[place](shop, now)]


def _put(registry: dict[int, Entry], entry: Entry, place: int) -> None:
    if registry.setdefault(place, entry) is not entry:
        raise ValueError(f"Place {place} is taken.")
