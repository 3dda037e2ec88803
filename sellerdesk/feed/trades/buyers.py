"""Buyers, each with the last name told."""

from datetime import datetime

from sellerdesk import setwise
from sellerdesk.feed.batch import Batch


def apply(batch: Batch) -> None:
    """Make or rename the buyers that the batch names, and fill `batch.buyers`."""
    named: dict[str, tuple[datetime, str] | None] = {}
    for fact in batch.of("order", "review", "question", "message"):
        buyer = fact.data.get("buyer")
        if buyer:
            own = (fact.data.get("updated_at") or fact.at, buyer["name"]) if buyer.get("name") else None
            old = named.get(buyer["id"])
            named[buyer["id"]] = max(filter(None, (old, own)), default=None)
    batch.buyers = _upsert_buyers(batch.shop.desk_id, batch.shop.id, named)


def _upsert_buyers(desk_id: int, shop_id: int, named: dict[str, tuple[datetime, str] | None]) -> dict[str, int]:
    """Make the buyers that are missing, take the later of two names; returns outside id -> id."""
    if not named:
        return {}
    rows = setwise.rows(
        "SELECT outside_id, id, name, named_at FROM sellerdesk_buyer WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [desk_id, shop_id, list(named)],
    )
    known = {row[0]: row[1] for row in rows}
    renamed = [
        (own_id, own[1], own[0]) for ref, own_id, name, at in rows if (own := named[ref]) is not None and (at is None or own > (at, name))
    ]
    setwise.change(
        "UPDATE sellerdesk_buyer AS b SET name = v.name, named_at = v.at FROM {told} AS v (id, name, at) WHERE b.id = v.id",
        "bigint, text, timestamptz",
        renamed,
    )
    made = setwise.insert(
        "sellerdesk_buyer",
        "desk_id, shop_id, outside_id, name, named_at",
        [(desk_id, shop_id, ref, own[1] if own else "", own[0] if own else None) for ref, own in named.items() if ref not in known],
        tail="RETURNING outside_id, id",
    )
    return known | dict(made)
