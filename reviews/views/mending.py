"""What stands beside a review about making it good: its offers, its appeals, and until when what is possible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from reviews.domain import appeals, offers
from reviews.domain.appeals import Reason
from reviews.queries import offering, reading
from reviews.queries.appealing import One
from reviews.queries.reading import OrderFacts, Review
from reviews.queries.surrounding import Around
from reviews.services import appeal_wordings
from sellerdesk import shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.domain.rules import RuleProfile
from sellerdesk.errors import NotVisible
from sellerdesk.shops import ShopFacts
from sellerdesk.web import shell
from sellerdesk.web.fragments import Request, is_fragment


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer with its share of the order in percent, where the reader may see the order and its prices are known."""

    offer: offering.One
    share: Decimal | None


def panels(here: Here, review: Review, rules: RuleProfile, order: OrderFacts | None, around: Around, now: datetime) -> dict[str, Any]:
    """The context of both panels. `order` is None where the reader may not see it."""
    made = around.appeals
    objection = appeals.why_not_appeal(facts(review, rules, made), now)
    live = next((one for one in made if one.live), None)
    delivery = live.delivery if live is not None else None
    by_hand = delivery is not None and delivery.state == "by_hand"
    return {
        "offers": [Offered(one, share(one, order)) for one in around.offers],
        "appeals": made,
        "appeal_delivery": delivery,
        "appeal_text": appeals.letter(live.statement, live.passages, live.quotes) if live is not None and by_hand else "",
        "appeal_objection": objection.code if objection is not None else "",
        "appeal_why_not": appeal_wordings.refusal(objection) if objection is not None else None,
        "appeal_until": appeals.until(review.state.at, rules, Reason.OTHER),
        "appeal_until_abuse": appeals.until(review.state.at, rules, Reason.ABUSE),
        "appeal_open": now <= appeals.until(review.state.at, rules, Reason.OTHER),
        "appeal_expected": live.reached_at + appeals.ANSWER_WITHIN if live is not None and live.reached_at is not None else None,
        "may_mend": here.may(permissions.REVIEWS_ANSWER),
    }


def facts(review: Review, rules: RuleProfile, made: Sequence[One]) -> appeals.Facts:
    """A review as the rules of appeals see it."""
    state = review.state
    past = [one.past for one in made]
    return appeals.Facts(state.at, state.author, state.ruling, state.deleted_at, state.struck_at, rules, past)


def share(one: offering.One, order: OrderFacts | None) -> Decimal | None:
    """The amount of an offer in percent of the order."""
    lines = [] if order is None else [(line.quantity, line.price_minor, line.price_currency) for line in order.lines]
    return offers.share(one.amount_minor, offers.total(lines, one.currency))


def enter(request: HttpRequest, desk: str, review_id: int) -> tuple[Here, Review, ShopFacts]:
    """The desk and the review for who answers reviews there; otherwise NotVisible."""
    here = shell.enter(request, desk, may=permissions.REVIEWS_ANSWER, room="reviews")
    shown = {shop.pk: shop for shop in here.shops}
    found = reading.review(here.desk.pk, list(shown), review_id) if review_id <= LARGEST_ID else None
    if found is None:
        raise NotVisible
    return here, found, shops.facts(shown[found.shop_id])


def form(request: Request, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A form: inside the dialog where htmx asks, else a page of its own."""
    in_dialog = is_fragment(request)
    inside = f"reviews/mending/{name}.html"
    response = render(
        request, inside if in_dialog else "reviews/mending/page.html", context | {"inside": inside, "in_dialog": in_dialog}, status=status
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


def back(request: Request, here: Here, review_id: int) -> HttpResponse:
    """To the review, whole: what has changed moves more than one part of its page."""
    address = reverse("review", args=[here.desk.slug, review_id]) + "?show=all"
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
