"""Rating buyers: what waits until when and what it does, good for many at once, any other one by one, and the way back."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.domain.rating import AT_ONCE, effect, place_of, why_not_rate
from reviews.domain.state import Window, window
from reviews.domain.verdicts import BY_NAME, NAMES, Verdict
from reviews.queries import rating as queries
from reviews.queries.rating import Due, Line
from reviews.services import rating, rating_fates, rating_wordings as said
from sellerdesk import access, shops, undoing, wording
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID, Cursor, cursor
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.shops import ShopFacts
from sellerdesk.web import shell
from sellerdesk.web.asked import whole
from sellerdesk.web.fragments import Request, is_fragment
from sellerdesk.web.work_pages import CHANGED


GIVEN = "buyers_rated"
"""The sort of change in the token of its message."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line to rate: how long it may be rated by the shop's clock, and what a rating or silence does."""

    row: Due
    window: Window | None
    exactly: str
    rated: str
    silent: str
    shop: str


@require_safe
@never_cache
def buyers(request: Request, desk: str) -> HttpResponse:
    """What waits to be rated, by its end; with `show=given` what the shop has given. Needs reviews.see and orders.see; otherwise 404."""
    here, now = _enter(request, desk, may=permissions.REVIEWS_SEE), datetime.now(UTC)
    mine = _shops(here)
    is_given = request.GET.get("show") == "given"
    context: dict[str, Any] = {
        "now": now,
        "offered": bool(mine),
        "show": "given" if is_given else "due",
        "may_rate": here.may(permissions.REVIEWS_ANSWER),
        "several": len(mine) > 1,
        "key": str(uuid.uuid4()),
        "at_once": AT_ONCE,
        "rules": next((facts.rules for facts in mine.values()), None),
    }
    context |= _given(here, mine, request.GET, now) if is_given else _due(here, mine, request.GET, now)
    response = render(request, "reviews/rating/inside.html" if request.htmx else "reviews/rating/page.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def good(request: Request, desk: str) -> HttpResponse:
    """Rate the buyers of the chosen lines good; with a way back. Needs reviews.answer and orders.see; otherwise 404."""
    here, now = _enter(request, desk, may=permissions.REVIEWS_ANSWER), datetime.now(UTC)
    chosen = _chosen(request.POST, here, now)
    if not chosen:
        # Of all that waited, a colleague has rated the last.
        return _say(request, here, _("Nothing has changed."), (), now)
    given = rating.rate_good(
        desk_id=here.desk.pk, shop_ids=list(_shops(here)), line_ids=chosen, user_id=access.reader(request).pk,
        actor=access.actor(request), client_key=_key(request.POST), now=now,
    )  # fmt: skip
    number = len(given.ratings)
    done = ngettext("%(number)s rated good", "%(number)s rated good", number) % {"number": wording.number(number)}
    return _say(request, here, ", ".join([done, *said.left(given.left)]), given.ratings, now)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def one(request: Request, desk: str, line: int) -> HttpResponse:
    """The form of one rating (GET), and giving it (POST). Needs reviews.answer and orders.see; otherwise 404. What is refused stays."""
    here, now = _enter(request, desk, may=permissions.REVIEWS_ANSWER), datetime.now(UTC)
    mine = _shops(here)
    found = queries.one(here.desk.pk, list(mine.values()), line) if line <= LARGEST_ID else None
    if found is None:
        raise NotVisible
    shop = mine[found.shop_id]
    if request.method != "POST":
        return _form(request, found, shop, _begun(here, found), now)
    post = request.POST
    filled = {
        "verdict": post.get("verdict", ""),
        "text": post.get("text", ""),
        "reason": post.get("reason", ""),
        "key": post.get("key", ""),
    }
    try:
        if filled["verdict"] not in BY_NAME:
            raise said.verdict_missing()
        given = rating.rate(
            desk_id=here.desk.pk, shop_ids=[shop.id], line_id=line, verdict=BY_NAME[filled["verdict"]], text=filled["text"],
            user_id=access.reader(request).pk, actor=access.actor(request), client_key=_key(post), reason=filled["reason"], now=now,
        )  # fmt: skip
    except Refusal as refusal:
        return _form(request, found, shop, filled | {"refusal": refusal, "warned": refusal.code == "warned"}, now, status=422)
    except Stale as stale:
        return _form(request, found, shop, filled | {"stale": stale.message}, now, status=409)
    return _say(request, here, str(_RATED[BY_NAME[filled["verdict"]]]()), given.ratings, now)


@require_POST
def back(request: Request, desk: str) -> HttpResponse:
    """Take back what a message's token tells, as far as it has not left; 409 where all had. Needs reviews.answer; otherwise 404."""
    here, now = _enter(request, desk, may=permissions.REVIEWS_ANSWER), datetime.now(UTC)
    change = undoing.read(request.POST.get("token", ""), here.desk.pk, access.reader(request).pk, now=now)
    ids = change.done if change is not None and change.what == GIVEN else []
    taken = rating_fates.take_back(
        desk_id=here.desk.pk, shop_ids=[shop.pk for shop in here.shops], rating_ids=ids, actor=access.actor(request), now=now
    )
    if not taken.taken:
        return _message(request, here, _("It is too late to take this back: the rating is on its way."), status=409)
    number = {"number": wording.number(taken.taken)}
    clauses = [ngettext("%(number)s taken back", "%(number)s taken back", taken.taken) % number]
    if taken.left:
        left = {"number": wording.number(taken.left)}
        clauses.append(ngettext("%(number)s had left already", "%(number)s had left already", taken.left) % left)
    return _message(request, here, ", ".join(clauses))


_RATED = {
    Verdict.GOOD: lambda: _("Rated good"),
    Verdict.NEUTRAL: lambda: _("Rated neutral"),
    Verdict.BAD: lambda: _("Rated bad"),
}


def _enter(request: HttpRequest, desk: str, *, may: str) -> Here:
    here = shell.enter(request, desk, may=may, room="reviews")
    if not here.may(permissions.ORDERS_SEE):
        raise NotVisible
    return here


def _shops(here: Here) -> dict[int, ShopFacts]:
    """The shown shops that rate their buyers."""
    known = {shop.pk: shops.facts(shop) for shop in here.shown}
    return {pk: facts for pk, facts in known.items() if facts.rules.rates_buyers}


def _due(here: Here, mine: dict[int, ShopFacts], told: QueryDict, now: datetime) -> dict[str, Any]:
    after, counts = place_of(told.get("after", "")), None
    if after is None:
        found, counts = queries.first(here.desk.pk, list(mine.values()), now=now)
    else:
        found = queries.due(here.desk.pk, list(mine.values()), now=now, after=after)
    names = {shop.pk: shop.name for shop in here.shown}
    more = len(found) > queries.PAGE
    shown = [_shown(row, mine[row.shop_id], names[row.shop_id], now) for row in found[: queries.PAGE]]
    return {"rows": shown, "counts": counts, "after": found[queries.PAGE - 1].place.text() if more else ""}


def _shown(row: Due, shop: ShopFacts, name: str, now: datetime) -> Shown:
    completed_at = row.facts.trade.completed_at
    assert completed_at is not None
    may = why_not_rate(row.facts, shop.rules, now) is None
    rated, silent = said.effects(effect(row.facts, shop.rules, now), shop, now) if may else ("", "")
    return Shown(
        row, window(completed_at, row.until - completed_at, now), said.exactly(row.until, shop),
        rated, silent, name,
    )  # fmt: skip


def _given(here: Here, mine: dict[int, ShopFacts], told: QueryDict, now: datetime) -> dict[str, Any]:
    after = cursor(told.get("after", ""))
    found = queries.given(here.desk.pk, list(mine), None if after is None else (after.at, after.id)) if mine else []
    under_way: list[Line] = queries.under_way(here.desk.pk, list(mine), now=now) if mine and after is None else []
    last = found[queries.PAGE - 1] if len(found) > queries.PAGE else None
    return {"under_way": under_way, "given": found[: queries.PAGE], "after": Cursor(last.at, last.id).text() if last else ""}


def _chosen(told: QueryDict, here: Here, now: datetime) -> list[int]:
    """The lines that were chosen: by their boxes, or with `all` the first of the list, as many as go at once."""
    if told.get("all") == "1":
        return [place.line_id for place in queries.places(here.desk.pk, list(_shops(here).values()), now=now, limit=AT_ONCE)]
    found = [number for text in told.getlist("line") if (number := whole(text)) is not None and number <= LARGEST_ID]
    return list(dict.fromkeys(found))


def _key(post: QueryDict) -> uuid.UUID:
    """The key of one form. Refused: form_broken for one that no form of ours makes."""
    try:
        return uuid.UUID(post.get("key", ""))
    except ValueError as error:
        message = _("The browser sent something that could not be understood.")
        raise Refusal("form_broken", message, _("Load the page again and repeat.")) from error


def _begun(here: Here, found: Due) -> dict[str, Any]:
    """The form begins with what was said last and did not stand; nothing chosen else."""
    last = queries.begun(here.desk.pk, found.line_id)
    return {"verdict": NAMES[last[0]] if last else "", "text": last[1] if last else "", "reason": "", "key": str(uuid.uuid4())}


def _form(request: Request, found: Due, shop: ShopFacts, filled: dict[str, Any], now: datetime, *, status: int = 200) -> HttpResponse:
    in_dialog = is_fragment(request)
    why = why_not_rate(found.facts, shop.rules, now)
    context = {
        "shown": _shown(found, shop, shop.slug, now),
        "why": said.refusal(why, shop, now) if why is not None and "refusal" not in filled and "stale" not in filled else None,
        "verdicts": list(BY_NAME.items()),
        "in_dialog": in_dialog,
        "now": now,
    }
    page = "reviews/rating/form.html" if in_dialog else "reviews/rating/form_page.html"
    response = render(request, page, context | filled, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _say(request: Request, here: Here, told: str, ratings: Sequence[int], now: datetime) -> HttpResponse:
    seconds = rating.held_for(here.desk.pk, ratings, now) if ratings else 0
    token = undoing.token(here.desk.pk, access.reader(request).pk, GIVEN, list(ratings), now=now) if seconds else ""
    return _message(request, here, told, undo=token, seconds=seconds)


def _message(request: Request, here: Here, told: str, *, undo: str = "", seconds: int = 0, status: int = 204) -> HttpResponse:
    """A message about what was done, with its way back for as long as there is one; without script the list, which says it."""
    if request.htmx or request.headers.get("HX-Request"):
        back = {"undo": undo, "url": reverse("review_rating_back", args=[here.desk.slug]), "seconds": seconds} if undo else {}
        toast = {"text": told, **back}
        # A header holds ASCII alone: json.dumps spells the rest.
        return HttpResponse(status=status, headers={"HX-Trigger": json.dumps({"toast": toast, CHANGED: {}})})
    (messages.success if status < 400 else messages.error)(request, told)
    shop = f"?shop={here.chosen.slug}" if here.chosen else ""
    return redirect(reverse("review_rating", args=[here.desk.slug]) + shop)
