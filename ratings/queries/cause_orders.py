"""All orders of a group, rated or not: which of them were rated, and how, is never looked at (rulebook 9)."""

from datetime import datetime
from typing import Any, NamedTuple

from ratings.queries.causes import MARKS, NONE, UNTOLD
from sellerdesk import setwise
from sellerdesk.models import Order, OrderLine, OrderMark, Product
from sellerdesk.shops import ShopFacts


PAGE, NEWEST = 50, 20_000
_WAY = "delivered_at - shipped_at"
_CODES = {
    "shipping": {"late": "shipped_at > ship_by", "in_time": "shipped_at <= ship_by"},
    "on_the_way": {
        "to_3_days": f"{_WAY} BETWEEN interval '0' AND interval '3 days'",
        "to_7_days": f"{_WAY} > interval '3 days' AND {_WAY} <= interval '7 days'",
        "to_14_days": f"{_WAY} > interval '7 days' AND {_WAY} <= interval '14 days'",
        "over_14_days": f"{_WAY} > interval '14 days'",
    },
}
_PRODUCTS = f"(SELECT array_agg(DISTINCT product_id) FROM {OrderLine._meta.db_table} WHERE desk_id = o.desk_id AND order_id = o.id)"
_MARK = f"SELECT FROM {OrderMark._meta.db_table} WHERE desk_id = o.desk_id AND order_id = o.id AND kind = %(kind)s"


class OrderRow(NamedTuple):
    """One order of the list."""

    id: int
    outside_id: str
    placed_at: datetime
    courier: str


def is_listed(kind: str, code: str) -> bool:
    """Whether the orders of such a group can be listed here: those of other rooms' traits, and of several products, cannot."""
    return kind == "courier" or kind in MARKS or code in _CODES.get(kind, {}) or (kind == "product" and code.isdigit())


def orders_of(shop: ShopFacts, kind: str, code: str, *, before: int | None) -> tuple[list[OrderRow], int | None]:
    """A page of the group's orders, newest known first, and where the next page begins.

    Looked for among the shop's newest 20,000 orders.
    """
    found = setwise.rows(
        f"SELECT id, outside_id, placed_at, courier FROM ("
        f" SELECT * FROM {Order._meta.db_table} WHERE desk_id = %(desk)s AND shop_id = %(shop)s ORDER BY id DESC LIMIT %(newest)s"
        f") AS o WHERE ({_condition(kind, code)}) AND (%(before)s::bigint IS NULL OR id < %(before)s) ORDER BY id DESC LIMIT %(most)s",
        {
            "desk": shop.desk_id, "shop": shop.id, "newest": NEWEST, "kind": kind, "code": code, "before": before, "most": PAGE + 1,
        },
    )  # fmt: skip
    rows = [OrderRow(*values) for values in found]
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


def _condition(kind: str, code: str) -> str:
    if kind == "courier":
        return "courier = %(code)s"
    if kind == "product":
        return f"{_PRODUCTS} = ARRAY[%(code)s::bigint]"
    if kind in MARKS:
        wanted = "''" if code == UNTOLD else "%(code)s"
        return f"NOT EXISTS ({_MARK})" if code == NONE else f"EXISTS ({_MARK} AND code = {wanted})"
    return _CODES[kind][code]


def titles(shop: ShopFacts, product_ids: list[int]) -> dict[int, Any]:
    """What products are called."""
    if not product_ids:
        return {}
    table = Product._meta.db_table
    sql = f"SELECT id, coalesce(nullif(title, ''), outside_id) FROM {table} WHERE desk_id = %s AND id = ANY(%s)"
    return dict(setwise.rows(sql, [shop.desk_id, product_ids]))
