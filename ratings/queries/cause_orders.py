"""All orders of a group, rated or not: which of them were rated, and how, is never looked at (rulebook 9)."""

from datetime import datetime
from typing import Any, NamedTuple

from ratings.queries.causes import MARKS, NONE, UNTOLD
from sellerdesk import order_traits, setwise
from sellerdesk.models import Order, OrderLine, OrderMark, Product
from sellerdesk.order_traits import Trait
from sellerdesk.shops import ShopFacts


PAGE, NEWEST, PIECE = 50, 20_000, 5_000
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
    """Whether the orders of such a group can be listed here: those of several products cannot."""
    trait = _trait(kind)
    if trait is not None:
        return code == NONE or code in trait.codes
    return kind == "courier" or kind in MARKS or code in _CODES.get(kind, {}) or (kind == "product" and code.isdigit())


def orders_of(shop: ShopFacts, kind: str, code: str, *, before: int | None) -> tuple[list[OrderRow], int | None]:
    """A page of the group's orders, newest known first, and where the next page begins.

    Looked for among the shop's newest 20,000 orders; by a trait, which is worked out when it is asked for, in pieces from the newest on.
    """
    trait = _trait(kind)
    if trait is not None:
        return _by_trait(shop, trait, code, before)
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


def _trait(kind: str) -> Trait | None:
    return next((one for one in order_traits.traits() if one.key == kind), None)


def _by_trait(shop: ShopFacts, trait: Trait, code: str, before: int | None) -> tuple[list[OrderRow], int | None]:
    """Two queries for each piece, and no more pieces than the newest orders fill."""
    rows: list[OrderRow] = []
    behind, looked_through = before, 0
    while len(rows) <= PAGE and looked_through < NEWEST:
        found = setwise.rows(
            f"SELECT id, outside_id, placed_at, courier FROM {Order._meta.db_table} WHERE desk_id = %s AND shop_id = %s"
            " AND (%s::bigint IS NULL OR id < %s) ORDER BY id DESC LIMIT %s",
            [shop.desk_id, shop.id, behind, behind, PIECE],
        )
        if not found:
            break
        codes = trait.find(shop, [ref for _id, ref, _placed, _courier in found])
        rows += [OrderRow(*row) for row in found if codes.get(row[1], NONE) == code]
        behind, looked_through = found[-1][0], looked_through + len(found)
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
