"""Order lines and claims as figures count them: the one SQL that days are summed from, and that lists behind figures are read from."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from returns.domain.milestones import MONEY_WANTED
from returns.domain.reasons import REASONS
from returns.domain.refusals import STAGES
from sellerdesk.domain.days import end_of
from sellerdesk.shops import ShopFacts


QUALITY: Final = [code for code, reason in REASONS.items() if reason.quality]
LONGEST_KEY: Final = 200
"""Of the feed's own words: couriers, regions, warehouses."""


def of_days(shop: ShopFacts, days: Iterable[date]) -> dict[str, Any]:
    """What `LINES` and `EVENTS` need: the shop, and these of its own days with the instants between which they lie."""
    told = list(days)
    return {
        "desk": shop.desk_id,
        "shop": shop.id,
        "days": [str(day) for day in told],
        "begins": [end_of(day.toordinal() - 1, shop.zone).isoformat() for day in told],
        "ends": [end_of(day.toordinal(), shop.zone).isoformat() for day in told],
        "quality": QUALITY,
        "money_wanted": sorted(MONEY_WANTED),
    }


_STAGE = " ".join(f"WHEN {stage.number:d} THEN '{name}'" for name, stage in STAGES.items())
LINES: Final = f"""
    SELECT d.day, o.id AS order_id, o.outside_id AS order_ref, o.placed_at, l.id AS line_id, l.outside_id AS line_ref, l.product_id,
        l.quantity, l.price_minor, l.price_currency, o.status, o.buyer_id, left(o.courier, {LONGEST_KEY:d}) AS courier,
        left(o.warehouse, {LONGEST_KEY:d}) AS warehouse, left(o.region, {LONGEST_KEY:d}) AS region,
        o.shipping_cost_minor, o.shipping_cost_currency,
        r.id IS NOT NULL OR o.status = 'refused' AS refused,
        CASE r.stage {_STAGE} ELSE '' END AS stage, coalesce(r.reason, '') AS refused_reason,
        r.id IS NULL AND (o.status IN ('delivered', 'completed') OR o.delivered_at IS NOT NULL OR o.completed_at IS NOT NULL)
            AND o.status <> 'refused' AS bought,
        c.id AS claim_id, coalesce(c.reason, '') AS claim_reason, c.id IS NOT NULL AS claimed, coalesce(c.refunded, false) AS refunded,
        coalesce(c.first_reason = ANY(%(quality)s), false) AS quality, coalesce(c.lost, false) AS lost
    FROM unnest(%(days)s::date[], %(begins)s::timestamptz[], %(ends)s::timestamptz[]) AS d (day, begins, ends)
    JOIN sellerdesk_order AS o ON o.desk_id = %(desk)s AND o.shop_id = %(shop)s AND o.placed_at >= d.begins AND o.placed_at < d.ends
    JOIN sellerdesk_orderline AS l ON l.desk_id = o.desk_id AND l.order_id = o.id
    LEFT JOIN LATERAL (
        SELECT r.id, r.stage, r.reason FROM returns_refusal AS r
        WHERE r.desk_id = o.desk_id AND r.shop_id = o.shop_id AND r.order_ref = o.outside_id AND r.ruling = ''
            AND (r.line_ref IS NULL OR r.line_ref = l.outside_id)
        ORDER BY r.at, r.outside_id COLLATE "C" LIMIT 1
    ) AS r ON true
    LEFT JOIN LATERAL (
        SELECT (array_agg(c.id ORDER BY c.at, c.outside_id COLLATE "C"))[1] AS id,
            (array_agg(c.reason ORDER BY c.at, c.outside_id COLLATE "C"))[1] AS reason,
            (array_agg(c.first_reason ORDER BY c.at, c.outside_id COLLATE "C") FILTER (WHERE c.wants = ANY(%(money_wanted)s)))[1]
                AS first_reason,
            bool_or(c.money = 'paid') AS refunded,
            bool_or(c.money = 'paid' AND c.goods IN ('lost', 'kept', 'written_off', 'wrong')) AS lost
        FROM returns_claim AS c
        WHERE c.desk_id = o.desk_id AND c.shop_id = o.shop_id AND c.order_ref = o.outside_id AND c.ruling = ''
            AND (c.line_ref IS NULL OR c.line_ref = l.outside_id)
    ) AS c ON true
    WHERE o.struck_at IS NULL AND (o.status <> 'cancelled' OR r.id IS NOT NULL OR c.id IS NOT NULL)
"""
"""The order lines that count, of these days, each with what became of it: the first refusal and the claims that it is among.

A struck order does not count. A cancelled one counts only where a refusal or a claim says that it was paid for and not wanted: of the
others nothing tells that anybody ever paid.
"""

_WHOLE = """
    SELECT told.*, bool_and(refused OR refunded) OVER own AND NOT bool_or(stage = 'before_shipping') OVER own
        AND row_number() OVER (PARTITION BY order_id ORDER BY line_id) = 1 AS whole_back
    FROM ({lines}) AS told WINDOW own AS (PARTITION BY order_id)
"""
WHOLE: Final = _WHOLE.format(lines=LINES)
"""The same with `whole_back`, at the first line of an order that was sent and of which nothing was kept."""

_OF_ORDER = "x.desk_id = o.desk_id AND x.shop_id = o.shop_id AND x.order_ref = o.outside_id AND x.ruling = ''"
WHOLE_BACK: Final = _WHOLE.format(
    lines=f"{LINES} AND (o.status = 'refused' OR EXISTS (SELECT FROM returns_refusal AS x WHERE {_OF_ORDER})"
    f" OR EXISTS (SELECT FROM returns_claim AS x WHERE {_OF_ORDER} AND x.money = 'paid'))"
)
"""Those of `WHOLE` that can be `whole_back`, with all lines of their orders: most orders need no look at their lines."""

_EVENT = """
    SELECT k.{on} AS day, k.claim_id, {counts}, k.refund_minor, k.refund_currency, {is_refund} AS is_refund, c.product_id, c.reason,
        left(coalesce(o.courier, ''), {longest:d}) AS courier, left(coalesce(o.warehouse, ''), {longest:d}) AS warehouse,
        left(coalesce(o.region, ''), {longest:d}) AS region
    FROM returns_claimdays AS k JOIN returns_claim AS c ON c.desk_id = k.desk_id AND c.id = k.claim_id
    LEFT JOIN sellerdesk_order AS o ON o.desk_id = c.desk_id AND o.id = c.order_id
    WHERE k.desk_id = %(desk)s AND k.shop_id = %(shop)s AND k.{on} = ANY(%(days)s::date[]){which}
"""
HAPPENED: Final = {
    "asked": "true",
    "first_quality": "k.first_quality",
    "refunds": "true",
    "joined": "true",
    "disputes": "true",
    "finished": "true",
    "self_finished": "NOT k.by_marketplace",
    "direct": "c.wants = 'refund'",
    "sent_back": "c.wants = 'return'",
}
"""Counts of what happened to claims -> which of those of their day they count."""
ON: Final = {
    "asked": "asked_on", "first_quality": "asked_on", "refunds": "refunded_on", "joined": "joined_on", "disputes": "ruled_on",
    "finished": "finished_on", "self_finished": "finished_on", "direct": "finished_on", "sent_back": "finished_on",
}  # fmt: skip
"""... -> the day on which they count."""
_FOR_MONEY = " AND c.wants = ANY(%(money_wanted)s)"
_ONLY_MONEY = frozenset({"joined_on", "ruled_on", "finished_on"})
"""Disputes and ends are told of claims for money alone; what is asked and what is paid, of all."""
_SECONDS = {"direct_seconds": "direct", "sent_back_seconds": "sent_back"}


def _event(on: str) -> str:
    own = [name for name, day in ON.items() if day == on]
    counts = [f"({HAPPENED[name]})::int AS {name}" if name in own else f"0 AS {name}" for name in HAPPENED]
    counts += [
        f"CASE WHEN {HAPPENED[name]} THEN k.seconds ELSE 0 END AS {column}" if name in own else f"0 AS {column}"
        for column, name in _SECONDS.items()
    ]
    return _EVENT.format(
        on=on, counts=", ".join(counts), is_refund="true" if on == "refunded_on" else "false", longest=LONGEST_KEY, which=of_money(on)
    )


def of_money(on: str) -> str:
    """What narrows the claims of such a day to those that count on it."""
    return _FOR_MONEY if on in _ONLY_MONEY else ""


EVENTS: Final = " UNION ALL ".join(_event(on) for on in dict.fromkeys(ON.values()))
"""What happened to claims on these days, a row for each thing."""
