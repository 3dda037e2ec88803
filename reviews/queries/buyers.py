"""What is known of the buyer of a review, besides the review."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from reviews.domain.verdicts import Verdict
from reviews.queries import offering
from sellerdesk import setwise


NAMED = 5
"""Other reviews that are named."""
OFFERS = 5
"""Offers that are named."""
COUNTED = 200
"""The newest reviews and orders of a buyer that are counted: who has more is no private buyer."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another review of the same buyer."""

    id: int
    at: datetime
    stars: int | None
    verdict: Verdict
    text: str


@dataclass(frozen=True, slots=True)
class Buyer:
    """How many orders and other reviews a buyer has, up to COUNTED, and the newest of these reviews."""

    orders: int
    refused: int
    good: int
    neutral: int
    bad: int
    others: tuple[Other, ...]
    offers: tuple[offering.One, ...] = ()
    """The newest that the shop has offered them."""


TOLD = (
    f"WITH own AS (SELECT status FROM sellerdesk_order WHERE desk_id = %(desk)s AND buyer_id = %(buyer)s LIMIT {COUNTED:d}),"
    " written AS (SELECT id, at, stars, mark / 10 - 1 AS verdict, left(coalesce(nullif(text, ''), pros), 160) AS text"
    " FROM reviews_review WHERE desk_id = %(desk)s AND buyer_id = %(buyer)s AND author = 1 AND NOT anonymous AND id <> %(besides)s"
    f" ORDER BY at DESC, id DESC LIMIT {COUNTED:d})"
    " SELECT json_build_array((SELECT count(*) FROM own), (SELECT count(*) FROM own WHERE status = 'refused'),"
    " (SELECT json_agg(json_build_array(id, extract(epoch FROM at), stars, verdict, text) ORDER BY at DESC, id DESC) FROM written),"
    f" (SELECT json_agg(row_to_json(one)) FROM ({offering.OF_BUYER}) AS one))::text"
)
"""All of a buyer in one value, as `read` takes it, so that it can be a column of a page's own query."""


def asked(desk_id: int, buyer_id: int | None, *, besides: int) -> dict[str, Any]:
    """The parameters of TOLD."""
    return {"desk": desk_id, "buyer": buyer_id, "besides": besides, "offers": OFFERS}


def buyer(desk_id: int, buyer_id: int, *, besides: int) -> Buyer:
    """The buyer of the review `besides`. An anonymous review tells nothing of its buyer, so those are left out."""
    return read(setwise.rows(TOLD, asked(desk_id, buyer_id, besides=besides))[0][0])


def read(told: str) -> Buyer:
    """What TOLD says."""
    orders, refused, found, offered = json.loads(told)
    others = [Other(own, datetime.fromtimestamp(at, UTC), stars, Verdict(verdict), text) for own, at, stars, verdict, text in found or ()]
    number = {verdict: sum(other.verdict is verdict for other in others) for verdict in Verdict}
    return Buyer(
        orders,
        refused,
        number[Verdict.GOOD],
        number[Verdict.NEUTRAL],
        number[Verdict.BAD],
        tuple(others[:NAMED]),
        tuple(offering.read(one) for one in offered or ()),
    )
