"""What is known of order lines whose buyers may be rated, in one query: for the command, the worker, the page and the API alike."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from reviews.domain.credit import Side
from reviews.domain.facts import Trade
from reviews.domain.rating import RatingFacts
from reviews.domain.verdicts import Verdict
from reviews.models import BuyerRating
from sellerdesk import setwise


LIVE = list(BuyerRating.LIVE)
GIVEN = (
    "EXISTS (SELECT FROM reviews_review AS s WHERE s.desk_id = o.desk_id AND s.shop_id = o.shop_id AND s.order_ref = o.outside_id"
    " AND s.author = 2 AND s.placed_line = l.outside_id)"
)
"""SQL: whether the marketplace told of a review by the shop of line l of order o, deleted or not (rulebook 10)."""
OWN = (
    "EXISTS (SELECT FROM reviews_buyerrating AS g WHERE g.desk_id = l.desk_id AND g.line_id = l.id AND g.state IN"
    " ('queued', 'sending', 'moderated', 'sent', 'unknown', 'by_hand'))"
)
"""SQL: whether a rating of line l that was given here is there or on its way."""
COLUMNS = (
    "l.id, o.id, o.shop_id, o.outside_id, l.outside_id, o.placed_at, o.completed_at, o.reviewable, o.struck_at,"
    " b.at, b.verdict, b.changed_at, b.deleted_at"
)
NUMBER = 13
BUYERS = (
    "LEFT JOIN LATERAL (SELECT r.id, r.at, r.verdict, r.changed_at, r.deleted_at FROM reviews_review AS r WHERE r.desk_id = o.desk_id"
    " AND r.shop_id = o.shop_id AND r.order_ref = o.outside_id AND r.author = 1 AND r.placed_line = l.outside_id LIMIT 1) AS b ON true"
)
"""SQL: the buyer's accepted review b of line l of order o."""


@dataclass(frozen=True, slots=True)
class Ratable:
    """One line of an order of a shop, and what the rules need of it."""

    line_id: int
    order_id: int
    shop_id: int
    order: str
    facts: RatingFacts


def lines(desk_id: int, shop_ids: Collection[int], line_ids: Collection[int]) -> list[Ratable]:
    """These lines as they are now, those of the named shops, in the order of their ids."""
    found = setwise.rows(
        f"SELECT {COLUMNS}, {GIVEN} OR {OWN} FROM sellerdesk_orderline AS l"
        f" JOIN sellerdesk_order AS o ON o.desk_id = l.desk_id AND o.id = l.order_id {BUYERS}"
        " WHERE l.desk_id = %s AND l.id = ANY(%s::bigint[]) AND o.shop_id = ANY(%s::bigint[]) ORDER BY l.id",
        [desk_id, sorted(line_ids), sorted(shop_ids)],
    )
    return [of_values(values[:NUMBER], given=values[NUMBER]) for values in found]


def of_values(values: Sequence[Any], *, given: bool) -> Ratable:
    """The columns of `COLUMNS`, and whether the shop has reviewed the line."""
    line_id, order_id, shop_id, order, line, placed_at, completed_at, reviewable, struck_at, at, verdict, changed_at, deleted_at = values
    buyer = None if at is None else Side(at, Verdict(verdict), changed_at, deleted_at)
    trade = Trade(placed_at, completed_at, reviewable, (line,), struck_at)
    return Ratable(line_id, order_id, shop_id, order, RatingFacts(trade, line, given, buyer))


def told(desk_id: int, line_id: int) -> bool:
    """Whether the marketplace told of a review by the shop of this line."""
    found = setwise.rows(
        f"SELECT FROM sellerdesk_orderline AS l JOIN sellerdesk_order AS o ON o.desk_id = l.desk_id AND o.id = l.order_id"
        f" WHERE l.desk_id = %s AND l.id = %s AND {GIVEN}",
        [desk_id, line_id],
    )
    return bool(found)
