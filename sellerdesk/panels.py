"""Where rooms hang what pages and reports of the whole desk show. Rooms register in ready(); the kernel knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

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

    def __call__(self, shop: ShopFacts, as_of: AsOf, window: WindowKind) -> dict[str, Any]:
        """The keys that this room adds, ready for JSON."""


class ShopCard(Protocol):
    """A room's few figures of one shop for the start page."""

    def __call__(self, shop: ShopFacts, now: datetime) -> "list[Figure]":
        """What to show, in order."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure on a card: what it is called, what it says."""

    label: str
    value: str


_report_parts: list[ReportPart] = []
_shop_cards: list[ShopCard] = []


def add_report_part(part: ReportPart) -> None:
    """Add a room's part; the report keeps the order of registration."""
    _once(_report_parts, part)


def add_shop_card(card: ShopCard) -> None:
    """Add a room's figures to the card of each shop."""
    _once(_shop_cards, card)


def report(shop: ShopFacts, as_of: AsOf, window: WindowKind) -> dict[str, Any]:
    """All rooms' parts of the report of one shop."""
    merged: dict[str, Any] = {}
    for part in _report_parts:
        merged |= part(shop, as_of, window)
    return merged


def shop_figures(shop: ShopFacts, now: datetime) -> list[Figure]:
    """All rooms' figures of one shop."""
    return [figure for card in _shop_cards for figure in card(shop, now)]


def _once(registry: list[Callable[..., Any]], entry: Callable[..., Any]) -> None:
    if entry not in registry:
        registry.append(entry)
