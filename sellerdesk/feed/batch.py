"""One batch on its way through the rooms: what is new, which trades it touches, what became of each record."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sellerdesk.feed.fact import Fact
from sellerdesk.shops import ShopFacts


APPLIED = ""
WAITING = "waiting"


@dataclass(slots=True)
class Trade:
    """An order as all rooms see it while a batch is applied."""

    order_id: int
    ref: str
    placed_at: datetime
    completed_at: datetime | None
    struck_at: datetime | None
    reviewable: bool
    buyer_id: int
    buyer_ref: str
    lines: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Line's outside id -> (product id, product's outside id), in the order they were told."""


@dataclass(slots=True)
class Batch:
    """Up to 500 records of one shop, inside one transaction that holds the shop's lock."""

    shop: ShopFacts
    now: datetime
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    """The new facts by type."""
    trades: dict[str, Trade] = field(default_factory=dict)
    """Every known trade that this batch names or touches, by outside id."""
    sought: set[str] = field(default_factory=set)
    """Outside ids of orders that were looked for, found or not."""
    touched: set[str] = field(default_factory=set)
    """Outside ids of orders whose facts, reviews or marks changed: rooms judge these again."""
    left_at: list[datetime] = field(default_factory=list)
    """When orders were placed that this batch tells to have been placed at another moment."""
    marks: dict[str, dict[str, tuple[str, datetime]]] = field(default_factory=dict)
    products: dict[str, int] = field(default_factory=dict)
    buyers: dict[str, int] = field(default_factory=dict)
    rulings: dict[int, tuple[str | None, str]] = field(default_factory=dict)
    erased: set[int] = field(default_factory=set)
    """Erased buyers of whom something is new: once all is applied, what came to hang on them is erased as well."""
    noted: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """How many of which kind of thing happened, for one event per kind in the desk log."""

    def of(self, *types: str) -> Iterable[Fact]:
        """The new facts of these types."""
        for name in types:
            yield from self.facts.get(name, ())

    def rule(self, record: int, before: str | None, after: str) -> None:
        """Say what became of a record. `before` is None for one that is new in this batch."""
        first = self.rulings.get(record)
        self.rulings[record] = (first[0] if first else before, after)
