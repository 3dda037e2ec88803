"""The claims of a desk: a list by deadline beside the claim that is read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from returns.domain import filters
from returns.domain.facts import subject_of
from returns.domain.filters import Filter
from returns.queries import listing, reading
from returns.queries.listing import Row
from returns.views import decision_panel, narrowing, proving
from returns.views.narrowing import query
from sellerdesk import access, panels, shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible
from sellerdesk.panels import Subject
from sellerdesk.web import shell
from sellerdesk.web.fragments import Request, answer, is_fragment


VIEWS: Mapping[filters.View, Promise] = {
    "open": pgettext_lazy("claims", "Open"),
    "decide": _("Your turn"),
    "buyer": _("Buyer’s turn"),
    "marketplace": _("Marketplace"),
    "closed": _("Closed"),
    "all": _("All"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the list with what its shop says of it."""

    row: Row
    market: str
    href: str


@require_safe
@never_cache
def claims(request: Request, desk: str) -> HttpResponse:
    """The list of claims, and beside it the first one; with HX-Request the list alone. Needs returns.see; otherwise 404."""
    here, asked, now = _enter(request, desk), filters.read(request.GET), datetime.now(UTC)
    context = _list(here, asked, now)
    if is_fragment(request):
        template = "returns/rows.html" if request.htmx.target == "older" else "returns/list.html"
        is_new = template == "returns/list.html" and request.htmx.trigger != "again"
        return answer(request, template, context, address=_address(here, asked) if is_new else "")
    if context["shown"]:
        context |= detail(request, here, context["shown"][0].row.id, now)
    return answer(request, "returns/page.html", context | {"view": "list"})


@require_safe
@never_cache
def claim(request: Request, desk: str, claim: int) -> HttpResponse:
    """One claim, beside the list that it was opened from; with HX-Request alone. Needs returns.see; otherwise 404."""
    return show(request, _enter(request, desk), claim, datetime.now(UTC))


def show(request: Request, here: Here, claim: int, now: datetime, *, status: int = 200, **more: Any) -> HttpResponse:
    """A claim beside its list, or alone as htmx asks for it; `more` is what is to be said of it besides. NotVisible."""
    found = detail(request, here, claim, now)
    if not found:
        raise NotVisible
    if is_fragment(request):
        return answer(request, "returns/detail.html", found | more, status=status)
    listed = _list(here, filters.read(request.GET), now)
    return answer(request, "returns/page.html", listed | found | more | {"view": "detail"}, status=status)


def _enter(request: HttpRequest, desk: str) -> Here:
    return shell.enter(request, desk, may=permissions.RETURNS_SEE, room="returns")


def _address(here: Here, asked: Filter) -> str:
    return f"{reverse('claims', args=[here.desk.slug])}?{query(here, asked)}".rstrip("?")


def _list(here: Here, asked: Filter, now: datetime) -> dict[str, Any]:
    may_find = here.may(permissions.ORDERS_SEE)
    page = listing.page(here.desk.pk, here.shop_ids, asked, now=now, orders=may_find)
    markets = {shop.pk: shop.rules for shop in here.shops}
    at, of_list = reverse("claims", args=[here.desk.slug]), query(here, replace(asked, after=None))
    counted = listing.counts(here.desk.pk, here.shop_ids)
    return narrowing.choices() | {
        "asked": asked,
        "now": now,
        "shown": [Shown(row, markets[row.shop_id], f"{at}{row.id}/?{of_list}".rstrip("?")) for row in page.rows],
        "views": [(view, label, counted.get(view), _address(here, replace(asked, view=view, after=None))) for view, label in VIEWS.items()],
        "everywhere": query(here, replace(asked, view="all", after=None)),
        "nothing_yet": not counted["open"].number and asked.view == "open" and not asked.narrowed,
        "older": query(here, replace(asked, after=page.next)) if page.next else "",
        "incomplete": not page.complete,
        "set": narrowing.chips(here, asked),
        "here_query": of_list,
        "here_told": narrowing.fields(here, asked),
    }


def detail(request: HttpRequest, here: Here, claim_id: int, now: datetime) -> dict[str, Any]:
    """What the reading pane shows; empty where there is no such claim in the shops shown."""
    found = reading.claim(here.desk.pk, here.shop_ids, claim_id) if claim_id <= LARGEST_ID else None
    if found is None:
        return {}
    shop = here.shop_of(found.shop_id)
    facts = shops.facts(shop)
    sees_orders = here.may(permissions.ORDERS_SEE)
    decision = decision_panel.context(found, facts, access.reader(request).pk, may=here.may(permissions.RETURNS_DECIDE), now=now)
    subject = Subject(buyer_id=found.buyer_id, order_ref=found.order_ref, product_id=found.product_id, besides=subject_of(found.id))
    return proving.context(here, found, shop) | {
        "claim": found,
        "claim_shop": shop,
        "sees_orders": sees_orders,
        "deciding": decision,
        "ruled": found.ruled,
        # Where the marketplace cannot be asked from here, the letter can still be written and copied. It names the order.
        "may_write": sees_orders
        and decision["may"]
        and found.talk != "closed"
        and all(one.kind != "escalate" for one in decision["offers"]),
        "happened": panels.happened(here.desk.pk, facts, subject, may=here.may, now=now),
        "panels": panels.side_panels(here.desk.pk, facts, subject, may=here.may, now=now),
        "now": now,
    }
