"""The forecast on the ratings page: what is expected, what it takes; and the same as CSV."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ratings.domain.figures import DIMENSIONS, shown
from ratings.domain.forecast import MEASURED_DAYS, Z80, Z95, Step, digits
from ratings.domain.forecast_drawing import Ahead, ahead, expected
from ratings.domain.forecast_reach import Takes, takes
from ratings.domain.trend import Trend
from ratings.queries.days import ShopLine, lines
from ratings.queries.forecast import Outlook, outlooks
from sellerdesk import access, shops
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.tables import for_programs


_TABLE_EVERY = 7
COLUMNS = (
    *("day", "dimension", "known_count", "known_sum", "known_mean", "arriving", "mean"),
    *("low_80", "high_80", "low_95", "high_95", "threshold", "below"),
)


def chosen_outlook(line: ShopLine, dimension: str, *, opens: bool) -> Outlook | None:
    """The forecast of one dimension; None where its days may not be opened."""
    return outlooks(line, [dimension])[0] if opens else None


def forecast_parts(line: ShopLine, found: Outlook | None, trend: Trend | None, until: str) -> dict[str, Any]:
    """What the page shows of a forecast: the drawing, the middle of the path, and what it takes."""
    if found is None:
        return {"outlook": None, "ahead": None, "takes": None}
    near = found.near
    return {
        "outlook": found,
        "ahead": drawing(found, trend),
        "middle": _middle(near, line.today),
        "near_rows": [step for place, step in enumerate(near) if place % _TABLE_EVERY == 0 or place == len(near) - 1],
        "takes": takes_of(line, found, until),
    }


def drawing(found: Outlook, trend: Trend | None) -> Ahead | None:
    """The path and its bands; None where there is no day to tell or no chart."""
    if trend is None or trend.last is None or not found.near or found.now.mean is None:
        return None
    return ahead(found.now.mean, found.near, trend)


def on_the_scale(found: Outlook | None) -> list[Fraction]:
    """The means that the chart's scale has to show."""
    return [] if found is None or found.now.mean is None else expected(found.now.mean, found.near)


def _middle(near: list[Step], today: int) -> Step | None:
    """The last told day within 30: how far the forecast was measured."""
    within = [step for step in near if step.day <= today + MEASURED_DAYS]
    return within[-1] if within else next(iter(near), None)


def takes_of(line: ShopLine, found: Outlook, until: str) -> Takes:
    """What it takes up to the day that the address asks for, or to the 30th."""
    return takes(found.now, found.steps, line.shop.rules.thresholds, today=line.today, until=_day(until))


def _day(given: str) -> int | None:
    try:
        return date.fromisoformat(given).toordinal()
    except ValueError:
        return None


@require_safe
@never_cache
def forecast_csv(request: HttpRequest, desk: str) -> HttpResponse:
    """The told days of the forecast of all four dimensions as CSV, a row for each threshold. Needs ratings.see and one shop; otherwise 404.

    The columns are the same in every language. Under the shop's own window: thresholds are judged there alone.
    """
    here = access.here(request, desk, may=permissions.RATINGS_SEE, shop_slug=request.GET.get("shop", ""))
    if len(here.shown) != 1:
        raise NotVisible
    (line,) = lines([shops.facts(here.shown[0])], now=datetime.now(UTC))
    text = for_programs([COLUMNS, *_rows(line)])
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"forecast-{line.shop.slug}-{date.fromordinal(line.today)}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _rows(line: ShopLine) -> Iterator[tuple[str, ...]]:
    for found in outlooks(line, DIMENSIONS):
        for step in found.steps:
            known = step.known
            known_mean = "" if known.mean is None else shown(known.mean)
            edges = (digits(edge) for z in (Z80, Z95) for edge in step.interval(z))
            start = (date.fromordinal(step.day).isoformat(), found.dimension, str(known.count), str(known.sum), known_mean)
            middle = (*start, digits(step.arriving, 2), digits(step.mean), *edges)
            for threshold in line.shop.rules.thresholds:
                yield *middle, digits(threshold, 2), digits(step.below(threshold))
