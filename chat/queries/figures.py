"""Figures of rounds, added up by the database: exact, in a fixed number of statements whatever the number of rounds.

The conditions are those of `chat.domain.figures.tally`; a test holds the two to one another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.db import connection

from chat.domain.figures import CAP, NOTHING, Buyers, Tally, median
from chat.domain.telling import Line
from chat.queries.scope import ANSWERED_AT, OPEN, THREAD, WHO, Scope, hours, parameters, rounds
from sellerdesk import setwise
from sellerdesk.snapshots import one_instant, one_setting


Key = Any
_SETS: Final = {"shop": ("shop_id",), "sale": ("after_sale",), "agent": ("who",), "day": ("day",), "hour": ("weekday", "hour")}
_FAMILIES: Final = (("shop", "sale", "agent"), ("day",), ("hour",))
"""What is added up together."""
_COLUMNS: Final = {
    "shop_id": "r.shop_id",
    "after_sale": "r.after_sale",
    "who": WHO,
    "day": "p.day",
    "weekday": "p.weekday",
    "hour": "p.hour",
}
# What a round is, in one number: so each is looked at once, and only a count and three sums are kept for each kind.
_ANSWERED, _IN_TIME, _WITHIN_3, _PAST_TARGET, _PAST_3, _PAST_CAP, _DONE, _BY_DAY = (1 << bit for bit in range(8))
_KIND: Final = f"""
    CASE WHEN r.done_at IS NOT NULL THEN {_DONE}
    WHEN r.waited IS NULL THEN CASE WHEN r.asked_at < p.over THEN {_PAST_TARGET} ELSE 0 END
        + CASE WHEN r.asked_at < %(over_3)s THEN {_PAST_3} ELSE 0 END + CASE WHEN r.asked_at < %(over_cap)s THEN {_PAST_CAP} ELSE 0 END
    ELSE {_ANSWERED} + CASE WHEN r.waited <= p.target THEN {_IN_TIME} ELSE 0 END
        + CASE WHEN r.waited <= %(within_3)s THEN {_WITHIN_3} ELSE 0 END END + CASE WHEN p.by_day THEN {_BY_DAY} ELSE 0 END
"""
_SUMS: Final = "count(*), sum(waited), sum(least(waited, %(cap)s)), count(automatic_at), sum(automatic_at - asked_at)"


@dataclass(slots=True)
class Found:
    """Lines by what they were added up by: `all` (key None), and of shop, sale, agent, day, hour those that were asked for."""

    lines: dict[str, dict[Key, Line]] = field(default_factory=dict)

    @property
    def total(self) -> Line:
        """Of everything."""
        return self.lines["all"][None]


@one_instant()
def figures(scope: Scope, *by: str, medians: bool = True) -> Found:
    """All rounds, and these by each of `by`. `medians`: also of the lines of `by`; the whole always has its own.

    Days are keyed by ordinal, hours by (weekday, hour), agents by account, ELSEWHERE or NOBODY, sales by whether after one.
    Buyers are counted for the whole, days and shops, unless an agent or an hour is asked for.
    """
    given = parameters(scope)
    found_tallies = _tallies(scope, given, by)
    middles = {name: _middles(scope, given, name) for name in ("all", *(by if medians else ()))}
    apart = scope.asked.agent is None and scope.asked.hour is None and scope.asked.weekday is None
    counted = _buyers(scope, given) if apart else {}
    found = Found()
    for name, lines in found_tallies.items():
        empty = Buyers() if name in counted else None
        found.lines[name] = {
            key: Line(tally, middles.get(name, {}).get(key), counted.get(name, {}).get(key, empty)) for key, tally in lines.items()
        }
    return found


def tallies(scope: Scope, by: str) -> dict[Key, Tally]:
    """The rounds by one of `figures`' parts, without medians and buyers."""
    # One statement sees one instant by itself; the transaction holds its setting, and of one of its own nothing is left that could sort.
    ends_here = not connection.in_atomic_block
    with one_setting():
        return _tallies(scope, parameters(scope), (by,), sort_again=not ends_here)[by]


def medians(scope: Scope, by: str) -> dict[Key, Any]:
    """The medians of one of `figures`' parts alone, in seconds."""
    return _middles(scope, parameters(scope), by)


def _tallies(
    scope: Scope, given: Mapping[str, Any], by: tuple[str, ...], *, sort_again: bool = True
) -> dict[str, dict[Key, Tally]]:  # fmt: skip
    """Each of `by`, and the whole; one scan for all, and few enough rows of sums that the rest is added up here.

    Unless `sort_again`, whatever else is asked in this transaction does without sorting.
    """
    families = [family for family in _FAMILIES if any(name in by for name in family)] or [_FAMILIES[0]]
    sets = [[column for name in family for column in _SETS[name]] for family in families]
    names = [column for columns in sets for column in columns]
    # By sorting them once for each set, as the planner would have it, the rounds take three times as long.
    found = setwise.rows(
        f"SET LOCAL enable_sort TO off; {hours(scope)}"
        f" SELECT grouping({', '.join(columns[0] for columns in sets)}), {', '.join(names)}, kind, {_SUMS} FROM ("
        f"SELECT {', '.join(f'{_COLUMNS[name]} AS {name}' for name in names)}, {_KIND} AS kind, r.waited, r.asked_at,"
        f" CASE WHEN {OPEN} THEN r.automatic_at END AS automatic_at {rounds(scope)}) AS told"
        f" GROUP BY GROUPING SETS ({', '.join('(' + ', '.join([*columns, 'kind']) + ')' for columns in sets)})",
        given,
    )
    if sort_again:
        setwise.run("SET LOCAL enable_sort TO on", [])
    added: dict[str, dict[Key, Tally]] = {name: {} for name in ("all", *by)}
    for bits, *row in found:
        # The bits of the sets that a row is not of are set; the first set has the highest.
        place = next(place for place in range(len(sets)) if not bits >> (len(sets) - 1 - place) & 1)
        one = _of_kind(*row[len(names) :])
        if place == 0:
            added["all"][None] = added["all"].get(None, NOTHING) + one
        for name in (name for name in families[place] if name in by):
            first = names.index(_SETS[name][0])
            key = _key(name, row[first : first + len(_SETS[name])])
            added[name][key] = added[name].get(key, NOTHING) + one
    added["all"].setdefault(None, NOTHING)
    return added


def _of_kind(kind: int, count: int, waited: int | None, capped: int | None, automatic: int, automatic_waited: timedelta | None) -> Tally:
    """So many rounds of one kind."""
    if kind & _DONE:
        return Tally(done=count)
    answered, by_day = bool(kind & _ANSWERED), bool(kind & _BY_DAY)
    within_cap = by_day and (answered or bool(kind & _PAST_CAP))
    capped_total = timedelta(microseconds=int(capped or 0)) if answered else count * CAP
    return Tally(
        rounds=count,
        answered=count * answered,
        judged=count * (answered or bool(kind & _PAST_TARGET)),
        in_time=count * bool(kind & _IN_TIME),
        daytime=count * (by_day and (answered or bool(kind & _PAST_3))),
        within_3=count * (by_day and bool(kind & _WITHIN_3)),
        capped=count * within_cap,
        capped_total=capped_total if within_cap else timedelta(),
        waited_total=timedelta(microseconds=int(waited or 0)),
        automatic=automatic,
        automatic_total=automatic_waited or timedelta(),
    )


def _key(name: str, cells: list[Any]) -> Key:
    """As `figures` says."""
    if name == "day":
        return cells[0].toordinal()
    return tuple(cells) if name == "hour" else cells[0]


def _middles(scope: Scope, given: Mapping[str, Any], name: str) -> dict[Key, Any]:
    """Medians of the answered ones: of the two values in the middle, which are one where their number is odd.

    The second share is a hair above a half.
    """
    names = _SETS.get(name, ())
    found = setwise.rows(
        f"{hours(scope)} SELECT {''.join(f'{_COLUMNS[one]}, ' for one in names)}"
        "percentile_disc(ARRAY[0.5, 0.500000000001]) WITHIN GROUP (ORDER BY r.waited)"
        f" {rounds(scope)} AND r.waited IS NOT NULL {'GROUP BY ' + ', '.join(_COLUMNS[one] for one in names) if names else ''}",
        given,
    )
    return {
        _key(name, cells) if names else None: median(*(timedelta(microseconds=middle) for middle in both))
        for *cells, both in found
        if both is not None
    }


def _buyers(scope: Scope, given: Mapping[str, Any]) -> dict[str, dict[Key, Buyers]]:
    found = setwise.rows(
        f"{hours(scope)} SELECT day, shop_id, count(*), count(*) FILTER (WHERE answered) FROM ("
        f"SELECT p.day, p.shop_id, t.buyer_id, bool_or(coalesce({ANSWERED_AT} < p.day_ends, false)) AS answered"
        f" {rounds(scope, join=THREAD)} AND {OPEN} GROUP BY p.day, p.shop_id, t.buyer_id) AS met GROUP BY day, shop_id",
        given,
    )
    by_day: dict[Key, Buyers] = {}
    by_shop: dict[Key, Buyers] = {}
    for day, shop_id, asked, answered in found:
        for kept, key in ((by_day, day.toordinal()), (by_shop, shop_id)):
            kept[key] = kept.get(key, Buyers()) + Buyers(asked, answered)
    return {"day": by_day, "shop": by_shop, "all": {None: sum(by_day.values(), Buyers())}}
