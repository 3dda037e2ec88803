"""Where rooms hang what they keep of a buyer. Rooms register in ready(); the kernel knows none of them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote, quote_plus

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from sellerdesk import setwise
from sellerdesk.feed.scrubbing import ERASED
from sellerdesk.privacy.places import Page, Place
from sellerdesk.shops import ShopFacts


INTERNAL: Final = (
    "desk_id", "shop_id", "content_hash", "record", "told_record", "author_id", "client_key", "outbound", "words", "user_id", "key",
    "flags", "judged", "matched", "covers", "made_by_id", "file",
)  # fmt: skip
"""Columns that are not about the buyer: keys, our own people, what the search reads."""


@dataclass(frozen=True, slots=True)
class Whose:
    """A buyer of a shop, and the orders that are theirs."""

    shop: ShopFacts
    buyer_id: int
    outside_id: str
    name: str
    orders: tuple[str, ...]
    """Outside ids."""
    order_ids: tuple[int, ...]
    mask: str = ""
    """What stands for the outside id once they are erased; empty while nobody erases."""

    @property
    def desk_id(self) -> int:
        """The desk."""
        return self.shop.desk_id


@dataclass(slots=True)
class Erased:
    """What a part erased, for the kernel to go on with."""

    rows: int = 0
    told: list[tuple[str, Sequence[str]]] = field(default_factory=list)
    """Record types, and conversations, with their outside ids: what is kept of these is scrubbed, and what was rejected about them."""
    outbound: list[int] = field(default_factory=list)
    """Deliveries that carried words to or about the buyer."""
    files: list[str] = field(default_factory=list)
    """Places of files, deleted once all is committed."""


@dataclass(frozen=True, slots=True)
class Words:
    """Columns of a table with words of or about a buyer, found by one column of the table."""

    table: str
    by: str
    """The column that says whose a row is, beside the desk."""
    columns: tuple[str, ...] = ()
    """Replaced where they say something."""
    lists: tuple[str, ...] = ()
    """JSON lists, emptied."""

    def scrub(self, desk_id: int, keys: Sequence[Any], *, shop_id: int | None = None) -> int:
        """Replace the words of these rows; how many there were. Keys of outside things are looked for in one shop."""
        if not keys:
            return 0
        set_ = [f"{name} = CASE WHEN coalesce({name}, '') = '' THEN {name} ELSE %s END" for name in self.columns]
        set_ += [f"{name} = '[]'" for name in self.lists]
        where, values = self._where(desk_id, keys, shop_id)
        return setwise.run(f"UPDATE {self.table} SET {', '.join(set_)} WHERE {where}", [*[ERASED] * len(self.columns), *values])

    def rows(self, desk_id: int, keys: Sequence[Any], *, shop_id: int | None = None) -> list[dict[str, Any]]:
        """These rows whole, for giving out, without what is not about the buyer."""
        if not keys:
            return []
        where, values = self._where(desk_id, keys, shop_id)
        found = setwise.rows(f"SELECT to_jsonb(t) - %s::text[] FROM {self.table} AS t WHERE {where} ORDER BY id", [list(INTERNAL), *values])
        return [json.loads(row) if isinstance(row, str) else row for (row,) in found]

    def delete(self, desk_id: int, keys: Sequence[Any]) -> int:
        """Delete these rows; how many there were."""
        where, values = self._where(desk_id, keys, None)
        return setwise.run(f"DELETE FROM {self.table} WHERE {where}", values) if keys else 0

    def _where(self, desk_id: int, keys: Sequence[Any], shop_id: int | None) -> tuple[str, list[Any]]:
        if shop_id is None:
            return f"desk_id = %s AND {self.by} = ANY(%s)", [desk_id, list(keys)]
        return f"desk_id = %s AND shop_id = %s AND {self.by} = ANY(%s)", [desk_id, shop_id, list(keys)]


SHORTEST: Final = 3
"""Letters of a name that is looked for inside texts. A shorter one, as most Chinese names are, is a part of other words: it is looked
for as a whole value."""


def as_said(text: str) -> str:
    """What is looked for in JSON to find a name or an id there, as JSON writes it: with a backslash before a quote, say."""
    said = json.dumps(text, ensure_ascii=False)
    return said[1:-1] if len(text) >= SHORTEST else said


def forget_lists(table: str, whose: Whose) -> int:
    """Delete lists that somebody saved under the buyer's name or id, or that search for it; how many there were.

    A whole value is looked for where words are searched (`q`) alone: elsewhere it is a number of stars or days, or the id of a product.
    """
    parts, whole = ([whose.name], [whose.outside_id]) if len(whose.name) >= SHORTEST else ([], [whose.name, whose.outside_id])
    return setwise.run(
        f"DELETE FROM {table} WHERE desk_id = %s AND (EXISTS (SELECT FROM unnest(%s::text[]) AS said"
        " WHERE position(lower(said) IN lower(query)) > 0 OR position(lower(said) IN lower(name)) > 0)"
        " OR EXISTS (SELECT FROM unnest(%s::text[]) AS said"
        " WHERE position('&q=' || lower(said) || '&' IN '&' || lower(query) || '&') > 0 OR lower(name) = lower(said)))",
        [whose.desk_id, _in_addresses(parts), _in_addresses(whole)],
    )


def _in_addresses(texts: Sequence[str]) -> list[str]:
    """These texts, and each as the query of an address writes it."""
    return sorted({spelling for text in texts if text for spelling in (text, quote(text), quote_plus(text))})


Rows = Mapping[str, Sequence[Mapping[str, Any]]]
Days = Callable[[], int | None]
WITH_BUYER: Final = gettext_lazy("until the desk erases the buyer")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of data: what it is, why it is kept and until when."""

    key: str
    what: str | Promise
    why: str | Promise
    tables: tuple[str, ...]
    """Counted for the page, by their column `desk_id`."""
    at: str
    """The column of the first table that says how old a row is."""
    days: Days | None = None
    """Rows older than this go every night; None: they stay as long as the desk (or the buyer)."""
    until: str | Promise = ""
    """In words, where days do not say it."""
    sweep: str = ""
    """Which rows a sweep of this module deletes, as a condition; empty where another sweep does it, or nobody."""
    sooner: str = ""
    """Which rows go sooner in a desk that keeps them shorter, where another sweep deletes them otherwise."""
    ends: bool = False
    """Whether that other sweep reads the desks' own days by itself."""
    parts: tuple[tuple[str, str], ...] = ()
    """Tables whose rows hang on those of the first, with the column that says on which: they go before it."""
    places: tuple[Place, ...] = ()
    """Where the rows can be read."""
    apart: str | Promise = ""
    """Which of the rows no page lists, and why."""

    @property
    def limit(self) -> int | None:
        """Days of the installation; None where its rows stay."""
        return self.days() if self.days else None

    @property
    def going(self) -> str:
        """Which rows go by their age, as a condition; empty where a desk can choose no shorter time."""
        return (self.sweep or self.sooner) if (self.limit or 0) > 1 else ""


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What one room keeps of a buyer."""

    key: str
    label: str | Promise
    export: Callable[[Whose], Rows]
    """All of it, by name of the matter; never a store rating, nor who wished to be anonymous."""
    erase: Callable[[Whose, datetime], Erased]
    """Takes out all words, in the erasing command, under the shop's lock. Figures and replays stay what they are; twice is once."""
    kinds: Sequence[Kind] = ()
    """What the room keeps, for the page that says so."""
    pages: Mapping[str, Sequence[Page]] = field(default_factory=dict)
    """By name of the matter: where one row of it can be read. Of several the first to which it leads."""
    files: Callable[[Whose], Sequence[tuple[str, str]]] = field(default=lambda _whose: ())
    """Places of kept files, each with a name to give it out under."""


_parts: dict[int, PersonalData] = {}


def add(part: PersonalData, *, place: int) -> None:
    """Add a room's part, at a place of its own."""
    if _parts.setdefault(place, part) is not part:
        raise ValueError(f"Place {place} is taken.")


def parts() -> list[PersonalData]:
    """All parts, in order."""
    return [_parts[place] for place in sorted(_parts)]


def ids(sql: str, parameters: Sequence[Any]) -> list[Any]:
    """The first column of what a query finds."""
    return [row[0] for row in setwise.rows(sql, parameters)]
