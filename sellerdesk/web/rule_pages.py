"""What the pages of rules do alike in every room: finding a rule, and the log of what rules did."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sellerdesk import shop_rules
from sellerdesk.access import Here
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible
from sellerdesk.shop_rules import Row, Table
from sellerdesk.web.asked import whole


DAYS: Final = (1, 7, 30)
"""Periods of the log that can be chosen."""


def one(table: Table[Row], here: Here, rule_id: int) -> Row:
    """A rule of any shop that the page may see; NotVisible for another, and for one that is deleted."""
    found = shop_rules.seen(table, here.desk.pk, [shop.pk for shop in here.shops], rule_id) if rule_id <= LARGEST_ID else None
    if found is None:
        raise NotVisible
    return found


def log(
    table: Table[Any], ask: Callable[..., Sequence[Any]], here: Here, told: Mapping[str, str], *, size: int, now: datetime
) -> dict[str, Any]:  # fmt: skip
    """What a page of the log shows: over `days`, of one `rule`, only what was done or what was left (`did`), behind `after`.

    `ask` is the room's query, which gives up to one entry more than `size`. NotVisible for a rule that is not of the shops shown.
    """
    days = chosen if (chosen := whole(told.get("days"), digits=3)) in DAYS else None
    rule_id, did = whole(told.get("rule")), told.get("did", "")
    row = shop_rules.seen(table, here.desk.pk, here.shop_ids, rule_id) if rule_id else None
    if rule_id and row is None:
        raise NotVisible
    since = now - timedelta(days=days) if days else None
    found = ask(here.desk.pk, here.shop_ids, since=since, rule_id=rule_id, did=did, before=whole(told.get("after")))
    shown = found[:size]
    after = str(shown[-1].id) if len(found) > len(shown) else ""
    return {"entries": shown, "after": after, "rule": row, "did": did, "days": days, "periods": DAYS, "now": now}
