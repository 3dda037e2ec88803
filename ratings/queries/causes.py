"""The marks of a shop's window put to what the feed tells of their orders, a piece of orders at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from ratings.domain.causes import NOTHING, Cells, Counted, Key, on_the_way, plus, shipping
from ratings.domain.figures import CELLS, cell
from ratings.domain.standing import Standing
from ratings.models import StoreRating
from sellerdesk import order_traits, setwise
from sellerdesk.domain.days import window_first
from sellerdesk.feed.batch import APPLIED
from sellerdesk.feed.pseudonyms import pseudonym
from sellerdesk.models import Order, OrderLine, OrderMark
from sellerdesk.shops import ShopFacts


PIECE = 2_000
MARKS = ("claim", "refusal")
"""Order marks of other rooms, with their codes."""
NONE, UNTOLD = "none", "untold"
"""Without such a mark, and with one that gives no reason."""
SEVERAL = "several"
"""The product of an order of several: it is no product's own."""
_ORDERS = f"""
    SELECT o.id, o.outside_id, o.courier, o.ship_by, o.shipped_at, o.delivered_at, p.first, p.products, m.kinds, m.codes
    FROM (
        SELECT * FROM {Order._meta.db_table}
        WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND outside_id > %(after)s ORDER BY outside_id LIMIT %(piece)s
    ) AS o
    LEFT JOIN LATERAL (
        SELECT min(product_id) AS first, count(DISTINCT product_id) AS products FROM {OrderLine._meta.db_table}
        WHERE desk_id = %(desk)s AND order_id = o.id
    ) AS p ON true
    LEFT JOIN LATERAL (
        SELECT array_agg(kind) AS kinds, array_agg(code) AS codes FROM {OrderMark._meta.db_table}
        WHERE desk_id = %(desk)s AND order_id = o.id AND kind = ANY(%(marks)s)
    ) AS m ON true
    ORDER BY o.outside_id
"""
_RATINGS = (
    "SELECT order_key, described, service, dispatch, logistics, states, effective_at"
    f" FROM {StoreRating._meta.db_table} WHERE desk_id = %s AND shop_id = %s AND order_key = ANY(%s) AND ruling = %s"
)


def count(shop: ShopFacts, *, now: datetime) -> Counted:
    """Go through all orders of a shop; nothing is held but the sums. For a worker: its cost is that of the orders."""
    today = shop.day(now)
    groups: dict[Key, Cells] = defaultdict(lambda: NOTHING)
    total = NOTHING
    for orders in _pieces(shop):
        keys = {pseudonym(shop.id, "order", order[1]): order for order in orders}
        marks = dict(_marks_of(shop, list(keys), today))
        if not marks:
            continue
        told = [keys[key] for key in marks]
        by_trait = [(one.key, one.find(shop, [order[1] for order in told])) for one in order_traits.traits()]
        for key, cells in marks.items():
            total = plus(total, cells)
            ref = keys[key][1]
            codes = {**_codes(keys[key]), **{name: found.get(ref, NONE) for name, found in by_trait}}
            for kind, code in codes.items():
                groups[kind, code] = plus(groups[kind, code], cells)
    return Counted(groups, total)


def _pieces(shop: ShopFacts) -> Iterator[Sequence[tuple[Any, ...]]]:
    after = ""
    while True:
        asked = {"desk": shop.desk_id, "shop": shop.id, "after": after, "piece": PIECE, "marks": list(MARKS)}
        found = setwise.rows(_ORDERS, asked)
        if not found:
            return
        yield found
        after = found[-1][1]


def _marks_of(shop: ShopFacts, keys: Sequence[bytes], today: int) -> Iterator[tuple[bytes, Cells]]:
    """The marks that count today."""
    first = window_first(today, shop.window)
    for key, *scores, states, effective_at in setwise.rows(_RATINGS, [shop.desk_id, shop.id, keys, APPLIED]):
        past = [standing for start, standing in zip(states[::2], states[1::2], strict=True) if start <= today]
        if not past or past[-1] != Standing.COUNTED or effective_at is None or not first <= shop.day(effective_at) <= today:
            continue
        counts = [0] * CELLS
        for dimension, stars in enumerate(scores):
            if stars is not None:
                counts[cell(dimension, stars)] = 1
        yield bytes(key), tuple(counts)


def _codes(order: tuple[Any, ...]) -> dict[str, str]:
    _, _, courier, ship_by, shipped_at, delivered_at, product, products, kinds, codes = order
    marks = dict(zip(kinds or (), codes or (), strict=True))
    return {
        "courier": courier,
        "shipping": shipping(ship_by, shipped_at),
        "on_the_way": on_the_way(shipped_at, delivered_at),
        "product": str(product) if products == 1 else SEVERAL if products else "",
        **{kind: marks.get(kind, NONE) or UNTOLD for kind in MARKS},
    }
