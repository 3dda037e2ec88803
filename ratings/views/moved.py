"""Why a rating moved: a year of days to read and choose from, the split of two of them, what leaves, notes and alerts."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ratings.domain.asking import days_asked, dimension_asked
from ratings.domain.figures import DIMENSIONS, Figure
from ratings.domain.pinning import LONGEST
from ratings.domain.trend import trend
from ratings.queries.alerts import open_alerts
from ratings.queries.category import peers
from ratings.queries.moved import Year, year
from ratings.queries.notes import Note, notes
from ratings.services import alerting, pinning
from ratings.views.going import going
from sellerdesk import access, shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.shops import ShopFacts
from sellerdesk.snapshots import one_instant
from sellerdesk.web import shell


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the line as the reader sees it."""

    day: date
    figure: Figure
    x: float
    notes: list[Note]


@require_safe
@never_cache
def moved(request: HttpRequest, desk: str) -> HttpResponse:
    """Why `dim` moved between `from` and `to`, what leaves within `ahead` days. Needs ratings.see and one shop; otherwise 404."""
    here = one_shop(request, desk, may=permissions.RATINGS_SEE)
    return render(request, "ratings/moved/page.html", context(request, here, datetime.now(UTC)))


@require_POST
def pin(request: HttpRequest, desk: str) -> HttpResponse:
    """Pin `text` to a `day`. Needs reviews.answer; otherwise 404. Refused with 422, the text kept."""
    here = one_shop(request, desk, may=permissions.REVIEWS_ANSWER)
    now, text = datetime.now(UTC), request.POST.get("text", "")
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        day = date.max
    try:
        pinning.pin(shop=_facts(here), day=day, text=text, user_id=_who(request), actor=access.actor(request), now=now)
    except Refusal as refusal:
        told = {"refusal": refusal, "text": text}
        return render(request, "ratings/moved/page.html", {**context(request, here, now), **told}, status=422)
    return _back(request, here)


@require_POST
def change(request: HttpRequest, desk: str, day_note: int) -> HttpResponse:
    """Say `text` in a note in place of `seen`, or with `delete` take it away. Needs reviews.answer; otherwise 404. Refused with 422."""
    here = one_shop(request, desk, may=permissions.REVIEWS_ANSWER)
    if day_note > LARGEST_ID:
        raise NotVisible
    now, text = datetime.now(UTC), request.POST.get("text", "")
    asked: dict[str, Any] = {
        "shop": _facts(here), "note_id": day_note, "user_id": _who(request), "manages": here.may(permissions.SHOPS_MANAGE),
        "actor": access.actor(request), "now": now,
    }  # fmt: skip
    try:
        if "delete" in request.POST:
            pinning.unpin(**asked)
        else:
            pinning.change(text=text, seen=request.POST.get("seen", ""), **asked)
    except Refusal as refusal:
        told = {"refusal": refusal, "refused_note": day_note, "text": text}
        return render(request, "ratings/moved/page.html", {**context(request, here, now), **told}, status=422)
    return _back(request, here)


@require_POST
def seen(request: HttpRequest, desk: str) -> HttpResponse:
    """An alert (`subject`) was looked at. Needs reviews.answer; otherwise 404, as for one that is not open."""
    here = one_shop(request, desk, may=permissions.REVIEWS_ANSWER)
    alerting.see(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, subject=request.POST.get("subject", ""), actor=access.actor(request),
        now=datetime.now(UTC),
    )  # fmt: skip
    return _back(request, here)


@require_safe
@never_cache
def definitions(request: HttpRequest, desk: str) -> HttpResponse:
    """How every figure is made, with the rulebook's numbers and those of the shop's marketplace. Needs ratings.see and one shop."""
    here = one_shop(request, desk, may=permissions.RATINGS_SEE)
    return render(request, "ratings/moved/definitions.html", {"shop": _facts(here), "name": here.shown[0].name})


def one_shop(request: HttpRequest, desk: str, *, may: str) -> Here:
    """The desk with the chosen shop, or with its only one; otherwise NotVisible."""
    here = shell.enter(request, desk, may=may, room="ratings")
    if len(here.shown) != 1:
        raise NotVisible
    return here


@one_instant()
def context(request: HttpRequest, here: Here, now: datetime) -> dict[str, Any]:
    """All that the page shows; what the address asks for and there is not is left at the usual."""
    shop, asked = _facts(here), request.GET
    dimension = dimension_asked(asked.get("dim"))
    found = year(shop, dimension, now=now)
    told = peers(shop, now=now)
    writes = here.may(permissions.REVIEWS_ANSWER)
    today = date.fromordinal(found.line.today)
    pinned = notes(
        shop, first=date.fromordinal(found.first), last=today, user_id=_who(request), writes=writes,
        manages=here.may(permissions.SHOPS_MANAGE),
    )  # fmt: skip
    category = told.get(dimension)
    drawn = trend(
        found.figures, found.line_told, first=found.first, thresholds=shop.rules.thresholds,
        category=None if category is None else category.mean,
    )  # fmt: skip
    days = _days(found, pinned)
    return {
        "shop": shop, "name": here.shown[0].name, "now": now, "today": today, "first": date.fromordinal(found.first),
        "dimension": dimension, "dimensions": DIMENSIONS, "ever": found.line.ever,
        "figure": found.figures[-1], "trend": drawn if drawn.paths else None, "peers": category,
        "days": days, "noted": [day for day in days if day.notes], "notes": pinned, "longest": LONGEST,
        "alerts": open_alerts(shop), "writes": writes,
        **_split(found, found.chosen(*days_asked(asked.get("from"), asked.get("to")))),
        **going(dimension, found.figures[-1], found.line.today, found.coming, asked.get("ahead")),
    }  # fmt: skip


def _split(found: Year, places: tuple[int, int] | None) -> dict[str, Any]:
    if places is None:
        return {"split": None}
    start, end = places
    made = found.split(start, end)
    return {
        "split": made,
        "begin": date.fromordinal(found.first + start),
        "end": date.fromordinal(found.first + end),
        "begin_x": 100 * start / max(1, len(found.figures) - 1),
        "end_x": 100 * end / max(1, len(found.figures) - 1),
        "known_then": start in found.kept,
    }


def _days(found: Year, pinned: Any) -> list[Day]:
    by_day: dict[int, list[Note]] = {}
    for one in pinned:
        by_day.setdefault(one.day.toordinal(), []).append(one)
    last = max(1, len(found.figures) - 1)
    return [
        Day(date.fromordinal(found.first + place), figure, 100 * place / last, by_day.get(found.first + place, []))
        for place, figure in enumerate(found.figures)
        if found.line_told[place] and (figure.count or by_day.get(found.first + place))
    ]


def _facts(here: Here) -> ShopFacts:
    return shops.facts(here.shown[0])


def _who(request: HttpRequest) -> int | None:
    person = access.person_of(request)
    return person.pk if person else None


def _back(request: HttpRequest, here: Here) -> HttpResponse:
    return redirect(f"{reverse('ratings-moved', args=[here.desk.slug])}?{request.GET.urlencode()}")
