"""What people do about the evidence of a claim: photos and findings, the buyer's pictures brought here, the reason."""

import uuid
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from returns.queries import exhibits
from returns.services import fetching, findings, reasons
from returns.views import pages
from sellerdesk import access, queueing
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.web import checked_files, shell
from sellerdesk.web.fragments import Request


@require_safe
def photo(request: HttpRequest, desk: str, exhibit: int) -> HttpResponseBase:
    """A picture of a claim that lies here. Needs returns.see in its shop; otherwise 404."""
    here = access.here(request, desk, may=permissions.RETURNS_SEE)
    found = exhibits.kept(here.desk.pk, here.shop_ids, exhibit) if exhibit <= LARGEST_ID else None
    if found is None:
        raise NotVisible
    return checked_files.answer(found.place, found.content_type, found.name, in_place=True)


@require_POST
@never_cache
def find(request: Request, desk: str, claim: int) -> HttpResponse:
    """Record what was found (`condition`, `words`, `moves`, `key`) with `photos`. Needs returns.check; otherwise 404."""
    here, now = _enter(request, desk), datetime.now(UTC)
    told = findings.Told(
        condition=request.POST.get("condition", ""), words=request.POST.get("words", ""), moves=request.POST.get("moves", ""),
        key=_key(request),
    )  # fmt: skip
    photos = [(one.name or "", one.read()) for one in request.FILES.getlist("photos")]
    try:
        findings.record(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, claim_id=claim, told=told, photos=photos, user_id=access.reader(request).pk,
            actor=access.actor(request), now=now,
        )  # fmt: skip
    except Refusal as refusal:
        if not request.htmx:
            raise
        # What was written and the photos that were picked stay where they are: the refusal goes beside them.
        response = render(request, "returns/proof/refused.html", {"refusal": refusal}, status=422)
        response["HX-Retarget"], response["HX-Reswap"] = "#finding-refused", "innerHTML"
        return response
    return _again(request, here, claim, now)


@require_POST
@never_cache
def take_back(request: Request, desk: str, claim: int, finding: int) -> HttpResponse:
    """A finding was wrong. Needs returns.check; otherwise 404."""
    here, now = _enter(request, desk), datetime.now(UTC)
    findings.withdraw(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, claim_id=claim, finding_id=finding, actor=access.actor(request), now=now
    )
    return _again(request, here, claim, now)


@require_POST
@never_cache
def bring(request: Request, desk: str, claim: int) -> HttpResponse:
    """Have the buyer's pictures fetched by the server. Needs returns.check; otherwise 404."""
    here, now = _enter(request, desk), datetime.now(UTC)
    shop_id = fetching.bring(desk_id=here.desk.pk, shop_ids=here.shop_ids, claim_id=claim, actor=access.actor(request), now=now)
    queueing.ask("returns.fetch", shop_id=shop_id)
    return _again(request, here, claim, now)


@require_POST
@never_cache
def reason(request: Request, desk: str, claim: int) -> HttpResponse:
    """Give the claim a `reason`; an empty one leaves it to what is told. Needs returns.check; otherwise 404."""
    here, now = _enter(request, desk), datetime.now(UTC)
    reasons.choose(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, claim_id=claim, reason=request.POST.get("reason", ""),
        actor=access.actor(request), now=now,
    )  # fmt: skip
    return _again(request, here, claim, now)


def _enter(request: HttpRequest, desk: str) -> Here:
    return shell.enter(request, desk, may=permissions.RETURNS_CHECK, room="returns")


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def _again(request: Request, here: Here, claim: int, now: datetime) -> HttpResponse:
    """The claim as it is now; without script its page."""
    if not request.htmx:
        return redirect(reverse("claim", args=[here.desk.slug, claim]) + (f"?shop={here.chosen.slug}" if here.chosen else ""))
    return render(request, "returns/detail.html", pages.detail(request, here, claim, now))
