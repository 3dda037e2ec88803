"""Rows of the credit ledger: what one order line earns, read and seen in local days."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from reviews.domain.credit import Cell, Course, Line
from reviews.domain.verdicts import Verdict
from sellerdesk import setwise
from sellerdesk.domain.days import month_of
from sellerdesk.shops import ShopFacts


class CreditRow(NamedTuple):
    """One line of the credit ledger."""

    order_ref: str
    line_ref: str
    buyer_id: int
    product_ref: str
    placed_at: datetime
    course: Course
    default_good: bool
    steps: tuple[int, ...] = ()
    """Flat pairs of (day, cell)."""

    def line(self, shop: ShopFacts, *, until: datetime | None = None) -> Line | None:
        """The line in local days; with `until`, as if nothing after that instant had been told or come."""
        course = self.course
        if until is not None and course.since > until:
            return None
        seen = [None if at is None or (until is not None and at > until) else shop.day(at) for at in (course.good_at, course.until)]
        month = month_of(self.placed_at, shop.zone)
        return Line(
            self.placed_at, self.order_ref, self.line_ref, month, self.product_ref, shop.day(course.since), course.verdict, seen[0], seen[1]
        )


READ = "order_ref, line_ref, buyer_id, product_ref, placed_at, since, verdict, good_at, until, default_good, steps"


def read(shop: ShopFacts, column: str, keys: Iterable[object]) -> list[CreditRow]:
    """The lines of the credit ledger with these orders (`order_ref`) or buyers (`buyer_id`)."""
    found = setwise.rows(
        f"SELECT {READ} FROM reviews_creditline WHERE desk_id = %s AND shop_id = %s AND {column} = ANY(%s)",
        [shop.desk_id, shop.id, list(keys)],
    )
    return [of_values(values) for values in found]


def of_values(values: Sequence[Any]) -> CreditRow:
    """One row of READ's columns."""
    order_ref, line_ref, buyer_id, product_ref, placed_at, since, verdict, good_at, until, default_good, steps = values
    course = Course(since, Verdict(verdict), good_at, until)
    return CreditRow(order_ref, line_ref, buyer_id, product_ref, placed_at, course, default_good, tuple(steps))


def pairs(steps: Sequence[int]) -> list[tuple[int, Cell]]:
    """The stored form back into (day, cell)."""
    return [(steps[i], Cell(steps[i + 1])) for i in range(0, len(steps), 2)]
