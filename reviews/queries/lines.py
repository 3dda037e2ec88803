"""The lines of the credit ledger as they stand at an instant, and what moved them since the month began, as SQL.

Stored steps hold everything known, also what is dated later today. The lines of buyers for whom something is still to come today are
folded again as of the instant and take the place of their stored ones, so that counts and lists are of the instant, like the report.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from reviews.domain.account import CELLS, FIRST, PENDING, SPANS, Asked
from reviews.domain.credit import fold
from reviews.queries.credit import MOMENT
from reviews.rows import CreditRow, read
from sellerdesk import moments
from sellerdesk.domain.days import end_of
from sellerdesk.shops import ShopFacts


_COLUMNS: Final = "c.id, c.order_ref, c.line_ref, c.product_ref, c.since, c.verdict, c.good_at, c.until, c.default_good"
_SHOWN: Final = _COLUMNS.replace("c.", "line.")
_OF_SHOP: Final = "c.desk_id = %(desk)s AND c.shop_id = %(shop)s"
_CELL: Final = (
    "CASE WHEN steps[cardinality(steps) - 1] <= %(day)s THEN steps[cardinality(steps)]"
    " WHEN steps[1] <= %(day)s THEN"
    " (SELECT steps[i + 1] FROM generate_series(1, cardinality(steps), 2) AS i WHERE steps[i] <= %(day)s ORDER BY i DESC LIMIT 1) END"
)
"""Where a line stands at the end of %(day)s; NULL where it is not there yet."""
_ENDED: Final = """(
    SELECT CASE
        WHEN r.struck_at <= moved.until THEN 'struck'
        WHEN r.author = 2 THEN 'default_withdrawn'
        WHEN EXISTS (
            SELECT FROM reviews_reviewstep AS s WHERE s.desk_id = r.desk_id AND s.shop_id = r.shop_id AND s.review_ref = r.outside_id
            AND s.verdict IS NULL AND s.ruling = '' AND s.by_platform AND s.at = r.deleted_at
        ) THEN 'deleted_by_marketplace'
        ELSE 'deleted_by_buyer' END
    FROM reviews_review AS r
    WHERE r.desk_id = %(desk)s AND r.shop_id = %(shop)s AND r.order_ref = moved.order_ref AND r.placed_line = moved.line_ref
    AND r.author = CASE WHEN moved.default_good THEN 2 ELSE 1 END AND r.ruling = '' LIMIT 1
)"""
FIRST_CAUSE: Final = """CASE
    WHEN cell = 4 THEN 'new_same_item'
    WHEN cell = 5 THEN 'new_month_cap'
    WHEN default_good THEN 'default_good'
    ELSE (ARRAY['new_good', 'new_neutral', 'new_bad'])[cell] END"""
"""Why a line stands where its first step led."""
_CAUSE: Final = f"""CASE
    WHEN first THEN {FIRST_CAUSE}
    WHEN cell = 0 THEN {_ENDED}
    WHEN (good_at AT TIME ZONE %(zone)s)::date - DATE '0001-01-01' + 1 = day THEN 'changed'
    WHEN cell > 3 AND before > 3 THEN 'shifted'
    WHEN cell > 3 THEN 'displaced'
    ELSE 'released' END"""


@dataclass(frozen=True, slots=True)
class Scope:
    """A shop at an instant, and its lines that stand otherwise than stored because of what is still to come today."""

    shop: ShopFacts
    now: datetime
    refolded: tuple[CreditRow, ...]
    coming: tuple[str, ...]
    """The buyers of these."""

    @property
    def today(self) -> int:
        """The shop's local day (ordinal)."""
        return self.shop.day(self.now)

    @property
    def month_first(self) -> int:
        """The first day of the month."""
        return date.fromordinal(self.today).replace(day=1).toordinal()

    def begins(self, day: int) -> datetime:
        """The first instant of a local day."""
        return end_of(day - 1, self.shop.zone)

    def parameters(self, *, day: int) -> dict[str, Any]:
        """For the statements of this module; `day` is the one at whose end lines are looked at."""
        return {
            "desk": self.shop.desk_id,
            "shop": self.shop.id,
            "zone": str(self.shop.zone),
            "now": self.now,
            "day": day,
            "today": self.today,
            "first": self.month_first,
            "month": self.begins(self.month_first),
            "buyers": list({row.buyer_id for row in self.refolded}),
            "orders": [row.order_ref for row in self.refolded],
            "lines": [row.line_ref for row in self.refolded],
            "steps": ["{" + ",".join(map(str, row.steps)) + "}" for row in self.refolded],
            **{f"last_{over}": self.begins(self.today - days + 1) for over, days in SPANS},
        }


def scope(shop: ShopFacts, *, now: datetime) -> Scope:
    """What the statements need to know of the shop at `now`."""
    coming = moments.subjects(shop, MOMENT, after=now, before=end_of(shop.day(now), shop.zone))
    rows = read(shop, "buyer_id", [int(subject) for subject in coming]) if coming else []
    by_buyer: dict[int, list[CreditRow]] = defaultdict(list)
    for row in rows:
        by_buyer[row.buyer_id].append(row._replace(steps=()))
    refolded: list[CreditRow] = []
    for own in by_buyer.values():
        seen = [(row, line) for row in own if (line := row.line(shop, until=now)) is not None]
        steps = fold([line for _, line in seen], shop.rules)
        found = {
            (row.order_ref, row.line_ref): tuple(int(number) for step in one for number in step)
            for (row, _), one in zip(seen, steps, strict=True)
        }
        refolded += [row._replace(steps=found.get((row.order_ref, row.line_ref), ())) for row in own]
    return Scope(shop, now, tuple(refolded), tuple(coming))


def _stored(scope: Scope, condition: str) -> str:
    besides = " AND c.buyer_id <> ALL(%(buyers)s)" if scope.refolded else ""
    return f"SELECT {_COLUMNS}, c.steps FROM reviews_creditline AS c WHERE {_OF_SHOP}{besides} AND {condition}"


def _refolded(condition: str) -> str:
    return (
        f"SELECT {_COLUMNS}, v.steps::int[] AS steps FROM unnest(%(orders)s::text[], %(lines)s::text[], %(steps)s::text[])"
        f" AS v (order_ref, line_ref, steps) JOIN reviews_creditline AS c ON {_OF_SHOP} AND c.order_ref = v.order_ref"
        f" AND c.line_ref = v.line_ref WHERE {condition}"
    )


def settled(scope: Scope, cell: int, condition: str) -> str:
    """The lines (alias c) that have taken their last step by %(day)s and stand in one cell: nearly all, and an index has them in order."""
    stored = _stored(scope, f"c.settled_cell = {cell:d} AND c.settled_day <= %(day)s AND {condition}")
    return f"SELECT line.*, {cell:d} AS cell FROM ({stored}) AS line"


def unsettled(scope: Scope, condition: str) -> str:
    """The few others, with the cell where they stand at the end of %(day)s; NULL where they are not there yet."""
    later = _stored(scope, f"c.turns > 1 AND c.settled_day > %(day)s AND c.steps[1] <= %(day)s AND {condition}")
    parts = [later, *([_refolded(condition)] if scope.refolded else [])]
    return f"SELECT line.*, {_CELL} AS cell FROM ({' UNION ALL '.join(parts)}) AS line"


def alone(scope: Scope) -> str:
    """The condition on lines (alias c) whose first step fell in this month and stayed their only one."""
    besides = " AND c.buyer_id <> ALL(%(buyers)s)" if scope.refolded else ""
    return (
        f"{_OF_SHOP}{besides} AND c.turns = 1 AND c.settled_day BETWEEN %(first)s AND %(today)s"
        " AND c.since >= %(month)s AND c.since <= %(now)s"
    )


def moves(scope: Scope, *, again: bool = False) -> str:
    """What each line did since the month began: its columns, `day`, `before`, `cell`, and `cause` (domain.account).

    With `again` only lines that ever moved after their first step: all that the causes of later steps need.
    """
    only = f"SELECT {_COLUMNS}, c.steps FROM reviews_creditline AS c WHERE {alone(scope)}"
    moved = _stored(scope, "c.turns > 1 AND c.settled_day >= %(first)s")
    parts = [*([] if again else [only]), moved, *([_refolded("true")] if scope.refolded else [])]
    each = (
        "SELECT line.*, line.steps[i] AS day, line.steps[i + 1] AS cell, CASE WHEN i > 1 THEN line.steps[i - 1] ELSE 0 END AS before,"
        f" i = 1 AS first FROM ({' UNION ALL '.join(parts)}) AS line, generate_series(1, cardinality(line.steps), 2) AS i"
        " WHERE line.steps[i] BETWEEN %(first)s AND %(today)s"
    )
    return f"SELECT moved.*, {_CAUSE} AS cause FROM ({each}) AS moved"


def asked_lines(scope: Scope, asked: Asked) -> tuple[list[str], dict[str, Any]]:
    """The rows behind a figure, in no order and in parts that share none: a line's columns with `day`, `before`, `cell`.

    Of a standing `day` and `before` are NULL, and it has a part for each cell: one alone comes from its index in the order that is
    shown, several at once would have to be sorted.
    """
    parameters = scope.parameters(day=scope.month_first - 1 if asked.over == "start" else scope.today)
    if asked.is_cause:
        again = asked.which not in FIRST
        return [f"SELECT * FROM ({moves(scope, again=again)}) AS told WHERE cause = %(which)s"], parameters | {"which": asked.which}
    if asked.which == PENDING:
        mine = "good_at IS NOT NULL AND good_at <= %(now)s"
        pending = f"CASE WHEN {mine} THEN 1 ELSE 2 - verdict END AS cell"
        return [f"SELECT c.*, NULL::int AS day, NULL::int AS before, {pending} FROM ({_pending()}) AS c"], parameters
    cells = [int(cell) for cell in CELLS[asked.which]]
    told = [
        *(settled(scope, cell, _since(asked)) for cell in cells),
        f"SELECT * FROM ({unsettled(scope, _since(asked))}) AS every WHERE cell = ANY(%(cells)s)",
    ]
    parts = [f"SELECT {_SHOWN}, NULL::int AS day, NULL::int AS before, line.cell FROM ({one}) AS line" for one in told]
    return parts, parameters | {"cells": cells}


def _pending() -> str:
    """Not effective yet: whatever is still to come today is told by the effective time itself."""
    return f"SELECT {_COLUMNS}, c.steps FROM reviews_creditline AS c WHERE {_OF_SHOP} AND c.since > %(now)s"


def _since(asked: Asked) -> str:
    if asked.over == "start":
        return "c.since < %(month)s"
    if asked.over == "older":
        return "c.since < %(last_180)s AND c.since <= %(now)s"
    return "c.since <= %(now)s" if asked.over == "total" else f"c.since >= %(last_{asked.over})s AND c.since <= %(now)s"
