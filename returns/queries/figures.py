"""Kept figures of one shop, added up over days: of all, by one dimension, by weeks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from returns.domain.behind import Part
from returns.domain.definitions import HITS, Measure, Tally
from returns.domain.dimensions import PAIRS, By, Dimension, code_of
from returns.domain.periods import Period
from returns.domain.spans import pieces
from returns.models.figures import COUNTS, MONEY
from sellerdesk import setwise
from sellerdesk.shops import ShopFacts


PAGE: Final = 50
"""Keys of one table of a page."""
MOST: Final = 10_000
"""Keys of one file."""
_SUMS = ", ".join(f"sum({name})::bigint" for name in (*COUNTS, *MONEY))
_PLACE: Final = {name: place for place, name in enumerate((*COUNTS, *MONEY), start=1)}
Order = Literal["count", "key"]


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
    found = _read(scope, dimension, prefix=prefix, group="key", top=(HITS[order], size + 1, after))
    tallies = list(_tallies(found).items())
    names = _names(scope.shop, [key for key, _ in tallies]) if by == "product" else {}
    keyed = [Keyed(own := code_of(key) if prefix else key, names.get(own, ""), tally) for key, tally in tallies]
    return keyed[:size], len(keyed) > size


def weeks(scope: Scope, part: Part) -> dict[date, Tally]:
    """The figures of a part by the Mondays of its weeks."""
    dimension, key = part.kept
    return _tallies(_read(scope, dimension, key=key, group="date_trunc('week', day)::date", days_only=True))


def is_behind(shop: ShopFacts) -> bool:
    """Whether something of the shop is still to be counted anew."""
    found = setwise.rows(
        "SELECT EXISTS (SELECT 1 FROM returns_stale WHERE desk_id = %s AND shop_id = %s)", [shop.desk_id, shop.id]
    )
    return bool(found[0][0])


def product_name(shop: ShopFacts, product: int) -> str | None:
    """What one of the shop's products is called; None where it has no such product."""
    return _names(shop, [str(product)]).get(str(product))


def _read(
    scope: Scope,
    dimension: Dimension,
    *,
    group: str,
    key: str | None = None,
    prefix: str = "",
    top: tuple[str, int, int] | None = None,
    days_only: bool = False,
) -> list[tuple[Any, ...]]:
    """Rows of (group, currency, sums). `top` is a count, how many groups with most of it, after how many."""
    shop, period = scope.shop, scope.period
    cut = [(1, period.first, period.last)] if days_only else [(one.span, one.first, one.last) for one in pieces(period.first, period.last)]
    given: dict[str, Any] = {"desk": shop.desk_id, "shop": shop.id, "dimension": dimension, "key": key, "prefix": f"{prefix}%"}
    own = ("" if key is None else " AND key = %(key)s") + (" AND key LIKE %(prefix)s" if prefix else "")
    parts = []
    for number, (span, first, last) in enumerate(cut):
        given |= {f"first{number}": first, f"last{number}": last}
        parts.append(
            "SELECT * FROM returns_figure WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND dimension = %(dimension)s"
            f" AND span = {span:d} AND day BETWEEN %(first{number})s AND %(last{number})s{own}"
        )
    read = f"SELECT {group} AS own, currency, {_SUMS} FROM ({' UNION ALL '.join(parts)}) AS kept GROUP BY 1, 2"
    if top is None:
        return setwise.rows(f"{read} ORDER BY 1, 2", given) if parts else []
    name, size, after = top
    place = 2 + _PLACE[name]
    given |= {"size": size, "after": after}
    columns = ", ".join(["own", "currency", *(f"n{n}" for n in range(1, len(_PLACE) + 1))])
    return setwise.rows(
        f"WITH sums ({columns}) AS MATERIALIZED ({read}), first AS (SELECT own, max(n{place - 2}) AS hits, max(n1) AS lines FROM sums"
        f" GROUP BY own ORDER BY 2 DESC, 3 DESC, own LIMIT %(size)s OFFSET %(after)s)"
        " SELECT sums.* FROM first JOIN sums ON sums.own = first.own ORDER BY first.hits DESC, first.lines DESC, sums.own, sums.currency",
        given,
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


def _names(shop: ShopFacts, keys: Sequence[str]) -> Mapping[str, str]:
    found = setwise.rows(
        "SELECT id::text, coalesce(nullif(title, ''), nullif(article, ''), outside_id) FROM sellerdesk_product"
        " WHERE desk_id = %s AND shop_id = %s AND id = ANY(%s::bigint[])",
        [shop.desk_id, shop.id, [int(key) for key in keys if key]],
    )
    return dict(found)
