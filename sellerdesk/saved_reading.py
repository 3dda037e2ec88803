"""Saved lists as they are shown: those of the desk and one's own, each with how much it shows now, which its room counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.http import QueryDict

from sellerdesk import setwise
from sellerdesk.saved_lists import Table


class Count(Protocol):
    """A number, or more than it."""

    @property
    def number(self) -> int:
        """So many, or at least so many."""

    @property
    def more(self) -> bool:
        """Whether there are more."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved list. `count` is None where it has words, which are counted only by looking, or where its shop is not seen."""

    id: int
    name: str
    query: str
    shared: bool
    count: Count | None = None

    @property
    def told(self) -> dict[str, Any]:
        """What its address says behind the question mark."""
        return QueryDict(self.query).dict()

    @property
    def shop(self) -> str:
        """The shop that its address chooses; empty for all that the reader sees."""
        return QueryDict(self.query).get("shop") or ""


Asked = Sequence[tuple[Saved, list[int]]]
"""Lists that are to be counted, each with the ids of its shops."""


def of_person(table: Table, desk_id: int, user_id: int | None) -> list[Saved]:
    """The desk's lists and then the person's own, each in their order; None for a program, which has none of its own."""
    found = setwise.rows(
        f"SELECT id, name, query, owner_id IS NULL FROM {table.model._meta.db_table}"
        " WHERE desk_id = %s AND (owner_id IS NULL OR owner_id = %s) ORDER BY owner_id IS NOT NULL, place, id",
        [desk_id, user_id],
    )
    return [Saved(*row) for row in found]


def counted(
    saved: Sequence[Saved], shops: Mapping[str, int], *, has_words: Callable[[Saved], bool], count: Callable[[Asked], Mapping[int, Count]]
) -> list[Saved]:
    """The same with their counts; `shops` are those that the reader sees, by slug. `count` tells all of them by id in one query."""
    seen = [one for one in saved if not has_words(one) and (not one.shop or one.shop in shops)]
    asked = [(one, [shops[one.shop]] if one.shop else list(shops.values())) for one in seen]
    numbers = count(asked) if asked else {}
    return [replace(one, count=numbers.get(one.id)) for one in saved]
