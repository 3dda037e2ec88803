"""Days summed from the ledgers, and months from days."""

from collections.abc import Collection, Sequence
from datetime import date

from returns import rows
from returns.models.figures import COUNTS, MONEY, Figure
from sellerdesk import setwise
from sellerdesk.domain.days import shift_months
from sellerdesk.shops import ShopFacts


DAY, MONTH = Figure.Span.DAY.value, Figure.Span.MONTH.value
NUMBERS = (*COUNTS, *MONEY)
_PLACES = "('all', ''), ('product', {product}), ('warehouse', {of}.warehouse), ('region', {of}.region), ('courier', {of}.courier)"
_OF_LINE = _PLACES.format(of="l", product="l.product_id::text")
_OF_EVENT = _PLACES.format(of="e", product="coalesce(e.product_id::text, '')")


def _reasons(of: str, reason: str, product: str) -> str:
    return f"('reason', {of}.{reason}), ('product_reason', {product} || ':' || {of}.{reason})"


_PRODUCT, _ITS = "l.product_id", "coalesce(e.product_id::text, '')"
_STAGES = f"('stage', l.stage), ('product_stage', {_PRODUCT} || ':' || l.stage)"


def _part(source: str, values: str, numbers: dict[str, str], *, where: str = "true", currency: str = "''") -> str:
    cells = ", ".join(f"({numbers.get(name, '0')})::bigint AS {name}" for name in NUMBERS)
    return (
        f"SELECT {source[0]}.day, d.dimension, d.key, {currency} AS currency, {cells} FROM {source} AS {source[0]}"
        f" CROSS JOIN LATERAL (VALUES {values}) AS d (dimension, key) WHERE {where}"
    )


_BECAME = ("bought", "refused", "claimed", "refunded", "quality", "lost")
_LINE = {"lines": "1"} | {name: f"l.{name}::int" for name in (*_BECAME, "whole_back")}
_HAPPENED = {name: f"e.{name}" for name in (*rows.HAPPENED, "direct_seconds", "sent_back_seconds")}
_ALL_OF_EVENT = f"{_OF_EVENT}, {_reasons('e', 'reason', _ITS)}"
_LOST = {"lost_minor": "l.price_minor * l.quantity"}
_PARTS = (
    _part("lines", _OF_LINE, _LINE),
    _part("lines", f"{_reasons('l', 'refused_reason', _PRODUCT)}, {_STAGES}", {"refused": "1"}, where="l.refused"),
    _part(
        "lines", _reasons("l", "claim_reason", _PRODUCT),
        {"claimed": "1"} | {name: f"l.{name}::int" for name in ("refunded", "quality", "lost")}, where="l.claimed",
    ),
    _part("lines", _OF_LINE, {"shipping_minor": "l.shipping_cost_minor"}, where="l.whole_back", currency="l.shipping_cost_currency"),
    _part(
        "lines", f"{_OF_LINE}, {_reasons('l', 'claim_reason', _PRODUCT)}", _LOST,
        where="l.lost AND l.price_minor <> 0", currency="l.price_currency",
    ),
    _part("events", _ALL_OF_EVENT, _HAPPENED),
    _part(
        "events", _ALL_OF_EVENT, {"refund_minor": "e.refund_minor"},
        where="e.is_refund AND e.refund_minor <> 0", currency="e.refund_currency",
    ),
)  # fmt: skip
_NAMES = ", ".join(NUMBERS)
_SUMS = ", ".join(f"sum({name})::bigint AS {name}" for name in NUMBERS)
_ANY = " OR ".join(f"sum({name}) <> 0" for name in NUMBERS)
_SUMMED = f"""
    WITH lines AS MATERIALIZED ({rows.WHOLE}),
    events AS MATERIALIZED ({rows.EVENTS})
    SELECT day, dimension, key COLLATE "C" AS key, currency, {_SUMS} FROM ({" UNION ALL ".join(_PARTS)}) AS parts
    GROUP BY day, dimension, key COLLATE "C", currency HAVING {_ANY}
"""
_KEPT = f"SELECT day, dimension::text, key, currency::text, {_NAMES} FROM returns_figure WHERE desk_id = %(desk)s AND shop_id = %(shop)s"
_INTO = f"INSERT INTO returns_figure (desk_id, shop_id, span, day, dimension, key, currency, {_NAMES})"
_OF_MONTHS = f"""
    SELECT date_trunc('month', day)::date AS day, dimension::text, key, currency::text, {_SUMS} FROM returns_figure
    WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND span = 1 AND day >= %(first)s AND day < %(last)s
    GROUP BY 1, dimension, key, currency HAVING {_ANY}
"""


def sum_days(shop: ShopFacts, days: Collection[date]) -> None:
    """Write the rows of these days as the ledgers have them now. Inside a command that holds the figures' lock."""
    if not days:
        return
    given = rows.of_days(shop, sorted(days))
    setwise.rows(
        "WITH gone AS (DELETE FROM returns_figure WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND span = 1"
        " AND day = ANY(%(days)s::date[]) RETURNING 1) SELECT count(*) FROM gone",
        given,
    )
    setwise.rows(
        f"WITH made AS ({_INTO} SELECT %(desk)s, %(shop)s, {DAY:d}, day, dimension, key, currency, {_NAMES} FROM ({_SUMMED}) AS summed"
        " RETURNING 1) SELECT count(*) FROM made",
        given,
    )


def sum_month(shop: ShopFacts, month: date) -> None:
    """Write the rows of a month (its first day) as the sums of its days. Inside a command that holds the figures' lock."""
    given = _of_month(shop, month)
    setwise.rows(
        "WITH gone AS (DELETE FROM returns_figure WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND span = 2 AND day = %(first)s"
        " RETURNING 1) SELECT count(*) FROM gone",
        given,
    )
    setwise.rows(
        f"WITH made AS ({_INTO} SELECT %(desk)s, %(shop)s, {MONTH:d}, day, dimension, key, currency, {_NAMES}"
        f" FROM ({_OF_MONTHS}) AS summed RETURNING 1) SELECT count(*) FROM made",
        given,
    )


def days_astray(shop: ShopFacts, days: Sequence[date]) -> list[date]:
    """Those of these days whose kept rows are not what the ledgers say: one too many, one too few, another number."""
    kept = f"{_KEPT} AND span = 1 AND day = ANY(%(days)s::date[])"
    return _astray(f"SELECT * FROM ({_SUMMED}) AS summed", kept, rows.of_days(shop, days))


def months_astray(shop: ShopFacts, months: Sequence[date]) -> list[date]:
    """Those of these months whose kept rows are not the sums of their kept days."""
    return [month for month in months if _astray(_OF_MONTHS, f"{_KEPT} AND span = 2 AND day = %(first)s", _of_month(shop, month))]


def _astray(fresh: str, kept: str, given: dict[str, object]) -> list[date]:
    found = setwise.rows(
        f"WITH fresh AS MATERIALIZED ({fresh}), kept AS MATERIALIZED ({kept})"
        " SELECT DISTINCT day FROM ((TABLE fresh EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE fresh)) AS other ORDER BY day",
        given,
    )
    return [day for (day,) in found]


def _of_month(shop: ShopFacts, month: date) -> dict[str, object]:
    return {"desk": shop.desk_id, "shop": shop.id, "first": month, "last": shift_months(month, 1)}
