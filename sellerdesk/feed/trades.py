"""The kernel's own part of the feed: products, buyers, orders with their lines, and struck trades."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sellerdesk import setwise
from sellerdesk.domain.money import Money
from sellerdesk.domain.revisions import Revision, merge
from sellerdesk.feed.batch import APPLIED, WAITING, Batch, Trade
from sellerdesk.feed.fact import Fact
from sellerdesk.feed.fields import instant, read
from sellerdesk.feed.identity import Standing, settle
from sellerdesk.feed.schema import TYPES


ORDER_INSTANTS = ("ship_by", "shipped_at", "delivered_at", "completed_at")
ORDER_WORDS = ("courier", "tracking", "region", "warehouse", "note")
ORDER_COLUMNS = (
    "desk_id, shop_id, outside_id, buyer_id, placed_at, status, ship_by, shipped_at, delivered_at, completed_at, struck_at,"
    " courier, tracking, region, warehouse, note, shipping_cost_minor, shipping_cost_currency, reviewable"
)
ORDER_CHANGES = ", ".join(
    f"{name} = excluded.{name}"
    for name in ORDER_COLUMNS.replace(" ", "").split(",")
    if name not in {"desk_id", "shop_id", "outside_id", "struck_at"}
)
PRODUCT_WORDS = ("title", "article", "category", "image")
PRODUCT_COLUMNS = (
    "desk_id, shop_id, outside_id, listed_at, title, article, category, image, price_minor, price_currency, cost_minor, cost_currency"
)


class Trades:
    """Applies products, orders and struck trades, and finds the trades that the batch touches."""

    types = frozenset({"product", "order", "trade_void"})

    def apply(self, batch: Batch) -> None:
        """Write what is new and fill `batch.trades`, `batch.products`, `batch.buyers` and `batch.touched`."""
        self._products(batch)
        self._buyers(batch)
        find(batch, {ref for fact in batch.of("review", "store_rating", "trade_void") if (ref := fact.data.get("order"))})
        self._orders(batch)
        self._voids(batch)

    def after_commit(self, batch: Batch) -> None:
        """Nothing waits for a worker here."""

    def _products(self, batch: Batch) -> None:
        told = defaultdict(list)
        for fact in batch.of("product"):
            told[fact.outside_id].append(fact)
        known = _ids(batch, "product", {*told, *_named_products(batch)})
        for ref in _named_products(batch):
            known.setdefault(ref, 0)
        bare = [(batch.shop.desk_id, batch.shop.id, ref) for ref, own_id in known.items() if not own_id and ref not in told]
        batch.products = {ref: own_id for ref, own_id in known.items() if own_id}
        batch.products |= _insert_bare(bare)
        rows = [
            _product_row(batch, ref, merged) for ref, merged in _merged(batch, "product", told, {r for r, i in known.items() if i}).items()
        ]
        batch.products |= _upsert_products(rows)

    def _buyers(self, batch: Batch) -> None:
        named: dict[str, tuple[datetime, str] | None] = {}
        for fact in batch.of("order", "review"):
            buyer = fact.data.get("buyer")
            if buyer:
                own = (fact.data.get("updated_at") or fact.at, buyer["name"]) if buyer.get("name") else None
                old = named.get(buyer["id"])
                named[buyer["id"]] = max(filter(None, (old, own)), default=None)
        batch.buyers = upsert_buyers(batch.shop.desk_id, batch.shop.id, named)

    def _orders(self, batch: Batch) -> None:
        told = defaultdict(list)
        for fact in batch.of("order"):
            told[fact.outside_id].append(fact)
        if not told:
            return
        find(batch, told)
        merged = _merged(batch, "order", told, {ref for ref in told if ref in batch.trades})
        ids = _upsert_orders(batch, merged)
        _upsert_lines(batch, merged, ids)
        for ref, order in merged.items():
            old = batch.trades.get(ref)
            batch.trades[ref] = Trade(
                order_id=ids[ref],
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

    def _voids(self, batch: Batch) -> None:
        facts = list(batch.of("trade_void"))
        fresh = [ref for ref in batch.touched if ref in batch.trades]
        if not facts and not fresh:
            return
        moved = self._write_voids(batch, facts)
        refs = {*fresh, *moved, *(fact.data["order"] for fact in facts)}
        find(batch, refs)
        struck: dict[str, datetime] = {}
        new = {fact.record for fact in facts}
        for record, ref, at, placed in _voids_of(batch, refs):
            if ref in batch.trades:
                struck[ref] = min(struck.get(ref, at), at)
            ruling = APPLIED if ref in batch.trades else WAITING
            before = None if record in new else (APPLIED if placed else WAITING)
            if before != ruling:
                batch.rule(record, before, ruling)
        self._strike(batch, [ref for ref in refs if ref in batch.trades], struck)

    def _write_voids(self, batch: Batch, facts: list[Fact]) -> set[str]:
        """Write the voids that stand; returns the orders that a displaced one named before."""
        if not facts:
            return set()
        rows = setwise.rows(
            "SELECT outside_id, record, at, content_hash, placed, order_ref FROM sellerdesk_tradevoid"
            " WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
            [batch.shop.desk_id, batch.shop.id, [fact.outside_id for fact in facts]],
        )
        standing = {row[0]: Standing(row[1], row[2], bytes(row[3]), APPLIED if row[4] else WAITING) for row in rows}
        winners = settle(batch, facts, standing, lambda fact: fact.outside_id)
        setwise.insert(
            "sellerdesk_tradevoid",
            "desk_id, shop_id, record, outside_id, order_ref, at, content_hash, reason, placed",
            [
                (batch.shop.desk_id, batch.shop.id, f.record, f.outside_id, f.data["order"], f.at, f.hash, f.data["reason"], False)
                for f in winners
            ],
            tail="ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET record = excluded.record, order_ref = excluded.order_ref,"
            " at = excluded.at, content_hash = excluded.content_hash, reason = excluded.reason, placed = false",
        )
        displaced = {fact.outside_id for fact in winners}
        return {row[5] for row in rows if row[0] in displaced}

    def _strike(self, batch: Batch, refs: Iterable[str], struck: dict[str, datetime]) -> None:
        changed = [ref for ref in refs if batch.trades[ref].struck_at != struck.get(ref)]
        for ref in changed:
            batch.trades[ref].struck_at = struck.get(ref)
            batch.touched.add(ref)
        setwise.values(
            "UPDATE sellerdesk_order AS o SET struck_at = v.struck_at FROM (VALUES %s) AS v (id, struck_at) WHERE o.id = v.id",
            [(batch.trades[ref].order_id, struck.get(ref)) for ref in changed],
            template="(%s, %s::timestamptz)",
        )
        if not struck:
            return
        setwise.run(
            "UPDATE sellerdesk_tradevoid SET placed = true WHERE desk_id = %s AND shop_id = %s AND order_ref = ANY(%s) AND NOT placed",
            [batch.shop.desk_id, batch.shop.id, list(struck)],
        )


def find(batch: Batch, refs: Iterable[str]) -> None:
    """Read the trades with these outside ids into `batch.trades`, those that exist and are not there yet."""
    wanted = [ref for ref in refs if ref not in batch.trades]
    if not wanted:
        return
    orders = setwise.rows(
        "SELECT o.id, o.outside_id, o.placed_at, o.completed_at, o.struck_at, o.reviewable, o.buyer_id, b.outside_id"
        " FROM sellerdesk_order o JOIN sellerdesk_buyer b ON b.desk_id = o.desk_id AND b.id = o.buyer_id"
        " WHERE o.desk_id = %s AND o.shop_id = %s AND o.outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, wanted],
    )
    by_id = {row[0]: Trade(*row) for row in orders}
    if not by_id:
        return
    lines = setwise.rows(
        "SELECT l.order_id, l.outside_id, l.product_id, p.outside_id"
        " FROM sellerdesk_orderline l JOIN sellerdesk_product p ON p.desk_id = l.desk_id AND p.id = l.product_id"
        " WHERE l.desk_id = %s AND l.order_id = ANY(%s) ORDER BY l.id",
        [batch.shop.desk_id, list(by_id)],
    )
    for order_id, ref, product_id, product_ref in lines:
        by_id[order_id].lines[ref] = (product_id, product_ref)
    batch.trades |= {trade.ref: trade for trade in by_id.values()}


def upsert_buyers(desk_id: int, shop_id: int, named: dict[str, tuple[datetime, str] | None]) -> dict[str, int]:
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
    setwise.values(
        "UPDATE sellerdesk_buyer AS b SET name = v.name, named_at = v.at FROM (VALUES %s) AS v (id, name, at) WHERE b.id = v.id", renamed
    )
    made = setwise.insert(
        "sellerdesk_buyer",
        "desk_id, shop_id, outside_id, name, named_at",
        [(desk_id, shop_id, ref, own[1] if own else "", own[0] if own else None) for ref, own in named.items() if ref not in known],
        tail="RETURNING outside_id, id",
    )
    return known | dict(made)


def _named_products(batch: Batch) -> set[str]:
    named = {line["product"] for fact in batch.of("order") for line in fact.data["lines"]}
    return named | {ref for fact in batch.of("review", "question", "message") if (ref := fact.data.get("product"))}


def _ids(batch: Batch, table: str, refs: Iterable[str]) -> dict[str, int]:
    found = setwise.rows(
        f"SELECT outside_id, id FROM sellerdesk_{table} WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, list(refs)],
    )
    return dict(found)


def _insert_bare(rows: list[tuple[int, int, str]]) -> dict[str, int]:
    made = setwise.insert(
        "sellerdesk_product",
        "desk_id, shop_id, outside_id, title, article, category, image, price_currency, cost_currency",
        [(*row, "", "", "", "", "", "") for row in rows],
        tail="RETURNING outside_id, id",
    )
    return dict(made)


def _merged(batch: Batch, kind: str, told: dict[str, list[Fact]], known: set[str]) -> dict[str, dict[str, Any]]:
    """The merged fields of everything told anew; where there were revisions before, all are merged again from the records."""
    revisions: dict[str, list[Revision]] = {
        ref: [Revision(fact.data.get("updated_at") or fact.at, fact.hash, {"at": fact.at} | fact.data) for fact in facts]
        for ref, facts in told.items()
        if ref not in known
    }
    if known & told.keys():
        kept = setwise.rows(
            "SELECT outside_id, content_hash, raw FROM sellerdesk_feedrecord"
            " WHERE desk_id = %s AND shop_id = %s AND type = %s AND outside_id = ANY(%s) AND state = 1",
            [batch.shop.desk_id, batch.shop.id, kind, [ref for ref in told if ref in known]],
        )
        for ref, content_hash, raw in kept:
            value = json.loads(raw)
            fields = {"at": instant(value["at"])} | read(TYPES[kind].fields, value)
            revisions.setdefault(ref, []).append(Revision(fields.get("updated_at") or fields["at"], bytes(content_hash), fields))
    return {ref: merge(own) for ref, own in revisions.items()}


def _minor(money: Money | None) -> tuple[int | None, str]:
    return (money.minor, money.currency) if money else (None, "")


def _product_row(batch: Batch, ref: str, product: dict[str, Any]) -> tuple[Any, ...]:
    return (
        *(batch.shop.desk_id, batch.shop.id, ref, product["at"]),
        *(product.get(name) or "" for name in PRODUCT_WORDS),
        *_minor(product.get("price")),
        *_minor(product.get("cost")),
    )


def _upsert_products(rows: list[tuple[Any, ...]]) -> dict[str, int]:
    changes = ", ".join(f"{name} = excluded.{name}" for name in PRODUCT_COLUMNS.split(", ")[3:])
    tail = f"ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET {changes} RETURNING outside_id, id"
    return dict(setwise.insert("sellerdesk_product", PRODUCT_COLUMNS, rows, tail=tail))


def _upsert_orders(batch: Batch, merged: dict[str, dict[str, Any]]) -> dict[str, int]:
    missing = {order["buyer"]["id"] for order in merged.values()} - batch.buyers.keys()
    batch.buyers |= _ids(batch, "buyer", missing) if missing else {}
    rows = [
        (
            *(batch.shop.desk_id, batch.shop.id, ref, batch.buyers[order["buyer"]["id"]], order["at"], order["status"]),
            *(order.get(name) for name in ORDER_INSTANTS),
            None,
            *(order.get(name) or "" for name in ORDER_WORDS),
            *_minor(order.get("shipping_cost")),
            order.get("reviewable") is not False,
        )
        for ref, order in merged.items()
    ]
    tail = f"ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET {ORDER_CHANGES} RETURNING outside_id, id"
    return dict(setwise.insert("sellerdesk_order", ORDER_COLUMNS, rows, tail=tail))


def _upsert_lines(batch: Batch, merged: dict[str, dict[str, Any]], ids: dict[str, int]) -> None:
    missing = {line["product"] for order in merged.values() for line in order["lines"]} - batch.products.keys()
    batch.products |= _ids(batch, "product", missing) if missing else {}
    setwise.insert(
        "sellerdesk_orderline",
        "desk_id, order_id, outside_id, product_id, quantity, price_minor, price_currency",
        [
            (batch.shop.desk_id, ids[ref], line["id"], batch.products[line["product"]], line["quantity"], *_minor(line.get("price")))
            for ref, order in merged.items()
            for line in order["lines"]
        ],
        tail="ON CONFLICT (desk_id, order_id, outside_id) DO UPDATE SET product_id = excluded.product_id, quantity = excluded.quantity,"
        " price_minor = excluded.price_minor, price_currency = excluded.price_currency",
    )


def _voids_of(batch: Batch, refs: Iterable[str]) -> list[tuple[int, str, datetime, bool]]:
    found = setwise.rows(
        "SELECT record, order_ref, at, placed FROM sellerdesk_tradevoid WHERE desk_id = %s AND shop_id = %s AND order_ref = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, list(refs)],
    )
    return [(record, ref, at, placed) for record, ref, at, placed in found]
