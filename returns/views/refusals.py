"""Refusals, newest first, under the filters of their address; nothing about them is to be decided."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from returns.domain import refusal_filters
from returns.queries import refused
from returns.queries.refused import Row
from returns.queries.searching import Places
from returns.templatetags import claimed
from returns.views import narrowing
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.tables import MARK, written
from sellerdesk.web import shell
from sellerdesk.web.fragments import Request, answer, is_fragment


@require_safe
@never_cache
def refusals(request: Request, desk: str) -> HttpResponse:
    """The refusals of the desk's shops; with HX-Request the list alone. Needs returns.see; otherwise 404."""
    here, asked, now = _enter(request, desk), refusal_filters.read(request.GET), datetime.now(UTC)
    page = refused.page(_places(here), asked, now=now)
    markets = {shop.pk: shop.rules for shop in here.shops}
    context = narrowing.choices() | {
        "asked": asked,
        "now": now,
        "shown": [(row, markets[row.shop_id], narrowing.STAGE_NAMES[row.stage]) for row in page.rows],
        "incomplete": not page.complete,
        "set": narrowing.chips_of_refusals(here, asked),
        "older": narrowing.query_of_refusals(here, replace(asked, after=page.next)) if page.next else "",
        "here_query": narrowing.query_of_refusals(here, replace(asked, after=None)),
    }
    template = "returns/refusals/list.html" if is_fragment(request) else "returns/refusals/page.html"
    return answer(request, template, context)


@require_safe
@never_cache
def table(request: Request, desk: str) -> StreamingHttpResponse:
    """All refusals of the address's filter as CSV. Needs returns.see; otherwise 404. Orders are told with orders.see alone."""
    here, now = _enter(request, desk), datetime.now(UTC)
    asked, places = refusal_filters.read(request.GET), _places(here)
    shops = {shop.pk: shop.name for shop in here.shops}
    zone = timezone.get_current_timezone()
    # All is said in the reader's language before the first row: later nobody knows who reads.
    head = [
        pgettext("order", "Refused"),
        _("Shop"),
        _("Refusal"),
        _("Stage"),
        _("Reason"),
        _("Marketplace’s reason"),
        _("In the buyer’s words"),
        _("Product"),
    ]
    head += [_("Article"), _("Buyer"), *([_("Order")] if places.orders else [])]
    stages = {code: str(name) for code, name in narrowing.STAGE_NAMES.items()}
    reasons = claimed.reasons()

    def row(one: Row) -> list[str]:
        at = f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}"
        cells = [at, shops.get(one.shop_id, ""), one.outside_id, stages[one.stage], reasons.get(one.reason, one.reason), one.told_reason]
        return [*cells, one.text, one.product, one.article, one.buyer, *([one.order] if places.orders else [])]

    def parts() -> Iterator[str]:
        yield MARK + written([head])
        rows = refused.every(places, asked, now=now)
        while part := list(islice(rows, refused.EXPORTED)):
            yield written(map(row, part))

    answer = StreamingHttpResponse(parts(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="refusals-{timezone.localtime(now):%Y-%m-%d}.csv"'
    return answer


def _enter(request: Request, desk: str) -> Here:
    return shell.enter(request, desk, may=permissions.RETURNS_SEE, room="returns")


def _places(here: Here) -> Places:
    return Places(here.desk.pk, here.shop_ids, orders=here.may(permissions.ORDERS_SEE))
