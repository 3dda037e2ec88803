"""The order lines and claims behind a figure, newest first: the same rows that the kept count was summed from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from returns.domain.behind import OF_LINES, Behind, Part
from returns.queries import figures
from returns.queries.figures import Scope
from returns.rows import counted as rows
from sellerdesk import setwise
from sellerdesk.domain.cursors import Cursor
from sellerdesk.shops import ShopFacts


PAGE: Final = 50
MOST: Final = 10_000
"""Rows of one file."""
LINES_AT_ONCE: Final = 15_000
"""Order lines of the shop that are looked through for one page at most; where fewer of them are behind the figure, it is shorter."""


@dataclass(frozen=True, slots=True)
class Line:
    """An order line and what became of it."""

    at: datetime
    id: int
    order: str
    line: str
    product: str
    courier: str
    warehouse: str
    region: str
    refused: bool
    stage: str
    refused_reason: str
    bought: bool
    claim_id: int | None
    claim_reason: str
    refunded: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim and the day on which it counts."""

    day: date
    id: int
    number: str
    at: datetime
    order: str
    product: str
    wants: str
    reason: str
    first_reason: str
    money: str
    seconds: int | None
    refund_minor: int | None
    refund_currency: str


@dataclass(frozen=True, slots=True)
class Page:
    """How many there are in all, some of them, and where the others begin, None after the last."""

    count: int
    rows: Sequence[Line] | Sequence[Claim]
    next: Cursor | None


def page(shop: ShopFacts, asked: Behind, *, size: int = PAGE) -> Page:
    """A page of the rows behind a figure."""
    whole = figures.total(Scope(shop, asked.period), asked.part).count(asked.which)
    found = _lines(shop, asked, size) if asked.which in OF_LINES else _claims(shop, asked, size)
    return Page(whole, *found)


def _days(shop: ShopFacts, asked: Behind, size: int) -> tuple[list[date], bool]:
    """The newest days that hold any, enough for a page, and whether older ones hold more.

    What the cursor's own day holds may all have been shown; a day that is wholly behind the cursor is not looked through again, or
    two days that are too much together would give the same cursor for ever.
    """
    dimension, key = asked.part.kept
    last, begun = asked.period.last, None
    if asked.after is not None:
        whole_behind = asked.after.id == 0
        day_of = date.fromordinal(shop.day(asked.after.at - timedelta(microseconds=1) if whole_behind else asked.after.at))
        last, begun = min(last, day_of), None if whole_behind else day_of
    found = setwise.rows(
        f"SELECT f.day, f.{asked.which}, coalesce(w.lines, 0) FROM returns_figure AS f LEFT JOIN returns_figure AS w"
        " ON w.desk_id = f.desk_id AND w.shop_id = f.shop_id AND w.dimension = 'all' AND w.key = '' AND w.span = 1 AND w.day = f.day"
        " AND w.currency = '' WHERE f.desk_id = %(desk)s AND f.shop_id = %(shop)s AND f.dimension = %(dimension)s AND f.key = %(key)s"
        f" AND f.span = 1 AND f.currency = '' AND f.day BETWEEN %(first)s AND %(last)s AND f.{asked.which} > 0 ORDER BY f.day DESC",
        {"desk": shop.desk_id, "shop": shop.id, "dimension": dimension, "key": key, "first": asked.period.first, "last": last},
    )
    days: list[date] = []
    held, looked_through = 0, 0
    most = max(LINES_AT_ONCE, LINES_AT_ONCE * size // PAGE)
    for day, number, whole in found:
        if held > size or (days and looked_through + whole > most):
            return days, True
        days.append(day)
        held += 0 if day == begun else number
        looked_through += whole
    return days, False


_REASON = {"refused": "t.refused_reason"} | dict.fromkeys(("claimed", "refunded", "quality", "lost"), "t.claim_reason")


def _narrowed(part: Part, reason: str, stage: str) -> tuple[str, dict[str, Any]]:
    """What narrows rows to a part, and its parameters."""
    columns = {"reason": reason, "stage": stage, "product": "coalesce(t.product_id::text, '')"}
    given: dict[str, Any] = {}
    sql = ""
    if part.product is not None:
        sql, given = " AND t.product_id = %(product)s", {"product": part.product}
    if part.by is not None:
        sql += f" AND {columns.get(part.by, f't.{part.by}')} = %(key)s"
        given["key"] = part.key
    return sql, given


def _lines(shop: ShopFacts, asked: Behind, size: int) -> tuple[list[Line], Cursor | None]:
    days, more = _days(shop, asked, size)
    if not days:
        return [], None
    part, given = _narrowed(asked.part, _REASON.get(asked.which, "''"), "t.stage")
    after = " AND (t.placed_at, t.line_id) < (%(at)s, %(own)s)" if asked.after else ""
    given |= {"at": asked.after.at, "own": asked.after.id} if asked.after else {}
    which = "true" if asked.which == "lines" else f"t.{asked.which}"
    source = rows.WHOLE_BACK if asked.which == "whole_back" else rows.LINES
    found = setwise.rows(
        f"SELECT t.placed_at, t.line_id, t.order_ref, t.line_ref, {_NAME}, t.courier, t.warehouse, t.region, t.refused, t.stage,"
        f" t.refused_reason, t.bought, t.claim_id, t.claim_reason, t.refunded FROM ("
        f" SELECT t.* FROM ({source}) AS t WHERE {which}{part}{after} ORDER BY t.placed_at DESC, t.line_id DESC LIMIT %(size)s) AS t"
        " JOIN sellerdesk_product AS p ON p.desk_id = %(desk)s AND p.id = t.product_id ORDER BY t.placed_at DESC, t.line_id DESC",
        rows.of_days(shop, days) | given | {"size": size + 1},
    )
    told = [Line(*row) for row in found]
    if len(told) > size:
        return told[:size], Cursor(told[size - 1].at, told[size - 1].id)
    return told, _behind_day(shop, days[-1]) if more else None


_NAME = "coalesce(nullif(p.title, ''), nullif(p.article, ''), p.outside_id)"


def _behind_day(shop: ShopFacts, day: date) -> Cursor:
    """The place behind everything of a day: its beginning, before the first id."""
    return Cursor(datetime.fromisoformat(rows.of_days(shop, [day])["begins"][0]), 0)


def _claims(shop: ShopFacts, asked: Behind, size: int) -> tuple[list[Claim], Cursor | None]:
    days, more = _days(shop, asked, size)
    if not days:
        return [], None
    on = rows.ON[asked.which]
    part, given = _narrowed(asked.part, "t.reason", "''")
    after = " AND (t.day, t.claim_id) < (%(day)s, %(own)s)" if asked.after else ""
    given |= {"day": date.fromordinal(shop.day(asked.after.at)), "own": asked.after.id} if asked.after else {}
    found = setwise.rows(
        f"SELECT t.day, t.claim_id, t.outside_id, t.at, t.order_ref, coalesce({_NAME}, ''), t.wants, t.reason, t.first_reason, t.money,"
        " t.seconds, t.refund_minor, t.refund_currency FROM ("
        f" SELECT k.{on} AS day, k.claim_id, k.seconds, k.refund_minor, k.refund_currency, c.product_id, c.outside_id, c.at, c.order_ref,"
        f" c.wants, c.reason, c.first_reason, c.money, left(coalesce(o.courier, ''), {rows.LONGEST_KEY:d}) AS courier,"
        f" left(coalesce(o.warehouse, ''), {rows.LONGEST_KEY:d}) AS warehouse, left(coalesce(o.region, ''), {rows.LONGEST_KEY:d}) AS region"
        " FROM returns_claimdays AS k JOIN returns_claim AS c ON c.desk_id = k.desk_id AND c.id = k.claim_id"
        " LEFT JOIN sellerdesk_order AS o ON o.desk_id = c.desk_id AND o.id = c.order_id"
        f" WHERE k.desk_id = %(desk)s AND k.shop_id = %(shop)s AND k.{on} = ANY(%(days)s::date[])"
        f" AND {rows.HAPPENED[asked.which]}{rows.of_money(on)}) AS t"
        " LEFT JOIN sellerdesk_product AS p ON p.desk_id = %(desk)s AND p.id = t.product_id"
        f" WHERE true{part}{after} ORDER BY t.day DESC, t.claim_id DESC LIMIT %(size)s",
        rows.of_days(shop, days) | given | {"size": size + 1},
    )
    told = [Claim(*row) for row in found]
    if len(told) > size:
        # Any moment of its day will do: the place among claims is a day and an id.
        return told[:size], Cursor(_behind_day(shop, told[size - 1].day).at, told[size - 1].id)
    return told, _behind_day(shop, days[-1]) if more else None
