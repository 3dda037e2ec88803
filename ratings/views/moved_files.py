"""Splits and what leaves as CSV: the digits of the page."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ratings.domain import digits
from ratings.domain.asking import days_asked, dimension_asked, horizon_asked
from ratings.queries.moved import year
from sellerdesk import access, shops
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.tables import for_programs


MOVED = ("dimension", "first", "last", "cause", "marks", "sum", "moved", "moved_exact")
LEAVING = ("dimension", "first", "last", "count", "sum", "mean", "then_count", "then_sum", "then_mean")


@require_safe
@never_cache
def moved_csv(request: HttpRequest, desk: str) -> HttpResponse:
    """The split of two days: first figure, parts, last figure. Needs ratings.see and one shop; otherwise 404."""
    shop = _shop(request, desk)
    found = year(shop, dimension_asked(request.GET.get("dim")), now=datetime.now(UTC))
    places = found.chosen(*days_asked(request.GET.get("from"), request.GET.get("to")))
    rows: list[Sequence[object]] = []
    if places is not None:
        told = digits.of_split(found.split(*places))
        named = (found.dimension, *(date.fromordinal(found.first + place).isoformat() for place in places))
        for name in ("before", "after"):
            rows.append((*named, name, told[name]["count"], told[name]["sum"], told[name]["mean"], told[name]["mean_exact"]))
        rows += [
            (*named, "+".join(part["causes"]), part["marks"], part["sum"], part["moved"], part["moved_exact"]) for part in told["parts"]
        ]
        rows.append((*named, "together", "", "", told["moved"], told["moved_exact"]))
    return _file(f"ratings-moved-{shop.slug}-{found.dimension}", MOVED, rows)


@require_safe
@never_cache
def leaving_csv(request: HttpRequest, desk: str) -> HttpResponse:
    """What leaves within `ahead` days, a row a day or days put together. Needs ratings.see and one shop; otherwise 404."""
    shop = _shop(request, desk)
    found = year(shop, dimension_asked(request.GET.get("dim")), now=datetime.now(UTC))
    rows = [digits.of_leaving(row) for row in found.leaving(horizon_asked(request.GET.get("ahead")))]
    return _file(
        f"ratings-leaving-{shop.slug}-{found.dimension}",
        LEAVING,
        [
            (
                *(found.dimension, row["first"], row["last"], row["count"], row["sum"], row["mean"]),
                *(row["then"]["count"], row["then"]["sum"], row["then"]["mean"]),
            )
            for row in rows
        ],
    )


def _shop(request: HttpRequest, desk: str) -> shops.ShopFacts:
    here = access.here(request, desk, may=permissions.RATINGS_SEE, shop_slug=request.GET.get("shop", ""))
    if len(here.shown) != 1:
        raise NotVisible
    return shops.facts(here.shown[0])


def _file(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The file, to be kept under this name."""
    text = for_programs([columns, *rows])
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
