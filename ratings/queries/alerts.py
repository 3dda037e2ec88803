"""Open work items about ratings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ratings.domain.alerts import KIND, Alert, of_subject
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


def slugs(desk_id: int, subjects: Sequence[str]) -> dict[str, tuple[str, str, Alert]]:
    """By subject: the shop's slug and name, and what is so. What names no shop of the desk is left out."""
    told = {subject: found for subject in subjects if (found := of_subject(subject)) is not None}
    rows = setwise.rows(
        "SELECT id, slug, name FROM sellerdesk_shop WHERE desk_id = %s AND id = ANY(%s)",
        [desk_id, sorted({one[0] for one in told.values()})],
    )
    named = {shop_id: (slug, name) for shop_id, slug, name in rows}
    return {subject: (*named[shop_id], one) for subject, (shop_id, one) in told.items() if shop_id in named}
