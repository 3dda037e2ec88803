"""Where low marks come from: the panel, its file, and the orders of a group."""

from datetime import UTC, date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ratings.domain.figures import DIMENSIONS, shown
from ratings.domain.forecast import digits
from ratings.queries.cause_orders import is_listed, orders_of, titles
from ratings.queries.cause_rows import Cause, rows_of
from ratings.queries.causes import NONE
from ratings.rows import kept_groups
from sellerdesk import access, queueing, shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.shops import ShopFacts
from sellerdesk.tables import for_programs
from sellerdesk.web import shell
from sellerdesk.web.asked import whole


MOST_ROWS = 8
KINDS = ("courier", "shipping", "on_the_way", "product", "claim", "refusal", "chat_wait")
COLUMNS = ("dimension", "kind", "code", "name", "marks", "sum", "mean", "mean_of_the_others", "pull", "low_95", "high_95", "counted_on")


@require_safe
@never_cache
def causes_panel(request: HttpRequest, desk: str) -> HttpResponse:
    """The panel of one dimension (`dim`): what pulls it down first, or all groups (`causes=all`).

    Needs ratings.see and one shop; otherwise 404. The page fetches it for itself, so that it costs the page nothing.
    Where nothing was ever counted a worker is asked to.
    """
    here = access.here(request, desk, may=permissions.RATINGS_SEE, shop_slug=request.GET.get("shop", ""))
    shop = _one(here)
    dimension = next((name for name in DIMENSIONS if name == request.GET.get("dim")), DIMENSIONS[0])
    kept = kept_groups(shop)
    if not kept:
        queueing.ask("ratings.causes", shop_id=shop.id)
    rows = rows_of(shop, kept, dimension)
    down = [row for row in rows if row.pull.by < 0][:MOST_ROWS]
    shown_all = request.GET.get("causes") == "all"
    context = {
        "here": here,
        "shop": shop,
        "dimension": dimension,
        "causes": rows if shown_all else down,
        "more_causes": not shown_all and len(rows) > len(down),
        "counted": bool(kept),
        "untold": [kind for kind in KINDS if not any(one.group.kind == kind and one.group.code != NONE for one in kept)],
        "may_see_orders": here.may(permissions.ORDERS_SEE),
    }
    return render(request, "ratings/causes/panel.html", context)


@require_safe
@never_cache
def causes_csv(request: HttpRequest, desk: str) -> HttpResponse:
    """The groups of all dimensions as CSV. Needs ratings.see and one shop; otherwise 404."""
    here = access.here(request, desk, may=permissions.RATINGS_SEE, shop_slug=request.GET.get("shop", ""))
    shop = _one(here)
    kept = kept_groups(shop)
    cells = [(dimension, *_cells(row)) for dimension in DIMENSIONS for row in rows_of(shop, kept, dimension)]
    text = for_programs([COLUMNS, *cells])
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="causes-{shop.slug}-{date.fromordinal(shop.day(datetime.now(UTC)))}.csv"'
    return answer


def _cells(row: Cause) -> tuple[str, ...]:
    own, rest = row.pull.own, row.pull.rest
    means = tuple("" if figure.mean is None else shown(figure.mean) for figure in (own, rest))
    bounds = (digits(row.pull.by), digits(row.pull.low), digits(row.pull.high))
    named = (row.pull.kind, row.pull.code, row.title)
    return (*named, str(own.count), str(own.sum), *means, *bounds, row.counted_on.isoformat())


@require_safe
@never_cache
def cause_orders(request: HttpRequest, desk: str) -> HttpResponse:
    """All orders of a told group, rated or not. Needs ratings.see and orders.see and one shop; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.ORDERS_SEE, room="ratings")
    if not here.may(permissions.RATINGS_SEE):
        raise NotVisible
    shop = _one(here)
    kind, code = request.GET.get("kind", ""), request.GET.get("code", "")
    told = [one for one in kept_groups(shop) if (one.group.kind, one.group.code) == (kind, code) and any(one.group.shown)]
    if not told or not is_listed(kind, code):
        raise NotVisible
    rows, after = orders_of(shop, kind, code, before=whole(request.GET.get("after")))
    title = titles(shop, [int(code)]).get(int(code), "") if kind == "product" else ""
    placed = [{"outside_id": row.outside_id, "courier": row.courier, "placed": date.fromordinal(shop.day(row.placed_at))} for row in rows]
    return render(
        request, "ratings/causes/orders.html", {"rows": placed, "after": after, "kind": kind, "code": code, "title": title, "shop": shop}
    )


def _one(here: Here) -> ShopFacts:
    if len(here.shown) != 1:
        raise NotVisible
    return shops.facts(here.shown[0])
