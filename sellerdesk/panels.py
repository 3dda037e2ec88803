"""Where rooms hang what pages and reports of the whole desk show. Rooms register in ready(); the kernel knows none of them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

import structlog

from sellerdesk.domain.days import WindowKind
from sellerdesk.rooms import May, Words
from sellerdesk.shops import ShopFacts


_log = structlog.get_logger(__name__)


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
Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom and what something is about: what stands beside it is read by these."""

    buyer_id: int | None = None
    order_ref: str | None = None
    product_id: int | None = None
    besides: str = ""
    """A key such as "review:12": the thing itself, which is not told beside itself."""
    _read: dict[str, Any] = field(default_factory=dict)

    def once(self, key: str, read: Callable[[], Fact]) -> Fact:
        """What was read under this key, read now if nobody has: two panels of one page ask for the same order."""
        if key not in self._read:
            self._read[key] = read()
        found: Fact = self._read[key]
        return found


class FillSidePanel(Protocol):
    """Fills a panel beside a conversation, review or claim."""

    def __call__(self, desk_id: int, shop: ShopFacts, subject: Subject, now: datetime, /) -> dict[str, Any] | None:
        """The context of its template, which also sees `here` and `now`; None where it has nothing to say. A fixed number of queries."""


@dataclass(frozen=True, slots=True)
class SidePanel:
    """A panel beside a conversation, review or claim: its name, who may see it, what it shows."""

    key: str
    label: Words
    may: str
    template: str
    fill: FillSidePanel
    open: bool = True
    """Whether it is unfolded at first."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel that has something to say, or one that broke (without a context): the rest of the page stands."""

    panel: SidePanel
    context: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened, as a sentence for a timeline."""

    at: datetime
    text: str


class TellTimeline(Protocol):
    """Tells what happened to the order, buyer or product of a subject."""

    def __call__(self, desk_id: int, shop: ShopFacts, subject: Subject, now: datetime, /) -> Sequence[Happened]:
        """In any order. At most one query."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A source of timeline entries, and the permission without which nobody reads them."""

    may: str
    tell: TellTimeline


_report_parts: dict[int, ReportPart] = {}
_shop_cards: dict[int, ShopCard] = {}
_side_panels: dict[int, SidePanel] = {}
_timelines: dict[int, Timeline] = {}


def add_report_part(part: ReportPart, *, place: int) -> None:
    """Add a room's part at a place of its own; parts are read in order of places."""
    _put(_report_parts, part, place)


def add_shop_card(card: ShopCard, *, place: int) -> None:
    """Add a room's figures to the card of each shop, at a place of their own."""
    _put(_shop_cards, card, place)


def add_side_panel(panel: SidePanel, *, place: int) -> None:
    """Add a panel beside conversations, reviews and claims, at a place of its own."""
    _put(_side_panels, panel, place)


def add_timeline(timeline: Timeline, *, place: int) -> None:
    """Add a source of timeline entries, at a place of its own."""
    _put(_timelines, timeline, place)


def side_panels(desk_id: int, shop: ShopFacts, subject: Subject, *, may: May, now: datetime, without: Collection[str] = ()) -> list[Shown]:
    """The panels that the reader may see and that have something to say, from the top. One that breaks is shown as broken.

    `without` are the keys of those whose matter the page shows itself: they are not asked.
    """
    shown = []
    for place in sorted(_side_panels):
        panel = _side_panels[place]
        if may(panel.may) and panel.key not in without:
            try:
                context = panel.fill(desk_id, shop, subject, now)
            except Exception:  # noqa: BLE001 - whatever a room's panel does, the page stands
                _log.exception("side_panel_broken", panel=panel.key)
                shown.append(Shown(panel, None))
            else:
                shown += [] if context is None else [Shown(panel, context)]
    return shown


def happened(desk_id: int, shop: ShopFacts, subject: Subject, *, may: May, now: datetime) -> list[Happened]:
    """What the timelines tell, oldest first; one that breaks is left out and logged."""
    told: list[Happened] = []
    for place in sorted(_timelines):
        if may(_timelines[place].may):
            try:
                told += _timelines[place].tell(desk_id, shop, subject, now)
            except Exception:  # noqa: BLE001 - likewise
                _log.exception("timeline_broken", place=place)
    return sorted(told, key=lambda one: one.at)


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
