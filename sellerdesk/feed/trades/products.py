"""Products told, and bare ones for those that are only named."""

from collections import defaultdict
from typing import Any

from sellerdesk import setwise
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.trades.finding import ids
from sellerdesk.feed.trades.revising import merged, minor


PRODUCT_WORDS = ("title", "article", "category", "image")
PRODUCT_COLUMNS = (
    "desk_id, shop_id, outside_id, listed_at, title, article, category, image, price_minor, price_currency, cost_minor, cost_currency"
)


def apply(batch: Batch) -> None:
    """Make or merge the products that the batch tells or names, and fill `batch.products`."""
    told = defaultdict(list)
    for fact in batch.of("product"):
        told[fact.outside_id].append(fact)
    known = ids(batch, "product", {*told, *_named_products(batch)})
    for ref in _named_products(batch):
        known.setdefault(ref, 0)
    bare = [(batch.shop.desk_id, batch.shop.id, ref) for ref, own_id in known.items() if not own_id and ref not in told]
    batch.products = {ref: own_id for ref, own_id in known.items() if own_id}
    batch.products |= _insert_bare(bare)
    rows = [_product_row(batch, ref, whole) for ref, whole in merged(batch, "product", told, {r for r, i in known.items() if i}).items()]
    batch.products |= _upsert_products(rows)


def _named_products(batch: Batch) -> set[str]:
    named = {line["product"] for fact in batch.of("order") for line in fact.data["lines"]}
    return named | {ref for fact in batch.of("review", "question", "message") if (ref := fact.data.get("product"))}


def _insert_bare(rows: list[tuple[int, int, str]]) -> dict[str, int]:
    made = setwise.insert(
        "sellerdesk_product",
        "desk_id, shop_id, outside_id, title, article, category, image, price_currency, cost_currency",
        [(*row, "", "", "", "", "", "") for row in rows],
        tail="RETURNING outside_id, id",
    )
    return dict(made)


def _product_row(batch: Batch, ref: str, product: dict[str, Any]) -> tuple[Any, ...]:
    return (
        *(batch.shop.desk_id, batch.shop.id, ref, product["at"]),
        *(product.get(name) or "" for name in PRODUCT_WORDS),
        *minor(product.get("price")),
        *minor(product.get("cost")),
    )


def _upsert_products(rows: list[tuple[Any, ...]]) -> dict[str, int]:
    changes = ", ".join(f"{name} = excluded.{name}" for name in PRODUCT_COLUMNS.split(", ")[3:])
    tail = f"ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET {changes} RETURNING outside_id, id"
    return dict(setwise.insert("sellerdesk_product", PRODUCT_COLUMNS, rows, tail=tail))
