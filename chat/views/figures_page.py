"""What the pages of figures show, put together from queries and rules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse

from chat.domain import asking, charts
from chat.domain.asking import Asked
from chat.domain.figures import ELSEWHERE, NOBODY, NOTHING, Tally
from chat.domain.headline import common, headline
from chat.domain.telling import Line
from chat.queries import beside, figures, marks, rounds
from chat.queries.scope import Scope, day_in
from sellerdesk import access, shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import cursor
from sellerdesk.errors import NotVisible


SLOW_ROWS = 6
HOURS = range(24)
WEEKDAYS = range(1, 8)


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of one weekday; `shade` is its share of the fullest one, in percent."""

    hour: int
    tally: Tally
    shade: int


def scope_of(here: Here, told: Mapping[str, str], now: datetime, *, mine: int | None = None) -> Scope:
    """The shops shown and what the address asks for; `mine` is the account whose own answers alone are told."""
    known = [shops.facts(shop) for shop in here.shown]
    asked = asking.read(told, today=day_in(known, now))
    return Scope(here.desk.pk, known, asked if mine is None else replace(asked, agent=mine), now)


def page(here: Here, scope: Scope, *, mine: bool = False) -> dict[str, Any]:
    """The context of the page of figures."""
    asked = _of_page(scope.asked)
    scope = replace(scope, asked=asked)
    parts = ("agent", "day", "hour", "sale", "shop")
    found = figures.figures(scope, *parts, medians=False)
    medians = figures.medians(scope, "agent")
    agents = {who: replace(line, median=medians.get(who)) for who, line in found.lines["agent"].items()}
    days = {day: line.tally for day, line in found.lines["day"].items()}
    names = {shop.pk: shop for shop in here.shops}
    members = access.people(here.desk.pk, may=permissions.CHATS_ANSWER)
    return {
        **frame(here, scope, mine=mine),
        "total": found.total,
        "headline": headline(found.total.tally),
        "agents": sorted(agents.items(), key=_place),
        "agent_choices": [] if mine else sorted({*(who for who in agents if who > ELSEWHERE), *members}),
        "chart": charts.days(days, asked.period.first, asked.period.last),
        "days": sorted(found.lines["day"].items(), reverse=True),
        "heat": _heat({key: line.tally for key, line in found.lines["hour"].items()}),
        "hours": HOURS,
        "sales": sorted(found.lines["sale"].items()),
        "shop_lines": [
            (names[shop_id], line) for shop_id, line in sorted(found.lines["shop"].items(), key=lambda pair: names[pair[0]].name)
        ],
        "names": beside.names(here.desk.pk, [*agents, *members]),
        "satisfaction": None if mine else beside.satisfaction(scope),
        "slow": None if mine else beside.slow_now(here.desk.pk, here.shop_ids, now=scope.now, limit=SLOW_ROWS),
        "is_to_come": asked.period.first > day_in(scope.shops, scope.now),
    }


def rounds_page(here: Here, scope: Scope, told: Mapping[str, str], *, mine: bool = False) -> dict[str, Any]:
    """The context of the list of rounds behind a figure."""
    which = asking.which(told.get("which", ""))
    found = rounds.page(scope, which, after=cursor(told.get("after", "")))
    ids = {row.round.agent for row in found.rows if row.round.agent}
    return {
        **frame(here, scope, mine=mine),
        "which": which,
        "page": found,
        "names": beside.names(here.desk.pk, ids | ({scope.asked.agent} if scope.asked.agent else set())),
        "after": found.next.text() if found.next else "",
    }


def marks_page(here: Here, scope: Scope, told: Mapping[str, str]) -> dict[str, Any]:
    """The context of the list of marks behind a figure of satisfaction. NotVisible where it is closed."""
    agent, good = told.get("of", ""), bool(told.get("good"))
    found = marks.page(scope, agent, good=good, after=cursor(told.get("after", "")))
    if found is None:
        raise NotVisible
    return {
        **frame(here, scope, mine=False),
        "of": agent,
        "good": good,
        "page": found,
        "after": found.next.text() if found.next else "",
    }


def frame(here: Here, scope: Scope, *, mine: bool) -> dict[str, Any]:
    """What both pages know: what was asked, and where their links lead."""
    slug, asked = here.desk.slug, scope.asked
    own = "chat_figures_mine" if mine else "chat_figures"
    query = asking.written(replace(asked, agent=None) if mine else asked) | ({"shop": here.chosen.slug} if here.chosen else {})
    return {
        "asked": asked,
        "period": asked.period,
        "choices": asking.CHOICES,
        "now": scope.now,
        "mine": mine,
        "query": query,
        "figures_at": reverse(own, args=[slug]),
        "rounds_at": reverse(f"{own}_rounds", args=[slug]),
        # A conversation's page lies beside this one.
        "chats_at": reverse("chat_figures", args=[slug]).removesuffix("figures/"),
        "may_read": here.may(permissions.CHATS_SEE),
        "may_answer": here.may(permissions.CHATS_ANSWER),
        "target": common(shop.reply_target for shop in scope.shops),
        "shop_names": {shop.pk: shop.name for shop in here.shops},
        "several": len(here.shown) > 1,
        "elsewhere": ELSEWHERE,
        "nobody": NOBODY,
    }


def _of_page(asked: Asked) -> Asked:
    """The page tells all hours; only its lists are of one."""
    return replace(asked, hour=None, weekday=None)


def _place(pair: tuple[int, Line]) -> tuple[bool, int, int]:
    """People first, who answered most before the others; then the marketplace, then nobody."""
    who, line = pair
    return who <= ELSEWHERE, -line.tally.rounds if who > ELSEWHERE else -who, who


def _heat(found: Mapping[tuple[int, int], Tally]) -> list[tuple[int, list[Cell]]]:
    most = max((one.rounds for one in found.values()), default=0)
    rows = []
    for weekday in WEEKDAYS:
        cells = [found.get((weekday, hour), NOTHING) for hour in HOURS]
        rows.append((weekday, [Cell(hour, one, 100 * one.rounds // most if most else 0) for hour, one in zip(HOURS, cells, strict=True)]))
    return rows
