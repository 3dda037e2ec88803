"""Today: what waits, by when it is due."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sellerdesk import access, describing, rooms, shops, waiting
from sellerdesk.access import Here
from sellerdesk.domain import permissions, queue
from sellerdesk.domain.dayline import Axis
from sellerdesk.domain.days import day_of, end_of
from sellerdesk.domain.queue import Bucket
from sellerdesk.web import day_line, headline, queue_list, setup_pages, shell
from sellerdesk.web.fragments import is_fragment
from sellerdesk.web.queue_list import Chip


ROWS_ON_A_PAGE = 40
MINE, SNOOZED = "mine", "snoozed"
MOST_SNOOZED = 100
log = structlog.get_logger(__name__)


@require_safe
@never_cache
def today(request: HttpRequest, desk: str) -> HttpResponse:
    """The queue of the shops shown, by deadline. Needs work.see; otherwise 404.

    `?whose=mine` shows the reader's items alone, `?kind=` one lane, `?after=` what comes after a place in the queue, `?show=snoozed`
    what comes back later. htmx gets the inside of the page alone, when something has changed.
    Headline, day line and counts always tell of everything, whatever page of the queue is shown.
    """
    here = shell.enter(request, desk, may=permissions.WORK_SEE, room="today")
    person = access.person_of(request)
    assert person is not None, "Whoever enters a desk is signed in."
    reader = person.pk
    now = datetime.now(UTC)
    axis = Axis(now, timezone.get_current_timezone())
    sight = describing.sight_of(here)
    mine = request.GET.get("whose") == MINE
    mine_alone = replace(sight, assignee_id=reader if mine else None)
    since = end_of(day_of(now, axis.zone) - 1, axis.zone)
    seen = waiting.overview(sight, mine_alone, reader_id=reader, thresholds=axis.thresholds, since=since, now=now)
    every = seen.buckets
    scope = [bucket for bucket in every if bucket.mine] if mine else every
    context = {
        "now": now,
        "mine": mine,
        "mine_count": _sum(bucket for bucket in every if bucket.mine),
        "team_count": _sum(every),
        "cards": list(_cards(request, here, now)),
        "progress": setup_pages.way_back(request, here),
    }
    shell.knows_waiting(request, queue.by_kind(every, axis))
    context |= _said(context, scope, axis)
    context |= _queue(request, here, mine_alone, scope, axis)
    context |= {"done": headline.done(seen.closed), "snoozed_count": seen.snoozed}
    if request.GET.get("show") == SNOOZED:
        context |= _snoozed(here, mine_alone, seen.snoozed, now)
    return render(request, "today/inside.html" if is_fragment(request) else "today.html", context)


def _snoozed(here: Here, sight: waiting.Sight, count: int, now: datetime) -> dict[str, Any]:
    """In place of the queue: what somebody has put off, by when it returns."""
    rows = queue_list.rows(here, waiting.snoozed_page(sight, limit=MOST_SNOOZED, now=now), now=now, primary=False)
    sections = [queue_list.Section("later", _("Comes back later"), count, rows)] if rows else []
    return {"show_snoozed": True, "sections": sections, "chosen": None, "after": None, "next": ""}


def _said(context: dict[str, Any], scope: Sequence[Bucket], axis: Axis) -> dict[str, Any]:
    """The sentences at the top."""
    numbers = queue.count(scope, axis)
    beside = headline.beside(
        numbers, mine=context["mine_count"], team=context["team_count"], next_due=queue.next_due(scope), now=context["now"]
    )
    return {"headline": headline.headline(numbers, mine=context["mine"]), "beside": beside, "total": numbers.total}


def _queue(request: HttpRequest, here: Here, sight: waiting.Sight, scope: Sequence[Bucket], axis: Axis) -> dict[str, Any]:
    """The filters, the rows of one page in their groups, and the day line, whose dots lead to them."""
    chips = queue_list.chips(here, [bucket.kind for bucket in scope])
    chosen = next((chip for chip in chips if chip.key == request.GET.get("kind")), None)
    within = [bucket for bucket in scope if chosen is None or bucket.kind in chosen.kinds]
    after = waiting.cursor(request.GET.get("after", ""))
    found = waiting.page(replace(sight, only=chosen.kinds if chosen else None), after=after, limit=ROWS_ON_A_PAGE + 1, now=axis.now)
    items, more = found[:ROWS_ON_A_PAGE], len(found) > ROWS_ON_A_PAGE
    rows = queue_list.rows(here, items, now=axis.now, primary=after is None)
    return {
        "chips": [{"chip": chip, "count": _count_of(chip, scope)} for chip in chips],
        "chosen": chosen,
        "chosen_count": _sum(within),
        "sections": list(queue_list.sections(rows, axis, queue.count(within, axis).by_group)),
        "after": after,
        "next": str(items[-1].cursor) if more else "",
        "lanes": list(day_line.lanes(chips, scope, axis, shown={item.id for item in items})),
        "words": day_line.words(axis),
        "ticks": day_line.ticks(axis),
    }


def _cards(request: HttpRequest, here: Here, now: datetime) -> Iterable[SafeString | None]:
    """The cards that have something to say; None for one that broke, which must not take the page with it."""
    facts = [shops.facts(shop) for shop in here.shown]
    names = {shop.pk: shop.name for shop in here.shown}
    for card in rooms.cards():
        if not here.may(card.may):
            continue
        try:
            filled = card.fill(facts, names, now)
            if filled is not None:
                yield render_to_string(card.template, {**filled, "here": here, "now": now}, request)
        except Exception:
            log.exception("today.card_failed", template=card.template, desk=here.desk.pk)
            yield None


def _count_of(chip: Chip, scope: Sequence[Bucket]) -> int:
    return _sum(bucket for bucket in scope if bucket.kind in chip.kinds)


def _sum(buckets: Iterable[Bucket]) -> int:
    return sum(bucket.count for bucket in buckets)
