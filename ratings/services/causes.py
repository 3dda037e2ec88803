"""Keeping what the marks of groups of orders say, in states that are five marks apart (rulebook 9)."""

from datetime import date, datetime

from ratings.domain.causes import Counted, hidden, renewed, told_groups
from ratings.models import CauseGroup
from ratings.rows import kept_groups
from sellerdesk import setwise
from sellerdesk.commands import command, note
from sellerdesk.feed import loading
from sellerdesk.shops import ShopFacts


_TABLE = CauseGroup._meta.db_table
_COLUMNS = "desk_id, shop_id, kind, code, own, rest, shown, counted_on"
_UPSERT = "ON CONFLICT (desk_id, shop_id, kind, code) DO UPDATE SET " + ", ".join(
    f"{name} = excluded.{name}" for name in ("own", "rest", "shown", "counted_on")
)


@command
def keep(*, shop: ShopFacts, counted: Counted, now: datetime) -> int:
    """Keep the groups that may be told as they now are; returns how many changed. The desk log hears of it where any did."""
    loading.lock(shop)
    before = {(one.group.kind, one.group.code): one.group for one in kept_groups(shop)}
    found = {(one.kind, one.code): one for one in told_groups(counted.groups, counted.total)}
    told = {
        **{key: hidden(group) for key, group in before.items()},
        **{key: renewed(before[key], group) if key in before else group for key, group in found.items()},
    }
    today = date.fromordinal(shop.day(now))
    changed = [
        (shop.desk_id, shop.id, kind, code, list(one.own), list(one.rest), list(one.shown), today)
        for (kind, code), one in sorted(told.items())
        if before.get((kind, code)) != one
    ]
    setwise.insert(_TABLE, _COLUMNS, changed, tail=_UPSERT)
    if changed:
        note(shop.desk_id, "ratings.causes_counted", shop_id=shop.id, coalesce=True)
    return len(changed)
