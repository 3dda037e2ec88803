"""The page of questions: a list beside the question that is read."""

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reviews.domain import question_filters
from reviews.domain.answering import About
from reviews.domain.question_filters import Filter
from reviews.domain.questions import why_not_answer, why_not_reject
from reviews.queries import question, question_list
from reviews.queries.begun import BegunQuestion
from reviews.queries.question import Question
from reviews.queries.question_list import Row
from reviews.services import wordings
from reviews.services.question_reasons import REASON_WORDS
from reviews.views import composing
from reviews.views.composing import Shown
from reviews.views.entering import places
from sellerdesk import access, panels, shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID, Cursor
from sellerdesk.domain.scripts import lang_of
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.panels import Subject
from sellerdesk.shops import ShopFacts
from sellerdesk.web import shell
from sellerdesk.web.fragments import Request, answer, is_fragment


SHOWN_OTHERWISE = frozenset({"order", "product", "chats", "claims"})
"""Side panels that say nothing here, whose matter has a panel of its own, or that a public answer has no use for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list, with its marketplace and its address."""

    row: Row
    market: str
    href: str


@require_safe
@never_cache
def listed(request: Request, desk: str) -> HttpResponse:
    """The list of questions, and beside it the first one; with HX-Request the list alone. Needs reviews.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews")
    asked, now, reader_id = question_filters.read(request.GET), datetime.now(UTC), access.reader(request).pk
    context = _list(here, asked, now, reader_id)
    if is_fragment(request):
        template = "rows" if request.htmx.target == "older" else "list"
        is_new = template == "list" and request.htmx.trigger != "again"
        address = f"{reverse('review_questions', args=[here.desk.slug])}?{_query(here, asked)}" if is_new else ""
        return answer(request, f"reviews/questions/{template}.html", context, address=address)
    context["counts"] = question_list.counts(places(here))
    if context["shown"] and not asked.words:
        context |= _detail(here, reader_id, context["shown"][0].row.id, now)
    return answer(request, "reviews/questions/page.html", context | {"view": "list"})


@require_safe
@never_cache
def one(request: Request, desk: str, question: int) -> HttpResponse:
    """One question, beside the list that it was opened from; with HX-Request alone. Needs reviews.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews")
    asked, now, reader_id = question_filters.read(request.GET), datetime.now(UTC), access.reader(request).pk
    detail = _detail(here, reader_id, question, now)
    if not detail:
        raise NotVisible
    if is_fragment(request):
        return answer(request, "reviews/questions/detail.html", detail)
    return answer(request, "reviews/questions/page.html", _beside(here, asked, now, reader_id) | detail)


def with_error(request: HttpRequest, here: Here, question_id: int, *, error: Refusal | Stale, now: datetime, **typed: str) -> HttpResponse:
    """The page of a question whose answer (`text`) or rejection (`reason`, `note`) could not go, with what was typed. 409 or 422."""
    reader_id = access.reader(request).pk
    detail = _detail(here, reader_id, question_id, now)
    newer = error.newer.get("newer", ()) if isinstance(error, Stale) else ()
    if "text" in typed:
        warned = isinstance(error, Refusal) and error.code == "warned"
        detail["answering"] |= {"text": typed["text"], "error": error, "newer": newer, "warned": warned}
    else:
        detail["rejecting"] |= {**typed, "error": error}
    context = _beside(here, question_filters.read(request.GET), now, reader_id) | detail
    return render(request, "reviews/questions/page.html", context, status=409 if isinstance(error, Stale) else 422)


def next_open(here: Here, asked: Filter, besides: int) -> str:
    """The address of the next question by deadline, for who goes through those that wait; else empty."""
    if asked.view != "open" or asked.words:
        return ""
    ids = [row.id for row in question_list.page(places(here), replace(asked, after=None), size=2).rows if row.id != besides]
    return f"{reverse('review_question', args=[here.desk.slug, ids[0]])}?{_query(here, asked)}" if ids else ""


def _query(here: Here, asked: Filter, *, after: Cursor | None = None) -> str:
    shop = {"shop": here.chosen.slug} if here.chosen else {}
    return urlencode(shop | question_filters.told(asked, after=after))


def _beside(here: Here, asked: Filter, now: datetime, reader_id: int) -> dict[str, Any]:
    return _list(here, asked, now, reader_id) | {"counts": question_list.counts(places(here)), "view": "detail"}


def _list(here: Here, asked: Filter, now: datetime, reader_id: int) -> dict[str, Any]:
    page = question_list.page(places(here), asked, reader_id=reader_id, now=now)
    markets = {shop.pk: shops.facts(shop).rules.name for shop in here.shops}
    at, query = reverse("review_questions", args=[here.desk.slug]), _query(here, replace(asked, after=None))
    return {
        "asked": asked,
        "now": now,
        "shown": [Line(row, markets[row.shop_id], f"{at}{row.id}/?{query}") for row in page.rows],
        "older": _query(here, asked, after=page.next) if page.next else "",
        "cleared": _query(here, Filter(view=asked.view)),
        "elsewhere": _query(here, Filter(view="all", words=asked.words)),
        "here_query": query,
    }


def _detail(here: Here, reader_id: int, question_id: int, now: datetime) -> dict[str, Any]:
    """What the reading pane shows; empty where there is no such question in the shops shown."""
    shown = {shop.pk: shop for shop in here.shops}
    asked = question.of(here.desk.pk, list(shown), question_id, reader_id, now=now) if question_id <= LARGEST_ID else None
    if asked is None:
        return {}
    found, written = asked
    shop = shops.facts(shown[found.shop_id])
    subject = Subject(buyer_id=found.buyer_id, product_id=found.product_id, besides=f"question:{found.id}")
    return {
        "question": found,
        "shop": shown[found.shop_id],
        "rules": shop.rules,
        "now": now,
        "answering": _answering(here, found, written, now),
        "rejecting": _rejecting(here, written, shop),
        "panels": panels.side_panels(here.desk.pk, shop, subject, may=here.may, now=now, without=SHOWN_OTHERWISE),
    }


def _answering(here: Here, found: Question, written: BegunQuestion, now: datetime) -> dict[str, Any]:
    """What `reviews/answers.html` needs."""
    why, may = why_not_answer(written.known.facts), here.may(permissions.REVIEWS_ANSWER)
    shown = _shown(found, written)
    failed = next((one for one in reversed(shown) if one.state == "refused"), None) if why is None else None
    # The reason of a rejection that did not go is no beginning of an answer.
    text = failed if failed and failed.own and not failed.own.rejects and may else None
    return {
        **composing.frame(here, About("question", found.id), written, spoken=lang_of(found.text)),
        "may": may,
        "open": may and why is None,
        "to": "question",
        "rejected": written.known.facts.rejected,
        "until": None,
        "closed": [("question", wordings.sentence(why, now))] if why is not None and not shown else [],
        "why": "" if why is None else wordings.sentence(why, now),
        "shown": [one for one in shown if one is not text],
        "failed": text,
        "text": written.draft.text or (text.text if text else ""),
        "seen": written.known.seen.text(),
    }


def _shown(found: Question, written: BegunQuestion) -> list[Shown]:
    """The answer that was told, ours where the feed has told it so, and the last of ours else: of what did not go only the last."""
    shown: list[Shown] = []
    if found.answer is not None and found.answered_at is not None:
        ours = next((one for one in written.answers if one.told), None)
        shown.append(Shown(to_follow_up=False, text=found.answer, at=found.answered_at, own=ours, edit=None, may_change=False))
    last = next((one for one in reversed(written.answers) if not one.told), None)
    if last is not None and (not shown or last.state not in {"refused", "cancelled"}):
        at = last.sent_at or last.written_at
        shown.append(Shown(to_follow_up=False, text=last.text, at=at, own=last, edit=None, may_change=False))
    return sorted(shown, key=lambda one: one.at)


def _rejecting(here: Here, written: BegunQuestion, shop: ShopFacts) -> dict[str, Any]:
    why = why_not_reject(written.known.facts, shop.rules)
    may = here.may(permissions.REVIEWS_ANSWER)
    return {"open": may and why is None, "reasons": REASON_WORDS, "key": uuid.uuid4(), "seen": written.known.seen.text()}
