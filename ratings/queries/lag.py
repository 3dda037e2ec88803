"""How far figures are behind: shops whose midnight has come and whose figures are still those of the day before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sellerdesk import setwise


_LATE = "SELECT shop_id, day, next_midnight FROM ratings_runningfigure WHERE desk_id = %s AND shop_id = ANY(%s) AND next_midnight < %s"
_ANYWHERE = "SELECT count(*), min(next_midnight) FROM ratings_runningfigure WHERE next_midnight < %s"


@dataclass(frozen=True, slots=True)
class Behind:
    """A shop's figures are those of an earlier day; `since` is the midnight that they missed."""

    shop_id: int
    since: datetime


def behind(desk_id: int, shop_ids: Sequence[int], *, now: datetime) -> list[Behind]:
    """The shops that are behind, the latest first."""
    found = [Behind(shop_id, since) for shop_id, _day, since in setwise.rows(_LATE, [desk_id, list(shop_ids), now])]
    return sorted(found, key=lambda one: (one.since, one.shop_id))


def behind_anywhere(*, now: datetime) -> tuple[int, datetime | None]:
    """How many shops are behind over all desks, and the oldest midnight that was missed."""
    number, oldest = setwise.rows(_ANYWHERE, [now])[0]
    return number, oldest
