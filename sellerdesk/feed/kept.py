"""The records that wait or were rejected, as lists show them: in the order of their reasons, or of their lines in one load.

Store ratings are never listed one by one, only counted by their reason: whoever loads one order and sees which of the listed
ratings is released by it knows who gave it (rulebook 9).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sellerdesk import setwise
from sellerdesk.feed.fact import MALFORMED
from sellerdesk.feed.keeping import STORE_RATING
from sellerdesk.feed.sentences import sentence
from sellerdesk.models import FeedRecord


PAGE = 50
COUNTED = 100_000
"""Records that are counted; of more it is said that there are more."""
_STATES = {"waiting": FeedRecord.State.WAITING.value, "rejected": FeedRecord.State.REJECTED.value}
STATES = tuple(_STATES)
_CHUNK = 1_000
_COLUMNS = "r.id, r.shop_id, r.line, r.type, r.outside_id, r.at, r.state, r.code, r.detail, r.raw, l.source"
# Written out, so that what a list asks for needs no parameter of its own.
_LISTED = f"r.type <> '{STORE_RATING}'"
_FROM = "FROM sellerdesk_feedrecord r JOIN sellerdesk_feedload l ON l.desk_id = r.desk_id AND l.id = r.load_id"
_NAMES = {value: name for name, value in _STATES.items()}

Cursor = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records: of these shops, and of the state, type, code or load where one is chosen."""

    desk_id: int
    shop_ids: tuple[int, ...]
    state: str = ""
    type: str | None = None
    """Empty for lines that have no type; None for all."""
    code: str = ""
    load_id: int | None = None

    def where(self) -> tuple[str, list[Any]]:
        """The condition and its parameters."""
        states = [_STATES[self.state]] if self.state else sorted(_STATES.values())
        words = ["r.desk_id = %s", "r.shop_id = ANY(%s)", "r.state = ANY(%s)"]
        values: list[Any] = [self.desk_id, list(self.shop_ids), states]
        # The index holds only what is not applied, and Postgres must see that this asks for nothing else.
        words.append("r.state <> 1")
        for column, value in (("type", self.type), ("code", self.code or None), ("load_id", self.load_id)):
            if value is not None:
                words.append(f"r.{column} = %s")
                values.append(value)
        return " AND ".join(words), values

    def order(self) -> str:
        """The columns of the order, which together name one record."""
        return "r.shop_id, r.state, r.type, r.code, r.id" if self.load_id is None else "r.line, r.id"


@dataclass(frozen=True, slots=True)
class Record:
    """One kept record, never a store rating."""

    id: int
    shop_id: int
    line: int
    type: str
    outside_id: str
    at: datetime | None
    state: str
    code: str
    sentence: str
    raw: str
    source: str

    @property
    def pretty(self) -> str:
        """The content, a field a line."""
        return json.dumps(json.loads(self.raw), ensure_ascii=False, indent=2)

    def cursor(self, wanted: Wanted) -> Cursor:
        """Its place in the order."""
        if wanted.load_id is not None:
            return (self.line, self.id)
        return (self.shop_id, _STATES[self.state], self.type, self.code, self.id)


@dataclass(frozen=True, slots=True)
class Reason:
    """How many records of a type wait or were rejected for one reason."""

    state: str
    type: str
    code: str
    number: int

    @property
    def sentence(self) -> str:
        """Of the code alone; what is wrong with a malformed record differs from one to the next."""
        if self.code != MALFORMED:
            return sentence(self.code)
        if self.type == STORE_RATING:
            return _("It is not as a store rating must be: look at its id, its time and its scores in the file.")
        return _("The record is not as it must be; each says what is wrong.")

    @property
    def is_listed(self) -> bool:
        """Whether its records are listed one by one."""
        return self.type != STORE_RATING


def page(wanted: Wanted, *, after: Cursor | None = None, limit: int = PAGE) -> list[Record]:
    """At most `limit` records behind a place, in order, store ratings left out."""
    if wanted.type == STORE_RATING:
        return []
    where, values = _behind(wanted, after)
    found = setwise.rows(f"SELECT {_COLUMNS} {_FROM} WHERE {where} ORDER BY {wanted.order()} LIMIT %s", [*values, limit])
    return [_record(row) for row in found]


def every(wanted: Wanted) -> Iterator[Record]:
    """All that are listed, never holding more than a thousand."""
    after: Cursor | None = None
    while found := page(wanted, after=after, limit=_CHUNK):
        yield from found
        after = found[-1].cursor(wanted)


def reasons(wanted: Wanted, *, counted: int | None = COUNTED) -> tuple[list[Reason], bool]:
    """The reasons with their numbers, the most frequent first, and whether there are more records than are counted.

    With `counted` None all are.
    """
    where, values = wanted.where()
    found = setwise.rows(
        f"SELECT state, type, code, count(*) FROM (SELECT r.state, r.type, r.code FROM sellerdesk_feedrecord r WHERE {where} LIMIT %s) one"
        " GROUP BY state, type, code ORDER BY 4 DESC, 1, 2, 3",
        [*values, None if counted is None else counted + 1],
    )
    told = [Reason(_NAMES[state], kind, code, number) for state, kind, code, number in found]
    return told, counted is not None and sum(reason.number for reason in told) > counted


def ids(wanted: Wanted, *, after: Cursor | None, limit: int) -> tuple[dict[int, list[int]], Cursor | None]:
    """Shop id -> ids of the next listed records in order, and the place of the last; None where there are no more."""
    if wanted.type == STORE_RATING:
        return {}, None
    where, values = _behind(wanted, after)
    order = wanted.order()
    found = setwise.rows(
        f"SELECT r.shop_id, r.id, {order} FROM sellerdesk_feedrecord r WHERE {where} ORDER BY {order} LIMIT %s", [*values, limit]
    )
    by_shop: dict[int, list[int]] = {}
    for shop_id, own_id, *_place in found:
        by_shop.setdefault(shop_id, []).append(own_id)
    return by_shop, tuple(found[-1][2:]) if found else None


def _behind(wanted: Wanted, after: Cursor | None) -> tuple[str, list[Any]]:
    where, values = wanted.where()
    where = f"{where} AND {_LISTED}"
    if after is None:
        return where, values
    return f"{where} AND ({wanted.order()}) > ({', '.join(['%s'] * len(after))})", [*values, *after]


def shop_of(desk_id: int, shop_ids: Sequence[int], record_id: int) -> int | None:
    """The shop of one listed record, if it is one of these."""
    return shops_of(desk_id, shop_ids, [record_id]).get(record_id)


def shops_of(desk_id: int, shop_ids: Sequence[int], record_ids: Sequence[int]) -> dict[int, int]:
    """Record -> shop, of listed records of these shops. One query however many are asked for."""
    waits = FeedRecord.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk__in=record_ids, state__in=_STATES.values())
    return dict(waits.exclude(type=STORE_RATING).order_by("pk").values_list("pk", "shop_id"))


def _record(row: tuple[Any, ...]) -> Record:
    own_id, shop_id, line, kind, outside_id, at, state, code, detail, raw, source = row
    told = json.loads(detail) if isinstance(detail, str) else detail
    return Record(own_id, shop_id, line, kind, outside_id, at, _NAMES[state], code, sentence(code, told), raw, source)
