"""Orders and their lines."""

from collections import defaultdict
from typing import Any

from sellerdesk import setwise
from sellerdesk.feed.batch import Batch, Trade
from sellerdesk.feed.trades.finding import ids
from sellerdesk.feed.trades.revising import merged, minor


ORDER_INSTANTS = ("ship_by", "shipped_at", "delivered_at", "completed_at")
ORDER_WORDS = ("courier", "tracking", "region", "warehouse", "note")
ORDER_COLUMNS = (
    "id, desk_id, shop_id, outside_id, buyer_id, placed_at, status, ship_by, shipped_at, delivered_at, completed_at, struck_at,"
    " courier, tracking, region, warehouse, note, shipping_cost_minor, shipping_cost_currency, reviewable"
)
ORDER_CHANGES = ", ".join(
    f"{name} = excluded.{name}"
    for name in ORDER_COLUMNS.replace(" ", "").split(",")
    if name not in {"id", "desk_id", "shop_id", "outside_id", "struck_at"}
)


def apply(batch: Batch) -> None:
    """Merge the orders told anew into `batch.trades`, where those told before are; those that differ from before are touched."""
    told = defaultdict(list)
    for fact in batch.of("order"):
        told[fact.outside_id].append(fact)
    if not told:
        return
    whole = merged(batch, "order", told, {ref for ref in told if ref in batch.trades})
    own_ids = _upsert_orders(batch, whole)
    _upsert_lines(batch, whole, own_ids)
    for ref, order in whole.items():
        old = batch.trades.get(ref)
        batch.trades[ref] = Trade(
            order_id=own_ids[ref],
            ref=ref,
            placed_at=order["at"],
            completed_at=order.get("completed_at"),
            struck_at=old.struck_at if old else None,
            reviewable=order.get("reviewable") is not False,
            buyer_id=batch.buyers[order["buyer"]["id"]],
            buyer_ref=order["buyer"]["id"],
            lines={line["id"]: (batch.products[line["product"]], line["product"]) for line in order["lines"]},
        )
        if batch.trades[ref] != old:
            batch.touched.add(ref)
        if old and old.placed_at != order["at"]:
            batch.left_at.append(old.placed_at)


def _upsert_orders(batch: Batch, whole: dict[str, dict[str, Any]]) -> dict[str, int]:
    missing = {order["buyer"]["id"] for order in whole.values()} - batch.buyers.keys()
    batch.buyers |= ids(batch, "buyer", missing) if missing else {}
    fresh = [ref for ref in whole if ref not in batch.trades]
    own_ids = {ref: batch.trades[ref].order_id for ref in whole if ref in batch.trades}
    own_ids |= zip(fresh, setwise.numbers("sellerdesk_order", len(fresh)), strict=True)
    rows = {
        ref: (
            *(own_ids[ref], batch.shop.desk_id, batch.shop.id, ref, batch.buyers[order["buyer"]["id"]], order["at"], order["status"]),
            *(order.get(name) for name in ORDER_INSTANTS),
            None,
            *(order.get(name) or "" for name in ORDER_WORDS),
            *minor(order.get("shipping_cost")),
            order.get("reviewable") is not False,
        )
        for ref, order in whole.items()
    }
    setwise.append("sellerdesk_order", ORDER_COLUMNS, [rows[ref] for ref in fresh])
    tail = f"ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET {ORDER_CHANGES}"
    setwise.insert("sellerdesk_order", ORDER_COLUMNS, [row for ref, row in rows.items() if ref in batch.trades], tail=tail)
    return own_ids


def _upsert_lines(batch: Batch, whole: dict[str, dict[str, Any]], own_ids: dict[str, int]) -> None:
    missing = {line["product"] for order in whole.values() for line in order["lines"]} - batch.products.keys()
    batch.products |= ids(batch, "product", missing) if missing else {}
    fresh: list[setwise.Row] = []
    known: list[setwise.Row] = []
    for ref, order in whole.items():
        lines = known if ref in batch.trades else fresh
        for line in order["lines"]:
            price = minor(line.get("price"))
            lines.append((batch.shop.desk_id, own_ids[ref], line["id"], batch.products[line["product"]], line["quantity"], *price))
    columns = "desk_id, order_id, outside_id, product_id, quantity, price_minor, price_currency"
    setwise.append("sellerdesk_orderline", columns, fresh)
    setwise.insert(
        "sellerdesk_orderline",
        columns,
        known,
        tail="ON CONFLICT (desk_id, order_id, outside_id) DO UPDATE SET product_id = excluded.product_id, quantity = excluded.quantity,"
        " price_minor = excluded.price_minor, price_currency = excluded.price_currency",
    )
