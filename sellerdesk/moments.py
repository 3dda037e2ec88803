"""Instants still to come: what of today has not happened yet, and when pages must look again."""

from collections.abc import Iterable
from datetime import datetime

from sellerdesk import setwise
from sellerdesk.commands import command, note
from sellerdesk.shops import ShopFacts


AT_ONCE = 10_000
"""Moments of one turn: after a long stop all of them would outlast the time that a statement has."""
_TAKE = """
    DELETE FROM sellerdesk_moment
    WHERE id IN (SELECT id FROM sellerdesk_moment WHERE at <= %s ORDER BY at, id LIMIT %s FOR UPDATE)
    RETURNING desk_id, shop_id, kind
"""
"""Locked in one order, so that two sweeps share nothing out: the second waits for the first and then finds nothing of its turn."""


def remember(shop: ShopFacts, kind: str, coming: Iterable[tuple[str, datetime]]) -> None:
    """Note (subject, instant) pairs of the future; the same one twice is once."""
    setwise.insert(
        "sellerdesk_moment",
        "desk_id, shop_id, kind, subject, at",
        [(shop.desk_id, shop.id, kind, subject, at) for subject, at in coming],
        tail="ON CONFLICT (desk_id, shop_id, kind, at, subject) DO NOTHING",
    )


def subjects(shop: ShopFacts, kind: str, *, after: datetime, before: datetime) -> list[str]:
    """Whose figures still change between two instants (after < at < before)."""
    found = setwise.rows(
        "SELECT DISTINCT subject FROM sellerdesk_moment WHERE desk_id = %s AND shop_id = %s AND kind = %s AND at > %s AND at < %s",
        [shop.desk_id, shop.id, kind, after, before],
    )
    return [row[0] for row in found]


@command
def sweep(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Forget the first moments that have come and say in the desk logs that figures changed; returns how many. Over all desks.

    Again until it returns 0: no more than `limit` of them are taken at once.
    """
    come = setwise.rows(_TAKE, [now, limit])
    for desk_id, shop_id, kind in sorted(set(come)):
        note(desk_id, f"{kind}.moment", shop_id=shop_id, coalesce=True)
    return len(come)
