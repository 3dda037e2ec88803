"""Orders at risk: a list by deadline beside the order that is read, with the message that is ready for its buyer."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from returns.domain import risk_filters
from returns.domain.risk_filters import FATES, RiskFilter
from returns.domain.risks import RISKS, subject_of
from returns.queries import risk_letters, risks as queries
from returns.queries.risks import Row
from returns.services import risk_acts
from returns.services.risk_acts import Doing
from sellerdesk import access, panels, shops, talks
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID, Cursor
from sellerdesk.domain.replies.filling import TITLES
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.panels import Subject
from sellerdesk.web import shell
from sellerdesk.web.asked import whole
from sellerdesk.web.fragments import answer, is_part


MAY_ACT = permissions.CHATS_ANSWER
"""Who writes to buyers sees to their orders at risk."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the list with what its shop says of it."""

    row: Row
    market: str
    href: str


@require_safe
@never_cache
def risks(request: HttpRequest, desk: str) -> HttpResponse:
    """Orders at risk by deadline, the first of them open beside. Needs returns.see and orders.see; otherwise 404."""
    here, asked, now = _enter(request, desk), risk_filters.read(request.GET), datetime.now(UTC)
    context = _list(here, asked, now)
    if is_part(request):
        older = request.headers.get("HX-Target") == "older"
        return answer(request, "returns/risks/rows.html" if older else "returns/risks/list.html", context, live=True)
    if context["shown"]:
        context |= _detail(request, here, context["shown"][0].row, now)
    return answer(request, "returns/risks/page.html", context | {"view": "list"}, live=True)


@require_safe
@never_cache
def risk(request: HttpRequest, desk: str, risk: int) -> HttpResponse:
    """One order at risk; with HX-Request alone. `lang` is the language of the letter. Needs returns.see and orders.see; otherwise 404."""
    here, now = _enter(request, desk), datetime.now(UTC)
    return _page(request, here, risk, now)


@require_safe
@never_cache
def came(request: HttpRequest, desk: str) -> HttpResponse:
    """What came of orders at risk, with and without a message. Needs returns.see and orders.see; otherwise 404."""
    here = _enter(request, desk)
    context = {"came": queries.came_of(here.desk.pk, here.shop_ids), "fates": FATES, "latest": queries.LATEST}
    return render(request, "returns/risks/came.html", context)


@require_POST
def send(request: HttpRequest, desk: str, risk: int) -> HttpResponse:
    """Send the `text` into the buyer's conversation as it was seen. Needs chats.answer. 422 with why not, 409 with what is newer."""
    here, now = _enter(request, desk, may=MAY_ACT), datetime.now(UTC)
    row, way = _row(here, risk), talks.way()
    talk = way.find(here.desk.pk, here.desk.slug, [row.shop_id], row.buyer_id, row.number) if way else None
    if way is None or talk is None or not here.may(way.may):
        raise NotVisible
    text, key = request.POST.get("text", ""), _key(request)
    doing = _doing(request, here, risk)
    try:
        way.send(
            desk_id=here.desk.pk, shop_ids=[row.shop_id], talk_id=talk.id, user_id=doing.user_id, actor=doing.actor, text=text, key=key,
            seen=whole(request.POST.get("seen", "")) or 0, reason=request.POST.get("reason", "")[:200], now=now,
        )  # fmt: skip
    except (Refusal, Stale) as error:
        said = {"kept": text, "refusal": error, "warned": isinstance(error, Refusal) and error.code == "warned"}
        return _page(request, here, risk, now, said=said, status=409 if isinstance(error, Stale) else 422)
    risk_acts.written(doing=doing, letter=key, now=now)
    messages.success(request, _("The message is on its way. What became of it is shown here."))
    return redirect(_address(here, risk))


@require_POST
def written(request: HttpRequest, desk: str, risk: int) -> HttpResponse:
    """The buyer was written to elsewhere. Needs chats.answer; otherwise 404."""
    return _act(request, desk, risk, lambda doing, now: risk_acts.written(doing=doing, letter=None, now=now), _("Noted."))


@require_POST
def read(request: HttpRequest, desk: str, risk: int) -> HttpResponse:
    """The buyer's note was read. Needs chats.answer; otherwise 404. Refused with 422."""
    return _act(request, desk, risk, lambda doing, now: risk_acts.read(doing=doing, now=now), _("The note is marked as read."))


@require_POST
def done(request: HttpRequest, desk: str, risk: int) -> HttpResponse:
    """Nothing more is to be done. Needs chats.answer; otherwise 404. Refused with 422."""
    said = _("Closed. It comes back only when the marketplace tells something else.")
    return _act(request, desk, risk, lambda doing, now: risk_acts.done(doing=doing, now=now), said)


def _act(request: HttpRequest, desk: str, risk: int, act: Callable[[Doing, datetime], None], said: str) -> HttpResponse:
    here, now = _enter(request, desk, may=MAY_ACT), datetime.now(UTC)
    _row(here, risk)
    try:
        act(_doing(request, here, risk), now)
    except Refusal as refusal:
        return _page(request, here, risk, now, said={"refusal": refusal}, status=422)
    messages.success(request, said)
    return redirect(_address(here, risk))


def _enter(request: HttpRequest, desk: str, *, may: str = permissions.RETURNS_SEE) -> Here:
    here = shell.enter(request, desk, may=may, room="returns")
    if not (here.may(permissions.ORDERS_SEE) and here.may(permissions.RETURNS_SEE)):
        raise NotVisible
    return here


def _doing(request: HttpRequest, here: Here, risk: int) -> Doing:
    person = access.person_of(request)
    return Doing(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, risk_id=risk, user_id=person.pk if person else None, actor=access.actor(request)
    )


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def _page(
    request: HttpRequest, here: Here, risk: int, now: datetime, *, said: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    detail = _detail(request, here, _row(here, risk), now) | dict(said or {})
    if is_part(request):
        return answer(request, "returns/risks/detail.html", detail, status=status, live=True)
    listed = _list(here, risk_filters.read(request.GET), now)
    return answer(request, "returns/risks/page.html", listed | detail | {"view": "detail"}, status=status, live=True)


def _row(here: Here, risk: int) -> Row:
    found = queries.one(here.desk.pk, here.shop_ids, risk) if risk <= LARGEST_ID else None
    if found is None:
        raise NotVisible
    return found


def _query(here: Here, asked: RiskFilter, *, after: Cursor | None = None) -> str:
    shop = {"shop": here.chosen.slug} if here.chosen else {}
    return urlencode(shop | risk_filters.told(asked, after=after))


def _address(here: Here, risk: int) -> str:
    at = reverse("order_risk", args=[here.desk.slug, risk])
    return f"{at}?{urlencode({'shop': here.chosen.slug})}" if here.chosen else at


def _list(here: Here, asked: RiskFilter, now: datetime) -> dict[str, Any]:
    page = queries.page(here.desk.pk, here.shop_ids, asked)
    counted = queries.counts(here.desk.pk, here.shop_ids)
    markets = {shop.pk: shop.rules for shop in here.shops}
    at, query = reverse("order_risks", args=[here.desk.slug]), _query(here, asked)
    every = replace(asked, risk=None, after=None)
    return {
        "asked": asked,
        "now": now,
        "shown": [Shown(row, markets[row.shop_id], f"{at}{row.id}/?{query}".rstrip("?")) for row in page.rows],
        "chips": [(one, _query(here, replace(every, risk=one)), None if asked.closed else counted[one]) for one in RISKS],
        "every": _query(here, every),
        "older": _query(here, asked, after=page.next) if page.next else "",
        "here_query": query,
    }


def _detail(request: HttpRequest, here: Here, row: Row, now: datetime) -> dict[str, Any]:
    """What the reading pane shows."""
    shop = here.shop_of(row.shop_id)
    facts = shops.facts(shop)
    letter = risk_letters.ready(row, shop, desk_slug=here.desk.slug, language=request.GET.get("lang", ""), now=now)
    subject = Subject(buyer_id=row.buyer_id, order_ref=row.number, besides=subject_of(row.id))
    return {
        "risk": row,
        "risk_shop": shop,
        "letter": letter,
        "languages": TITLES.items(),
        "letter_key": uuid.uuid4(),
        "may_act": here.may(MAY_ACT),
        "panels": panels.side_panels(here.desk.pk, facts, subject, may=here.may, now=now, without={"chats"}),
        "now": now,
    }
