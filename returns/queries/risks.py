"""Orders at risk: a page of them, one of them, how many there are, and what came of those that are over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from returns.domain.risk_filters import Fate, RiskFilter
from returns.domain.risks import RISKS, Risk
from returns.models import OrderRisk
from returns.queries.listing import COUNTED, PAGE, Count
from sellerdesk import setwise
from sellerdesk.domain.cursors import Cursor


LATEST = 5_000
"""Closed ones that lists and figures look at, the newest: no walk through years."""
FATE: Mapping[Fate, str] = {
    "reached": "(o.delivered_at IS NOT NULL OR o.completed_at IS NOT NULL OR o.status IN ('delivered', 'completed'))"
    " AND o.status NOT IN ('refused', 'cancelled')",
    "refused": "o.status = 'refused' OR k.outcome = 'refused'",
    "cancelled": "o.status = 'cancelled' OR o.struck_at IS NOT NULL",
    "on_way": "o.status IN ('placed', 'shipped') AND o.delivered_at IS NULL AND o.completed_at IS NULL AND o.struck_at IS NULL"
    " AND k.outcome <> 'refused'",
}
_LINE = (
    " LEFT JOIN LATERAL (SELECT coalesce(nullif(p.title, ''), nullif(p.article, ''), p.outside_id) AS title, p.image"
    " FROM sellerdesk_orderline AS l JOIN sellerdesk_product AS p ON p.desk_id = l.desk_id AND p.id = l.product_id"
    " WHERE l.desk_id = k.desk_id AND l.order_id = k.order_id ORDER BY l.id LIMIT 1) AS line ON true"
)
_ORDER = (
    " JOIN sellerdesk_order AS o ON o.desk_id = k.desk_id AND o.id = k.order_id"
    " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = o.desk_id AND b.id = o.buyer_id"
)
_ROW = (
    "k.id, k.shop_id, k.risk, k.since, k.due_at, k.is_open, k.outcome, k.closed_at, k.way, k.written_at, k.letter, o.id, o.outside_id,"
    " o.status, o.placed_at, o.ship_by, o.shipped_at, o.delivered_at, o.completed_at, o.courier, o.tracking, left(o.note, 2000),"
    " o.buyer_id, coalesce(b.name, ''), coalesce(line.title, ''), coalesce(line.image, '')"
)


@dataclass(frozen=True, slots=True)
class Row:
    """An order at risk, as lists and its own page show it."""

    id: int
    shop_id: int
    risk: Risk
    since: datetime
    due_at: datetime
    is_open: bool
    outcome: str
    closed_at: datetime | None
    way: str
    written_at: datetime | None
    letter: UUID | None
    order_id: int
    number: str
    status: str
    placed_at: datetime
    ship_by: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    courier: str
    tracking: str
    note: str
    buyer_id: int
    buyer: str
    product: str
    image: str


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page in their order, and where the next one begins, None after the last."""

    rows: Sequence[Row]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class Came:
    """What came of the orders of one risk: of those whose buyer was written to, or of the others."""

    risk: Risk
    written: bool
    number: int
    fates: Mapping[Fate, int]


def page(desk_id: int, shop_ids: Sequence[int], asked: RiskFilter, *, size: int = PAGE) -> Page:
    """The page behind the filter's cursor: open ones by deadline, closed ones from the last that was closed, of the `LATEST`."""
    key, way = ("closed_at", " DESC") if asked.closed else ("due_at", "")
    parameters = {"desk": desk_id, "shops": list(shop_ids), "risk": asked.risk, "size": size + 1, "latest": LATEST}
    where, after = "", ""
    if asked.after is not None:
        after = f" AND (k.{key}, k.id) {'<' if way else '>'} (%(at)s, %(own)s)"
        parameters |= {"at": asked.after.at, "own": asked.after.id}
    if asked.closed:
        where = _closed(asked) + after
        inner = "NOT k.is_open"
    else:
        inner = "k.is_open" + (" AND k.risk = %(risk)s" if asked.risk else "") + after
    found = setwise.rows(
        f"SELECT k.{key}, {_ROW} FROM ({_of_shops(inner, key, way, 'latest' if asked.closed else 'size')}) AS k{_ORDER}{_LINE}"
        f" WHERE true{where} ORDER BY k.{key}{way}, k.id{way} LIMIT %(size)s",
        parameters,
    )
    rows = [Row(*row[1:]) for row in found[:size]]
    return Page(rows, Cursor(found[size - 1][0], rows[-1].id) if len(found) > size else None)


def one(desk_id: int, shop_ids: Sequence[int], risk_id: int) -> Row | None:
    """One order at risk of these shops, or None."""
    found = setwise.rows(
        f"SELECT {_ROW} FROM returns_orderrisk AS k{_ORDER}{_LINE} WHERE k.desk_id = %s AND k.shop_id = ANY(%s) AND k.id = %s",
        [desk_id, list(shop_ids), risk_id],
    )
    return Row(*found[0]) if found else None


def of_subjects(desk_id: int, ids: Mapping[str, int]) -> dict[str, Row]:
    """The risks that work items are about, by subject."""
    found = setwise.rows(
        f"SELECT {_ROW} FROM returns_orderrisk AS k{_ORDER}{_LINE} WHERE k.desk_id = %s AND k.id = ANY(%s)", [desk_id, list(ids.values())]
    )
    rows = {row[0]: Row(*row) for row in found}
    return {subject: rows[own] for subject, own in ids.items() if own in rows}


def of_shop(desk_id: int, shop_id: int, *, is_open: bool | None = None) -> QuerySet[OrderRisk]:
    """The risks of a shop with their orders, for programs."""
    rows = OrderRisk.objects.filter(desk_id=desk_id, shop_id=shop_id).select_related("order")
    return rows if is_open is None else rows.filter(is_open=is_open)


def closed_so(desk_id: int, shop_id: int, asked: RiskFilter) -> QuerySet[OrderRisk]:
    """The latest closed ones of a shop under a filter, for programs: those that `came_of` counts."""
    found = setwise.rows(
        f"SELECT k.id FROM ({_of_shops('NOT k.is_open', 'closed_at', ' DESC', 'latest')}) AS k"
        f" JOIN sellerdesk_order AS o ON o.desk_id = k.desk_id AND o.id = k.order_id WHERE true{_closed(asked)}",
        {"desk": desk_id, "shops": [shop_id], "risk": asked.risk, "latest": LATEST},
    )
    return of_shop(desk_id, shop_id, is_open=False).filter(pk__in=[own for (own,) in found])


def counts(desk_id: int, shop_ids: Sequence[int]) -> dict[Risk, Count]:
    """How many are open of each risk."""
    parts = ", ".join(
        "(SELECT count(*) FROM (SELECT FROM returns_orderrisk AS k WHERE k.desk_id = %(desk)s AND k.shop_id = ANY(%(shops)s) AND k.is_open"
        f" AND k.risk = '{risk}' LIMIT {COUNTED + 1:d}) AS counted)"
        for risk in RISKS
    )
    found = setwise.rows(f"SELECT {parts}", {"desk": desk_id, "shops": list(shop_ids)})[0]
    return {risk: Count(min(number, COUNTED), number > COUNTED) for risk, number in zip(RISKS, found, strict=True)}


def came_of(desk_id: int, shop_ids: Sequence[int]) -> list[Came]:
    """What came of the latest closed ones, by risk and by whether their buyers were written to."""
    fates = ", ".join(f"count(*) FILTER (WHERE {where})" for where in FATE.values())
    found = setwise.rows(
        f"SELECT k.risk, k.way <> '', count(*), {fates} FROM ({_of_shops('NOT k.is_open', 'closed_at', ' DESC', 'latest')}) AS k"
        " JOIN sellerdesk_order AS o ON o.desk_id = k.desk_id AND o.id = k.order_id GROUP BY 1, 2",
        {"desk": desk_id, "shops": list(shop_ids), "latest": LATEST},
    )
    rows = [Came(risk, written, number, dict(zip(FATE, told, strict=True))) for risk, written, number, *told in found]
    return sorted(rows, key=lambda came: (RISKS.index(came.risk), not came.written))


def _of_shops(where: str, key: str, way: str, limit: str) -> str:
    """Each shop by its own index, no further than a limit."""
    return (
        "SELECT k.* FROM unnest(%(shops)s::bigint[]) AS s (id) CROSS JOIN LATERAL (SELECT * FROM returns_orderrisk AS k"
        f" WHERE k.desk_id = %(desk)s AND k.shop_id = s.id AND {where} ORDER BY k.{key}{way}, k.id{way} LIMIT %({limit})s) AS k"
        f" ORDER BY k.{key}{way}, k.id{way} LIMIT %({limit})s"
    )


def _closed(asked: RiskFilter) -> str:
    where = " AND k.risk = %(risk)s" if asked.risk else ""
    if asked.written is not None:
        where += " AND k.way <> ''" if asked.written else " AND k.way = ''"
    return where + (f" AND ({FATE[asked.fate]})" if asked.fate else "")
