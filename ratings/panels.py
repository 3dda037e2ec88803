"""What this room shows where pages and reports of the whole desk are put together."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ratings import queries
from ratings.domain.figures import DIMENSIONS, STARS, Figure, shown
from ratings.domain.headline import Kind, by_need, headline, state
from ratings.domain.trend import spark
from ratings.queries.days import ShopLine, lines
from sellerdesk import panels
from sellerdesk.domain.days import WindowKind
from sellerdesk.shops import ShopFacts


def report_part(shop: ShopFacts, as_of: panels.AsOf, window: WindowKind) -> dict[str, Any]:
    """`dimensions` and `not_counted` of the shop's report (feed: commands)."""
    now = as_of.instant
    figures = queries.at_end_of(shop, as_of.day, window) if now is None else queries.current(shop, window, now=now)
    return {
        "dimensions": {name: _dimension(figures.dimensions[name]) for name in DIMENSIONS},
        "not_counted": {"month_cap": figures.month_cap, "pending": figures.pending, "voided": figures.voided},
    }


def _dimension(figure: Figure) -> dict[str, Any]:
    return {
        "count": figure.count,
        "sum": figure.sum,
        "stars": {str(star): count for star, count in zip(STARS, figure.stars, strict=True)},
        "mean": None if figure.mean is None else shown(figure.mean),
    }


CARD_SHOPS = 4


def today_card(shops: Sequence[ShopFacts], names: Mapping[int, str], now: datetime, /) -> dict[str, Any] | None:
    """The card of Today: the four ratings of the only shop, or the lowest one of each of the shops that need it most.

    None where no shop was ever rated.
    """
    if len(shops) > CARD_SHOPS:
        rated = [line for line in lines(shops, now=now, whole=False) if line.ever]
        shops = [line.shop for line in sorted(rated, key=_need)[:CARD_SHOPS]]
    found = sorted((line for line in lines(shops, now=now) if line.ever), key=_need)
    if not found:
        return None
    alone = len(shops) == 1
    rows = [row for line in found for row in _card_rows(line, names[line.shop.id])[: None if alone else 1]]
    told = headline(found[0].now(found[0].shop.window).dimensions, found[0].shop.rules.thresholds, pending=0, ever=True)
    is_below = told.kind in {Kind.ONE_BELOW, Kind.SOME_BELOW}
    card = {"shop": found[0].shop, "alone": alone, "rows": rows, "headline": told if alone and is_below else None}
    return {"card": card}


def _need(line: ShopLine) -> tuple[bool, Any]:
    """The shop with the lowest mean first, those without marks last."""
    means = [figure.mean for figure in line.now(line.shop.window).dimensions.values() if figure.mean is not None]
    return not means, min(means, default=0)


def _card_rows(line: ShopLine, name: str) -> list[dict[str, Any]]:
    window, thresholds = line.shop.window, line.shop.rules.thresholds
    figures = line.now(window).dimensions
    return [
        {
            "shop": line.shop,
            "name": name,
            "dimension": dimension,
            "figure": figures[dimension],
            "state": state(figures[dimension], thresholds),
            "spark": spark(line.of(window, dimension), thresholds),
        }
        for dimension in by_need(figures)
    ]
