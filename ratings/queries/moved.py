"""Why a shop's means moved: what came and went by cause, of every day of a year or between two days, without the ledger."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ratings.domain.asking import USUAL_DAYS
from ratings.domain.figures import CELLS, DIMENSIONS, Figure, figures_of
from ratings.domain.journal import MARK_CAUSES, Cause
from ratings.domain.leaving import Leaving, opened
from ratings.domain.opening import ToldTogether, told_line
from ratings.domain.splitting import OF_CAUSE, Flow, Reason, Split, Stars, flow_of, split
from ratings.domain.standing import Standing
from ratings.domain.telling import Telling, grouped, nearest, telling
from ratings.models import CELL_COLUMNS, WINDOW_COLUMNS, DayFigure, FigureChange
from ratings.queries import put
from ratings.queries.days import ShopLine, lines
from ratings.rows import RatingRow
from sellerdesk import setwise
from sellerdesk.domain.days import WindowKind, shift_months
from sellerdesk.shops import ShopFacts
from sellerdesk.snapshots import one_instant


MONTHS = 12
_WIDTH = 5
_NUMBER = {"6_months": 1, "180_days": 2}
_MARKS = f"cause <= {max(MARK_CAUSES).value}"
_BY_DAY = (
    f"SELECT day, cause, {{cells}} FROM {FigureChange._meta.db_table}"
    f" WHERE desk_id = %s AND shop_id = %s AND day > %s AND day <= %s AND {_MARKS} AND windows IN (0, %s)"
)
_KEPT = f"SELECT day, {{cells}} FROM {DayFigure._meta.db_table} WHERE desk_id = %s AND shop_id = %s AND day BETWEEN %s AND %s"
_BETWEEN = (
    f"SELECT cause, {', '.join(f'sum({name})::int' for name in CELL_COLUMNS)} FROM {FigureChange._meta.db_table}"
    f" WHERE desk_id = %s AND shop_id = %s AND day > %s AND day <= %s AND {_MARKS} AND windows IN (0, %s) GROUP BY cause"
)


@dataclass(slots=True)
class Year:
    """One dimension under the shop's own window: the figure of each of the last 12 months' days, what moved it, what leaves."""

    line: ShopLine
    dimension: str
    figures: list[Figure]
    flows: list[dict[Reason, Flow]]
    """What came and went on each day; of today up to this instant."""
    kept: dict[int, Figure]
    """By the place of its day: what the desk knew when that day ended, where it may be told (rulebook 9)."""
    coming: list[tuple[int, Stars]]
    """(day, stars) of what leaves on days to come."""
    line_told: list[bool]
    """Which days may be told by themselves."""
    told: Telling
    """Between which of them, and into which causes, differences may be split."""

    @property
    def first(self) -> int:
        """The first day."""
        return self.line.first

    def place(self, day: int) -> int:
        """Where a day is in the line; the nearest end where it is outside."""
        return min(max(day - self.first, 0), len(self.figures) - 1)

    def nearest(self, place: int) -> int | None:
        """The place of the nearest day on which a split may begin or end."""
        return nearest(self.told.days, place)

    def split(self, start: int, end: int) -> Split:
        """Between the ends of two days (places of the line): from what was known then of the first to what is known now of the last."""
        flows = grouped(self.flows[start + 1 : end + 1], self.told.groups)
        before = self.figures[start]
        if start in self.kept and start < end:
            later = [now - then for now, then in zip(before.stars, self.kept[start].stars, strict=True)]
            flows, before = {**flows, (Reason.RESTATED,): flow_of(later)}, self.kept[start]
        return split(before, self.figures[end], flows)

    def chosen(self, start: int | None, end: int | None) -> tuple[int, int] | None:
        """The places of the days that stand for two days asked for (30 days up to today where none is); None where there are not two."""
        last = self.nearest(len(self.figures) - 1 if end is None else self.place(end))
        first = self.nearest(max(0, (last or 0) - USUAL_DAYS) if start is None else self.place(start))
        if first is None or last is None or first == last:
            return None
        if not (self.figures[first].count or self.figures[last].count):
            return None
        return min(first, last), max(first, last)

    def leaving(self, days: int) -> list[Leaving]:
        """The rows of what leaves within so many days; none where the figure does not open."""
        return opened(self.figures[-1], self.coming, self.line.today + days)


@one_instant()
def year(shop: ShopFacts, dimension: str, *, now: datetime) -> Year:
    """The year of one dimension. Four queries, whatever was rated."""
    today = date.fromordinal(shop.day(now))
    first = shift_months(today, -MONTHS).toordinal()
    (line,) = lines([shop], now=now, since=first, ahead=True)
    figures = line.of(shop.window, dimension)
    columns = _columns(CELL_COLUMNS, dimension)
    found = setwise.rows(
        _BY_DAY.format(cells=", ".join(columns)), [shop.desk_id, shop.id, date.fromordinal(first), today, _NUMBER[shop.window]]
    )
    days: list[dict[Reason, Flow]] = [{} for _ in figures]
    for day, cause, *cells in found:
        place = day.toordinal() - first
        reason = OF_CAUSE[Cause(cause)]
        days[place][reason] = days[place].get(reason, Flow()) + flow_of(cells)
    for row, at_end, at_now in line.later:
        _take_back(days[-1], line, row, (at_end, at_now), dimension)
    told, together = told_line(figures)
    return Year(
        line=line,
        dimension=dimension,
        figures=figures,
        flows=days,
        kept=_kept(line, dimension, together),
        coming=line.leaves(shop.window, dimension),
        line_told=told,
        told=telling(told, days),
    )


def _columns(names: Sequence[str], dimension: str) -> Sequence[str]:
    start = DIMENSIONS.index(dimension) * _WIDTH
    return names[start : start + _WIDTH]


def _take_back(
    day: dict[Reason, Flow], line: ShopLine, row: RatingRow, standings: tuple[Standing | None, Standing | None], dimension: str
) -> None:
    """Take out of today what a rating changes only later today."""
    at_end, at_now = standings
    numbers = [0] * (CELLS + 3)
    put(numbers, line.shop, row, at_end, line.today, line.shop.window, 1)
    put(numbers, line.shop, row, at_now, line.today, line.shop.window, -1)
    later = flow_of(figures_of(numbers[:CELLS])[dimension].stars)
    if not later.marks:
        return
    given = row.given(line.shop)
    reason = _why(at_now, at_end, waited=given is not None and given.given_day < line.today)
    before = day.get(reason, Flow())
    day[reason] = Flow(
        tuple(one - other for one, other in zip(before.came, later.came, strict=True)),
        tuple(one - other for one, other in zip(before.went, later.went, strict=True)),
    )


def _why(at_now: Standing | None, at_end: Standing | None, *, waited: bool) -> Reason:
    """Why a rating's marks come or go between now and the day's end; `waited`: it was given on a day before."""
    if Standing.CAPPED in {at_now, at_end}:
        return Reason.CAP
    if at_end is Standing.STRUCK:
        return Reason.STRUCK
    return Reason.EFFECTIVE if waited else Reason.NEW


def _kept(line: ShopLine, dimension: str, together: ToldTogether) -> dict[int, Figure]:
    """What was known at each day's end, the latest day first: told only apart from every figure told of the line and of these."""
    shop = line.shop
    columns = _columns(WINDOW_COLUMNS[shop.window][:CELLS], dimension)
    found = setwise.rows(
        _KEPT.format(cells=", ".join(columns)), [shop.desk_id, shop.id, date.fromordinal(line.first), date.fromordinal(line.today - 1)]
    )
    kept = {}
    for day, *stars in sorted(found, reverse=True):
        figure = Figure(tuple(stars))
        if together.admits(figure):
            together.add(figure)
            kept[day.toordinal() - line.first] = figure
    return kept


def between(shop: ShopFacts, start: int, end: int, window: WindowKind) -> Mapping[str, Mapping[Reason, Flow]]:
    """What came and went after the end of one day and up to that of another, for each dimension. One query over the days between.

    For measuring and for proofs: what a person may be told of it is `Year`.
    """
    found = setwise.rows(_BETWEEN, [shop.desk_id, shop.id, date.fromordinal(start), date.fromordinal(end), _NUMBER[window]])
    flows: dict[str, dict[Reason, Flow]] = {name: defaultdict(Flow) for name in DIMENSIONS}
    for cause, *cells in found:
        for name, figure in figures_of(cells).items():
            flows[name][OF_CAUSE[Cause(cause)]] += flow_of(figure.stars)
    return flows
