"""The shop's credit, kept as it changes: each touched line's own course, then the fold of its buyer's lines.

What a line ever changed in the days' figures follows from its stored steps, so a new judgement takes
back exactly what the old one gave.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date

from reviews.domain.credit import Cell, Side, Steps, course_of, fold
from reviews.domain.facts import ACCEPTED, BUYER
from reviews.rows import CreditRow, pairs, read
from reviews.services.ledger import Ledger, ReviewRow
from sellerdesk import moments, setwise
from sellerdesk.feed.batch import Batch, Trade
from sellerdesk.shops import ShopFacts


MOMENT = "credit"
DAY_COLUMNS = ("good", "neutral", "bad", "same_item", "month_cap")
"""Columns of a day's change, in the order of the cells from GOOD on."""
_COLUMNS = "desk_id, shop_id, order_ref, line_ref, buyer_id, product_ref, placed_at, since, verdict, good_at, until, default_good, steps"


def apply(batch: Batch, ledger: Ledger) -> None:
    """Judge the lines of all touched trades again and move the days' credit by the difference."""
    orders = [ref for ref in ledger.orders if ref in batch.trades]
    if not orders:
        return
    old = {_key(row): row for row in read(batch.shop, "order_ref", orders)}
    new = {_key(row): row for row in _rows(batch, ledger, orders)}
    gone = {key: row for key, row in old.items() if key not in new}
    changed = {key: row for key, row in new.items() if key not in old or old[key]._replace(steps=()) != row}
    if not gone and not changed:
        return
    before = {key: old[key] for key in (*gone, *changed) if key in old}
    if batch.shop.rules.same_item_gap is not None or batch.shop.rules.goods_per_buyer_month is not None:
        buyers = {row.buyer_id for row in (*before.values(), *changed.values())}
        before |= {_key(row): row for row in read(batch.shop, "buyer_id", buyers)}
    after = _fold(batch.shop, ({key: row for key, row in before.items() if key not in gone} | changed).values())
    move_days(batch.shop, before, after)
    write(batch.shop, list(gone), [row for key, row in after.items() if before.get(key) != row], known=before)
    _remember(batch, changed.values())


def _key(row: CreditRow) -> tuple[str, str]:
    return (row.order_ref, row.line_ref)


def _rows(batch: Batch, ledger: Ledger, orders: Iterable[str]) -> list[CreditRow]:
    """What each line of these orders earns by itself."""
    sides: dict[tuple[str, str], dict[int, Side]] = defaultdict(dict)
    for row in ledger.reviews.values():
        if row.ruling == ACCEPTED and row.order_ref is not None and row.placed_line is not None:
            sides[row.order_ref, row.placed_line][row.author] = _side(row)
    wanted = set(orders)
    found = (_credit_row(batch, batch.trades[ref], line, own) for (ref, line), own in sides.items() if ref in wanted)
    return [credit for credit in found if credit is not None]


def _side(row: ReviewRow) -> Side:
    return Side(row.at, row.verdict, row.changed_at, row.deleted_at)


def _credit_row(batch: Batch, trade: Trade, line: str, sides: Mapping[int, Side]) -> CreditRow | None:
    buyer = sides.get(BUYER)
    shop = next((side for author, side in sides.items() if author != BUYER), None)
    course = course_of(
        buyer=buyer,
        shop=shop,
        placed_at=trade.placed_at,
        completed_at=trade.completed_at,
        struck_at=trade.struck_at,
        rules=batch.shop.rules,
    )
    if course is None:
        return None
    return CreditRow(trade.ref, line, trade.buyer_id, trade.lines[line][1], trade.placed_at, course, buyer is None)


def _fold(shop: ShopFacts, rows: Iterable[CreditRow]) -> dict[tuple[str, str], CreditRow]:
    by_buyer: dict[int, list[CreditRow]] = defaultdict(list)
    for row in rows:
        by_buyer[row.buyer_id].append(row)
    folded = {}
    for own in by_buyer.values():
        lines = [line for row in own if (line := row.line(shop)) is not None]
        for row, steps in zip(own, fold(lines, shop.rules), strict=True):
            folded[_key(row)] = row._replace(steps=flat(steps))
    return folded


def flat(steps: Steps) -> tuple[int, ...]:
    """(day, cell) pairs in the form that is stored."""
    return tuple([int(number) for step in steps for number in step])


def move_days(shop: ShopFacts, before: Mapping[tuple[str, str], CreditRow], after: Mapping[tuple[str, str], CreditRow]) -> None:
    """Move the days' credit by what these lines gave before and give now."""
    moved: dict[int, list[int]] = defaultdict(lambda: [0] * len(DAY_COLUMNS))
    for rows, others, sign in ((before, after, -1), (after, before, 1)):
        for key, row in rows.items():
            if key not in others or others[key].steps != row.steps:
                day_changes(moved, row, sign)
    sums = ", ".join(f"{name} = reviews_creditday.{name} + excluded.{name}" for name in DAY_COLUMNS)
    setwise.insert(
        "reviews_creditday",
        f"desk_id, shop_id, day, {', '.join(DAY_COLUMNS)}",
        [(shop.desk_id, shop.id, date.fromordinal(day), *cells) for day, cells in sorted(moved.items()) if any(cells)],
        tail=f"ON CONFLICT (desk_id, shop_id, day) DO UPDATE SET {sums}",
    )


def day_changes(moved: dict[int, list[int]], row: CreditRow, sign: int) -> None:
    """Add (or take back) everything that one line changes, ever."""
    last = Cell.NONE
    for day, cell in pairs(row.steps):
        if last is not Cell.NONE:
            moved[day][last - 1] -= sign
        if cell is not Cell.NONE:
            moved[day][cell - 1] += sign
        last = cell


def write(shop: ShopFacts, gone: Sequence[tuple[str, str]], rows: Sequence[CreditRow], *, known: Container[tuple[str, str]]) -> None:
    """Delete the lines that earn nothing any more (by order and line), write the others whole. `known` are those that are there."""
    if gone:
        setwise.change(
            "DELETE FROM reviews_creditline AS c USING {told} AS v (order_ref, line_ref)"
            f" WHERE c.desk_id = {shop.desk_id:d} AND c.shop_id = {shop.id:d} AND c.order_ref = v.order_ref AND c.line_ref = v.line_ref",
            "text, text",
            gone,
        )
    fresh: list[setwise.Row] = []
    changed: list[setwise.Row] = []
    for row in rows:
        (changed if _key(row) in known else fresh).append(
            (
                *(shop.desk_id, shop.id, row.order_ref, row.line_ref, row.buyer_id, row.product_ref, row.placed_at),
                *(row.course.since, row.course.verdict.value, row.course.good_at, row.course.until, row.default_good, row.steps),
            )
        )
    setwise.append("reviews_creditline", _COLUMNS, fresh)
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", ")[4:])
    tail = f"ON CONFLICT (desk_id, shop_id, order_ref, line_ref) DO UPDATE SET {changes}"
    setwise.insert("reviews_creditline", _COLUMNS, changed, tail=tail)


def _remember(batch: Batch, rows: Iterable[CreditRow]) -> None:
    """Instants still to come today or later, so that "now" is exact before the day is over."""
    coming = {
        (str(row.buyer_id), at)
        for row in rows
        for at in (row.course.since, row.course.good_at, row.course.until)
        if at is not None and at > batch.now
    }
    moments.remember(batch.shop, MOMENT, coming)
