"""Deciding a claim on its page: the form of one decision, sending it, taking it back, confirming it as the second person."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from returns.domain.deciding import Kind
from returns.forms import deciding as forms
from returns.queries import deciding as queries
from returns.services import deciding, decision_fates
from returns.views import decision_panel, pages
from sellerdesk import access, finding, shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.shops import ShopFacts
from sellerdesk.web import shell
from sellerdesk.web.fragments import Request, is_fragment


if TYPE_CHECKING:
    from returns.models import Claim


OFFERED: Final = 20
"""Listings that are offered while one is typed."""
LONGEST_WORDS: Final = 100


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def decide(request: Request, desk: str, claim: int) -> HttpResponse:
    """The form of one decision (GET, `kind`), and taking it (POST). Needs returns.decide; otherwise 404. What is refused stays."""
    here, now = _enter(request, desk), datetime.now(UTC)
    row, shop = _claim(here, claim)
    if request.method != "POST":
        kind = forms.kind(request.GET.get("kind", ""))
        return pages.show(request, here, claim, now) if kind is None else _form(request, here, row, shop, kind, {}, now)
    try:
        told = forms.posted(request.POST, desk_id=here.desk.pk, shop_id=row.shop_id, currency=row.amount_currency)
        deciding.decide(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, claim_id=claim, wanted=told.wanted, user_id=access.reader(request).pk,
            actor=access.actor(request), client_key=told.key, seen=told.seen, reason=told.reason, now=now,
        )  # fmt: skip
    except Refusal as refusal:
        return _refused(request, here, row, shop, {"refusal": refusal, "warned": refusal.code == "warned"}, now, status=422)
    except Stale as stale:
        row.refresh_from_db()
        return _refused(request, here, row, shop, {"stale": stale.message}, now, status=409)
    return _done(request, here, claim, now)


@require_safe
@never_cache
def articles(request: Request, desk: str, claim: int) -> HttpResponse:
    """Listings to send instead, by the words typed so far (`article`): a part of the form. Needs returns.decide; otherwise 404."""
    here = _enter(request, desk)
    row, _shop = _claim(here, claim)
    words = " ".join(request.GET.get("article", "").replace("\0", "").split())[:LONGEST_WORDS]
    found = finding.listings(here.desk.pk, row.shop_id, words, OFFERED)
    return render(request, "returns/deciding/articles.html", {"listings": found})


@require_POST
@never_cache
def back(request: Request, desk: str, claim: int, decision: int) -> HttpResponse:
    """Take a decision back; 409 where it has left. Needs returns.decide; otherwise 404."""
    here, now = _enter(request, desk), datetime.now(UTC)
    _claim(here, claim)
    _reachable(decision)
    try:
        decision_fates.take_back(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, claim_id=claim, decision_id=decision, actor=access.actor(request), now=now
        )
    except Stale as stale:
        return _said(request, here, claim, {"stale": stale.message}, now, status=409)
    return _done(request, here, claim, now)


@require_POST
@never_cache
def confirm(request: Request, desk: str, claim: int, decision: int) -> HttpResponse:
    """Confirm a decision as the second person. Needs returns.decide; otherwise 404."""
    here, now = _enter(request, desk), datetime.now(UTC)
    _claim(here, claim)
    _reachable(decision)
    try:
        decision_fates.confirm(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, claim_id=claim, decision_id=decision, user_id=access.reader(request).pk,
            actor=access.actor(request), now=now,
        )  # fmt: skip
    except Refusal as refusal:
        return _said(request, here, claim, {"refusal": refusal}, now, status=422)
    except Stale as stale:
        return _said(request, here, claim, {"stale": stale.message}, now, status=409)
    return _done(request, here, claim, now)


def _enter(request: Request, desk: str) -> Here:
    return shell.enter(request, desk, may=permissions.RETURNS_DECIDE, room="returns")


def _reachable(number: int) -> None:
    if number > LARGEST_ID:
        raise NotVisible


def _claim(here: Here, claim_id: int) -> "tuple[Claim, ShopFacts]":
    _reachable(claim_id)
    row = queries.claim(here.desk.pk, here.shop_ids, claim_id)
    if row is None:
        raise NotVisible
    return row, shops.facts(here.shop_of(row.shop_id))


def _form(
    request: Request, here: Here, row: "Claim", shop: ShopFacts, kind: Kind, said: dict[str, Any], now: datetime, *, status: int = 200
) -> HttpResponse:
    filled = request.POST.dict() if request.method == "POST" else {}
    form = decision_panel.form(here.desk.pk, row, shop, access.reader(request).pk, kind, filled, now=now)
    context = {"form": form | said if form else {}, "refusal": said.get("refusal"), "stale": said.get("stale")}
    if not is_fragment(request):
        return pages.show(request, here, row.pk, now, status=status, **context)
    response = render(request, "returns/deciding/form.html", {"claim": _about(row), "now": now, **context}, status=status)
    return reswap(retarget(response, "#decide-form"), "innerHTML")


def _about(row: "Claim") -> dict[str, Any]:
    """What the form says of the claim."""
    return {
        "id": row.pk,
        "buyer": "" if row.buyer is None else row.buyer.name,
        "article": "" if row.product is None else row.product.article or row.product.outside_id,
    }


def _refused(
    request: Request, here: Here, row: "Claim", shop: ShopFacts, said: dict[str, Any], now: datetime, *, status: int
) -> HttpResponse:
    """The form as it was filled in, with why it was not taken; where it is not offered any more, why alone."""
    kind = forms.kind(request.POST.get("kind", ""))
    if kind is None:
        return _said(request, here, row.pk, said, now, status=status)
    return _form(request, here, row, shop, kind, said, now, status=status)


def _said(request: Request, here: Here, claim_id: int, said: dict[str, Any], now: datetime, *, status: int) -> HttpResponse:
    """The claim as it stands, with a remark; by htmx the remark alone."""
    if not is_fragment(request):
        return pages.show(request, here, claim_id, now, status=status, **said)
    response = render(request, "returns/deciding/form.html", {"claim": {"id": claim_id}, "now": now, **said}, status=status)
    return reswap(retarget(response, "#decide-form"), "innerHTML")


def _done(request: Request, here: Here, claim_id: int, now: datetime) -> HttpResponse:
    if is_fragment(request):
        return pages.show(request, here, claim_id, now)
    messages.success(request, _("Saved."))
    shop = f"?shop={here.chosen.slug}" if here.chosen else ""
    return redirect(reverse("claim", args=[here.desk.slug, claim_id]) + shop)
