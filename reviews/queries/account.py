"""A shop's credit for its page: the report's own figures, split by effective time, what moved them this month, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from reviews.domain.account import Counts, Movement, Over, Rung, movements, rung, split
from reviews.domain.credit import Cell
from reviews.queries import credit, lines
from reviews.queries.credit import Credit
from reviews.queries.lines import Scope
from sellerdesk import setwise
from sellerdesk.shops import ShopFacts
from sellerdesk.snapshots import one_instant


_BEGUN: Final[dict[Over, str]] = {
    "7": "since >= %(last_7)s",
    "30": "since >= %(last_30)s AND since < %(last_7)s",
    "180": "since < %(last_30)s",
}


@dataclass(frozen=True, slots=True)
class Account:
    """The figures of an instant. `begin` is the credit before the month's first day: with `moves` it comes to `now`, exactly."""

    now: Credit
    begin: Credit
    today: date
    month: date
    rung: Rung
    split: Sequence[tuple[Over, Counts]]
    moves: Sequence[Movement]
    pending: int
    next_at: datetime | None
    """When the first of those pending takes effect."""

    @property
    def ever(self) -> bool:
        """Whether anything ever counted, was left out, or is to come."""
        return any((*_all(self.now), *_all(self.begin), self.pending, len(self.moves)))


def _all(figures: Credit) -> tuple[int, int, int, int, int]:
    return figures.good, figures.neutral, figures.bad, figures.same_item, figures.month_cap


@one_instant()
def account(shop: ShopFacts, *, now: datetime) -> Account:
    """The shop's credit at `now` (rulebook 10 to 19), with everything known now; equal to the report of the same instant."""
    scope = lines.scope(shop, now=now)
    standing = credit.at_instant(shop, now=now, coming=scope.coming)
    pending, next_at = _pending(scope)
    return Account(
        now=standing,
        begin=credit.at_end_of(shop, scope.month_first - 1),
        today=date.fromordinal(scope.today),
        month=date.fromordinal(scope.month_first),
        rung=rung(standing.score),
        split=split(_parts(scope), (standing.good, standing.neutral, standing.bad)),
        moves=_moves(scope),
        pending=pending,
        next_at=next_at,
    )


def _parts(scope: Scope) -> dict[Over, Counts]:
    """Good, neutral and bad of the last 7 days, of the 23 before them, and of the 150 before these."""
    of_days = lines.lines(scope, "c.since >= %(last_180)s AND c.since <= %(now)s")
    counts = ", ".join(f"count(*) FILTER (WHERE cell = {cell:d} AND {begun})" for begun in _BEGUN.values() for cell in (1, 2, 3))
    # Counted in one pass, and each cell reckoned once (OFFSET keeps it so): grouping would sort half a year of lines.
    found = setwise.rows(
        f"SELECT {counts} FROM (SELECT since, {lines.CELL} AS cell FROM ({of_days}) AS line OFFSET 0) AS told",
        scope.parameters(day=scope.today),
    )[0]
    return {over: (good, neutral, bad) for over, good, neutral, bad in zip(_BEGUN, found[::3], found[1::3], found[2::3], strict=True)}


def _moves(scope: Scope) -> list[Movement]:
    found = setwise.rows(
        f"SELECT cause, before, cell, count(*) FROM ({lines.moves(scope)}) AS told GROUP BY 1, 2, 3", scope.parameters(day=scope.today)
    )
    return movements([(cause, Cell(before), Cell(cell), times) for cause, before, cell, times in found])


def _pending(scope: Scope) -> tuple[int, datetime | None]:
    found = setwise.rows(
        "SELECT count(*), min(since) FROM reviews_creditline WHERE desk_id = %s AND shop_id = %s AND since > %s",
        [scope.shop.desk_id, scope.shop.id, scope.now],
    )
    count, next_at = found[0]
    return count, next_at
