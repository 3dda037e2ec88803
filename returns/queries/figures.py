"""Kept figures of one shop, added up over days: of all, by one dimension, by weeks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from returns.domain.behind import Part
from returns.domain.definitions import HITS, Measure, Tally
from returns.domain.dimensions import PAIRS, By, Dimension, code_of
from returns.domain.periods import Period
from returns.domain.spans import DAY, Piece, pieces
from returns.models.figures import COUNTS, MONEY
from sellerdesk import setwise
from sellerdesk.shops import ShopFacts


PAGE: Final = 50
"""Keys of one table of a page."""
MOST: Final = 10_000
"""Keys of one file."""
_SUMS = ", ".join(f"sum({name})::bigint" for name in (*COUNTS, *MONEY))
_PLACE: Final = {name: place for place, name in enumerate((*COUNTS, *MONEY), start=1)}
FURTHEST: Final = 100_000
"""Keys that can be passed over."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One shop, and some of its days."""

    shop: ShopFacts
    period: Period


@dataclass(frozen=True, slots=True)
class Keyed:
    """One key of a dimension with its figures."""

    key: str
    name: str
    tally: Tally


def total(scope: Scope, part: Part) -> Tally:
    """The figures of a part, added up."""
    dimension, key = part.kept
    return _tallies(_read(scope, dimension, key=key, group="''")).get("", Tally())


def by(
    scope: Scope, by: By, *, product: int | None = None, order: Measure = "refused", size: int = MOST, after: int = 0
) -> tuple[list[Keyed], bool]:
    """The keys of a dimension, those first that a measure counts most of, and whether there are more. Of a product: reasons, stages."""
    dimension: Dimension = PAIRS[by] if product is not None and by in PAIRS else by
    prefix = f"{product}:" if dimension != by else ""
    found = _most(scope, dimension, prefix, HITS[order], size=size + 1, after=after)
    names = {own: name for name, own, *_ in found}
    tallies = _tallies([row[1:] for row in found])
    keyed = [Keyed(code_of(key) if prefix else key, names.get(key, ""), tally) for key, tally in tallies.items()]
    return keyed[:size], len(keyed) > size


def weeks(scope: Scope, part: Part) -> dict[date, Tally]:
    """The figures of a part by the Mondays of its weeks."""
    dimension, key = part.kept
    return _tallies(_read(scope, dimension, key=key, group="date_trunc('week', day)::date", days_only=True))


def months(scope: Scope) -> dict[date, Tally]:
    """The figures of all by the first days of its months."""
    return _tallies(_read(scope, "all", key="", group="date_trunc('month', day)::date"))


def is_behind(shop: ShopFacts) -> bool:
    """Whether something of the shop is still to be counted anew."""
    found = setwise.rows("SELECT EXISTS (SELECT 1 FROM returns_stale WHERE desk_id = %s AND shop_id = %s)", [shop.desk_id, shop.id])
    return bool(found[0][0])


def product_name(shop: ShopFacts, product: int) -> str | None:
    """What one of the shop's products is called; None where it has no such product."""
    found = setwise.rows(
        f"SELECT {_NAME} FROM sellerdesk_product AS p WHERE p.desk_id = %s AND p.shop_id = %s AND p.id = %s",
        [shop.desk_id, shop.id, product],
    )
    return found[0][0] if found else None


_NAME: Final = "coalesce(nullif(p.title, ''), nullif(p.article, ''), p.outside_id)"


def _kept(scope: Scope, dimension: Dimension, columns: str, where: str, *, days_only: bool = False) -> tuple[str, dict[str, Any]]:
    """The kept rows of a dimension over the period, from months and days, as one relation; and its parameters."""
    shop, period = scope.shop, scope.period
    cut = [Piece(DAY, period.first, period.last)] if days_only else pieces(period.first, period.last)
    given: dict[str, Any] = {"desk": shop.desk_id, "shop": shop.id, "dimension": dimension}
    parts = []
    for number, piece in enumerate(cut):
        given |= {f"first{number}": piece.first, f"last{number}": piece.last}
        parts.append(
            f"SELECT {columns} FROM returns_figure AS f WHERE f.desk_id = %(desk)s AND f.shop_id = %(shop)s"
            f" AND f.dimension = %(dimension)s AND f.span = {piece.span:d} AND f.day BETWEEN %(first{number})s AND %(last{number})s{where}"
        )
    return " UNION ALL ".join(parts), given


def _read(scope: Scope, dimension: Dimension, *, key: str, group: str, days_only: bool = False) -> list[tuple[Any, ...]]:
    """Rows of (group, currency, sums) of one key."""
    kept, given = _kept(scope, dimension, "*", " AND f.key = %(key)s", days_only=days_only)
    read = f"SELECT {group} AS own, currency, {_SUMS} FROM ({kept}) AS kept GROUP BY 1, 2 ORDER BY 1, 2"
    return setwise.rows(read, given | {"key": key})


def _most(scope: Scope, dimension: Dimension, prefix: str, hits: str, *, size: int, after: int) -> list[tuple[Any, ...]]:
    """Rows of (product's name, key, currency, sums) of the keys with most hits: those are found by two columns, and only theirs summed."""
    own = " AND f.key >= %(prefix)s AND f.key < %(behind)s" if prefix else ""
    narrow, given = _kept(scope, dimension, f"f.key, f.{hits} AS hits, f.lines", f"{own} AND f.currency = ''")
    whole, _given = _kept(scope, dimension, "f.*", " AND f.key = first.key")
    return setwise.rows(
        f"WITH first AS MATERIALIZED (SELECT key, sum(hits) AS hits, sum(lines) AS lines FROM ({narrow}) AS kept GROUP BY key"
        " ORDER BY 2 DESC, 3 DESC, key LIMIT %(size)s OFFSET %(after)s)"
        f" SELECT coalesce({_NAME}, ''), sums.* FROM first CROSS JOIN LATERAL"
        f" (SELECT key, currency, {_SUMS} FROM ({whole}) AS kept GROUP BY key, currency) AS sums LEFT JOIN sellerdesk_product AS p"
        " ON p.desk_id = %(desk)s AND p.id = CASE WHEN %(dimension)s = 'product' THEN nullif(sums.key, '')::bigint END"
        " ORDER BY first.hits DESC, first.lines DESC, sums.key, sums.currency",
        # A prefix ends with a colon, and a semicolon is the next character: keys are compared by code points.
        given | {"prefix": prefix, "behind": f"{prefix[:-1]};", "size": size, "after": after},
    )


def _tallies(rows: Sequence[tuple[Any, ...]]) -> dict[Any, Tally]:
    counts: dict[Any, dict[str, int]] = {}
    money: dict[Any, dict[str, dict[str, int]]] = defaultdict(dict)
    for own, currency, *sums in rows:
        named = dict(zip(_PLACE, sums, strict=True))
        counts.setdefault(own, {})
        if currency:
            money[own][currency] = {name: named[name] for name in MONEY if named[name]}
        else:
            counts[own] = {name: named[name] for name in COUNTS if named[name]}
    return {own: Tally(numbers, money.get(own, {})) for own, numbers in counts.items()}
