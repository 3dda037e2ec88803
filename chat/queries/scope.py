"""What figures are asked of: shops, their days, filters; and the rounds of these as one SQL relation.

Each shop's days are cut into its own hours, and the rounds of each hour are read from the index: what day, weekday and hour a round
belongs to is known once for the hour, not worked out for each round, which is most of what adding them up would cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from chat.domain.asking import Asked
from chat.domain.figures import CAP, DAYTIME, ELSEWHERE, GOOD, NOBODY, WITHIN_3
from chat.domain.local_days import pieces
from sellerdesk.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class Scope:
    """Rounds of some shops of a desk that began in a period, as they stand at `now`."""

    desk_id: int
    shops: Sequence[ShopFacts]
    asked: Asked
    now: datetime


def day_in(shops: Sequence[ShopFacts], now: datetime) -> int:
    """The latest day that any of the shops has now; the UTC one where there is none."""
    return max((shop.day(now) for shop in shops), default=now.toordinal())


def parameters(scope: Scope) -> dict[str, Any]:
    """What the statements over `hours` and `rounds` need."""
    period = scope.asked.period
    rows = [(shop, piece) for shop in scope.shops for piece in pieces(period.first, period.last, shop.zone)]
    return {
        "desk": scope.desk_id,
        "now": scope.now,
        "shops": [shop.id for shop, _ in rows],
        "targets": [shop.reply_target // _MICROSECOND for shop, _ in rows],
        "begins": [piece.begins.isoformat() for _, piece in rows],
        "ends": [piece.ends.isoformat() for _, piece in rows],
        "shifts": [f"{int(piece.shift.total_seconds())} seconds" for _, piece in rows],
        "day_ends": "{" + ",".join("NULL" if piece.day_ends is None else f'"{piece.day_ends.isoformat()}"' for _, piece in rows) + "}",
        "within_3": WITHIN_3 // _MICROSECOND,
        "over_3": scope.now - WITHIN_3,
        "cap": CAP // _MICROSECOND,
        "over_cap": scope.now - CAP,
        "good": GOOD,
        "agent": scope.asked.agent,
        "sale": scope.asked.sale == "after",
        "hour": scope.asked.hour,
        "weekday": scope.asked.weekday,
    }


_MICROSECOND: Final = timedelta(microseconds=1)
PIECES: Final = (
    "unnest(%(shops)s::bigint[], %(targets)s::bigint[], %(begins)s::timestamptz[], %(ends)s::timestamptz[], %(shifts)s::interval[],"
    " %(day_ends)s::timestamptz[]) AS e (shop_id, target, begins, ends, shift, day_ends)"
)
_HOURS: Final = f"""
    SELECT cut.shop_id, cut.target, cut.over, cut.begins, cut.ends, cut.local::date AS day, date_part('isodow', cut.local)::int AS weekday,
        date_part('hour', cut.local)::int AS hour,
        date_part('hour', cut.local) >= {DAYTIME[0]} AND date_part('hour', cut.local) < {DAYTIME[1]} AS by_day,
        coalesce(cut.day_ends, (cut.local::date + 1 - cut.shift) AT TIME ZONE 'UTC') AS day_ends
    FROM (
        SELECT e.shop_id, e.target, e.shift, e.day_ends, %(now)s - e.target * interval '1 microsecond' AS over,
            greatest(h.at, e.begins) AS begins, least(h.at + interval '1 hour', e.ends) AS ends,
            greatest(h.at, e.begins) AT TIME ZONE 'UTC' + e.shift AS local
        FROM {PIECES} CROSS JOIN LATERAL generate_series(
            date_trunc('hour', e.begins + e.shift, 'UTC') - e.shift, least(e.ends, %(now)s) - interval '1 microsecond', interval '1 hour'
        ) AS h (at)
    ) AS cut
"""
WHO: Final = f"CASE WHEN r.waited IS NULL THEN {NOBODY} ELSE coalesce(r.agent_id, {ELSEWHERE}) END"
ANSWERED_AT: Final = "r.asked_at + r.waited * interval '1 microsecond'"
THREAD: Final = "JOIN chat_thread AS t ON t.desk_id = %(desk)s AND t.id = r.thread_id"
OPEN: Final = "r.done_at IS NULL"
"""Needs an answer or has one."""


def hours(scope: Scope) -> str:
    """WITH: the hours `p` of a scope, each with its shop's target and day."""
    asked = scope.asked
    chosen = [f"{name} = %({name})s" for name, value in (("hour", asked.hour), ("weekday", asked.weekday)) if value is not None]
    return f"WITH p AS MATERIALIZED (SELECT * FROM ({_HOURS}) AS every WHERE {' AND '.join(chosen) or 'true'})"


def rounds(scope: Scope, *, join: str = "") -> str:
    """FROM and WHERE of the rounds `r` of a scope, each in its hour `p`."""
    asked = scope.asked
    filters = {f"({WHO}) = %(agent)s": asked.agent is not None, "r.after_sale = %(sale)s": bool(asked.sale)}
    chosen = "".join(f" AND {condition}" for condition, holds in filters.items() if holds)
    return f"FROM p CROSS JOIN LATERAL ({_OF_AN_HOUR}) AS r {join} WHERE true{chosen}"


# OFFSET 0 keeps it apart, so that the index is asked once for each hour: joined by the shop, every hour would be held against every
# round of the shop, which the planner takes for cheap.
_OF_AN_HOUR: Final = (
    "SELECT r.id, r.shop_id, r.thread_id, r.asked_at, r.answered_at, r.waited, r.agent_id, r.automatic_at, r.done_at, r.after_sale"
    " FROM chat_round AS r WHERE r.desk_id = %(desk)s AND r.shop_id = p.shop_id AND r.asked_at >= p.begins AND r.asked_at < p.ends"
    " AND r.asked_at <= %(now)s OFFSET 0"
)
