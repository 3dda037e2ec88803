"""Figures kept as the facts change, counted anew as a whole when asked, and every night compared with what the ledgers say."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import structlog

from returns.services import counting, milestoning, stale
from sellerdesk import audit, setwise, shops as all_shops
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.shops import ShopFacts


LOCK_SPACE = 61_003
"""First half of the advisory lock's key; the second is the shop. Who counts a shop's figures does so alone; no load waits for it."""
CLAIMS_AT_ONCE = 1_000
DAYS_AT_ONCE = 7
TRIES = 3
_log = structlog.get_logger(__name__)


@command
def keep(*, shop: ShopFacts, now: datetime) -> bool:
    """Count some of what is marked anew: claims first, then days, then months. Returns whether there may be more."""
    _lock(shop)
    if claims := _taken_claims(shop):
        stale.mark_days(shop, milestoning.keep(shop, milestoning.with_mates(shop, claims)))
        return True
    if days := _taken_days(shop, stale.DAY, DAYS_AT_ONCE):
        counting.sum_days(shop, days)
        stale.mark_months(shop, {day.replace(day=1) for day in days})
        return True
    if months := _taken_days(shop, stale.MONTH, 1):
        for month in months:
            counting.sum_month(shop, month)
        note(shop.desk_id, "returns.counted", shop_id=shop.id)
        return True
    return False


def shops_with_stale() -> list[int]:
    """Ids of the shops of which something is to be counted anew. A sweep over all desks."""
    return [shop_id for (shop_id,) in setwise.rows("SELECT DISTINCT shop_id FROM returns_stale ORDER BY shop_id", [])]


def shops() -> list[int]:
    """Ids of all shops with orders. A sweep over all desks."""
    found = setwise.rows(
        "SELECT id FROM sellerdesk_shop AS s"
        " WHERE EXISTS (SELECT 1 FROM sellerdesk_order AS o WHERE o.desk_id = s.desk_id AND o.shop_id = s.id) ORDER BY id",
        [],
    )
    return [shop_id for (shop_id,) in found]


@command
def mark_all(*, shop: ShopFacts, now: datetime) -> None:
    """Mark everything of a shop, to be counted anew by `keep`."""
    _lock(shop)
    setwise.run(
        "INSERT INTO returns_stale (desk_id, shop_id, span, claim_id) SELECT desk_id, shop_id, %s, id FROM returns_claim"
        " WHERE desk_id = %s AND shop_id = %s",
        [stale.CLAIM, shop.desk_id, shop.id],
    )
    days = _days(shop)
    stale.mark_days(shop, days)
    stale.mark_months(shop, {day.replace(day=1) for day in days})


def check(*, shop_id: int, now: datetime) -> int:
    """Compare a shop's kept figures with a full recount, some at a time, and repair what differs, loudly. Returns how much did.

    What is marked is counted first. Where facts change while it compares, that part is compared again, at most `TRIES` times in all:
    what still changes then is counted anew in any case.
    """
    shop = all_shops.by_id(shop_id)
    if shop is None:
        return 0
    found = sum(_compared(shop, compare_claims, "claims", claims, now) for claims in _claims(shop))
    _settle(shop, now)
    days = _days(shop)
    for at in range(0, len(days), DAYS_AT_ONCE):
        found += _compared(shop, compare_days, "days", days[at : at + DAYS_AT_ONCE], now)
    found += _compared(shop, compare_months, "months", sorted({day.replace(day=1) for day in days}), now)
    _settle(shop, now)
    return found


def _settle(shop: ShopFacts, now: datetime) -> None:
    while keep(shop=shop, now=now):
        pass


def _compared(shop: ShopFacts, compare: Callable[..., int | None], name: str, which: Sequence[Any], now: datetime) -> int:
    for _ in range(TRIES):
        found = compare(shop=shop, now=now, **{name: which})
        if found is not None:
            return found
        _settle(shop, now)
    return 0


@command
def compare_claims(*, shop: ShopFacts, claims: Sequence[int], now: datetime) -> int | None:
    """Compare what these claims are counted as with their moves; repairs. Returns how many differ, None where facts change meanwhile."""
    _lock(shop)
    whole = milestoning.with_mates(shop, claims)
    fresh, kept = milestoning.made(shop, whole), milestoning.kept(shop, whole)
    astray = [own for own in claims if fresh.get(own) != kept.get(own)]
    if astray and _marked(shop, stale.CLAIM):
        return None
    if astray:
        stale.mark_days(shop, milestoning.keep(shop, whole))
    return _tell(shop, "claims", [str(own) for own in astray], now)


@command
def compare_days(*, shop: ShopFacts, days: Sequence[date], now: datetime) -> int | None:
    """Compare the kept rows of these days with the ledgers; repairs. Returns how many differ, None where facts change meanwhile."""
    _lock(shop)
    astray = counting.days_astray(shop, days)
    if astray and (_marked(shop, stale.CLAIM) or set(astray) & _marked(shop, stale.DAY)):
        return None
    counting.sum_days(shop, astray)
    stale.mark_months(shop, {day.replace(day=1) for day in astray})
    return _tell(shop, "days", [str(day) for day in astray], now)


@command
def compare_months(*, shop: ShopFacts, months: Sequence[date], now: datetime) -> int:
    """Compare the kept rows of these months with their days; repairs. Returns how many differ. Marked ones are counted in any case."""
    _lock(shop)
    waiting = _marked(shop, stale.MONTH)
    astray = [month for month in counting.months_astray(shop, months) if month not in waiting]
    for month in astray:
        counting.sum_month(shop, month)
    return _tell(shop, "months", [str(month) for month in astray], now)


def _tell(shop: ShopFacts, what: str, astray: Sequence[str], now: datetime) -> int:
    if astray:
        _log.error("returns_figures_repaired", shop_id=shop.id, what=what, count=len(astray), which=list(astray[:20]))
        after = {"what": what, "count": len(astray), "which": list(astray[:100])}
        audit.record(shop.desk_id, SYSTEM, "returns.repaired", f"shop:{shop.id}", None, after, now)
        note(shop.desk_id, "returns.repaired", shop_id=shop.id)
    return len(astray)


def _lock(shop: ShopFacts) -> None:
    setwise.rows("SELECT pg_advisory_xact_lock(%s, %s)::text", [LOCK_SPACE, shop.id % 2**31])


def _taken_claims(shop: ShopFacts) -> set[int]:
    found = setwise.rows(
        "DELETE FROM returns_stale WHERE desk_id = %(desk)s AND id = ANY(ARRAY(SELECT id FROM returns_stale"
        " WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND span = %(span)s ORDER BY id LIMIT %(limit)s)) RETURNING claim_id",
        {"desk": shop.desk_id, "shop": shop.id, "span": stale.CLAIM, "limit": CLAIMS_AT_ONCE},
    )
    return {claim_id for (claim_id,) in found}


def _taken_days(shop: ShopFacts, span: int, limit: int) -> list[date]:
    """The newest marked ones: what somebody looks at first is right first."""
    found = setwise.rows(
        "DELETE FROM returns_stale WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND span = %(span)s AND day = ANY(ARRAY("
        " SELECT DISTINCT day FROM returns_stale WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND span = %(span)s"
        " ORDER BY day DESC LIMIT %(limit)s)) RETURNING day",
        {"desk": shop.desk_id, "shop": shop.id, "span": span, "limit": limit},
    )
    return sorted({day for (day,) in found})


def _marked(shop: ShopFacts, span: int) -> set[date | None]:
    """The marked days or months; of claims, a set that is not empty where any is marked."""
    found = setwise.rows(
        "SELECT DISTINCT day FROM returns_stale WHERE desk_id = %s AND shop_id = %s AND span = %s", [shop.desk_id, shop.id, span]
    )
    return {day for (day,) in found}


def _claims(shop: ShopFacts) -> Iterator[list[int]]:
    after = 0
    while found := setwise.rows(
        "SELECT id FROM returns_claim WHERE desk_id = %s AND shop_id = %s AND id > %s ORDER BY id LIMIT %s",
        [shop.desk_id, shop.id, after, CLAIMS_AT_ONCE],
    ):
        after = found[-1][0]
        yield [claim_id for (claim_id,) in found]


def _days(shop: ShopFacts) -> list[date]:
    """Every day from the first to the last on which anything was ordered, happened to a claim, or is kept."""
    instants = setwise.rows(
        "SELECT min(placed_at), max(placed_at) FROM sellerdesk_order WHERE desk_id = %s AND shop_id = %s", [shop.desk_id, shop.id]
    )[0]
    found = {date.fromordinal(shop.day(at)) for at in instants if at is not None}
    dated = setwise.rows(
        "SELECT least(min(asked_on), min(refunded_on), min(joined_on), min(ruled_on), min(finished_on)),"
        " greatest(max(asked_on), max(refunded_on), max(joined_on), max(ruled_on), max(finished_on))"
        " FROM returns_claimdays WHERE desk_id = %(desk)s AND shop_id = %(shop)s"
        " UNION ALL SELECT min(day), max(day) FROM returns_figure WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND span = 1",
        {"desk": shop.desk_id, "shop": shop.id},
    )
    found |= {day for row in dated for day in row if day is not None}
    if not found:
        return []
    first, last = min(found), max(found)
    return [first + timedelta(days=place) for place in range((last - first).days + 1)]
