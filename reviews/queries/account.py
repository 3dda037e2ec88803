"""A shop's credit for its page: the report's own figures, split by effective time, what moved them this month, what waits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from reviews.domain.account import Cause, Counts, Movement, Over, Rung, movements, rung, split
from reviews.domain.credit import Cell
from reviews.queries import credit, lines
from reviews.queries.credit import Credit
from reviews.queries.lines import Scope
from sellerdesk import setwise
from sellerdesk.shops import ShopFacts
from sellerdesk.snapshots import one_instant


_BEGUN: Final[dict[Over, str]] = {
    "7": "c.since >= %(last_7)s AND c.since <= %(now)s",
    "30": "c.since >= %(last_30)s AND c.since < %(last_7)s",
    "180": "c.since >= %(last_180)s AND c.since < %(last_30)s",
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
    counted = [
        f"SELECT '{over}', {cell:d}, count(*) FROM ({lines.settled(scope, cell, begun)}) AS line"
        for over, begun in _BEGUN.items()
        for cell in (1, 2, 3)
    ]
    counted += [
        f"SELECT '{over}', cell, count(*) FROM ({lines.unsettled(scope, begun)}) AS line GROUP BY cell" for over, begun in _BEGUN.items()
    ]
    told: Counter[tuple[str, int]] = Counter()
    for over, cell, count in setwise.rows(" UNION ALL ".join(counted), scope.parameters(day=scope.today)):
        told[over, cell] += count
    return {over: (told[over, 1], told[over, 2], told[over, 3]) for over in _BEGUN}


def _moves(scope: Scope) -> list[Movement]:
    """What moved the counts this month. Of lines with one step the index alone tells cause and number."""
    first = (
        f"SELECT {lines.FIRST_CAUSE}, 0, cell, times FROM (SELECT c.settled_cell AS cell, c.default_good, count(*) AS times"
        f" FROM reviews_creditline AS c WHERE {lines.alone(scope)} AND c.settled_cell BETWEEN 1 AND 5 GROUP BY 1, 2) AS told"
    )
    later = f"SELECT cause, before, cell, count(*) FROM ({lines.moves(scope, again=True)}) AS told GROUP BY 1, 2, 3"
    found = setwise.rows(f"{first} UNION ALL {later}", scope.parameters(day=scope.today))
    told: Counter[tuple[Cause, int, int]] = Counter()
    for cause, before, cell, times in found:
        told[cause, before, cell] += times
    return movements([(cause, Cell(before), Cell(cell), times) for (cause, before, cell), times in told.items()])


def _pending(scope: Scope) -> tuple[int, datetime | None]:
    found = setwise.rows(
        "SELECT count(*), min(since) FROM reviews_creditline WHERE desk_id = %s AND shop_id = %s AND since > %s",
        [scope.shop.desk_id, scope.shop.id, scope.now],
    )
    count, next_at = found[0]
    return count, next_at
