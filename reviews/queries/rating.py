"""What the page of rating buyers reads: lines not rated yet, the ones that end first first; and what the shop has given."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from reviews.domain.rating import Place, RatingFacts
from reviews.domain.verdicts import Verdict
from reviews.models import BuyerRating
from reviews.rows import ratable
from reviews.rows.ratable import BUYERS, GIVEN, NUMBER, OWN
from sellerdesk import setwise
from sellerdesk.shops import ShopFacts


PAGE: Final = 50
MOST_COUNTED: Final = 1_000
SOON: Final = timedelta(days=1)
UNDER_WAY: Final = 50
HEARD_WITHIN: Final = timedelta(days=60)
"""What the marketplace has not told of after so long is not waited for on the page."""
_BUYER = "coalesce(nullif(buyer.name, ''), buyer.outside_id, '')"
_PRODUCT = "coalesce(nullif(product.title, ''), nullif(product.article, ''), product.outside_id, '')"
_WHO = "coalesce(nullif(u.name, ''), u.email, '')"


def _anonymous(of: str, ref: str) -> str:
    """SQL: whether the buyer reviewed any line of an order without a name: the order with the number `ref`, of the shop of row `of`.

    The order's number stands in each of its rows: the name beside one of them would tell whose the review of another is.
    """
    return (
        f"EXISTS (SELECT FROM reviews_review AS a WHERE a.desk_id = {of}.desk_id AND a.shop_id = {of}.shop_id AND a.order_ref = {ref}"
        " AND a.author = 1 AND a.anonymous)"
    )


_OF_ORDER = _anonymous("o", "o.outside_id")
_NAMED = f"CASE WHEN {_OF_ORDER} THEN '' ELSE {_BUYER} END"
_NAMED_GIVEN = f"CASE WHEN {_anonymous('d', 'd.order_ref')} THEN '' ELSE {_BUYER} END"


@dataclass(frozen=True, slots=True)
class Due:
    """One line whose buyer is not rated yet."""

    line_id: int
    order_id: int
    shop_id: int
    order: str
    until: datetime
    facts: RatingFacts
    review_id: int | None
    """The buyer's review, where there is one."""
    buyer: str
    """Empty where a review of the order is anonymous."""
    anonymous: bool
    product: str
    image: str
    lines: int
    """How many lines the order has."""

    @property
    def place(self) -> Place:
        """Behind which the list goes on."""
        return Place(self.until, self.order_id, self.line_id)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines wait, and how many of them end within a day; `more` where there are more than are counted."""

    number: int
    soon: int
    more: bool


_KEYS = f"""
    SELECT o.completed_at, o.id, l.id FROM sellerdesk_order AS o
    JOIN sellerdesk_orderline AS l ON l.desk_id = o.desk_id AND l.order_id = o.id
    WHERE o.desk_id = %(desk)s AND o.shop_id = ANY(%(shops)s::bigint[]) AND o.completed_at BETWEEN %(since)s AND %(now)s
        AND o.struck_at IS NULL AND o.reviewable AND NOT {OWN} AND NOT EXISTS (
            SELECT FROM reviews_review AS r WHERE r.desk_id = o.desk_id AND r.shop_id = o.shop_id AND r.author = 2 AND r.at >= %(since)s
                AND r.order_ref = o.outside_id AND r.placed_line = l.outside_id
        ) {{after}}
    ORDER BY o.completed_at, o.id, l.id LIMIT %(limit)s
"""
"""The shop's review of a line that may be rated now came after the order was completed, so only the latest are looked at."""
_AFTER = "AND (o.completed_at, o.id, l.id) > (%(from)s, %(order)s, %(line)s)"


def places(desk_id: int, shops: Sequence[ShopFacts], *, now: datetime, limit: int, after: Place | None = None) -> list[Place]:
    """The lines that may be rated now, by the end of their windows. One query for each length of window, which is one."""
    by_window: dict[timedelta, list[int]] = {}
    for shop in shops:
        if shop.rules.rates_buyers and shop.rules.review_window is not None:
            by_window.setdefault(shop.rules.review_window, []).append(shop.id)
    found: list[Place] = []
    for window, ids in by_window.items():
        mine: dict[str, Any] = {"desk": desk_id, "shops": ids, "since": now - window, "now": now, "limit": limit}
        if after is not None:
            mine |= {"from": after.until - window, "order": after.order_id, "line": after.line_id}
        rows = setwise.rows(_KEYS.format(after=_AFTER if after is not None else ""), mine)
        found += [Place(completed_at + window, order_id, line_id) for completed_at, order_id, line_id in rows]
    return sorted(found)[:limit]


def due(desk_id: int, shops: Sequence[ShopFacts], *, now: datetime, after: Place | None = None, size: int = PAGE) -> list[Due]:
    """What may be rated now, what ends first first; one more than `size` where there are more."""
    found = places(desk_id, shops, now=now, limit=size + 1, after=after)
    return _lines(desk_id, shops, [place.line_id for place in found])


def first(desk_id: int, shops: Sequence[ShopFacts], *, now: datetime) -> tuple[list[Due], Counts]:
    """The first page, one more than it where there are more, and how many wait: from one walk."""
    found = places(desk_id, shops, now=now, limit=MOST_COUNTED + 1)
    soon = sum(place.until <= now + SOON for place in found[:MOST_COUNTED])
    counts = Counts(min(len(found), MOST_COUNTED), soon, len(found) > MOST_COUNTED)
    return _lines(desk_id, shops, [place.line_id for place in found[: PAGE + 1]]), counts


def of_shop(desk_id: int, shop_id: int) -> QuerySet[BuyerRating]:
    """The ratings that were given here, for programs."""
    return BuyerRating.objects.filter(desk_id=desk_id, shop_id=shop_id).select_related("order", "line")


def one(desk_id: int, shops: Sequence[ShopFacts], line_id: int) -> Due | None:
    """A line of these shops, whether it may be rated or not; None where it is not seen, or was never completed."""
    return next(iter(_lines(desk_id, shops, [line_id])), None)


def _lines(desk_id: int, shops: Sequence[ShopFacts], line_ids: Sequence[int]) -> list[Due]:
    """These lines of these shops in this order; those of orders that are not completed are left out."""
    if not line_ids:
        return []
    windows = {shop.id: shop.rules.review_window or timedelta(0) for shop in shops}
    found = setwise.rows(
        f"SELECT {ratable.COLUMNS}, {GIVEN} OR {OWN}, b.id, {_BUYER}, {_OF_ORDER}, {_PRODUCT}, product.image,"
        " (SELECT count(*) FROM sellerdesk_orderline AS x WHERE x.desk_id = o.desk_id AND x.order_id = o.id)"
        f" FROM sellerdesk_orderline AS l JOIN sellerdesk_order AS o ON o.desk_id = l.desk_id AND o.id = l.order_id {BUYERS}"
        " JOIN sellerdesk_buyer AS buyer ON buyer.desk_id = o.desk_id AND buyer.id = o.buyer_id"
        " JOIN sellerdesk_product AS product ON product.desk_id = l.desk_id AND product.id = l.product_id"
        " WHERE l.desk_id = %s AND l.id = ANY(%s::bigint[]) AND o.shop_id = ANY(%s::bigint[]) AND o.completed_at IS NOT NULL"
        " ORDER BY array_position(%s::bigint[], l.id)",
        [desk_id, list(line_ids), list(windows), list(line_ids)],
    )
    return [_due(values, windows) for values in found]


def _due(values: Sequence[Any], windows: Mapping[int, timedelta]) -> Due:
    known = ratable.of_values(values[:NUMBER], given=values[NUMBER])
    review_id, buyer, anonymous, product, image, lines = values[NUMBER + 1 :]
    completed_at = known.facts.trade.completed_at
    assert completed_at is not None
    return Due(
        known.line_id, known.order_id, known.shop_id, known.order, completed_at + windows[known.shop_id], known.facts, review_id,
        "" if anonymous else buyer, anonymous, product, image, lines,
    )  # fmt: skip


def begun(desk_id: int, line_id: int) -> tuple[Verdict, str] | None:
    """What was said last of a line and did not stand: taken back, or refused. The form begins with it."""
    mine = BuyerRating.objects.filter(desk_id=desk_id, line_id=line_id, state__in=["cancelled", "refused"]).order_by("-pk")
    last = mine.values_list("verdict", "text").first()
    return None if last is None else (Verdict(last[0]), last[1])


@dataclass(frozen=True, slots=True)
class Line:
    """A rating that the shop has given: on its way, not delivered, or told by the marketplace (`review_id`)."""

    id: int
    shop_id: int
    order: str
    buyer: str
    """Empty where a review of the order is anonymous, or nothing tells who it is."""
    product: str
    verdict: Verdict
    text: str
    at: datetime
    who: str
    state: str
    """Of one given here; empty where it was given elsewhere."""
    reason: str = ""
    outbound: int | None = None
    ruling: str = ""
    deleted_at: datetime | None = None


def under_way(desk_id: int, shop_ids: Collection[int], *, now: datetime) -> list[Line]:
    """What was given here and the marketplace has not told of: on its way, or not delivered and not given anew; the newest."""
    found = setwise.rows(
        f"SELECT g.id, g.shop_id, o.outside_id, {_NAMED}, {_PRODUCT}, g.verdict, g.text, g.written_at, {_WHO}, g.state,"
        " g.reason, g.outbound FROM reviews_buyerrating AS g JOIN sellerdesk_order AS o ON o.desk_id = g.desk_id AND o.id = g.order_id"
        " JOIN sellerdesk_orderline AS l ON l.desk_id = g.desk_id AND l.id = g.line_id"
        " JOIN sellerdesk_buyer AS buyer ON buyer.desk_id = o.desk_id AND buyer.id = o.buyer_id"
        " JOIN sellerdesk_product AS product ON product.desk_id = l.desk_id AND product.id = l.product_id"
        " LEFT JOIN sellerdesk_user AS u ON u.id = g.author_id"
        " WHERE g.desk_id = %s AND g.shop_id = ANY(%s::bigint[]) AND g.told_record IS NULL AND g.written_at > %s"
        " AND (g.state <> 'cancelled' OR g.reason <> '')"
        " AND NOT EXISTS (SELECT FROM reviews_buyerrating AS n WHERE n.desk_id = g.desk_id AND n.line_id = g.line_id AND n.id > g.id)"
        " ORDER BY g.written_at DESC, g.id DESC LIMIT %s",
        [desk_id, list(shop_ids), now - HEARD_WITHIN, UNDER_WAY],
    )
    return [_line(values[:10], reason=values[10], outbound=values[11]) for values in found]


def given(desk_id: int, shop_ids: Collection[int], after: tuple[datetime, int] | None = None) -> list[Line]:
    """The shop's reviews of its buyers as the marketplace tells them, newest first; one more than a page where there are more."""
    beyond = "AND (r.at, r.id) < (%(at)s, %(id)s)" if after is not None else ""
    parameters: dict[str, Any] = {"desk": desk_id, "shops": list(shop_ids), "limit": PAGE + 1}
    if after is not None:
        parameters |= {"at": after[0], "id": after[1]}
    found = setwise.rows(
        f"SELECT d.id, d.shop_id, d.order_ref, {_NAMED_GIVEN}, {_PRODUCT}, d.verdict, d.text, d.at,"
        f" {_WHO}, CASE WHEN g.id IS NULL THEN '' ELSE 'sent' END, d.ruling, d.deleted_at"
        " FROM unnest(%(shops)s::bigint[]) AS s (id) CROSS JOIN LATERAL (SELECT r.* FROM reviews_review AS r WHERE r.desk_id = %(desk)s"
        f" AND r.shop_id = s.id AND r.author = 2 {beyond} ORDER BY r.at DESC, r.id DESC LIMIT %(limit)s) AS d"
        " LEFT JOIN sellerdesk_buyer AS buyer ON buyer.desk_id = d.desk_id AND buyer.id = d.buyer_id"
        " LEFT JOIN sellerdesk_product AS product ON product.desk_id = d.desk_id AND product.id = d.product_id"
        " LEFT JOIN LATERAL (SELECT g.id, g.author_id FROM reviews_buyerrating AS g JOIN sellerdesk_orderline AS l ON l.desk_id = g.desk_id"
        " AND l.id = g.line_id JOIN sellerdesk_order AS o ON o.desk_id = d.desk_id AND o.shop_id = d.shop_id AND o.outside_id = d.order_ref"
        " WHERE g.desk_id = d.desk_id AND l.order_id = o.id AND g.told_record = d.record LIMIT 1) AS g ON true"
        " LEFT JOIN sellerdesk_user AS u ON u.id = g.author_id ORDER BY d.at DESC, d.id DESC LIMIT %(limit)s",
        parameters,
    )
    return [_line(values[:10], ruling=values[10], deleted_at=values[11]) for values in found]


def _line(values: Sequence[Any], **more: Any) -> Line:
    own_id, shop_id, order, buyer, product, verdict, text, at, who, own_state = values
    return Line(own_id, shop_id, order or "", buyer, product, Verdict(verdict), text, at, who, own_state, **more)
