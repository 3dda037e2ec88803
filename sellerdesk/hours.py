"""When a shop works, and until when something that began to wait there should be answered."""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sellerdesk import commands, setwise
from sellerdesk.domain import working_hours
from sellerdesk.domain.working_hours import Week, WorkingHours
from sellerdesk.shops import ShopFacts


def of(shop: ShopFacts) -> WorkingHours:
    """The hours of a shop, in one query.

    Inside a command they stay as they are until its end: what is opened by the old hours is there when a change moves all deadlines.
    """
    # Not FOR KEY SHARE: that goes together with the FOR NO KEY UPDATE of whoever changes the hours.
    steady = " FOR SHARE OF shop" if commands.running() else ""
    [(week, days)] = setwise.rows(
        "SELECT working_hours, ARRAY(SELECT (day || ' ' || name)::text FROM sellerdesk_holiday h"
        " WHERE h.desk_id = shop.desk_id AND h.shop_id = shop.id)"
        f" FROM sellerdesk_shop shop WHERE shop.desk_id = %s AND shop.id = %s{steady}",
        [shop.desk_id, shop.id],
    ) or [(None, [])]
    holidays = {date.fromisoformat(day[:10]).toordinal(): day[11:] for day in days}
    return WorkingHours(shop.zone, week_of(week), holidays)


def week_of(kept: str | None) -> Week | None:
    """A week from the text of the column in which a shop keeps it."""
    return None if kept is None else tuple(tuple((begins, ends) for begins, ends in day) for day in json.loads(kept))


def due_at(shop: ShopFacts, since: datetime, *, allowed: timedelta | None = None) -> datetime:
    """The deadline of what waits `since` then: so much of the shop's working time later. Its own target unless `allowed` says more."""
    return due_each(shop, [since], allowed=allowed)[since]


def due_each(shop: ShopFacts, since: Iterable[datetime], *, allowed: timedelta | None = None) -> dict[datetime, datetime]:
    """The deadlines of many beginnings, in one query."""
    moments = set(since)
    if not moments:
        return {}
    span, worked = shop.reply_target if allowed is None else allowed, of(shop)
    return {moment: working_hours.add(worked, moment, span) for moment in moments}
