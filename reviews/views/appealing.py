"""Appealing a review, telling how it was decided, and taking it back."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from reviews.domain import appeals
from reviews.domain.appeals import TREE, Reason
from reviews.queries import appealing as queries, buyers, reading
from reviews.queries.appealing import Tally
from reviews.queries.reading import Review
from reviews.services import appeal_outcomes, appeal_wordings, appealing
from reviews.services.appealing import Wanted
from reviews.views import mending
from sellerdesk import access, evidence, wording
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.panels import Subject
from sellerdesk.shops import ShopFacts
from sellerdesk.web.fragments import Request


@dataclass(frozen=True, slots=True)
class Branch:
    """A reason of the tree: its leaves, until when it can be appealed, and what our own figures say of it."""

    reason: Reason
    leaves: tuple[str, ...]
    until: datetime
    open: bool
    tally: Tally
    odds: str


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def appeal(request: Request, desk: str, review: int) -> HttpResponse:
    """The form of an appeal (GET), and sending it (POST). Needs reviews.answer; otherwise 404. What is refused stays filled in."""
    here, found, shop = mending.enter(request, desk, review)
    now = datetime.now(UTC)
    if request.method != "POST":
        return mending.form(request, "appeal", _form(here, found, shop, {}, now))
    post = request.POST
    wanted = Wanted(post.get("detail", ""), post.get("statement", ""), post.get("marked", ""), post.getlist("quoted")[:200])
    try:
        made = appealing.appeal(
            desk_id=here.desk.pk, shop_ids=[shop.id], review_id=found.id, user_id=access.reader(request).pk,
            actor=access.actor(request), may=here.may, wanted=wanted, client_key=key(post), now=now,
        )  # fmt: skip
    except Refusal as refusal:
        filled = {"wanted": wanted, "refusal": refusal, "key": post.get("key", "")}
        return mending.form(request, "appeal", _form(here, found, shop, filled, now), status=422)
    messages.success(request, _sent(here, made))
    return mending.back(request, here, found.id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def said(request: Request, desk: str, review: int, appeal: int) -> HttpResponse:
    """What the marketplace said to an appeal: asked (GET), told (POST). Needs reviews.answer; otherwise 404."""
    here, found, shop = mending.enter(request, desk, review)
    one = _one(here, found, appeal)
    now = datetime.now(UTC)
    context = {"review": found, "appeal": one, "now": now}
    if request.method != "POST":
        return mending.form(request, "said", context)
    ruling, words = request.POST.get("ruling", ""), request.POST.get("said", "")
    try:
        appeal_outcomes.say(
            desk_id=here.desk.pk, shop_ids=[shop.id], appeal_id=one.id, ruling=ruling, said=words, actor=access.actor(request), now=now
        )
    except Refusal as refusal:
        return mending.form(request, "said", context | {"refusal": refusal, "ruling": ruling, "said": words}, status=422)
    messages.success(request, _("The answer of the marketplace is noted."))
    return mending.back(request, here, found.id)


@require_POST
def withdraw(request: Request, desk: str, review: int, appeal: int) -> HttpResponse:
    """Take an appeal back, or note that it was withdrawn there. Needs reviews.answer; otherwise 404."""
    here, found, shop = mending.enter(request, desk, review)
    one = _one(here, found, appeal)
    appeal_outcomes.withdraw(desk_id=here.desk.pk, shop_ids=[shop.id], appeal_id=one.id, actor=access.actor(request), now=datetime.now(UTC))
    messages.success(request, _("The appeal is withdrawn."))
    return mending.back(request, here, found.id)


def key(post: QueryDict) -> uuid.UUID | None:
    """The key of one filled-in form; one that is none is left out."""
    try:
        return uuid.UUID(post.get("key", ""))
    except ValueError:
        return None


def _sent(here: Here, appeal_id: int) -> str:
    seconds = appealing.held_for(here.desk.pk, appeal_id)
    if not wording.hold(seconds):
        return _("The appeal is being sent. For ten seconds it can be withdrawn before it leaves.")
    return wording.sent(_("The appeal is being sent"), seconds)


def _one(here: Here, review: Review, appeal_id: int) -> queries.One:
    found = next((one for one in queries.of_review(here.desk.pk, review.id) if one.id == appeal_id), None)
    if found is None:
        raise NotVisible
    return found


def _form(here: Here, review: Review, shop: ShopFacts, filled: dict[str, Any], now: datetime) -> dict[str, Any]:
    made = queries.of_review(here.desk.pk, review.id)
    facts = mending.facts(review, shop.rules, made)
    odds = queries.odds(here.desk.pk, [one.pk for one in here.shops])
    known = None if review.anonymous or review.buyer_id is None else buyers.buyer(here.desk.pk, review.buyer_id, besides=review.id)
    good = known.good if known else 0
    about = Subject(
        buyer_id=None if review.anonymous else review.buyer_id, order_ref=review.order_ref if here.may(permissions.ORDERS_SEE) else None
    )
    objection = appeals.why_not_appeal(facts, now)
    return {
        "review": review,
        "parts": _parts(here, review),
        "branches": [_branch(reason, facts, odds.get(reason, Tally()), now) for reason in TREE],
        "objection": appeal_wordings.refusal(objection) if objection is not None else None,
        "second": any(one.reached_at is not None for one in made),
        "honest": appeals.looks_honest(photos=len(review.photos), good=good),
        "good": good,
        "sources": evidence.offered(here.desk.pk, shop, about, may=here.may),
        "may_quote": here.may(permissions.CHATS_SEE),
        "most": appeals.LONGEST_STATEMENT,
        "key": str(uuid.uuid4()),
        "now": now,
    } | filled


def _parts(here: Here, review: Review) -> list[str]:
    """The buyer's words, as evidence is marked in them."""
    later = [one.text for one in reading.children(here.desk.pk, review) if one.kind == "follow_up" and not one.ruling]
    return [part for part in (review.title, review.text, review.pros, review.cons, *later) if part]


def _branch(reason: Reason, facts: appeals.Facts, tally: Tally, now: datetime) -> Branch:
    until = appeals.until(facts.at, facts.rules, reason)
    return Branch(reason, TREE[reason], until, now <= until, tally, appeals.odds(tally.granted, tally.decided))
