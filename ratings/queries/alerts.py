"""Open work items about ratings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ratings.domain.alerts import KIND, Alert, Lookout, foreseen as ahead_of, of_subject
from ratings.domain.opening import opens
from ratings.queries.days import lines
from ratings.queries.forecast import outlooks
from sellerdesk import setwise
from sellerdesk.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class Open:
    """What is so since when, and the subject of its work item."""

    subject: str
    alert: Alert
    since: datetime


def open_alerts(shop: ShopFacts) -> list[Open]:
    """Those of one shop that nobody has seen yet, the oldest first."""
    found = setwise.rows(
        "SELECT subject, opened_at FROM sellerdesk_workitem WHERE desk_id = %s AND kind = %s AND state = 'open' AND shop_id = %s"
        " ORDER BY opened_at, subject",
        [shop.desk_id, KIND, shop.id],
    )
    return [Open(subject, told[1], since) for subject, since in found if (told := of_subject(subject)) is not None]


def so_before(shop: ShopFacts) -> list[str]:
    """What was so at the last look, as keys."""
    found = setwise.rows("SELECT so FROM ratings_ratingwatch WHERE desk_id = %s AND shop_id = %s", [shop.desk_id, shop.id])
    return list(found[0][0]) if found else []


def foreseen(shop: ShopFacts, lookout: Lookout, *, now: datetime) -> list[str]:
    """The keys of the thresholds that the forecast sees the shop's dimensions fall under; of what a reader may see alone (rulebook 9)."""
    (line,) = lines([shop], now=now)
    before, until = so_before(shop), line.today + lookout.days
    return [
        key
        for one in outlooks(line)
        if opens(one.now.count)
        for key in ahead_of(
            one.dimension, one.now, one.near, shop.rules.thresholds, until=until, percent=lookout.percent, before=before
        )
    ]  # fmt: skip


def slugs(desk_id: int, subjects: Sequence[str]) -> dict[str, tuple[str, str, Alert]]:
    """By subject: the shop's slug and name, and what is so. What names no shop of the desk is left out."""
    told = {subject: found for subject in subjects if (found := of_subject(subject)) is not None}
    rows = setwise.rows(
        "SELECT id, slug, name FROM sellerdesk_shop WHERE desk_id = %s AND id = ANY(%s)",
        [desk_id, sorted({one[0] for one in told.values()})],
    )
    named = {shop_id: (slug, name) for shop_id, slug, name in rows}
    return {subject: (*named[shop_id], one) for subject, (shop_id, one) in told.items() if shop_id in named}
