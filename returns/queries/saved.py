"""Saved lists of claims: those of a person and those of the desk, and how many claims each shows now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from returns.domain import filters
from returns.domain.filters import Filter
from returns.queries import finding, listing
from returns.queries.listing import COUNTED, Count
from returns.queries.searching import Places
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
        "SELECT id, name, query, owner_id IS NULL FROM returns_savedclaims WHERE desk_id = %s AND (owner_id IS NULL OR owner_id = %s)"
        " ORDER BY owner_id IS NOT NULL, place, id",
        [desk_id, user_id],
    )
    return [Saved(*row) for row in found]


def counted(saved: Sequence[Saved], desk_id: int, shops: dict[str, int], *, now: datetime) -> list[Saved]:
    """The same with their counts, in one query; `shops` are those that the reader sees, by slug."""
    parts: list[str] = []
    told: dict[str, Any] = {}
    for one in saved:
        if one.asked.words or (one.shop and one.shop not in shops):
            continue
        name = f"l{one.id}_"
        places = Places(desk_id, [shops[one.shop]] if one.shop else list(shops.values()))
        told |= finding.parameters(places, one.asked, now=now, name=name)
        parts.append(f"SELECT {one.id:d}, count(*) FROM ({finding.first(one.asked, COUNTED + 1, name=name)}) AS listed")
    numbers = dict(setwise.rows(" UNION ALL ".join(parts), told)) if parts else {}
    return [Saved(one.id, one.name, one.query, one.shared, listing.count(numbers[one.id]) if one.id in numbers else None) for one in saved]
