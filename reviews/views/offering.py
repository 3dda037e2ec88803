"""Logging an offer to the buyer of a review, and what came of it."""

import uuid
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from reviews.domain.offers import LONGEST_NOTE, Channel, Kind, State
from reviews.queries import offering as queries
from reviews.queries.reading import Review
from reviews.services import offering
from reviews.services.offering import Wanted
from reviews.views import mending
from reviews.views.appealing import key
from sellerdesk import access
from sellerdesk.access import Here
from sellerdesk.domain import money, permissions
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.web.asked import whole
from sellerdesk.web.fragments import Request


CURRENCIES = {"taobao": "CNY", "wildberries": "RUB"}
"""What a marketplace pays in, where neither order nor product tells."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def offer(request: Request, desk: str, review: int) -> HttpResponse:
    """The form of an offer (GET), and logging it (POST). Needs reviews.answer; otherwise 404. What is refused stays filled in."""
    here, found, shop = mending.enter(request, desk, review)
    now = datetime.now(UTC)
    context: dict[str, Any] = {
        "review": found, "kinds": list(Kind), "channels": list(Channel), "most": LONGEST_NOTE, "key": str(uuid.uuid4()),
        "currency": _currency(here, found, shop.rules.name), "now": now,
    }  # fmt: skip
    if request.method != "POST":
        return mending.form(request, "offer", context)
    post = request.POST
    try:
        offering.log_offer(
            desk_id=here.desk.pk, shop_ids=[shop.id], review_id=found.id, user_id=access.reader(request).pk,
            actor=access.actor(request), wanted=_wanted(post), client_key=key(post), now=now,
        )  # fmt: skip
    except Refusal as refusal:
        return mending.form(request, "offer", context | _filled(post, context["currency"]) | {"refusal": refusal}, status=422)
    messages.success(request, _("The offer is logged."))
    return mending.back(request, here, found.id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change(request: Request, desk: str, review: int, offer: int) -> HttpResponse:
    """What came of an offer: asked (GET), told (POST). Needs reviews.answer; otherwise 404. What is refused stays filled in."""
    here, found, shop = mending.enter(request, desk, review)
    one = next((one for one in queries.of_review(here.desk.pk, found.id) if one.id == offer), None)
    if one is None:
        raise NotVisible
    now = datetime.now(UTC)
    context: dict[str, Any] = {"review": found, "offer": one, "states": list(State), "most": LONGEST_NOTE, "now": now}
    if request.method != "POST":
        return mending.form(request, "change", context)
    state, note = request.POST.get("state", ""), request.POST.get("note", "")
    seen = whole(request.POST.get("seen"), digits=9)
    try:
        offering.change_offer(
            desk_id=here.desk.pk, shop_ids=[shop.id], offer_id=one.id, user_id=access.reader(request).pk, actor=access.actor(request),
            state=state, note=note, seen=-1 if seen is None else seen, now=now,
        )  # fmt: skip
    except Refusal as refusal:
        return mending.form(request, "change", context | {"refusal": refusal, "state": state, "note": note}, status=422)
    except Stale as stale:
        return mending.form(request, "change", context | {"stale": stale.message, "state": state, "note": note}, status=409)
    messages.success(request, _("What came of the offer is noted."))
    return mending.back(request, here, found.id)


def _wanted(post: QueryDict) -> Wanted:
    """The offer as it was posted. Refused: amount_malformed."""
    amount, currency = post.get("amount", "").strip(), post.get("currency", "").strip().upper()
    told = money.typed(amount, currency) if amount else None
    if amount and told is None:
        sentence = _("“%(amount)s %(currency)s” is no amount.") % {"amount": amount[:30], "currency": currency[:10]}
        raise Refusal("amount_malformed", sentence, _("Write it as 300 or 12.50, with a currency such as RUB or CNY."))
    return Wanted(
        kind=post.get("kind", ""),
        channel=post.get("channel", ""),
        amount_minor=told.minor if told else None,
        currency=told.currency if told else "",
        note=post.get("note", ""),
    )


def _filled(post: QueryDict, currency: str) -> dict[str, Any]:
    return {name: post.get(name, "") for name in ("kind", "channel", "amount", "note", "key")} | {
        "currency": post.get("currency", currency)
    }


def _currency(here: Here, review: Review, rules: str) -> str:
    """The order's currency, else the product's, else the marketplace's."""
    lines = review.order.lines if review.order is not None and here.may(permissions.ORDERS_SEE) else ()
    told = [line.price_currency for line in lines if line.price_currency]
    if review.product is not None and review.product.price_currency:
        told.append(review.product.price_currency)
    return told[0] if told else CURRENCIES.get(rules, "")
