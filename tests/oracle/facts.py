"""What the records say once judged: orders, reviews and store ratings as plain values."""

from dataclasses import dataclass
from datetime import datetime

from tests.oracle.records import Record, instant, merged


@dataclass(frozen=True)
class Order:
    """A trade after all its revisions. `lines`: product by line id."""

    id: str
    at: datetime
    buyer: str
    lines: dict[str, str]
    completed_at: datetime | None
    reviewable: bool


@dataclass
class Review:
    """An accepted review. `order` and `line` are None where it names no order; `verdict` is the one after changes."""

    id: str
    side: str
    at: datetime
    verdict: str
    order: Order | None
    line: str | None
    deleted_at: datetime | None = None
    changed: bool = False


@dataclass(frozen=True)
class Rating:
    """A standing store rating and its order."""

    id: str
    at: datetime
    order: Order
    scores: dict[str, int | None]


@dataclass(frozen=True)
class FollowUp:
    """An accepted follow-up."""

    id: str
    at: datetime
    review: str


def orders_of(records: list[Record], end: datetime | None) -> dict[str, Order]:
    """The orders by id; a success later than `end` (exclusive) is not known yet."""
    orders = {}
    for order_id in {record["id"] for record in records if record["type"] == "order"}:
        whole = merged(record for record in records if record["type"] == "order" and record["id"] == order_id)
        completed_at = instant(whole["completed_at"]) if whole.get("completed_at") else None
        if completed_at is not None and end is not None and completed_at >= end:
            completed_at = None
        orders[order_id] = Order(
            id=order_id,
            at=instant(whole["at"]),
            buyer=whole["buyer"]["id"],
            lines={line["id"]: line["product"] for line in whole["lines"]},
            completed_at=completed_at,
            reviewable=whole.get("reviewable") is not False,
        )
    return orders


def verdict_of(record: Record) -> str:
    """A verdict wins over stars."""
    if record.get("verdict"):
        return str(record["verdict"])
    return {1: "bad", 2: "bad", 3: "neutral", 4: "good", 5: "good"}[record["stars"]]
