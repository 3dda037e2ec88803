"""What signals are judged by: sums of the kept days, the orders of buyers who refuse, and complaints that other rooms tell of."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from returns.domain.signals import BEFORE, BUYER_FEWEST, LATELY, Share
from sellerdesk import setwise
from sellerdesk.domain.days import end_of
from sellerdesk.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class Sum:
    """Of the lines ordered in some days: how many there were, how many were refused, of how many something was claimed."""

    lines: int = 0
    refused: int = 0
    claimed: int = 0

    @property
    def back(self) -> int:
        """Refused or claimed: of a reason each line has one of them, of a product the two are judged apart."""
        return self.refused + self.claimed


NOTHING = Sum()
Place = tuple[str, str]
"""A dimension of the kept figures and a key of it."""


@dataclass(slots=True)
class Sums:
    """The sums of the last days and of the time before them, by place."""

    first_day: date
    last_day: date
    lately: dict[Place, Sum] = field(default_factory=dict)
    before: dict[Place, Sum] = field(default_factory=dict)

    def reasons(self, product: str) -> dict[str, int]:
        """By reason, how many lines of a product came back or were not taken lately."""
        return dict(self._by_product.get(product, {}))

    _by_product: dict[str, dict[str, int]] = field(default_factory=dict)


def sums(shop: ShopFacts, today: date) -> Sums:
    """All sums of a shop that signals need: of products, reasons, and both. One query."""
    first = today - timedelta(days=LATELY - 1)
    of = "coalesce(sum({0}) FILTER (WHERE day {1} %(first)s), 0)::bigint"
    columns = ", ".join(of.format(name, way) for way in (">=", "<") for name in ("lines", "refused", "claimed"))
    found = setwise.rows(
        f"SELECT dimension, key, {columns} FROM returns_figure WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND span = 1"
        " AND currency = '' AND dimension IN ('all', 'product', 'reason', 'product_reason') AND day >= %(begins)s AND day <= %(today)s"
        " GROUP BY dimension, key",
        {"desk": shop.desk_id, "shop": shop.id, "first": first, "begins": first - timedelta(days=BEFORE), "today": today},
    )
    told = Sums(first, today)
    by_product: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for dimension, key, *numbers in found:
        told.lately[dimension, key], told.before[dimension, key] = Sum(*numbers[:3]), Sum(*numbers[3:])
        if dimension == "product_reason":
            product, _colon, reason = key.partition(":")
            by_product[product][reason] = told.lately[dimension, key].back
    told._by_product = dict(by_product)
    return told


def since(shop: ShopFacts, asked: Collection[tuple[Place, date]], today: date) -> dict[tuple[Place, date], Sum]:
    """The sums of these places, each from its day on. One query."""
    if not asked:
        return {}
    found = setwise.rows(
        "SELECT w.dimension, w.key, w.first, coalesce(sum(f.lines), 0)::bigint, coalesce(sum(f.refused), 0)::bigint,"
        " coalesce(sum(f.claimed), 0)::bigint FROM unnest(%(dimensions)s::text[], %(keys)s::text[], %(firsts)s::date[])"
        " AS w (dimension, key, first) LEFT JOIN returns_figure AS f ON f.desk_id = %(desk)s AND f.shop_id = %(shop)s AND f.span = 1"
        " AND f.currency = '' AND f.dimension = w.dimension AND f.key = w.key AND f.day >= w.first AND f.day <= %(today)s"
        " GROUP BY 1, 2, 3",
        {
            "dimensions": [place[0] for place, _day in asked], "keys": [place[1] for place, _day in asked],
            "firsts": [day for _place, day in asked], "desk": shop.desk_id, "shop": shop.id, "today": today,
        },
    )  # fmt: skip
    return {((dimension, key), first): Sum(*numbers) for dimension, key, first, *numbers in found}


def refusing(shop: ShopFacts, begins: datetime) -> list[int]:
    """Buyers who did not take at least three orders since a moment."""
    found = setwise.rows(
        "SELECT buyer_id FROM returns_refusal WHERE desk_id = %s AND shop_id = %s AND ruling = '' AND at >= %s AND buyer_id IS NOT NULL"
        " GROUP BY buyer_id HAVING count(DISTINCT order_ref) >= %s ORDER BY buyer_id",
        [shop.desk_id, shop.id, begins, BUYER_FEWEST],
    )
    return [row[0] for row in found]


def orders_of(desk_id: int, shop_id: int, buyers: Mapping[int, datetime]) -> dict[int, Share]:
    """How many orders each buyer placed from a moment of its own on, and how many of them they did not take. One query."""
    if not buyers:
        return {}
    found = setwise.rows(
        "SELECT o.buyer_id, count(*) FILTER (WHERE o.status = 'refused' OR EXISTS (SELECT FROM returns_refusal AS r"
        " WHERE r.desk_id = o.desk_id AND r.shop_id = o.shop_id AND r.order_ref = o.outside_id AND r.ruling = '')), count(*)"
        " FROM unnest(%s::bigint[], %s::timestamptz[]) AS w (buyer, begins) JOIN sellerdesk_order AS o ON o.desk_id = %s"
        " AND o.buyer_id = w.buyer AND o.shop_id = %s AND o.placed_at >= w.begins AND o.struck_at IS NULL GROUP BY 1",
        [list(buyers), list(buyers.values()), desk_id, shop_id],
    )
    return {buyer: Share(refused, orders) for buyer, refused, orders in found}


def begins_of(shop: ShopFacts, day: date) -> datetime:
    """The instant at which one of the shop's days begins."""
    return end_of(day.toordinal() - 1, shop.zone)


def today_of(shop: ShopFacts, now: datetime) -> date:
    """The shop's own day."""
    return date.fromordinal(shop.day(now))


def places_of(sort: str, key: str) -> Sequence[Place]:
    """Where the hits of a signal are counted, and where its lines; none of a buyer."""
    if sort in {"refused", "claimed"}:
        return (("product", key), ("product", key))
    if sort == "product_reason":
        return (("product_reason", key), ("product", key.partition(":")[0]))
    return (("reason", key), ("all", "")) if sort == "reason" else ()


def share_of(sort: str, hits: Sum, lines: Sum) -> Share:
    """A share by the sums of its two places."""
    number = {"refused": hits.refused, "claimed": hits.claimed}.get(sort, hits.back)
    # A line that was refused and claimed all the same counts once of a whole.
    return Share(min(number, lines.lines), lines.lines)
