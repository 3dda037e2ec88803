"""Figures as rows of names and digits: what the file and the API tell."""

from typing import Final, Literal, get_args

from returns.domain import telling
from returns.domain.behind import Part
from returns.domain.definitions import Measure, Tally
from returns.domain.dimensions import OF_ALL, TOLD_BY
from returns.domain.spans import weeks
from returns.domain.telling import Told
from returns.queries import figures
from returns.queries.figures import Keyed, Scope


Table = Literal["product", "reason", "stage", "warehouse", "region", "courier", "week"]
TABLES: Final[tuple[Table, ...]] = get_args(Table)


def columns(by: str) -> tuple[str, ...]:
    """The names of a row's cells, in order."""
    own = {"week": ("week",), "product": ("product", "name")}.get(by, (by,))
    return (*own, *telling.fields(by))


def rows(
    scope: Scope, by: Table, *, product: int | None = None, size: int = figures.MOST, after: int = 0
) -> tuple[list[dict[str, Told]], bool]:
    """The figures by one of TABLES, and whether there are more: weeks in order, keys by how many lines were refused."""
    if by == "week":
        found = figures.weeks(scope, Part(product))
        told = [{"week": str(week), **telling.line(found.get(week, Tally()), by)} for week in weeks(scope.period.first, scope.period.last)]
        return told, False
    keyed, more = lines(scope, by, product=product, size=size, after=after)
    return [_key(by, one) | telling.line(one.tally, by) for one in keyed], more


def lines(
    scope: Scope,
    by: str,
    *,
    product: int | None = None,
    order: Measure = "refused",
    size: int = figures.MOST,
    after: int = 0,
    whole: Tally | None = None,
) -> tuple[list[Keyed], bool]:
    """The keys of a dimension with their figures; a cause's is a share of the `whole`, which is read where it is not given."""
    own = next(one for one in TOLD_BY if one == by)
    keyed, more = figures.by(scope, own, product=product, order=order, size=size, after=after)
    if own in OF_ALL:
        whole = whole or figures.total(scope, Part(product))
        keyed = [Keyed(one.key, one.name, telling.of_whole(one.tally, whole)) for one in keyed]
    return keyed, more


def _key(by: str, one: Keyed) -> dict[str, Told]:
    return {"product": one.key, "name": one.name} if by == "product" else {by: one.key}
