"""The report of a shop: the rooms' parts under one head, as of any day."""

from datetime import date, datetime
from typing import Any

from sellerdesk import panels
from sellerdesk.domain.days import WindowKind, window_first
from sellerdesk.shops import ShopFacts
from sellerdesk.snapshots import one_instant


FIRST_YEAR, LAST_YEAR = 1995, 2100
"""Days outside these years are a slip of the pen; refused at every edge."""


@one_instant()
def shop_report(shop: ShopFacts, *, as_of: date | None, window: WindowKind | None, now: datetime) -> dict[str, Any]:
    """The whole report, ready for JSON (feed: commands).

    `as_of` means the end of that day in the shop's time zone; None is this instant. `window` is the
    shop's own unless given.
    """
    kind = window or shop.window
    day = shop.day(now) if as_of is None else as_of.toordinal()
    moment = panels.AsOf(day, now if as_of is None else None)
    return {
        "as_of": date.fromordinal(day).isoformat(),
        "window": {
            "kind": kind,
            "first": date.fromordinal(window_first(day, kind)).isoformat(),
            "last": date.fromordinal(day).isoformat(),
        },
        **panels.report(shop, moment, kind),
    }
