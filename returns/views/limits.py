"""Refund limits of a shop: above them a second person confirms. Read by who manages the shop, set by who manages the desk's people."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from returns.services import refund_limits
from returns.services.refund_limits import Limit
from sellerdesk import access
from sellerdesk.domain import money, permissions
from sellerdesk.errors import Refusal
from sellerdesk.models import Membership, Shop
from sellerdesk.web import shell


_USUAL = {"taobao": "CNY", "wildberries": "RUB"}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def refunds(request: HttpRequest, desk: str, shop: str) -> HttpResponse:
    """The refund limits of a shop. Needs shops.manage there, and people.manage to change them; otherwise 404. Refused with 422."""
    may = permissions.SHOPS_MANAGE if request.method in {"GET", "HEAD"} else permissions.PEOPLE_MANAGE
    here = shell.enter(request, desk, may=may, room="settings")
    found = here.named(shop)
    limits, roles = refund_limits.all_of(here.desk.pk, found.pk), refund_limits.deciding(here.desk.pk)
    context = {
        "at_settings": True,
        "section": "shops",
        "shop": found,
        "limits": [(Membership.Role(one.role).label, one) for one in limits],
        "may_change": here.may(permissions.PEOPLE_MANAGE),
    }
    if request.method != "POST":
        return render(request, "returns/limits.html", context | _filled(found, limits, roles))
    currency = request.POST.get("currency", "").strip().upper()[:8]
    amounts = {role: request.POST.get(role, "") for role in roles}
    try:
        refund_limits.change(
            desk_id=here.desk.pk, shop_ids=[found.pk], shop_id=found.pk, currency=currency, amounts=amounts,
            actor=access.actor(request), now=datetime.now(UTC),
        )  # fmt: skip
    except Refusal as refusal:
        told = {"currency": currency, "roles": _roles(amounts), "refusal": refusal}
        return render(request, "returns/limits.html", context | told, status=422)
    messages.success(request, _("The refund limits of %(shop)s are saved.") % {"shop": found.name})
    return redirect("refund_limits", desk, shop)


def _filled(shop: Shop, limits: list[Limit], roles: list[str]) -> dict[str, Any]:
    """The form as it begins: the first currency that has limits, else the usual one of the marketplace."""
    currency = limits[0].currency if limits else _USUAL.get(shop.rules, "")
    amounts = {one.role: f"{Decimal(one.amount_minor).scaleb(-money.exponent(currency)):f}" for one in limits if one.currency == currency}
    return {"currency": currency, "roles": _roles({role: amounts.get(role, "") for role in roles})}


def _roles(amounts: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(role, str(Membership.Role(role).label), amount) for role, amount in amounts.items()]
