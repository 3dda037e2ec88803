"""The card of Today: how many were answered in time in the last seven days, and what is usual."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from chat.domain.asking import Asked, Period
from chat.domain.figures import NOTHING, Tally
from chat.domain.headline import common
from chat.domain.telling import usual
from chat.queries import figures
from chat.queries.scope import Scope, day_in
from sellerdesk.shops import ShopFacts


WEEK: Final = 7
WEEKS_BEFORE: Final = 4
LEAST_ROUNDS: Final = 20
"""A week of fewer tells nothing of what is usual."""


def today_card(shops: Sequence[ShopFacts], _names: Mapping[int, str], now: datetime, /) -> dict[str, Any] | None:
    """The share of the last seven whole days beside the least and the most of the four weeks before. None where nobody asked."""
    if not shops:
        return None
    today = day_in(shops, now)
    period = Period("days", today - WEEK * (WEEKS_BEFORE + 1), today - 1)
    by_day = figures.tallies(Scope(shops[0].desk_id, shops, Asked(period), now), "day")
    latest, *before = (_sum(by_day, today - WEEK * (back + 1)) for back in range(WEEKS_BEFORE + 1))
    if latest.in_time_share is None:
        return None
    return {
        "tally": latest,
        "target": common(shop.reply_target for shop in shops),
        "usual": usual(_shares(before)),
    }


def _sum(by_day: Mapping[int, Tally], first: int) -> Tally:
    return sum((by_day.get(day, NOTHING) for day in range(first, first + WEEK)), NOTHING)


def _shares(weeks: Sequence[Tally]) -> list[Fraction]:
    return [week.in_time_share for week in weeks if week.judged >= LEAST_ROUNDS and week.in_time_share is not None]
