"""All appeals and all offers of the shops shown: how they went, and the rows behind each figure."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reviews.domain import appeals as rules, filters
from reviews.domain.offers import Kind, State as OfferState, agreed_share
from reviews.queries import appealing, offering
from sellerdesk import shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import Cursor
from sellerdesk.web import shell
from sellerdesk.web.asked import whole


PERIODS = (30, 90, 365)
"""Days back from now; none is ever."""


@require_safe
@never_cache
def appeals(request: HttpRequest, desk: str) -> HttpResponse:
    """The appeals of the shops shown, newest first, with figures. Needs reviews.see; otherwise 404.

    `days` chooses the period of both; `reason`, `state` (live, decided, or one) and `stars` (0: none given) narrow the list.
    """
    here, now = _enter(request, desk), datetime.now(UTC)
    days, since = _period(request, now)
    told = request.GET
    stars = whole(told.get("stars"), digits=1)
    reason, state = told.get("reason", ""), told.get("state", "")
    asked = appealing.Asked(
        reason=reason if reason in set(rules.Reason) else "",
        state=state if state in {"live", "decided", *rules.State} else "",
        stars=stars if stars is not None and stars <= 5 else None,
        since=since,
        after=_after(told.get("after", "")),
    )
    rows = appealing.rows(here.desk.pk, here.shop_ids, asked)
    shown = rows[: appealing.PAGE]
    profiles = {shop.pk: shops.facts(shop).rules for shop in here.shops}
    context: dict[str, Any] = {
        "figures": appealing.figures(here.desk.pk, here.shop_ids, since),
        "asked": asked,
        "narrowed": bool(asked.reason or asked.state or asked.stars is not None),
        "rows": [(row, _deadline(row, profiles[row.shop_id], now)) for row in shown],
        "after": _cursor(shown[-1].made_at, shown[-1].id) if len(rows) > len(shown) else "",
        "enough": rules.ENOUGH,
    }
    return render(request, "reviews/mending/appeals.html", context | _frame(days, now))


@require_safe
@never_cache
def offers(request: HttpRequest, desk: str) -> HttpResponse:
    """The offers of the shops shown, newest first, with figures. Needs reviews.see; otherwise 404.

    `days` chooses the period of both; `kind`, `state` (taken, over, or one) and `became` narrow the list.
    """
    here, now = _enter(request, desk), datetime.now(UTC)
    days, since = _period(request, now)
    told = request.GET
    kind, state, became = (told.get(name, "") for name in ("kind", "state", "became"))
    asked = offering.Asked(
        kind=kind if kind in set(Kind) else "",
        state=state if state in {"taken", "over", *OfferState} else "",
        became=became if became in offering.BECAME else "",
        since=since,
        after=_after(told.get("after", "")),
    )
    rows = offering.rows(here.desk.pk, here.shop_ids, asked)
    shown = rows[: offering.PAGE]
    figures = offering.figures(here.desk.pk, here.shop_ids, since)
    context: dict[str, Any] = {
        "lines": [_line(kind.value, line) for kind, line in figures.items()],
        "asked": asked,
        "narrowed": bool(asked.kind or asked.state or asked.became),
        "rows": shown,
        "after": _cursor(shown[-1].made_at, shown[-1].id) if len(rows) > len(shown) else "",
    }
    return render(request, "reviews/mending/offers.html", context | _frame(days, now))


def _enter(request: HttpRequest, desk: str) -> Here:
    return shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews")


def _period(request: HttpRequest, now: datetime) -> tuple[int, datetime | None]:
    days = whole(request.GET.get("days"), digits=3)
    if days in PERIODS:
        return days, now - timedelta(days=days)
    return 0, None


def _frame(days: int, now: datetime) -> dict[str, Any]:
    return {"days": days, "periods": PERIODS, "now": now}


def _after(told: str) -> tuple[datetime, int] | None:
    cursor = filters.read({"after": told}).after
    return None if cursor is None else (cursor.at, cursor.id)


def _cursor(at: datetime, own: int) -> str:
    return Cursor(at, own).text()


def _deadline(row: appealing.Row, profile: Any, now: datetime) -> tuple[str, datetime] | None:
    return rules.waits_for(
        row.state, given_at=row.given_at, reached_at=row.reached_at, reason=row.reason, tries=row.tries,
        may_follow=row.last and not row.gone, rules=profile, now=now,
    )  # fmt: skip


def _line(kind: str, line: offering.Line) -> dict[str, Any]:
    states = {state: line.states.get(state, 0) for state in OfferState}
    return {
        "kind": kind,
        "number": line.number,
        "states": list(states.items()),
        "share": agreed_share(dict(line.states)),
        "became": [(name, line.became.get(name, 0)) for name in offering.BECAME],
    }
