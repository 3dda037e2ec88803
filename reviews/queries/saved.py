"""Saved lists: those of a person and those of the desk, and how many reviews each shows now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from reviews.domain import filters
from reviews.domain.filters import Filter
from reviews.queries.counting import COUNTED, Count
from reviews.queries.finding import Places, newest
from sellerdesk import setwise


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved list. `count` is None where it has words, which are counted only by looking, or where its shop is not seen."""

    id: int
    name: str
    query: str
    shared: bool
    count: Count | None = None

    @property
    def asked(self) -> Filter:
        """What its address asks for."""
        return filters.read(QueryDict(self.query).dict())

    @property
    def shop(self) -> str:
        """The shop that its address chooses; empty for all that the reader sees."""
        return QueryDict(self.query).get("shop") or ""


def of_person(desk_id: int, user_id: int) -> list[Saved]:
    """The desk's lists and then the person's own, each in their order."""
    found = setwise.rows(
        "SELECT id, name, query, owner_id IS NULL FROM reviews_savedfilter WHERE desk_id = %s AND (owner_id IS NULL OR owner_id = %s)"
        " ORDER BY owner_id IS NOT NULL, place, id",
        [desk_id, user_id],
    )
    return [Saved(*row) for row in found]


def counted(saved: Sequence[Saved], places: Places, shops: dict[str, int], *, now: datetime) -> list[Saved]:
    """The same with their counts, in one query; `shops` are those that the reader sees, by slug."""
    parts: list[str] = []
    parameters: list[Any] = []
    for one in saved:
        if one.asked.words or (one.shop and one.shop not in shops):
            continue
        of_shops = places._replace(shop_ids=[shops[one.shop]] if one.shop else list(shops.values()))
        sql, its = newest(of_shops, one.asked, now=now, limit=COUNTED + 1)
        parts.append(f"SELECT %s::bigint, count(*) FROM ({sql}) AS listed")
        parameters += [one.id, *its]
    numbers = dict(setwise.rows(" UNION ALL ".join(parts), parameters)) if parts else {}
    return [Saved(one.id, one.name, one.query, one.shared, _count(numbers.get(one.id))) for one in saved]


def _count(number: int | None) -> Count | None:
    return None if number is None else Count(min(number, COUNTED), number > COUNTED)
