"""What this room shows where pages and reports of the whole desk are put together."""

from datetime import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ratings import queries
from ratings.domain.figures import DIMENSIONS, STARS, Figure, shown
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


def shop_card(shop: ShopFacts, now: datetime) -> list[panels.Figure]:
    """The four current averages under the shop's own window."""
    labels = {"described": _("As described"), "service": _("Service"), "dispatch": _("Dispatch"), "logistics": _("Delivery")}
    figures = queries.current(shop, shop.window, now=now)
    return [
        panels.Figure(labels[name], "–" if figure.mean is None else number_format(shown(figure.mean, 2)))
        for name, figure in figures.dimensions.items()
    ]
