"""A letter to the marketplace's support about a claim: made ready, edited, copied, sent with the request to step in."""

import uuid
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from returns.domain import letter
from returns.domain.deciding import Wanted
from returns.queries import letters, reading
from returns.queries.reading import Claim
from returns.services import deciding, joining
from returns.services.deciding import Decided
from returns.templatetags import lettered
from sellerdesk import access, shops, wording
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.domain.leaving import seconds_left
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.models import Shop
from sellerdesk.web import shell


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def support(request: HttpRequest, desk: str, claim: int) -> HttpResponse:
    """The letter (GET), and sending it with the request to step in (POST). Needs returns.decide and orders.see; otherwise 404.

    It names the order. Refused with 422, where somebody was faster with 409; what was written stays.
    """
    here = shell.enter(request, desk, may=permissions.RETURNS_DECIDE, room="returns")
    if not here.may(permissions.ORDERS_SEE):
        raise NotVisible
    found, shop = _claim(here, claim)
    facts = shops.facts(shop)
    now = datetime.now(UTC)
    standing, version = letters.standing(here.desk.pk, facts, found.id)
    why_not = joining.why_not(standing, found.amount_currency, now)
    context: dict[str, Any] = {"claim": found, "shop": shop, "now": now, "most": letter.LONGEST, "why_not": why_not}
    if request.method != "POST":
        written = lettered.ready(letters.case(here.desk.pk, facts, found))
        return _page(request, context, text=written.text, letter_lang=written.language, key=str(uuid.uuid4()), seen=version)
    said = {"text": request.POST.get("text", ""), "key": request.POST.get("key", ""), "seen": request.POST.get("seen", "")}
    said["letter_lang"] = letter.language_of(facts.rules.name)
    try:
        made = deciding.decide(
            desk_id=here.desk.pk, shop_ids=[shop.pk], claim_id=found.id, wanted=Wanted(kind="escalate", text=said["text"]),
            user_id=access.reader(request).pk, actor=access.actor(request), client_key=_key(said["key"]), seen=said["seen"], now=now,
        )  # fmt: skip
    except Stale as stale:
        return _page(request, context | {"newer": stale.message}, status=409, **said)
    except Refusal as refusal:
        return _page(request, context | {"refusal": refusal}, status=422, **said)
    messages.success(request, _sent(made, now))
    return redirect(reverse("claim", args=[here.desk.slug, found.id]))


def _sent(made: Decided, now: datetime) -> str:
    seconds = 0 if made.leaves_at is None else seconds_left(made.leaves_at, now)
    if made.repeated or not wording.hold(seconds):
        return _("The letter is being sent. For ten seconds it can be taken back.")
    return wording.sent(_("The letter is being sent"), seconds)


def _page(request: HttpRequest, context: dict[str, Any], *, status: int = 200, **said: str) -> HttpResponse:
    return render(request, "returns/letter/page.html", context | said, status=status)


def _claim(here: Here, claim_id: int) -> tuple[Claim, Shop]:
    found = reading.claim(here.desk.pk, [one.pk for one in here.shops], claim_id) if claim_id <= LARGEST_ID else None
    if found is None:
        raise NotVisible
    return found, here.shop_of(found.shop_id)


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()
