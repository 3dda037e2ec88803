"""What buyers complain of: the table, the reviews behind its figures, a signal, and the topics of one review."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from reviews.domain import filters
from reviews.domain.timeline import Child
from reviews.queries import reading, signals, topical
from reviews.queries.finding import Places
from reviews.queries.reading import Review
from reviews.queries.rows import rows
from reviews.services import signals as acting, topic_editing
from reviews.services.topics import parts_of
from sellerdesk import access
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.domain.topics.finding import Place, find
from sellerdesk.domain.topics.keys import TOPICS
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.web import shell


USUAL_DAYS = 30
MOST_QUOTES = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A topic of the review that is read, with the words that spoke for it; none where a person alone said so."""

    topic: str
    by_person: bool
    quotes: Sequence[str]
    places: Sequence[Place] = ()
    """Where these and further such words stand."""


@require_safe
@never_cache
def topics(request: HttpRequest, desk: str) -> HttpResponse:
    """What buyers complain of: topics against products over `days`, and the open signals. Needs reviews.see; otherwise 404."""
    here = _enter(request, desk)
    places, now = _places(here), datetime.now(UTC)
    days = _days(request)
    context = {
        "table": topical.table(places, since=now - timedelta(days=days)),
        "signals": signals.open_signals(here.desk.pk, here.shop_ids),
        "days": days,
        "periods": filters.PERIODS,
        "now": now,
    }
    return render(request, "reviews/topics/page.html", context)


@require_safe
@never_cache
def behind(request: HttpRequest, desk: str) -> HttpResponse:
    """The reviews behind one figure: of a `topic`, of a `product` or of all, over `days`. Needs reviews.see; otherwise 404."""
    here = _enter(request, desk)
    places, now = _places(here), datetime.now(UTC)
    asked, topic, days = filters.read(request.GET), request.GET.get("topic", ""), _days(request)
    product = topical.product_name(places, asked.product) if asked.product else None
    if topic not in TOPICS or (asked.product and product is None):
        raise NotVisible
    found = topical.behind(places, topic, product_id=asked.product, since=now - timedelta(days=days), after=asked.after)
    context = {"topic_key": topic, "product": product, "days": days, **_rows(here, found, now)}
    return render(request, "reviews/topics/behind.html", context)


@require_safe
@never_cache
def signal(request: HttpRequest, desk: str, signal: int) -> HttpResponse:
    """A signal and the reviews behind it. Needs reviews.see; otherwise 404."""
    here = _enter(request, desk)
    return render(request, "reviews/topics/signal.html", _signal(request, here, signal))


@require_POST
def see(request: HttpRequest, desk: str, signal: int) -> HttpResponse:
    """A signal was looked at, with a `note`. Needs reviews.answer; otherwise 404. Refused with 422, the note kept."""
    here = _enter(request, desk, may=permissions.REVIEWS_ANSWER)
    if signal > LARGEST_ID:
        raise NotVisible
    text, now = request.POST.get("note", ""), datetime.now(UTC)
    person = access.person_of(request)
    try:
        acting.see(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, signal_id=signal, user_id=person.pk if person else None, text=text,
            actor=access.actor(request), now=now,
        )  # fmt: skip
    except Refusal as refusal:
        return render(
            request, "reviews/topics/signal.html", _signal(request, here, signal) | {"refusal": refusal, "text": text}, status=422
        )
    messages.success(request, _("Marked as seen. It opens again when as many complaints more have come."))
    return redirect(_address("review_signal", here, signal))


@require_POST
def say(request: HttpRequest, desk: str, review: int) -> HttpResponse:
    """Add a `topic` to a review, or take it out (`about` 0). Needs reviews.answer; otherwise 404. Refused with 422."""
    here = _enter(request, desk, may=permissions.REVIEWS_ANSWER)
    now = datetime.now(UTC)
    if review > LARGEST_ID:
        raise NotVisible
    topic_editing.say(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, review_id=review, topic=request.POST.get("topic", ""),
        about=request.POST.get("about", "1") != "0", actor=access.actor(request), now=now,
    )  # fmt: skip
    if not request.headers.get("HX-Request"):
        return redirect(_address("review", here, review))
    found = reading.review(here.desk.pk, here.shop_ids, review, since=now - timedelta(days=USUAL_DAYS))
    if found is None:
        raise NotVisible
    told = beside(here, found, reading.children(here.desk.pk, found))
    response = render(request, "reviews/topics/panel.html", told | {"review": found, "now": now})
    patch_vary_headers(response, ["HX-Request"])
    return response


def beside(here: Here, review: Review, children: Sequence[Child]) -> dict[str, Any]:
    """What the reading pane says of the topics of a review: each with its words, what can be added, and the same fault elsewhere."""
    follow_up = "\n".join(child.text for child in children if child.kind == "follow_up" and not child.ruling)
    # As it was given, as where they were found: of one that was made good later its words said what they said.
    bad = review.state.given <= 0 or (review.stars or 5) <= 3
    parts = parts_of(review.title, review.text, review.cons, follow_up, bad=bad)
    found = find(parts)
    told, fault = topical.of_review(review.topics)
    shown = []
    for one in told:
        places = found.get(one.topic, ())
        quotes = dict.fromkeys(parts[place.part].text[place.start : place.end] for place in places)
        shown.append(Shown(one.topic, one.by_person, list(quotes)[:MOST_QUOTES], places))
    return {
        "topics_shown": shown,
        "topics_left": [topic for topic in TOPICS if topic not in {one.topic for one in told}],
        "same_fault": fault,
        "fault_days": USUAL_DAYS,
        "may_say": here.may(permissions.REVIEWS_ANSWER),
    }


def _enter(request: HttpRequest, desk: str, *, may: str = permissions.REVIEWS_SEE) -> Here:
    return shell.enter(request, desk, may=may, room="reviews")


def _places(here: Here) -> Places:
    return Places(here.desk.pk, here.shop_ids, orders=False)


def _days(request: HttpRequest) -> int:
    return filters.read(request.GET).days or USUAL_DAYS


def _rows(here: Here, found: topical.Behind, now: datetime) -> dict[str, Any]:
    return {
        "number": found.number,
        "rows": rows(here.desk.pk, found.ids),
        "topics": topical.of_rows(here.desk.pk, found.ids),
        "after": found.next.text() if found.next else "",
        "now": now,
    }


def _signal(request: HttpRequest, here: Here, signal_id: int) -> dict[str, Any]:
    one = signals.signal(here.desk.pk, here.shop_ids, signal_id) if signal_id <= LARGEST_ID else None
    if one is None:
        raise NotVisible
    now, after = datetime.now(UTC), filters.read(request.GET).after
    found = topical.behind(_places(here), one.topic, product_id=one.product_id, since=one.since, after=after)
    return {"signal": one, "may_see": here.may(permissions.REVIEWS_ANSWER), **_rows(here, found, now)}


def _address(name: str, here: Here, number: int) -> str:
    at = reverse(name, args=[here.desk.slug, number])
    return f"{at}?shop={here.chosen.slug}" if here.chosen else at
