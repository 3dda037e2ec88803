"""The figures as rows of names and digits: what the CSV and the API tell."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from chat.domain import telling
from chat.domain.figures import ELSEWHERE, NOBODY, Buyers
from chat.domain.telling import BUYER_FIELDS, FIELDS, MARK_FIELDS, Told
from chat.queries import beside, figures
from chat.queries.scope import Scope


BY: Final = ("agent", "day", "hour", "shop", "sale", "marks")
_KEYS: Final = {
    "agent": ("agent", "name"), "day": ("day",), "hour": ("weekday", "hour"), "shop": ("shop",), "sale": ("sale",), "marks": ("agent",),
}  # fmt: skip
_AGENTS: Final = {ELSEWHERE: "elsewhere", NOBODY: "nobody"}


def columns(by: str) -> tuple[str, ...]:
    """The names of a row's cells, in order."""
    if by == "marks":
        return (*_KEYS[by], *MARK_FIELDS)
    return (*_KEYS[by], *FIELDS, *(BUYER_FIELDS if by in {"day", "shop"} else ()))


def rows(scope: Scope, by: str, slugs: Mapping[int, str]) -> list[dict[str, Told]]:
    """The figures by one of BY, each line in order of its key. Days without a round are told as well."""
    return marks(scope) if by == "marks" else lines(scope, by, slugs)[1]


def lines(scope: Scope, by: str, slugs: Mapping[int, str]) -> tuple[dict[str, Told], list[dict[str, Told]]]:
    """The whole, and its lines."""
    found = figures.figures(scope, by)
    own = dict(found.lines[by])
    if by == "day":
        empty = telling.Line(buyers=None if found.total.buyers is None else Buyers())
        own = {day: own.get(day, empty) for day in range(scope.asked.period.first, scope.asked.period.last + 1)}
    names = beside.names(scope.desk_id, [who for who in own if who > ELSEWHERE]) if by == "agent" else {}
    return telling.line(found.total), [_key(by, key, names, slugs) | telling.line(line) for key, line in sorted(own.items())]


def marks(scope: Scope) -> list[dict[str, Told]]:
    """What buyers thought, by the agent's name as told (CH-05)."""
    return [{"agent": one.agent, **telling.marks(one.marks, closed=one.closed)} for one in beside.satisfaction(scope).agents]


def _key(by: str, key: Any, names: Mapping[int, str], slugs: Mapping[int, str]) -> dict[str, Told]:
    match by:
        case "agent":
            return {"agent": _AGENTS.get(key, key), "name": names.get(key, "")}
        case "day":
            return {"day": str(date.fromordinal(key))}
        case "hour":
            return {"weekday": key[0], "hour": key[1]}
        case "shop":
            return {"shop": slugs.get(key, "")}
        case _:
            return {"sale": "after" if key else "pre"}
