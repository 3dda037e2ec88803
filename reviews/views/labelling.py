"""The labels of one review, beside it: put on and taken off."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from reviews.domain import filters
from reviews.queries import reading
from reviews.queries.tags import labels, of_reviews
from reviews.services import tagging
from reviews.views.entering import query
from sellerdesk import access, panels
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.panels import Subject
from sellerdesk.shops import ShopFacts
from sellerdesk.web import shell
from sellerdesk.web.fragments import Request


SHOWN_OTHERWISE = frozenset({"buyer", "order", "product", "reviews"})
"""Side panels whose matter the reading pane has panels of its own for."""


@require_POST
def change(request: Request, desk: str, review: int) -> HttpResponse:
    """Put a label on (`add`) or take one off (`remove`); the labels as they are then. Needs reviews.answer; otherwise 404."""
    here, now = shell.enter(request, desk, may=permissions.REVIEWS_ANSWER, room="reviews"), datetime.now(UTC)
    if review > LARGEST_ID:
        raise NotVisible
    add, remove = request.POST.get("add", ""), request.POST.get("remove", "")
    refusal: Refusal | None = None
    try:
        changed = tagging.change(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, review_ids=[review], add=[] if remove else [add],
            remove=[remove] if remove else [], actor=access.actor(request), now=now,
        )  # fmt: skip
        if changed.full:
            refusal = tagging.full()
    except Refusal as refused:
        refusal = refused
    if not request.htmx:
        if refusal is not None:
            raise refusal
        return redirect(f"{reverse('review', args=[here.desk.slug, review])}?{query(here, filters.read(request.GET))}")
    tags = of_reviews(here.desk.pk, [review]).get(review, [])
    context = {"review_id": review, "tags": tags, "refusal": refusal, "typed": add if refusal else ""}
    context |= {"may_answer": True, "here_query": query(here, filters.read(request.GET))}
    return render(request, "reviews/labels.html", context, status=200 if refusal is None else 422)


@require_safe
def choices(request: Request, desk: str) -> HttpResponse:
    """The desk's labels, to choose from while typing. Needs reviews.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews")
    return render(request, "reviews/label_choices.html", {"labels": labels(here.desk.pk)})


def beside(here: Here, shop: ShopFacts, found: reading.Review, now: datetime) -> dict[str, Any]:
    """The labels of a review, and what other rooms have beside it: its buyer's conversations and claims. Of an anonymous one nothing."""
    subject = Subject(
        buyer_id=None if found.anonymous else found.buyer_id, order_ref=found.order_ref, product_id=found.product_id,
        besides=f"review:{found.id}",
    )  # fmt: skip
    return {
        "review_id": found.id,
        "tags": found.tags,
        "may_answer": here.may(permissions.REVIEWS_ANSWER),
        "panels": panels.side_panels(here.desk.pk, shop, subject, may=here.may, now=now, without=SHOWN_OTHERWISE),
    }
