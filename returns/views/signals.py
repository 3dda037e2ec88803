"""Signals of refusals and claims: the list, and one with the rows behind it, likely cause, next step, the share before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from returns.queries import signals as queries
from returns.queries.signals import Signal
from returns.rows.sums import today_of
from returns.services import signals as acting
from sellerdesk import access, complaints, shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID, cursor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.shops import ShopFacts
from sellerdesk.web import shell


MAY_CLOSE = permissions.CHATS_ANSWER
"""Who sees to buyers says what was done."""


@dataclass(frozen=True, slots=True)
class Told:
    """How many complaints a room tells of, and where they can be read: nowhere for those who may not."""

    label: Promise
    number: int
    at: str


@require_safe
@never_cache
def signals(request: HttpRequest, desk: str) -> HttpResponse:
    """The open signals and the latest closed ones. Needs returns.see; otherwise 404."""
    here = _enter(request, desk)
    context = {
        "open_ones": queries.signals(here.desk.pk, here.shop_ids, is_open=True),
        "closed_ones": queries.signals(here.desk.pk, here.shop_ids, is_open=False),
        "now": datetime.now(UTC),
    }
    return render(request, "returns/signals/page.html", context)


@require_safe
@never_cache
def signal(request: HttpRequest, desk: str, return_signal: int) -> HttpResponse:
    """A signal with what is behind it. Needs returns.see; otherwise 404."""
    here = _enter(request, desk)
    return render(request, "returns/signals/signal.html", _signal(request, here, return_signal))


@require_POST
def close(request: HttpRequest, desk: str, return_signal: int) -> HttpResponse:
    """Say what was `did` about a signal. Needs returns.see and chats.answer; otherwise 404. Refused with 422, the text kept."""
    here, now = _enter(request, desk, may=MAY_CLOSE), datetime.now(UTC)
    if return_signal > LARGEST_ID:
        raise NotVisible
    text, person = request.POST.get("did", ""), access.person_of(request)
    try:
        acting.close(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, signal_id=return_signal, user_id=person.pk if person else None, did=text,
            actor=access.actor(request), now=now,
        )  # fmt: skip
    except Refusal as refusal:
        context = _signal(request, here, return_signal) | {"refusal": refusal, "text": text}
        return render(request, "returns/signals/signal.html", context, status=422)
    messages.success(request, _("Closed. From tomorrow the share of what is ordered after this is shown beside the one before."))
    at = reverse("return_signal", args=[here.desk.slug, return_signal])
    return redirect(f"{at}?shop={here.chosen.slug}" if here.chosen else at)


def _enter(request: HttpRequest, desk: str, *, may: str = permissions.RETURNS_SEE) -> Here:
    here = shell.enter(request, desk, may=may, room="returns")
    if not here.may(permissions.RETURNS_SEE):
        raise NotVisible
    return here


def _signal(request: HttpRequest, here: Here, signal_id: int) -> dict[str, Any]:
    one = queries.signal(here.desk.pk, here.shop_ids, signal_id) if signal_id <= LARGEST_ID else None
    if one is None:
        raise NotVisible
    shop, now = shops.facts(here.shop_of(one.shop_id)), datetime.now(UTC)
    rows, after = queries.behind(one, shop, after=cursor(request.GET.get("after", "")))
    return {
        "signal": one,
        "rows": rows,
        "after": after.text() if after else "",
        "afterwards": queries.afterwards(one, shop, today_of(shop, now)),
        "told_at": _told_at(here, one.told_page, one.told_id),
        "told_now": _told_now(here, shop, one) if one.topic and one.is_open else (),
        "sees_orders": here.may(permissions.ORDERS_SEE),
        "may_close": here.may(MAY_CLOSE),
        "now": now,
    }


def _told_at(here: Here, page: str, own: int | None) -> str:
    """Where another room tells of the complaints; nowhere where that room or its page is gone, or the reader may not read there."""
    source = complaints.source_of(page)
    if source is None or not here.may(source.may):
        return ""
    try:
        return reverse(page, args=[here.desk.slug, own])
    except NoReverseMatch:
        return ""


def _told_now(here: Here, shop: ShopFacts, one: Signal) -> Sequence[Told]:
    """What each room tells of the same topic of the product at this moment. One query for each room."""
    found = (each for each in complaints.open_ones(shop) if (each.product_id, each.topic) == (one.product_id, one.topic))
    return [
        Told(source.label, part.number, _told_at(here, part.page, part.own))
        for each in found
        for part in each.parts
        if (source := complaints.source_of(part.page)) is not None
    ]
