"""Deliveries: what was owed to the outside, its state, and what a person may do about it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sellerdesk import access, carriers, connections
from sellerdesk.access import Here
from sellerdesk.delivery import deciding, looking, queries, wording
from sellerdesk.delivery.queries import Delivery
from sellerdesk.domain import permissions
from sellerdesk.domain.scripts import lang_of
from sellerdesk.errors import NotVisible
from sellerdesk.outbox import State
from sellerdesk.web import shell
from sellerdesk.web.asked import whole


FILTERS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "open": (gettext_lazy("Not finished"), queries.UNFINISHED),
    "sending": (gettext_lazy("Being sent or waiting"), (State.QUEUED, State.CLAIMED)),
    "moderated": (gettext_lazy("Under moderation"), (State.MODERATED,)),
    "unknown": (gettext_lazy("Unknown"), (State.UNKNOWN,)),
    "by_hand": (gettext_lazy("By hand"), (State.BY_HAND,)),
    "dead": (gettext_lazy("Not sent"), (State.DEAD,)),
    "sent": (gettext_lazy("Sent"), (State.SENT,)),
    "done": (gettext_lazy("Done there"), (State.DONE,)),
    "cancelled": (gettext_lazy("Called off"), (State.CANCELLED,)),
}


@require_safe
@never_cache
def listed(request: HttpRequest, desk: str) -> HttpResponse:
    """Deliveries of the shops shown, the youngest first, by state (`?show=`). Needs deliveries.manage; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.DELIVERIES_MANAGE, room="settings")
    now = datetime.now(UTC)
    asked = request.GET.get("show", "")
    chosen = asked if asked in FILTERS else "open"
    # What belongs to no shop (mail) is shown with all shops, to who sees all of them.
    shopless = here.chosen is None and here.every_shop
    found = queries.page(here.desk.pk, here.shop_ids, FILTERS[chosen][1], shopless=shopless, after=whole(request.GET.get("after")))
    counts = queries.counts(here.desk.pk, here.shop_ids, shopless=shopless)
    names = {shop.pk: shop.name for shop in here.shops}
    shown, tied = found[: queries.PAGE], _tied(here)
    context = {
        "at_settings": True,
        "section": "deliveries",
        "now": now,
        "chosen": chosen,
        "filters": [(name, label, sum(counts.get(state, 0) for state in states)) for name, (label, states) in FILTERS.items()],
        "deliveries": [_row(one, names, tied, now) for one in shown],
        "after": str(shown[-1].id) if len(found) > queries.PAGE else "",
    }
    return render(request, "delivery/list.html", context)


@require_safe
@never_cache
def delivery(request: HttpRequest, desk: str, delivery: int) -> HttpResponse:
    """One delivery with its text and what may be done. Needs deliveries.manage, or what its room asks for; otherwise 404."""
    here, found = _found(request, desk, delivery)
    now = datetime.now(UTC)
    opened = looking.opened(here.desk.pk, found.id, now=now)
    names = {shop.pk: shop.name for shop in here.shops}
    context = {
        "at_settings": True,
        "section": "deliveries",
        "now": now,
        "one": _row(found, names, _tied(here), now),
        "delivery": found.id,
        "text": opened.text,
        "lang": lang_of(opened.text),
        "link": opened.link,
        "may_list": here.may(permissions.DELIVERIES_MANAGE),
    }
    return render(request, "delivery/one.html", context)


@require_POST
@never_cache
def done(request: HttpRequest, desk: str, delivery: int) -> HttpResponse:
    """A person has carried it over. Needs deliveries.manage, or what its room asks for; otherwise 404."""
    return _decide(request, desk, delivery, deciding.done_there, _("Marked as done there."))


@require_POST
@never_cache
def cancel(request: HttpRequest, desk: str, delivery: int) -> HttpResponse:
    """It is not to be sent after all. Needs deliveries.manage, or what its room asks for; otherwise 404."""
    return _decide(request, desk, delivery, deciding.call_off, _("Called off. It is not sent."))


@require_POST
@never_cache
def retry(request: HttpRequest, desk: str, delivery: int) -> HttpResponse:
    """Try it anew. Needs deliveries.manage, or what its room asks for; otherwise 404."""
    return _decide(request, desk, delivery, deciding.send_again, _("It is being sent again."))


@require_POST
@never_cache
def arrived(request: HttpRequest, desk: str, delivery: int) -> HttpResponse:
    """A person has looked whether it is there (`there` = yes or no). Needs deliveries.manage, or what its room asks for; otherwise 404."""
    there = request.POST.get("there") == "yes"
    said = _("Noted: it is there.") if there else _("It is being sent again.")
    return _decide(request, desk, delivery, deciding.looked, said, arrived=there)


def _decide(request: HttpRequest, desk: str, delivery: int, command: Callable[..., None], said: str, **more: bool) -> HttpResponse:
    here, found = _found(request, desk, delivery)
    command(desk_id=here.desk.pk, outbound_id=found.id, actor=access.actor(request), now=datetime.now(UTC), **more)
    if request.headers.get("HX-Request"):
        # The page learns of it by the desk's log.
        answer = HttpResponse(status=204)
        answer["HX-Trigger"] = json.dumps({"toast": said})
        return answer
    messages.success(request, said)
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return HttpResponseRedirect(back)
    return redirect("delivery", desk, delivery)


def _found(request: HttpRequest, desk: str, delivery: int) -> tuple[Here, Delivery]:
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="settings")
    found, _claimed = queries.one(here.desk.pk, [shop.pk for shop in here.shops], delivery)
    if not (here.may(permissions.DELIVERIES_MANAGE) or here.may(carriers.handling(found.kind))):
        raise NotVisible
    if found.shop_id is None and not here.every_shop:
        raise NotVisible
    return here, found


def _tied(here: Here) -> set[int]:
    """The shops that something can be sent to from here."""
    return {shop_id for shop_id, one in connections.all_of(here.desk.pk, [shop.pk for shop in here.shops]).items() if one.is_read}


def _row(one: Delivery, names: dict[int, str], tied: set[int], now: datetime) -> dict[str, Any]:
    return {
        "delivery": one,
        "kind": carriers.label(one.kind),
        "shop": names.get(one.shop_id or 0, ""),
        "said": wording.said(one, now=now),
        "may_cancel": one.state in {State.QUEUED, State.BY_HAND, State.DEAD},
        "may_retry": one.state == State.DEAD or (one.state == State.BY_HAND and one.shop_id in tied),
        "may_finish": one.state in {State.DEAD, State.BY_HAND},
        "in_doubt": one.state == State.UNKNOWN,
    }
