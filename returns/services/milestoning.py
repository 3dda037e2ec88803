"""On which days claims count, from their moves; and which of them are no longer counted where they were."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from returns.domain.milestones import MONEY_WANTED, Milestones, Step, milestones, seconds
from returns.rows.counted import QUALITY
from sellerdesk import setwise
from sellerdesk.shops import ShopFacts


_COLUMNS = (
    "claim_id, placed_on, asked_on, refunded_on, joined_on, ruled_on, finished_on, by_marketplace, seconds, first_quality, refund_minor,"
    " refund_currency"
)
_DAYS = slice(1, 7)
Row = tuple[Any, ...]
"""The values of `_COLUMNS`."""


@dataclass(frozen=True, slots=True)
class _Claim:
    id: int
    ruling: str
    outside_id: str
    at: datetime
    wants: str
    amount: int | None
    currency: str
    first_reason: str
    order: str
    line: str | None
    placed_at: datetime | None


def with_mates(shop: ShopFacts, claims: Collection[int]) -> list[int]:
    """These claims and all others of their orders: which of them is the first depends on all."""
    found = setwise.rows(
        "SELECT DISTINCT m.id FROM returns_claim AS c JOIN returns_claim AS m"
        " ON m.desk_id = c.desk_id AND m.shop_id = c.shop_id AND m.order_ref = c.order_ref"
        " WHERE c.desk_id = %s AND c.shop_id = %s AND c.id = ANY(%s) ORDER BY m.id",
        [shop.desk_id, shop.id, sorted(claims)],
    )
    return [claim_id for (claim_id,) in found]


def made(shop: ShopFacts, claims: Sequence[int]) -> dict[int, Row]:
    """What these claims count as, by id, as their moves say now; nothing of one that does not stand on an order. All mates with them."""
    found = [
        _Claim(*row)
        for row in setwise.rows(
            "SELECT c.id, c.ruling, c.outside_id, c.at, c.wants, c.amount_minor, c.amount_currency, c.first_reason, c.order_ref,"
            " c.line_ref, o.placed_at FROM returns_claim AS c"
            " LEFT JOIN sellerdesk_order AS o ON o.desk_id = c.desk_id AND o.id = c.order_id"
            " WHERE c.desk_id = %s AND c.shop_id = %s AND c.id = ANY(%s)",
            [shop.desk_id, shop.id, list(claims)],
        )
    ]
    standing = [one for one in found if not one.ruling and one.placed_at is not None]
    firsts, steps = _firsts(standing), _steps(shop, [one.id for one in standing])
    return {one.id: _row(shop, one, steps.get(one.id, []), is_first=one.id in firsts) for one in standing}


def kept(shop: ShopFacts, claims: Sequence[int]) -> dict[int, Row]:
    """What these claims were counted as, by id."""
    found = setwise.rows(
        f"SELECT {_COLUMNS} FROM returns_claimdays WHERE desk_id = %s AND claim_id = ANY(%s)", [shop.desk_id, list(claims)]
    )
    return {row[0]: row for row in found}


def keep(shop: ShopFacts, claims: Sequence[int]) -> set[date]:
    """Write what these claims count as, and return every day on which one of them counts or counted."""
    fresh, before = made(shop, claims), kept(shop, claims)
    changed = [own for own in claims if fresh.get(own) != before.get(own)]
    if gone := [own for own in changed if own in before]:
        setwise.run("DELETE FROM returns_claimdays WHERE desk_id = %s AND claim_id = ANY(%s)", [shop.desk_id, gone])
    rows = [(shop.desk_id, shop.id, *fresh[own]) for own in changed if own in fresh]
    setwise.append("returns_claimdays", f"desk_id, shop_id, {_COLUMNS}", rows)
    return {day for row in (*fresh.values(), *before.values()) for day in row[_DAYS] if day is not None}


def _steps(shop: ShopFacts, claims: Sequence[int]) -> dict[int, list[Step]]:
    found = setwise.rows(
        "SELECT m.claim_id, m.at, m.event, m.by, m.money_after, m.talk_after, s.amount_minor, coalesce(s.amount_currency, '')"
        " FROM returns_move AS m LEFT JOIN returns_claimstep AS s ON s.desk_id = m.desk_id AND s.id = m.step_id"
        " WHERE m.desk_id = %s AND m.claim_id = ANY(%s) ORDER BY m.claim_id, m.place",
        [shop.desk_id, list(claims)],
    )
    steps: dict[int, list[Step]] = defaultdict(list)
    for claim_id, *rest in found:
        steps[claim_id].append(Step(*rest))
    return steps


def _firsts(standing: Sequence[_Claim]) -> set[int]:
    """Claims for money that are the first about any line of their order: one of the whole order is about each of its lines."""
    orders: dict[str, list[_Claim]] = defaultdict(list)
    for one in standing:
        if one.wants in MONEY_WANTED:
            orders[one.order].append(one)
    firsts = set()
    for mates in orders.values():
        told: set[str | None] = set()
        for one in sorted(mates, key=lambda one: (one.at, one.outside_id)):
            if not told or (one.line is not None and None not in told and one.line not in told):
                firsts.add(one.id)
            told.add(one.line)
    return firsts


def _row(shop: ShopFacts, one: _Claim, steps: Sequence[Step], *, is_first: bool) -> Row:
    assert one.placed_at is not None
    reached: Milestones = milestones(steps, amount=one.amount, currency=one.currency)
    moments = (one.placed_at, one.at, reached.refunded_at, reached.joined_at, reached.ruled_at, reached.finished_at)
    return (
        one.id,
        *(None if at is None else date.fromordinal(shop.day(at)) for at in moments),
        *(reached.by_marketplace, seconds(one.at, reached.finished_at), is_first and one.first_reason in QUALITY),
        *(reached.refund_minor, reached.refund_currency),
    )
