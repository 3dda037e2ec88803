"""The days of a shop's ratings as CSV."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ratings.domain.figures import DIMENSIONS, shown
from ratings.queries.days import ShopLine, lines
from ratings.views.page import told_line
from sellerdesk import access, shops
from sellerdesk.domain import permissions
from sellerdesk.domain.days import WINDOWS, WindowKind, window_first
from sellerdesk.errors import NotVisible
from sellerdesk.tables import for_programs


COLUMNS = ("day", "window", "dimension", "count", "sum", "mean", "note")
HELD_BACK = "fewer_than_5_marks"


@require_safe
@never_cache
def days_csv(request: HttpRequest, desk: str) -> HttpResponse:
    """Every day of the window, dimension by dimension, as CSV. Needs ratings.see and one shop; otherwise 404.

    The columns are the same in every language, since programs read them.
    """
    here = access.here(request, desk, may=permissions.RATINGS_SEE, shop_slug=request.GET.get("shop", ""))
    if len(here.shown) != 1:
        raise NotVisible
    shop = shops.facts(here.shown[0])
    now = datetime.now(UTC)
    kind: WindowKind = next((one for one in WINDOWS if one == request.GET.get("window")), shop.window)
    (line,) = lines([shop], now=now)
    text = for_programs([COLUMNS, *_rows(line, kind)])
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"ratings-{shop.slug}-{kind}-{date.fromordinal(line.today)}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _rows(line: ShopLine, kind: WindowKind) -> Iterator[tuple[str, ...]]:
    """The latest day first. A day that may not be told has its note and no figures (rulebook 9)."""
    first = window_first(line.today, kind)
    found = {name: told_line(line, kind, name, first) for name in DIMENSIONS}
    for place in range(line.today - first, -1, -1):
        day = date.fromordinal(first + place).isoformat()
        for name, (figures, told) in found.items():
            figure = figures[place]
            if not told[place]:
                yield day, kind, name, "", "", "", HELD_BACK
            else:
                mean = "" if figure.mean is None else shown(figure.mean)
                yield day, kind, name, str(figure.count), str(figure.sum), mean, ""
