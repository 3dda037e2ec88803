"""Instants still to come: what of today has not happened yet, and when to look again."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sellerdesk import setwise
from sellerdesk.shops import ShopFacts

Due = tuple[int, int, str]
"""(desk id, shop id, kind) of moments that have come."""

_watchers: dict[str, Callable[[int, datetime], None]] = {}


def watch(kind: str, what: Callable[[int, datetime], None]) -> None:
    """Have `what(shop_id, now)` called by the sweep when moments of this kind have come. Belongs in an app's ready()."""
    _watchers[kind] = what


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


def sweep(*, now: datetime) -> list[Due]:
    """Forget the moments that have come and tell their rooms; returns whose they were. A sweep over all desks."""
    come = setwise.rows("DELETE FROM sellerdesk_moment WHERE at <= %s RETURNING desk_id, shop_id, kind", [now])
    due = sorted({(desk_id, shop_id, kind) for desk_id, shop_id, kind in come})
    for _, shop_id, kind in due:
        if kind in _watchers:
            _watchers[kind](shop_id, now)
    return due
