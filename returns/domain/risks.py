"""Orders at risk of coming back or of never being taken: what is wrong with an order at a moment, by what the feed tells of it.

Only what is told can be watched: when an order was placed, by when it must be shipped, when it was and whether it was delivered, and the
buyer's note. Scans of a parcel on its way, a promised day of delivery, its arrival at a pick-up point and how long it is kept there are
told of no order (docs/contract/feed.md), so nothing here speaks of them.

A span begins at a told instant. At its very end a deadline is not passed yet; what counts silence begins at its end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from sellerdesk.domain.cursors import micros


KIND = "order_risk"
"""Of the work items; their subjects are "risk:<id>"."""
Risk = Literal["note", "ship", "quiet", "late"]
RISKS: tuple[Risk, ...] = get_args(Risk)
"""The note was not read; not shipped near its time or after it; shipped and nothing told since; on its way for too long."""
WATCHES: Mapping[Risk, str] = {"note": "placed_at", "ship": "ship_by", "quiet": "shipped_at", "late": "shipped_at"}
"""The told instant that a risk counts from."""
LAPSES = timedelta(days=30)
"""What began so long ago is history: the first import of a shop must not fill the desk."""
LEAST, MOST = timedelta(0), timedelta(days=90)
"""Of a span that a shop sets for itself."""
_H, _D = timedelta(hours=1), timedelta(days=1)
Spans = Mapping[Risk, timedelta | None]
"""By risk, how long before (`ship`) or after its instant it begins; None where a shop does not watch it."""
SPANS: Mapping[str, Spans] = {
    "standard": {"note": 0 * _H, "ship": 12 * _H, "quiet": 5 * _D, "late": 14 * _D},
    "taobao": {"note": 0 * _H, "ship": 12 * _H, "quiet": 3 * _D, "late": 10 * _D},
    "wildberries": {"note": 0 * _H, "ship": 24 * _H, "quiet": 5 * _D, "late": 10 * _D},
}
"""By rule profile, unless a shop says otherwise."""
BY_PERSON = frozenset({"read", "done"})
FINAL = BY_PERSON | {"lapsed"}
"""How a risk ended that does not come back while the same facts stand."""


@dataclass(frozen=True, slots=True)
class Order:
    """What of an order this needs. `note` stands for the buyer's words (their digest), empty where there are none.

    `refused` is that the buyer did not take any of it, also where only a refusal says so.
    """

    placed_at: datetime
    status: str
    ship_by: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    completed_at: datetime | None = None
    struck_at: datetime | None = None
    note: str = ""
    refused: bool = False

    @property
    def over(self) -> str:
        """How its way ended: delivered, refused, cancelled, struck; empty while it goes on."""
        if self.struck_at is not None:
            return "struck"
        if self.status == "cancelled":
            return "cancelled"
        if self.refused or self.status == "refused":
            return "refused"
        reached = self.delivered_at is not None or self.completed_at is not None or self.status in {"delivered", "completed"}
        return "delivered" if reached else ""

    @property
    def shipped(self) -> bool:
        """Whether its goods have left."""
        return self.shipped_at is not None or self.status == "shipped"


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A risk that is there: since when, which telling it rests on, until when something is to be done, when time alone changes it.

    `due_at` is None where the shop's own target counts.
    """

    risk: Risk
    basis: str
    since: datetime
    due_at: datetime | None
    turns_at: datetime


def at_risk(order: Order, spans: Spans, now: datetime) -> list[AtRisk]:
    """What is wrong with an order now, in the order of `RISKS`; nothing of one whose way is over, and nothing that has lapsed."""
    if order.over:
        return []
    found = [_of_way(order, spans, now)] if order.shipped else [_note(order, spans, now), _ship(order, spans, now)]
    return [one for one in found if one is not None and now < one.since + LAPSES]


def why_over(risk: Risk, basis: str, order: Order, spans: Spans, now: datetime) -> str:
    """Why a risk that was there is not any more: the code of its end, never empty."""
    if order.over:
        return order.over
    if risk in {"note", "ship"} and order.shipped:
        return "shipped"
    if basis_of(risk, order) != basis:
        return "changed"
    if spans[risk] is None:
        return "not_watched"
    if risk == "quiet" and _is_late(order, spans, now):
        return "later"
    span = begins(risk, order, spans)
    return "lapsed" if span is not None and now >= span + LAPSES else "changed"


def begins(risk: Risk, order: Order, spans: Spans) -> datetime | None:
    """When a risk begins by the order's instant and the shop's span; None where either is missing."""
    at: datetime | None = getattr(order, WATCHES[risk])
    span = spans[risk]
    if at is None or span is None:
        return None
    return at - span if risk == "ship" else at + span


def basis_of(risk: Risk, order: Order) -> str:
    """The telling that a risk rests on: when it is another, what a person said of it does not count any more."""
    if risk == "note":
        return order.note
    at: datetime | None = getattr(order, WATCHES[risk])
    return "" if at is None else str(micros(at))


def passed(risk: Risk, ship_by: datetime | None, now: datetime) -> bool:
    """Whether an order that should have been shipped is overdue: not yet at the deadline itself."""
    return risk == "ship" and ship_by is not None and now > ship_by


def _note(order: Order, spans: Spans, now: datetime) -> AtRisk | None:
    since = begins("note", order, spans)
    if not order.note or since is None or now < since:
        return None
    due = order.ship_by if order.ship_by is not None and order.ship_by > since else None
    return AtRisk("note", order.note, since, due, since + LAPSES)


def _ship(order: Order, spans: Spans, now: datetime) -> AtRisk | None:
    since = begins("ship", order, spans)
    if since is None or now < since:
        return None
    # An order that is placed shortly before its deadline was never on the safe side of it.
    since = max(since, min(order.placed_at, order.ship_by or since))
    return AtRisk("ship", basis_of("ship", order), since, order.ship_by, since + LAPSES)


def _of_way(order: Order, spans: Spans, now: datetime) -> AtRisk | None:
    """Of a parcel there is one risk at a time: long without news, then late."""
    late = begins("late", order, spans)
    if late is not None and _is_late(order, spans, now):
        return AtRisk("late", basis_of("late", order), late, None, late + LAPSES)
    quiet = begins("quiet", order, spans)
    if quiet is None or now < quiet:
        return None
    return AtRisk("quiet", basis_of("quiet", order), quiet, None, quiet + LAPSES if late is None else min(late, quiet + LAPSES))


def _is_late(order: Order, spans: Spans, now: datetime) -> bool:
    late = begins("late", order, spans)
    return late is not None and now >= late


def subject_of(risk_id: int) -> str:
    """The work item's subject."""
    return f"risk:{risk_id}"


def risk_of(subject: str) -> int | None:
    """The risk that such a subject is about; None for anything else."""
    kind, _colon, number = subject.partition(":")
    return int(number) if kind == "risk" and number.isascii() and number.isdigit() and len(number) <= 18 else None
